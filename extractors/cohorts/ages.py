"""Ages of the cohort: median, mean, youngest and oldest."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from decimal import Decimal

from extractors.cohorts.fact import Fact
from extractors.core import cues as re
from extractors.core.paper import Sentence
from extractors.quantities import parse_number

_N = r"\d{1,3}(?:[.,]\d+)?"
_UNIT = r"(?:years?|yrs?\.?|yo\b|y\b|months?|mo\b)"
_CENTRE = re.compile(
    rf"\b(?P<statistic>median|mean|average)\s+(?:\((?:range|IQR|SD)[^)]{{0,10}}\)\s+)?(?:[\w'’]+\s+){{0,2}}?age\b"
    rf"(?P<gap>[^.;\d]{{0,60}}?(?:\b\d+\s+(?:patients|"
    rf"women|men|subjects|cases)\b[^.;\d]{{0,20}}|\([^()]{{0,50}}\)[^.;\d()]{{0,40}})?)(?<![\w.])(?P<value>{_N})(?!\d|\s*(?:%|patients|"
    rf"cases|(?:fe)?males?\b|(?:wo)?men\b|girls|boys|subjects|F\b|M\b))\s*[-‐]?(?P<unit>{_UNIT})?(?:[\s‐-]+(?:old|of age))?"
    rf"|\bage\b[^.;\d]{{0,20}}[(,:]?\s*(?P<statistic2>median|mean)[\s:,=]+(?:(?:was|of|age) )?(?P<value2>{_N})\s*"
    rf"(?P<unit2>{_UNIT})?(?:[\s‐-]+(?:old|of age))?",
    re.IGNORECASE,
)
_SPREAD = re.compile(
    rf"[\s,;]*(?P<quartiles>\((?:IQR|inter-?quartile range)[\s:,]*{_N}\s*(?:[-–—−‐]|to)\s*{_N}\s*[;,]\s*)?(?:±\s*{_N}(?![\d.,]*\d)\s*)?(?:{_UNIT})?[\s,;]*[(\[]?\s*(?:(?:SD|standard deviation)[\s:,=±]*{_N}\s*[;,]\s*)?"
    rf"(?P<word>(?:(?:and )?age )?(?:with (?:a|an age) )?"
    rf"rang(?:e[sd]?|ing)(?: (?:of|from|between|was))?|from|between|extremes|min(?:imum)?[-–]max(?:imum)?)?[\s:,=]*"
    rf"(?P<low>{_N})\s*(?P<lowunit>{_UNIT})?\s*(?:[-–—−‐]|to|and)\s*(?P<high>{_N})(?![\d.,]*\s*%)\s*(?P<highunit>{_UNIT})?",
    re.IGNORECASE,
)
# The other arm's: "41 years (range 18-67) in group A and 43 (19-70) in group B", "41 and 43 years, respectively".
_OTHER = re.compile(
    rf"[\])]*(?:\s*{_UNIT})?[\])]*(?:\s*\([^()]{{0,60}}\))?\s*(?:(?:in|for|among|of|on|with)\s+(?:[^.;()\d]|(?<=[a-z] )\d\b){{2,60}}?)?(?:\s*\([^()]{{0,40}}\))?,?\s*"
    rf"(?:and|vs\.?|versus|compared (?:with|to)|while|whereas|but)\s+(?:(?:of|at|was|it was|only)\s+)*(?P<value>{_N})(?!\d|\s*%)"
    rf"(?:\s*[-‐]?(?P<unit>{_UNIT}))?(?=\s*(?:\([^()]{{0,60}}\)\s*)?,?\s*(?:in|for|among|of|on|with|respectively)\b)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?:\bages?\s+(?:(?:of (?:the |our )?patients|at (?:the (?:time of )?|time of |first |initial |study )?(?:diagnosis|presentation|treatment|therapy|dose|enrol\w+|entry|inclusion|"
    rf"surgery|operation|onset|referral|registration|recruitment|baseline|start)|"
    rf"distribution) )?(?:rang(?:e[sd]?|ing|ed)\s*)?(?:was |were |of |from |between |"
    rf"[:,(=]\s*)*(?:between |from )?|\baged\s+(?:from |between )?|\brang(?:ing|ed) in age (?:from|between)\s+|\bages "
    rf"ranged (?:from|between)\s+|\bbetween the ages of\s+|\b(?:age range|range of age|range in age)\s*[:,]?\s*(?:was |of "
    rf")?(?:from )?)"
    rf"(?P<low>{_N})\s*(?P<lowunit>{_UNIT})?\s*(?:[-–—−‐]|to|"
    rf"and)\s*(?P<high>{_N})\s*(?P<highunit>{_UNIT})?(?!\s*(?:%|patients))",
    re.IGNORECASE,
)
# Behind a range: "(median, 52)", ", with a mean of 11 years".
_CENTRE_AFTER = re.compile(
    rf"(?:\s*{_UNIT})?(?:\s+(?:old|of age))?\s*[(,;]\s*(?:with an? |the )?(?P<statistic>median|mean|average)(?: "
    rf"age)?[\s,:=]*(?:was |of |being )?(?P<value>{_N})\s*(?P<unit>{_UNIT})?",
    re.IGNORECASE,
)
# "patients, 2 to 12 years of age".
_OF_AGE = re.compile(
    rf"(?<![\w.])(?P<low>{_N})\s*(?P<lowunit>{_UNIT})?\s*(?:[-–—−‐]|to)\s*(?P<high>{_N})\s*(?P<highunit>years?|months?)"
    rf"\s+(?:of age|old)\b",
    re.IGNORECASE,
)
_YOUNGEST = re.compile(
    rf"\byoungest\b[^.;\d]{{0,30}}(?P<low>{_N})\s*(?P<lowunit>{_UNIT})?[^.;\d]{{0,20}}\boldest\b[^.;\d]{{0,30}}"
    rf"(?P<high>{_N})\s*(?P<highunit>{_UNIT})?",
    re.IGNORECASE,
)
_SUBGROUP = re.compile(
    r"^\s*(?:Their|The responders?|These)\b|\b(?:responders|survivors|controls?|healthy)\b", re.IGNORECASE
)
# "The median age of those with grade 3 ...", "of stage 4 patients": the number is of something else.
_NO_AGE = re.compile(
    r"\b(?:grades?|stages?|groups?|arms?|cohorts?|levels?|scores?|status|cycles?|least|type)\s*$", re.IGNORECASE
)
_QUARTILES = re.compile(r"\b(?:IQR|inter-?quartile|quartiles?)\b", re.IGNORECASE)
# "(49-66; IQR)", never "(range 30-79; IQR 49-66)".
_ARE_QUARTILES = re.compile(r"\s*[,;(]?\s*(?:IQR|inter-?quartile(?: range)?)\b(?![\s:,]*\d)", re.IGNORECASE)
# Who may enter, not who entered.
_RULE = re.compile(
    r"\b(?:eligib\w+|inclusion criteria|criteria (?:were|included)|required|had to|must|exclu\w+|or older|and older|or "
    r"younger|at least)\b|[≥≤<>]",
    re.IGNORECASE,
)


# Of such sentences wherever they stand, with nobody counted.
_ELIGIBLE = re.compile(
    r"\beligibility\b|\b(?:were|are|was|is|be|considered|deemed) eligible\b|\beligible (?:for|if|when|to|(?:patients|subjects|cases|children|adults|women|men) (?:were|are|had|have))\b"
    r"|\b(?:inclusion|entry|selection|enrolment|enrollment) criteri|\b(?:could|can|may|might|were to|had to|to) be (?:enrolled|included|entered|recruited|registered|randomi[sz]ed|aged|between)\b"
    r"|\bcriteria (?:were|included|comprised|for)\b|\bopen to\b",
    re.IGNORECASE,
)
_TELLS_AGE = re.compile(
    r"\b(?:median|mean|average)\b.{0,20}\bage\b|\b(?:their|patients?['’]?|whose) ages? (?:ranged|was|were)\b",
    re.IGNORECASE,
)


def who_might(sentence: Sentence) -> bool:
    """Whether a sentence tells whom a study would take, and counts nobody."""
    return _ELIGIBLE.search(sentence.text) is not None and not _counts_people(sentence)


def allowed(sentence: Sentence) -> bool:
    """Whether a sentence of the methods tells whom the study treated, and not whom it might: it counts them."""
    return _counts_people(sentence) and not _RULE.search(sentence.text)


def _counts_people(sentence: Sentence) -> bool:
    """Whether a sentence counts patients, or tells their median or mean age."""
    counted = bool(_TELLS_AGE.search(sentence.text))
    people = any(
        re.match(
            r"\s*(?:[\w-]+\s+){0,4}(?:patients|children|women|men|adults|girls|boys|pts)\b", sentence.text[q.end :]
        )
        for q in sentence.numbers("count")
    )
    return counted or people


def ages(sentence: Sentence) -> Iterator[Fact]:
    """Age facts of a sentence; quartiles are no range, and ages in months keep their unit."""
    text = sentence.text
    subgroup = "subgroup" if _SUBGROUP.search(text) else ""
    taken: list[tuple[int, int]] = []
    for m in _CENTRE.finditer(text):
        value = parse_number(m["value"] or m["value2"])
        if value is None or (value > 110 and _unit(m["unit"] or m["unit2"]) == "a"):
            continue
        if m["gap"] and _NO_AGE.search(m["gap"]):
            continue
        statistic = (m["statistic"] or m["statistic2"]).lower()
        field = "age_median" if statistic == "median" else "age_mean"
        unit = _unit(m["unit"] or m["unit2"])
        yield Fact(field, value, sentence, m.start(), m.end(), "age", 0.95, unit, subgroup)
        end = yield from _with_ends(sentence, m, value, unit, subgroup, taken)
        other = _OTHER.match(text, end)
        second = parse_number(other["value"]) if other and _is_age(text, m, other) else None
        if other and second is not None and second <= 110:
            yield Fact(field, second, sentence, other.start("value"), other.end(), "age", 0.9, unit, subgroup)
            if not _QUARTILES.search(text[m.start() : other.start("value")]):  # the other bracket is of the same kind
                yield from _with_ends(sentence, other, second, unit, subgroup, taken)
    yield from _ranges(sentence, taken, subgroup)


def _is_age(text: str, first: re.Match[str], other: re.Match[str]) -> bool:
    """Whether the number of the other group is one of years: it says so, or has a range as the first one, or both share a unit."""
    unit = other["unit"] or (first["unit"] or first["unit2"])
    return bool(unit) and (bool(other["unit"]) or _SPREAD.match(text, other.end()) is not None)


def _with_ends(
    sentence: Sentence, m: re.Match[str], value: Decimal, unit: str, subgroup: str, taken: list[tuple[int, int]]
) -> Generator[Fact, None, int]:
    """The youngest and oldest behind an age, quartiles apart; returns where they end."""
    text = sentence.text
    taken.append((m.start(), m.end()))
    spread = _SPREAD.match(text, m.end())
    if spread is None:
        return m.end()
    begin = spread.end("quartiles") if spread["quartiles"] else m.start()
    if _QUARTILES.search(text, begin, spread.end()) or _ARE_QUARTILES.match(text, spread.end()):
        return spread.end()
    taken.append((m.end(), spread.end()))
    yield from _ends(sentence, spread, unit, subgroup, value)
    return spread.end()


def _ranges(sentence: Sentence, taken: list[tuple[int, int]], subgroup: str) -> Iterator[Fact]:
    """Ranges apart from `taken`, what a median or mean was told with, and what is told behind them."""
    text = sentence.text
    for m in _YOUNGEST.finditer(text):
        yield from _ends(sentence, m, "a", subgroup)
    for m in (*_RANGE.finditer(text), *_OF_AGE.finditer(text)):
        free = not any(a < m.end() and m.start() < b for a, b in taken)
        taken.append(m.span())
        if free and not _QUARTILES.search(text[max(0, m.start() - 30) : m.end()]):
            yield from _ends(sentence, m, "a", subgroup)
            centre = _CENTRE_AFTER.match(text, m.end())
            value = parse_number(centre["value"]) if centre else None
            if centre and value is not None and value <= 110:
                field = "age_median" if centre["statistic"].lower() == "median" else "age_mean"
                unit = _unit(centre["unit"] or m["highunit"])
                yield Fact(field, value, sentence, m.start(), centre.end(), "age", 0.9, unit, subgroup)


def _ends(
    sentence: Sentence, m: re.Match[str], unit: str, subgroup: str, centre: Decimal | None = None
) -> Iterator[Fact]:
    low, high = parse_number(m["low"]), parse_number(m["high"])
    high_unit = _unit(m["highunit"]) if m["highunit"] else unit
    low_unit = _unit(m["lowunit"]) if m["lowunit"] else high_unit
    if low is None or high is None or (high > 110 and high_unit == "a"):
        return
    if (low >= high and low_unit == high_unit) or (
        centre is not None and low_unit == high_unit == unit and not low <= centre <= high
    ):
        return
    yield Fact("age_min", low, sentence, m.start("low"), m.end("low"), "age_range", 0.9, low_unit, subgroup)
    yield Fact("age_max", high, sentence, m.start("high"), m.end("high"), "age_range", 0.9, high_unit, subgroup)


def _unit(printed: str | None) -> str:
    return "mo" if printed and printed.lower().startswith("mo") else "a"
