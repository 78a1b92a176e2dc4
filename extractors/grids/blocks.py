"""Tables that a tool writes column by column (`pdftotext` by default, pdfminer): blocks of cells that stand below one another
turned into rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from extractors.grids.atoms import Atom, Kind, Sep
from extractors.grids.beside import Beside, beside, kinds_of_row
from extractors.grids.columnwise_header import header_cells, in_order, laid_out, may_head, reads_as_header, stacked
from extractors.grids.columnwise_levels import levels_over
from extractors.grids.header import LABEL
from extractors.grids.runs import VALUES, Cell, Run, pieces, run_of, text_of
from extractors.grids.tiling import Tiling, tilings

# Tables of more columns tell nothing; a header's cell has few lines.
_WIDEST, _TALL = 14, 3
# So long a run of values shows columns by itself, else so many of them that hold this share of the values.
_RUN, _RUNS, _BELOW = 4, 2, 0.35
# Rows of a block with their labels above the values.
_ROWS = 5
# So few runs may be a column each.
_FEW = 6
# What a header costs whose cells are not as many as the columns, and one without a cell over the labels.
_MISFIT, _NO_LABEL = -3.0, -1.0
# A reading may cost so much a block.
_LEAST = -0.6
Grid = list[dict[int, Cell]]


@dataclass(frozen=True)
class _Reading:
    """A table turned: its header's cells, those of them that stand over a known column, and its rows."""

    score: float
    lead: Sequence[Cell]
    over: dict[int, list[Cell]]
    rows: Grid
    wide: int


def turned(atoms: Sequence[Atom]) -> tuple[Atom, ...]:
    """The atoms row by row with their columns, where blocks hold the cells of columns rather than of rows; else as they
    are."""
    blocks = blocks_of(atoms)
    if not _by_columns(blocks):
        return tuple(atoms)
    runs = [run_of(block) for block in blocks]
    best = max(_readings(blocks, runs), key=lambda r: r.score, default=None)
    if best is None or best.score < _LEAST * len(blocks):
        return tuple(atoms)
    body = [a for row in best.rows for a in in_order(row)]
    head = levels_over([*best.lead, *(c for some in best.over.values() for c in some)], best.rows, best.wide)
    return (*(head or laid_out(best.lead, best.over, best.wide)), *body)


def blocks_of(atoms: Sequence[Atom]) -> list[list[Cell]]:
    """The atoms by block and line."""
    found: list[list[list[Atom]]] = []
    for atom in atoms:
        if not found or atom.sep is Sep.BLANK:
            found.append([[atom]])
        elif atom.sep is Sep.LINE:
            found[-1].append([atom])
        else:
            found[-1][-1].append(atom)
    return [[tuple(line) for line in block] for block in found]


def _by_columns(blocks: Sequence[Sequence[Cell]]) -> bool:
    """Whether values stand below one another in blocks of one column rather than beside their labels."""
    if len(blocks) < 2:
        return False
    below = alone = runs = 0
    for block in blocks:
        values = [line for line in block if all(a.kind in VALUES for a in line)]
        alone += len(values)
        if len(values) > 1 and len(values) >= len(block) - _TALL and block[-1] in values and _one_column(values):
            below += len(values)
            runs += 1
            if len(values) >= _RUN:
                return True
        if _alternates(block):
            return True
    return runs >= _RUNS and below >= _BELOW * alone


def _one_column(values: Sequence[Cell]) -> bool:
    """Whether every line is one cell."""
    return all(len(pieces(line)) == 1 for line in values)


def _alternates(block: Sequence[Cell]) -> bool:
    """Whether a block holds rows, labels and values in lines of their own."""
    words = [all(a.kind is Kind.WORDS for a in line) for line in block]
    values = [all(a.kind in VALUES for a in line) for line in block]
    return (
        min(sum(words), sum(values)) > _ROWS and sum(a and b for a, b in zip(words, values[1:], strict=False)) > _ROWS
    )


