"""From regions to tables: grid, caption, notes, continued parts merged."""

from __future__ import annotations

import math
import re
import traceback
from collections.abc import Sequence
from dataclasses import replace

from extractors.core.contract import Issue
from extractors.core.document import Cell, Document, Range, Table
from extractors.grids.again import printed_once
from extractors.grids.arithmetic import Cells
from extractors.grids.astray import put_back
from extractors.grids.atoms import Atom, Kind, Sep, atoms_of
from extractors.grids.blocks import blocks_of, turned
from extractors.grids.doubts import doubts_of
from extractors.grids.header_marks import P_VALUE
from extractors.grids.lined import row_starts, unwrapped
from extractors.grids.lines import Line
from extractors.grids.persons import Persons, persons
from extractors.grids.positions import put_together
from extractors.grids.rebuild import Rebuilt, rebuild
from extractors.grids.regions import Region, regions_of
from extractors.grids.rowwise import in_lines
from extractors.grids.sections import in_sections
from extractors.grids.spans import Pairs, joined, pairs_of
from extractors.grids.tabbed import tabbed
from extractors.grids.tails import in_their_cells
from extractors.grids.terms import tied
from extractors.grids.tested import in_columns
from extractors.grids.training import count_columns
from extractors.grids.under_span import put_right
from extractors.grids.untold import untold
from extractors.grids.zone import unglued

# More cells than this with several values in them speak against columns told by their places.
_MIXED = 0.1
# What is left of the confidence in a table whose header does not tell its columns apart.
_UNTOLD = 0.7
_FIGURES = (Kind.DECIMAL, Kind.COUNT, Kind.RANGE, Kind.PERCENT, Kind.MEASURE)


def find_tables(document: Document, lost: list[Issue] | None = None) -> tuple[Table, ...]:
    """The tables of a plain-text document as grids, in order of text; every cell keeps its character ranges.

    Small tables printed as figures come along, numbered as the figure ("Fig 1"). A table without rows that can be
    told is left out. Given `lost`, a table whose rebuilding breaks costs only itself, and is told there.
    """
    lines, among = regions_of(document.text)
    found: list[Table] = []
    pairs = pairs_of(document.text)
    whole = unwrapped(lines)
    parts: dict[str, list[Region]] = {}
    for region in among:
        key = region.caption.number.casefold()
        if region.caption.continued and key in parts:
            parts[key].append(region)
        else:
            parts.setdefault(key, []).append(region)
    for group in parts.values():
        try:
            table = _as_it_stands(document.text, lines, group) or _table(lines, group, pairs, whole)
        except Exception as error:
            if lost is None:
                raise
            lost.append(_broken(document, lines, group[0], error))
            continue
        if table is not None:
            found.append(table)
    return tuple(sorted(found, key=lambda t: t.start))


def _broken(document: Document, lines: Sequence[Line], region: Region, error: Exception) -> Issue:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
    message = f"table {region.caption.number}: {type(error).__name__}: {error} ({place}); this is a bug of Seriatim"
    return Issue(document.id, "tables", "failed", message, lines[region.first].start, lines[region.last - 1].end)


# Cells kept apart by tabs leave no doubt but over the depth of the header.
_KEPT = 0.97


def _as_it_stands(text: str, lines: Sequence[Line], parts: Sequence[Region]) -> Table | None:
    """The table of cells that the text itself keeps apart; None where it does not."""
    first, last = parts[0], parts[-1]
    read = [tabbed(text, lines[part.body : part.notes]) for part in parts if part.first == part.caption.line]
    grids = [g for g in read if g is not None]
    if not grids or len(grids) < len(parts) or len({len(rows[0]) for _, rows in grids}) > 1:
        return None
    return Table(
        number=first.caption.number,
        caption=_caption(lines, first),
        header=grids[0][0],
        rows=tuple(row for _, rows in grids for row in rows),
        notes=_notes(lines, parts),
        start=lines[first.first].start,
        end=lines[last.last - 1].end,
        confidence=_KEPT,
    )


