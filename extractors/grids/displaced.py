"""Headings over groups of rows that a tool writes behind the rows below them ("Men, Women, Sex"): put back where the items of
the group begin, and where what the labels' header says stands behind rows, put back above all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.core.vocabulary import vocabulary
from extractors.grids.atoms import Atom, Sep
from extractors.grids.header import LABEL
from extractors.grids.spans import bond, joined

# What items of a group are, by the first that matches; items of no kind go on with the group before.
_ITEMS = (
    ("sex", re.compile(r"(?:fe)?male|(?:wo)?men$", re.I)),
    ("level", re.compile(r"[≥>]?\s?\d(?:\s?[-–]\s?\d)?$")),
    ("stage", re.compile(r"(?:stage )?(?:[IV]+[ABC]?)(?:\s?[-–/]\s?[IV]+)?$")),
    ("size", re.compile(r"[<>≤≥]")),
    ("given", re.compile(r"(?:yes|no|none)$", re.I)),
    ("found", re.compile(r"(?:present|absent|positive|negative)$", re.I)),
    ("spread", re.compile(r"(?:median|mean|range|IQR|SD)\b", re.I)),
    ("any", re.compile(r"(?:others?|unknown|missing|not \w+)$", re.I)),
)
# Items that the vocabularies name.
_LAYERS = frozenset({"histotype", "site", "drug", "toxicity"})
_HEADINGS = {
    "sex": re.compile(r"\b(?:sex|gender)\b", re.I),
    "level": re.compile(r"\b(?:status|ECOG|WHO|score|grade|lines?|number|PS)\b", re.I),
    "stage": re.compile(r"\bstage\b", re.I),
    "spread": re.compile(r"\b(?:age|time|duration|follow-up|size|dose|interval)\b", re.I),
    "histotype": re.compile(r"histolog|patholog|diagnos|type", re.I),
    "site": re.compile(r"\bsites?|locali[sz]|location|metasta|origin|primary", re.I),
    "size": re.compile(r"\b(?:size|age|diameter|depth|level|interval|count|time|index)\b", re.I),
}


@dataclass
class Row:
    """Atoms of a label, of the values behind it; `headed` where a heading stands in the label's own block."""

    label: list[Atom]
    values: list[Atom]
    headed: bool


Line = tuple[list[Atom], list[Atom]]


def put_back(head: list[Atom], rows: Sequence[Row | list[Atom]], full: int, tested: bool) -> list[Line]:
    """The rows of a table as labels and values, blocks of words without values where they belong; what belongs to the header
    is put into `head`."""
    lines: list[Line] = []
    group: list[Row] = []
    waiting: list[list[Atom]] = []

    def settle() -> None:
        lines.extend(_settled(group, waiting, full, tested))
        group.clear()
        waiting.clear()

    for entry in rows:
        if isinstance(entry, Row):
            alone = tested and len(entry.values) == 1 and full > 2
            if alone and group:
                # a heading with the p-value of its group
                waiting.append([*entry.label, *entry.values])
                continue
            if waiting or entry.headed:
                settle()
            group.append(entry)
        else:
            for block in _headings(entry):
                if LABEL.match(joined(block)) and (group or lines):
                    head[:0] = block
                else:
                    waiting.append(block)
    settle()
    return lines


def _headings(block: Sequence[Atom]) -> Iterator[list[Atom]]:
    """The words of a block, the labels' header apart from what stands below it."""
    ends = [k for k in range(1, len(block)) if block[k].sep is Sep.LINE]
    first = next((k for k in ends if LABEL.match(joined(block[:k])) and bond(block[k - 1], block[k]) < 0), 0)
    if first:
        yield list(block[:first])
    yield list(block[first:])


def _settled(group: Sequence[Row], waiting: Sequence[list[Atom]], full: int, tested: bool) -> Iterator[Line]:
    """Rows with the headings that wait behind them each above the items that it asks for; behind them where that is open."""
    starts = _starts(group)
    if group and group[0].headed:
        starts = starts[1:]
    heads = list(waiting)
    # Blocks in front of all rows are no headings of these.
    if (
        not group
        or len(starts) != len(heads)
        or not all(_suits(h, group[s]) for h, s in zip(heads, starts, strict=True))
    ):
        yield from ((r.label, r.values) for r in group)
        yield from ((h, []) for h in heads)
        return
    above = dict(zip(starts, heads, strict=True))
    for n, row in enumerate(group):
        values = row.values
        if n in above:
            words = [a for a in above[n] if a.kind.value != "decimal"] if tested else above[n]
            late = above[n][len(words) :]
            yield words, []
            values = [*values, *late] if len(values) < full else values
        yield row.label, values


def _starts(group: Sequence[Row]) -> list[int]:
    """Rows with which items of another kind begin, or the same anew."""
    found: list[int] = []
    kinds = [_kind(r) for r in group]
    seen: set[str] = set()
    for n, (row, kind) in enumerate(zip(group, kinds, strict=True)):
        text = joined(row.label).casefold()
        before = next((k for k in reversed(kinds[:n]) if k != "any"), "")
        if n and kind == "words" and before in _LAYERS:
            kinds[n] = kind = before
        if n == 0 or kind not in ("any", before) or text in seen:
            found.append(n)
            seen = set()
        seen.add(text)
    return found


def _kind(row: Row) -> str:
    lines = [0, *(k for k in range(1, len(row.label)) if row.label[k].sep is Sep.LINE)]
    last = joined(row.label[lines[-1] :]) if row.headed else joined(row.label)
    named = next((name for name, pattern in _ITEMS if pattern.match(last)), "")
    return named or next((m.concept.layer for m in vocabulary().matches(last) if m.concept.layer in _LAYERS), "words")


def _suits(heading: Sequence[Atom], row: Row) -> bool:
    """Whether a heading that names its items stands over such."""
    text, kind = joined(heading), _kind(row)
    asked = {name for name, pattern in _HEADINGS.items() if pattern.search(text)}
    return not asked or kind in asked or (kind not in _HEADINGS and "sex" not in asked)
