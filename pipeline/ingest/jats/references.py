"""One entry of the reference list as a line."""

from __future__ import annotations

from lxml import etree

from pipeline.ingest.jats.inline import inline, squeeze

_CITATIONS = ("mixed-citation", "element-citation", "citation", "nlm-citation")


def reference(ref: etree._Element) -> str:
    """Number and citation as printed; composed as authors, title, source, year, volume, pages where only tagged."""
    label = squeeze(ref.findtext("label", ""))
    entries = list(ref.iter(*_CITATIONS))
    lines = [inline(c) if _is_mixed(c) else _composed(c) for c in entries] or [inline(ref)]
    number = f"{label.rstrip('.')}. " if label else ""
    return squeeze(number + " ".join(lines))


def _is_mixed(citation: etree._Element) -> bool:
    loose = [citation.text, *(child.tail for child in citation)]
    return any(text and any(c.isalnum() or c in ",.;:" for c in text) for text in loose)


def _composed(citation: etree._Element) -> str:
    def first(tag: str) -> str:
        found = citation.find(f".//{tag}")
        return inline(found) if found is not None else ""

    names = [
        squeeze(" ".join(filter(None, (n.findtext("surname"), n.findtext("given-names")))))
        for n in citation.iter("name")
    ]
    names += [inline(collab) for collab in citation.iter("collab")]
    pages = "-".join(filter(None, (first("fpage"), first("lpage"))))
    parts = [", ".join(filter(None, names)), first("article-title") or first("chapter-title"), first("source")]
    where = " ".join(filter(None, (first("year"), first("volume"), pages and f":{pages}"))).replace(" :", ":")
    return ". ".join(filter(None, (*parts, where))) + "."
