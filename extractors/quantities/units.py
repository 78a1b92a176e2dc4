"""Printed units, frequencies and routes to the contract's codes (UCUM where a unit)."""

from __future__ import annotations

import re
from functools import lru_cache

# Durations: UCUM d, wk, mo, a. Single letters count only where a number stands before them.
DURATION = r"(?:days?|d|weeks?|wks?|w|months?|mos?|mths?|m|years?|yrs?|y|ans|mois|jours?|semaines?)"
_DURATION = (
    (re.compile(r"(?:days?|d|jours?)\.?", re.I), "d"),
    (re.compile(r"(?:weeks?|wks?|w|semaines?)\.?", re.I), "wk"),
    (re.compile(r"(?:months?|mos?|mths?|m|mois)\.?", re.I), "mo"),
    (re.compile(r"(?:years?|yrs?|y|ans?|a)\.?", re.I), "a"),
)
# Amounts of a drug; longest first. "mg/m" is a square metre whose superscript was lost, "mg m-2" the older British form.
_PER = (
    r"(?:\s?(?:/|per)\s?(?:kg|kilogram|m\s?[²2^]{1,2}|m\s?\(\s?2\s?\)?|sq\.?\s?m(?:et(?:er|re)s?|t?r|q)?(?![a-z])|s?mq|m\.?\s?sq|square\s(?:met(?:er|re)|m)|m(?![\w²]))"
    r"|\s?[*·×]?\s?(?:kg\s?[-‐−–⁻]\s?[1¹]|m\s?[-‐−–⁻]\s?[2²]|kg\s?\(\s?[-−–]\s?1\s?\)|m\s?\(\s?[-−–]\s?2\s?\)))"
)
# A concentration ("mg/dL", "ng/ml", "IU l-1") is no amount of a drug given.
_NO_VOLUME = r"(?!\s?(?:/|per)\s?(?:\d+\s?)?(?:[dmµμc]?l|mmol|mol|lit(?:er|re)|ml)s?\b)(?!\s?/\s?(?:m|kg?)(?!in|onth))(?!\s[dmµμ]?l\s?[-‐−–⁻]\s?[1¹])"
AMOUNT = (
    r"(?:(?:(?:million|mega|M)\s?(?:international\s)?(?:units?|IU|U)|MIU|MU|(?:international\s)units?(?:\s\(IU\))?|I\.?U\.?|U(?=\s?/\s?(?:m|k))|units?(?=[\s/.,;)]|$)"
    rf"|mg|milligrams?|g|grams?|gr(?!\.?\s?[1-5IV]+\b)|µg|μg|mcg|ug|micro-?g(?:rams?)?){_PER}?{_NO_VOLUME})"
)
_AMOUNT = (
    (re.compile(r"(?:(?:million|mega|m)\s?(?:international\s)?(?:units?|iu|u)|miu|mu)(.*)", re.I), "10*6.[iU]"),
    (re.compile(r"(?:international\sunits?(?:\s\(iu\))?|i\.?u\.?|units?|u)(.*)", re.I), "[iU]"),
    (re.compile(r"(?:µg|μg|mcg|ug|micro-?g(?:rams?)?)(.*)", re.I), "ug"),
    (re.compile(r"(?:mg|milligrams?)(.*)", re.I), "mg"),
    (re.compile(r"(?:gr|g|grams?)(?![a-z])(.*)", re.I), "g"),
)


@lru_cache(maxsize=2048)
def duration_unit(printed: str) -> str:
    """UCUM code of a printed duration unit, empty when unknown."""
    return next((code for pattern, code in _DURATION if pattern.fullmatch(printed.strip())), "")


@lru_cache(maxsize=2048)
def amount_unit(printed: str) -> str:
    """The contract's unit of a printed drug amount ("mg/m²" -> "mg/m2", "mg kg-1" -> "mg/kg"), empty when unknown."""
    text = " ".join(printed.split())
    for pattern, code in _AMOUNT:
        if m := pattern.fullmatch(text):
            per = m.group(1).strip()
            if not per:
                return code
            return f"{code}/kg" if re.search(r"k", per, re.I) else f"{code}/m2"
    return ""
