"""Which lines are running prose: the measure of a body column, and lines full of function words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from statistics import median

from extractors.grids.lines import Line
from extractors.grids.row_ends import ends_as_row

FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
    a about after all also although among an and any are as at based be because been before between both but by can
    could did do does during each either even for from further had has have having he her here hers his how however if
    in into is it its less like may more most much must nor of off on only onto or our out over own per
    she should since so some such than that the their them then there therefore these they this those through thus to
    together too under until up upon us very was we were what when whereas whether which while who whose will with
    within without would et al due""",
    )
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# "2.3 to 4.6": an interval, no phrase
_TO = re.compile(r"(?<=\d) to (?=\d|N[AERC]\b)")
_FINITE = frozenset(
    re.findall(
        r"\w+",
        """is are was were be been had has have can could may might should would will did does showed shows received
    observed reported developed remained died included underwent experienced presented progressed occurred""",
    )
)
_WIDE_GAPS = re.compile(r"\S {3,}\S.* {3,}\S|\s\|\s.*\s\|")
# Wrapped lines are shorter than that.
_PARAGRAPH = 240
_NEXT_SENTENCE = re.compile(r"[a-z\d)%\]]{2}\.\s+(?=[A-Z])")
_SAYS_NOTE = re.compile(r"(?:abbreviations?|notes?|data|values?|percentages?|legend)\b", re.I)
# No printed line holds more characters; where lines do, each is a whole paragraph.
_WIDEST = 130
_SENTENCE_END = re.compile(r"[.!?][\])\d,\-–” ]*$")


# A line is asked about as itself, as the one behind another, as the one ahead.
@lru_cache(maxsize=5000)
def share_of_function_words(text: str) -> float:
    """Share of the words of `text` that are articles, prepositions, pronouns, auxiliaries; 0 without words."""
    words = [w.casefold() for w in _WORD.findall(_TO.sub("–", text))]
    return sum(w in FUNCTION_WORDS for w in words) / len(words) if words else 0.0


def body_width(lines: Sequence[Line]) -> int:
    """Characters a full line of the body holds: the median over wordy lines (60 without any); a line may be a paragraph."""
    wordy = [len(x.text) for x in lines if len(x.text) >= 30 and share_of_function_words(x.text) >= 0.25]
    return min(int(median(wordy)), _WIDEST) if wordy else 60


def is_wordy(line: Line, width: int) -> bool:
    """Whether a line taken by itself reads like a full line of a sentence."""
    return is_texty(line, width) and share_of_function_words(line.text) >= 0.2


def is_texty(line: Line, width: int) -> bool:
    """Whether a line is long and made of words, without the wide spaces or the many numbers of a row."""
    words = _WORD.findall(line.text)
    tokens = line.text.split()
    if len(words) < 4 or len(line.text) < 0.6 * width or _WIDE_GAPS.search(line.text):
        return False
    return sum(bool(_WORD.search(t)) for t in tokens) >= 0.7 * len(tokens)


def is_paragraph(line: Line) -> bool:
    """Whether a line is a whole paragraph: of several sentences, or set behind one space by a tool that parts them so."""
    text = line.text
    if "\t" in text or _WIDE_GAPS.search(text) or share_of_function_words(text) < 0.2:
        return False
    if len(text) >= _PARAGRAPH and _NEXT_SENTENCE.search(text):
        return True
    return (
        line.page
        and line.indent == 1
        and len(text) >= 1.5 * _WIDEST
        and text[:1].isupper()
        and bool(_SENTENCE_END.search(text))
        and not _SAYS_NOTE.match(text)
    )


def fills(line: Line, width: int) -> bool:
    """Whether a line is about as long as the body's lines are."""
    return abs(len(line.text) - width) <= max(0.3 * width, 12)


def starts_prose(lines: Sequence[Line], i: int, width: int) -> bool:
    """Whether running prose begins at line `i`: it and what follows fill the column and read like sentences.

    A short tail of a sentence counts where it follows a break of page or paragraph and prose follows it.
    """
    here = lines[i]
    if _is_last_row(lines, i) or ends_as_row(here.text):
        return False
    window = [here]
    for line in lines[i + 1 : i + 4]:
        if line.page:
            break
        window.append(line)
    block = next((k for k, line in enumerate(window) if k and line.gap), len(window))
    if block < len(window) and not share_of_function_words(" ".join(x.text for x in window[:block])):
        return False  # rows of words, a blank line between them and the prose
    if block == 1 < len(window) and _left_open(here.text, window[1].text, width):
        return False  # a cell of a header, or a label
    texty = [is_texty(x, width) and not ends_as_row(x.text) for x in window]
    share = share_of_function_words(" ".join(x.text for x in window))
    numeric = (
        not _WIDE_GAPS.search(here.text)
        and fills(here, width)
        and share_of_function_words(here.text) >= 0.2
        and share >= 0.25
    )
    if any(ends_as_row(x.text) for x in window[1:2]):
        return False  # a header or a label that wraps, its row below
    if numeric and sum(fills(x, width) for x in window) >= 3 and not _breaks(lines, i):
        return True
    if texty[0] and (len(window) > 1 or share >= 0.3):
        need = min(3, len(window))
        filled = fills(here, width) or here.page
        return sum(texty) >= need and share >= 0.18 and filled and not _breaks(lines, i)
    tail = bool(_SENTENCE_END.search(here.text)) and here.text[:1].islower() and (here.page or here.gap > 1)
    if not tail:
        return False
    ahead = lines[i + 1 : i + 5]
    share = share_of_function_words(" ".join(x.text for x in ahead))
    return sum(is_texty(x, width) for x in ahead) >= 2 and share >= 0.18


def _left_open(text: str, below: str, width: int) -> bool:
    """Whether a phrase goes on below a blank line with a figure or a bracket alone: "During induction (all", "n = 40)"."""
    return not _SENTENCE_END.search(text) and len(below) < 0.4 * width and not below[:1].isalpha()


def _is_last_row(lines: Sequence[Line], i: int) -> bool:
    """Whether a line of words and numbers stands alone above a blank line, without any word of grammar: a table's last row."""
    alone = i + 1 < len(lines) and lines[i + 1].gap > 0
    text = lines[i].text
    return (
        alone
        and len(_NUMBER.findall(text)) >= 2
        and not _SENTENCE_END.search(text)
        and share_of_function_words(text) == 0
    )


def _breaks(lines: Sequence[Line], i: int) -> bool:
    """Whether the block that starts at `i` ends at once with a complete sentence: a note rather than a paragraph."""
    if not lines[i].text[:1].isupper() or not _SENTENCE_END.search(lines[i].text):
        return False
    return i + 1 < len(lines) and (lines[i + 1].gap > 0 or lines[i + 1].page)


def is_sentence(text: str) -> bool:
    """Whether a block is a whole sentence with a finite verb: starts with a capital or a mark, ends with a stop."""
    words = {w.casefold() for w in _WORD.findall(text)}
    return len(words) >= 4 and bool(words & _FINITE) and bool(_SENTENCE_END.search(text))
