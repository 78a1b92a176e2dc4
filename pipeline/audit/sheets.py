"""Tables as counts with percentages: each entry with its row label, its heading and the sizes printed for its column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.core import cues as re
from extractors.core.contract import Evidence
from extractors.core.document import Cell, Table
from extractors.tabular.values import Value, read_value
from pipeline.audit.case import Case, cell_places

SIZE = re.compile(r"\bn\s*=\s*(\d{1,6})\b(?!\s*[.,]\d)", re.I)
_TOTAL = re.compile(
    r"(?:total|n|no\.?|number|all|all patients|(?:total )?(?:number|no\.?) of (?:patients|cases|subjects)|patients)"
    r"(?:\s*\(?[nN%]\)?)?[\s*:†]*",
    re.I,
)
_PERCENT = re.compile(r"%|per ?cent", re.I)
# A column of percentages alone, and one that prints them behind its counts.
_SHARE = re.compile(r"(?:%|\bper ?cent(?:age)?)\W*$", re.I)
_BOTH = re.compile(r"\b(?:n|no|number|patients|cases)\b\.?\s*[,(/]*\s*%\W*$", re.I)
_MEASURE = re.compile(
    r"\b(?:median|mean|range|average|SD|IQR|years|months|weeks|days|mg|dose|cycles|score|p[- ]?value)\b", re.I
)


# Several checks read the same cells.
_read = lru_cache(maxsize=20_000)(read_value)


@dataclass(frozen=True, slots=True)
class Line:
    """A body row: its label, the heading it stands under, the index of its first value column, and its cells."""

    table: Table
    index: int
    label: str
    group: str
    first: int
    cells: tuple[Cell, ...]
    block: int

    def value(self, column: int) -> Value:
        """The cell of a column, read."""
        return _read(self.cells[column].text) if column < len(self.cells) else Value("none")

    def places(self, *columns: int) -> tuple[Evidence, ...]:
        """Where some cells stand."""
        return tuple(e for c in columns for e in cell_places(self.table, self.index, c))


@dataclass(frozen=True, slots=True)
class Entry:
    """`n` and the percentage printed with it; `sizes` are wholes printed for this cell, nearest first.

    `noted` are wholes that the table's notes print; `partial` when the heading says that not all have data.
    """

    line: Line
    column: int
    n: int
    percent: Decimal
    evidence: tuple[Evidence, ...]
    sizes: tuple[int, ...]
    beside: tuple[int, ...]
    noted: tuple[int, ...] = ()
    partial: bool = False

    @property
    def said(self) -> str:
        """The row by its label, for a message."""
        return " ".join(self.line.label.split())[:60]


def lines(table: Table) -> list[Line]:
    """The body rows of a table that hold values; headings are told by having none."""
    found: list[Line] = []
    group, block = "", 0
    first = first_value_column(table)
    for index, cells in enumerate(table.rows):
        labels = [c.text for c in cells[:first] if c.text]
        values = [c.text for c in cells[first:] if c.text]
        label = labels[-1] if labels else _words(cells[first:])
        if not values or (len(cells) > 2 and len(set(values)) == 1 and values[0] == label):
            if label or values:
                group, block = label or values[0], block + 1
            continue
        found.append(Line(table, index, label, group, first, cells, block))
    return found


def _words(cells: tuple[Cell, ...]) -> str:
    """The label of a row that is set in by a column: the words before its first value."""
    text = next((c.text for c in cells if c.text), "")
    return text if _read(text).kind == "text" else ""


def first_value_column(table: Table) -> int:
    """The first column behind the labels: at least the second, further where the next ones hold words too."""
    width = max((len(r) for r in table.rows), default=1)
    for column in range(1, width):
        texts = [r[column].text for r in table.rows if column < len(r) and r[column].text]
        if any(_read(t).kind in ("number", "percent", "range") for t in texts):
            return column
    return 1


def size_in(text: str) -> int | None:
    """A group size printed in a header or heading: "(n = 116)"."""
    m = SIZE.search(text)
    return int(m[1]) if m else None


def sizes_in(text: str) -> list[int]:
    """All group sizes printed in a text, as they stand."""
    return list(dict.fromkeys(int(m[1]) for m in SIZE.finditer(text)))


def entries_of(case: Case, table: Table) -> tuple[Entry, ...]:
    """The entries of one of the paper's tables, read once."""
    known = case.memo.setdefault("entries", {})
    if id(table) not in known:
        known[id(table)] = tuple(entries(table))
    found: tuple[Entry, ...] = known[id(table)]
    return found


