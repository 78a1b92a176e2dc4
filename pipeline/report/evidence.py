"""What a report rests on: the evidence of the documents chosen, read from the store once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sqlalchemy.engine import make_url

from extractors.core.document import InputError
from pipeline.records import AuditRecord, Base, parse
from pipeline.report.sources import Source, describe
from pipeline.store import Store, open_engine, store_url

T = TypeVar("T", bound=Base)


@dataclass(frozen=True)
class Evidence:
    """Documents and what they say now.

    `records` are evidence by the contract: `own` statements, and `planned` doses. `others` (cited, planned, definitions)
    are kept only so that an audit finding can show what it involves. `texts` are the documents' texts by id.
    """

    sources: tuple[Source, ...]
    records: tuple[Base, ...]
    others: tuple[Base, ...] = ()
    findings: tuple[AuditRecord, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)

    def of(self, kind: type[T], doc: str | None = None) -> list[T]:
        """Evidence records of one type, in the order of documents and their texts."""
        return [r for r in self.records if isinstance(r, kind) and doc in (None, r.doc)]

    @property
    def docs(self) -> list[str]:
        """Ids of the documents that could be read."""
        return [s.doc for s in self.sources if s.status != "failed"]


def is_evidence(record: Base) -> bool:
    """Whether a record counts: a statement about the study's own patients, or a planned dose."""
    kind = record.kind  # type: ignore[attr-defined]
    if kind in ("finding", "mention"):
        return False
    return record.attribution == "own" or (kind == "dose" and record.attribution == "planned")


def gather(records: Iterable[Base], sources: Iterable[Source], texts: dict[str, str] | None = None) -> Evidence:
    """Sort records into evidence, findings and the rest."""
    kept: list[Base] = []
    others: list[Base] = []
    findings: list[AuditRecord] = []
    for record in records:
        if isinstance(record, AuditRecord):
            findings.append(record)
        else:
            (kept if is_evidence(record) else others).append(record)
    return Evidence(tuple(sources), tuple(kept), tuple(others), tuple(findings), texts or {})


def existing_store(url: str | None) -> Store:
    """The store at a URL, refused where there is none yet: reading must not make an empty one.

    Raises
    ------
    InputError
        When there is no store, or it cannot be opened.
    """
    full = store_url(url)
    if full.startswith("sqlite"):
        path = make_url(full).database
        if path and path != ":memory:" and not Path(path).is_file():
            raise InputError(f"{path}: there is no store here; `seriatim run` makes one")
    return Store(open_engine(full))


def load(store: Store, only: Sequence[str] = ()) -> Evidence:
    """All evidence of the store, or that of the documents named in `only` (ids, files or folders).

    Raises
    ------
    InputError
        When the store holds no document, or one that is named is not in it.
    """
    known = {doc: path for doc, (_, _, path, gone) in sorted(store.known().items()) if not gone}
    if not known:
        raise InputError("the store holds no documents; `seriatim run PATHS --out FOLDER` reads some into it")
    chosen = choose(known, only)
    sources = [describe(doc, known[doc], store.summary(doc)) for doc in chosen]
    records = [parse(r) for doc in chosen for r in store.records(doc)]
    return gather(records, sources, {doc: store.text(doc) for doc in chosen})


def choose(known: dict[str, str], only: Sequence[str]) -> list[str]:
    """Ids among `known` (id to path) that are named by id, by file, or by a folder above them; all when none is named."""
    if not only:
        return list(known)
    chosen: dict[str, None] = {}
    for name in only:
        path = Path(name).resolve()
        found = [doc for doc, at in known.items() if doc == name or path == Path(at) or path in Path(at).parents]
        if not found:
            raise InputError(f"{name}: no document of this id or path is in the store")
        chosen.update(dict.fromkeys(found))
    return [doc for doc in known if doc in chosen]
