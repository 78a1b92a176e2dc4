"""Front matter: title, abstract with its parts, key words, licence, identifiers."""

from __future__ import annotations

from lxml import etree

from extractors.core.document import SectionKind
from pipeline.ingest.jats.headings import abstract_part
from pipeline.ingest.jats.inline import inline
from pipeline.ingest.jats.writer import Writer

_HREF = "{http://www.w3.org/1999/xlink}href"


def title_of(article: etree._Element) -> str:
    """The article's title on one line, empty where there is none."""
    found = article.find("front/article-meta/title-group/article-title")
    return inline(found) if found is not None else ""


def licence_of(article: etree._Element) -> str:
    """The licence's address, else its wording, else the copyright statement."""
    permissions = article.find("front/article-meta/permissions")
    meta = permissions if permissions is not None else article.find("front/article-meta")
    if meta is None:
        return ""
    for licence in meta.iter("license"):
        links = [licence.get(_HREF), *(link.get(_HREF) for link in licence.iter("ext-link"))]
        address = next((link for link in links if link and "licenses" in link), None)
        return address or inline(licence)
    statement = meta.find(".//copyright-statement")
    return inline(statement) if statement is not None else ""


def metadata_of(article: etree._Element) -> dict[str, str]:
    """Identifiers (pmid, pmc, doi), journal, year, authors and article type, each where the file gives it."""
    found = {"article_type": article.get("article-type", "")}
    for identifier in article.iterfind("front/article-meta/article-id"):
        found[identifier.get("pub-id-type", "id")] = inline(identifier)
    journal = article.find("front/journal-meta//journal-title")
    found["journal"] = inline(journal) if journal is not None else ""
    years = [y.text.strip() for y in article.iterfind("front/article-meta/pub-date/year") if y.text and y.text.strip()]
    found["year"] = min(years, default="")
    authors = article.iterfind("front/article-meta/contrib-group/contrib[@contrib-type='author']/name")
    found["authors"] = "; ".join(
        " ".join(filter(None, (n.findtext("surname"), n.findtext("given-names")))) for n in authors
    )
    return {key: value for key, value in found.items() if value}


def write_front(article: etree._Element, writer: Writer) -> None:
    """Title, abstracts in the article's language, and key words."""
    title = title_of(article)
    if title:
        writer.section(SectionKind.TITLE, title)
    for abstract in article.iterfind("front/article-meta/abstract"):
        heading = abstract.find("title")
        writer.section(SectionKind.ABSTRACT, inline(heading) if heading is not None else "Abstract")
        _write_parts(abstract, writer)
    words = [inline(word) for word in article.iterfind("front/article-meta/kwd-group/kwd")]
    if words:
        writer.section(SectionKind.BACK_MATTER, "Keywords", heading=False)
        writer.line("Keywords: " + ", ".join(filter(None, words)))


def _write_parts(abstract: etree._Element, writer: Writer) -> None:
    for part in abstract:
        if part.tag == "sec":
            heading = part.find("title")
            name = inline(heading) if heading is not None else ""
            writer.section(abstract_part(name), name)
            _write_parts(part, writer)
        elif part.tag == "p":
            _write_paragraph(part, writer)
        elif part.tag in ("list", "def-list"):
            for item in part.iter("list-item", "def-item"):
                writer.line(inline(item))


def _write_paragraph(paragraph: etree._Element, writer: Writer) -> None:
    """A paragraph; a bold or italic lead ("Results:") opens a part of the abstract."""
    text = inline(paragraph)
    lead = paragraph[0] if len(paragraph) and not (paragraph.text or "").strip() else None
    if lead is not None and lead.tag in ("bold", "italic"):
        name = inline(lead).rstrip(" :.")
        kind = abstract_part(name)
        if kind is not SectionKind.ABSTRACT:
            writer.section(kind, name, heading=False)
    writer.line(text)
