"""`table-wrap` to `Table`: spans expanded, cells written to the text one row a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from extractors.core.document import Cell, SectionKind, Table
from pipeline.ingest.jats.inline import inline, squeeze
from pipeline.ingest.jats.writer import Writer

MOST_COLUMNS = 400
MOST_CELLS = 1_000_000
"""Bounds on a grid, so that a hostile `colspan` cannot fill the memory; printed tables stay far below."""

_NUMBER = re.compile(
    r"(?:(?:supplement\w*|appendix|additional|online|e)[\s-]*)?tab(?:le|\.)?\s*([A-Z]?\d+[a-z]?|[IVXL]+)\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A grid position: the cell's text, and whether it is where the cell is printed or one it spans to."""

    text: str
    printed: bool
    row_start: int = 0
    column_start: int = 0


def write_table(wrap: etree._Element, writer: Writer) -> None:
    """Write caption, rows and notes of a `table-wrap` as a section of its own, and keep its grid.

    A header cell is repeated over the columns that it spans, a body cell over rows and columns save for one that
    starts the row (a group heading), which stands once with empty cells after it. A table given as an image only
    has no rows and leaves a warning.
    """
    kind, title = writer.resume()
    label, caption = _child_text(wrap, "label"), _child_text(wrap, "caption")
    writer.section(SectionKind.TABLE, label, heading=False)
    start = writer.position
    head = writer.cell(squeeze(f"{label} {caption}"))
    writer.write("\n")
    header, body = _grids(wrap, writer, label)
    header_cells = _write_rows(header, writer, in_header=True)
    row_cells = _write_rows(body, writer, in_header=False)
    notes = _write_notes(wrap, writer)
    number = _NUMBER.match(label) or _NUMBER.match(caption)
    if header_cells or row_cells:
        writer.tables.append(
            Table(
                number=number.group(1) if number else label,
                caption=head,
                header=header_cells,
                rows=row_cells,
                notes=notes,
                start=start,
                end=writer.position,
            )
        )
    else:
        writer.unread.append(f"{label or 'a table'}: {_missing(wrap)}")
    writer.section(kind, title, heading=False)


def _missing(wrap: etree._Element) -> str:
    """Why a table has no rows."""
    if wrap.find(".//graphic") is not None or wrap.find(".//inline-graphic") is not None:
        return "printed as an image; its rows are not in the file"
    return "empty" if wrap.find(".//table") is not None else "no table body in the file"


def _child_text(wrap: etree._Element, tag: str) -> str:
    found = wrap.find(tag)
    if found is None:
        return ""
    return squeeze(" ".join(inline(part) for part in found)) if tag == "caption" and len(found) else inline(found)


def _grids(wrap: etree._Element, writer: Writer, label: str) -> tuple[list[list[_Slot]], list[list[_Slot]]]:
    header: list[list[_Slot]] = []
    body: list[list[_Slot]] = []
    for table in wrap.iter("table"):
        top = [tr for part in table.findall("thead") for tr in part.findall("tr")]
        rest = [tr for part in table if part.tag in ("tbody", "tfoot") for tr in part.findall("tr")] + table.findall(
            "tr"
        )
        if not top:
            top, rest = _split_header(rest)
        elif rest and _is_header(rest[0]):
            top, rest = [*top, rest[0]], rest[1:]
        # A second grid of the wrap (a panel) keeps its header as rows: its columns are its own.
        (body if header or body else header).extend(_expand(top, writer, label))
        body.extend(_expand(rest, writer, label))
    width = max((len(row) for row in (*header, *body)), default=0)
    for row in (*header, *body):
        row.extend([_Slot("", False)] * (width - len(row)))
    return header, body


def _split_header(rows: list[etree._Element]) -> tuple[list[etree._Element], list[etree._Element]]:
    """Without `thead`: leading rows of `th` only, else a first row that holds no digit above rows that do."""
    count = 0
    while count < len(rows) - 1 and len(rows[count]) and all(cell.tag == "th" for cell in rows[count]):
        count += 1
    if not count and len(rows) > 2 and len(rows[0]) > 1:
        count = int(not re.search(r"\d", inline(rows[0])) and any(re.search(r"\d", inline(r)) for r in rows[1:4]))
    return rows[:count], rows[count:]


