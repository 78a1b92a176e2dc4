"""The same paper as JATS XML: sections, paragraphs, table-wraps and figure legends, without line breaks of a page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from corpus.marks import parse, plain
from corpus.paper import Block, Paper
from corpus.tables import Table


def article(paper: Paper) -> str:
    """A JATS article (archiving tag set, no DTD) of one source."""
    root = ET.Element("article", {"article-type": "research-article", "xml:lang": "en"})
    meta = ET.SubElement(ET.SubElement(root, "front"), "article-meta")
    ET.SubElement(meta, "article-id", {"pub-id-type": "publisher-id"}).text = paper.identifier
    ET.SubElement(ET.SubElement(meta, "title-group"), "article-title").text = paper.head["title"]
    licence = ET.SubElement(ET.SubElement(meta, "permissions"), "license")
    ET.SubElement(licence, "license-p").text = "CC0-1.0. An invented study; no patient in it exists."
    abstract, body = ET.SubElement(meta, "abstract"), ET.SubElement(root, "body")
    top = section = abstract
    for kind, opening, lines in _in_reading_order(paper):
        if kind == "heading" and not opening.startswith("# ") and opening != "## Abstract":
            level, _, title = opening.partition(" ")
            section = ET.SubElement(top if level == "###" else body, "sec")
            top = section if level == "##" else top
            ET.SubElement(section, "title").text = plain(title)
        elif kind == "paragraph":
            _paragraph(section, plain(parse(" ".join(lines), []).text), section is abstract)
        elif kind == "table":
            _table(section, Table.read(opening, lines))
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _in_reading_order(paper: Paper) -> list[Block]:
    """Blocks, each held one after the paragraph that calls for it."""
    ordered: list[Block] = []
    for block in paper.blocks:
        ordered.append(block)
        for name in re.findall(r"\{page:(\w+)\}", " ".join(block[2])):
            ordered.extend(paper.held[name])
    return ordered


def _paragraph(section: ET.Element, text: str, in_abstract: bool) -> None:
    legend = re.match(r"(Fig(?:ure|\.)? ?\d+)[.:]? (.*)", text)
    labelled = re.match(r"(Background|Purpose|(?:Patients and m|M)ethods|Results|Conclusions?): (.*)", text)
    if legend:
        figure = ET.SubElement(section, "fig")
        ET.SubElement(figure, "label").text = legend.group(1)
        ET.SubElement(ET.SubElement(figure, "caption"), "p").text = legend.group(2)
    elif in_abstract and labelled:
        part = ET.SubElement(section, "sec")
        ET.SubElement(part, "title").text = labelled.group(1)
        ET.SubElement(part, "p").text = labelled.group(2)
    else:
        ET.SubElement(section, "p").text = text


def _table(section: ET.Element, table: Table) -> None:
    grid = table.grid()
    wrap = ET.SubElement(section, "table-wrap", {"id": "T" + re.sub(r"\W", "", table.number)})
    ET.SubElement(wrap, "label").text = table.label.strip(" .:")
    ET.SubElement(ET.SubElement(wrap, "caption"), "p").text = str(grid["caption"])
    shown = ET.SubElement(wrap, "table")
    columns, rows = [plain(c) for c in table.columns], [[plain(parse(c).text) for c in r] for r in table.rows]
    if any(columns):
        line = ET.SubElement(ET.SubElement(shown, "thead"), "tr")
        for cell in columns:
            ET.SubElement(line, "th").text = cell
    body = ET.SubElement(shown, "tbody")
    for row in rows:
        line = ET.SubElement(body, "tr")
        if len(row) == 1:
            ET.SubElement(line, "td", {"colspan": str(len(columns))}).text = row[0]
        else:
            for cell in row:
                ET.SubElement(line, "td").text = cell
    if grid["notes"]:
        ET.SubElement(ET.SubElement(wrap, "table-wrap-foot"), "p").text = str(grid["notes"])
