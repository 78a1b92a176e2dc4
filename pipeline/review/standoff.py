"""Brat folders: one text and one standoff file a document."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from extractors.core.document import InputError
from pipeline.review.brat import configuration, read_standoff, standoff
from pipeline.review.claims import Json
from pipeline.review.gold import Told, facts, file_of
from pipeline.store import Store


def export(engine: Engine, out: Path, machine: bool = False) -> Told:
    """Write `<doc>.txt`, `<doc>.ann` and `annotation.conf`; `machine` adds records that nobody has decided on."""
    told, store = Told(), Store(engine)
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / "annotation.conf").write_text(configuration(), encoding="utf-8")
        for doc in sorted(store.known()):
            found, text = facts(engine, doc, told, machine), store.text(doc)
            if found:
                file_of(out, doc, ".txt").write_bytes(text.encode("utf-8", "replace"))
                file_of(out, doc, ".ann").write_text(standoff(found, text), encoding="utf-8", newline="")
                told.facts[doc] = sum(f["kind"] != "finding" for f in found)
    except OSError as error:
        raise InputError(f"{out}: cannot be written: {error.strerror or error}") from error
    return told


def read(engine: Engine, folder: Path, known: dict[str, tuple[str, str, str, bool]]) -> dict[str, list[Json]]:
    """Facts of every `.ann` file by document; files of documents that the store does not know come back empty.

    Raises
    ------
    InputError
        When the folder holds none, a file is malformed, or its text is not the store's.
    """
    paths = sorted(folder.glob("*.ann"))
    if not paths:
        raise InputError(f"{folder}: holds no standoff (<doc>.ann)")
    store = Store(engine)
    found: dict[str, list[Json]] = {}
    for path in paths:
        doc = path.name.removesuffix(".ann")
        found[doc] = []
        if doc in known:
            text, beside = store.text(doc), folder / f"{doc}.txt"
            if beside.exists() and beside.read_bytes() != text.encode("utf-8", "replace"):
                raise InputError(f"{beside}: is not the text that the store holds of {doc}; offsets would not fit")
            found[doc] = read_standoff(path, text)
    return found
