"""Lines of treatment: those before the study, those in it, and cycles given."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.cohorts.fact import Fact
from extractors.core import cues as re
from extractors.core.counts import counts
from extractors.core.paper import Sentence
from extractors.core.study import Study
from extractors.quantities import NUMBER, parse_number
from extractors.quantities.numbers import WORD

_THERAPY = r"(?:lines?(?: of (?:[\w-]+ ){0,2}?(?:therapy|treatment|chemotherapy))?|regimens?|treatments?|therap(?:y|ies)|chemotherap(?:y|ies)|agents?)"
_KIND = (
    rf"(?:(?:prior|previous|earlier|preceding|systemic|chemotherapy|chemotherapeutic|cytotoxic|therapeutic|"
    rf"anti-?cancer|treatment|different|palliative|medical|drug|"
    rf"anti-?tumou?r)\s+)*{_THERAPY}(?:\s*\((?!range)[^)\d]{{0,30}}\))?"
)
_N = rf"(?P<n>{NUMBER})"
_BETWEEN = r"[^.;\d]{0,90}?\b(?:was|were|is|of|being|[:=,(])\s*"
_RANGE = (
    r"(?P<range>[^.;()\d]{0,60}[(\[,]?\s*(?:range[sd]?|ranging)?\s*(?:from|of|was|"
    r"between)?\s*[:,=]?\s*(?P<low>\d{1,2}|zero|one|two|three)\s*(?:[-–—−‐]|to|and)\s*(?P<high>\d{1,2}|[a-z]{3,8}(?=\s*[)\].,;]))(?!\s*(?:%|months|weeks|"
    r"years)))?"
)
_NUMBER_OF = re.compile(rf"\bmedian\s+number\s+of\s+{_KIND}{_BETWEEN}{_N}{_RANGE}", re.IGNORECASE)
_MEDIAN_OF = re.compile(rf"\bmedian\s+(?:of\s+)?{_N}\s+{_KIND}{_RANGE}", re.IGNORECASE)
_MEDIAN_RANGE = re.compile(
    rf"\bmedian\s+of\s+{_N}\s*[(\[](?:range[\s:,=]*)?(?P<low>\d{{1,2}})\s*(?:[-–—−‐]|to)\s*(?P<high>\d{{1,2}})[)\]]\s*{_KIND}",
    re.IGNORECASE,
)
_MEDIAN_LINES = re.compile(
    rf"\bmedian\s+{_KIND}(?:\s+(?:before|prior to|at)\b[^.;\d]{{0,60}}?)?\s*(?:was|were|[:=,])\s*{_N}{_RANGE}",
    re.IGNORECASE,
)
# "The number of earlier regimens was 1-6 (median 3)".
_RANGE_FIRST = re.compile(
    rf"\bnumber\s+of\s+{_KIND}{_BETWEEN}(?:from\s+|between\s+)?(?P<low>\d{{1,2}})\s*(?:[-–—−‐]|to|and)\s*(?P<high>\d{{1,2}})\s*[(,]\s*(?:with (?:a|the) )?"
    rf"median[\s:,=]*(?:of |was )?(?P<n>{NUMBER})(?![\d.])",
    re.IGNORECASE,
)
# Least and most of a mean: "a mean of 3 (range 1-8) previous regimens".
_MEAN_OF = re.compile(
    rf"\b(?:average|mean)\s+(?:of\s+)?{NUMBER}\s*[(\[](?:range[\s:,=]*)?(?P<low>\d{{1,2}})\s*(?:[-–—−‐]|to)\s*(?P<high>\d{{1,2}})[)\]]\s*{_KIND}",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"\b(?P<low>\d{{1,2}}|{WORD})\s*(?:[-–—−‐]|"
    rf"to)\s*(?P<high>\d{{1,2}}|{WORD})\s*(?:\(median:?,?\s*(?P<n>{NUMBER})\)\s*)?(?=(?:(?:prior|previous)\s+)){_KIND}"
    rf"(?:[^.;()]{{0,30}}[(,]\s*median[\s:,]*(?:of )?(?P<n2>{NUMBER})(?![\d.]|\s*(?:months|weeks|years)))?",
    re.IGNORECASE,
)
_PRIOR = re.compile(r"\b(?:prior|previous(?:ly)?|before|earlier|pre-?treated|pretreatment|salvage)\b", re.IGNORECASE)
_COURSES = r"(?:(?!prior\b|previous\b)[A-Za-z][\w-]*\s+){0,5}?(?:cycles|courses|doses|infusions|injections)\b"
_SPREAD = r"(?:\s*[(\[][^()\[\]]{0,30}[)\]])?"
_CYCLES = re.compile(
    rf"\bmedian\s+(?:of\s+)?(?P<n2>{NUMBER}){_SPREAD}\s+{_COURSES}|\bmedian\s+number\s+of\s+{_COURSES}{_BETWEEN}{_N}"
    rf"|\bmedian\s+{_COURSES}{_BETWEEN}(?P<n4>{NUMBER})"
    rf"|\b(?:cycles|courses|doses|infusions)\b[^.;()]{{0,60}}?[,(]\s*(?:with )?(?:a |the )?median[\s,:]+(?:number )?(?:of |was "
    rf")?(?P<n5>{NUMBER})(?=\s*(?:(?:cycles |courses )?(?:per|for each|a) patient|[,;(]?\s*range))"
    rf"|\b{_COURSES}[^.;()]{{0,60}}\(median[\s,:]+(?P<n3>{NUMBER})(?![\d.]|\s*(?:months?|weeks?|days?|mg|%))",
    re.IGNORECASE,
)
# The other arm's number: "was six (range, 1-9) in arm A and four (range, 1-8) in arm B".
_PART = r"in\s+(?:the\s+)?(?P<{}>(?:arm|group|cohort)\s+(?:[A-D1-4]|I{{1,3}})|(?:[\w/+-]+\s+){{1,4}}?(?:arm|group|cohort))\b"
_OTHER_ARM = re.compile(
    rf"\s*(?:cycles\s*)?(?:\([^)]{{0,60}}\)\s*)?(?:(?:was|were) \w+ )?{_PART.format('first')},?\s*(?:and|vs\.?|versus|compared (?:with|to)|while|whereas|but)\s+"
    rf"(?:of |a median of |it was |only )*(?P<n>{NUMBER})\s*(?:cycles\s*)?(?:\([^)]{{0,60}}\)\s*)?{_PART.format('second')}",
    re.IGNORECASE,
)

# The other drug's: "6 cycles of A and 12 of B", "6 (1-20) for A and 12 (1-40) for B".
_OTHER_DRUG = re.compile(
    rf"\s*(?:cycles\s*)?(?:\([^)]{{0,60}}\)\s*)?(?:of|for|with|on)\s+[\w-]+(?:\s*\([^)]{{0,60}}\))?,?\s*(?:and|vs\.?|versus)\s+(?:a median of\s+)?"
    rf"(?P<n>{NUMBER})\s*(?:cycles\s*)?(?:\([^)]{{0,60}}\)\s*)?(?:of|for|with|on)\s+(?!(?:grade|age)\b)[\w-]+",
    re.IGNORECASE,
)


def prior_lines(sentence: Sentence) -> Iterator[Fact]:
    """Median, least and most lines of treatment before the study."""
    if not _PRIOR.search(sentence.text):
        return
    for m in (
        *_NUMBER_OF.finditer(sentence.text),
        *_MEDIAN_OF.finditer(sentence.text),
        *_MEDIAN_RANGE.finditer(sentence.text),
        *_MEDIAN_LINES.finditer(sentence.text),
        *_RANGE_FIRST.finditer(sentence.text),
    ):
        value = parse_number(m["n"])
        if value is None or value > 20:
            continue
        yield Fact("prior_lines_median", value, sentence, m.start(), m.end("n"), "prior_lines", 0.9)
        if m["low"]:
            yield from _ends(sentence, m)
    for m in _MEAN_OF.finditer(sentence.text):
        yield from _ends(sentence, m)
    for m in _SPAN.finditer(sentence.text):
        yield from _ends(sentence, m)
        told = "n" if m["n"] else "n2"
        if m[told] and (value := parse_number(m[told])) is not None:
            yield Fact("prior_lines_median", value, sentence, m.start(told), m.end(told), "prior_lines", 0.85)


def _ends(sentence: Sentence, m: re.Match[str]) -> Iterator[Fact]:
    for field, group in (("prior_lines_min", "low"), ("prior_lines_max", "high")):
        value = parse_number(m[group])
        if value is not None:
            yield Fact(field, int(value), sentence, m.start(group), m.end(group), "prior_lines", 0.85)


def cycles(sentence: Sentence) -> Iterator[Fact]:
    """Median number of cycles given in the study."""
    for m in _CYCLES.finditer(sentence.text):
        value = parse_number(m["n"] or m["n2"] or m["n3"] or m["n4"] or m["n5"])
        if value is None or value >= 100:
            continue
        other = _OTHER_ARM.match(sentence.text, m.end())
        drug = None if other else _OTHER_DRUG.match(sentence.text, m.end())
        if drug and (number := parse_number(drug["n"])) is not None:
            yield Fact("median_cycles", number, sentence, drug.start("n"), drug.end(), "cycles", 0.85)
        yield Fact(
            "median_cycles",
            value,
            sentence,
            m.start(),
            m.end(),
            "cycles",
            0.85,
            subgroup=other["first"] if other else "",
        )
        if other and (second := parse_number(other["n"])) is not None:
            yield Fact(
                "median_cycles",
                second,
                sentence,
                other.start("n"),
                other.end(),
                "cycles",
                0.85,
                subgroup=other["second"],
            )


def treatment_lines(sentence: Sentence, study: Study) -> Iterator[Fact]:
    """Lines of treatment given in the study, where the paper counts them: never fewer than its patients."""
    for count in counts(sentence):
        if count.noun not in ("lines", "courses of treatment") or count.n is None or count.total is not None:
            continue
        before = sentence.text[max(0, count.start - 30) : count.start]
        if _PRIOR.search(f"{before} {count.modifiers}") or re.search(r"median|least|up to|than", before, re.IGNORECASE):
            continue
        if study.n is not None and count.n >= study.n:
            yield Fact("n_treatment_lines", count.n, sentence, count.start, count.end, "treatment_lines", 0.9)
