"""One patient's response: whose it is, lists of patients under one category, and what a later statement repeats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.core import cues as re
from extractors.core.contract import ResponseFinding, Term
from extractors.core.document import SectionKind
from extractors.core.drugs import treats_tumours
from extractors.core.narrative import patient_at
from extractors.core.paper import Paper, Sentence
from extractors.core.strata.units import Unit, regimens, tumours
from extractors.core.verbs import HAD, SEEN
from extractors.core.vocabulary import vocabulary
from extractors.quantities.people import PEOPLE
from extractors.responses.categories import Category

_VAGUE = re.compile(
    r"(?:the |one |a |first |last |final )*(?:patients?|cases?|pts?|man|woman|child|scenario\b.*)", re.I
)
_SEEN_IN = re.compile(
    rf"s?\s*(?:\([^)]*\))?\s*(?:was|were|has been)?\s*(?:also )?(?:{SEEN}|occurred)"
    r"\s+in\s+(?:a|an|one|the|our|another)?\s*",
    re.IGNORECASE,
)
_ITEM = re.compile(
    r"[:;,]\s+(?:and\s+)?(?=(?:one|an?|another)\b(?:\s+(?:last|other|further))?\s+(?:patient|case|with|who|had|in|of|received|transferred|wo?man|child|\d))",
    re.I,
)
_DISEASE = re.compile(
    r"\b(?:disease|tumou?rs?|lesions?|metastas\w+|patients?|cancer|he|she|which)\s+(?:(?:was|had|has|were|been|then|remained|is|radiologically)\s+)*$",
    re.IGNORECASE,
)
_THE_PATIENT = re.compile(r"(?:patients?|he|she)\b", re.IGNORECASE)
_THE_OTHERS = re.compile(
    rf"\b(?:the )?(?:others?|rest|remaining|remainder)\b[^.;,]{{0,60}}\b(?:{HAD}|were|remained|with)\b[^.;,]{{0,25}}$",
    re.I,
)
# A mixed response has no category, and a course or a pressure that stabilised is no disease.
_NO_DISEASE = re.compile(
    r"\bmixed (?:[\w-]+ )?response\b[^.]*$|\b(?:clinical course|condition|state|pressure|h(?:a)?emodynamics?|symptoms?|weight|vital signs|respiration)\b[^.;,]{0,30}$",
    re.IGNORECASE,
)
# "Her rapidly progressive disease" is what the disease was like, not what became of it under a drug.
# "Until the start of the drug her tumour progressed": nor is what it did before one.
_POSSESSED = re.compile(
    r"\b(?:his|her|the patient['’]s)\s(?:\w+\s)?$"
    r"|\b(?:until|before|prior to)\s(?:the\s)?(?:initiation|start|commencement|beginning|introduction)\sof\b[^.;]*$",
    re.IGNORECASE,
)
_KINDS = ("CR", "PR", "SD", "PD", "CBR")


def owner(paper: Paper, sentence: Sentence, category: Category) -> str:
    """The label of the one patient who had a response; empty for a group or a patient without any distinction."""
    if category.code not in _KINDS or category.rate:
        return ""
    if _THE_OTHERS.search(sentence.text[: category.start]) or _NO_DISEASE.search(sentence.text[: category.start]):
        return ""
    if category.code == "PD" and _POSSESSED.search(sentence.text[: category.start]):
        return ""
    seen = _SEEN_IN.match(sentence.text, category.end)
    at = seen.end() if seen and seen.end() < len(sentence.text) else category.start
    label = patient_at(paper, sentence, at) or (patient_at(paper, sentence, category.start) if seen else "")
    if category.code == "SD" and not _names_disease(sentence.text, category):
        return ""
    return "" if _VAGUE.fullmatch(label) else label


def _names_disease(text: str, category: Category) -> bool:
    """Whether it is the disease that was stable: "stabilised" is said of a patient whose blood pressure was."""
    said, before = text[category.start : category.end].lower(), text[: category.start]
    if re.search(r"diseas|\bSD\b|NC|no change|stability", text[category.start : category.end]):
        return True
    if not (category.verb or said == "stable"):
        return True
    subject = _DISEASE.search(before)
    return subject is not None and not (said.startswith("stabili") and _THE_PATIENT.match(subject.group()))


def defined(owners: Sequence[tuple[Category, str]]) -> bool:
    """Whether a sentence lists categories as such: three or more of one patient, none with a figure."""
    return len({c.code for c, _ in owners}) >= 3 and len({label for _, label in owners}) == 1


# "Cases 2 and 3 showed stable disease and a partial response, respectively".
_NUMBERED = re.compile(
    rf"\b{PEOPLE}\s(?:nos?\.?\s|numbers\s|#)?(?P<all>\d{{1,3}}(?:\s*,\s*#?\d{{1,3}})*,?\s*(?:and|&)\s*#?\d{{1,3}})(?![\d.%])(?!\s*(?:years|months|patients|of))",
    re.IGNORECASE,
)


# "Patients 2 and 3, both women with X, had a partial response": each of them had it.
_ALL_HAD = re.compile(
    rf"(?:,\s[^.;]{{3,80}},|\s?\([^()]{{3,60}}\))?\s(?:both |each |all )?(?:{HAD}|were)\s(?:an? |confirmed |durable |in )*",
    re.IGNORECASE,
)
_COUNT_IN = re.compile(r"\b(?:patients?|cases?)\s\d", re.IGNORECASE)


def in_turn(sentence: Sentence, categories: Sequence[Category]) -> Iterator[tuple[Category, str]]:
    """Numbered patients with a category each, told "respectively", or with one that all of them had."""
    named = _NUMBERED.search(sentence.text)
    if named is None:
        return
    numbers = re.findall(r"\d+", named["all"])
    told = [c for c in categories if c.code in _KINDS and not c.rate]
    after = [c for c in told if c.start > named.end()]
    alone = len(after) == 1 or "respectively" not in sentence.text
    if (
        after
        and alone
        and (m := _ALL_HAD.fullmatch(sentence.text, named.end(), after[0].start))
        and not _COUNT_IN.search(m[0])
    ):
        yield from ((after[0], number) for number in numbers)
        return
    if "respectively" not in sentence.text:
        return
    behind = all(c.start > named.end() for c in told)
    if len(told) == len(numbers) == len({c.code for c in told}) and (
        behind or all(c.end < named.start() for c in told)
    ):
        yield from zip(told, numbers, strict=True)


def listed(
    paper: Paper, sentence: Sentence, categories: Sequence[Category]
) -> Iterator[tuple[Category, str, int, int]]:
    """ "PD in four patients: one with an X after four cycles; one with a Y": each item's patient has the category.

    Yields category, label, and the item's bounds.
    """
    starts = [m.end() for m in _ITEM.finditer(sentence.text)]
    lead = [c for c in categories if starts and c.end <= starts[0] and c.code in _KINDS]
    if not lead or ":" not in sentence.text[lead[-1].end : starts[0]]:
        return
    for k, start in enumerate(starts):
        end = starts[k + 1] - 2 if k + 1 < len(starts) else len(sentence.text)
        label = patient_at(paper, sentence, start)
        if label and not _VAGUE.fullmatch(label) and not any(start <= c.start < end for c in categories):
            kept = re.match(r"(?:(?!\band\b)[^,;.()]|\([^()]*\))*", sentence.text[start:end])
            yield lead[-1], label, start, start + kept.end() if kept and kept.end() else end


def background(paper: Paper, sentence: Sentence, patient: str, at: int) -> tuple[tuple[Term, ...], Term | None]:
    """The regimen that the patient's story named last before a place of a sentence, and the first tumour type it names."""
    drugs: tuple[Term, ...] = ()
    tumour: Term | None = None
    for told in (t for t in paper.told if t.patient == patient and t.start < sentence.end):
        for s in paper.sentences[paper.sentence_at(told.start).index : paper.sentence_at(told.end - 1).index + 1]:
            if s.section is SectionKind.TITLE or not s.index:
                continue  # what a title names is told in its time
            named = sorted((*regimens(s), *tumours(s), *_changed_to(s)), key=lambda u: u.start)
            inside = [u for u in named if told.start <= s.start + u.start < told.end]
            for unit in inside:
                before = s.index < sentence.index or (s.index == sentence.index and unit.end <= at)
                if unit.dimension == "drug" and before and _treating(unit.terms):
                    drugs = unit.terms
                elif unit.dimension == "histotype" and tumour is None:
                    tumour = unit.terms[0]
    return drugs, tumour


