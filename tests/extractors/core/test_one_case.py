"""A report of one patient gives no figures of a group as its own."""

from __future__ import annotations

from extractors.core.document import Document
from pipeline.process import process
from pipeline.records import Base

_CASE = """A case of dedifferentiated chondrosarcoma responding to pazopanib

Abstract
Dedifferentiated chondrosarcoma is rare. We report a 46-year-old man who was treated with pazopanib.

Case report
A 46-year-old man presented with a mass of the thigh. Biopsy showed dedifferentiated chondrosarcoma.
He was given pazopanib 800 mg daily and had a partial response for 7 months.
"""
_REVIEWED = """
Clinical features
Dedifferentiated chondrosarcoma was described in 74 patients with a median age of 59 years. There were 40 men.

Treatment and prognosis
Median survival was 7.5 months. The objective response rate was 11%. Five-year survival was 18%.
"""


def own(text: str) -> list[Base]:
    return [r for r in process(Document("case", text)).records if getattr(r, "attribution", "") == "own"]


def test_the_patient_stays_own() -> None:
    kinds = {r.kind for r in own(_CASE + _REVIEWED)}  # type: ignore[attr-defined]
    assert {"patient", "dose", "response"} <= kinds


def test_sections_that_review_others_give_no_own_figures() -> None:
    assert [r for r in own(_CASE + _REVIEWED) if not getattr(r, "patient", "") and r.kind != "mention"] == []  # type: ignore[attr-defined]


def test_a_series_under_custom_headings_keeps_its_figures() -> None:
    series = """Pazopanib in chondrosarcoma: experience with 23 patients

Clinical features
We treated 23 patients with pazopanib. There were 14 men.

Outcome
The objective response rate was 13%. Median survival was 16.5 months.
"""
    assert {"response", "time_to_event", "cohort"} <= {r.kind for r in own(series)}  # type: ignore[attr-defined]
