"""Captions under their tables: told from the whole paper, with notes between rows and caption."""

from __future__ import annotations

import re

from extractors.core.document import Document
from extractors.grids import find_tables

PAPER = """Findings

Between March, 2009, and May, 2016, we enrolled 41 patients in five centres, all of whom had received at least one
line of chemotherapy, and all of whom were included in the analysis of safety. The median age was 52 years, and most
of the patients had metastases in the lungs, as the table shows.

Patients (n=41)

Age (years) 52 (23–78)

Sex

Female 24 (59%)

Male 17 (41%)

ECOG performance status

0 19 (46%)

1 22 (54%)

Histology

Leiomyosarcoma 18 (44%)

Synovial sarcoma 13 (32%)

Angiosarcoma 10 (24%)

Data are median (range) or n (%). ECOG=Eastern Cooperative Oncology Group.

Table 1: Baseline characteristics

The most common adverse events were fatigue and hypertension, and they were seen in most of the patients who had been
given the drug for more than one month. Three patients stopped the treatment because of adverse events that were related
to it, and none of the patients died of them in the course of the study.

Grade 1–2 Grade 3 Grade 4

Fatigue 20 (49%) 4 (10%) 0

Hypertension 11 (27%) 7 (17%) 1 (2%)

Diarrhoea 15 (37%) 2 (5%) 0

Data are n (%).

Table 2: Adverse events in all treated patients

Discussion

In this study we found that the drug was active in patients who had been treated before, and that it was tolerated by
most of them. This is in line with what has been found by others, who gave the drug to patients with other tumours.
"""


def test_the_rows_above_a_caption_are_its_table() -> None:
    first, second = find_tables(Document("d", PAPER))
    assert (first.number, first.caption.text) == ("1", "Baseline characteristics")
    assert [c.text for c in first.rows[0]] == ["Age (years)", "52 (23–78)"]
    assert [n.text for n in first.notes] == [
        "Data are median (range) or n (%). ECOG=Eastern Cooperative Oncology Group."
    ]
    assert second.columns == ("", "Grade 1–2", "Grade 3", "Grade 4")
    assert [c.text for c in second.rows[2]] == ["Diarrhoea", "15 (37%)", "2 (5%)", "0"]
    assert second.caption.text == "Adverse events in all treated patients"


def test_a_table_ends_with_its_caption_and_takes_no_prose() -> None:
    for table in find_tables(Document("d", PAPER)):
        printed = PAPER[table.start : table.end]
        assert printed.endswith(table.caption.text)
        assert "The median age was" not in printed
        assert "In this study" not in printed


def test_captions_above_stay_above_when_tables_follow_one_another() -> None:
    """The same tables with their captions moved: every second caption has rows on both sides."""
    captions = re.findall(r"Table \d: .*", PAPER)
    bodies = [
        PAPER[m.start() : m.end()] for m in re.finditer(r"(?s)(?:Patients \(n=41\)|Grade 1–2).*?(?=Table \d)", PAPER)
    ]
    head = PAPER.split("Patients (n=41)")[0]
    tail = PAPER[PAPER.index("Discussion") :]
    paper = head + "".join(f"{c}\n\n{b}" for c, b in zip(captions, bodies, strict=True)) + tail
    first, second = find_tables(Document("d", paper))
    assert [len(first.rows), len(second.rows)] == [11, 3]
    assert first.caption.text == "Baseline characteristics"
