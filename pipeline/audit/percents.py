"""Counts against percentages in tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.core.document import Table
from pipeline.audit.case import Case, Checked, Discrepancy, Statement
from pipeline.audit.rounding import decimals, fit, fitting_counts, fitting_totals, rounds, share
from pipeline.audit.sheets import Entry, entries_of
from pipeline.audit.wholes import adjusted, announced, common, elsewhere, smaller, with_whole

_RULE = "count_vs_percent"
_WHAT = "n/N/% triples in tables"
# Verdicts on a last place that is not rounded, in words.
_MOVED = {"truncated": "cut off, not rounded", "adjusted": "the rows so add to 100"}
# So many rows that are shares of another whole in common are no misprints.
_RUN = 3
# A whole this near explains any last place: then only neighbours show that it is meant.
_NEAR = 0.02


@dataclass(frozen=True, slots=True)
class Held:
    """An entry, the whole that it should be a share of, and the entries of its block."""

    entry: Entry
    whole: int
    block: list[Entry]


def check_percents(case: Case) -> Iterator[Statement]:
    """Rows whose percentage is not their count's share of any group that the paper states."""
    for table in case.tables:
        yield from _table(case, table)


def _table(case: Case, table: Table) -> Iterator[Statement]:
    columns: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries_of(case, table):
        columns[entry.column].append(entry)
    moved: list[tuple[Held, str]] = []
    for column in columns.values():
        wrong: list[Held] = []
        held: list[Held] = []
        for entry, whole, block in with_whole(case, column):
            verdict, reason = _verdict(case, entry, whole, block)
            yield Checked(_WHAT, reason)
            if whole is None or reason:
                continue
            held.append(Held(entry, whole, block))
            if verdict in _MOVED:
                moved.append((held[-1], _MOVED[verdict]))
            elif verdict == "wrong":
                wrong.append(held[-1])
        told = list(_all_wrong(case, wrong, table))
        apart = {p.start for d in told if d.rule != _RULE for p in d.evidence}
        twice = list(_twice(case, held, table, apart))
        doubled = {p.start for d in twice for p in d.evidence}
        yield from (d for d in told if d.evidence and d.evidence[0].start not in doubled)
        yield from twice
        moved = [(h, how) for h, how in moved if not h.entry.evidence or h.entry.evidence[0].start not in doubled]
    yield from _last_places(moved, table)


def _verdict(case: Case, entry: Entry, whole: int | None, block: list[Entry]) -> tuple[str, str]:
    """How an entry stands to its whole, right where anything explains it; and why that cannot be said, where it cannot."""
    if whole is None:
        return "", "no whole established for the column"
    if entry.line.index in entry.line.table.unsettled:
        return "", "the columns of the row are in doubt"
    if entry.n > whole:
        explained = elsewhere(case, entry, block, whole)
        return "rounded", "" if explained else "count exceeds the whole of its column"
    verdict = fit(entry.n, whole, entry.percent)
    # rounding twice is pedantry to report by itself; two spellings of one count are told all the same
    if verdict in ("rounded", "rounded twice") or elsewhere(case, entry, block, whole):
        return "rounded", ""
    if adjusted(block, entry, whole):
        return "adjusted", ""
    if entry.partial and verdict == "wrong" and sum(e.n for e in block) != whole:
        return "", "the heading says that not all have data"
    return verdict, ""


def _all_wrong(case: Case, wrong: list[Held], table: Table) -> Iterator[Discrepancy]:
    """Wrong rows, each a finding; those that are shares of one other whole are one finding of another kind."""
    left = list(wrong)
    for held in wrong:
        total = smaller(held.block, held.whole) if held in left else None
        if total is not None:
            together = [h for h in left if h.block is held.block]
            left = [h for h in left if h.block is not held.block]
            if not announced(table, held.block):
                yield _of_another(together, total, table)
    for whole in dict.fromkeys(h.whole for h in left):
        rows = [h for h in left if h.whole == whole]
        total = common([h.entry for h in rows], whole) if len(rows) >= _RUN else None
        total = None if total is None or (abs(total - whole) < _NEAR * whole and not _together(rows)) else total
        if total is None:
            yield from (_wrong(case, h.entry, h.whole, table) for h in rows)
        else:
            yield _of_another(rows, total, table)


