"""Patient tables that lost their caption: a header of a patient table, and rows numbered from one on below it.

Left in the prose, their cells would be read as sentences ("PR" of one row and the months of the next as "PR 28").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.grids.captions import figure_caption
from extractors.grids.lines import Line
from extractors.grids.prose import is_sentence, is_wordy, share_of_function_words

# Headers of tables with one patient a row.
_NUMBERED = re.compile(r"(?:patients?|pts?|cases?|no|nr|nos|#|id|number)\b\.?(?: ?(?:no|nr|number|id|#)\b\.?)?", re.I)
_NAMED = re.compile(
    r"\b(?:age|sex|gender|hist(?:olog(?:y|ical)|otype)|diagnosis|subtype|site|primary|location|(?:best )?response|RECIST|PFS|OS|TTP"
    r"|survival|duration|follow-?up|outcome|status|(?:prior|previous) (?:lines?|treatments?|therap(?:y|ies))|doses?|cycles|toxicit(?:y|ies))\b",
    re.I,
)
# How many columns must be named, how many patients numbered, how far down a header of one cell a line may reach.
_COLUMNS, _PATIENTS, _HEADER = 3, 4, 14


def uncaptioned(lines: Sequence[Line], taken: Sequence[tuple[int, int]], width: int) -> Iterator[tuple[int, int]]:
    """Where such tables begin and the line before which they end at the latest; `taken` are other tables' lines."""
    held = {i for first, last in taken for i in range(first, last)}
    free = 0
    for i, line in enumerate(lines):
        if i < free or i in held or not _NUMBERED.match(line.text):
            continue
        stop = _stop(lines, i, held, width)
        if stop > i:
            yield i, stop
            free = stop


def _stop(lines: Sequence[Line], i: int, held: set[int], width: int) -> int:
    """The line before which a table ends whose header begins at line `i`; `i` where none does."""
    last = _body(lines, i)
    if last == i:
        return i
    wanted = 1
    while last < len(lines) and last not in held and _may_be_cells(lines[last], width):
        wanted += bool(re.match(rf"{wanted}(?![\d.,%])\b", lines[last].text))
        last += 1
    while last < len(lines) and last not in held and lines[last].gap == 0:
        last += 1
    return last if wanted > _PATIENTS else i


def _body(lines: Sequence[Line], i: int) -> int:
    """The line of patient 1 below a header at line `i`; `i` where the lines between name too few columns."""
    for j in range(i + 1, min(len(lines), i + _HEADER)):
        if re.match(r"1(?![\d.,%])\b", lines[j].text):
            header = " ".join(x.text for x in lines[i:j])
            named = len({m.casefold() for m in _NAMED.findall(header)})
            return j if named >= _COLUMNS and not share_of_function_words(header) > 0.2 else i
    return i


def _may_be_cells(line: Line, width: int) -> bool:
    return not (is_wordy(line, width) or is_sentence(line.text) or figure_caption(line) is not None)
