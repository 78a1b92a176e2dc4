"""Wholes that change silently: patients, evaluable patients, treatment lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Any

from extractors.core import cues as re
from extractors.core.contract import Evidence
from extractors.core.counts import Count
from extractors.core.document import Table
from pipeline.audit.case import Case, Checked, Discrepancy, Statement, cell_places, place_of, spans
from pipeline.audit.intervals import named
from pipeline.audit.percents import name
from pipeline.audit.rounding import rounds
from pipeline.audit.sheets import Entry, entries_of
from pipeline.records import Base

_RULE = "denominator_unclear"
_WHAT = "denominators"
_EVALUABLE = re.compile(r"\b(?:evaluable|assessable|evaluated)\b", re.I)
_SEX = re.compile(r"^\W*(?:fe)?males?\b|^\W*(?:wo)?men\b", re.I)
_LINES = re.compile(r"\b(?:treatment )?lines?\b|lines? of (?:treatment|therapy)", re.I)


def check_denominators(case: Case) -> Iterator[Statement]:
    """Every way in which a paper's percentages and counts change what they are counted of."""
    yield from _evaluable(case)
    yield from _fractions(case)
    yield from _per_drug(case)
    for table in case.tables:
        yield from _mixed(case, table)
        yield from _lines_as_patients(case, table)


def _said(message: str, evidence: tuple[Evidence, ...], confidence: float = 0.85) -> Discrepancy:
    return Discrepancy(_RULE, message, evidence, "denominators", confidence)


def _evaluable(case: Case) -> Iterator[Statement]:
    """A sentence that names the evaluable, and gives percentages of all."""
    patients = case.size("n_patients")
    for sentence, found in case.counted:
        whole = next(
            (c for c in found if c.n and c.percent is None and _EVALUABLE.search(_about(sentence.text, c))), None
        )
        if whole is None or whole.n is None or patients is None or whole.n >= patients:
            continue
        here = case.within(sentence, 0, len(sentence.text))
        shares = [
            r for r in case.of("response")
            if not r.patient and r.n is not None and r.percent is not None and r.total is None
            and any(here.start <= p.start < here.end for p in r.provenance)
        ]  # fmt: skip
        figures = [(r.n, Decimal(str(r.percent))) for r in shares]
        if not figures or sum(n for n, _ in figures) > whole.n:
            continue
        yield Checked(_WHAT)
        fit_all = all(rounds(n, patients, p) for n, p in figures)
        if fit_all and not any(rounds(n, whole.n, p) for n, p in figures):
            listed = ", ".join(f"{n} ({p} %)" for n, p in figures)
            message = (
                f"{listed} are percentages of all {patients} patients, not of the {whole.n} evaluable that are named"
            )
            yield _said(message, (case.within(sentence, whole.start, whole.end), *spans(*shares)), 0.9)


def _about(text: str, count: Count) -> str:
    """The words next to a count up to the end of its clause."""
    return re.split(r"[,;:.(]", text[count.end : count.end + 50])[0] + " " + count.modifiers


def _fractions(case: Case) -> Iterator[Statement]:
    """The same count of the same thing given of two wholes: "5/8" here, "5/9" there, and of another size than known."""
    groups: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for record in case.of("response"):
        if record.n and record.total and not record.patient:
            key = (record.category, tuple(record.drugs), record.histotype, record.subgroup, record.timepoint)
            groups[key].append(record)
    for group in groups.values():
        for a, b in combinations(group, 2):
            yield Checked(_WHAT)
            if (
                a.n == b.n
                and a.total != b.total
                and a.criteria == b.criteria
                and all(_printed_whole(r) for r in (a, b))
            ):
                yield _said(f"{named(a)}: {a.n}/{a.total} in one place, {b.n}/{b.total} in another", spans(a, b))
    yield from _benefit(case)
    yield from _strata(case)


def _strata(case: Case) -> Iterator[Statement]:
    """Responders of fewer patients with a tumour than have it, with no word of who was left out."""
    counted: dict[str, set[int]] = defaultdict(set)
    held: dict[str, list[Base]] = defaultdict(list)
    for record in case.of("histotype"):
        if record.n is not None and not (record.drugs or record.subgroup or record.patient):
            counted[record.histotype].add(record.n)
            held[record.histotype].append(record)
    if {r.value for r in case.of("cohort") if r.field == "n_evaluable"} - {case.size("n_patients")}:
        return
    for sentence, listed in case.counted:
        for count in listed:
            after = [m for m in sentence.of("histotype") if 0 <= sentence.at(m)[0] - count.end <= 8 and m.concept]
            known = counted.get(after[0].label, set()) if after else set()
            joined = (
                re.fullmatch(r"\s*(?:with|of|in)\s*", sentence.text[count.end : sentence.at(after[0])[0]])
                if after
                else None
            )
            if not joined or not count.n or not count.total or len(known) != 1 or _EVALUABLE.search(sentence.text):
                continue
            yield Checked(_WHAT)
            (n,) = known
            if count.total < n and place_of(sentence.section.value) != "legend":
                message = (
                    f"{count.n} of {count.total} with {after[0].label} are told, but {n} patients have this diagnosis"
                )
                place = case.within(sentence, count.start, count.end)
                yield _said(message, (place, *spans(*held[after[0].label])), 0.8)