def _table(lines: Sequence[Line], parts: Sequence[Region], pairs: Pairs, unbroken: bool) -> Table | None:
    blocks = printed_once([lines[part.body : part.notes] for part in parts])
    plain = [in_their_cells(atoms_of(block)) for block in blocks]
    placed = [put_together(block, some) for block, some in zip(blocks, plain, strict=True)]
    inplace = any(a.opens for some in placed for a in some)
    apart = False
    rows_told = row_starts(_all(plain)) if unbroken and not inplace else None
    whole = [] if inplace or rows_told else [in_sections(some, blocks_of(some)) for some in plain]
    if whole and whole != plain:
        plain = placed = whole
        apart, inplace = True, True
    across = [] if inplace or rows_told else [turned(some) for some in plain]
    if not inplace and not any(a.opens for some in across for a in some):
        across = []
        lined = plain if rows_told else [in_lines(some) for some in plain]
        apart = lined != plain
        plain = placed = lined
        atoms = _all(plain)
        if beside := persons(atoms):
            return _of_persons(lines, parts, atoms, beside)
    atoms, result = _likeliest(plain, placed, across, pairs, apart, rows_told)
    if result is None:
        return None
    read = put_back(_seated(result.reading.rows)) if result.width > 1 else result.reading.rows
    tests, shares = _said(atoms, result)
    rows, open_rows = in_columns(atoms, read, result.width, tests, shares)
    rows, doubts = doubts_of(atoms, rows, result.width, open_rows)
    first, last = parts[0], parts[-1]
    header, body = _header(atoms, result), _rows(atoms, rows, result.width)
    if not atoms[0].past:
        header, body = _with_first_row(header, body)
    moved = len(body) - len(rows)
    table = Table(
        number=first.caption.number,
        caption=_caption(lines, first),
        header=header,
        rows=body,
        notes=_notes(lines, parts),
        start=lines[first.first].start,
        end=lines[last.last - 1].end,
        confidence=round(_confidence(result, len(atoms)) * doubts.trust, 3),
        doubts=(*(f"{w} columns explain the text nearly as well" for w in result.rivals), *doubts.told),
        unsettled=tuple(n + moved for n in doubts.rows),
        tied=frozenset((n + moved, k) for n, k in doubts.cells),
    )
    open_header = untold(table.columns, body, count_columns(rows, result.width))
    if not open_header:
        return table
    doubted = round(table.confidence * _UNTOLD, 3)
    return replace(table, confidence=doubted, doubts=(*table.doubts, open_header), untold=True)


_PERCENT = re.compile(r"\W*(?:%|per ?cent(?:age)?)\W*$", re.I)


def _said(atoms: Sequence[Atom], result: Rebuilt) -> tuple[frozenset[int], frozenset[int]]:
    """Columns whose header says that they hold p-values, percentages."""
    named = [(a, joined(atoms[f:t])) for row in result.header.rows for a, b, f, t in row if a and b == a + 1]
    tests = frozenset(a for a, text in named if P_VALUE.match(text))
    return tests, frozenset(a for a, text in named if _PERCENT.match(text))


def _all(parts: Sequence[Sequence[Atom]]) -> tuple[Atom, ...]:
    """The atoms of all parts of a table, tied by what they name."""
    return tied([a for some in parts for a in some])


def _likeliest(
    plain: Sequence[Sequence[Atom]],
    placed: Sequence[Sequence[Atom]],
    across: Sequence[Sequence[Atom]],
    pairs: Pairs,
    apart: bool,
    lined: frozenset[int] | None,
) -> tuple[tuple[Atom, ...], Rebuilt | None]:
    """The atoms of a table's parts in the order in which they make the likeliest rows: as printed, put together by place,
    or turned from columns (none where nothing shows these)."""
    atoms = unglued(_all(placed))
    result = rebuild(atoms, pairs, apart, row_starts(atoms) if lined else None)
    if any(a.opens for a in atoms) and (result is None or _mixed(result) > _MIXED):
        # The places were no columns.
        atoms = unglued(_all(plain))
        result = rebuild(atoms, pairs)
    if across:
        other = _all(across)
        made = rebuild(other, pairs)
        if made is not None and (result is None or made.reading.score > result.reading.score):
            return other, made
    return atoms, result


def _notes(lines: Sequence[Line], parts: Sequence[Region]) -> tuple[Cell, ...]:
    return tuple(_cell_of_lines(lines[i : i + 1]) for part in parts for i in part.note_lines())


def _of_persons(lines: Sequence[Line], parts: Sequence[Region], atoms: Sequence[Atom], read: Persons) -> Table:
    """The table of patients side by side."""
    width = len(read.header)
    rows = [[cell_of(atoms[a:b]) for a, b in row] for row in read.rows]
    first, last = parts[0], parts[-1]
    return Table(
        number=first.caption.number,
        caption=_caption(lines, first),
        header=(tuple(cell_of(atoms[a:b]) for a, b in read.header),),
        rows=tuple(tuple(row) + (Cell(),) * (width - len(row)) for row in rows),
        notes=_notes(lines, parts),
        start=lines[first.first].start,
        end=lines[last.last - 1].end,
        confidence=round(0.8 * sum(len(row) == width for row in rows) / len(rows), 3),
    )


