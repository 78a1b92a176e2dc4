"""Footnote marks against short forms that begin with a small letter."""

import pytest

from extractors.core.document import Document
from extractors.grids import find_tables
from extractors.grids.footnotes import is_marked


@pytest.mark.parametrize(
    "line",
    [
        "aPatients who had surgery first",
        "b Wilcoxon rank-sum test",
        "cECOG performance status at study entry",
        "aRECIST criteria were used for every patient.",
        "dNCI-CTCAE version 4.0",
        "*One patient had two primaries",
        "Abbreviations: PR, partial response",
        "†Fisher's exact test",
        "(a) Four patients missing",
    ],
)
def test_notes(line: str) -> None:
    assert is_marked(line)


@pytest.mark.parametrize(
    "line",
    [
        "dTGCT",
        "dTGCT (n = 12)",
        "cPR 14 (35) 9 (22)",
        "cCR 4 10 6 15 0.44",
        "gBRCA mutated 6 (12)",
        "bTMB high 11 31.4",
        "eGFR below sixty 7 (12)",
        "cT3 18 24",
        "cN1 – –",
        "aGVHD of any grade 3 (20%)",
        "dMMR",
    ],
)
def test_short_forms_that_begin_in_small(line: str) -> None:
    assert not is_marked(line)


@pytest.mark.parametrize("break_", ["\n", "\n\n"])
def test_a_header_of_short_forms_in_several_blocks(break_: str) -> None:
    text = (
        "Table 4. Response by entity\n\nResponse Chordoma\n(n = 9)\n\n"
        f"dTGCT{break_}(n = 11)\n\ncMPNST{break_}(n = 8)\n\n"
        "PR 1 (11.1) 3 (27.3) 0\n\nSD 5 (55.6) 7 (63.6) 4 (50.0)\n\nPD 3 (33.3) 1 (9.1) 4 (50.0)\n\n"
        "PD, progressive disease; PR, partial response; SD, stable disease.\n"
    )
    (table,) = find_tables(Document("own", text))
    assert table.columns == ("Response", "Chordoma (n = 9)", "dTGCT (n = 11)", "cMPNST (n = 8)")
    assert [row[0].text for row in table.rows] == ["PR", "SD", "PD"]


def test_rows_of_clinical_responses_go_on() -> None:
    text = (
        "Table 2 Responses\n\nResponse Arm A (n = 20) Arm B (n = 20)\n\ncCR 6 (30) 4 (20)\n\ncPR 9 (45) 8 (40)\n\n"
        "cSD 4 (20) 6 (30)\ncPD 1 (5) 2 (10)\n\ncCR, clinical complete response; cPR, clinical partial response\n"
    )
    (table,) = find_tables(Document("own", text))
    assert [row[0].text for row in table.rows] == ["cCR", "cPR", "cSD", "cPD"]
