"""What a study assumed, wanted or planned to find, beside what it found."""

from __future__ import annotations

from functools import lru_cache

from extractors.core import cues as re

_ASSUMED = re.compile(
    r"\b(?:assum\w+|(?<!as )expect\w*|hypothes\w+|null|alternative|power(?:ed)?|sample size|anticipat\w+|historical\w*|designed|would|will be|to detect|(?:a|the|our|pre-?specified|pre-?defined) target(?! lesion)|target(?:ed)? (?:rate|ORR|PFS|response rate|improvement|difference|accrual|enrol\w+|sample)|threshold|projected|considered (?:to be )?(?:un)?(?:active|promising|inactive|interesting|acceptable|worthwhile|effective|ineffective|sufficient|insufficient|of interest|clinically \w+))\b",
    re.I,
)
# What a result is held against: "not superior to the null rate of 40 %", "exceeded the historical 20 %".
_HELD_AGAINST = re.compile(
    r"\b(?:superior|inferior|compared|comparable|similar|equal|relative|exceed\w*|surpass\w*|higher|lower|better|worse|more|fewer|less|greater|smaller|longer|shorter|above|below|met|meet|reach\w*|versus|vs\.?|against)"
    r"\s(?:to|with|than)?\s?(?:(?:only\s)?\d[\d.]*\s?%?\s(?:in|for|of|with|among|months in|set as|as)\s)?(?:(?:the|a|an|our|its|that of)\s)*(?:(?:pre-?specified|pre-?defined)\s)?(?:null|historical\w*|target\w*|threshold|assumed|anticipated|expected|projected)\b(?:\s(?:hypothesis|rates?|values?|controls?|data|benchmark))*",
    re.I,
)


# Several extractors ask it of one sentence after the other.
@lru_cache(maxsize=1024)
def assumes(text: str) -> bool:
    """Whether a sentence tells what was assumed; that a result is held against an assumption makes it none."""
    return bool(_ASSUMED.search(text) and _ASSUMED.search(_HELD_AGAINST.sub("", text)))


def is_yardstick(text: str, start: int) -> bool:
    """Whether a number stands right behind the assumption that a result is held against."""
    m = _HELD_AGAINST.search(text, max(start - 90, 0), start)
    return m is not None and not re.search(r"[,;]|\b(?:and|with)\b", text[m.end() : start])
