"""Tables of patients printed a row a line with single spaces are cut into columns by what they mean."""

from __future__ import annotations

import pytest

from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.tabular.run_together import apart

_KEY = "ASPS, alveolar soft part sarcoma; CCS , clear cell sarcoma; SD, stable disease; PR, partial response; NV , not evaluable."


def _rows(head: str, rows: list[str]) -> tuple[tuple[str, ...], list[list[str]]]:
    """Columns and rows of a table, its run-together columns apart."""
    table = "\n".join([head, *rows])
    text = f"Pazopanib in sarcoma\n\nResults\n\nTable 1 shows all.\n\nTable 1 Patients and outcome\n{table}\n{_KEY}\n\nThe median age was 45 years.\n"
    (found,) = apart(annotate(Document("own", text), "none")).tables
    for row in found.rows:
        for cell in row:
            assert cell.text == " ".join(text[r.start : r.end] for r in cell.ranges)
    return found.columns, [[c.text for c in row] for row in found.rows]


def test_tumours_sites_and_lists_of_sites_stand_apart() -> None:
    columns, rows = _rows(
        "No. Age Sex Histology Primary site Metastatic sites Best response PFS (months)",
        [
            "1 34 F ASPS left thigh lung, bone PR 14",
            "2 51 M CCS foot lymph node NV 6",
            "3 27 F ASPS buttock lung SD 2",
            "4 60 M ASPS distal femur liver, peritoneum SD 11+",
        ],
    )
    assert columns[3:7] == ("Histology", "Primary site", "Metastatic sites", "Best response")
    assert rows[0][3:] == ["ASPS", "left thigh", "lung, bone", "PR", "14"]
    assert rows[1][3:] == ["CCS", "foot", "lymph node", "NV", "6"]
    assert rows[3][3:] == ["ASPS", "distal femur", "liver, peritoneum", "SD", "11+"]


def test_the_answer_of_a_gene_the_extent_and_treatment_stand_apart() -> None:
    columns, rows = _rows(
        "Case Gender Diagnosis SS18 rearrangement Site Stage at diagnosis Prior treatment Response OS",
        [
            "1 male synovial sarcoma yes knee localized none SD 22",
            "2 female synovial sarcoma no chest wall metastatic radiotherapy PR 7",
            "3 male synovial sarcoma yes foot locally advanced surgery, imatinib SD 30",
            "4 female synovial sarcoma yes thigh local + lung none PR 18",
        ],
    )
    assert columns[2:7] == ("Diagnosis", "SS18 rearrangement", "Site", "Stage at diagnosis", "Prior treatment")
    assert rows[1][2:] == ["synovial sarcoma", "no", "chest wall", "metastatic", "radiotherapy", "PR", "7"]
    assert rows[2][4:7] == ["foot", "locally advanced", "surgery, imatinib"]
    assert rows[3][5] == "local + lung"


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        (
            "Patient Age Sex Site Regimen Response Reason for stopping",
            ["1 33 male knee given with pain SD lung lesions grew", "2 41 female wall something else PR own wish"] * 2,
        ),
        (
            "Grade Nausea Vomiting Fatigue",
            ["1 12 3 4", "2 5 2 1", "3 1 0 2", "4 0 0 1"],
        ),
    ],
    ids=["words that name no field", "figures by grade"],
)
def test_other_tables_stay_as_they_are(head: str, rows: list[str]) -> None:
    numbered = [f"{n} {row.split(' ', 1)[1]}" for n, row in enumerate(rows, 1)]
    text = f"Title\n\nResults\n\nTable 1 Patients and outcome\n{head}\n" + "\n".join(numbered) + f"\n{_KEY}\n"
    paper = annotate(Document("own", text), "none")
    assert apart(paper) is paper
