"""Counts in sentences: with their percentage, by sex, by site, and statistics that cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.counts import Count
from extractors.core.paper import Sentence
from extractors.quantities import NUMBER, parse_number
from pipeline.audit.case import Case, Checked, Discrepancy, Statement, evidence, place_of
from pipeline.audit.rounding import decimals, fit, fitting_counts, fitting_totals, rounds, share
from pipeline.records import Base

_TRIPLES = "n/N/% triples in sentences"
_SEX = re.compile(
    r"\b(?:(?P<women>women|females?)|(?P<men>men|males?))\s*[(,]?\s*(?P<a>\d{1,3}(?:[.,]\d+)?)\s*%\s*[),.;]"
    r"|(?P<b>\d{1,3}(?:[.,]\d+)?)\s*%\s+(?:(?:of (?:the )?)?patients (?:were|was) )?(?:(?P<women2>women|females?)|(?P<men2>men|males?))\b",
    re.I,
)
_SITE = re.compile(rf"\bin (?P<n>{NUMBER})(?:\s+(?:patients|cases))?(?=\s*[,;.]|\s+and\b)", re.I)
_SITES = re.compile(
    r"\b(?:primary (?:tumou?r )?(?:sites?|locations?)|lay in|(?:were|was) located|arose|originated|primary tumou?rs? (?:was|were))\b",
    re.I,
)
_MANY = re.compile(
    r"metasta|recurr|relaps|multiple|both|several|common|frequent|some\b|among|including|such as|respectively", re.I
)
_GRADE = re.compile(
    r"\bmedian (?:toxicity |severity )?grade\b(?P<between>[^.;]{0,60}?)\b(?:was|were|of|is)\s+(?P<a>\d[.,]\d+)(?:[^.;\d]{0,40}(?P<b>\d[.,]\d+))?",
    re.I,
)
_WHOLE = re.compile(
    r"\bmedian (?:number of|of) [^.;()]{0,40}?\b(?:was|were)\s+(?P<a>\d[.,]\d+)\b(?!\s*(?:months?|years?|weeks?|days?))",
    re.I,
)
_PART = re.compile(
    r"\bof (?:the|these|those|whom|which)\b|\bamong\b|\bevaluable|\bassessable|\bavailable|\bdata\b|\btested|\bsubset|\bthose\b",
    re.I,
)


def check_prose(case: Case) -> Iterator[Statement]:
    """What sentences count, whether or not it became a record."""
    whole = _groups(case)
    for sentence, found in case.counted:
        for count in found:
            yield from _triple(case, sentence, count, whole)
        yield from _sexes(case, sentence)
        yield from _sites(case, sentence, found)
        yield from _impossible(case, sentence)


def _groups(case: Case) -> set[int]:
    """Every number of the text that may be a whole: counts, totals, group sizes."""
    said = {n for _, found in case.counted for c in found for n in (c.n, c.total) if n}
    cells = {int(m) for t in case.tables for r in t.rows for c in r for m in re.findall(r"\b\d{1,4}\b", c.text)}
    heads = {
        int(m)
        for t in case.tables
        for r in (*t.header, (t.caption,))
        for c in r
        for m in re.findall(r"\b\d{1,4}\b", c.text)
    }
    return said | cells | heads | {*case.denominators()}


def _triple(case: Case, sentence: Sentence, count: Count, groups: set[int]) -> Iterator[Statement]:
    n, total, percent = count.n, count.total, count.percent
    if n is None or percent is None or percent > 100 or sentence.section.value == "legend":
        return
    printed = sentence.text[count.start : count.end]
    if re.search(r"[<>≥≤~≈±–-]\s*\d|\bp\s*=|CI\b|approximately|about|median|mean", printed) or "%" not in printed:
        yield Checked(_TRIPLES, "a bound, range or approximation")
        return
    if total is None:
        yield from _open(case, sentence, count, groups)
        return
    if total < n or total == 0:
        yield Checked(_TRIPLES, "count and whole not told apart")
        return
    yield Checked(_TRIPLES)
    # halves may be rounded either way, and a percentage without places may be cut off
    verdict = fit(n, total, percent)
    if verdict == "rounded" or (verdict == "rounded twice" and not decimals(percent)):
        return
    if verdict == "wrong" and re.search(r"\d\s*%.*\d\s*%", printed):
        return
    totals = fitting_totals(n, percent, case.denominators())
    counts = fitting_counts(total, percent)
    ways = " or ".join([*(f"{n}/{t}" for t in totals[:2]), *(f"{k}/{total}" for k in counts[:1])])
    cut = {"truncated": " (cut off, not rounded)", "rounded twice": " (rounded twice)"}.get(
        verdict, f"; it would be {ways}" if ways else ""
    )
    message = f"{n} of {total} are {share(n, total, percent)} %, printed {percent} %{cut}"
    place = case.within(sentence, count.start, count.end)
    yield Discrepancy("count_vs_percent", message, (place,), "prose", 0.95 if verdict == "wrong" else 0.8)


def _open(case: Case, sentence: Sentence, count: Count, groups: set[int]) -> Iterator[Statement]:
    """A count of patients with a percentage that no number of the paper explains as its whole."""
    n, percent = count.n, count.percent
    if not n or not percent:
        return
    wholes = {t for t, w in case.denominators().items() if "(" not in w}
    if any(n <= t and rounds(n, t, percent) for t in wholes):
        yield Checked(_TRIPLES)
        return
    fits = fitting_totals(n, percent)
    printed = sentence.text[count.start : count.end]
    plain = re.match(rf"(?:{NUMBER})\s+(?:patients?|pts)\s*\(\s*\d", printed, re.I)
    explained = any(rounds(n, t, percent) for t in groups if t >= n) or _PART.search(sentence.text)
    if not wholes or explained or not plain or not fits or max(wholes) < n:
        yield Checked(_TRIPLES, "the whole is not stated")
        return
    # a part of the patients gives more than all of them do: fewer per cent than that no part explains
    too_few = fits[0] > max(wholes) and not any(fit(n, t, percent) != "wrong" for t in groups if t >= n)
    between = n >= 10 and any(min(wholes) <= t <= max(wholes) for t in (fits[0], fits[-1]))
    if not (too_few or between):
        yield Checked(_TRIPLES, "the whole is not stated")
        return
    yield Checked(_TRIPLES)
    listed = ", ".join(f"{n}/{t} {case.denominators()[t]} = {share(n, t, percent)} %" for t in sorted(wholes) if n <= t)
    message = f"{n} patients are printed as {percent} %, but {listed}; it would be {n}/{fits[len(fits) // 2]}"
    yield Discrepancy("count_vs_percent", message, (case.within(sentence, count.start, count.end),), "prose", 0.85)


def _sexes(case: Case, sentence: Sentence) -> Iterator[Statement]:
    """A percentage of women or men against their count elsewhere."""
    patients = case.size("n_patients")
    where = place_of(sentence.section.value)
    if patients is None or where == "legend":
        return
    for m in _SEX.finditer(sentence.text):
        field = "n_female" if m["women"] or m["women2"] else "n_male"
        percent = parse_number(m["a"] or m["b"])
        stated = [r for r in case.of("cohort") if r.field == field and not (r.drugs or r.histotype or r.subgroup)]
        if percent is None or len(stated) != 1 or re.search(r"\d\s*(?:%|were|\()?\s*$", sentence.text[: m.start()]):
            continue
        n = stated[0].value
        yield Checked(_TRIPLES)
        if abs(Decimal(100 * n) / patients - percent) < 1:
            continue
        yield from _by_place(
            case,
            sentence,
            m,
            stated[0],
            f"{n} of {patients} {'women' if field == 'n_female' else 'men'} are {share(n, patients, percent)} %, the text has {percent} %",
            where,
        )


def _by_place(
    case: Case, sentence: Sentence, m: re.Match[str], count: Base, message: str, where: str
) -> Iterator[Statement]:
    here = case.within(sentence, m.start(), m.end())
    for rule, spots in (
        ("count_vs_percent", [p for p in count.provenance if p.table or place_of(p.section) == where]),
        ("abstract_vs_body", [p for p in count.provenance if not p.table and place_of(p.section) != where]),
    ):
        if spots:
            yield Discrepancy(rule, message, (here, *(evidence(p) for p in spots)), "prose", 0.9)


def _sites(case: Case, sentence: Sentence, found: tuple[Count, ...]) -> Iterator[Statement]:
    """Primary sites listed with their patients: each has one, so they cannot add to more than all."""
    patients = case.size("n_patients")
    if patients is None or not _SITES.search(sentence.text) or _MANY.search(sentence.text):
        return
    listed = [(m, parse_number(m["n"])) for m in _SITE.finditer(sentence.text)]
    numbers = [int(n) for _, n in listed if n is not None and n == int(n)]
    if len(numbers) < 3 or len(numbers) != len(listed):
        return
    yield Checked("sums")
    if sum(numbers) > patients:
        message = f"The sites add to {sum(numbers)} ({' + '.join(map(str, numbers))}) for {patients} patients"
        places = tuple(case.within(sentence, m.start(), m.end()) for m, _ in listed)
        yield Discrepancy("sum_mismatch", message, places, "prose", 0.85)


def _impossible(case: Case, sentence: Sentence) -> Iterator[Statement]:
    """Medians of whole numbers are whole or halves."""
    for pattern, what in ((_GRADE, "grades"), (_WHOLE, "whole numbers")):
        for m in pattern.finditer(sentence.text):
            values = [parse_number(v) for v in (m.groupdict().get("a"), m.groupdict().get("b")) if v]
            yield Checked("medians of whole numbers")
            odd = [v for v in values if v is not None and v * 2 != int(v * 2)]
            if odd:
                message = f"{' and '.join(str(v) for v in odd)} cannot be medians of {what}: means, or misprints"
                yield Discrepancy(
                    "recomputed_median", message, (case.within(sentence, m.start(), m.end()),), "prose", 0.9
                )
