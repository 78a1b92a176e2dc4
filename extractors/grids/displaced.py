"""Headings over groups of rows that a tool writes behind the rows below them ("Men, Women, Sex"): put back where the items of
the group begin, and where what the labels' header says stands behind rows, put back above all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.core.vocabulary import vocabulary
from extractors.grids.atoms import Atom, Sep
from extractors.grids.cover import is_share
from extractors.grids.header import LABEL
from extractors.grids.header_marks import P_VALUE
from extractors.grids.spans import bond, joined
from extractors.grids.zone import SIZE

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


_ALL = re.compile(r"(?:total|overall|all patients)\W*$", re.I)
# A group of one row.
_LONE = 0.8
Line = tuple[list[Atom], list[Atom]]


def put_back(head: list[Atom], rows: Sequence[Row | list[Atom]], full: int, tested: bool) -> list[Line]:
    """The rows of a table as labels and values, blocks of words without values where they belong; what belongs to the header
    is put into `head`."""
    lines: list[Line] = []
    group: list[Row] = []
    waiting: list[list[Atom]] = []
    firsts: list[int] = []
    rows, shares = _without_shares(rows, full) if tested else (rows, [])
    if shares and head and is_share(head[-1]):
        # above its row
        shares.insert(0, head.pop())

    def settle() -> None:
        for heading, some in _settled(group, waiting):
            lines.extend([(heading, [])] if heading else [])
            firsts.extend([len(lines)] if some else [])
            lines.extend((row.label, row.values) for row in some)
        group.clear()
        waiting.clear()

    for entry in rows:
        if isinstance(entry, Row):
            if waiting or entry.headed:
                settle()
            group.append(entry)
            continue
        for block in _headings(entry):
            if (group or lines) and LABEL.match(joined(block)):
                head[:1] = [*block, *(replace(a, sep=Sep.BLANK) for a in head[:1])]
            elif (group or lines) and _of_header(head, block, full - tested):
                head.extend([replace(block[0], sep=Sep.BLANK), *block[1:]])
            else:
                waiting.append(block)
    settle()
    firsts = [n for n in firsts if not tested or len(lines[n][1]) < full]
    if shares and len(shares) == len(firsts):
        for first, share in zip(firsts, shares, strict=True):
            lines[first] = lines[first][0], [*lines[first][1], share]
    elif shares:
        # whose they are is open
        at = min(len(firsts), len(shares))
        for first, share in zip(firsts[:at], shares[:at], strict=True):
            lines[first] = lines[first][0], [*lines[first][1], share]
    return lines


def _without_shares(rows: Sequence[Row | list[Atom]], full: int) -> tuple[Sequence[Row | list[Atom]], list[Atom]]:
    """The rows without p-values, and these, where groups of rows rather than rows have them."""
    sizes = [len(row.values) for row in rows if isinstance(row, Row)]
    if full < 3 or sizes.count(full) > sizes.count(full - 1):
        return rows, []
    made: list[Row | list[Atom]] = []
    shares: list[Atom] = []
    for row in rows:
        # what stands on a line with its row's last value is that row's
        apart = isinstance(row, Row) and (len(row.values) == 1 or row.values[-1].sep is not Sep.SPACE)
        if isinstance(row, Row) and apart and len(row.values) in (1, full) and is_share(row.values[-1]):
            shares.append(row.values[-1])
            if len(row.values) > 1:
                made.append(Row(row.label, row.values[:-1], row.headed))
            elif row.label:
                made.append(row.label)
        else:
            made.append(row)
    return made, shares


def _of_header(head: Sequence[Atom], block: Sequence[Atom], columns: int) -> bool:
    """Whether a block without values is of the header: it heads p-values or all patients, or it tells an arm with its number
    of patients, as the header does of fewer arms than there are."""
    text = joined(block)
    if P_VALUE.match(text) or _ALL.match(text):
        return True
    told = sum(bool(SIZE.match(a.text)) for a in head)
    return bool(SIZE.search(text)) and 0 < told < columns


def _headings(block: Sequence[Atom]) -> Iterator[list[Atom]]:
    """The words of a block, the labels' header apart from what stands below it."""
    ends = [k for k in range(1, len(block)) if block[k].sep is Sep.LINE]
    first = next((k for k in ends if LABEL.match(joined(block[:k])) and bond(block[k - 1], block[k]) < 0), 0)
    if first:
        yield list(block[:first])
    yield list(block[first:])


