"""Flattening keeps marks at their characters, whatever it does to the lines."""

from __future__ import annotations

import pytest

from corpus.flatten import Column, Sheet, syllable_break
from corpus.marks import parse, plain
from corpus.paper import Paper, render
from corpus.tables import Table


def test_marks_nest_and_survive() -> None:
    inline = parse("The {{a :: median {{b; c :: 4.2 months}}}} held")
    assert inline.text == "The median 4.2 months held"
    assert [(inline.text[m.start : m.end], m.specs) for m in inline.marks] == [
        ("median 4.2 months", ("a",)),
        ("4.2 months", ("b", "c")),
    ]


@pytest.mark.parametrize("broken", ["{{a :: open", "{{no separator}} text"])
def test_broken_mark_up_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="mark"):
        parse(broken)


@pytest.mark.parametrize("width", range(12, 60, 3))
def test_a_mark_covers_the_same_words_at_any_width(width: int) -> None:
    source = (
        "It {{a :: progressed under treatment}} of {{b :: long-standing}} {col} {{c :: hypertension}} in {page} end"
    )
    sheet = Sheet()
    Column(width, hyphenate=True, gap=True).fill(sheet, parse(source), lambda _: None, first=False)
    found = {m.specs[0]: sheet.text[m.start : m.end] for m, _ in sheet.marks}
    joined = {k: v.replace("-\n\n", "").replace("-\n", "").replace("\n", " ") for k, v in found.items()}
    assert joined["a"].split() == ["progressed", "under", "treatment"]
    assert joined["b"].replace("-", "") == "longstanding"
    assert joined["c"] == "hypertension"
    assert "\n\n" in sheet.text
    assert "\n end" in sheet.text


def test_words_break_between_consonants() -> None:
    assert syllable_break("progression", 9) == 7
    assert syllable_break("progression", 3) == 0
    assert syllable_break("PAZOPANIB", 9) == 0


def test_cell_rules_make_facts_and_explicit_marks_win() -> None:
    opening = "1 layout=spaced"
    lines = [
        "caption: Events",
        "columns: Event | Grade 1–2 | Grade 3",
        r"cell 2 /(\d+) \((\d+)\)/: tox $1 1-2 \1 _ \2",
        "rows:",
        "Group (n = 4)",
        "Nau¬sea | 3 (75) | –",
        'Rash | {{tox "rash" 2 1 :: 1 (25)}} | –',
        "notes: key",
    ]
    table = Table.read(opening, lines)
    marks = [m.specs for row in table.cells({"Nausea": "nausea"}) for cell in row for m in cell.marks]
    assert marks == [('tox "nausea" 1-2 3 _ 75',), ('tox "rash" 2 1',)]
    assert table.grid()["rows"] == [["Group (n = 4)", "", ""], ["Nausea", "3 (75)", "–"], ["Rash", "1 (25)", "–"]]


def test_second_places_join_the_fact_and_prose_leads() -> None:
    blocks = [
        ("table", "1", ["caption: C", "columns: A | B", "rows:", "x | {{n n_patients 9 #n :: 9}}"]),
        ("paragraph", "closed", ["{{=n :: Nine patients}} came."]),
    ]
    made = render(Paper("p", {}, blocks))
    (fact,) = made.gold
    assert made.text[slice(*fact["anchor"])] == "Nine patients"
    assert [made.text[slice(*a)] for a in fact["anchor_more"]] == ["9"]
    assert "in_table" not in fact


def test_plain_rejoins() -> None:
    assert plain("Retroperito¬neum and¶lung") == "Retroperitoneum and lung"
    assert plain("Age/¶sex of¶TPM3-¶ALK") == "Age/sex of TPM3-ALK"