_FIGURE = re.compile(r"\d+(?:[.,·]\d+)?\s*(?:\(.*\d.*\)|[-–]\s*\d+.*|±.*|/\s*\d+.*|%)|\d+[.,·]\d+")
Lines = tuple[tuple[Cell, ...], ...]


def _seated(rows: Sequence[Cells]) -> list[Cells]:
    """Rows with each figure that stands alone where labels stand given to the heading right above it; a whole number may be
    a label."""
    made: list[Cells] = []
    for row in rows:
        alone = len(row) == 1 and row[0][0] == 0 and row[0][1].kind in _FIGURES
        if alone and made and len(made[-1]) == 1 and made[-1][0][0] == 0 and made[-1][0][1].kind is Kind.WORDS:
            made[-1] = (made[-1][0], (1, row[0][1]))
        else:
            made.append(row)
    return made


def _with_first_row(header: Lines, rows: Lines) -> tuple[Lines, Lines]:
    """The lowest line of a header is the first row where it holds a label and nothing but figures behind it.

    A table without a header begins so ("Age, median (range) | 53 (26-63)"); whole numbers alone may be grades or years.
    """
    if not header or not header[-1][0].text or not any(c.isalpha() for c in header[-1][0].text):
        return header, rows
    values = [c.text.strip() for c in header[-1][1:] if c.text.strip()]
    if not values or not all(_FIGURE.fullmatch(v) for v in values):
        return header, rows
    return header[:-1], (header[-1], *rows)


def _mixed(result: Rebuilt) -> float:
    """Share of the cells that hold several values."""
    kinds = [span.kind for row in result.reading.rows for _, span in row]
    return kinds.count(Kind.MIXED) / max(len(kinds), 1)


def _confidence(result: Rebuilt, size: int) -> float:
    """Mean likelihood of an atom's place, less where another number of columns comes close."""
    each = math.exp(result.reading.score / max(size, 1))
    ahead = 1.0 / (1.0 + math.exp(-result.margin / 2))
    return min(1.0, 0.35 + each) * ahead


def _caption(lines: Sequence[Line], region: Region) -> Cell:
    if region.figure:
        legend = lines[region.caption.line]
        return Cell(legend.text, (Range(legend.start, legend.end),))
    start = region.caption.title_at
    block = [lines[i] for i in region.caption_lines()]
    ranges = tuple(Range(max(x.start, start), x.end) for x in block if x.end > max(x.start, start))
    text = " ".join(x.text if x.start >= start else x.text[start - x.start :] for x in block)
    return Cell(text.strip(), ranges)


def _cell_of_lines(block: Sequence[Line]) -> Cell:
    return Cell(" ".join(x.text for x in block), tuple(Range(x.start, x.end) for x in block))


def cell_of(atoms: Sequence[Atom]) -> Cell:
    """A cell of these atoms; one range for each stretch on a line."""
    if not atoms:
        return Cell()
    ranges: list[Range] = []
    for n, atom in enumerate(atoms):
        beside = atom.sep in (Sep.SPACE, Sep.WIDE) and atom.line == atoms[n - 1].line
        if ranges and beside and atom.start >= ranges[-1].end:
            ranges[-1] = Range(ranges[-1].start, atom.end)
        else:
            ranges.append(Range(atom.start, atom.end))
    return Cell(re.sub(r"\s+", " ", joined(atoms)), tuple(ranges))


def _header(atoms: Sequence[Atom], result: Rebuilt) -> tuple[tuple[Cell, ...], ...]:
    rows = []
    for row in put_right(atoms, result.header.rows, result.width):
        cells = [Cell()] * result.width
        for first, last, start, end in row:
            for k in range(first, last):
                cells[k] = cell_of(atoms[start:end])
        rows.append(tuple(cells))
    return tuple(rows)


def _rows(atoms: Sequence[Atom], read: Sequence[Cells], width: int) -> tuple[tuple[Cell, ...], ...]:
    rows = []
    for row in read:
        cells = [Cell()] * width
        for k, span in row:
            cells[k] = cell_of(atoms[span.first : span.last])
        rows.append(tuple(cells))
    return tuple(rows)
