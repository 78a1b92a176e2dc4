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
