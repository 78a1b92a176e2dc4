"""Every page, as its HTML says it."""

from __future__ import annotations

import html
import re

from pipeline.store import Store
from tests.pipeline.review.conftest import Reviewer
from tests.pipeline.review.papers import TEXT, keep, record, records


def ids(page: str) -> list[str]:
    """Records in the order of the worklist."""
    return re.findall(r"#r-([0-9a-f]{16})", page)


def test_documents_tell_what_waits(ana: Reviewer, store: Store) -> None:
    keep(store, "other", [])
    page = ana.visit("/").text
    assert "5 of 5 records wait" in page
    assert page.index("/documents/paper") < page.index("/documents/other")


def test_worklist_begins_with_findings_then_the_least_confident_then_what_is_decided(ana: Reviewer) -> None:
    dose, wrong, age, time, finding = (r["record_id"] for r in records("paper"))
    assert ids(ana.visit("/records").text) == [wrong, finding, age, time, dose]
    ana.decide(wrong, "accept")
    assert ids(ana.visit("/records").text) == [finding, age, time, dose, wrong]


def test_each_filter_narrows(ana: Reviewer) -> None:
    dose, wrong, age, time, finding = (r["record_id"] for r in records("paper"))
    assert ids(ana.visit("/records?kind=dose").text) == [dose]
    assert ids(ana.visit("/records?confidence=0,65").text) == [age]
    assert ids(ana.visit("/records?finding=yes").text) == [wrong, finding]
    assert ids(ana.visit("/records?finding=no&kind=dose").text) == [dose]
    assert ids(ana.visit("/records?drug=Glivec").text) == [dose]
    assert ids(ana.visit("/records?histotype=liposarcoma").text) == [time]
    assert ids(ana.visit("/records?words=mouth+imatinib").text) == [dose]
    assert ids(ana.visit("/records?words=100%25").text) == []
    assert len(ids(ana.visit("/records?doc=paper").text)) == 5
    ana.decide(dose, "reject")
    assert ids(ana.visit("/records?status=reject").text) == [dose]
    assert len(ids(ana.visit("/records?status=unreviewed").text)) == 4


def test_a_filter_that_is_no_number_is_told(ana: Reviewer) -> None:
    answer = ana.visit("/records?confidence=low")
    assert answer.status_code == 422
    assert "low" in answer.text


def test_a_long_worklist_has_pages(ana: Reviewer, store: Store) -> None:
    said = [
        record("cohort", "long", [{"start": 0, "end": 9, "text": TEXT[:9]}], field=f"characteristic:{n}", value=n)
        for n in range(120)
    ]
    keep(store, "long", said)
    first, last = (ids(ana.visit(f"/records?doc=long&page={n}").text) for n in (1, 3))
    assert (len(first), len(last)) == (50, 20)
    assert not set(first) & set(last)
    assert len(ids(ana.visit("/records?doc=long&page=99").text)) == 20


def test_every_block_of_the_text_stands_at_its_offset(ana: Reviewer) -> None:
    page = ana.visit("/documents/paper").text
    found = re.findall(r'data-start="(\d+)">\n?(.*?)</(?:p|h2|pre)>', page, re.DOTALL)
    assert len(found) >= 6
    for start, text in found:
        plain = html.unescape(text)
        assert TEXT[int(start) : int(start) + len(plain)] == plain


def test_a_table_stands_in_its_grid_with_the_places_of_its_cells(ana: Reviewer) -> None:
    page = ana.visit("/documents/paper").text
    places = re.findall(r'<td data-places="(\d+),(\d+)">(.*?)</td>', page)
    assert [c for *_, c in places] == ["1", "44", "PR", "2", "61", "SD"]
    assert all(TEXT[int(s) : int(e)] == c for s, e, c in places)


def test_a_paper_with_markup_is_harmless(ana: Reviewer, store: Store) -> None:
    evil = '</script><script>alert(1)</script><img src=x onerror="alert(1)">'
    said = record("mention", "evil", [{"start": 0, "end": len(evil), "text": evil}], label="DRUG", term=evil)
    keep(store, "evil", [said], text=f"{evil}\n\nMore.\n")
    for path in ("/documents/evil", "/records?doc=evil", "/documents/evil/trail", "/records?words=<script>"):
        page = ana.visit(path).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert not re.search(r"<[^>]+\son\w+\s*=", page)
        assert not re.search(r"<(style|[^>]+\sstyle=)", page)


def test_characters_that_html_would_drop_keep_their_places(ana: Reviewer, store: Store) -> None:
    keep(store, "odd", [], text="a\r\nb \x00 c\n\nd & e\r\n")
    page = ana.visit("/documents/odd").text
    found = [(int(s), html.unescape(t)) for s, t in re.findall(r'data-start="(\d+)">(.*?)</p>', page, re.DOTALL)]
    assert [(s, len(t)) for s, t in found if "b" in t] == [(0, 9)]


def test_findings_stand_beside_the_records_they_touch(ana: Reviewer) -> None:
    wrong = records("paper")[1]
    page = ana.visit("/documents/paper").text
    card = page[page.index(f'id="r-{wrong["record_id"]}"') :].split("</article>")[0]
    assert "3/5 is 60 %, not 50 %" in card


def test_what_is_not_there_is_told(ana: Reviewer) -> None:
    assert ana.visit("/documents/none").status_code == 404
    assert ana.visit("/none").status_code == 404
    assert ana.send("/api/decisions", doc="none", record_id="0", verdict="accept", version=0).status_code == 404
    assert ana.client.get("/static/../app.py").status_code == 404


def test_the_trail_tells_who_what_when_and_on_which_version(ana: Reviewer) -> None:
    dose = records("paper")[0]
    fields = {k: dose[k] for k in ("drug", "low", "high", "unit", "route", "frequency")}
    ana.decide(dose["record_id"], "correct", fields={**fields, "role": "maximum"})
    page = ana.visit("/documents/paper/trail").text
    assert "Ana" in page
    assert "<del>starting</del> <ins>maximum</ins>" in page
    assert "decision 1, v1" in page
