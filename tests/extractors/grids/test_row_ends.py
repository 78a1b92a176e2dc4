"""Lines that end as rows do are neither prose nor notes."""

import pytest

from extractors.core.document import Document
from extractors.grids import find_tables
from extractors.grids.row_ends import ends_as_above, ends_as_row


@pytest.mark.parametrize(
    "line",
    [
        "Node positive and/or vessels invaded (n [%]) 61 (48%) 102 (52%) 0.51a",
        "Relapse or death at any time of the study ≤1 year 30.1 (12.0–75.4) <0.001",
        "Kind of operation: resection versus biopsy of the tumour 0.51 0.31–0.84 0.008",
        "All of the patients 1.22 (1.01–1.47) 0.04 NS",
        "Patients with more than one event 12/41 (29) 9/40 (23)",
        "Off study because of toxicity 3 –",
    ],
)
def test_values_right_upon_one_another_end_a_row(line: str) -> None:
    assert ends_as_row(line)


@pytest.mark.parametrize(
    "line",
    [
        "the disease had progressed in 12 patients (24%) and 13",
        "of the patients who were seen between 2003 and 2010 (Table 2)",
        "These were found in 14% of the men, in 12, 13 and in 15% of 20",
        "which has been described by others before [12]. At 24 months",
        "were given at a dose of 75 mg/m2 on day 1 of each course in 42",
        "a response to the drug was seen in 10 (25%)",
    ],
)
def test_prose_has_words_between_its_figures(line: str) -> None:
    assert not ends_as_row(line)


def test_marks_that_end_the_rows_above() -> None:
    grid = ["Flow Lower Lower NA ?", "Volume Lower NA NA ?"]
    assert ends_as_above("PS product of the surface no effect Lower NA ?", grid)
    assert not ends_as_above("PS performance status at the start of treatment", grid)


def test_a_row_whose_label_reads_like_prose_stays_in_its_table() -> None:
    text = (
        "Table 1. Patients with and without a sample\n\nFeature With sample Without sample P value\n\n"
        "Node positive and/or vessels invaded (n [%]) 61 (48%) 102 (52%) 0.51\n\n"
        "Drugs before the operation and/or after it (n [%]) 70 (55%) 100 (51%) 0.48\n\n"
        "Median age at the time of the diagnosis (years) 55.1 56.0 0.33\n\n"
        "Median time to the first progression (months) 4.4 4.0 0.71\n"
    )
    table = find_tables(Document("d", text))[0]
    assert [row[0].text.split()[0] for row in table.rows] == ["Node", "Drugs", "Median", "Median"]


def test_a_space_before_most_lines_begins_paragraphs_and_no_pages() -> None:
    rows = "\n ".join(f"Event number {k} {k + 3} ({k}.5) {k + 5} ({k}.1)" for k in range(1, 22))
    text = f"Table 2 Events by part\n Event Part one, n (%) Part two, n (%)\n {rows}\n *Counted once.\n ABC, all bad cases; DEF, deaths ever found.\n"
    table = find_tables(Document("d", text))[0]
    assert len(table.rows) == 21
    assert [n.text[:4] for n in table.notes] == ["*Cou", "ABC,"]
