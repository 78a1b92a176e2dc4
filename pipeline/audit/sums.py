"""Parts against wholes: sexes, response categories, grade columns, lists of histotypes, footnotes, tables that repeat."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from extractors.core import cues as re
from extractors.core.contract import Evidence
from extractors.core.document import Table
from pipeline.audit.case import Case, Checked, Discrepancy, Statement, cell_places, places, spans
from pipeline.audit.percents import name
from pipeline.audit.sheets import Line, lines, size_in
from pipeline.records import Base

_RULE = "sum_mismatch"
_WHAT = "sums"
_OTHER = re.compile(r"^\W*others?\b", re.I)
_EACH = re.compile(r"(\d+)\s+each\b", re.I)
_N_EQUALS = re.compile(r"\(\s*n\s*=\s*(\d+)\s*\)", re.I)
_MARK = re.compile(r"(\*+|[†‡§¶#]+)\W*$|(\*+|[†‡§¶#]+)(?=\s*\()")
_UNKNOWN = re.compile(r"unknown|missing|not (?:known|available|recorded)|\bn/?a\b|undetermined|unspecified", re.I)


def check_sums(case: Case) -> Iterator[Statement]:
    """Relations that must hold between counts of one paper."""
    yield from _sexes(case)
    yield from _responses(case)
    yield from _histotypes(case)
    for table in case.tables:
        yield from _lists(table)
        yield from _footnotes(case, table)


def _said(message: str, evidence: tuple[Evidence, ...], confidence: float = 0.9) -> Discrepancy:
    return Discrepancy(_RULE, message, evidence, "sums", confidence)


def _plain(record: Any) -> bool:
    return not (record.drugs or record.histotype or record.patient or record.subgroup)


def _sexes(case: Case) -> Iterator[Statement]:
    """Women and men of one place against the patients (or lines) of the paper."""
    found: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for record in case.of("cohort"):
        if record.field in ("n_female", "n_male") and _plain(record):
            for where in places(record):
                found[where][record.field].append(record)
    wholes = {n: w for n, w in case.denominators().items() if "(" not in w}
    for where, sexes in found.items():
        women, men = sexes["n_female"], sexes["n_male"]
        if len(women) != 1 or len(men) != 1:
            continue
        total = women[0].value + men[0].value
        patients = case.size("n_patients")
        if patients is None:
            yield Checked(_WHAT, "the number of patients is not stated, or several are")
            continue
        printed = {n for t in case.tables for h in (*t.columns, t.caption.text) if (n := size_in(h)) is not None}
        if abs(total - patients) > max(3, patients // 20):
            yield Checked(_WHAT, "the sexes belong to another group than the patients")
            continue
        yield Checked(_WHAT)
        if total in wholes or total in printed or (where == "table" and total < patients and _unknown(case)):
            continue
        message = f"{women[0].value} women and {men[0].value} men are {total}, not {patients} patients ({where})"
        yield _said(message, spans(women[0], men[0]))


def _unknown(case: Case) -> bool:
    return any(_UNKNOWN.search(c.text) for t in case.tables for r in t.rows for c in r[:1])


def _responses(case: Case) -> Iterator[Statement]:
    """CR + PR against ORR, and all categories against the evaluable, within one stratum and criteria."""
    strata: dict[tuple[Any, ...], dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for record in case.of("response"):
        if record.patient or record.n is None or record.timepoint:
            continue
        key = (tuple(record.drugs), record.histotype, record.subgroup, record.criteria)
        strata[key][record.category].append(record)
    for key, found in strata.items():
        if any(len(found[c]) != 1 for c in ("CR", "PR", "ORR")) or any(key[:3]):
            continue
        complete, partial, both = found["CR"][0], found["PR"][0], found["ORR"][0]
        if not _near(complete, partial, both) or partial.n == both.n or both.n > (case.size("n_patients") or both.n):
            continue
        yield Checked(_WHAT)
        if complete.n + partial.n != both.n and (both.total is None or both.n <= both.total):
            message = f"{complete.n} complete and {partial.n} partial responses are {complete.n + partial.n}, printed {both.n}"
            yield _said(message, spans(complete, partial, both), 0.85)


def _near(*records: Base) -> bool:
    """Whether all are told within a few sentences of running text."""
    told = [[p.start for p in r.provenance if not p.table] for r in records]
    return all(told) and any(all(any(abs(s - t) < 400 for t in other) for other in told) for s in told[0])


def _histotypes(case: Case) -> Iterator[Statement]:
    """The same drug and tumour counted differently in two tables."""
    cells: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for record in case.of("histotype"):
        if record.n is not None and record.drugs and not record.subgroup and not record.patient:
            cells[tuple(record.drugs), record.histotype].append(record)
    for (drugs, histotype), found in cells.items():
        for a, b in combinations(found, 2):
            one, two = ({p.table for p in r.provenance if p.table} for r in (a, b))
            if not one or not two or one & two:
                continue
            yield Checked(_WHAT)
            if a.n != b.n and len(found) == 2:
                tables = " and ".join(f"{r.n} in Table {sorted(t)[0]}" for r, t in ((a, one), (b, two)))
                yield _said(f"{histotype} with {' + '.join(drugs)}: {tables}", spans(a, b))


def _lists(table: Table) -> Iterator[Statement]:
    """A row that counts a drug's tumours up to "other": they add to the drug's own number."""
    for line in lines(table):
        value = line.value(line.first)
        whole = value.count
        named = [k for k, c in enumerate(line.cells) if k > line.first and _OTHER.match(c.text)]
        if not whole or not named or len(line.cells) < line.first + 5:
            continue
        parts = _parts(line)
        if parts is None or len(parts) < 2:
            yield Checked(_WHAT, "a row of parts could not be read")
            continue
        yield Checked(_WHAT)
        total = sum(parts.values())
        if total != whole:
            message = f"{name(table)}, {line.label}: the parts add to {total}, printed {whole}"
            yield _said(message, (*line.places(line.first), *line.places(*parts)))


def _parts(line: Line) -> dict[int, int] | None:
    """Counts behind names in a row, by column; None when one cannot be read."""
    parts: dict[int, int] = {}
    for k in range(line.first + 1, len(line.cells) - 1):
        label, cell = line.cells[k].text, line.cells[k + 1].text
        if not re.search(r"[A-Za-z]{2}", label) or _EACH.search(label) or not re.match(r"\d", cell):
            continue
        if m := _EACH.search(cell):
            parts[k + 1] = int(m[1]) * len([x for x in label.split("/") if x.strip()])
        elif (n := line.value(k + 1).count) is not None and line.value(k + 1).paren is not None:
            parts[k + 1] = n
        elif m := re.match(r"(\d+)\s*\(\d+\)$", cell):
            parts[k + 1] = int(m[1])
        else:
            return None
    return parts


def _footnotes(case: Case, table: Table) -> Iterator[Statement]:
    """A marked row whose note lists its cases with their numbers."""
    notes = " ".join(note.text for note in table.notes)
    for line in lines(table):
        m = _MARK.search(line.label)
        mark = (m[1] or m[2]) if m else ""
        n = line.value(line.first).count
        if not mark or n is None or not _OTHER.match(line.label):
            continue
        listed = re.search(rf"(?<![*†‡§¶#]){re.escape(mark)}(?![*†‡§¶#])\s*others?\b([^:]*):([^.]*)", notes, re.I)
        numbers = [int(x) for x in _N_EQUALS.findall(listed[2])] if listed else []
        entries = listed[2].count(",") + 1 if listed else 0
        if len(numbers) < 3 or len(numbers) != entries:
            continue
        yield Checked(_WHAT)
        if sum(numbers) != n:
            about = [c for c in table.notes if _N_EQUALS.search(c.text)]
            evidence = tuple(e for c in about for e in cell_places(table, 0, 0, c))
            message = f"{name(table)}: the note lists {sum(numbers)} for {line.label.strip('*')}, the row says {n}"
            yield _said(message, (*line.places(line.first), *evidence))
