"""Headers whose words say what form the numbers below have: shares, intervals, p-values, plain counts."""

from __future__ import annotations

import pytest

from extractors.core.document import Document
from extractors.grids import find_tables

_BEFORE = (
    "Results\n\nThe patients were treated as described above and the results of the treatment are shown in the tables "
    "that follow here.\n\n"
)
_BEHIND = (
    "\n\nDiscussion\nThe results of this series are in keeping with those of others, who treated patients with the same "
    "drugs in the same way.\n"
)
_TYPES = """Table 2. Outcome by tumour type

Tumour type Patients Assessable ORR, n (%) DCR, n (%) Median PFS, months (95% CI) Median OS, months (95% CI)
Liposarcoma 22 20 3 (15.0) 12 (60.0) 4.2 (2.0–6.1) 13.0 (9.1–17.2)

Angiosarcoma 14 13 4 (30.8) 8 (61.5) 3.9 (1.8–5.5) 9.7 (6.0–12.1)
Myxofibrosarcoma 9 9 0 (0.0) 4 (44.4) 2.1 (1.2–4.0) 8.8 (4.4–11.9)
Epithelioid sarcoma 6 5 1 (20.0) 3 (60.0) 5.5 (1.0–9.9) 14.2 (5.0–NE)
"""
_SUBGROUPS = """Table 3 Overall survival by subgroup

Subgroup n Events Median OS (months) 95% CI p value

Age <65 years 41 30 12.4 8.8–15.1 0.21
Age ≥65 years 22 19 9.9 6.2–12.7
ECOG 0 30 18 15.0 11.2–19.3 0.004

ECOG 1 33 31 7.6 5.1–10.0
Lung metastases only 17 9 18.1 12.0–NR 0.03
Other metastases 46 40 9.0 7.2–11.4
"""
_LINES = """Table 4 PFS and response by line

Line No. of patients ORR, % Median PFS (95% CI), months 6-month PFS, %
First 12 25.0 6.1 (3.0–8.8) 50.0

Second 30 16.7 4.0 (2.9–5.2) 36.7
Third or later 19 5.3 2.5 (1.8–3.4) 15.8
"""
_GRADES = """Table 4. Adverse events

Adverse event
Any grade
n (%)
Grade ≥3
n (%)

Fatigue 22 (50.0) 3 (6.8)
Nausea 18 (40.9) 1 (2.3)

Neutropenia 15 (34.1) 7 (15.9)
Anaemia 14 (31.8) 5 (11.4)

Hand-foot syndrome 12 (27.3) 2 (4.5)
Hypertension 9 (20.5) 4 (9.1)
"""
_ARMS = """Table 1. Patients

Trabectedin
(n = 40)

Pazopanib
(n = 38)

All patients
(n = 78)

Age (years), median (range) 55 (21–77) 52 (19–80) 54 (19–80)
Sex, n (%)

Female 22 (55.0) 18 (47.4) 40 (51.3)
Male 18 (45.0) 20 (52.6) 38 (48.7)

ECOG, n (%)
0 15 (37.5) 12 (31.6) 27 (34.6)
1 25 (62.5) 26 (68.4) 51 (65.4)
"""
_BEST = """Table 2. Response according to histology

Histology n CR PR SD PD NE ORR, n/N (%) 3-month PFS, %

Leiomyosarcoma 20 1 3 9 6 1 4/19 (21.1) 55.0

Synovial sarcoma 11 0 3 5 3 0 3/11 (27.3) 63.6
Liposarcoma 9 0 0 4 4 1 0/8 (0.0) 33.3
Total 40 1 6 18 13 2 7/38 (18.4) 52.5
"""


@pytest.mark.parametrize(
    ("table", "header"),
    [
        (
            _TYPES,
            "Tumour type | Patients | Assessable | ORR, n (%) | DCR, n (%) | Median PFS, months (95% CI) | Median OS, months (95% CI)",
        ),
        (_SUBGROUPS, "Subgroup | n | Events | Median OS (months) | 95% CI | p value"),
        (_LINES, "Line | No. of patients | ORR, % | Median PFS (95% CI), months | 6-month PFS, %"),
        (_GRADES, "Adverse event | Any grade n (%) | Grade ≥3 n (%)"),
        (_ARMS, " | Trabectedin (n = 40) | Pazopanib (n = 38) | All patients (n = 78)"),
        (_BEST, "Histology | n | CR | PR | SD | PD | NE | ORR, n/N (%) | 3-month PFS, %"),
    ],
)
def test_headers_stand_over_numbers_of_their_form(table: str, header: str) -> None:
    (found,) = find_tables(Document("made", _BEFORE + table + _BEHIND))
    assert " | ".join(found.columns) == header
