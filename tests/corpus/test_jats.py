"""The JATS version says what the flattened version says."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from corpus import build, jats, paper

CORPUS = Path(build.__file__).resolve().parent
ARTICLES = sorted((CORPUS / "documents_jats").glob("*.xml"))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_tables_of_the_article_are_the_gold_grids(path: Path) -> None:
    root = ET.fromstring(path.read_bytes())
    grids = json.loads((CORPUS / "gold" / f"{path.stem}.tables.json").read_text(encoding="utf-8"))
    for wrap, grid in zip(root.iter("table-wrap"), grids, strict=True):
        rows = [[cell.text or "" for cell in row.iter("td")] for row in wrap.iter("tr") if row.find("td") is not None]
        assert [row + [""] * (len(grid["columns"]) - len(row)) for row in rows] == grid["rows"]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda p: p.stem)
def test_prose_of_the_article_is_the_prose_of_the_document(path: Path) -> None:
    root = ET.fromstring(path.read_bytes())
    document = (CORPUS / "documents" / f"{path.stem}.txt").read_text(encoding="utf-8")
    letters = "".join(c for c in document if c.isalnum())
    for paragraph in root.findall("./body//sec/p"):
        opening = "".join(c for c in (paragraph.text or "")[:40] if c.isalnum())
        assert opening in letters


def test_subsections_stand_below_their_section() -> None:
    source = paper.Paper(
        "p",
        {"title": "T"},
        [
            ("heading", "## Methods", []),
            ("heading", "### A", []),
            ("heading", "### B", []),
            ("heading", "## Results", []),
        ],
    )
    body = ET.fromstring(jats.article(source)).find("body")
    assert body is not None
    assert [s.findtext("title") for s in body] == ["Methods", "Results"]
    assert [s.findtext("title") for s in body[0].findall("sec")] == ["A", "B"]
