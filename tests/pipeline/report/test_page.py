"""The page: safe to open, whole in itself, every link leads somewhere."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from pipeline.records import Provenance
from pipeline.report.figures import write
from pipeline.report.page import Report, render, work_out
from tests.pipeline.report.papers import TEXT, evidence, record, series_of

EVIL = "<script>alert('x')</script>"


class Page(HTMLParser):
    """Tags, links, ids and text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = {k: v or "" for k, v in attrs}
        self.attributes += list(given.items())
        self.links += [given["href"]] if "href" in given else []
        self.ids += [given["id"]] if "id" in given else []

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def report() -> Report:
    single = [
        record(
            "time_to_event", endpoint="PFS", statistic="individual", value=31, unit="wk", patient=EVIL, censored=True
        ),
        record("response", category="PR", patient=EVIL, criteria="RECIST 1.1", timepoint="2 mo"),
        record("patient", field="age", value=61, patient=EVIL),
    ]
    toxic = record("toxicity", term=EVIL + " & <b>rash</b>", grade="3", n=0, total=12)
    finding = record("finding", rule="sum_mismatch", message=f"does not add up {EVIL}", involves=[toxic.record_id])
    return work_out(evidence(*series_of("p1", 3, 12), *single, toxic, finding))


@pytest.fixture(scope="module")
def page(report: Report) -> Page:
    return Page(render(report))


def test_what_a_paper_writes_is_text_and_never_markup(report: Report, page: Page) -> None:
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert EVIL in page.words
    assert not [k for k, _ in page.attributes if k.startswith("on")]
    assert EVIL not in render(report)


def test_the_page_loads_nothing(report: Report, page: Page) -> None:
    assert not {"script", "link", "img", "iframe", "object", "embed", "base", "form"} & set(page.tags)
    assert not [v for k, v in page.attributes if k in ("src", "srcset", "data", "action", "xlink:href", "style")]
    html = render(report)
    assert not re.search(r"url\(|@import|//[\w.-]+\.\w+/", html.replace("https://example.org", ""))
    assert TEXT[60:80] not in page.links


def test_every_link_leads_to_a_place_on_the_page(page: Page) -> None:
    assert page.links
    assert {link for link in page.links if not (link.startswith("#") and link[1:] in page.ids)} == set()
    assert len(page.ids) == len(set(page.ids))


def test_every_evidence_record_is_in_the_appendix_with_its_words(report: Report, page: Page) -> None:
    assert {f"r-{r.record_id}" for r in report.evidence.records} <= set(page.ids)
    assert "characters 0–26" in page.words
    assert TEXT[:26] in page.words


def test_a_quote_stands_in_its_context_letter_by_letter() -> None:
    text = "aged 36–74 years " * 30
    span = Provenance(start=175, end=177, text=text[175:177])
    words = Page(
        render(work_out(evidence(record("dose", drug="x", low=1, high=1, unit="mg", provenance=[span]), p1=text)))
    ).words
    shown = " ".join(words.split())
    assert " ".join(text[150:200].split()) in shown


def test_a_policy_forbids_all_but_its_own_style(page: Page) -> None:
    policy = next(v for k, v in page.attributes if v.startswith("default-src"))
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert ("name", "viewport") in page.attributes


def test_the_page_gives_the_records_numbers(page: Page) -> None:
    assert "3 / 12" in page.words
    assert "5.5–57.2" in page.words
    assert "0 / 12" in page.words
    assert "31+ wk" in page.words


def test_pictures_are_well_formed_and_their_data_stand_beside(report: Report, tmp_path: Path) -> None:
    write(report.figures, tmp_path, "../report.html")
    assert {p.name for p in tmp_path.iterdir()} == {
        f"{n}.{e}" for n in ("evidence_map", "forest", "swimmer") for e in ("svg", "csv")
    }
    for path in tmp_path.glob("*.svg"):
        root = ET.parse(path).getroot()
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        links = [a.get("href") or "" for a in root.iter("{http://www.w3.org/2000/svg}a")]
        assert links
        assert all(link.startswith("../report.html#r-") for link in links)
    with (tmp_path / "swimmer.csv").open() as file:
        (bar,) = csv.DictReader(file)
    assert (bar["patient"], bar["ongoing"], bar["response"]) == (EVIL, "True", "PR")
    assert float(bar["months"]) == pytest.approx(31 * 7 / (365.25 / 12), abs=1e-3)
    assert float(bar["response_month"]) == 2


@pytest.mark.parametrize("text", ["a\x00b\x0cc", "\ufffe", "<&>\"'"])
def test_odd_characters_do_not_break_a_picture(text: str) -> None:
    single: dict[str, Any] = {"endpoint": "OS", "statistic": "individual", "value": 3, "unit": "mo"}
    drawing = work_out(evidence(record("time_to_event", patient=text, **single))).figures["swimmer"].drawing
    assert drawing
    ET.fromstring(drawing.standalone("x.html"))


def test_long_figures_come_in_parts_that_keep_every_row() -> None:
    single: dict[str, Any] = {"endpoint": "OS", "statistic": "individual", "unit": "mo"}
    many = [record("time_to_event", patient=f"P{k}", value=k + 1, **single) for k in range(90)]
    figure = work_out(evidence(*many)).figures["swimmer"]
    for parts in (figure.wide, figure.narrow):
        assert len(parts) == 3
        shown = "".join(d.inline() for d in parts)
        assert all(f">P{k}<" in shown or f">P{k} ·" in shown for k in range(90))
    assert all(d.width <= 390 for d in figure.narrow)


def test_overlap_and_its_consequence_stand_in_words() -> None:
    one, two = series_of("p1", 3, 12), series_of("p2", 1, 8)
    ids = [one[-1].record_id, two[-1].record_id]
    finding = record("finding", rule="cohort_overlap", message="same clinic, same years", involves=ids)
    words = Page(render(work_out(evidence(*one, *two, finding)))).words
    assert "Not pooled, because they count the same patients: p1 and p2." in words
    assert "4 / 20" not in words


def test_a_paper_without_evidence_gives_a_page_that_says_so() -> None:
    words = Page(
        render(work_out(evidence(record("response", category="ORR", n=1, total=2, attribution="cited"))))
    ).words
    assert "No figure: the documents state nothing for it." in words
