"""Words with two meanings, and definitions that are not the usual ones."""

from __future__ import annotations

import re as looked_for_once
from collections import defaultdict
from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.abbreviations import concept_of
from extractors.core.contract import Evidence
from extractors.core.vocabulary import vocabulary
from pipeline.audit.case import Case, Checked, Discrepancy, Statement

_WORD = re.compile(r"[a-z]{3,}")
_RATE = r"(?:(?:overall|objective) (?:tumou?r )?response(?: rates?)?(?: \(?ORR\)?)?|\bORR\b)"
_DEFINES = r"(?:(?:was|were|is) (?:defined|calculated|counted|taken|computed) as|defined as|included|comprised|(?:was|is) the (?:sum|proportion|percentage) of)"
_RESPONSE = re.compile(rf"{_RATE}[^.;]{{0,40}}?{_DEFINES}(?P<what>[^.;]{{0,160}})", re.I)
_STABLE = re.compile(r"\bstable disease\b|\bSD\b|\bstabili[sz]ation", re.I)
_OWN_RATE = re.compile(r"\b(?:disease control|clinical benefit|DCR|CBR|and the)\b", re.I)
_SURVIVAL = re.compile(
    r"\b(?:overall survival|OS)\b[^.;]{0,80}?\b(?:from|between|since)\b[^.;]{0,25}?\bdiagnosis\b", re.I
)
_TREATED = re.compile(
    r"\b(?:PFS|progression[- ]free survival)\b[^.;]{0,90}?\b(?:from|between|since)\b[^.;]{0,50}?"
    r"\b(?:treatment|therapy|first (?:dose|administration|day)|initiation|start|inclusion|registration|TTs?)\b",
    re.I,
)


def check_meanings(case: Case) -> Iterator[Statement]:
    """Short forms introduced twice with different meanings; response rates with stable disease; survival from diagnosis."""
    yield from _abbreviations(case)
    yield from _definitions(case)


def _abbreviations(case: Case) -> Iterator[Statement]:
    meanings: dict[str, list[str]] = defaultdict(list)
    for short, long in case.abbreviations:
        if len(short) >= 2 and short.isupper() and long not in meanings[short]:
            meanings[short].append(long)
    for short, longs in meanings.items():
        yield Checked("abbreviations")
        if len(longs) < 2:
            continue
        found = [(long, place) for long in longs if (place := _place(case, short, long)) is not None]
        pair = next(
            ((a, b) for k, a in enumerate(found) for b in found[k + 1 :] if _different(a[0], b[0], short)), None
        )
        if pair is not None:
            (one, first), (two, second) = pair
            message = f"{short} is {_clean(one)} in one place, {_clean(two)} in another"
            yield Discrepancy("abbreviation_conflict", message, (first, second), "meanings", 0.85)


def _clean(long: str) -> str:
    return " ".join(long.split())


def _stems(text: str) -> set[str]:
    return {w[:5] for w in _WORD.findall(text.lower().replace("ae", "e").replace("oe", "e"))}


def _different(a: str, b: str, short: str) -> bool:
    """Whether two long forms mean different things: two concepts, or no word in common."""
    full = [_initials(x, short) for x in (a, b)]
    one, two = concept_of(a, vocabulary()), concept_of(b, vocabulary())
    if one is not None and two is not None and one.layer == two.layer:
        return one.label != two.label and not _within(_stems(a), _stems(b)) and all(full)
    return all(full) and not _stems(a) & _stems(b)


def _within(a: set[str], b: set[str]) -> bool:
    return a <= b or b <= a


def _initials(long: str, short: str) -> bool:
    """Whether the words of a long form begin with the letters of the short one, in order."""
    words = [w for w in re.split(r"[\s/-]+", long.lower()) if w]
    k = 0
    for word in words:
        if k < len(short) and word[0] == short[k].lower():
            k += 1
    return k == len(short)


def _place(case: Case, short: str, long: str) -> Evidence | None:
    """Where the text introduces a short form with a long one: both within reach of each other."""
    words = [re.escape(w) for w in re.split(r"[\s-]+", long) if w]
    if not words:
        return None
    body = r"[\s-]+(?:-\s*)?".join(words)
    letters = rf"(?<!\w){re.escape(short)}s?(?!\w)"
    between = rf"{body}s?\s*[(\[,]\s*{letters}|{letters}\s*(?:[:=,(\[–-]\s*|\s){body}"
    m = looked_for_once.search(between, case.document.text, re.I)
    if m is None or (short not in m.group()):
        return None
    return Evidence(start=m.start(), end=m.end())


def _definitions(case: Case) -> Iterator[Statement]:
    survival = treated = None
    for sentence in case.sentences:
        for m in _RESPONSE.finditer(sentence.text):
            yield Checked("definitions")
            what = _OWN_RATE.split(m["what"])[0]
            if _STABLE.search(what) and not re.search(r"\b(?:not|excluding|without|than|or progress)\b", what, re.I):
                message = "A response rate that counts stable disease is a disease control rate"
                place = case.within(sentence, m.start(), m.start("what") + len(what.rstrip()))
                yield Discrepancy("nonstandard_definition", message, (place,), "meanings", 0.85)
        if sentence.section.value not in ("methods", "abstract methods"):
            continue
        if survival is None and (m2 := _SURVIVAL.search(sentence.text)) and not _TREATED.search(m2.group()):
            survival = case.within(sentence, m2.start(), m2.end())
        if treated is None and (m3 := _TREATED.search(sentence.text)):
            treated = case.within(sentence, m3.start(), m3.end())
    if survival is not None and treated is not None:
        message = "Overall survival is counted from diagnosis, progression-free survival from treatment"
        yield Discrepancy("nonstandard_definition", message, (survival, treated), "meanings", 0.8)
