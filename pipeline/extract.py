"""Running every extractor over one paper; an exception in one costs only its own findings and is told."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from typing import Any

from extractors.core.attribution import settle
from extractors.core.contract import DoseFinding, Finding, Issue
from extractors.core.extractor import Extractor
from extractors.core.paper import Paper
from extractors.doses.completed import completed
from extractors.registry import EXTRACTORS


def extract(paper: Paper, extractors: Iterable[Extractor[Any]] = EXTRACTORS) -> tuple[list[Finding], list[Issue]]:
    """Findings of all extractors in their order, and an issue for each that failed and each table that leaves doubts."""
    findings: list[Finding] = []
    issues = list(_doubts(paper))
    tied = {(table.number, row, column) for table in paper.tables for row, column in table.tied}
    for extractor in extractors:
        try:
            findings.extend(_doubted(settle(paper, finding), tied) for finding in extractor.extract(paper))
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
            message = f"{extractor.name}: {type(error).__name__}: {error} ({place})"
            issues.append(Issue(paper.document.id, "extract", "failed", message))
    return _completed(findings), issues


_TOLD = 4  # doubts of a table that its issue names
# What is left of the confidence in what a cell states that may as well belong to another row or column.
_TIED = 0.6


def _doubted(finding: Finding, tied: set[tuple[str, int, int]]) -> Finding:
    """The finding, less sure where a cell that states it is tied with another place."""
    if not tied or not any((e.table, e.row, e.column) in tied for e in finding.evidence):
        return finding
    return finding.model_copy(update={"confidence": round(finding.confidence * _TIED, 3)})


def _doubts(paper: Paper) -> Iterator[Issue]:
    """An issue for each table of which several readings are as likely."""
    for table in paper.tables:
        if table.doubts:
            more = f"; {len(table.doubts) - _TOLD} more" if len(table.doubts) > _TOLD else ""
            message = f"table {table.number}: {'; '.join(table.doubts[:_TOLD])}{more}"
            yield Issue(paper.document.id, "tables", "doubt", message, table.start, table.end)


def _completed(findings: list[Finding]) -> list[Finding]:
    """The findings with gaps of doses filled, those of tables by what the prose says of their drug."""
    doses = iter(completed([f for f in findings if isinstance(f, DoseFinding)]))
    return [next(doses) if isinstance(f, DoseFinding) else f for f in findings]