def _readings(blocks: Sequence[Sequence[Cell]], runs: Sequence[Run]) -> Iterator[_Reading]:
    """Readings with as many columns as the header has cells; where none is likely, with those that stand side by side."""
    likely = False
    ways = list(_ways(blocks, runs))
    for most in (True, False):
        for lead, heads, rest, labels, bare in ways:
            own = len(heads) - (labels and not bare)
            widths = {own} if most else _widths(lead, rest, labels) - {own}
            for wide in (w for w in sorted(widths) if 1 + (not labels) <= w <= _WIDEST):
                cost = 0.0 if most else (_NO_LABEL if len(lead) == wide else _MISFIT)
                for tiling in tilings(rest, wide, labels, heads[-wide:] if most else ())[:3]:
                    made = (_with_labels if labels else _plain)(lead, rest, tiling, wide)
                    if made is not None:
                        likely = likely or made.score > 0
                        yield replace(made, score=made.score + cost)
        if likely:
            return


def _ways(
    blocks: Sequence[Sequence[Cell]], runs: Sequence[Run]
) -> Iterator[tuple[list[Cell], list[Cell], Sequence[Run], bool, bool]]:
    """Cells of the header, those of them right above the columns, the runs below it, whether these begin with labels,
    whether no cell stands over the labels."""
    for split in _splits(blocks, runs):
        for labels in _modes(runs[split]):
            for lead, heads in _leads(blocks[:split], 1):
                yield lead, heads, runs[split:], labels, False
    if len(runs[0].lines) > _TALL or runs[0].labelled:
        # The labels with their header above them, then the headers of the other columns.
        above = (run.lines or may_head(block) for run, block in zip(runs[1:], blocks[1:], strict=True))
        last = 1 + next((n for n, head in enumerate(above) if not head), len(runs) - 1)
        if last > 1:
            for lead, heads in _leads(blocks[1:last], 0):
                yield lead, heads, [runs[0], *runs[last:]], True, True


def _leads(blocks: Sequence[Sequence[Cell]], first: int) -> Iterator[tuple[list[Cell], list[Cell]]]:
    """The cells of a header, all of them and those right above the columns: a block each, or, where a line holds several,
    these, or lines of which the first of some stand over the rest; `first` of them belong to the labels."""
    whole = [tuple(a for line in block for a in line) for block in blocks]
    parted = [cell for block in blocks for cell in header_cells(block)]
    levels = stacked(whole, first)
    if levels is not None:
        yield whole, levels[1]
        return
    yield whole, whole
    if len(parted) > len(whole):
        yield parted, parted


def _modes(first: Run) -> tuple[bool, ...]:
    """Whether the first run behind the header may be labels: surely where it is many words, never where it is a value."""
    if first.labelled or len(first.lines) > _TALL:
        return (True,)
    return (True, False) if first.lines else (False,)


def _splits(blocks: Sequence[Sequence[Cell]], runs: Sequence[Run]) -> list[int]:
    """How many blocks may be the header's: up to the first tall one, or up to the first values, with or without the block
    before these."""
    worded = next((n for n, run in enumerate(runs) if not run.lines), len(runs))
    heads = (run.lines or may_head(block) for run, block in zip(runs, blocks, strict=True))
    first = next((n for n, head in enumerate(heads) if not head), len(runs))
    tall = next((n for n in range(first) if len(runs[n].lines) > _TALL), first)
    return sorted({n for n in (tall, worded, worded - 1, first, first - 1) if 0 <= n <= tall and n < len(runs)})


def _widths(lead: Sequence[Cell], runs: Sequence[Run], labels: bool) -> set[int]:
    """How many columns there may be: as many as the first runs of like length, or the fewest of any, make side by side, as
    all runs where these are few, or as there are header cells before, above and between the runs."""
    late = [bool(run.lines) and len(run.lines) <= _TALL and reads_as_header(run.lines) for run in runs]
    some = [run for run, head in zip(runs, late, strict=True) if not head and not (labels and run.lines)]
    sides = [sum(run.width for run in side) for _, side in groupby(some, key=lambda run: run.valued)]
    found = {len(lead), sides[0], min(sides)} if sides else {len(lead)}
    if len(some) <= _FEW:
        found.add(sum(run.width for run in some))
    above = [cell for run in runs for cell in run.head]
    cells = [piece for cell in (*lead, *above) for piece in header_cells([cell])]
    return found | {len(cells) + sum(late) - labels}


