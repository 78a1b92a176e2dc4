"""Floors of scores on gold: what a nightly run must reach."""

from __future__ import annotations

import json
from pathlib import Path

from extractors.core.document import InputError
from pipeline.records import SCORED
from pipeline.scoring import Report


def read_floors(path: Path) -> dict[str, float]:
    """Floors of core F1 by kind, and `all`.

    Raises
    ------
    InputError
        When the file is no JSON object of numbers from 0 to 1, or names a kind that is none: it would guard nothing.
    """
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        floors = {str(kind): float(value) for kind, value in loaded.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise InputError(f"{path}: no floors (a JSON object of numbers by kind): {error}") from error
    for kind, floor in floors.items():
        if kind not in (*SCORED, "all"):
            raise InputError(f"{path}: no such kind {kind!r}; there are {', '.join(SCORED)} and all")
        if not 0 <= floor <= 1:
            raise InputError(f"{path}: the floor of {kind} is {floor:g}; floors go from 0 to 1")
    return floors


def below(report: Report, floors: dict[str, float]) -> dict[str, tuple[float, float]]:
    """Score and floor of every kind that fell below."""
    values = {kind: tally.f1() for kind, tally in report.kinds.items()} | {"all": report.total.f1()}
    return {kind: (values[kind], floor) for kind, floor in floors.items() if kind in values and values[kind] < floor}
