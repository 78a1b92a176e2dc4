"""What had come by the end of follow-up: progressions that are events of survival, no best responses."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.verbs import SEEN

# "At a median follow-up of 14 months, 30 patients had progressed", "at data cut-off 30 had progressed": by then, not as the
# best response.
_AT_FOLLOW_UP = re.compile(
    r"\W*(?:at|as of|by|after|with|on|during)\b[^.;]{0,60}?\b(?:follow-?up|observation|cut-?off|time of (?:the |this |data )?(?:analysis|report|writing)|last (?:contact|visit))\b"
    r"(?:[^.;(]|\.(?=\d)|\([^()]*\)){0,60}?(?:,|\s(?=\d+ ))",
    re.I,
)
_HAPPENED = re.compile(rf"s?\s(?:was |were |had |has )?(?:occurred|{SEEN}|developed|happened)\b", re.I)
_HAD_BY_THEN = re.compile(r"\b(?:experienced|had|suffered|developed)\s(?:disease\s|tumou?r\s)?$", re.I)


def by_then(text: str) -> bool:
    """Whether a sentence opens with the follow-up, or with the day on which it ended."""
    return _AT_FOLLOW_UP.match(text) is not None


def is_event(text: str, start: int, end: int, verb: bool, alone: bool) -> bool:
    """Whether a progression at `[start, end)` is what had come by then: told by a verb, or as what happened.

    `alone`: no other category is named beside it.
    """
    if verb or _HAD_BY_THEN.search(text[:start]):
        return True
    return alone and _HAPPENED.match(text, end) is not None
