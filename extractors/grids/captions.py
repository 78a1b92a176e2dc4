"""Captions that begin a table or a figure, told from sentences that mention one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.grids.lines import Line
from extractors.grids.prose import is_wordy

NUMBER = r"(?:[SAE]?\d{1,3}[A-Za-z]?|[IVX]{1,5}[A-Za-z]?)"
_TABLE = re.compile(
    rf"(?P<word>(?:Supplement(?:ary|al)\s+)?(?:Table|TABLE|Tab\.))\s*(?P<number>{NUMBER})"
    r"(?P<stop>\s*[.:|–—-]*(?:\s+[|–—-]+)?)\s*(?P<title>.*)$"
)
_FIGURE = re.compile(
    rf"(?P<word>Fig(?:ure|\.)?|FIG(?:URE|\.)?)\s*(?P<number>{NUMBER})(?P<stop>[.:|]?)\s+(?P<title>\S.*)$"
)
_CONTINUED = re.compile(r"\(?\b(?:continued|cont(?:['’]d|inuation|\.)?)\b\.?\)?", re.I)
# What follows the number when a sentence is about the table: a verb, a conjunction, a preposition, punctuation.
_MENTION = re.compile(
    r"""^(?:[),;\]]|(?:and|or|to|but|in|on|for|with|of|as|which|that|also|only|below|above|thus|we|were|was|is|are|has
    |have|had|can|may|reports?|reported|shows?|showed|shown|lists?|listed|gives?|gave|given|describes?|described|details?
    |provides?|provided|presents?|presented|depicts?|depicted|contains?|contained|compares?|compared|illustrates?
    |illustrated|demonstrates?|demonstrated|indicates?|indicated|outlines?|outlined|includes?|included|displays?
    |displayed|reveals?|revealed|highlights?|records?|recorded|summari[sz]es|summari[sz]ed|reflects?|suggests?
    |documents?|represents?|describing|showing|summari[sz]ing|listing)\b)""",
    re.X,
)
_LEADS_IN = re.compile(
    r"(?:\b(?:in|see|to|from|of|the|and|or|with|by|on|per|cf|as|this|both|also|our)|[(,;\[]|(?<=\w)[–-])$", re.I
)


# What a stop behind the number adds to a caption's points.
_STOPPED = 0.5

# How a line ends behind which a caption may stand without a blank line between.
_ENDED = re.compile(r"[.?!][\])\d,\-–” ]*$")
# Words of a title that stands on a line of its own, and the ways in which a header begins.
_TITLE = re.compile(
    r"\b(?:of|by|in|for|with|and|to|after|among|during|according|before|between|on|from|at)\b"
    r"|\b(?:characteristics|demographics|outcomes?|results|summary|details|analys[ie]s|events|toxicit(?:y|ies)|responses?"
    r"|survival|efficacy|treatments?|features|findings|data|list|overview)\s*(?:\([^()]*\))?\s*[.*†‡a-c]?$",
    re.I,
)
_HEADER = re.compile(
    r"^(?:characteristics?|variables?|parameters?|factors?|items?|category|cases?|patients?|pts?|no\.?|id|drugs?|agents?"
    r"|(?:adverse )?events?|toxicity|response|study|authors?)\s+(?!(?:characteristics|demographics|details|features)\b)"
    r"(?:no\b|n\b|all\b|total\b|any\b|grade|age\b|sex\b|(?-i:[A-Z\d#]))"
    r"|%|\bn\s*\(|\bno\.|\bp[- ]?values?\b|\bgrades? \d.*\bgrades? \d|\bHR\b.*\bCI\b|\bn\s*$",
    re.I,
)


def is_title(text: str) -> bool:
    """Whether the line below a bare "Table 1" is its title rather than a header."""
    plain = re.sub(r"\b(?:no\.?|number)\s+of\b", " ", text, flags=re.I)
    words = len(re.findall(r"[^\W\d]{2,}", text))
    return 2 <= words <= 40 and text[0].isupper() and not _HEADER.search(plain) and bool(_TITLE.search(plain))


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption's first line: index `line` into the lines, the number as printed, whether it continues a table."""

    line: int
    word: str
    number: str
    title_at: int
    continued: bool


def table_captions(lines: Sequence[Line], width: int) -> tuple[Caption, ...]:
    """The lines that begin a table, in order of text.

    A number counts as a caption once, at its likeliest place, but for places that say "(continued)".
    """
    found: dict[str, list[tuple[float, Caption]]] = {}
    for i, line in enumerate(lines):
        match = _TABLE.match(line.text)
        if not match or _mentions(lines, i, match):
            continue
        title = match["title"]
        continued = bool(_CONTINUED.search(title) or _CONTINUED.fullmatch(title.strip()))
        caption = Caption(i, "Table", match["number"], line.start + match.start("title"), continued)
        score = _likelihood(lines, i, title, width) + _STOPPED * (match["stop"].strip() in {".", ":"})
        found.setdefault(match["number"].casefold(), []).append((score, caption))
    kept: list[Caption] = []
    for candidates in found.values():
        kept += [c for _, c in candidates if c.continued]
        firsts = [(score, -c.line, c) for score, c in candidates if not c.continued]
        if firsts:
            score, _, best = max(firsts)
            if score > 0:
                kept.append(best)
    return tuple(sorted(kept, key=lambda c: c.line))


def figure_caption(line: Line) -> re.Match[str] | None:
    """The parts of a line that begins a figure's legend, or None."""
    match = _FIGURE.match(line.text)
    return match if match and not _MENTION.match(match["title"]) and match["title"][0] != ")" else None


def _mentions(lines: Sequence[Line], i: int, match: re.Match[str]) -> bool:
    """Whether the words around make the line part of a sentence."""
    title = match["title"]
    if _MENTION.match(title):
        return True
    # "Table I – Patients" is a caption, "Table 1–3" is not, nor is "Table 1–Table 3"
    if match["stop"].strip() in {"–", "-", "—"} and (not title[:1].isupper() or _TABLE.match(title)):
        return True
    if i == 0 or lines[i].page:
        return False
    before = lines[i - 1].text
    return lines[i].gap <= 1 and bool(_LEADS_IN.search(before)) and lines[i].gap == 0


def _likelihood(lines: Sequence[Line], i: int, title: str, width: int) -> float:
    """Points for a caption: break before it, a title that starts a phrase, figures rather than sentences after it."""
    line = lines[i]
    apart = line.gap or line.page or i == 0
    score = 1.0 if apart else 0.0 if _ENDED.search(lines[i - 1].text) else -0.5
    if title and (title[0].isupper() or title[0].isdigit() or title[0] in "("):
        score += 0.5
    elif title:
        score -= 1.0
    after = lines[i + 1 : i + 7]
    wordy = sum(is_wordy(x, width) for x in after)
    score += 1.0 - 2.0 * wordy / max(len(after), 1)
    if not title and not after:
        score -= 2.0
    return score
