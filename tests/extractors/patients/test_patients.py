"""Facts about single patients, with the words that state them."""

from __future__ import annotations

import pytest

from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.patients import Patients


def _facts(text: str, field: str) -> list[str]:
    document = Document("d", f"Case report\n\n{text}\n")
    found = [f for f in Patients().extract(annotate(document)) if f.field == field]
    for finding in found:
        assert all(0 <= e.start < e.end <= len(document.text) for e in finding.evidence)
    return [str(f.value) for f in found]


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("An 8-month-old boy had fibrosarcoma.", "age", ["0.67"]),
        ("A 50-year-old had chordoma. She did well.", "sex", ["female"]),
        ("A 50-year-old man with chordoma of the right clavicle.", "primary_site", ["right clavicle"]),
        ("A 50-year-old man with chordoma relapsed in the liver and the lung.", "recurrence_sites", ["liver; lung"]),
        ("A 50-year-old man had lung metastases of chordoma at diagnosis.", "recurrence_sites", []),
        ("A 50-year-old man had a Karnofsky performance status of 80.", "performance_status", ["80"]),
        ("A 50-year-old man had received three prior lines of chemotherapy.", "prior_lines", ["3"]),
        (
            "A 50-year-old man had previously received cisplatin and doxorubicin.",
            "prior_treatment",
            ["cisplatin, doxorubicin"],
        ),
        ("A 50-year-old man had a relapse two years after surgery.", "dfi", ["24"]),
        ("A 50-year-old man had a relapse within 3 months after surgery.", "dfi", []),
        ("A 50-year-old man with chordoma died in hospital.", "status", ["dead"]),
        ("A 50-year-old man was well. His mother had died of breast cancer.", "status", []),
        ("A 50-year-old man underwent left nephrectomy.", "procedure", ["left nephrectomy"]),
        ("A 50-year-old man refused amputation.", "procedure", []),
        (
            "A 50-year-old man had tumours with MET amplification and a TP53 mutation.",
            "genomic",
            ["MET amplification", "TP53 mutation"],
        ),
        ("A 50-year-old man had no BRAF mutation.", "genomic", []),
        (
            "A 50-year-old man carried a germline BRCA1 mutation, c.68_69del.",
            "genomic",
            ["BRCA1 germline mutation c.68_69del"],
        ),
    ],
)
def test_one_fact_each(text: str, field: str, values: list[str]) -> None:
    assert _facts(text, field) == values


def test_evidence_is_the_words_that_state_the_fact() -> None:
    document = Document("d", "Case report\n\nA 50-year-old man underwent left nephrectomy.\n")
    said = {
        f.field: document.text[f.evidence[0].start : f.evidence[0].end] for f in Patients().extract(annotate(document))
    }
    assert said == {"age": "50-year-old", "sex": "man", "procedure": "left nephrectomy"}
