"""Texts that have no patients of their own, with and without headings: hardly anything may come out as evidence."""

from __future__ import annotations

import pytest

from extractors.core.document import Document
from pipeline.process import process
from pipeline.scoring.score import is_evidence, uncounted

_REVIEW = """Kinase inhibitors in angiosarcoma: a narrative review

Sorafenib 400 mg twice daily was tested in a French phase II trial in which 5 of 38 patients (13%) responded. \
Lindqvist and co-workers gave pazopanib 800 mg once a day to 29 women and noted a median progression-free survival of \
3.1 months. In the AAS-07 trial, 6 of 34 patients had grade 3 hypertension. Regorafenib yielded a response rate of 17% \
(Okafor 2018). Two of nine patients of a Korean registry had a complete response. Apatinib 500 mg daily gave a disease \
control rate of 81% at 12 weeks. The median overall survival was 9.9 months (95% CI 6.5-13.0) with axitinib. No patients \
of our own are reported here.
"""
_HEADED = """Antiangiogenic drugs for solitary fibrous tumor: an overview

Abstract
We reviewed 31 publications on antiangiogenic drugs in solitary fibrous tumor. Responses by Choi were seen in 46% of 140 \
patients.

Introduction
Solitary fibrous tumor is rare, and 20% of patients develop metastases.

Chemotherapy
In the series of Weidner, 3 of 17 patients responded to doxorubicin 75 mg/m2. Trabectedin 1.5 mg/m2 was given to eight \
patients by the Padua group; the median PFS was 6.8 months.

Sunitinib
Sunitinib 37.5 mg daily produced stable disease in 16 of 31 patients. Grade 3 neutropenia occurred in 4 patients and \
fatigue in 11. One patient died of bleeding.

Conclusion
A median PFS of 6 months can be expected.
"""
_EDITORIAL = """Editorial: olaratumab, what went wrong?

When the randomised phase II trial was published in 2016, the gain of 11.8 months in median overall survival surprised \
everyone. 133 patients had been treated with doxorubicin 75 mg/m2 with or without olaratumab 15 mg/kg. Approval followed \
within months. In ANNOUNCE, which enrolled 509 patients, the median overall survival was 20.4 and 19.7 months. The \
response rate was 14%, and grade 3 or higher neutropenia occurred in 46%. Halvorsen reported a similar disappointment \
with evofosfamide in 640 patients. In our opinion, small trials need better controls.
"""
_PROTOCOL = """Gemcitabine and docetaxel against doxorubicin in uterine leiomyosarcoma: study protocol of a randomised trial

Background
Uterine leiomyosarcoma is fatal in half of all women. Responses to gemcitabine and docetaxel were seen in 27% of women in \
a GOG trial.

Methods and design
We plan to enrol 120 women aged 18 years or older at 14 hospitals. Gemcitabine 900 mg/m2 will be given on days 1 and 8 \
and docetaxel 75 mg/m2 on day 8 of a 21-day cycle. The control arm receives doxorubicin 75 mg/m2. A median \
progression-free survival of 5 months is assumed in the control arm, and an increase to 8 months is to be detected with \
80% power. Toxicity will be graded by CTCAE.

Discussion
This trial will tell whether two drugs are better than one.
"""
_GUIDELINE = """Recommendations for the treatment of desmoid tumours: a consensus of the Nordic working group

Watchful waiting is the first choice: 20 to 30% of tumours regress without treatment. Sorafenib 400 mg daily led to an \
objective response in 33% of 49 patients, against 20% of 35 patients with placebo. Methotrexate 30 mg/m2 with vinblastine \
6 mg/m2 weekly is an alternative; 12 of 30 patients responded in one series. Five patients in that series stopped because of \
neuropathy. The five-year progression-free survival was 67%. Imatinib 400 mg daily may be given where nothing else is at hand.
"""
_CHAPTER = """New drugs for chordoma

Abstract
Chordoma is a slow tumour of the axial skeleton. This article gives an overview of what has been tried since 2005.

Introduction
Surgery and radiotherapy cure half of the patients.

2. Dasatinib
Thirty-two patients with unresectable chordoma were enrolled and received dasatinib 100 mg twice daily. Six patients (19%) \
had an objective response by Choi. The median progression-free survival was 6.3 months. Grade 3 fatigue occurred in four \
patients and pleural effusion in 9%.

3. Erlotinib
Seventeen patients were treated. Nine had stable disease, and 2-year overall survival was 58%. Two of the patients stopped \
because of rash.
"""
_RAISED = """Antibodies in pleomorphic sarcoma: where do we stand?

Checkpoint inhibitors have changed oncology.1 Half of pleomorphic sarcomas express PD-L1.2,3
Pembrolizumab
Among 40 patients given pembrolizumab 200 mg every three weeks, nine (23%) responded.4 The median duration of response was 49 \
weeks, and 5% of patients had grade 3 colitis.5
Nivolumab
Twelve women with uterine leiomyosarcoma were treated; none responded.6 Median survival was 11 months.
"""
_LETTER = """Doxorubicin once more

To the Editor: With interest we read the paper on weekly doxorubicin in elderly patients. The trial enrolled 88 patients at 12 \
hospitals. The response rate of 31% is higher than expected, and the hazard ratio for progression was 0.74 (95% CI 0.51-1.08). \
Six patients were excluded after randomisation. We wonder whether the median survival of 14 months holds with longer follow-up.
"""
_NETWORK = """Second-line drugs for advanced sarcoma patients: a network meta-analysis of randomised trials

Abstract
Methods
We searched four databases up to May 2020.
Results
We included 18 articles with a total of 2,210 patients. The pooled response rate was 9% (95% CI 6-12). With trabectedin the \
median PFS was 3.9 months. In the nine trials with 940 patients, 1-year overall survival was 51%.
"""
_MICE = """Lenvatinib in orthotopic models of synovial sarcoma

Abstract
Background: Synovial sarcoma is rare.
Methods: Preclinical activity was examined in four patient-derived models. Cell proliferation was measured after 72 h.
Results: Lenvatinib slowed growth.

1 | INTRODUCTION
Five-year survival is 60%. In 50 patients lenvatinib gave a median PFS of 6 months.7

2 | RESULTS
Lenvatinib 10 mg/kg was given daily for 21 days. Complete responses were observed in 3 of 8 animals and stable disease in two. \
Median survival was 44 days against 29 days in controls.
"""
_ADVANCES = """Recent advances in liposarcoma

Abstract
Here, we review the most recent progress in liposarcoma and its subtypes.

1. Introduction
Liposarcoma makes up a fifth of all sarcomas [1].

2. Treatment
Trabectedin 1.5 mg/m2 was given to 51 patients at the Oslo hospital from 2003 to 2009; 26 patients (51%) had a partial response and \
18 stable disease. The median PFS was 14 months. Forty women were randomised, 20 to eribulin 1.4 mg/m2.
"""
_OPINION = """Imatinib for dermatofibrosarcoma: an expert opinion

Imatinib 400 mg daily was given to 24 patients: 11 partial responses by RECIST were seen. In a phase II trial of 16 patients, the \
1-year PFS rate was 57%. In our opinion, surgery comes first.
"""
_RATIONALE = """EPI-2: rationale and trial design, a phase III comparison with epirubicin in angiosarcoma

Introduction
Epirubicin alone yields a response rate of 18%.

Methods
In all, 140 patients are to be included in 18 centres over 4 years. Arm A receives epirubicin 75 mg/m2 every 3 weeks. Assuming a \
median PFS of 4 months in arm A, 110 events are needed. As of June 2020, 44 patients had been randomised.
"""
_DONOR = """Everolimus in an orthotopic model of chordoma

Methods
The mice were divided into groups of six. The tumour tissue had been obtained from a 19-year-old patient with chordoma of the sacrum \
who underwent surgery at our hospital. Mice were given everolimus 5 mg/kg daily.

Results
The tumour volume of treated mice fell to 0.7. Stable disease was seen in 2 of 6 treated mice. Cell viability was reduced by 40%.
"""
_PLANNED_DOSES = {"protocol": 4, "rationale": 1}


