"""Running every extractor over one paper; an exception in one costs only its own findings and is told."""

from __future__ import annotations

import traceback
from collections.abc import Iterable
from typing import Any

from extractors.core.attribution import settle
from extractors.core.contract import DoseFinding, Finding, Issue
from extractors.core.extractor import Extractor
from extractors.core.paper import Paper
from extractors.doses.completed import completed
from extractors.registry import EXTRACTORS


def extract(paper: Paper, extractors: Iterable[Extractor[Any]] = EXTRACTORS) -> tuple[list[Finding], list[Issue]]:
    """Findings of all extractors in their order, and an issue for each that failed."""
    findings: list[Finding] = []
    issues: list[Issue] = []
    for extractor in extractors:
        try:
            findings.extend(settle(paper, finding) for finding in extractor.extract(paper))
        except Exception as error:
            frame = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
            message = f"{extractor.name}: {type(error).__name__}: {error} ({place})"
            issues.append(Issue(paper.document.id, "extract", "failed", message))
    return _completed(findings), issues


def _completed(findings: list[Finding]) -> list[Finding]:
    """The findings with gaps of doses filled, those of tables by what the prose says of their drug."""
    doses = iter(completed([f for f in findings if isinstance(f, DoseFinding)]))
    return [next(doses) if isinstance(f, DoseFinding) else f for f in findings]
