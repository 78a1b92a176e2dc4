"""Dates as precise as printed, in ISO 8601: "July 15, 2013", "September 2009", "2007", "01/2014"."""

from __future__ import annotations

import re

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = (
    "(?:" + "|".join([*MONTHS, r"jan\.?|feb\.?|mar\.?|apr\.?|jun\.?|jul\.?|aug\.?|sept?\.?|oct\.?|nov\.?|dec\.?"]) + ")"
)
DATE = (
    rf"\b(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:of\s+)?(?:19|20)\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?:19|20)\d\d"
    rf"|{_MONTH}\s*,?\s*(?:of\s+)?(?:19|20)\d\d|(?:0?[1-9]|1[0-2])/(?:19|20)\d\d|(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-\d\d)?|(?:19[5-9]|20[0-4])\d(?!\s*(?:mg|patients|cases)))(?![\d%/]|\.\d)"
)


def parse_date(printed: str) -> str:
    """ISO date of a printed one, to the precision printed; empty when it is none."""
    text = printed.lower().replace(",", " ")
    year = re.search(r"(?:19|20)\d\d", text)
    if not year:
        return ""
    if m := re.fullmatch(r"\s*(\d{1,2})/(\d{4})\s*", text):
        return f"{m[2]}-{int(m[1]):02d}"
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text.strip()):
        return text.strip()
    month = next((k for k, name in enumerate(MONTHS, 1) if re.search(rf"\b{name[:3]}", text)), None)
    if month is None:
        return year.group()
    day = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)?\b", text[: year.start()] + text[year.end() :])
    return f"{year.group()}-{month:02d}" + (f"-{int(day[1]):02d}" if day else "")
