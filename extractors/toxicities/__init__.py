"""Toxicities as findings: which adverse events, of what grade, in how many patients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.core import cues as re
from extractors.core.announced import announced
from extractors.core.branches import branched
from extractors.core.contract import Term, ToxicityFinding
from extractors.core.counts import Count, counts
from extractors.core.denied import denied
from extractors.core.pairing import pairs
from extractors.core.paper import Paper, Sentence
from extractors.core.strata import stratum
from extractors.core.symbols import Line, Mark, line
from extractors.core.things import Pair
from extractors.quantities import Quantity
from extractors.toxicities.arms import Remembered, held, is_of_another, of_both, spelt_out
from extractors.toxicities.consequences import consequences
from extractors.toxicities.deaths import fatal, fatal_causes
from extractors.toxicities.ellipsis import elliptic
from extractors.toxicities.events import Event, events
from extractors.toxicities.grading import Heads, grade_at
from extractors.toxicities.named import is_behind, meant, uncounted
from extractors.toxicities.narratives import Narratives
from extractors.toxicities.passages import happened, passages, signalled

__all__ = ["Toxicities"]

# A drug whose dose was changed is no stratum of the events that made it so.
_CHANGED = re.compile(
    r"\b(?:dose|dosage) (?:reduc|modif|interrupt|delay)|(?:reduc|modif)\w+ (?:of|in) (?:the )?dose", re.IGNORECASE
)

# "No additional side effects", "no adverse reaction other than ..." do not say that there was none.
_VAGUE = re.compile(
    r"\b(?:additional|further|new|other|increas\w+|significant|major|added|clear|more|unexpected)\b", re.IGNORECASE
)
_BUT = re.compile(
    r"\s*(?:other than|except|apart from|beyond|differences?|profile|data|recurred|returned|reappeared|flared|worsened|persisted)\b",
    re.IGNORECASE,
)
_EXCEPT = re.compile(r"\b(?:apart from|except(?:ing)?|other than|with the exception of|save for)\b", re.IGNORECASE)
_TOLD = branched(
    (r"occur|observ|seen|reported|noted|recorded|document|experienced|developed|found|present|affect|\bin\b"),
    re.IGNORECASE,
)
_ARM = re.compile(
    (
        r"\s*(?:of (?:the )?patients )?(?:in|on|of|from) (?:the )?(?P<arm>[\w+/-]+(?: [\w+/-]+){0,4} (?:group|"
        r"arm|cohort)s?)\b"
    ),
    re.IGNORECASE,
)
# "Headache was not recorded": nobody looked.
_UNRECORDED = re.compile(
    r"\s*(?:was|were|is|are|could) not (?:be )?(?:recorded|assessed|evaluated|collected|documented|graded|analy[sz]ed|considered)\b",
    re.IGNORECASE,
)
# What became of an event is not how often it happened; cycles are no patients.
_ENDED = re.compile(
    r"\b(?:resol[uv]\w+|improv\w+|controll\w+|reliev\w+|recover\w+|disappear\w+|subsid\w+|alleviat\w+|managed|manageable|ameliorat\w+)\b",
    re.IGNORECASE,
)
# "Six stopped for toxicity, mainly A": most of them, not all.
_MAINLY = re.compile(
    r"(?:toxicit\w*|effects?|events?|reactions?|AEs?),? (?:mainly|mostly|predominantly|primarily|especially|principally|largely)"
    r"(?: (?:due to|because of|from|of))? (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_CYCLES = re.compile(
    r"\s*(?:of|in)?\s*(?:(?!(?:patients|pts|women|men|children|in|after|during|with|and|had|received)\b)[\w/-]+\s+){0,3}(?:cycles|courses|infusions|injections|administrations)\b",
    re.IGNORECASE,
)
_EVENTS_IN = re.compile(r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|only|no)\s+$", re.IGNORECASE)
_DENOMINATOR = re.compile(
    r"(?:\w+ )?(?:accrued|treated|evaluable|enrol\w+|assessable|evaluated|included|assessed)\b", re.IGNORECASE
)
_ALL_ON = re.compile(
    r",? (?:all|both|each)(?: of (?:them|whom))? (?:were )?(?:on|receiving|treated with|in the) ", re.IGNORECASE
)


# "Hypothyroidism requiring | levothyroxine": what was given for an event.
_REQUIRED = re.compile(r"\b(?:requiring|needing|necessitating)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)


class Toxicities:
    """Reads toxicities from a paper's prose."""

    name = "toxicities"
    needs = frozenset({"toxicity", "drug"})
    finding = ToxicityFinding

    def extract(self, paper: Paper) -> Iterator[ToxicityFinding]:
        """Yield findings in text order; a named event without a count has neither n nor percent."""
        narratives, remembered, heads = Narratives(paper), Remembered(), Heads()
        for sentence in passages(paper):
            found = events(sentence)
            if found:
                yield from _read(narratives, remembered, heads, sentence, found)


