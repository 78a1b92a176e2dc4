"""Whether the header of a rebuilt table tells its columns of figures apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extractors.core.document import Cell
from extractors.grids.columns import Column
from extractors.grids.header_marks import P_VALUE
from extractors.grids.zone import SIZE

# A heading of rows that holds this is a line of the header that was not understood.
_HEADERS = re.compile(r"(?:^|\s)(?:\(?%\)?|[Nn]o\.|[pP](?:[- ]?values?)?)(?:\s|$)")
_HEADED, _FIRST = 2, 4
_NUMBERS = 0.6


def untold(header: Sequence[str], rows: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> str:
    """In words what the header leaves open; empty where it leaves nothing. `header` is each column's whole text."""
    figures = [k for k, c in enumerate(columns) if k and c.cells and c.share_of_numbers > _NUMBERS]
    if len(figures) < 2:
        return ""
    texts = [header[k].casefold().strip() for k in figures if k < len(header)]
    bare = sum(not t for t in texts)
    if bare and bare < len(texts) and not texts[0]:
        return "header: the first columns of figures have none"
    # a p-value is the test of the columns before it
    twice = sorted(t for t, n in Counter(t for t in texts if t and not P_VALUE.match(t)).items() if n > 1)
    if twice:
        return f"header: {len([t for t in texts if t in twice])} columns are told alike ({twice[0]})"
    for row in rows[:_FIRST]:
        label = row[0].text if row else ""
        if any(c.text for c in row[1:]) or not label:
            break
        if len(SIZE.findall(label)) >= _HEADED or len(_HEADERS.findall(label)) >= _HEADED:
            return f"header: a line of it may have been read as a row ({label[:40]})"
    return ""
