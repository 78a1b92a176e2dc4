"""What made a run: versions and digests of code, vocabularies and model."""

from __future__ import annotations

import hashlib
import platform
from functools import lru_cache
from importlib import metadata
from pathlib import Path

import extractors
import pipeline
from pipeline.settings import settings

_PACKAGES = ("spacy", "scispacy", "pdfplumber", "pandas", "prefect", "pydantic", "SQLAlchemy")


def _digest(folder: Path, *patterns: str) -> str:
    total = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(folder.rglob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                total.update(path.relative_to(folder).as_posix().encode())
                total.update(path.read_bytes())
    return total.hexdigest()[:16]


@lru_cache(maxsize=1)
def digests() -> dict[str, str]:
    """Digests that decide whether an earlier result still stands: code of both packages, vocabularies, model."""
    core = Path(extractors.__file__).parent
    return {
        "code": hashlib.sha256(
            (_digest(core, "*.py") + _digest(Path(pipeline.__file__).parent, "*.py")).encode()
        ).hexdigest()[:16],
        "vocabularies": _digest(core, "*.tsv"),
        "model": _digest(core / "ner" / "model", "*"),
    }


def version_key() -> str:
    """One digest of code, vocabularies, model and settings: with a document's digest, the key of a reading."""
    parts = [*digests().values(), settings().model_dump_json()]
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:16]


def versions() -> dict[str, str]:
    """Versions of Python, Seriatim and the libraries that decide results."""
    found = {"python": platform.python_version()}
    for package in ("seriatim", *_PACKAGES):
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found
