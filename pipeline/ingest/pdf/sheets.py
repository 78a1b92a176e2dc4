"""Opening a PDF and reading its pages one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from extractors.core.document import InputError
from pipeline.ingest.pdf.page import Rule, Sheet, Word
from pipeline.ingest.pdf.rules import rules_of
from pipeline.ingest.pdf.words import Char, unmapped, words_of

FEW = 100
"""Characters printed in another direction than the page's: fewer are stamps and axis labels, and left out."""


def open_pdf(path: Path, unread: list[str]) -> pdfplumber.PDF:
    """The file opened; a missing end that can be got over is a warning.

    Raises InputError naming the file where it is missing, no PDF, encrypted, damaged or empty.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(1024)
            stream.seek(max(0, path.stat().st_size - 2048))
            tail = stream.read()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from error
    if b"%PDF-" not in head:
        raise InputError(f"{path}: not a PDF" + (" (empty file)" if not head else ""))
    damage = "" if b"%%EOF" in tail else ": its end is missing, the file was cut off"
    pdf = None
    try:
        pdf = pdfplumber.open(path)
        pages = len(pdf.pages)
    except Exception as error:
        if pdf is not None:
            pdf.close()
        cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
        if isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)):
            raise InputError(f"{path}: encrypted; a password is needed to read it") from error
        raise InputError(f"{path}: damaged PDF{damage or f' ({type(cause).__name__}: {cause})'}") from error
    if not pages:
        pdf.close()
        raise InputError(f"{path}: no pages in it{damage and damage.replace(':', ',', 1)}")
    if damage:
        unread.append(f"the file was cut off; {pages} page(s) could be recovered")
    return pdf


def sheets_of(pdf: pdfplumber.PDF, warnings: list[str], unread: list[str]) -> Iterator[list[Sheet]]:
    """Each page's sheets, the page's objects let go before the next; pages that fail or hold no text are told in `unread`."""
    for page in pdf.pages:
        try:
            yield _sheets(page, warnings, unread)
        except Exception as error:
            unread.append(f"page {page.page_number}: cannot be read ({type(error).__name__}: {error})")
            yield []
        finally:
            page.close()


def _sheets(page: Any, warnings: list[str], unread: list[str]) -> list[Sheet]:
    number, width, height = int(page.page_number), float(page.width), float(page.height)
    found: dict[int, list[Char]] = {0: [], 90: [], 270: []}
    for raw in page.chars:
        turn = _turn(raw["matrix"])
        if turn in found:
            found[turn].append(_char(raw, turn, width, height))
    lost = sum(unmapped(chars) for chars in found.values())
    if lost:
        warnings.append(f"page {number}: {lost} character(s) without a Unicode value left out")
    main = max(found, key=lambda t: len(found[t]))
    horizontal, vertical = rules_of(page.lines, page.rects)
    sheets = []
    for turn, chars in found.items():
        if turn == main:
            across, down = _turned(horizontal, vertical, turn, width, height)
            words = tuple(words_of(chars))
            sheets.append(_sheet(number, width, height, words, turn, (tuple(across), tuple(down)), main=True))
        elif len(chars) >= FEW or (turn == 0 and chars):
            sheets.append(_sheet(number, width, height, tuple(words_of(chars)), turn, ((), ()), main=False))
    if not any(found.values()) and page.images:
        unread.append(f"page {number}: an image without text (scanned); nothing read from it")
    return sorted(sheets, key=lambda s: not s.main)


def _sheet(
    number: int,
    width: float,
    height: float,
    words: tuple[Word, ...],
    turn: int,
    rules: tuple[tuple[Rule, ...], tuple[Rule, ...]],
    main: bool,
) -> Sheet:
    if turn:
        width, height = height, width
    return Sheet(number, width, height, words, rules[0], rules[1], turn, main)


def _turn(matrix: tuple[float, ...]) -> int:
    a, b = matrix[0], matrix[1]
    if abs(b) <= 0.1 * abs(a):
        return 0 if a > 0 else 180
    if abs(a) <= 0.1 * abs(b):
        return 90 if b > 0 else 270
    return -1


def _char(raw: dict[str, Any], turn: int, width: float, height: float) -> Char:
    x0, top, x1, bottom = (float(raw[k]) for k in ("x0", "top", "x1", "bottom"))
    if turn == 90:
        baseline = float(raw["matrix"][4])
        x0, top, x1, bottom = height - bottom, x0, height - top, x1
    elif turn == 270:
        baseline = width - float(raw["matrix"][4])
        x0, top, x1, bottom = top, width - x1, bottom, width - x0
    else:
        baseline = bottom - (float(raw["matrix"][5]) - float(raw["y0"]))
    name = str(raw["fontname"]).casefold()
    bold = any(mark in name for mark in ("bold", "black", "heavy", "semibold", "-bd", "medi"))
    size = bottom - top if turn else float(raw["size"])  # the file's "size" of a turned glyph is its width
    return Char(str(raw["text"]), x0, top, x1, bottom, baseline, size, bold)


def _turned(
    horizontal: list[Rule], vertical: list[Rule], turn: int, width: float, height: float
) -> tuple[list[Rule], list[Rule]]:
    if turn == 90:
        across = [Rule(r.at, height - r.end, height - r.start) for r in vertical]
        return across, [Rule(height - r.at, r.start, r.end) for r in horizontal]
    if turn == 270:
        across = [Rule(width - r.at, r.start, r.end) for r in vertical]
        return across, [Rule(r.at, width - r.end, width - r.start) for r in horizontal]
    return horizontal, vertical
