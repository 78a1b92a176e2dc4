"""What the text says of a table where it sends the reader there: "Adverse events in the A group are shown in Table 3"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from extractors.core import cues as re
from extractors.core.paper import Paper

_VERB = r"(?:show|list|summari[sz]e|present|give|detail|report|display|provide|describe|outline|tabulate|compile)"
_DONE = r"(?:shown|given|listed|found|(?:summari[sz]|provid|describ|outlin|tabulat|compil)ed|(?:present|detail|report|display)ed)"
_TABLE = r"Table\s?(?P<number>[1-9]\d?|[IVX]{1,4})\b"
_SENT = re.compile(rf"(?P<what>[^.;]*?)\s(?:is|are|was|were)\s(?:\w+ly\s)?{_DONE}\s(?:in|by)\s(?:the\s)?{_TABLE}")
_SHOWS = re.compile(rf"{_TABLE}\s{_VERB}s\s(?P<what>[^.;]*)")
_FIGURES = re.compile(r"\d\s?%|\bn\s?=|\b(?:Table|Figure|Fig)\b", re.I)


def introductions(paper: Paper) -> Mapping[str, tuple[str, ...]]:
    """By a table's number, what sentences say stands in it; those that tell figures of their own are left out."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for sentence in paper.sentences:
        if "Table" not in sentence.text or sentence.attribution not in ("own", "planned"):
            continue
        for m in (_SENT.search(sentence.text), _SHOWS.search(sentence.text)):
            if m is not None and not _FIGURES.search(m["what"]):
                found[m["number"]].append(m["what"])
    return {number: tuple(whats) for number, whats in found.items()}
