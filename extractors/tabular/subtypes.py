"""Rows that divide the tumour type of a row above them, or of the one column that they fill: "Uterine" below "Leiomyosarcoma"."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.tabular.columns import tumour_type
from extractors.tabular.grid import TOTAL, Grid, Row
from extractors.tabular.key import Key, bare

_FEWEST = 2
_NOTHING = re.compile(
    r"(?:others?|mixed|unknown|missing|not (?:known|available|specified)|n/?a|nos|total|all|overall|subtotal)\b.*", re.I
)


def divided(grid: Grid, row: Row) -> tuple[Term, str] | None:
    """The tumour type of a row that divides another's, with what its label adds where that makes no type of its own."""
    parent = _parents(grid).get(row.index) or _of_column(grid, row)
    if parent is None:
        return None
    label = bare(row.label)
    if _NOTHING.fullmatch(label):
        return None
    if found := completed(label, parent, grid.key):
        return found, ""
    if _whole(label, grid.key):
        return None
    return grid.key.term(parent, "histotype"), label.lower()


def completed(label: str, noun: str, key: Key) -> Term | None:
    """The type that a label makes with a noun: "myxoid" (or the first of "myxoid/round cell") of liposarcoma."""
    for phrase in dict.fromkeys((label, re.split(r"\s*[/(]\s*", label)[0].strip())):
        if phrase and (found := key.concept(f"{phrase} {noun}", "histotype")):
            return Term(printed=f"{phrase} {noun}", concept=found.label)
    return None


def _parents(grid: Grid) -> dict[int, str]:
    """The type above each row that divides it; the counts of the rows below a type add up to its own."""
    held: dict[int, str] | None = grid.memo.get("parents")
    if held is None:
        held = grid.memo["parents"] = {}
        rows = grid.body
        for k, row in enumerate(rows):
            label = bare(row.label)
            if row.index not in held and grid.key.concept(label, "histotype") is not None:
                for below in _adding_up(grid, rows[k:], label):
                    held[below.index] = label
    return held


def _adding_up(grid: Grid, rows: tuple[Row, ...], parent: str) -> tuple[Row, ...]:
    column = next((k for k in range(grid.stub, len(rows[0].cells)) if grid.value(rows[0], k).count is not None), None)
    whole = grid.value(rows[0], column).count if column is not None else None
    if column is None or not whole:
        return ()
    held = 0
    for k, row in enumerate(rows[1:], 1):
        n, label = grid.value(row, column).count, bare(row.label)
        if n is None or row.groups != rows[0].groups or not _may_divide(label, parent, grid.key):
            return ()
        held += n
        if held >= whole:
            return rows[1 : k + 1] if held == whole and k >= _FEWEST else ()
    return ()


def _may_divide(label: str, parent: str, key: Key) -> bool:
    return completed(label, parent, key) is not None or not _whole(label, key)


def _whole(label: str, key: Key) -> bool:
    """Whether a label names a tumour type by itself, or a kind of sarcoma."""
    return key.concept(label, "histotype") is not None or key.concept(f"{label} sarcoma", "histotype") is not None


def _of_column(grid: Grid, row: Row) -> str | None:
    """The type of the only column among those of types that a row fills."""
    filled = [name for k, name in _types(grid).items() if grid.value(row, k).count]
    return filled[0] if len(filled) == 1 and len(_types(grid)) > 1 else None


def _types(grid: Grid) -> dict[int, str]:
    held: dict[int, str] | None = grid.memo.get("types of columns")
    if held is None:
        named = {k: tumour_type(TOTAL.sub(" ", grid.columns[k]), grid.key) for k in range(grid.stub, len(grid.columns))}
        held = grid.memo["types of columns"] = {k: term.printed for k, term in named.items() if term is not None}
    return held
