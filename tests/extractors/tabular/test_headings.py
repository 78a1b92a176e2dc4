"""Headers whose words lost their columns, read anew by what stands below."""

from __future__ import annotations

from extractors.tabular.headings import reread
from extractors.tabular.key import Key

KEY = Key((), ())
CELLS = [["1", "2", "3"], ["33", "58", "61"], ["Thigh", "Lung", "Uterus"], ["7", "12+", "3"], ["PR", "SD", "PD"]]


def test_headers_one_after_the_other() -> None:
    text = "Patient\n#\n\nAge\n(years) Primary\nsite\n\nDuration of\ntreatment\n(months)\n\nBest RECIST\nresponse"
    printed = ["Patient", "# Age", "(years) Primary site Duration", "of treatment (months) Best", "RECIST response"]
    assert list(reread(text, printed, CELLS, KEY)) == [
        "Patient #",
        "Age (years)",
        "Primary site",
        "Duration of treatment (months)",
        "Best RECIST response",
    ]


def test_headers_in_layers() -> None:
    text = "Case Age Primary Duration of Best RECIST\n(years) site treatment (wk) response"
    printed = ["Case", "Age Primary", "Duration of", "Best RECIST (years)", "site treatment (wk) response"]
    anew = reread(text, printed, CELLS, KEY)
    assert [h.split()[0] for h in anew] == ["Case", "Age", "Primary", "Duration", "Best"]


def test_good_headers_stay() -> None:
    printed = ["Patient", "Age", "Site", "PFS (months)", "Response"]
    assert reread(" ".join(printed), printed, CELLS, KEY) is printed


def test_words_too_few_for_the_columns() -> None:
    printed = ["Patient", "", "", "", ""]
    assert reread("Patient", printed, CELLS, KEY) is printed


WIDE = [
    ["1", "2", "3", "4"],
    ["44/F", "29/M", "61/M", "50/F"],
    ["Thigh", "Lung", "Uterus", "Pelvis"],
    ["Liver", "Lung, bone", "Lung", "Liver, brain"],
    ["Doxorubicin", "None", "Pazopanib, trabectedin", "Doxorubicin"],
    ["SS18-SSX1", "SS18-SSX2", "SS18-SSX1", "SS18-SSX1"],
    ["4", "1.1", "3", "7"],
    ["120 mg qd", "120 mg qd", "80 mg qd", "120 mg qd"],
    ["PR (−40)", "SD (+5)", "PD (+33)", "SD (−9)"],
    ["7", "12+", "3", "4"],
    ["8 (DOD)", "12+ (AWD)", "9 (DOD)", "15 (DOD)"],
]


def test_words_above_several_headers_name_none_of_them() -> None:
    text = (
        "No.\nAge (years),\nsex Primary tumor site\n\nSites of\nmetastases\n\nPrevious\nchemotherapy\n\nMolecular data Drug and outcome\n\n"
        "Fusion\nTMB\n\nDose Best response\n(%)\n\nPFS,\nmonths\n\nOS, months\n(status)"
    )
    anew = list(reread(text, ["No."] + ["No. Age"] * 10, WIDE, KEY))
    assert anew[1:5] == ["Age (years), sex", "Primary tumor site", "Sites of metastases", "Previous chemotherapy"]
    assert anew[7:] == ["Dose", "Best response (%)", "PFS, months", "OS, months (status)"]