def _said(text: str) -> list[tuple[str, str, str]]:
    records = [r.model_dump() for r in process(Document("nobodys", text)).records]
    return [
        (r["kind"], r["attribution"], r["provenance"][0]["text"])
        for r in records
        if is_evidence(r) and not uncounted(r)
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("review", _REVIEW),
        ("headed review", _HEADED),
        ("editorial", _EDITORIAL),
        ("protocol", _PROTOCOL),
        ("guideline", _GUIDELINE),
        ("overview that says so", _CHAPTER),
        ("references raised", _RAISED),
        ("letter", _LETTER),
        ("network meta-analysis", _NETWORK),
        ("mice", _MICE),
        ("recent advances", _ADVANCES),
        ("expert opinion", _OPINION),
        ("rationale", _RATIONALE),
        ("tissue of a patient", _DONOR),
    ],
)
def test_hardly_anything_is_evidence(name: str, text: str) -> None:
    found = _said(text)
    own = [f for f in found if f[1] == "own"]
    planned = [f for f in found if f[1] != "own"]
    assert len(own) <= 1, own
    assert len(planned) <= _PLANNED_DOSES.get(name, 0), planned


def test_a_chart_review_has_patients_of_its_own() -> None:
    text = (
        "Sunitinib in solitary fibrous tumor: a chart review\n\nThirty-one patients were treated with sunitinib 37.5 mg daily. "
        "Two patients had a partial response. The median progression-free survival was 6 months.\n"
    )
    assert {kind for kind, attribution, _ in _said(text) if attribution == "own"} >= {
        "cohort",
        "response",
        "time_to_event",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Trabectedin in the very old\n\nTo the Editor: We treated 14 patients aged over 80 years with trabectedin 1.1 mg/m2. Two "
        "patients had a partial response. The median progression-free survival was 5 months. In the literature, 9 of 50 "
        "patients responded.\n",
        "Denosumab for giant cell tumour of the spine: results in nine patients with an overview of the literature\n\nNine "
        "patients were treated with denosumab 120 mg monthly between 2011 and 2017. Three patients had a partial response. The "
        "median progression-free survival was 31 months. Earlier series are reviewed.\n",
        "Ifosfamide in advanced leiomyosarcoma\n\nLeiomyosarcoma responds poorly [1]. Ifosfamide is often used [2,3].\nWhat we "
        "did\nWe treated 22 patients with ifosfamide 9 g/m2 [4]. Two patients had a partial response. Median progression-free "
        "survival was 4 months, as in earlier series [5].\n",
    ],
    ids=["letter", "series with an overview", "references and no headings"],
)
def test_own_patients_are_not_lost(text: str) -> None:
    assert {kind for kind, attribution, _ in _said(text) if attribution == "own"} >= {"response", "time_to_event"}