def _printed_whole(record: Any) -> bool:
    """Whether the count's own words print the whole too, rather than a heading or the sentence before."""
    return any(re.search(rf"\b{record.total}\b", p.text) for p in record.provenance)


def _benefit(case: Case) -> Iterator[Statement]:
    """Patients who benefited, as fractions of two wholes in two parts of a paper."""
    word = re.compile(
        r"\bbenefi(?:t|ted|tted)\b|\bPFS of at least\b|progression[- ]free (?:for|survival of) at least", re.I
    )
    found = []
    for sentence, listed in case.counted:
        near = [
            c for c in listed if c.n and c.total and c.total >= 5 and word.search(sentence.text[c.end : c.end + 60])
        ]
        found += [(sentence, c) for c in near[:1]]
    for (s, a), (t, b) in combinations(found, 2):
        if a.n == b.n and a.total != b.total and {a.total, b.total} & {case.size("n_patients")}:
            yield Checked(_WHAT)
            message = (
                f"{a.n}/{a.total} in one place, {b.n}/{b.total} in another: the group that is counted is not the same"
            )
            yield _said(message, (case.within(s, a.start, a.end), case.within(t, b.start, b.end)), 0.8)


def _per_drug(case: Case) -> Iterator[Statement]:
    """One sentence that gives patients by drug, more of them than there are patients."""
    patients, treated = case.size("n_patients"), case.size("n_treatment_lines")
    if patients is None or treated is None or treated <= patients:
        return
    for sentence, found in case.counted:
        drugs = sentence.of("drug")
        counted = [c for c in found if c.n and c.percent is None and c.total is None]
        people = [c for c in counted if re.search(r"patient|pts", c.noun)]
        if len(drugs) < 3 or len(counted) < 3 or not people or _LINES.search(sentence.text):
            continue
        text = sentence.text
        outer = [c for c in counted if text[: c.start].count("(") == text[: c.start].count(")")]
        total = sum(c.n or 0 for c in outer)
        if len(outer) < 3 or len(outer) > len(drugs):
            continue
        yield Checked(_WHAT)
        if total == treated:
            message = f"The patients by drug add to {total}: these are the {treated} treatment lines, not the {patients} patients"
            yield _said(message, tuple(case.within(sentence, c.start, c.end) for c in outer), 0.9)


def _mixed(case: Case, table: Table) -> Iterator[Statement]:
    """A block whose rows are percentages of the whole table, but for a run that is percentages of its own sum."""
    blocks: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    for entry in entries_of(case, table):
        if entry.sizes:
            blocks[entry.column, entry.line.block].append(entry)
    for block in blocks.values():
        whole = block[0].sizes[0]
        off = [e for e in block if not rounds(e.n, whole, e.percent) and e.n]
        if len(off) < 2 or len(off) == len(block):
            continue
        total = sum(e.n for e in off)
        near = [e for e in block if e.n and e not in off and abs(100 * e.n / whole - float(e.percent)) < 0.1]
        far = [e for e in off if abs(100 * e.n / whole - float(e.percent)) > 1]
        own = [e for e in off if rounds(e.n, total, e.percent)]
        while off and own != off:
            off = [e for e in off if abs(100 * e.n / whole - float(e.percent)) > 1]
            total = sum(e.n for e in off)
            if own == off or not off:
                break
            own = [e for e in off if rounds(e.n, total, e.percent)]
            if own != off:
                break
        if len(far) >= 2 and own == off and near and total != whole:
            yield Checked(_WHAT)
            kept = ", ".join(f"{e.said} {e.percent} %" for e in near[:3])
            parts = ", ".join(f"{e.said} {e.n}/{total}" for e in off)
            message = f"{name(table)}, {block[0].line.group}: {kept} are of {whole}, but {parts} of their own sum"
            yield _said(message, tuple(p for e in block for p in e.evidence), 0.9)


def _lines_as_patients(case: Case, table: Table) -> Iterator[Statement]:
    """Sexes of a table that counts treatment lines of fewer patients: some are counted more than once."""
    patients, treated = case.size("n_patients"), case.size("n_treatment_lines")
    if patients is None or treated is None or treated <= patients:
        return
    columns: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries_of(case, table):
        if _SEX.search(entry.line.label):
            columns[entry.column].append(entry)
    for sexes in columns.values():
        if len(sexes) != 2:
            continue
        yield Checked(_WHAT)
        if sum(e.n for e in sexes) == treated:
            header = tuple(
                e
                for row in (*table.header, *table.rows[:3])
                for c in row
                if re.search(rf"=\s*{treated}\b", c.text)
                for e in cell_places(table, 0, 0, c)
            )
            message = (
                f"{name(table)} counts {treated} treatment lines, so patients with several lines are counted several times; "
                f"the sexes add to {treated}, the patients are {patients}"
            )
            yield _said(message, (*header, *(p for e in sexes for p in e.evidence)), 0.9)
