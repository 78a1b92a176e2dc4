"""Which sentences near a table are the paper's text and no note of the table: those that tell results."""

from __future__ import annotations

import re

_VERB = re.compile(
    r"\b(?:was|were|had|have|has|occurred|responded|achieved|obtained|attained|received|developed|experienced|discontinued"
    r"|stopped|died|progressed|reached|remained|lasted|required|showed|gave|observed|seen|recorded|reduced|interrupted)\b"
)
# What results are about (CONSORT 2010, items 13-19: numbers analysed, outcomes and estimation, harms).
_ABOUT = re.compile(
    r"\b(?:median|mean|PFS|OS|TTP|DFS|survival|follow-?up|respon(?:se|ses|ded|ders?)|ORR|DCR|CBR|remission|stable disease"
    r"|duration|patients?|men|women|grade|G[34]|toxicit\w+|events?|deaths?|dose[sd]?|treatment|therapy|progress\w+)\b",
    re.I,
)
_FIGURE = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|none|no|half|all)\b", re.I
)
_BETWEEN = re.compile(r"(?<=[a-z)\]%\d])\.\s+(?=[A-Z])")
# What notes speak of: how the table was made, who is left out of it, what its marks mean.
_OF_A_NOTE = re.compile(
    r"\b(?:calculated|computed|derived|defined|estimated|according to|graded|using|test(?:ed)?|counted|excluded|refers?|denotes?|indicates?"
    r"|means?|represents?|percentages?|proportions?|values?|data|missing|rounded|rounding|categor\w+|listed|shown|abbreviations?"
    r"|not available|not assessable|may not|do(?:es)? not|could not|more than one|each patient|per patient|column|rows?|table"
    r"|are|is|includ(?:es?|ed|ing)|also|asterisk|footnote)\b",
    re.I,
)


def tells_results(block: str) -> bool:
    """Whether a block of whole sentences tells what happened to the patients ("Median PFS was 8.0 months.")."""
    text = " ".join(block.split())
    if not text[:1].isupper() or not text.endswith((".", ".)", "]")):
        return False
    sentences = _BETWEEN.split(text)
    return not _OF_A_NOTE.search(sentences[0]) and any(
        _VERB.search(s) and _ABOUT.search(s) and _FIGURE.search(s) and not _OF_A_NOTE.search(s) for s in sentences
    )
