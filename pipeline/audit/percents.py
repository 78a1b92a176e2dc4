"""Counts against percentages, in tables and in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from extractors.core.document import Table
from pipeline.audit.case import Case, Checked, Discrepancy, Statement
from pipeline.audit.rounding import decimals, fit, fitting_counts, fitting_totals, rounds, share
from pipeline.audit.sheets import Entry, entries

_RULE = "count_vs_percent"
_WHAT = "n/N/% triples in tables"
# A table that cuts off as a habit is told once.
_HABIT = 3
# So many neighbours with another whole in common are no misprints.
_RUN = 3


def check_percents(case: Case) -> Iterator[Statement]:
    """Rows whose percentage is not their count's share of any group that the paper states."""
    for table in case.tables:
        yield from _table(case, table)


def _table(case: Case, table: Table) -> Iterator[Statement]:
    columns: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries(table):
        columns[entry.column].append(entry)
    cut: list[tuple[Entry, int]] = []
    for column in columns.values():
        wrong: list[tuple[Entry, int]] = []
        held: list[tuple[Entry, int]] = []
        for entry, whole, block in _with_whole(case, column):
            if whole is None:
                yield Checked(_WHAT, "no whole established for the column")
                continue
            held.append((entry, whole))
            verdict = fit(entry.n, whole, entry.percent) if entry.n <= whole else "wrong"
            if verdict == "rounded" or _elsewhere(case, entry, block, whole):
                yield Checked(_WHAT)
            elif verdict == "truncated":
                yield Checked(_WHAT)
                cut.append((entry, whole))
            elif verdict == "rounded twice":
                # pedantry to report by itself; two spellings of one count are told below
                yield Checked(_WHAT)
            elif entry.n > whole:
                yield Checked(_WHAT, "count exceeds the whole of its column")
            else:
                yield Checked(_WHAT)
                wrong.append((entry, whole))
        told = list(_all_wrong(case, column, wrong, table))
        yield from told
        apart = {p.start for d in told if d.rule != _RULE for p in d.evidence}
        yield from _twice(case, [h for h in held if h[0].evidence and h[0].evidence[0].start not in apart], table)
    yield from _habit(cut, table, "cut off, not rounded")


def _all_wrong(case: Case, column: list[Entry], wrong: list[tuple[Entry, int]], table: Table) -> Iterator[Discrepancy]:
    """Each wrong row a finding; neighbours that are shares of one other whole are one finding of another kind."""
    order = {id(e): k for k, e in enumerate(column)}
    runs_: list[list[tuple[Entry, int]]] = []
    for entry, whole in wrong:
        if runs_ and order[id(entry)] == order[id(runs_[-1][-1][0])] + 1 and runs_[-1][-1][1] == whole:
            runs_[-1].append((entry, whole))
        else:
            runs_.append([(entry, whole)])
    for run in runs_:
        whole = run[0][1]
        totals = [t for t in range(whole - 1, whole // 2, -1) if all(rounds(e.n, t, e.percent) for e, _ in run)]
        if len(run) >= _RUN and totals:
            rows = ", ".join(e.said for e, _ in run)
            message = f"{name(table)}: {rows} are percentages of {totals[0]}, not of {whole} as printed for the column"
            yield Discrepancy(
                "denominator_unclear", message, tuple(p for e, _ in run for p in e.evidence), "percents", 0.85
            )
        else:
            yield from (_wrong(case, e, t, table) for e, t in run)


def _with_whole(case: Case, column: list[Entry]) -> Iterator[tuple[Entry, int | None, list[Entry]]]:
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
    return sum(0 < e.n <= total and fit(e.n, total, e.percent) == "rounded" for e in among)


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


def _elsewhere(case: Case, entry: Entry, block: list[Entry], whole: int) -> bool:
    """Whether another group that the paper states, or a run of rows that belongs together, explains a percentage."""
    totals = {*entry.sizes, *entry.beside, *_others(case, block, whole)}
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


def _wrong(case: Case, entry: Entry, whole: int, table: Table) -> Discrepancy:
    known = case.denominators()
    totals = fitting_totals(entry.n, entry.percent, known)
    counts = fitting_counts(whole, entry.percent)
    ways = [f"{entry.n}/{t}{f' ({known[t]})' if t in known else ''}" for t in totals[:2]]
    ways += [f"{n}/{whole}" for n in counts[:2]]
    hint = f"; it would be {' or '.join(ways)}" if ways else ""
    message = (
        f"{name(table)}, {entry.said}: {entry.n} of {whole} are {share(entry.n, whole, entry.percent)} %, "
        f"printed {entry.percent} %{hint}"
    )
    return Discrepancy(_RULE, message, entry.evidence, "percents", 0.95)


def _twice(case: Case, held: list[tuple[Entry, int]], table: Table) -> Iterator[Discrepancy]:
    """The same count of the same whole printed with two percentages in one column."""
    by_count: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry, whole in held:
        if entry.n and fit(entry.n, whole, entry.percent) == "rounded":
            by_count[entry.n, whole].append(entry)
    for entry, whole in held:
        right = by_count.get((entry.n, whole), [])
        off = abs(100 * entry.n / whole - float(entry.percent)) <= 1.5 * 10 ** -decimals(entry.percent)
        if entry in right or not right or not off or decimals(entry.percent) != decimals(right[0].percent):
            continue
        if any(rounds(entry.n, t, entry.percent) for t in (*entry.sizes, *case.denominators())):
            continue
        others = [*right, entry]
        printed = " and ".join(str(p) for p in dict.fromkeys(e.percent for e in others))
        message = f"{name(table)}: the same count {entry.n} of {whole} is printed as {printed} % ({'; '.join(e.said for e in others)})"
        yield Discrepancy(_RULE, message, tuple(p for e in others for p in e.evidence), "percents", 0.9)


def _habit(found: list[tuple[Entry, int]], table: Table, how: str) -> Iterator[Discrepancy]:
    """Last places that are not rounded as they should be: a finding each, or one for a table that often does so."""
    if len(found) > _HABIT:
        cases = ", ".join(f"{e.n}/{t} = {share(e.n, t, e.percent)} as {e.percent}" for e, t in found[:6])
        message = f"{name(table)}: {len(found)} percentages are {how} ({cases})"
        yield Discrepancy(_RULE, message, tuple(p for e, _ in found for p in e.evidence), "percents", 0.8)
        return
    for entry, whole in found:
        message = (
            f"{name(table)}, {entry.said}: {entry.n} of {whole} are {share(entry.n, whole, entry.percent)} %, "
            f"printed {entry.percent} % ({how})"
        )
        yield Discrepancy(_RULE, message, entry.evidence, "percents", 0.8)


def name(table: Table) -> str:
    """A table by its number."""
    return f"Table {table.number}" if table.number else "Table"
