"""Adverse events listed in one cell or note: "Stomatitis (2), fever", "hand-foot syndrome grade 3"."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.core.vocabulary import vocabulary
from extractors.quantities.grades import GRADE, parse_grade
from extractors.tabular.categories import category, status
from extractors.tabular.key import Key, truncated

_SPLIT = re.compile(r"\s*(?:[;,]|\band\b|\+|/(?=\s*[A-Za-z]{4}))\s*(?![^()]*\))")
_TOLD = re.compile(r"toxicit|adverse|due to|because of|develop|experienc|withdr|discontinu|interrupt|reduc", re.I)
_NONE = re.compile(r"(?:none?|no(?: toxicity| adverse events?)?|nil|nothing|absent|not reported|0|[-–—]+)\W*", re.I)


def events(text: str, key: Key, known_only: bool = False) -> Iterator[tuple[Term, str]]:
    """The events of a text with their grades; `known_only` keeps those that CTCAE knows (for notes)."""
    if _NONE.fullmatch(text.strip()):
        return
    text = re.sub(rf",\s*(?={GRADE})", " ", text, flags=re.I)  # "Fever, grade 2; fatigue"
    for part in _SPLIT.split(text):
        grade = ""
        if m := re.search(rf"[(\[]?\s*{GRADE}\s*[)\]]?", part, re.I):
            grade = parse_grade(m.group())
            part = part[: m.start()] + " " + part[m.end() :]
        elif m := re.search(r"[(\[]\s*([1-5])\s*[)\]]", part):
            grade = m[1]
            part = part[: m.start()] + " " + part[m.end() :]
        name = " ".join(part.split()).strip(" .:()")
        if status(name, key) or category(name, key):
            continue
        if len(name) < 3 or not re.search(r"[A-Za-z]{2}", name):
            continue
        term = _term(name, key)
        if term.concept or not known_only:
            yield term, grade
        elif grade or _TOLD.search(text):
            for told in vocabulary().matches(name):
                if told.concept.layer == "toxicity":
                    yield Term(printed=name[told.start : told.end], concept=told.concept.label), grade


def _term(name: str, key: Key) -> Term:
    """The CTCAE term of a name, whole, cut short, or before the drug that treats it; else the name as printed."""
    if found := key.concept(name, "toxicity") or truncated(name, "toxicity"):
        return Term(printed=name, concept=found.label)
    treated = re.sub(
        r"\s*[-–]\s*(\w+)$", lambda m: "" if vocabulary().lookup(m[1], "drug") or _remedy(m[1]) else m.group(), name
    )
    if treated != name:
        return _term(treated, key)
    inside = [m for m in vocabulary().matches(name) if m.concept.layer == "toxicity"]
    if len({m.concept.label for m in inside}) == 1 and inside[-1].end == len(name):
        return Term(printed=name, concept=inside[0].concept.label)
    return Term(printed=name)


def _remedy(word: str) -> bool:
    return bool(re.search(r"(?:formin|statin|pril|sartan|olol|thyroxine|insulin|steroids?|sone)$", word, re.I))
