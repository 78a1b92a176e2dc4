"""Counts whose event is told before them, by grade and by arm."""

from __future__ import annotations

import pytest

from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.toxicities import Toxicities


def _read(text: str) -> list[tuple[str, str, int | None, float | None]]:
    found = Toxicities().extract(annotate(Document("x", f"Results\n\n{text}\n")))
    return [
        (f.term.label, f.grade, f.n, float(f.percent) if f.percent is not None else None)
        for f in found
        if f.method in ("toxicity.ellipsis", "toxicity.arm")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Grade 3 anemia developed in 6 patients, whereas 11 had grade 1 or 2.", [("anemia", "1-2", 11, None)]),
        ("Vomiting and rash were rare, fatigue was common, and 11 had grade 1.", []),
        ("Nausea was seen in 7% of patients in group A and in 16% of patients in group B.", [("nausea", "", None, 16)]),
        ("Nausea was seen in 7% of patients in group A and 16% of patients in group B died.", []),
    ],
)
def test_what_is_left_out_is_taken_from_before(
    text: str, expected: list[tuple[str, str, int | None, float | None]]
) -> None:
    assert _read(text) == expected
