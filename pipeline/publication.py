"""The output folder of a run, written in the documents' order while they are read, so that little is left at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.audit.show import share
from pipeline.outputs import OutputFolder, added
from pipeline.plan import Plan
from pipeline.store import Result, Store
from pipeline.store.line import written

Json = dict[str, Any]


class Publication:
    """Takes results once they are stored, in the order of the plan's jobs; what stands between them the store tells.

    `documents` are the summaries so far, in short. A result that comes before its turn waits in the store.
    """

    def __init__(self, todo: Plan, store: Store, folder: OutputFolder) -> None:
        self._order, self._store, self._folder = todo.order, store, folder
        self._turn = {doc: n for n, doc in enumerate(todo.order)}
        self._awaited = {job.doc for job in todo.read}
        self._next = 0
        self._studies: list[Json] = []
        self.documents: list[Json] = []

    def take(self, results: Iterable[Result]) -> None:
        """Write what stands before each result, and the result."""
        for result in results:
            self._awaited.discard(result.doc)
            turn = self._turn[result.doc]
            if any(doc in self._awaited for doc in self._order[self._next : turn]) or turn < self._next:
                continue
            if not result.adds:
                turn += 1
            self._ask(turn)
            if result.adds:
                self._add(result.summary, result.adds)
                self._next += 1

    def finish(self) -> None:
        """Write the rest, and what documents say together."""
        # the audit's libraries take a second to load: the workers have them, and here nothing else needs them
        from pipeline.audit.identity import DocumentFacts
        from pipeline.audit.overlap import comparable, overlaps

        self._ask(len(self._order))
        studies = map(DocumentFacts.model_validate, self._studies)
        # what two documents say together belongs to no reading of one: it is told anew for the documents of every run
        found = overlaps(facts for facts in studies if comparable(facts))
        self._folder.found(finding.model_dump(mode="json") for finding in found)

    def _ask(self, end: int) -> None:
        """Write what the store says of the documents whose turn is before `end`."""
        for about, records, tables in self._store.documents(self._order[self._next : end]):
            self._add(about, added(about, records, [*map(written, records)], map(written, tables)))
        self._next = max(self._next, end)

    def _add(self, about: Json, adds: Mapping[str, str]) -> None:
        study = about.get("study")
        if study and study.get("accrual"):  # no other can be compared: it would only fill memory
            self._studies.append(study)
        self.documents.append(_in_short(about))
        self._folder.add(adds)


def _in_short(about: Json) -> Json:
    """What is held of a document's summary to the end of a run, of a whole corpus: its folder has the rest."""
    short = {k: about[k] for k in ("doc", "status", "reason", "records", "tables", "words")}
    return short | {"checked": share(about.get("audit"))}
