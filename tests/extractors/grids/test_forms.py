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

_GRADES_IN_PIECES = """Table 4. Treatment-related toxicity (n = 44)

All grades

n (%)

Grade 3

n (%)

Grade 4

n (%)

Fatigue 22 (50.0) 3 (6.8) 0
Nausea 18 (40.9) 1 (2.3) 0

Neutropenia 15 (34.1) 7 (15.9) 4 (9.1)
Anaemia 14 (31.8) 5 (11.4) 0

Hand-foot syndrome 12 (27.3) 2 (4.5) –
Hypertension 9 (20.5) 4 (9.1) –
"""
_BY_WORST_GRADE = """Table 5. Toxicity by worst grade (n = 30)

Toxicity

Number of patients by worst grade All grades,
n (%)

Grade 3–4,
n (%)1 2 3 4

Anaemia 6 5 4 0 15 (50.0) 4 (13.3)

Neutropenia 3 4 6 2 15 (50.0) 8 (26.7)
Nausea 8 5 1 0 14 (46.7) 1 (3.3)

Vomiting 7 2 1 0 10 (33.3) 1 (3.3)
Alopecia 9 11 0 0 20 (66.7) 0 (0.0)
Mucositis 5 3 2 0 10 (33.3) 2 (6.7)
"""
_MODELS = """Table 3. Prognostic factors for overall survival

Univariate analysis Multivariate analysis

Variable HR (95% CI) P value HR (95% CI) P value

ECOG ≥1 vs 0 1.88 (1.20–2.95) 0.006 1.71 (1.05–2.77) 0.03
Age ≥60 vs <60 1.10 (0.74–1.66) 0.62 – –
Liver metastases 1.64 (1.02–2.63) 0.04 1.40 (0.85–2.31) 0.19
Uterine primary 0.71 (0.45–1.13) 0.15 – –
"""
_FACTORS = """Table 3. Univariate and multivariate analyses of overall survival

Characteristic n Univariate Multivariate

Median OS (months) p HR [95% CI] p

Age <60 years 30 14.0 0.34 1 (reference)

≥60 years 22 11.9 1.25 [0.70–2.22] 0.44

Site Uterus 18 16.8 0.02 1 (reference)

Other 34 10.2 1.90 [1.05–3.43] 0.03

Surgery of primary Yes 40 15.1 0.01 1 (reference)

No 12 7.0 2.22 [1.10–4.49] 0.03
"""
_RATES = """Table 2 Efficacy

Gemcitabine (n=40) Docetaxel (n=41) p value
Complete response 1 (3%) 0
Partial response 7 (18%) 4 (10%)
Stable disease 15 (38%) 16 (39%)
Objective response [95% CI] 8 (20%) [9–36] 4 (10%) [3–23] 0·19
Disease control 23 (58%) 20 (49%) 0·43
Median progression-free survival, months (95% CI) 4·1 (2·8–5·9) 3·3 (2·0–4·4) 0·22
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
        (_GRADES_IN_PIECES, " | All grades n (%) | Grade 3 n (%) | Grade 4 n (%)"),
        (
            _MODELS,
            "Variable | Univariate analysis HR (95% CI) | Univariate analysis P value | Multivariate analysis HR (95% CI) | Multivariate analysis P value",
        ),
        (
            _FACTORS,
            "Characteristic | n | Univariate Median OS (months) | Univariate p | Multivariate HR [95% CI] | Multivariate p",
        ),
        (_RATES, " | Gemcitabine (n=40) | Docetaxel (n=41) | p value"),
        (
            _BY_WORST_GRADE,
            "Toxicity | Number of patients by worst grade 1 | Number of patients by worst grade 2 | Number of patients by worst grade 3 | Number of patients by worst grade 4 | All grades, n (%) | Grade 3–4, n (%)",
        ),
    ],
)
def test_headers_stand_over_numbers_of_their_form(table: str, header: str) -> None:
    (found,) = find_tables(Document("made", _BEFORE + table + _BEHIND))
    assert " | ".join(found.columns) == header
