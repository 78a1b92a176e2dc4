"""P-values beside headings of rows, moved to the column that the header has for them."""

import pytest

from extractors.core.document import Document
from extractors.grids import find_tables

ROWS = "{0}\nFemale 12 30 14 35\nMale 28 70 26 65\n\n{1}\nI 8 20 9 22\nII 15 38 16 40\nIII 17 42 15 38\n"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Sex 0.63", "Stage 0.91"),
        ("Sex .63", "Stage .91"),
        ("Gender <0.001", "Clinical stage 0.91"),
        ("Sex 0·63", "Stage 0·91"),
        ("Gender 1.00", "Histological grade 0.12"),
    ],
)
def test_beside_headings(one: str, two: str) -> None:
    text = f"Table 2 Patients\n\nCharacteristic Gemcitabine (n = 40) Placebo (n = 40) P-value\n\nn % n %\n{ROWS.format(one, two)}"
    (table,) = find_tables(Document("own", text))
    assert len(table.columns) == 6
    rows = {row[0].text: [c.text for c in row[1:]] for row in table.rows}
    assert rows[one.rsplit(" ", 1)[0]] == ["", "", "", "", one.rsplit(" ", 1)[1]]
    assert rows["II"] == ["15", "38", "16", "40", ""]


def test_rows_keep_their_figure_where_every_other_has_a_test() -> None:
    text = "Table 3 Factors\n\nFactor HR P\n\nAge 1.91 0.40\nSex 1.20 0.03\nStage 2.10 0.01\nGrade 0.88\n"
    (table,) = find_tables(Document("own", text))
    assert table.rows[-1][2].text == ""
