"""Document ids: the file's stem, or what a manifest beside it names; two files never share one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from extractors.core.document import InputError


def identify(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Each path with its document id; a stem that occurs twice gets its folder's name in front."""
    files = list(dict.fromkeys(p.resolve() for p in paths))
    named = _manifest_ids(files)
    stems = Counter(named.get(p, p.stem) for p in files)
    seen: Counter[str] = Counter()
    for path in files:
        doc = named.get(path, path.stem)
        if stems[doc] > 1:
            doc = f"{path.parent.name}.{doc}{path.suffix}"
        seen[doc] += 1
        yield path, doc if seen[doc] == 1 else f"{doc}.{seen[doc]}"


def _manifest_ids(files: list[Path]) -> dict[Path, str]:
    """Ids from `manifest.json` in a file's folder or the one above: entries with `file` and `id`."""
    ids: dict[Path, str] = {}
    for folder in {p.parent for p in files}:
        for place in (folder / "manifest.json", folder.parent / "manifest.json"):
            if place.is_file():
                ids |= _read(place)
    return ids


def _read(manifest: Path) -> dict[Path, str]:
    try:
        entries = json.loads(manifest.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{manifest}: not a manifest: {error}") from error
    entries = entries.get("documents", []) if isinstance(entries, dict) else entries
    return {
        (manifest.parent / e["file"]).resolve(): str(e["id"])
        for e in entries
        if isinstance(e, dict) and "file" in e and "id" in e
    }
