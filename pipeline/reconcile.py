"""Reconciling: the same statement made twice is one record with all its evidence; two that disagree stay two."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from functools import lru_cache

from pipeline.records import Base, Provenance

# Fields that a repetition may leave out; what one statement gives the merged record keeps.
_DETAIL: dict[str, tuple[str, ...]] = {
    "dose": ("route", "frequency"),
    "histotype": ("total", "percent"),
    "response": ("criteria", "n", "total", "percent", "ci_low", "ci_high"),
    "time_to_event": ("ci_low", "ci_high", "range_low", "range_high"),
    "toxicity": ("grade", "n", "total", "percent"),
    "patient": (),
    "cohort": ("unit", "n", "percent"),
    "mention": (),
    "finding": (),
}
_COMMON = ("attribution", "subgroup")
# What is told of one patient need not say again which drug it was or which tumour.
_OF_PATIENT = dict.fromkeys(("response", "time_to_event", "toxicity", "dose"), ("drugs", "histotype"))
_SKIP = {"doc", "provenance", "method", "confidence", "codes", "flags"}
_EMPTY: tuple[object, ...] = (None, "", [])
_number = "a number"


def reconcile(records: Iterable[Base]) -> list[Base]:
    """Merge records that state the same thing; order of first appearance is kept.

    Two records are one statement when every field agrees that both give, and only details (totals, intervals, routes)
    are given by one alone. A figure rounded in a repetition (2.7 for 2.73) is the same.
    """
    merged: list[Base] = []
    alike: dict[tuple[object, ...], list[int]] = {}
    for record in records:
        places = alike.setdefault(_words(record), [])
        for k in places:
            if same_statement(merged[k], record):
                merged[k] = merge(merged[k], record)
                break
        else:
            places.append(len(merged))
            merged.append(record)
    return merged


@lru_cache(maxsize=32)
def _worded(kind: type[Base], of_patient: bool) -> tuple[str, ...]:
    """The fields of a kind that two records of one statement must both give."""
    detail = _loose(kind.model_fields["kind"].default, of_patient)
    return tuple(name for name in kind.model_fields if name not in {*_SKIP, *detail})


def _loose(kind: str, of_patient: bool) -> tuple[str, ...]:
    """The fields that a repetition may leave out."""
    return (*_DETAIL[kind], *_COMMON, *(_OF_PATIENT.get(kind, ()) if of_patient else ()))


def _words(record: Base) -> tuple[object, ...]:
    """What must be the same to the letter in records of one statement: every field of those but its numbers."""
    values = (getattr(record, name) for name in _worded(type(record), bool(record.patient)))
    return (record.doc, *(_number if _is_number(v) else tuple(v) if isinstance(v, list) else v for v in values))


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def same_statement(a: Base, b: Base) -> bool:
    """Whether two records of one document state one fact."""
    if type(a) is not type(b) or a.doc != b.doc:
        return False
    detail = _loose(a.kind, bool(a.patient and a.patient == b.patient))  # type: ignore[attr-defined]
    for name in type(a).model_fields:
        if name in _SKIP:
            continue
        x, y = getattr(a, name), getattr(b, name)
        loose = name in detail
        if not _agree(x, y) and not (loose and (x in _EMPTY or y in _EMPTY)) and name not in ("attribution",):
            return False
    return _same_attribution(a, b) and _share_value(a, b) and (_same_figure(a, b) or _repeated(a, b))


def _same_figure(a: Base, b: Base) -> bool:
    """Whether the value is the same to the last decimal: a rounded one repeats only what is told of the same subgroup."""
    values = [getattr(x, "value", None) for x in (a, b)]
    return values[0] == values[1] or None in values


def _repeated(a: Base, b: Base) -> bool:
    """Whether one figure may be the other rounded: of the same subgroup, and not both in one list ("4.5 and 4.0 months")."""
    spans = [(p, q) for p in a.provenance for q in b.provenance]
    listed = any(p.start < q.end and q.start < p.end and (p.start, p.end) != (q.start, q.end) for p, q in spans)
    return _subgroup(a) == _subgroup(b) and not listed


def _subgroup(record: Base) -> str:
    return str(getattr(record, "subgroup", ""))


def _same_attribution(a: Base, b: Base) -> bool:
    return a.attribution == b.attribution or ({a.attribution, b.attribution} == {"own", "planned"} and a.kind == "dose")  # type: ignore[attr-defined]


def _share_value(a: Base, b: Base) -> bool:
    """Counts: at least one of n and percent must be given by both, or none by either."""
    names = [n for n in ("n", "percent") if n in type(a).model_fields]
    if not names or getattr(a, "value", None) is not None:
        return True
    given = [(getattr(a, n), getattr(b, n)) for n in names]
    shares = {_is_share(a, b), _is_share(b, a)}
    if all(x is None and y is None for x, y in given) or any(x is not None and y is not None for x, y in given):
        return False not in shares
    return True in shares


def _is_share(a: Base, b: Base) -> bool | None:
    """Whether the percentage of one is what n of a total of the other makes, rounded; None when they do not say."""
    n, total, percent = getattr(a, "n", None), getattr(a, "total", None), getattr(b, "percent", None)
    if n is None or not total or percent is None:
        return None
    return bool(abs(100 * n / total - percent) < 1.01)


def _agree(x: object, y: object) -> bool:
    if isinstance(x, bool) or isinstance(y, bool):
        return x == y
    if isinstance(x, (int, float)) and isinstance(y, (int, float)):
        return _rounds_to(x, y) or _rounds_to(y, x)
    return x == y


def _rounds_to(fine: int | float, coarse: int | float) -> bool:
    """Whether a figure is another one rounded to that one's last printed decimal: 2.73 to 2.7, 33.3 to 33."""
    exact, short = Decimal(str(fine)), Decimal(str(coarse))
    last = Decimal(1).scaleb(min(int(short.as_tuple().exponent), 0))
    return any(exact.quantize(last, way) == short for way in (ROUND_HALF_UP, ROUND_HALF_EVEN))


def merge(a: Base, b: Base) -> Base:
    """One record with both evidences; the more complete statement gives details and method, the surer confidence."""
    fields = {name: getattr(a, name) for name in type(a).model_fields}
    for name in _loose(a.kind, bool(a.patient)):  # type: ignore[attr-defined]
        if fields[name] in _EMPTY:
            fields[name] = getattr(b, name)
    spans: dict[tuple[int, int], Provenance] = {(p.start, p.end): p for p in (*b.provenance, *a.provenance)}
    fields["provenance"] = [spans[k] for k in sorted(spans)]
    fields["confidence"] = max(a.confidence, b.confidence)
    fields["codes"] = {**b.codes, **a.codes}
    fields["drugs"] = a.drugs or b.drugs
    return type(a)(**fields)