def _settled(group: Sequence[Row], waiting: Sequence[list[Atom]]) -> Iterator[tuple[list[Atom], Sequence[Row]]]:
    """Rows with the headings that wait behind them each above the items that it asks for; behind them where that is open."""
    if not group:
        yield from ((block, ()) for block in waiting)
        return
    if not waiting:
        yield [], group
        return
    heads: list[list[Atom]] = [*([[]] if group[0].headed else []), *waiting]
    starts = _parted(group, heads)
    if not starts:
        yield [], group
        yield from ((block, ()) for block in waiting)
        return
    for heading, first, last in zip(heads, starts, [*starts[1:], len(group)], strict=True):
        yield heading, group[first:last]


def _parted(group: Sequence[Row], heads: Sequence[list[Atom]]) -> list[int]:
    """Where the rows of each heading begin, in order; nothing where that is not told."""
    kinds = [_kind(row) for row in group]
    # best[n]: the score of the headings so far over the rows before n, with their starts
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for heading in heads:
        now: dict[int, tuple[float, list[int]]] = {}
        for first, (score, starts) in best.items():
            if first == len(group):
                continue
            here = score + _suits(heading, kinds[first])
            here += _change(group, kinds, first) if first else 0.0
            for last in range(first + 1, len(group) + 1):
                value = here - sum(max(0.0, _change(group, kinds, n)) for n in range(first + 1, last))
                value -= _LONE if last == first + 1 else 0.0
                if last not in now or value > now[last][0]:
                    now[last] = value, [*starts, first]
        best = now
    score, starts = best.get(len(group), (-1.0, []))
    return starts if score > 0 else []


def _change(group: Sequence[Row], kinds: Sequence[str], n: int) -> float:
    """Whether items of another kind begin with a row, or the same anew."""
    kind, before = kinds[n], next((k for k in reversed(kinds[:n]) if k != "any"), kinds[0])
    if kind == "any":
        return -1.0
    if kind == before:
        texts = [joined(row.label).casefold() for row in group[:n]]
        return 1.0 if joined(group[n].label).casefold() in texts else -1.0
    if "words" in (kind, before) and {kind, before} & {*_LAYERS, "words"} == {kind, before}:
        # words that a vocabulary may or may not name
        return 0.2
    return 1.5


def _kind(row: Row) -> str:
    lines = [0, *(k for k in range(1, len(row.label)) if row.label[k].sep is Sep.LINE)]
    last = joined(row.label[lines[-1] :]) if row.headed else joined(row.label)
    named = next((name for name, pattern in _ITEMS if pattern.match(last)), "")
    return named or next((m.concept.layer for m in vocabulary().matches(last) if m.concept.layer in _LAYERS), "words")


def asks_for(heading: Sequence[Atom], item: Sequence[Atom]) -> bool:
    """Whether a heading names its items and such an item follows."""
    return _suits(heading, _kind(Row(list(item), [], False))) > 1


def _suits(heading: Sequence[Atom], kind: str) -> float:
    """Whether a heading that names its items stands over such."""
    if not heading:
        return 0.0
    text = joined(heading)
    asked = {name for name, pattern in _HEADINGS.items() if pattern.search(text)}
    if not asked:
        return -0.5 if kind == "sex" else 0.3
    if kind in asked:
        return 2.0
    return 0.0 if kind == "words" or kind not in _HEADINGS else -1.5
