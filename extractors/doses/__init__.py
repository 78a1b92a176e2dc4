"""Doses: amounts of drugs that patients were given or were to be given, with schedule, route and role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.core import cues as re
from extractors.core.attribution import attribution_at
from extractors.core.contract import Attribution, DoseFinding, Evidence
from extractors.core.narrative import patients_at
from extractors.core.paper import Mention, Paper, Sentence
from extractors.doses.attach import Amount, amounts, drugs_of
from extractors.doses.completed import completed
from extractors.doses.context import MODAL, is_dose, role
from extractors.doses.everyones import DOSING, UNLISTED, of_study, only_drug
from extractors.quantities.schedules import Schedule, route, schedule

# Where the description of a dose ends: another clause, or the schedule of something else (imaging, follow-up).
_STOP = re.compile(
    r";|(?<=[a-z0-9)]{2})\.\s(?=[A-Z])|\d\s?ml\b|\b(?:until|unless|assess\w*|evaluat\w*|imag(?:ing|ed)|scans?|CT|MRI|follow(?:ed)?[- ]up|toxicit\w+|but|which|while|whereas|because|after)\b"
)
_COORDINATED = re.compile(
    r"[\s,)]*(?:both|all)?[\s,]*(?:and|plus|with|\+|/|&|or|in combination with|combined with|together with|followed by|on)?[\s,]*",
    re.I,
)
_AHEAD = re.compile(
    r"(?<=[\s,])(?:\d-?weekly|weekly|daily|oral|intravenous|metronomic|concurrent)\s+(?:(?:oral|intravenous|weekly|daily)\s+)?$"
)
# A loading dose has a rhythm of its own; "8 mg/kg in cycle 1 and 6 mg/kg thereafter, every 3 weeks" has one.
_LOADING = re.compile(r"\bloading (?:doses?|infusion)?(?: of)?\s*$", re.I)
_LOADING_AFTER = re.compile(r"\s*(?:\([^()]*\)\s*)?(?:as an? )?(?:initial )?loading\b", re.I)
_THEN = re.compile(
    r"[\s,(]*(?:(?:as an? )?(?:bolus|i\.?v\.? bolus|intravenous bolus)|(?:in|on|for|at|during) (?:the )?(?:first )?(?:cycle|course|day|week|dose|infusion)s?(?: (?:1|one))?|initially)?"
    r"[\s,)]*(?:and|then|and then|followed by|,)[\s,]*(?:then\s+)?(?:by\s+)?",
    re.I,
)
_FROM, _TO = re.compile(r"\bfrom\s*$"), re.compile(r"[^.;,]{0,25}?(?:\bto\s*|[-–]\s*)?")
_NEAR = 3  # sentences over which "the dose" still means the drug last named
# A drug named in passing, as given before the study, is not the one that "the dose" goes on about.
_EARLIER = re.compile(
    r"\b(?:prior|previous(?:ly)?|earlier|pre-?treated|had (?:been )?(?:received|treated|given)|refractory to|resistant to|failed|failure of)\b[^.;,]{0,60}$",
    re.I,
)
_SUPPORTIVE = frozenset(
    {"corticosteroid", "antiemetic", "antidiarrheal", "uroprotectant", "cytoprotectant", "cardioprotectant", "G-CSF"}
)


@dataclass(frozen=True, slots=True)
class Told:
    """One amount with what its words say: `tail` are the words after it that are its own."""

    amount: Amount
    tail: str
    schedule: Schedule | None
    route: str
    role: str


class Doses:
    """Reads doses from a paper's prose: one finding an amount, each level and each drug of a combination its own."""

    name = "doses"
    needs = frozenset({"drug"})
    finding = DoseFinding

    def extract(self, paper: Paper) -> Iterator[DoseFinding]:
        """Yield findings in text order; amounts that measure something else than a drug given are left out."""
        yield from completed(list(self._read(paper)))

    @staticmethod
    def _read(paper: Paper) -> Iterator[DoseFinding]:
        last: Mention | None = None
        since = 0
        told = [_amounts(sentence) for sentence in paper.sentences]
        only = only_drug(paper)
        units = {a.unit for found in told for a in found if only and a.drug and a.drug.label == only.label}
        for sentence, found in zip(paper.sentences, told, strict=True):
            if sentence.index - since > _NEAR:
                last = None
            if found:
                found = _referred(sentence, found, last)
                yield from _findings(paper, sentence, found or of_study(sentence, told[sentence.index], only, units))
            named = {d.label: d for d in drugs_of(sentence) if not _EARLIER.search(sentence.text[: sentence.at(d)[0]])}
            if named:
                last, since = _spoken_of(list(named.values())), sentence.index


