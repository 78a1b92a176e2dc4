"""Signs that some journals print in their own way: "34 patients [57 %]" for round brackets, "7·4" for a decimal point."""

from __future__ import annotations

import re

_RAISED = re.compile(r"(?<=\d)[·‧∙](?=\d)")
_SQUARE = re.compile(r"\[(?P<held>[^\[\]\n]{1,300})\]")
# Reference marks, isotopes, what an editor or a journal's label put in.
_OTHER = re.compile(
    r"[\d\s,;–—‐-]*[a-z]?|\d{1,3}m?[A-Z][a-z]?|(?:refs?|references?|see|sic|comment|correspondence|editorial|letter)\b.*|[^\d]*\b(?:19|20)\d\d[a-z]?\b.*",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """The text, as long as before, with a point in raised points' place and round brackets in square ones'.

    Those within round ones stay; references (numbers, names with a year), isotopes and labels keep theirs.
    """
    signs = list(_RAISED.sub(".", text))
    for m in _SQUARE.finditer(text):
        if _OTHER.fullmatch(m["held"]) or _is_within(text, m.start()) or text[m.end() : m.end() + 1].isalnum():
            continue
        signs[m.start()], signs[m.end() - 1] = "(", ")"
    return "".join(signs)


def _is_within(text: str, at: int) -> bool:
    """Whether a round bracket that the same sentence opened is still open."""
    before = text[max(0, at - 200) : at].rpartition("\n")[2]
    return before.count("(") > before.count(")")