# What a header's lowest row says of the columns and nothing else.
_MEASURE = re.compile(
    r"\W*(?:n|no\.?|number|%|n ?\(%\)|no\. ?\(%\)|(?:HR|OR|RR) ?(?:[(\[]\s*95\s?% ?CI\s*[)\]])?|95\s?% ?CI|p(?:[- ]?values?)?"
    r"|median|mean|range|SD|IQR|months?|years?)\W*",
    re.I,
)


def _is_header(row: etree._Element) -> bool:
    """Whether a first row of the body has no label and says what the columns hold: "HR (95% CI)", "P-value"."""
    texts = [" ".join(inline(cell).split()) for cell in row if cell.tag in ("td", "th")]
    told = [text for text in texts[1:] if text]
    return len(texts) > 2 and not texts[0] and len(told) > 1 and all(_MEASURE.fullmatch(text) for text in told)


def _expand(rows: list[etree._Element], writer: Writer, label: str) -> list[list[_Slot]]:
    """The rows as a grid in which every position that a cell spans holds its text; empty rows are dropped."""
    grid: list[list[_Slot]] = []
    pending: dict[int, tuple[int, _Slot]] = {}
    cells = 0
    for k, row in enumerate(rows):
        slots: list[_Slot] = []
        carried, pending = pending, {}
        for cell in (c for c in row if c.tag in ("td", "th")):
            _carry(slots, carried, pending)
            columns = min(_span(cell, "colspan"), MOST_COLUMNS - len(slots))
            below = min(_span(cell, "rowspan"), len(rows) - k) - 1
            text, first = inline(cell), len(slots)
            for offset in range(columns):
                slot = _Slot(text, offset == 0, k, first)
                if below:
                    pending[len(slots)] = (below, slot)
                slots.append(slot)
        _carry(slots, carried, pending, to_end=True)
        cells += len(slots)
        if cells > MOST_CELLS:
            writer.unread.append(f"{label or 'a table'}: more than {MOST_CELLS} cells, {len(rows) - k} rows left out")
            break
        if any(slot.text and slot.printed for slot in slots):
            grid.append(slots)
    return grid


def _carry(
    slots: list[_Slot],
    carried: dict[int, tuple[int, _Slot]],
    pending: dict[int, tuple[int, _Slot]],
    to_end: bool = False,
) -> None:
    """Fill the positions that cells of earlier rows span down to."""
    while carried and (len(slots) in carried or (to_end and max(carried) >= len(slots))):
        if len(slots) not in carried:
            slots.append(_Slot("", False))
            continue
        left, slot = carried.pop(len(slots))
        repeated = _Slot(slot.text, False, slot.row_start, slot.column_start)
        if left > 1:
            pending[len(slots)] = (left - 1, repeated)
        slots.append(repeated)


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, int(value)) if value.isdecimal() and len(value) < 7 else 1


def _write_rows(grid: list[list[_Slot]], writer: Writer, in_header: bool) -> tuple[tuple[Cell, ...], ...]:
    rows: list[tuple[Cell, ...]] = []
    written: dict[tuple[int, int], Cell] = {}
    for slots in grid:
        cells: list[Cell] = []
        for k, slot in enumerate(slots):
            if k:
                writer.write("\t")
            if slot.printed:
                written[slot.row_start, slot.column_start] = cell = writer.cell(slot.text)
            elif slot.text and (in_header or slot.column_start or k == 0):
                cell = written.get((slot.row_start, slot.column_start), Cell())
            else:
                cell = Cell()
            cells.append(cell)
        writer.write("\n")
        rows.append(tuple(cells))
    return tuple(rows)


def _write_notes(wrap: etree._Element, writer: Writer) -> tuple[Cell, ...]:
    notes: list[Cell] = []
    for foot in wrap.iterfind("table-wrap-foot"):
        for note in foot.iter("fn", "p", "attrib"):
            if note.tag == "p" and any(a.tag == "fn" for a in note.iterancestors("fn", "table-wrap-foot")):
                continue
            text = squeeze(" ".join(inline(part) for part in note)) if note.tag == "fn" and len(note) else inline(note)
            if text:
                notes.append(writer.cell(text))
                writer.write("\n")
    return tuple(notes)
