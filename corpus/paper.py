"""A source file read into blocks, and the blocks written flat with their gold."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus import facts
from corpus.flatten import Column, Sheet
from corpus.marks import Inline, parse
from corpus.tables import Table

Block = tuple[str, str, list[str]]  # kind, opening line, lines


@dataclass
class Paper:
    """One source: its head (title, split, style, ...), its blocks in order, the blocks held back for page breaks."""

    identifier: str
    head: dict[str, str]
    blocks: list[Block]
    held: dict[str, list[Block]] = field(default_factory=dict)


@dataclass
class Rendering:
    """What is generated from a source."""

    text: str
    gold: list[dict[str, Any]]
    tables: list[dict[str, Any]]
    findings: list[dict[str, Any]]


def read(path: Path) -> Paper:
    """Read `sources/<id>.txt`: a head of `key: value` lines, then blocks between blank lines."""
    head_text, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    head = dict(line.split(": ", 1) for line in head_text.splitlines())
    paper = Paper(path.stem, head, [])
    current = paper.blocks
    lines = iter(body.split("\n"))
    for line in lines:
        if line.startswith(("@table ", "@raw")):
            block: list[str] = []
            for inner in lines:
                if inner == "@end":
                    break
                block.append(inner)
            current.append((line[1:].split(" ")[0], line.partition(" ")[2], block))
        elif line.startswith("@hold "):
            current = paper.held.setdefault(line.split(" ", 1)[1], [])
        elif line == "@held":
            current = paper.blocks
        elif line.startswith("@"):
            name, _, rest = line[1:].partition(" ")
            current.append((name, rest, []))
        elif re.match(r"#{1,3} ", line):
            current.append(("heading", line, []))
        elif line.strip():
            if current and current[-1][0] == "paragraph" and current[-1][1] == "open":
                current[-1][2].append(line)
            else:
                current.append(("paragraph", "open", [line]))
        elif current and current[-1][0] == "paragraph":
            current[-1] = ("paragraph", "closed", current[-1][2])
    return paper


class Writer:
    """Writes the blocks of one paper and gathers facts, tables and findings as it goes."""

    def __init__(self, paper: Paper) -> None:
        self.paper, self.sheet, self.column = paper, Sheet(), Column()
        self.context: dict[str, str] = {}
        self.long_forms: dict[str, str] = {}
        self.tables: list[dict[str, Any]] = []
        self.findings: dict[str, dict[str, Any]] = {}
        self.places: list[tuple[str, dict[str, str], int, int, bool]] = []
        self.first = True

    def write(self, blocks: list[Block]) -> None:
        for kind, opening, lines in blocks:
            before = len(self.sheet.marks)
            getattr(self, f"_{kind}")(opening, lines)
            for mark, in_table in self.sheet.marks[before:]:
                for spec in mark.specs:
                    self.places.append((spec, dict(self.context), mark.start, mark.end, in_table))
            del self.sheet.marks[before:]

    def _heading(self, opening: str, __: list[str]) -> None:
        level, _, text = opening.partition(" ")
        self.sheet.put(parse(text))
        self.sheet.write("\n\n" if level == "#" else "\n")
        self.first = True

    def _paragraph(self, _: str, lines: list[str]) -> None:
        names: list[str] = []
        inline: Inline = parse(" ".join(lines), names)
        self.column.fill(self.sheet, inline, lambda i: self.write(self.paper.held[names[i]]), self.first)
        if not self.sheet.text.endswith("\n "):
            self.sheet.write("\n")
        self.first = False

    def _raw(self, _: str, lines: list[str]) -> None:
        self.sheet.put(parse("¶".join(lines)))
        self.sheet.write("\n")

    def _table(self, opening: str, lines: list[str]) -> None:
        table = Table.read(opening, lines)
        table.print(self.sheet, self.long_forms)
        self.tables.append(table.grid())

    def _gap(self, _: str, __: list[str]) -> None:
        if not self.sheet.text.endswith("\n "):
            self.sheet.write("\n")

    def _page(self, _: str, __: list[str]) -> None:
        self.sheet.write(" ")

    def _set(self, rest: str, _: list[str]) -> None:
        self.context = dict(word.split("=", 1) for word in shlex.split(rest))

    def _let(self, rest: str, __: list[str]) -> None:
        for item in rest.split("; "):
            short, _, long = item.partition(" = ")
            self.long_forms[short] = long

    def _column(self, rest: str, _: list[str]) -> None:
        words = rest.split()
        self.column = Column(int(words[0]), "hyphenate" in words, "gap" in words, "trail" in words)

    def _finding(self, rest: str, __: list[str]) -> None:
        head, _, message = rest.partition(" :: ")
        name, rule, certainty, *numeric = head.split()
        finding = {"doc": self.paper.identifier, "kind": "finding", "rule": rule, "message": message, "involves": []}
        self.findings[name] = finding | {"certainty": certainty, "numeric": bool(numeric)}

    def gold(self) -> list[dict[str, Any]]:
        """Facts in order of their definition, each with all its places; prose places lead over table places."""
        made: list[tuple[facts.Fact, list[tuple[int, int, bool]]]] = []
        named: dict[str, set[int]] = {}
        seen: dict[str, int] = {}
        for spec, context, start, end, in_table in self.places:
            if spec[0] in "=!":
                continue
            fact = facts.read(spec, self.paper.identifier, context)
            name = fact.pop("name", None)
            key = json.dumps(fact, sort_keys=True)
            index = seen.setdefault(key, len(made))
            if index == len(made):
                made.append((fact, []))
            made[index][1].append((start, end, in_table))
            if name:
                named.setdefault(name, set()).add(index)
        for spec, _, start, end, in_table in self.places:
            if spec[0] == "=":
                for index in named[spec[1:]]:
                    made[index][1].append((start, end, in_table))
            elif spec[0] == "!":
                self.findings[spec[1:]]["involves"].append([start, end])
        return [_anchored(fact, places) for fact, places in made]


def _anchored(fact: facts.Fact, places: list[tuple[int, int, bool]]) -> dict[str, Any]:
    optional = {"optional": fact.pop("optional")} if "optional" in fact else {}
    ordered = sorted(places, key=lambda p: p[2])
    anchors = [[start, end] for start, end, _ in ordered]
    more = {"anchor_more": anchors[1:]} if len(anchors) > 1 else {}
    in_table = {"in_table": True} if ordered[0][2] else {}
    return fact | {"anchor": anchors[0]} | more | optional | in_table


def render(paper: Paper) -> Rendering:
    """The flattened text, its gold, its table grids and its planted findings."""
    writer = Writer(paper)
    writer.write(paper.blocks)
    text = re.sub(r"\n{3,}\Z", "\n\n", writer.sheet.text)
    return Rendering(text, writer.gold(), writer.tables, list(writer.findings.values()))
