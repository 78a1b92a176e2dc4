"""Where papers come from: Europe PMC's REST service, and NCBI's E-utilities for PMC full texts and PubMed abstracts.

Shapes as documented: Europe PMC RESTful web service (search with cursorMark, fullTextXML); NCBI E-utilities (ESearch,
EFetch; at most three requests a second without a key).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from defusedxml import ElementTree

from pipeline.fetch.client import Client, FetchError
from pipeline.fetch.licences import licence_code

PAGE = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A paper that a search found: its id at the source, title and licence code where the search tells it."""

    id: str
    title: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Hits, the cursor of the next page (empty at the end) and how many hits there are in all."""

    hits: tuple[Hit, ...]
    cursor: str
    total: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as it is kept: file name, bytes, licence code, title."""

    name: str
    content: bytes
    licence: str
    title: str


@dataclass(frozen=True, slots=True)
class Source:
    """Two calls: a page of a search from a cursor ("" at the beginning), and one hit's document."""

    search: Callable[[Client, str, str, str], Page]
    fetch: Callable[[Client, str, Hit], Fetched]
    base: str


def _json(body: bytes, url: str) -> dict[str, Any]:
    try:
        parsed = json.loads(body)
    except ValueError as error:
        raise FetchError(f"{url}: the answer is not JSON: {error}") from error
    if not isinstance(parsed, dict):
        raise FetchError(f"{url}: the answer is not a JSON object")
    return parsed


def _xml(body: bytes, url: str) -> Any:
    try:
        return ElementTree.fromstring(body)
    except Exception as error:
        raise FetchError(f"{url}: the answer is not well-formed XML: {error}") from error


def europepmc_search(client: Client, base: str, query: str, cursor: str) -> Page:
    """A page of Europe PMC's open-access full texts."""
    url = f"{base}/search"
    wanted = f"({query}) AND OPEN_ACCESS:y AND HAS_FT:y"
    parameters = {
        "query": wanted,
        "format": "json",
        "resultType": "core",
        "pageSize": str(PAGE),
        "cursorMark": cursor or "*",
    }
    answer = _json(client.get(url, parameters), url)
    results = answer.get("resultList", {}).get("result", [])
    hits = tuple(
        Hit(str(r["pmcid"]), str(r.get("title", "")), licence_code(str(r.get("license", ""))))
        for r in results
        if r.get("pmcid")
    )
    following = str(answer.get("nextCursorMark", ""))
    return Page(hits, following if results and following != (cursor or "*") else "", int(answer.get("hitCount", 0)))


def europepmc_fetch(client: Client, base: str, hit: Hit) -> Fetched:
    """One full text as JATS."""
    url = f"{base}/{hit.id}/fullTextXML"
    body = client.get(url)
    root = _xml(body, url)
    return Fetched(f"{hit.id}.xml", body, _jats_licence(root) or hit.licence or "unknown", hit.title or _title(root))


def _esearch(client: Client, base: str, database: str, query: str, cursor: str) -> Page:
    url = f"{base}/esearch.fcgi"
    start = int(cursor or 0)
    parameters = {"db": database, "term": query, "retmode": "json", "retstart": str(start), "retmax": str(PAGE)}
    result = _json(client.get(url, {**parameters, "tool": "seriatim"}), url).get("esearchresult", {})
    if "ERROR" in result:
        raise FetchError(f"{url}: {result['ERROR']}")
    ids, total = result.get("idlist", []), int(result.get("count", 0))
    more = start + len(ids)
    return Page(tuple(Hit(str(i)) for i in ids), str(more) if ids and more < total else "", total)


def pmc_search(client: Client, base: str, query: str, cursor: str) -> Page:
    """A page of PMC's open-access subset."""
    return _esearch(client, base, "pmc", f"({query}) AND open access[filter]", cursor)


def pubmed_search(client: Client, base: str, query: str, cursor: str) -> Page:
    """A page of PubMed."""
    return _esearch(client, base, "pubmed", query, cursor)


def _efetch(client: Client, base: str, database: str, identifier: str) -> tuple[Any, str]:
    url = f"{base}/efetch.fcgi"
    body = client.get(url, {"db": database, "id": identifier, "retmode": "xml", "tool": "seriatim"})
    return _xml(body, url), url


def pmc_fetch(client: Client, base: str, hit: Hit) -> Fetched:
    """One full text as JATS, out of its article set."""
    root, url = _efetch(client, base, "pmc", hit.id)
    article = root if root.tag == "article" else root.find(".//article")
    if article is None:
        raise FetchError(f"{url}: no article PMC{hit.id} in the answer")
    body = ElementTree.tostring(article, encoding="utf-8", xml_declaration=True)
    return Fetched(f"PMC{hit.id}.xml", body, _jats_licence(article) or "unknown", _title(article))


def pubmed_fetch(client: Client, base: str, hit: Hit) -> Fetched:
    """One abstract as text: title, then the labelled parts."""
    root, url = _efetch(client, base, "pubmed", hit.id)
    title = " ".join("".join(e.itertext()) for e in root.findall(".//ArticleTitle")[:1]).strip()
    parts = root.findall(".//Abstract/AbstractText")
    if not parts:
        raise FetchError(f"{url}: PMID {hit.id} has no abstract")
    paragraphs = []
    for part in parts:
        label = part.get("Label", "").capitalize()
        paragraphs.append((f"{label}: " if label else "") + "".join(part.itertext()).strip())
    text = f"{title}\n\nAbstract\n\n" + "\n\n".join(paragraphs) + "\n"
    return Fetched(f"PMID{hit.id}.txt", text.encode("utf-8"), "unknown", title)


def _title(article: Any) -> str:
    found = article.find(".//article-title")
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _jats_licence(article: Any) -> str:
    """The licence code of a JATS article: its `license` elements' addresses, types and texts."""
    for element in article.iter():
        if str(element.tag).rsplit("}", 1)[-1] in ("license", "license_ref"):
            told = " ".join([*map(str, element.attrib.values()), "".join(element.itertext())])
            if (code := licence_code(told)) != "unknown":
                return code
    return ""


SOURCES = {
    "europepmc": Source(europepmc_search, europepmc_fetch, "https://www.ebi.ac.uk/europepmc/webservices/rest"),
    "pmc": Source(pmc_search, pmc_fetch, "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"),
    "pubmed": Source(pubmed_search, pubmed_fetch, "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"),
}
