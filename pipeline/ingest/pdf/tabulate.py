"""Parts of tables to `Table`s: cells written to the text, parts on following pages joined."""

from __future__ import annotations

from dataclasses import replace

from extractors.core.document import Cell, Range, Table
from pipeline.ingest.pdf.page import Line, Sheet
from pipeline.ingest.pdf.rejoin import Rejoiner
from pipeline.ingest.pdf.tables.part import Grid, TablePart
from pipeline.ingest.pdf.writer import Writer

Rows = tuple[tuple[Cell, ...], ...]


class Tabulator:
    """Writes parts in reading order; a part that goes on with the table before it adds its rows to that one."""

    def __init__(self, writer: Writer, rejoiner: Rejoiner) -> None:
        self.tables: list[Table] = []
        self._writer, self._rejoin = writer, rejoiner
        self._last: TablePart | None = None

    def add(self, part: TablePart, sheet: Sheet) -> None:
        """Write the part, one row a line, cells parted by tabs, caption above and notes below."""
        self._writer.blank()
        start = self._writer.position
        caption = self._cell(part.caption, sheet)
        if caption:
            self._writer.write("\n")
        rows = self._rows(part.grid, sheet)
        notes = []
        for note in part.notes:
            notes.append(self._cell(note, sheet))
            self._writer.write("\n")
        end = self._writer.position
        self._writer.blank()
        if self._goes_on(part):
            self._extend(part, rows, tuple(notes), end)
        elif part.number or part.caption or len(rows) > 2:
            depth = part.grid.depth
            doubts = part.grid.doubts
            self.tables.append(
                Table(
                    part.number, caption, rows[:depth], rows[depth:], tuple(notes), start, end,
                    confidence=0.8 if doubts else 0.95, doubts=doubts,
                )
            )  # fmt: skip
        self._last = part

    def _goes_on(self, part: TablePart) -> bool:
        last = self._last
        if last is None or not self.tables or (self.tables[-1].header and last.grid.width != part.grid.width):
            return False
        same_head = part.grid.depth > 0 and part.header_texts() == last.header_texts()
        if part.number:
            return part.number == self.tables[-1].number and (part.continued or same_head)
        return same_head or (part.continued and last.grid.width == part.grid.width)

    def _extend(self, part: TablePart, rows: Rows, notes: tuple[Cell, ...], end: int) -> None:
        table = self.tables.pop()
        repeated = self._last is not None and part.header_texts() == self._last.header_texts()
        more = rows[part.grid.depth :] if repeated else rows
        self.tables.append(replace(table, rows=table.rows + more, notes=table.notes + notes, end=end))

    def _cell(self, lines: tuple[Line, ...], sheet: Sheet) -> Cell:
        if not lines:
            return Cell()
        box = (
            min(line.x0 for line in lines), min(line.top for line in lines),
            max(line.x1 for line in lines), max(line.bottom for line in lines),
        )  # fmt: skip
        text = self._rejoin.text(lines)
        where: Range = self._writer.placed(text, sheet, box)
        return Cell(text, (where,))

    def _rows(self, grid: Grid, sheet: Sheet) -> Rows:
        """Every row's cells; a cell over several rows or columns is written once and repeated in the grid, save a
        body cell that starts its row and spans columns."""
        filled: list[list[Cell]] = [[Cell()] * grid.width for _ in range(grid.height)]
        starts = {(c.row, c.column): c for c in grid.cells}
        for i in range(grid.height):
            for k in range(grid.width):
                if k:
                    self._writer.write("\t")
                found = starts.get((i, k))
                if found is None or not found.lines:
                    continue
                cell = self._cell(found.lines, sheet)
                across = 1 if i >= grid.depth and k == 0 else found.columns
                for row in filled[i : i + found.rows]:
                    row[k : k + across] = [cell] * len(row[k : k + across])
            self._writer.write("\n")
        return tuple(tuple(row) for row in filled)