def _amounts(sentence: Sentence) -> list[Amount]:
    return [a for a in amounts(sentence) if is_dose(sentence.text, a.start, a.end, _named(sentence, a))]


def _named(sentence: Sentence, amount: Amount) -> int:
    """Where in the sentence the name of an amount's drug ends, 0 where it is not in it."""
    inside = amount.drug is not None and sentence.start <= amount.drug.start < sentence.end
    return sentence.at(amount.drug)[1] if amount.drug and inside else 0


def _spoken_of(named: list[Mention]) -> Mention | None:
    """The one drug that a sentence is about: supportive drugs given along with it are not."""
    main = [d for d in named if not (d.concept and d.concept.group in _SUPPORTIVE)] or named
    return main[0] if len(main) == 1 else None


def _referred(sentence: Sentence, found: list[Amount], last: Mention | None) -> list[Amount]:
    """ "The median dose was 4 mg": the one drug that the sentences before spoke of."""
    if last is None or drugs_of(sentence) or not DOSING.search(sentence.text) or UNLISTED.search(sentence.text):
        return [a for a in found if a.drug]
    return [Amount(a.start, a.end, a.low, a.high, a.unit, last, "referred", 0.6) for a in found]


def _findings(paper: Paper, sentence: Sentence, found: list[Amount]) -> Iterator[DoseFinding]:
    for told in _told(sentence, found):
        amount = told.amount
        drug = amount.drug
        if drug is None:
            continue
        for patient in patients_at(paper, sentence, amount.start) or ("",):
            yield DoseFinding(
                drug=drug.term(),
                low=amount.low,
                high=amount.high,
                unit=amount.unit,
                frequency=told.schedule.code if told.schedule else "",
                route=told.route,
                role=_role(told, patient),
                patient=patient,
                attribution=_attribution(sentence, amount.start),
                evidence=_evidence(paper, sentence, told, drug),
                method=f"dose.{amount.rule}",
                confidence=amount.confidence,
            )


def _role(told: Told, patient: str) -> str:
    if told.role == "other":
        return "other"
    return "patient" if patient else told.role or "planned"


def _attribution(sentence: Sentence, start: int) -> Attribution:
    """A protocol's dose is planned, a dose that patients received is the study's own."""
    here = attribution_at(sentence, start)
    if here in ("planned", "definition"):
        return "planned" if MODAL.search(sentence.text) else "own"
    return here


def _evidence(paper: Paper, sentence: Sentence, told: Told, drug: Mention) -> tuple[Evidence, ...]:
    amount = told.amount
    end = amount.end
    if told.schedule and told.tail and told.schedule.end <= min(len(told.tail), 50) and told.schedule.start >= 0:
        end = amount.end + told.schedule.end
    if not sentence.start <= drug.start < sentence.end:
        return (paper.within(sentence, amount.start, end),)
    a, b = sentence.at(drug)
    if max(b, end) - min(a, amount.start) <= 120:
        return (paper.within(sentence, min(a, amount.start), max(b, end)),)
    return (paper.within(sentence, amount.start, end), paper.within(sentence, a, b))


def _told(sentence: Sentence, found: list[Amount]) -> list[Told]:
    """What the words around each amount say; schedules are shared along a coordination of amounts."""
    text, told, before = sentence.text, [], ""
    begin = spent = 0
    for k, amount in enumerate(found):
        tail = text[amount.end : _reach(sentence, found, k)]
        head, free = text[begin : amount.start], text[spent : amount.start]
        cut = _STOP.search(tail)
        tail = tail[: cut.start()] if cut else tail
        when = _scheduled(sentence, amount, tail, free)
        before = _changed(text, found, k) or role(head[-90:], tail, before)
        told.append(Told(amount, tail, when, route(tail) or route(free[-60:]), before))
        begin, spent = amount.end, amount.end + (max(when.end, 0) if when else 0)
    return _share(sentence, told)