_TREATED = re.compile(
    r"\btreated\b|\b(?:received|under(?:went|going)|complet\w+|administ\w+|given|start\w*|beg[au]n|initiated|after|following|despite|during|on|under)\s[^.;]{0,60}?"
    r"\b(?:chemo\w*|radi\w+|immuno\w+|irradiat\w+|treatment|therap(?:y|ies)|regimens?|cycles?|courses?|infusions?)\b",
    re.IGNORECASE,
)


def untreated(paper: Paper, sentence: Sentence, patient: str, at: int) -> bool:
    """Whether nothing was given yet at a place of a patient's story: a tumour that grows so has not failed to respond."""
    for told in (t for t in paper.told if t.patient == patient and t.start < sentence.start + at):
        for s in paper.sentences[paper.sentence_at(told.start).index : paper.sentence_at(told.end - 1).index + 1]:
            stop = at if s.index == sentence.index else len(s.text)
            # what a background says of treatment is nobody's
            if (
                s.index <= sentence.index
                and (s.section, s.title) == (sentence.section, sentence.title)
                and (_TREATED.search(s.text, 0, stop) or any(s.at(d)[0] < stop for d in s.of("drug")))
            ):
                return False
    return True


# "She was switched to gemcitabine plus docetaxel": from here on the story is of these.
_CHANGED_TO = re.compile(
    r"\b(?:switched|changed|converted|shifted|moved|rotated|crossed)\s(?:over\s|again\s)?(?:on)?to\s|\breplaced (?:by|with)\s",
    re.I,
)