def _read(
    narratives: Narratives, remembered: Remembered, heads: Heads, sentence: Sentence, found: list[Event]
) -> Iterator[ToxicityFinding]:
    symbols, head = _line(sentence, found), heads.grade(sentence, found)
    none = denied(symbols)
    zero = {p.thing.start for p in none}
    joined = [p for p in pairs(symbols) if p.thing.start not in zero]
    told_by = [p for p in consequences(sentence, symbols) if p.thing.start not in {j.thing.start for j in joined}]
    joined += told_by
    joined += [p for p in announced(symbols, told_by) if p.thing.start not in {j.thing.start for j in joined}]
    joined += list(fatal_causes(sentence, found, joined))
    joined += list(elliptic(sentence, found, joined))
    named = any(p.rule == "apposition" for p in joined)
    named_twice: set[int] = set()
    for pair in sorted((*joined, *none), key=lambda p: p.thing.start):
        event, count = pair.thing.value, pair.count
        if not isinstance(event, Event) or count is None or (named and event.general and count.n == 1):
            continue
        if is_of_another(sentence, pair, joined):
            continue
        event = meant(sentence, event, found)
        if not _holds(sentence, event, count, pair.rule):
            continue
        grade = fatal(sentence, event) or pair.grade or _handed_down(sentence, symbols, event, count, found, head)
        if pair.grade is None and grade and any(p.grade == grade for p in joined if p.thing.start == event.start):
            grade = None  # "eleven had A (grade 3 in three)": the grade of a part
        patient = narratives.patient(sentence, event, count)
        if patient and event.general and count.n == 0:
            continue  # "no toxicity" says nothing of one patient's events
        if patient:
            yield narratives.finding(sentence, event, grade, patient, count.n)
        else:
            yield _of_group(narratives, sentence, event, count, replace(pair, grade=grade))
    told = {p.thing.start for p in (*joined, *none)}
    both = remembered.arms(sentence)
    for event, finding in of_both(both, narratives.paper, sentence, symbols) if both else ():
        behind = next((g for g in sentence.numbers("grade") if is_behind(sentence.text, event, g, found)), None)
        grade = behind or grade_at(sentence, symbols, event, found) or held(sentence, event)
        finding = finding.model_copy(update={"grade": grade.unit if grade else ""})
        if event.start not in told:
            yield finding
            named_twice.add(event.start)
    told |= named_twice
    for event, grade in uncounted(sentence, found, told):
        grade = grade or grade_at(sentence, symbols, event, found)
        patients = narratives.patients(sentence, event)
        if patients and not (event.general and len(found) > 1) and (grade or happened(sentence, event)):
            for patient in patients:
                finding = narratives.finding(sentence, event, grade, patient)
                if finding.drugs or grade or signalled(sentence):  # without either it may be the tumour's or another's
                    yield finding
        elif sentence.attribution == "own" and not event.general and not patients:
            yield _named(narratives.paper, sentence, event, grade)


def _handed_down(
    sentence: Sentence, symbols: Line, event: Event, count: Count, found: list[Event], head: Quantity | None
) -> Quantity | None:
    """The grade of a count without one of its own; "none had X" takes none over."""
    if count.n == 0 and not event.general:
        return None
    return grade_at(sentence, symbols, event, found) or (None if event.general else head)


