"""Parsing XML from strangers: nothing is fetched, nothing is expanded."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from extractors.core.document import InputError

LARGEST_FILE = 100_000_000
"""Bytes; the largest articles of PubMed Central hold some 10 MB of XML."""


def parse_article(path: Path) -> etree._Element:
    """The first `article` element of a file, its namespaces stripped from the tags.

    A document type that names the JATS DTD is accepted and not fetched; one that declares entities is refused, which
    rules out expansion bombs and external entities alike. Raises InputError naming the file and the cause.
    """
    root = _parse(path).getroot()
    for element in root.iter(etree.Element):
        if "}" in element.tag:
            element.tag = etree.QName(element).localname
    article = root if root.tag == "article" else root.find(".//article")
    if article is None:
        raise InputError(f"{path}: no JATS article in it (the root element is <{root.tag}>)")
    return article


def _parse(path: Path) -> etree._ElementTree:
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, dtd_validation=False, no_network=True, huge_tree=False
    )
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"{path}: {path.stat().st_size} bytes, more than {LARGEST_FILE} allowed for an article")
        with path.open("rb") as stream:
            tree = etree.parse(stream, parser)
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    except etree.XMLSyntaxError as error:
        if "amplification" in str(error) or "entity reference loop" in str(error):
            raise InputError(f"{path}: declares entities that blow up (an entity bomb); not read") from error
        raise InputError(f"{path}: not well-formed XML: {error}") from error
    subset = tree.docinfo.internalDTD
    declared = [entity.name for entity in subset.iterentities()] if subset is not None else []
    if declared:
        raise InputError(f"{path}: declares entities ({', '.join(map(str, declared[:3]))}), which are never expanded")
    return tree