def _together(rows: list[Held]) -> bool:
    """Whether some rows follow each other in one block."""
    first = rows[0].block.index(rows[0].entry)
    return [h.entry for h in rows] == rows[0].block[first : first + len(rows)]


def _of_another(rows: list[Held], total: int, table: Table) -> Discrepancy:
    listed = ", ".join(f"{h.entry.said} {h.entry.n} ({h.entry.percent} %)" for h in rows[:6])
    verb = "is, like the rows beside it, a share" if len(rows) == 1 else "are shares"
    message = f"{name(table)}: {listed} {verb} of {total}, not of {rows[0].whole} as printed for the column"
    evidence = tuple(p for h in rows for p in h.entry.evidence)
    return Discrepancy("denominator_unclear", message, evidence, "percents", 0.85)


def _wrong(case: Case, entry: Entry, whole: int, table: Table) -> Discrepancy:
    known = case.denominators()
    totals = fitting_totals(entry.n, entry.percent, known)
    counts = fitting_counts(whole, entry.percent)
    ways = [f"{entry.n}/{t}{f' ({known[t]})' if t in known else ''}" for t in totals[:2]]
    ways += [f"{n}/{whole}" for n in counts[:2]]
    hint = f"; it would be {' or '.join(ways)}" if ways else ""
    message = (
        f"{place(table, entry)}: {entry.n} of {whole} are {share(entry.n, whole, entry.percent)} %, "
        f"printed {entry.percent} %{hint}"
    )
    return Discrepancy(_RULE, message, entry.evidence, "percents", 0.95)


def _twice(case: Case, held: list[Held], table: Table, told: set[int]) -> Iterator[Discrepancy]:
    """The same count of the same whole printed with two percentages in one column: a finding for all rows of a count."""
    rows: dict[tuple[int, int, int], list[Entry]] = defaultdict(list)
    for h in held:
        if h.entry.n and h.entry.evidence and h.entry.evidence[0].start not in told:
            rows[h.entry.n, h.whole, decimals(h.entry.percent)].append(h.entry)
    for (n, whole, places), same in rows.items():
        right = [e for e in same if fit(n, whole, e.percent) == "rounded"]
        off = [
            e for e in same
            if e not in right and abs(100 * n / whole - float(e.percent)) <= 1.5 * 10**-places
            and not any(rounds(n, t, e.percent) for t in (*e.sizes, *e.noted, *case.denominators()))
        ]  # fmt: skip
        if right and off:
            others = [right[0], *off]
            printed = " and ".join(str(p) for p in dict.fromkeys(e.percent for e in others))
            where = "; ".join(e.said for e in others if e.said)
            message = f"{name(table)}: the same count {n} of {whole} is printed as {printed} %{f' ({where})' if where else ''}"
            yield Discrepancy(_RULE, message, tuple(p for e in others for p in e.evidence), "percents", 0.9)


def _last_places(moved: list[tuple[Held, str]], table: Table) -> Iterator[Discrepancy]:
    """Last places that are not rounded as they should be: one finding for a table, with the reason of each."""
    if not moved:
        return
    if len(moved) == 1:
        ((h, how),) = moved
        recomputed = share(h.entry.n, h.whole, h.entry.percent)
        message = (
            f"{place(table, h.entry)}: {h.entry.n} of {h.whole} are {recomputed} %, printed {h.entry.percent} % ({how})"
        )
    else:
        ways: dict[str, list[str]] = defaultdict(list)
        for h, how in moved:
            ways[how].append(
                f"{h.entry.n}/{h.whole} = {share(h.entry.n, h.whole, h.entry.percent)} as {h.entry.percent}"
            )
        listed = "; ".join(f"{', '.join(w[:8])} ({how})" for how, w in ways.items())
        message = f"{name(table)}: {len(moved)} last places are not rounded: {listed}"
    yield Discrepancy(_RULE, message, tuple(p for h, _ in moved for p in h.entry.evidence), "percents", 0.8)


def name(table: Table) -> str:
    """A table by its number."""
    return f"Table {table.number}" if table.number else "Table"


def place(table: Table, entry: Entry) -> str:
    """A row of a table in words."""
    return f"{name(table)}, {entry.said}" if entry.said else name(table)
