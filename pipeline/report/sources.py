"""Where a document came from: its title and licence, as far as anything says them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Source:
    """A document of the report. `title` and `licence` are empty where nothing states them; `counts` are by kind."""

    doc: str
    path: str = ""
    status: str = "complete"
    reason: str = ""
    format: str = ""
    title: str = ""
    licence: str = ""
    digest: str = ""
    counts: dict[str, int] = field(default_factory=dict)


def describe(doc: str, path: str, summary: dict[str, Any]) -> Source:
    """A source from its summary in the store; what is missing there, a manifest or harvest beside the file may tell."""
    beside = _beside(Path(path)).get(doc, {})
    return Source(
        doc=doc,
        path=path,
        status=str(summary.get("status", "")),
        reason=str(summary.get("reason", "")),
        format=str(summary.get("format", "")),
        title=str(summary.get("title") or beside.get("title", "")),
        licence=str(summary.get("licence") or beside.get("licence", "")),
        digest=str(summary.get("digest", "")),
        counts={str(k): int(v) for k, v in (summary.get("records") or {}).items()},
    )


def _beside(path: Path) -> dict[str, dict[str, str]]:
    """Title and licence by document id, from `harvest.json` in the folder or `manifest.json` there or one above."""
    known: dict[str, dict[str, str]] = {}
    for file in (path.parent.parent / "manifest.json", path.parent / "manifest.json", path.parent / "harvest.json"):
        known.update(_read(file))
    return known


@lru_cache(maxsize=256)
def _read(file: Path) -> dict[str, dict[str, str]]:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if isinstance(content, dict) and isinstance(content.get("kept"), dict):
        return {Path(e["file"]).stem: e for e in content["kept"].values() if isinstance(e, dict) and e.get("file")}
    entries = content if isinstance(content, list) else []
    return {str(e["id"]): e for e in entries if isinstance(e, dict) and "id" in e}
