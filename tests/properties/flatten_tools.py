"""The PDF-to-text tools by which papers are flattened, each as a function from a PDF to its text."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path


def tika(pdf: Path) -> str:
    """Apache Tika, as the wheel of extractous carries it."""
    from extractous import Extractor

    text, _ = Extractor().set_extract_string_max_length(5_000_000).extract_file_to_string(str(pdf))
    return str(text)


def _pdftotext(*options: str) -> Callable[[Path], str]:
    def run(pdf: Path) -> str:
        done = subprocess.run(["pdftotext", *options, str(pdf), "-"], capture_output=True, check=True)
        return done.stdout.decode("utf-8", "replace")

    return run


def pypdf(pdf: Path) -> str:
    """pypdf's plain mode, pages joined by a form feed."""
    from pypdf import PdfReader

    return "\f".join(page.extract_text() for page in PdfReader(str(pdf)).pages)


def pdfminer(pdf: Path) -> str:
    """pdfminer.six with its default layout analysis."""
    from pdfminer.high_level import extract_text

    return str(extract_text(io.BytesIO(pdf.read_bytes())))


TOOLS: dict[str, Callable[[Path], str]] = {
    "tika": tika,
    "pdftotext": _pdftotext(),
    "pdftotext -raw": _pdftotext("-raw"),
    "pdftotext -layout": _pdftotext("-layout"),
    "pypdf": pypdf,
    "pdfminer": pdfminer,
}


def missing(tool: str) -> str:
    """Why a tool cannot run here; empty where it can."""
    if tool.startswith("pdftotext"):
        return "" if shutil.which("pdftotext") else "pdftotext (poppler-utils) is not installed"
    module = {"tika": "extractous", "pypdf": "pypdf", "pdfminer": "pdfminer"}[tool]
    return "" if find_spec(module) else f"{module} is not installed"
