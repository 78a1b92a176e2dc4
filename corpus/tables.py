"""A table of a source: one grid, printed flat as a PDF-to-text tool leaves it, or kept as a grid for gold."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field

from corpus.flatten import Sheet
from corpus.marks import Inline, Mark, parse, plain, specifications

EMPTY = {"", "-", "–", "─", "NA", "ND"}


@dataclass
class Rule:
    """What the cells of a column say, as specifications to fill in.

    `$` is the cell, `$1` the cell of column 1, `$g` the group, `$row` group and row label, `\\1` a part of the match.
    """

    column: int
    pattern: str
    specs: tuple[str, ...]


@dataclass
class Table:
    """`layout`: rows, spaced or cells; `header`: line, stacked or interleaved; `head` overrides the printed header."""

    number: str
    label: str
    layout: str = "rows"
    header: str = "line"
    caption: str = ""
    columns: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, opening: str, lines: list[str]) -> Table:
        number, *options = shlex.split(opening)
        table = cls(number=number, label=f"Table {number} ")
        for option in options:
            key, _, value = option.partition("=")
            setattr(table, key, value)
        in_rows = False
        for line in lines:
            key, _, rest = line.partition(":")
            if key in ("caption", "notes", "columns", "head", "rows") or key.startswith("cell "):
                in_rows = key == "rows"
                table._take(key, rest.strip())
            elif in_rows and line.strip():
                table.rows.append([c.strip() for c in line.split(" | ")])
        return table

    def _take(self, key: str, rest: str) -> None:
        if key == "caption":
            self.caption = rest
        elif key == "notes":
            self.notes.append(rest)
        elif key == "head":
            self.head.append(rest)
        elif key == "columns":
            self.columns = [c.strip() for c in rest.split("|")]
        elif key.startswith("cell"):
            column, *pattern = key.split(" ", 2)[1:]
            regex = pattern[0].strip("/").replace("~", ":") if pattern else ".*"
            self.rules.append(Rule(int(column), regex, specifications(rest)))

    def grid(self) -> dict[str, object]:
        """The table as gold keeps it: header cells, rows of cells, notes; words rejoined over line breaks."""
        width = len(self.columns)
        rows = [[plain(parse(c).text) for c in row] for row in self.rows]
        return {
            "number": self.number,
            "caption": plain(parse(self.caption).text),
            "columns": [plain(c) for c in self.columns],
            "rows": [row + [""] * (width - len(row)) for row in rows],
            "notes": " ".join(plain(parse(n).text) for n in self.notes),
        }

    def cells(self, long_forms: dict[str, str]) -> list[list[Inline]]:
        """Rows of cells with the marks that the column rules add."""
        out, group = [], ""
        for row in self.rows:
            inlines = [parse(c) for c in row]
            if len(row) == 1:
                group = re.sub(r"\s*\(n ?= ?\d+\)$", "", plain(inlines[0].text))
            values = [plain(i.text) for i in inlines]
            for index, inline in enumerate(inlines):
                spoken = any(s[0] != "!" for m in inline.marks for s in m.specs)
                if len(row) > 1 and not spoken and values[index] not in EMPTY:
                    specs = self._specs(index, values, group, long_forms)
                    if specs:
                        inline.marks.append(Mark(0, len(inline.text), specs))
            out.append(inlines)
        return out

    def _specs(self, index: int, values: list[str], group: str, long_forms: dict[str, str]) -> tuple[str, ...]:
        def long(text: str) -> str:
            bare = re.sub(r"(?<=\d)[a-c]$|[*†‡§]+$", "", text)
            percent = re.fullmatch(r"([\d.,]+) ?%", bare)
            if percent:
                return percent.group(1).replace(",", ".")
            return long_forms.get(bare, bare.lower())

        for rule in self.rules:
            found = re.fullmatch(rule.pattern, values[index])
            if rule.column == index + 1 and found:

                def fill(spec: str, found: re.Match[str] = found) -> str:
                    spec = re.sub(r"\\(\d)", lambda m: (found.group(int(m.group(1))) or "").replace(",", "."), spec)
                    spec = re.sub(r"\$(\d)", lambda m: f'"{long(values[int(m.group(1)) - 1])}"', spec)
                    spec = spec.replace("$row", f'"{group}: {values[0]}"' if group else f'"{values[0]}"')
                    spec = spec.replace("$g", f'"{long(group)}"')
                    return spec.replace("$", f'"{long(values[index])}"')

                return tuple(fill(spec) for spec in rule.specs)
        return ()

    def print(self, sheet: Sheet, long_forms: dict[str, str]) -> None:
        """Write the table flat."""
        gap = "\n" if self.layout == "rows" else "\n\n"
        sheet.write(self.label)
        sheet.put(parse(self.caption), in_table=True)
        sheet.write("\n\n")
        self._print_header(sheet, gap)
        for row in self.cells(long_forms):
            self._print_row(sheet, [c for c in row if c.text])
            sheet.write(gap)
        if self.notes and self.layout == "rows":
            sheet.write("\n")
        for note in self.notes:
            sheet.put(parse(note), in_table=True)
            sheet.write("\n")

    def _print_header(self, sheet: Sheet, gap: str) -> None:
        if self.head:
            for line in self.head:
                sheet.put(parse(line), in_table=True)
                sheet.write("\n")
            sheet.write("\n" if gap == "\n\n" else "")
            return
        columns = [c for c in self.columns if c]
        if not columns:
            return
        if self.header == "interleaved":
            parts = [c.split("¶") for c in columns]
            depth = max(len(p) for p in parts)
            lines = [" ".join(p[k] for p in parts if k < len(p)) for k in range(depth)]
        elif self.header == "stacked":
            lines = "\n\n".join(c.replace("¬", "-\n").replace("¶", "\n") for c in columns).split("\n")
        else:
            lines = [" ".join(c.replace("¬", "-\n").replace("¶", "\n") for c in columns)]
        sheet.write("\n".join(lines) + gap)

    def _print_row(self, sheet: Sheet, row: list[Inline]) -> None:
        for index, cell in enumerate(row):
            if index:
                before = row[index - 1].text
                broken = "¶" in cell.text or "¶" in before or "¬" in cell.text or "¬" in before
                sheet.write("\n\n" if self.layout == "cells" or broken else " ")
            sheet.put(cell, in_table=True)