def entries(table: Table) -> Iterator[Entry]:
    """Counts with their percentage: "12 (41)", "12 (41 %)", or a count column with a percent column behind it."""
    rows = lines(table)
    headers = table.columns
    title = " ".join((*headers, table.caption.text))
    signed = bool(_PERCENT.search(title))
    marked = {k for line in rows for k in range(line.first, len(line.cells)) if line.value(k).percent is not None}
    sizes = _column_sizes(table, rows)
    noted = tuple(n for note in table.notes for n in sizes_in(note.text))
    for line in rows:
        if _MEASURE.search(line.label) and not _PERCENT.search(line.label):
            continue
        column = line.first
        while column < len(line.cells):
            value = line.value(column)
            percent, used = _percent(line, column, value, headers, signed or column in marked)
            if percent is not None and value.count is not None and percent <= 100 and not value.total:
                printed, partial = _printed(line, sizes.get(column, []))
                beside = tuple(
                    c for k in range(line.first, column) if (c := line.value(k).count) is not None and c >= value.count
                )
                places = line.places(*used)
                yield Entry(line, column, value.count, percent, places, printed, beside, noted, partial)
            column = used[-1] + 1


def _printed(line: Line, column: list[int]) -> tuple[tuple[int, ...], bool]:
    """Wholes printed for a row of a column, nearest first, and whether its heading counts those with data alone.

    A heading's "(n = 80)" above the size of the column is that of all columns: then some of this one have no data.
    """
    own, group = size_in(line.label), size_in(line.group)
    partial = bool(group and column and group > min(column))
    found = [own, None if partial else group, *column]
    return tuple(dict.fromkeys(n for n in found if n)), partial


def _percent(
    line: Line, column: int, value: Value, headers: tuple[str, ...], signed: bool
) -> tuple[Decimal | None, tuple[int, ...]]:
    header = headers[column] if column < len(headers) else ""
    if value.kind != "number":
        return None, (column,)
    if value.percent is not None:
        return value.percent, (column,)
    if value.paren is not None:
        return (value.paren if signed or _PERCENT.search(line.label + header + line.group) else None), (column,)
    if column + 1 < len(line.cells):
        after = line.value(column + 1)
        title = headers[column + 1] if column + 1 < len(headers) else ""
        if after.kind == "percent" and after.percent is not None:
            return after.percent, (column, column + 1)
        if _SHARE.search(title) and not _BOTH.search(title) and after.number is not None:
            return (None if after.bound else after.number), (column, column + 1)
    return None, (column,)


def _alone(row: tuple[Cell, ...]) -> int | None:
    """The size in a row that holds nothing else: "N = 278" below the header."""
    texts = {c.text for c in row if c.text}
    m = re.fullmatch(r"\(?\s*n\s*=\s*(\d{1,6})\s*\)?", texts.pop(), re.I) if len(texts) == 1 else None
    return int(m[1]) if m else None


def _column_sizes(table: Table, rows: list[Line]) -> dict[int, list[int]]:
    """Group sizes printed in a column's header, in a row of totals, or in the caption for all columns."""
    sizes: dict[int, list[int]] = {}
    for column, header in enumerate(table.columns):
        # under a heading over several columns the column's own size stands last
        sizes.setdefault(column, []).extend(reversed(sizes_in(header)))
    for line in rows:
        if _TOTAL.fullmatch(line.label):
            for column in range(line.first, len(line.cells)):
                n = line.value(column).count
                if n:
                    sizes.setdefault(column, []).append(n)
    caption = sizes_in(table.caption.text)
    n = caption[0] if len(caption) == 1 else next((k for row in table.rows[:3] if (k := _alone(row)) is not None), None)
    width = max((len(r) for r in table.rows), default=0)
    if n is not None:
        for column in range(width):
            sizes.setdefault(column, []).append(n)
    return sizes
