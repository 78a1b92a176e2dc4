"""Brat standoff: one text-bound annotation an anchor, its fields as JSON in an annotator's note.

Format as in brat's own manual (T, R and # lines). A span over a line break is discontinuous there, one fragment a line;
further anchors of a fact hang on the first by an `Also` relation.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from extractors.core.document import InputError
from pipeline.records import SCORED
from pipeline.review.claims import Json

_PLACES = {"doc", "kind", "anchor", "anchor_more"}
_FRAGMENT = re.compile(r"\S(?:[^\n]*\S)?")


def standoff(facts: list[Json], text: str) -> str:
    """The `.ann` file of a document's facts."""
    lines: list[str] = []
    number = 0
    for fact in facts:
        if fact["kind"] not in SCORED:
            continue
        first = number + 1
        for anchor in (fact["anchor"], *fact.get("anchor_more", [])):
            number += 1
            parts = _fragments(text, *anchor)
            spans = ";".join(f"{s} {e}" for s, e in parts)
            lines.append(f"T{number}\t{fact['kind']} {spans}\t{' '.join(text[s:e] for s, e in parts)}")
            if number > first:
                lines.append(f"R{number}\tAlso Arg1:T{first} Arg2:T{number}")
        note = json.dumps({k: v for k, v in fact.items() if k not in _PLACES}, ensure_ascii=False)
        lines.append(f"#{first}\tAnnotatorNotes T{first}\t{note}")
    return "".join(line + "\n" for line in lines)


def _fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for m in _FRAGMENT.finditer(text, start, end)]


def configuration() -> str:
    """The `annotation.conf` that brat needs beside the files."""
    types = "\n".join(SCORED)
    return f"[entities]\n{types}\n[relations]\nAlso\tArg1:<ENTITY>, Arg2:<ENTITY>\n[events]\n[attributes]\n"


def read_standoff(path: Path, text: str) -> list[Json]:
    """The facts of a `.ann` file, spans checked against the text.

    Raises
    ------
    InputError
        With file and line, when a line is malformed, a span does not hold its words, or a note is no fields.
    """
    spans: dict[str, tuple[str, list[int]]] = {}
    notes: dict[str, Json] = {}
    also: list[tuple[str, str]] = []
    try:
        lines = path.read_bytes().decode("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        try:
            if line.startswith("T"):
                key, kind, span = _span(line, text)
                spans[key] = (kind, span)
            elif line.startswith("R") and "\tAlso " in line:
                also.append(_pair(line))
            elif line.startswith("#") and "\tAnnotatorNotes " in line:
                _, about, note = line.rstrip("\r").split("\t", 2)
                notes[about.split(" ")[1]] = _fields(note)
        except (ValueError, IndexError) as error:
            raise InputError(f"{path}:{number}: {error}") from error
    return _facts(spans, notes, also)


def _span(line: str, text: str) -> tuple[str, str, list[int]]:
    key, about, words = line.rstrip("\r").split("\t", 2)
    kind, places = about.split(" ", 1)
    if kind.lower() not in SCORED:
        raise ValueError(f"{kind!r} is not one of {', '.join(SCORED)}")
    parts = [tuple(map(int, p.split(" "))) for p in places.split(";")]
    if " ".join(" ".join(text[s:e] for s, e in parts).split()) != " ".join(words.split()):
        raise ValueError(f"{key}: the text at {places} is not {words!r}")
    return key, kind.lower(), [parts[0][0], parts[-1][1]]


def _pair(line: str) -> tuple[str, str]:
    found = re.search(r"Arg1:(T\d+) Arg2:(T\d+)", line)
    if found is None:
        raise ValueError("a relation needs Arg1 and Arg2")
    return found.group(1), found.group(2)


def _fields(note: str) -> Json:
    """Fields as JSON, or as an annotator types them: `drug=imatinib; low=400; unit=mg`."""
    if note.strip().startswith("{"):
        read: Any = json.loads(note)
        return dict(read)
    pairs = [part.split("=", 1) for part in note.split(";") if part.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError("a note holds field=value; field=value")
    fields: Json = {k.strip(): _value(v.strip()) for k, v in pairs}
    if isinstance(fields.get("drugs"), str):
        fields["drugs"] = sorted(d.strip() for d in fields["drugs"].split("+"))
    return fields


def _value(typed: str) -> Any:
    return json.loads(typed) if re.fullmatch(r"-?(?:0|[1-9]\d*)(?:\.\d+)?|true|false|null", typed) else typed


def _facts(spans: dict[str, tuple[str, list[int]]], notes: dict[str, Json], also: list[tuple[str, str]]) -> list[Json]:
    more: dict[str, list[str]] = {}
    for first, other in also:
        more.setdefault(first, []).append(other)
    hanging = {other for _, other in also}
    facts = []
    for key, (kind, span) in spans.items():
        if key in hanging:
            continue
        fact: Json = {"kind": kind, **notes.get(key, {}), "anchor": span}
        if key in more:
            fact["anchor_more"] = [spans[other][1] for other in more[key] if other in spans]
        # an annotator's plain "3" is a number, but labels and grades are text
        fact |= {name: str(fact[name]) for name in ("patient", "grade") if isinstance(fact.get(name), int)}
        facts.append(fact)
    return facts