def _holds(sentence: Sentence, event: Event, count: Count, rule: str) -> bool:
    """Whether a join tells how many had an event, not how many events were something else."""
    before, between = sentence.text[: count.start], sentence.text[count.end : event.start]
    if _ENDED.search(between if count.end <= event.start else sentence.text[event.end : count.start]):
        return False
    if count.end <= event.start and not event.general and _MAINLY.search(between):
        return False
    if _CYCLES.match(sentence.text, count.end) or count.noun.startswith("courses"):
        return False
    if rule == "none":
        return not (
            _UNRECORDED.match(sentence.text, event.end)
            or _VAGUE.search(sentence.text[max(0, event.start - 25) : event.end])
            or _BUT.match(sentence.text, event.end)
            or (event.general and _EXCEPT.search(sentence.text, event.end))
        )
    if rule == "active":
        return not (event.general and re.match(r"\s*(?:were|was|are|is)\b", between))
    if rule == "passive" and event.general and event.end <= count.start:
        if _EVENTS_IN.search(sentence.text[: event.start]) and _DENOMINATOR.match(
            f"{count.modifiers} {sentence.text[count.end :]}".lstrip()
        ):
            return False  # "three DLTs in six treated patients": those who could have had one
        told = sentence.text[event.end : count.start]
        rate = "mortality" in sentence.text[event.start : event.end].lower()
        return bool(rate or _TOLD.search(told) or sentence.numbers("grade")) and not re.search(
            r"evaluab|assess|available", told
        )
    if rule != "elided":
        return True
    if event.general:
        share = re.search(r"\bof\b", between) or re.search(
            r"\b(?:of|among) (?:the|these|all)\s*$", before, re.IGNORECASE
        )
        return count.percent is None and count.total is None and not share
    graded = any(not between[: g.start - count.end].strip() for g in sentence.numbers("grade") if g.start >= count.end)
    return not count.noun or graded or bool(re.search(r"\bof\b", between))


def _line(sentence: Sentence, found: list[Event]) -> Line:
    marks = [Mark("X", e.start, e.end, e) for e in found]
    marks += [Mark("G", q.start, q.end, q) for q in sentence.numbers("grade")]
    drugs = ((*sentence.at(m), m) for m in sentence.of("drug"))
    marks += [Mark("D", *d) for d in drugs if not _REQUIRED.search(sentence.text[: d[0]])]
    marks += [Mark("C", c.start, c.end, c) for c in counts(sentence)]
    return line(sentence.text, marks)


def _of_group(narratives: Narratives, sentence: Sentence, event: Event, count: Count, pair: Pair) -> ToxicityFinding:
    paper = narratives.paper
    part = stratum(paper, sentence, count.start, count.end)
    arm = _ARM.match(sentence.text, count.end)
    events = pair.rule == "elided" and event.general and "death" not in event.term.label
    subgroup = "events" if events else part.subgroup
    if arm and not (subgroup or part.drugs):
        subgroup = arm["arm"].strip()
    remedies = {m.label for m in sentence.of("drug") if _REQUIRED.search(sentence.text[: sentence.at(m)[0]])}
    drugs = () if _CHANGED.search(sentence.text) or any(d.label in remedies for d in part.drugs) else part.drugs
    if arm and (regimen := spelt_out(paper, arm["arm"])):
        drugs = regimen
    narratives.introduce(sentence, drugs or _all_on(paper, sentence, count))
    return ToxicityFinding(
        attribution=sentence.attribution,
        drugs=drugs,
        histotype=part.histotype,
        subgroup=subgroup,
        term=event.term,
        grade=pair.grade.unit if pair.grade else "",
        n=count.n,
        total=count.total,
        percent=count.percent,
        evidence=(paper.within(sentence, min(event.start, count.start), max(event.end, count.end)),),
        method=f"toxicity.{pair.rule}",
        confidence=pair.confidence,
    )


def _all_on(paper: Paper, sentence: Sentence, count: Count) -> tuple[Term, ...]:
    """What the counted patients had in common: "four patients, all on X"."""
    for mention in sentence.of("drug"):
        start, end = sentence.at(mention)
        if start > count.end and _ALL_ON.fullmatch(sentence.text, count.end, start):
            return stratum(paper, sentence, start, end, whole=False).drugs
    return ()


def _named(paper: Paper, sentence: Sentence, event: Event, grade: Quantity | None) -> ToxicityFinding:
    return ToxicityFinding(
        term=event.term,
        grade=grade.unit if grade else "",
        evidence=(paper.within(sentence, event.start, event.end),),
        method="toxicity.named",
        confidence=0.6,
    )
