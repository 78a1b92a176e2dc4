"""Body, floats and back matter in reading order."""

from __future__ import annotations

from lxml import etree

from extractors.core.document import SectionKind
from pipeline.ingest.jats.headings import kind_within
from pipeline.ingest.jats.inline import inline, piece, squeeze
from pipeline.ingest.jats.references import reference
from pipeline.ingest.jats.tables import write_table
from pipeline.ingest.jats.writer import Writer

_CONTAINERS = frozenset(
    {"boxed-text", "disp-quote", "fig-group", "table-wrap-group", "statement", "app-group", "app", "glossary", "notes",
     "ack", "fn-group", "bio", "list", "def-list", "floats-group", "floats-wrap", "verse-group", "disp-formula-group"}
)  # fmt: skip
_BLOCKS = _CONTAINERS | {"table-wrap", "fig", "ref-list", "sec", "p", "list-item", "def-item", "fn", "disp-formula"}
_SKIPPED = frozenset({"title", "label", "sec-meta", "supplementary-material", "media", "graphic", "alternatives"})


def write_body(article: etree._Element, writer: Writer) -> None:
    """The body, then tables and figures that the file keeps apart, then back matter and references."""
    for tag in ("body", "floats-group", "floats-wrap", "back"):
        for part in article.iterfind(tag):
            kind = SectionKind.BACK_MATTER if tag == "back" else SectionKind.BODY
            if tag == "body" and len(part) and part[0].tag == "p" and part.find("sec") is not None:
                kind = SectionKind.BACKGROUND  # paragraphs above the first heading introduce the paper
            if len(part):
                writer.section(kind, "", heading=False)
            _write_children(part, writer, SectionKind.BODY if tag == "body" else kind)


def _write_children(parent: etree._Element, writer: Writer, kind: SectionKind) -> None:
    for child in parent:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED:
            _write_block(child, writer, kind)


def _write_block(block: etree._Element, writer: Writer, kind: SectionKind) -> None:
    match block.tag:
        case "sec" | "app" | "ack" | "glossary" | "notes" | "fn-group":
            _write_section(block, writer, kind)
        case "table-wrap":
            write_table(block, writer)
        case "fig":
            _write_legend(block, writer)
        case "ref-list":
            _write_references(block, writer)
        case "p":
            _write_paragraph(block, writer, kind)
        case "list-item" | "def-item" | "fn":
            _write_item(block, writer, kind)
        case tag if tag in _CONTAINERS:
            _write_children(block, writer, kind)
        case _:
            writer.line(inline(block))


def _write_section(block: etree._Element, writer: Writer, parent: SectionKind) -> None:
    heading = block.find("title")
    label = block.findtext("label", "").strip()
    title = squeeze(f"{label} {inline(heading) if heading is not None else ''}")
    if not title:
        _write_children(block, writer, parent)
        return
    kind = kind_within(parent, title, block.get("sec-type", ""))
    before = writer.resume()
    writer.section(kind, title)
    _write_children(block, writer, kind)
    writer.section(*before, heading=False)


def _write_paragraph(paragraph: etree._Element, writer: Writer, kind: SectionKind) -> None:
    """A paragraph as one line; tables, figures and lists inside it end the line and stand for themselves."""
    line = [paragraph.text or ""]
    for child in paragraph:
        if child.tag in _BLOCKS:
            writer.line(squeeze("".join(line)))
            line = []
            _write_block(child, writer, kind)
        elif child.tag not in _SKIPPED:
            piece(child, line)
        line.append(child.tail or "")
    writer.line(squeeze("".join(line)))
    writer.blank()


def _write_item(item: etree._Element, writer: Writer, kind: SectionKind) -> None:
    """A list item, definition or note on one line, unless it holds blocks other than paragraphs."""
    if any(d.tag in _BLOCKS and d.tag not in ("p", "list", "list-item") for d in item.iterdescendants(etree.Element)):
        _write_children(item, writer, kind)
        return
    nested = item.findall("list")
    parts = [inline(part) for part in item if part not in nested and isinstance(part.tag, str)]
    writer.line(squeeze((": " if item.tag == "def-item" else " ").join(parts)))
    for inner in nested:
        _write_children(inner, writer, kind)


def _write_legend(figure: etree._Element, writer: Writer) -> None:
    before = writer.resume()
    label = squeeze(figure.findtext("label", ""))
    caption = figure.find("caption")
    text = squeeze(" ".join(inline(part) for part in caption)) if caption is not None else ""
    if label or text:
        writer.section(SectionKind.LEGEND, label, heading=False)
        writer.line(squeeze(f"{label} {text}"))
        writer.section(*before, heading=False)


def _write_references(block: etree._Element, writer: Writer) -> None:
    heading = block.find("title")
    writer.section(SectionKind.REFERENCES, inline(heading) if heading is not None else "References")
    for ref in block.iter("ref"):
        writer.line(reference(ref))
