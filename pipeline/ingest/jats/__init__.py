"""JATS and NLM journal XML to a `Document`: the publisher's own sections, tables and references."""

from __future__ import annotations

from pathlib import Path

from extractors.core.document import Document
from pipeline.ingest.jats.body import write_body
from pipeline.ingest.jats.front import licence_of, metadata_of, title_of, write_front
from pipeline.ingest.jats.parse import parse_article
from pipeline.ingest.jats.writer import Writer

__all__ = ["read_jats"]


def read_jats(path: Path, doc_id: str) -> Document:
    """The article in a `.xml` or `.nxml` file: title, abstract, body, floats, references, in that order.

    Sections do not overlap and cover the text; a table stands in a section of its own kind, one row a line, cells
    parted by tabs, so that every cell is a range. Numbered citations in superscript or without brackets are written
    `[12]`, other superscript digits as Unicode superscripts (10⁹, mg/m²). Tables without rows are in `unread`.

    Raises InputError where the file is missing, not well-formed, declares entities, or holds no JATS article.
    """
    article = parse_article(path)
    writer = Writer()
    write_front(article, writer)
    write_body(article, writer)
    left_out = len(article.findall("sub-article")) + len(article.findall("response"))
    if left_out:
        writer.warnings.append(f"{left_out} sub-article(s) or response(s) left out")
    if article.find("body") is None:
        writer.warnings.append("no body: front matter only")
    return Document(
        id=doc_id,
        text=writer.text(),
        format="jats",
        source=str(path),
        sections=writer.sections(),
        tables=tuple(writer.tables),
        title=title_of(article),
        licence=licence_of(article),
        warnings=tuple(writer.warnings),
        unread=tuple(writer.unread),
        metadata=metadata_of(article),
    )
