"""The group that a column's percentages are of, and what else may explain one that does not fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.document import Table
from pipeline.audit.case import Case
from pipeline.audit.rounding import decimals, fit, rounds
from pipeline.audit.sheets import Entry

# How tables say that not all patients have data.
MISSING = re.compile(
    r"\b(?:missing|unknown|not (?:known|available|recorded|reported|assessed|evaluable|done|performed|tested|specified|"
    r"applicable)|n/?a|available (?:in|for)|unavailable|undetermined|unspecified|evaluable|assessable|data (?:from|of|for)|excluded)\b",
    re.I,
)


def with_whole(case: Case, column: list[Entry]) -> Iterator[tuple[Entry, int | None, list[Entry]]]:
    """Each entry with the whole that its column or block is a percentage of: printed, or what most of them fit."""
    blocks: dict[tuple[int, tuple[int, ...]], list[Entry]] = defaultdict(list)
    for entry in column:
        blocks[entry.line.block, entry.sizes].append(entry)
    for block in blocks.values():
        whole = _whole(case, block, column)
        for entry in block:
            own = next((b for b in entry.beside if rounds(entry.n, b, entry.percent)), None)
            yield entry, own if own is not None else whole, block


def _whole(case: Case, block: list[Entry], column: list[Entry]) -> int | None:
    printed = block[0].sizes
    same = [e for e in column if e.sizes == printed] if printed else block
    for candidates, among in (
        (printed[:1], same),
        (printed[1:], same),
        (_sums(block), block),
        (tuple(case.denominators()), block),
    ):
        best = max(candidates, key=lambda t: _fits(among, t), default=None)
        if best is None:
            continue
        fits = _fits(among, best)
        partition = best in case.denominators() and best in _sums(block)
        if (fits >= 0.6 * len(among) and fits >= 2) or (partition and 2 * fits >= len(block)):
            return best
    column_best = max((*_sums(column), *case.denominators()), key=lambda t: _fits(column, t), default=None)
    if column_best is not None and len(column) >= 4 and _fits(column, column_best) >= 0.75 * len(column):
        return column_best
    return None


def _fits(among: Iterable[Entry], total: int) -> int:
    return sum(e.n > 0 and rounds(e.n, total, e.percent) for e in among)


def _sums(block: list[Entry]) -> tuple[int, ...]:
    """The sum of a block's rows when their percentages make a whole."""
    if len(block) < 2 or not 96 <= sum(e.percent for e in block) <= 104:
        return ()
    return (sum(e.n for e in block),)


def _others(case: Case, block: list[Entry], whole: int) -> set[int]:
    """Groups that a row may silently be a share of: fewer, the more surely its block is a share of `whole`."""
    if whole in _sums(block) and whole not in block[0].sizes:
        return set()
    names = case.denominators()
    if _fits(block, whole) >= 0.75 * len(block):
        return {t for t in names if t <= whole and "(" not in names[t]}
    return {t for t in names if t <= whole or not block[0].sizes}


def elsewhere(case: Case, entry: Entry, block: list[Entry], whole: int) -> bool:
    """Whether another group that the paper states, or a run of rows that belongs together, explains a percentage."""
    totals = {*entry.sizes, *entry.beside, *entry.noted, *_others(case, block, whole)}
    if entry.n == 0 or any(rounds(entry.n, t, entry.percent) for t in totals):
        return True
    return any(rounds(entry.n, t, entry.percent) for t in runs(block, entry))


def runs(block: list[Entry], entry: Entry) -> Iterator[int]:
    """Sums of neighbouring rows, the entry among them, that are wholly explained by their own sum."""
    for start in range(len(block)):
        for end in range(start + 2, len(block) + 1):
            run = block[start:end]
            total = sum(e.n for e in run)
            if entry in run and total and all(rounds(e.n, total, e.percent) for e in run):
                yield total


def adjusted(block: list[Entry], entry: Entry, whole: int) -> bool:
    """Whether a last place was moved so that the rows of a block add to 100: 41 + 59 for 41.46 and 58.54."""
    unit = Decimal(1).scaleb(-decimals(entry.percent))
    off = abs(Decimal(100 * entry.n) / whole - entry.percent)
    return (
        len(block) > 1 and off < unit and sum(e.n for e in block) == whole and sum(e.percent for e in block) == 100
    )  # fmt: skip


def smaller(block: list[Entry], whole: int) -> int | None:
    """A smaller group, the larger the better, of which all rows of a block are shares: some have no data.

    None where the rows add to the whole: then all have.
    """
    rows = [e for e in block if e.n]
    if len(rows) < 3 or sum(e.n for e in rows) == whole:
        return None
    low = max(max(e.n for e in rows), whole // 2 + 1)
    return next((t for t in range(whole - 1, low - 1, -1) if all(rounds(e.n, t, e.percent) for e in rows)), None)


def common(wrong: list[Entry], whole: int) -> int | None:
    """Another group, the nearest to `whole`, of which all of some rows are shares."""
    low = max(max(e.n for e in wrong), whole // 2 + 1)
    near = sorted(range(low, whole + whole // 3 + 1), key=lambda t: abs(t - whole))
    return next((t for t in near if all(fit(e.n, t, e.percent) in ("rounded", "truncated") for e in wrong)), None)


def announced(table: Table, block: list[Entry]) -> bool:
    """Whether the table says that data are missing: in its notes, its heading, or a row of the block."""
    said = [*(n.text for n in table.notes), table.caption.text, block[0].line.group, *(e.line.label for e in block)]
    return any(MISSING.search(t) for t in said)
