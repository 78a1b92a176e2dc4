"""Notes and keys of a table: where they begin above its rows or below them, and how far they go."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.grids.footnotes import is_marked
from extractors.grids.keys import entries_of, is_key, is_lone_key
from extractors.grids.lines import Line
from extractors.grids.prose import is_paragraph, is_sentence, share_of_function_words
from extractors.grids.results_told import tells_results
from extractors.grids.row_ends import ends_as_above, ends_as_row

# What a note says that stands right below the last row, no blank line between.
_BELOW = re.compile(
    r"(?i:abbreviations?|notes?|legend|key)\s*[.:—–]\s*\S|(?:[Gg]raded|[Gg]rading|[Aa]ssessed|[Cc]lassified|[Ee]valuated|[Ss]cored) "
    r"(?:with|by|per|using|according to|after|following|in accordance with)\b|(?:[Dd]ata|[Vv]alues?|[Pp]ercentages|[Nn]umbers|[Ff]igures) "
    r"(?:are|is|were|may|do|refer|in)\b|\*{0,2}[Pp][- ]values? (?:from|by|are|were|of|for)\b|[Aa]ccording to\b|[+*†‡§¶#]\s?(?:indicates|denotes|means|[:=,])"
)
_PLUS = re.compile(r"[+*†‡§¶#]{1,2}(?:\s*[:=,]\s*|\s+)(?:indicates |denotes |means )?[a-z]")
# A footnote right below the last row: its mark, then a phrase.
_FOOTNOTE = re.compile(r"(?:[*†‡§¶#]{1,2}\s?(?=[A-Za-z])|[a-h](?:\s(?=[A-Z]\w)|(?=[A-Z][a-z])))(?P<phrase>.+)$")
_PHRASE = 4
# How a header ends and no sentence does.
_HEADER_END = re.compile(r"(?:\b[pP](?:[- ]?[vV]alues?)?|\(\s?%\s?\)|\bCI\)?|\b[nN]\s?=\s?\d+\)?)[*†‡a-d]?$")
# Notes above the rows are no longer than so many lines, sentences below them than so many.
_LEAD, _LONGEST = 6, 12


def lead_notes(lines: Sequence[Line], first: int, stop: int) -> int:
    """One past the notes and keys that stand between caption and rows."""
    i = first
    while i < stop:
        end = block_end(lines, i, stop)
        block = " ".join(x.text for x in lines[i:end])
        rest = [x.text for x in lines[end : min(stop, end + 80)]]
        if (
            not rest
            or end - i > _LEAD
            or _HEADER_END.search(block)
            or not (is_sentence(block.rstrip(".") + ".") or is_key(block, rest))
        ):
            break
        i = end
    return i


def block_end(lines: Sequence[Line], i: int, stop: int) -> int:
    """One past the block (lines without a blank, page end or paragraph between) that starts at `i`."""
    j = i + 1
    while j < stop and lines[j].gap == 0 and not lines[j].page and not is_paragraph(lines[j]):
        j += 1
    return j


def note_length(lines: Sequence[Line], i: int, stop: int, grid: Sequence[str]) -> int:
    """How many lines of notes or key start at line `i`; 0 where it is a row of the table or something else."""
    end = block_end(lines, i, stop)
    block = " ".join(x.text for x in lines[i:end])
    if is_marked(lines[i].text):
        return end - i if share_of_function_words(block) > 0 or len(block.split()) >= 2 else 0
    a_row = not lines[i].text.endswith(".") and not entries_of(lines[i].text, grid)
    if a_row and any(starts_note(lines, j, stop, grid) for j in range(i + 1, end)):
        return 0  # the last row, its notes right below
    if ends_as_row(lines[i].text) or ends_as_above(lines[i].text, grid):
        return 0
    if is_key(block, grid):
        return end - i
    if is_sentence(block) and not lines[i].text[0].islower() and end - i <= _LONGEST and not tells_results(block):
        return end - i
    return 0


def _bears(grid: Sequence[str], mark: str) -> bool:
    """Whether a footnote's mark stands behind a word or figure above it; "+" elsewhere joins the drugs of a regimen."""
    return mark != "+" or any(re.search(r"[\w%)]\+", line) for line in grid)


def starts_note(lines: Sequence[Line], i: int, stop: int, grid: Sequence[str]) -> bool:
    """Whether notes begin at line `i`, right below a row: in so many words, or with a key of two or more short forms."""
    text = lines[i].text
    if _BELOW.match(text) or ((m := _PLUS.match(text)) and _bears(grid, m.group()[0])):
        return True
    block = " ".join(x.text for x in lines[i : block_end(lines, i, stop)])
    if m := _FOOTNOTE.match(text):
        return len(m["phrase"].split()) >= _PHRASE and share_of_function_words(block) > 0 and not ends_as_row(text)
    if not text[0].isalpha() or not re.search(r"[,;:=]", text):
        return False
    return entries_of(block, grid) >= 2 or is_lone_key(text, grid)
