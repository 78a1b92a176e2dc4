"""What one statement of a dose leaves out and another of the same paper tells: role, route, frequency."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core.contract import DoseFinding

# A changed dose keeps the rhythm of the dose it changes.
_CHANGED = frozenset({"starting", "escalated", "reduced", "maximum", "patient"})


def completed(found: list[DoseFinding]) -> Iterator[DoseFinding]:
    """The findings in order; a gap is filled only where the paper tells one single value for the drug."""
    stated = {_amount(f): f.role for f in found if f.role not in ("planned", "other")}
    for dose in found:
        fields: dict[str, str] = {}
        if dose.role == "planned" and _amount(dose) in stated:
            fields["role"] = stated[_amount(dose)]
        if not dose.route:
            fields["route"] = _only(f.route for f in found if _drug(f) == _drug(dose))
        if not dose.frequency and fields.get("role", dose.role) in _CHANGED:
            fields["frequency"] = _only(f.frequency for f in found if _drug(f) == _drug(dose))
        yield dose.model_copy(update=fields) if fields else dose


def _amount(dose: DoseFinding) -> tuple[object, ...]:
    """What makes two statements one dose, whatever role their words give: a repetition often leaves the role out."""
    return *_drug(dose), dose.low, dose.high, dose.unit, dose.patient


def _drug(dose: DoseFinding) -> tuple[str, bool]:
    return dose.drug.label, dose.attribution == "cited"


def _only(values: Iterator[str]) -> str:
    told = set(values) - {""}
    return told.pop() if len(told) == 1 else ""
