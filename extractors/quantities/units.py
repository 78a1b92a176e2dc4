"""Printed units, frequencies and routes to the contract's codes (UCUM where a unit)."""

from __future__ import annotations

import re

# Durations: UCUM d, wk, mo, a. Single letters count only where a number stands before them.
DURATION = r"(?:days?|d|weeks?|wks?|w|months?|mos?|mths?|m|years?|yrs?|y|ans|mois|jours?|semaines?)"
_DURATION = (
    (re.compile(r"(?:days?|d|jours?)\.?", re.I), "d"),
    (re.compile(r"(?:weeks?|wks?|w|semaines?)\.?", re.I), "wk"),
    (re.compile(r"(?:months?|mos?|mths?|m|mois)\.?", re.I), "mo"),
    (re.compile(r"(?:years?|yrs?|y|ans?|a)\.?", re.I), "a"),
)
# Amounts of a drug; longest first. "mg/m" is a square metre whose superscript was lost.
AMOUNT = (
    r"(?:(?:million|mega|M)\s?(?:international\s)?(?:units?|IU|U)|MIU|MU|(?:international\s)units?|I\.?U\.?|units?(?=[\s/.,;)]|$)"
    r"|(?:mg|milligrams?|g|grams?|gr|µg|μg|mcg|ug|micrograms?)(?:\s?(?:/|per)\s?(?:kg|kilogram|m\s?[²2^]{1,2}|m\(?2\)?|sqm|sq\.?\s?m|square met(?:er|re)|m(?![\w²])))?)"
)
_AMOUNT = (
    (re.compile(r"(?:(?:million|mega|m)\s?(?:international\s)?(?:units?|iu|u)|miu|mu)", re.I), "10*6.[iU]"),
    (re.compile(r"(?:international\sunits?|i\.?u\.?|units?)", re.I), "[iU]"),
    (re.compile(r"(?:µg|μg|mcg|ug|micrograms?)(.*)", re.I), "ug"),
    (re.compile(r"(?:mg|milligrams?)(.*)", re.I), "mg"),
    (re.compile(r"(?:gr|g|grams?)(?![a-z])(.*)", re.I), "g"),
)


def duration_unit(printed: str) -> str:
    """UCUM code of a printed duration unit, empty when unknown."""
    return next((code for pattern, code in _DURATION if pattern.fullmatch(printed.strip())), "")


def amount_unit(printed: str) -> str:
    """The contract's unit of a printed drug amount ("mg/m²" -> "mg/m2"), empty when unknown."""
    text = " ".join(printed.split())
    for pattern, code in _AMOUNT:
        if m := pattern.fullmatch(text):
            per = (m.group(1) if m.groups() else "") or ""
            if re.search(r"k", per, re.I):
                return f"{code}/kg"
            return f"{code}/m2" if re.search(r"m|sq", per, re.I) else code
    return ""
