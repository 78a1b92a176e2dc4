"""A column of control rates is one of disease control, beside a column that counts patients."""

from __future__ import annotations

from extractors.core.document import Document
from pipeline.process import process

_TEXT = """Second-line treatment of sarcoma

Results

Table 4 shows the results.

Table 4 {caption}
Regimen N. (%) {header}
Gemcitabine 12 42%
Pazopanib 5 60%
Eribulin 4 0%
Trabectedin 8 75%

There were no surprises in this group of patients.
"""


def _rates(caption: str, header: str) -> list[tuple[str, list[str], float]]:
    records = [r.model_dump() for r in process(Document("own", _TEXT.format(caption=caption, header=header))).records]
    return [(r["category"], r["drugs"], float(r["percent"])) for r in records if r["kind"] == "response"]


def test_control_rates_stand_by_regimen() -> None:
    assert _rates("Disease control by regimen", "Control rate") == [
        ("DCR", ["gemcitabine"], 42),
        ("DCR", ["pazopanib"], 60),
        ("DCR", ["eribulin"], 0),
        ("DCR", ["trabectedin"], 75),
    ]


def test_control_of_something_else_is_none() -> None:
    assert _rates("Disease control by regimen", "Local control rate") == []
