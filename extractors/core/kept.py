"""What was worked out once, kept in the user's cache for later processes: it is only ever as good as worked out anew."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

Found = dict[str, list[str]]


class Kept:
    """Lists of words by key, read from the user's cache when first asked for; `save` writes those that were asked for.

    `basis` is all that they depend on: what another basis gave is not found. A file that cannot be read or written, or
    holds something else, is as good as none.
    """

    def __init__(self, name: str, basis: bytes) -> None:
        self._file = f"{name}-{blake2b(basis, digest_size=8).hexdigest()}.json"
        self._held: Found | None = None
        self._asked: Found = {}
        self._added = False

    def get(self, key: str) -> list[str] | None:
        """What was worked out for the key; None where nothing was."""
        if key not in self._asked:
            if self._held is None:
                self._held = _read(self._path())
            if key not in self._held:
                return None
            self._asked[key] = self._held[key]
        return self._asked[key]

    def add(self, key: str, words: list[str]) -> None:
        """Remember it, in this process until `save`."""
        self._asked[key] = words
        self._added = True

    def save(self) -> None:
        """Write what this process used, where some of it is new, and drop what it did not use. Whole or not at all, as other
        processes may write too."""
        if not self._added:
            return
        self._added = False
        path = self._path()
        scratch = path.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                scratch.write_text(json.dumps(self._asked), encoding="utf-8")
                scratch.replace(path)
            finally:
                scratch.unlink(missing_ok=True)

    def _path(self) -> Path:
        # looked up late, as a user's home may be unknown
        with suppress(RuntimeError):
            cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
            return cache / "seriatim" / self._file
        return Path(os.devnull) / self._file


def _read(path: Path) -> Found:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    sound = isinstance(held, dict) and all(
        isinstance(words, list) and all(isinstance(w, str) for w in words) for words in held.values()
    )
    return held if sound else {}
