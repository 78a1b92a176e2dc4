"""Cells of a patient's row put under the column that they read as, where empty cells left no trace in the text.

A flattened table loses its empty cells, and what follows them slides to the left. The order of the cells is kept; of
all seatings in order the one is taken whose cells read best as their columns, the printed one where none is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extractors.core import cues as re
from extractors.core.vocabulary import vocabulary
from extractors.tabular.categories import category, status
from extractors.tabular.key import Key
from extractors.tabular.values import NOTHING, read_value

_NUMERIC = {"age", "prior_lines", "dfi", "time", "dose", "performance_status"}
_ALTERED = re.compile(
    r"\b[A-Z][A-Z0-9]{2,}\b.*\b(?:fusion|mutat\w*|loss|amplif\w*|exon|delet\w*|truncat\w*|[A-Z]\d+[A-Z*])"
)
OPERATED = re.compile(
    r"(?:ectomy|otomy|ostomy|plasty|section)\b|surg|\b(?:SB|X|CRT)?RT\b|radiother|radiation|ablation|emboli|excision|amputation|\bWLE\b|\bTAH\b|\bBSO\b|limb[- ](?:salvage|sparing)|debulking|curettage|Whipple|biops|drain|stent|transplant",
    re.I,
)
_GAIN = 2.0
_KEPT = 0.01


def seats(texts: Sequence[str], roles: Sequence[str], key: Key) -> dict[int, int]:
    """For each column the index of the cell that belongs there; `roles` are the columns' own, empty when unknown."""
    filled = [k for k, text in enumerate(texts) if text]
    as_printed = {k: k for k in filled}
    free = [k for k, text in enumerate(texts) if not text]
    if not free or sum(_fit(roles[k], texts[k], key) < 0 for k in filled) == 0:
        return as_printed
    best, seated = _best(texts, roles, filled, key)
    printed = sum(_fit(roles[k], texts[k], key) + _KEPT for k in filled)
    return seated if best >= printed + _GAIN else as_printed


def _best(texts: Sequence[str], roles: Sequence[str], filled: Sequence[int], key: Key) -> tuple[float, dict[int, int]]:
    """The seating of the filled cells, in order, that reads best."""

    @cache
    def of(i: int, column: int) -> tuple[float, tuple[int, ...]]:
        if i == len(filled):
            return 0.0, ()
        if len(roles) - column < len(filled) - i:
            return float("-inf"), ()
        here = filled[i]
        rest, after = of(i + 1, column + 1)
        taken = (_fit(roles[column], texts[here], key) + (_KEPT if column == here else 0) + rest, (column, *after))
        return max(taken, of(i, column + 1), key=lambda found: found[0])

    score, columns = of(0, 0)
    return score, dict(zip(columns, filled, strict=False))


def _fit(role: str, text: str, key: Key) -> float:
    """How well a text reads as a role: 1, 0 when it may be anything, -1 when it cannot be."""
    if not role or NOTHING.fullmatch(text):
        return 0.0
    kind = read_value(text).kind
    if role in _NUMERIC:
        return 1.0 if kind in ("number", "range") else -1.0
    if role in ("response", "status"):
        return 1.0 if (category if role == "response" else status)(text, key) else -1.0
    if role == "sex":
        return 1.0 if re.match(r"(?:m|f|w|male|female|man|woman|boy|girl)\b|[♀♂]", text, re.I) else -1.0
    if kind in ("number", "range", "percent") or status(text, key):
        return -1.0
    return _fit_words(role, text, key)


def _fit_words(role: str, text: str, key: Key) -> float:
    altered, operated = bool(_ALTERED.search(text)), bool(OPERATED.search(text))
    if role == "genomic":
        return 1.0 if altered else -1.0
    if role == "procedure":
        return 1.0 if operated else -0.5
    if role == "toxicity":
        named = any(m.concept.layer == "toxicity" for m in vocabulary().matches(text))
        return 1.0 if named and not altered else -0.5 if altered or operated else 0.0
    return -0.5 if altered else 0.0