def _scheduled(sentence: Sentence, amount: Amount, tail: str, ahead: str) -> Schedule | None:
    """The schedule behind an amount and before another drug, else the one ahead of it, else any behind it."""
    label = amount.drug.label if amount.drug else ""
    others = [sentence.at(d)[0] - amount.end for d in drugs_of(sentence) if d.label != label]
    own = tail[: min((o for o in others if o > 0), default=len(tail))]
    if (behind := schedule(own)) is not None:
        return behind
    before = schedule(ahead[-60:])
    return Schedule(-1, -1, before.code) if before is not None else schedule(tail)


def _changed(text: str, found: list[Amount], k: int) -> str:
    """ "From 800 to 600 mg": the second amount is a reduced or an escalated dose."""
    if (
        not k
        or not _FROM.search(text[: found[k - 1].start])
        or not _TO.fullmatch(text[found[k - 1].end : found[k].start])
    ):
        return ""
    if found[k].high == found[k - 1].low:  # the same amount less often: "from 400 mg b.i.d. to 400 mg once daily"
        return role(text[max(0, found[k - 1].start - 90) : found[k - 1].start] + " to", "", "")
    return "reduced" if found[k].high < found[k - 1].low else "escalated"


def _reach(sentence: Sentence, found: list[Amount], k: int) -> int:
    """Where the words of the next amount begin: at its drug when that stands before it, else at the amount."""
    if k + 1 >= len(found):
        return len(sentence.text)
    after = found[k + 1]
    if after.drug is None or not sentence.start <= after.drug.start < sentence.end:
        return after.start
    a, _ = sentence.at(after.drug)
    reach = a if found[k].end <= a < after.start else after.start
    ahead = _AHEAD.search(sentence.text, found[k].end, reach)
    return ahead.start() if ahead else reach


def _share(sentence: Sentence, told: list[Told]) -> list[Told]:
    """Coordinated amounts share the schedule and route that follow the last; a changed dose keeps those before it."""
    text = sentence.text
    done = list(told)
    for k in range(len(done) - 2, -1, -1):
        here, after = done[k], done[k + 1]
        if _LOADING.search(text[: here.amount.start]) or _LOADING_AFTER.match(text, here.amount.end):
            continue
        then = _same_drug(here, after) and _THEN.fullmatch(text, here.amount.end, after.amount.start)
        if then or (_coordinated(text, sentence, here, after) and not _private(text, sentence, here, after)):
            when = here.schedule or (Schedule(-1, -1, after.schedule.code) if after.schedule else None)
            if here.route == "PO" and not after.route:
                done[k + 1] = replace(after, route="PO")  # "oral A and B"
            done[k] = Told(here.amount, here.tail, when, here.route or after.route, here.role)
    for k in range(1, len(done)):
        here, before = done[k], done[k - 1]
        if _same_drug(here, before):
            when = here.schedule or (Schedule(-1, -1, before.schedule.code) if before.schedule else None)
            done[k] = Told(here.amount, here.tail, when, here.route or before.route, here.role)
    return done


def _same_drug(a: Told, b: Told) -> bool:
    return a.amount.drug is not None and b.amount.drug is not None and a.amount.drug.label == b.amount.drug.label


def _private(text: str, sentence: Sentence, here: Told, told: Told) -> bool:
    """Whether a schedule stands within the brackets of its own amount: "A (5 mg) with B (80 mg per day)"."""
    drug, when = told.amount.drug, told.schedule
    if drug is None or when is None or when.start < 0 or not sentence.start <= drug.start < sentence.end:
        return False
    if here.amount.drug is not None and here.amount.drug.label == drug.label:
        return False
    opened = "(" in text[sentence.at(drug)[1] : told.amount.start]
    return opened and ")" not in told.tail[: when.end]


def _coordinated(text: str, sentence: Sentence, here: Told, after: Told) -> bool:
    drug = after.amount.drug
    end = after.amount.start
    if drug and sentence.start <= drug.start < sentence.end and here.amount.end <= sentence.at(drug)[0] < end:
        end = sentence.at(drug)[0]
    between = re.sub(r"\([^()]*\)", "", text[here.amount.end : end])
    if here.amount.drug and sentence.start <= here.amount.drug.start < sentence.end:
        a, b = sentence.at(here.amount.drug)
        if here.amount.end <= a < end:
            between = text[b:end]
    return bool(_COORDINATED.fullmatch(between))
