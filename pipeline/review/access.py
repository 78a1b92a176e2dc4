"""Who may review: named reviewers with tokens, signed sessions, and a brake on guessing.

A token is shown once; the file keeps its scrypt hash (RFC 7914). Sessions are signed, not stored, and end when their
reviewer is taken out of the file.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.core.document import InputError

NAME = re.compile(r"[\w][\w .'’-]{0,59}")
_HOURS = 12
_COST: dict[str, int] = {"n": 2**14, "r": 8, "p": 5, "maxmem": 64 * 1024 * 1024}  # OWASP's scrypt parameters, 16 MiB


@dataclass(frozen=True)
class Session:
    """A browser's session; `name` is empty before login."""

    id: str
    name: str
    ends: float


def _hash(token: str, salt: bytes) -> bytes:
    return hashlib.scrypt(token.encode(), salt=salt, **_COST)


class Access:
    """Reviewers and sessions. Without a file anybody on this machine is let in under a name of their choice."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._seen: tuple[int, int] = (0, 0)
        self._reviewers: dict[str, dict[str, str]] = {}
        self._secret = secrets.token_bytes(32)
        self._ended: dict[str, float] = {}
        self._hashing = threading.Lock()  # one at a time: a burst of logins must not fill the memory
        if file is not None and file.exists():
            self._load()

    @property
    def open(self) -> bool:
        """Whether no token is asked for."""
        return self.file is None

    @property
    def reviewers(self) -> frozenset[str]:
        """Names that have a token now."""
        self._load()
        return frozenset(self._reviewers)

    def _load(self) -> None:
        if self.file is None:
            return
        try:
            stat = self.file.stat()
            if self._seen == (stat.st_mtime_ns, stat.st_size):
                return
            kept: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
            self._secret = bytes.fromhex(kept["secret"])
            self._reviewers = dict(kept["reviewers"])
            self._seen = (stat.st_mtime_ns, stat.st_size)
        except FileNotFoundError:
            self._reviewers = {}
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"{self.file}: no file of reviewers: {error}") from error

    def add(self, name: str) -> str:
        """Give a reviewer a new token (an older one ends) and return it; it is written nowhere.

        Raises
        ------
        InputError
            When the name cannot be used or the file cannot be written.
        """
        if self.file is None or not NAME.fullmatch(name):
            raise InputError(f"{name!r}: a reviewer's name is 1 to 60 letters, digits, spaces, dots or hyphens")
        self._load()
        token, salt = secrets.token_urlsafe(24), secrets.token_bytes(16)
        self._reviewers[name] = {"salt": salt.hex(), "hash": _hash(token, salt).hex()}
        kept = {"secret": self._secret.hex(), "reviewers": self._reviewers}
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            handle, scratch = tempfile.mkstemp(dir=self.file.parent)  # mkstemp: readable by its owner alone
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(kept, out, indent=1)
            os.replace(scratch, self.file)
        except OSError as error:
            raise InputError(f"{self.file}: cannot be written: {error.strerror or error}") from error
        return token

    def admits(self, name: str, token: str) -> bool:
        """Whether the token is the reviewer's; as slow for a name that does not exist."""
        self._load()
        held = self._reviewers.get(name) or {"salt": "00" * 16, "hash": ""}
        with self._hashing:
            given = _hash(token, bytes.fromhex(held["salt"]))
        return hmac.compare_digest(given.hex(), held["hash"])

    def begin(self, name: str = "") -> Session:
        """A new session."""
        return Session(secrets.token_urlsafe(18), name, time.time() + _HOURS * 3600)

    def sealed(self, session: Session) -> str:
        """The session as a cookie's value."""
        body = base64.urlsafe_b64encode(json.dumps([session.id, session.name, session.ends]).encode()).decode()
        return f"{body}.{self._sign(body)}"

    def opened(self, cookie: str) -> Session | None:
        """The session of a cookie; None when it is forged, over, or its reviewer is gone."""
        body, _, signature = cookie.partition(".")
        if not hmac.compare_digest(self._sign(body).encode(), signature.encode("utf-8", "surrogatepass")):
            return None
        session = Session(*json.loads(base64.urlsafe_b64decode(body)))
        if session.ends < time.time() or session.id in self._ended:
            return None
        if session.name and not self.open and session.name not in self.reviewers:
            return None
        return session

    def end(self, session: Session) -> None:
        """Log out: the cookie is worth nothing from now on."""
        now = time.time()
        self._ended = {k: v for k, v in self._ended.items() if v > now} | {session.id: session.ends}

    def form_token(self, session: Session) -> str:
        """What a form of this session must carry, so that no other site's form can act for the reviewer."""
        return self._sign(f"form:{session.id}")

    def _sign(self, text: str) -> str:
        return hmac.new(self._secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


class Brake:
    """Counts failures by key; a key with too many waits until the oldest is `seconds` ago."""

    def __init__(self, failures: int = 5, seconds: float = 60.0) -> None:
        self.failures, self.seconds = failures, seconds
        self._failed: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def wait(self, *keys: str) -> float:
        """Seconds until any of these may try again, 0 when they may now."""
        now = time.monotonic()
        with self._lock:
            held = [[t for t in self._failed.get(k, ()) if now - t < self.seconds] for k in keys]
        return max((self.seconds - (now - ts[-self.failures]) for ts in held if len(ts) >= self.failures), default=0.0)

    def failed(self, *keys: str) -> None:
        """Note a failure."""
        now = time.monotonic()
        with self._lock:
            self._failed = {
                k: kept for k, ts in self._failed.items() if (kept := [t for t in ts if now - t < self.seconds])
            }
            for key in keys:
                self._failed.setdefault(key, []).append(now)
