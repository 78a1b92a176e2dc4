"""Mixed content (a paragraph, a title, a cell) to one line of text."""

from __future__ import annotations

import re
from html.entities import html5

from lxml import etree

SILENT = frozenset(
    {"tex-math", "inline-graphic", "graphic", "media", "object-id", "alt-text", "long-desc", "annotation", "index-term"}
)
"""Elements that print nothing of their own, or print what a sibling says in readable form."""

_SUPERSCRIPT = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_CITATION = re.compile(r"\d{1,3}[a-z]?(?:\s*[,;–−-]\s*\d{1,3}[a-z]?)*")
_POWER = re.compile(r"[+−–-]?\d{1,2}")


def inline(element: etree._Element) -> str:
    """The element's text with runs of white space made one space, entities of HTML resolved, notes left out."""
    return squeeze("".join(_pieces(element, [])))


def squeeze(text: str) -> str:
    """One line: every run of white space, no-break and thin spaces included, becomes one space."""
    return " ".join(text.split())


def _pieces(element: etree._Element, out: list[str]) -> list[str]:
    if element.text:
        out.append(element.text)
    for child in element:
        piece(child, out)
        if child.tail:
            out.append(child.tail)
    return out


def piece(child: etree._Element, out: list[str]) -> None:
    """Append what one child element prints (not its tail) to `out`, which holds the line so far."""
    if child.tag is etree.Entity:
        out.append(html5.get(f"{child.name};", child.text or ""))
    elif not isinstance(child.tag, str) or child.tag in SILENT:
        return
    elif child.tag == "xref" and child.get("ref-type") == "bibr":
        out.append(_bracketed(squeeze("".join(_pieces(child, []))), out))
    elif child.tag == "sup":
        out.append(_superscript(child, out))
    elif child.tag in ("break", "hr"):
        out.append(" ")
    elif child.tag == "fn":
        return
    elif child.tag == "p":
        out.extend([" ", *_pieces(child, []), " "])
    else:
        _pieces(child, out)


def _superscript(element: etree._Element, out: list[str]) -> str:
    if any(xref.get("ref-type") == "bibr" for xref in element.iter("xref")):
        return _bracketed(squeeze("".join(element.itertext())), out)
    text = squeeze("".join(_pieces(element, [])))
    return text.translate(_SUPERSCRIPT) if _POWER.fullmatch(text) else text


def _bracketed(text: str, out: list[str]) -> str:
    """A bare citation number as `[12]`, so that it can be told from a count; one within brackets stays."""
    if not _CITATION.fullmatch(text):
        return text
    before = "".join(out[-12:])[-120:]
    opened = before.rfind("["), before.rfind("(")
    if opened[0] > before.rfind("]") or opened[1] > before.rfind(")"):
        return text
    return f"[{text}]"
