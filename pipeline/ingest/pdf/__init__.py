"""PDF to a `Document`: running text in reading order, tables as grids, every line and cell with its page and box."""

from __future__ import annotations

from pathlib import Path

from extractors.core.document import Document, InputError
from pipeline.ingest.pdf.flow import flow_of
from pipeline.ingest.pdf.furniture import without_furniture
from pipeline.ingest.pdf.page import Line, Sheet, body_size, lines_of
from pipeline.ingest.pdf.prose import write_lines
from pipeline.ingest.pdf.rejoin import Rejoiner
from pipeline.ingest.pdf.sheets import open_pdf, sheets_of
from pipeline.ingest.pdf.tables import TablePart, tables_on
from pipeline.ingest.pdf.tabulate import Tabulator
from pipeline.ingest.pdf.writer import Writer

__all__ = ["read_pdf"]


def read_pdf(path: Path, doc_id: str) -> Document:
    """The paper in a PDF file.

    The text keeps the printed lines and the hyphens at their ends; columns follow each other, running heads, feet and
    page numbers are gone. Superscript digits are Unicode superscripts (10⁹/L, mg/m², a citation mark as ¹²), so that
    none changes the number or word before it. `sections` is None: headings stand on lines of their own after an empty
    line, for the layout stage to find. Pages without text are named in `unread`.

    Raises InputError, naming the file and the cause, where it is missing, no PDF, encrypted, damaged, without pages or
    without any text.
    """
    warnings: list[str] = []
    unread: list[str] = []
    with open_pdf(path, unread) as pdf:
        title = str((pdf.metadata or {}).get("Title") or "")
        pages = list(sheets_of(pdf, warnings, unread))
    if not any(sheet.words for sheets in pages for sheet in sheets):
        raise InputError(
            f"{path}: no text on its {len(pages)} page(s): {'; '.join([*unread, *warnings][:3]) or 'nothing printed'}"
        )
    body = body_size([line for sheets in pages for sheet in sheets for line in lines_of(sheet.words)])
    writer = Writer()
    tabulator = Tabulator(writer, Rejoiner(sheet for sheets in pages for sheet in sheets))
    for sheets in without_furniture(pages):
        for sheet in sheets:
            _write_sheet(sheet, writer, tabulator, body)
    return Document(
        id=doc_id,
        text=writer.text(),
        format="pdf",
        tables=tuple(tabulator.tables),
        source=str(path),
        boxes=tuple(writer.boxes),
        title=title,
        warnings=tuple(warnings),
        unread=tuple(unread),
        metadata={"pages": str(len(pages))},
    )


def _write_sheet(sheet: Sheet, writer: Writer, tabulator: Tabulator, body: float) -> None:
    parts = tables_on(sheet, body)
    taken = {word for part in parts for word in part.taken}
    for column in flow_of([w for w in sheet.words if id(w) not in taken], parts):
        stretch: list[Line] = []
        for item in column.items:
            if isinstance(item, Line):
                stretch.append(item)
            elif isinstance(item, TablePart):
                write_lines(stretch, sheet, writer, body)
                tabulator.add(item, sheet)
                stretch = []
        write_lines(stretch, sheet, writer, body)