def _changed_to(sentence: Sentence) -> Iterator[Unit]:
    for m in _CHANGED_TO.finditer(sentence.text):
        stop = re.search(r"[.;,]|\b(?:with|from|because|after|which|when|until|at)\b", sentence.text[m.end() :])
        end = m.end() + stop.start() if stop else len(sentence.text)
        drugs = [d for d in sentence.of("drug") if m.end() <= sentence.at(d)[0] < end]
        if drugs:
            terms = tuple(sorted({d.label: d.term() for d in drugs}.values(), key=lambda t: t.label))
            yield Unit("drug", sentence.at(drugs[0])[0], sentence.at(drugs[-1])[1], terms)


def _treating(terms: Sequence[Term]) -> bool:
    """Whether drugs are given against a tumour, as no bisphosphonate is, nor a drug for something else."""
    concepts = [vocabulary().lookup(t.label, "drug") for t in terms]
    return bool(terms) and any(c is None or treats_tumours(c.group) for c in concepts)


def settled(findings: Sequence[ResponseFinding]) -> Iterator[ResponseFinding]:
    """Findings without repetitions: of one patient's same category the one with a time, no progression that follows
    a response untimed (contract: a later progression is not a best response). Of a group's responses none is told
    again as "one patient had a PR but stopped"."""
    for k, finding in enumerate(findings):
        if _one_of_them(finding, findings):
            continue
        if not finding.patient or finding.attribution != "own":
            yield finding
            continue
        same = [f for f in findings if f.patient == finding.patient and f.attribution == "own"]
        timed = any(f.category == finding.category and f.timepoint for f in same)
        earlier = [f for f in findings[:k] if f.patient == finding.patient]
        if finding.category == "PD" and not finding.timepoint and any(f.category != "PD" for f in earlier):
            continue
        if not finding.timepoint and timed:
            continue
        yield finding


def _one_of_them(finding: ResponseFinding, findings: Sequence[ResponseFinding]) -> bool:
    """Whether a single unnamed patient's response is one of those that the paper counts with their share."""
    single = finding.n == 1 and finding.total is None and finding.percent is None
    if finding.patient or not single or finding.method != "response.count" or _told_apart(finding):
        return False
    return any(
        f.category == finding.category
        and f.attribution == finding.attribution
        and not f.patient
        and not _told_apart(f)
        and (f.n or 0) > 1
        and (f.percent is not None or f.total is not None)
        for f in findings
    )


def _told_apart(finding: ResponseFinding) -> bool:
    return bool(finding.drugs or finding.histotype or finding.subgroup or finding.timepoint)