def _cells(runs: Sequence[Run], tiling: Tiling) -> Grid:
    """The rows of values as cells by column."""
    grid: Grid = [{} for _ in range(tiling.rows)]
    for place in tiling.places:
        if place.column < 0:
            continue
        run = runs[place.run]
        if run.lines:
            for n, cell in enumerate(run.cells(place.size)):
                grid[place.row + n][place.column] = cell
            continue
        valued = [row[run.labelled :] for row in run.rows if len(row) > run.labelled]
        for n, row in enumerate(valued):
            for k, cell in enumerate(row):
                grid[place.row + n][place.column + k] = cell
    return grid


def _over(runs: Sequence[Run], tiling: Tiling, shift: int) -> dict[int, list[Cell]]:
    """Header cells that stand over a column: above a run in its block, or as a block before it."""
    found: dict[int, list[Cell]] = {}
    late: list[Cell] = []
    for place in tiling.places:
        run = runs[place.run]
        if place.column == -2:
            late.append(tuple(a for line in run.lines for a in line))
        elif place.column >= 0:
            column = place.column + shift
            if (place.row == 0 or (late and column not in found)) and (late or run.head):
                found.setdefault(column, []).extend([*late, *run.head])
            late = []
    return found


def _plain(lead: Sequence[Cell], runs: Sequence[Run], tiling: Tiling, wide: int) -> _Reading | None:
    grid = _cells(runs, tiling)
    return _Reading(tiling.score, lead, _over(runs, tiling, 0), grid, wide)


def _with_labels(lead: Sequence[Cell], runs: Sequence[Run], tiling: Tiling, wide: int) -> _Reading | None:
    """The rows with their labels; None where there are fewer labels than rows."""
    grid = _cells(runs, tiling)
    found = _labels(lead, runs, tiling, grid, wide)
    if found is None:
        return None
    lines, made = found
    rows = [
        {0: label, **({k + 1: cell for k, cell in grid[row].items()} if row is not None else {})}
        for label, row in made.rows
    ]
    over = _over(runs, tiling, 1)
    if made.head:
        over[0] = [tuple(a for line in lines[: made.head] for a in line)]
    return _Reading(tiling.score + made.score, lead, over, rows, wide + 1)


def _labels(
    lead: Sequence[Cell], runs: Sequence[Run], tiling: Tiling, grid: Grid, wide: int
) -> tuple[list[Cell], Beside] | None:
    places = [p for p in tiling.places if p.column == -1 or runs[p.run].labelled]
    known = [p for p in places if runs[p.run].labelled]
    if known and (len(places) > len(known) or sum(p.size for p in known) != tiling.rows):
        return None
    if known:
        rows: list[tuple[Cell, int | None]] = []
        begun = 0
        for place in known:
            for row in runs[place.run].rows:
                rows.append((row[0], begun if len(row) > 1 else None))
                begun += len(row) > 1
        return [], Beside(0.0, 0, tuple(rows))
    lines = [line for p in places for line in (runs[p.run].lines or [row[0] for row in runs[p.run].rows])]
    heads = 0 if len(lead) > wide or (lead and LABEL.match(text_of(lead[0]))) else 2
    kinds = [kinds_of_row(list(row.values())) for row in grid]
    made = beside(lines, kinds, _breaks(runs, tiling, wide), heads)
    return (lines, made) if made is not None else None


def _breaks(runs: Sequence[Run], tiling: Tiling, wide: int) -> list[float]:
    """For each row the share of columns in which a run begins with it."""
    counts = [0] * (tiling.rows + 1)
    for place in tiling.places:
        if place.column >= 0:
            counts[place.row] += runs[place.run].width
    return [n / wide for n in counts[: tiling.rows]]
