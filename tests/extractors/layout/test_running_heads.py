"""Running heads and feet in the text of PDF tools: lines that recur on every page, or say by themselves what they are."""

import pytest

from extractors.layout.running_heads import running_heads


def found(text: str) -> list[str]:
    return [text[r.start : r.end] for r in running_heads(text)]


BREAK = "\n\n\n\n"


@pytest.mark.parametrize(
    ("head", "heads"),
    [
        ("Marek et al Dovemed\n\n{n}https://doi.org/10.1/abc", ["Marek et al Dovemed", "{n}https://doi.org/10.1/abc"]),
        ("Articles\n\n{n}www.journal.example Vol 3 May 2018", ["Articles", "{n}www.journal.example Vol 3 May 2018"]),
        ("Sarcoma News, Vol. 3, No. 12\n\n{n}", ["Sarcoma News, Vol. 3, No. 12", "{n}"]),
        ("Tumours 2021, 3, 44 {n} of 9", ["Tumours 2021, 3, 44 {n} of 9"]),
        ("Page {n} of 4Annals of Bone", ["Page {n} of 4Annals of Bone"]),
        ("PAZOPANIB IN ELDERLY PATIENTS\n\n– {n} –", ["PAZOPANIB IN ELDERLY PATIENTS", "– {n} –"]),
        ("{n} Ifosfamide in older adults", ["{n} Ifosfamide in older adults"]),
    ],
)
def test_heads_of_pages(head: str, heads: list[str]) -> None:
    page = "The drug was given to ten patients\nuntil they refused it, and\n"
    text = (
        page + BREAK + head.replace("{n}", "2") + "\n\n" + page + BREAK + head.replace("{n}", "3") + "\n\nnobody died."
    )
    assert found(text) == [h.replace("{n}", n) for n in "23" for h in heads]


def test_one_page_end_is_enough_for_what_says_so() -> None:
    text = f"Nausea 3 (30)\n{BREAK}Cancer Letters 2015; 12: 33–39\n\n2\n\nRash 4 (40)\n"
    assert found(text) == ["Cancer Letters 2015; 12: 33–39", "2"]


@pytest.mark.parametrize(
    "above",
    [
        "Patient 6\n\n",
        "12\n\n",
        "Results\n\nOf 12 patients two died.\n\n",
        "Table 2 Responses\n\n",
        "months in the whole group.\n\n",
        "Leiomyosarcoma 4 (40)\n\nLiposarcoma 6 (60)\n\n",
    ],
)
def test_no_head_where_a_page_begins_with_its_text(above: str) -> None:
    assert found(f"The patients were followed.\n{BREAK}{above}They did well.\n") == []


def test_no_pages_no_heads() -> None:
    assert found("Smith et al\n\nPage 1 of 2\n\nText.\n") == []


def test_a_long_line_with_authors_is_looked_through_once() -> None:
    line = "Brandt et al " + " ".join(["chemosensitivity"] * 8) + " (final.)"
    page = "The drug was given to ten patients\nuntil they refused it, and\n"
    assert found(page + BREAK + line + "\n\nnobody died.\n") == []
