"""Ages of the cohort: median, mean, youngest and oldest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.cohorts.fact import Fact
from extractors.core.paper import Sentence
from extractors.quantities import parse_number

_N = r"\d{1,3}(?:[.,]\d+)?"
_UNIT = r"(?:years?|yrs?\.?|y\b|months?|mo\b)"
_CENTRE = re.compile(
    rf"\b(?P<statistic>median|mean|average)\s+(?:\w+\s+){{0,2}}?age\b(?P<gap>[^.;\d]{{0,60}}?(?:\b\d+\s+(?:patients|"
    rf"women|men|subjects|cases)\b[^.;\d]{{0,20}})?)(?<![\w.])(?P<value>{_N})(?!\d|\s*(?:%|patients|"
    rf"cases))\s*[-‐]?(?P<unit>{_UNIT})?(?:\s+(?:old|of age))?"
    rf"|\bage\b[^.;\d]{{0,20}}[(,:]?\s*(?P<statistic2>median|mean)[\s:,=]+(?P<value2>{_N})\s*(?P<unit2>{_UNIT})?",
    re.IGNORECASE,
)
_SPREAD = re.compile(
    rf"[\s,;]*(?:±\s*{_N}\s*)?(?:{_UNIT})?[\s,;]*[(\[]?\s*(?P<word>(?:age )?rang(?:e|ed|ing)(?: (?:of|from|between|"
    rf"was))?|from|between|min(?:imum)?[-–]max(?:imum)?)?[\s:,=]*(?P<low>{_N})\s*(?P<lowunit>{_UNIT})?\s*(?:[-–—−‐]|"
    rf"to|and)\s*(?P<high>{_N})\s*(?P<highunit>{_UNIT})?",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?:\bages?\s+(?:of (?:the )?patients )?(?:rang(?:e|ed|ing)\s*)?(?:was |were |of |from |between |"
    rf"[:(=]\s*)*(?:between |from )?|\baged\s+(?:from |between )?|\brang(?:ing|ed) in age (?:from|between)\s+|\bages "
    rf"ranged (?:from|between)\s+|\bbetween the ages of\s+|\b(?:age range|range of age)\s*[:,]?\s*(?:was |of "
    rf")?(?:from )?)"
    rf"(?P<low>{_N})\s*(?P<lowunit>{_UNIT})?\s*(?:[-–—−‐]|to|"
    rf"and)\s*(?P<high>{_N})\s*(?P<highunit>{_UNIT})?(?!\s*(?:%|patients))",
    re.IGNORECASE,
)
# Behind a range: "(median, 52)", ", with a mean of 11 years".
_CENTRE_AFTER = re.compile(
    rf"(?:\s*{_UNIT})?(?:\s+(?:old|of age))?\s*[(,;]\s*(?:with an? )?(?P<statistic>median|mean|average)(?: "
    rf"age)?[\s,:=]*(?:was |of )?(?P<value>{_N})",
    re.IGNORECASE,
)
_SUBGROUP = re.compile(
    r"^\s*(?:Their|The responders?|These)\b|\b(?:responders|survivors|controls?|healthy)\b", re.IGNORECASE
)
_QUARTILES = re.compile(r"\b(?:IQR|interquartile|quartiles?)\b", re.IGNORECASE)


def ages(sentence: Sentence) -> Iterator[Fact]:
    """Age facts of a sentence; quartiles are no range, and ages in months keep their unit."""
    text = sentence.text
    subgroup = "subgroup" if _SUBGROUP.search(text) else ""
    taken = -1
    for m in _CENTRE.finditer(text):
        value = parse_number(m["value"] or m["value2"])
        if value is None or value > 110:
            continue
        statistic = (m["statistic"] or m["statistic2"]).lower()
        field = "age_median" if statistic == "median" else "age_mean"
        unit = _unit(m["unit"] or m["unit2"])
        yield Fact(field, value, sentence, m.start(), m.end(), "age", 0.95, unit, subgroup)
        spread = _SPREAD.match(text, m.end())
        taken = m.end()
        if (
            spread
            and not _QUARTILES.search(text[m.end() : spread.end()])
            and not _QUARTILES.search(text[m.end() : m.end() + 25])
        ):
            taken = spread.end()
            yield from _ends(sentence, spread, unit, subgroup, value)
    for m in _RANGE.finditer(text):
        if m.start() >= taken and not _QUARTILES.search(text[max(0, m.start() - 30) : m.end()]):
            yield from _ends(sentence, m, "a", subgroup)
            centre = _CENTRE_AFTER.match(text, m.end())
            value = parse_number(centre["value"]) if centre else None
            if centre and value is not None and value <= 110:
                field = "age_median" if centre["statistic"].lower() == "median" else "age_mean"
                yield Fact(field, value, sentence, m.start(), centre.end(), "age", 0.9, "a", subgroup)


def _ends(
    sentence: Sentence, m: re.Match[str], unit: str, subgroup: str, centre: Decimal | None = None
) -> Iterator[Fact]:
    low, high = parse_number(m["low"]), parse_number(m["high"])
    if low is None or high is None or high > 110:
        return
    high_unit = _unit(m["highunit"]) if m["highunit"] else unit
    low_unit = _unit(m["lowunit"]) if m["lowunit"] else high_unit
    if (low >= high and low_unit == high_unit) or (
        centre is not None and low_unit == high_unit == unit and not low <= centre <= high
    ):
        return
    yield Fact("age_min", low, sentence, m.start("low"), m.end("low"), "age_range", 0.9, low_unit, subgroup)
    yield Fact("age_max", high, sentence, m.start("high"), m.end("high"), "age_range", 0.9, high_unit, subgroup)


def _unit(printed: str | None) -> str:
    return "mo" if printed and printed.lower().startswith("mo") else "a"
