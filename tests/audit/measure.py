"""Findings of the audit against gold, as a command: `python -m tests.audit.measure DOCUMENTS GOLD`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractors.core.document import Document
from pipeline.ingest import read
from pipeline.process import process
from pipeline.records import AuditRecord


@dataclass(frozen=True)
class Audited:
    """One document: its findings, the gold lines, and which of each have a partner of the same rule and place."""

    doc: str
    findings: tuple[AuditRecord, ...]
    gold: tuple[dict[str, Any], ...]

    def matches(self, finding: AuditRecord, line: dict[str, Any]) -> bool:
        """The same rule, and a span in common."""
        return finding.rule == line["rule"] and any(
            p.start < end and start < p.end for p in finding.provenance for start, end in line["involves"]
        )

    def found(self, line: dict[str, Any]) -> bool:
        """Whether a gold line is found."""
        return any(self.matches(f, line) for f in self.findings)

    def expected(self, finding: AuditRecord) -> bool:
        """Whether a finding is in gold."""
        return any(self.matches(finding, line) for line in self.gold)


def audited(documents: Path, gold: Path) -> Iterator[Audited]:
    """Every text of a folder, processed."""
    for path in sorted(documents.glob("*.txt")):
        yield audited_document(read(path, path.stem), gold)


def audited_document(document: Document, gold: Path) -> Audited:
    """One document, processed, beside the findings of its gold (none where there is no file)."""
    lines = gold / f"{document.id}.findings.jsonl"
    wanted = [json.loads(x) for x in lines.read_text("utf-8").splitlines()] if lines.exists() else []
    records = process(document).records
    return Audited(document.id, tuple(r for r in records if isinstance(r, AuditRecord)), tuple(wanted))


def firm(line: dict[str, Any]) -> bool:
    """Gold that counts: certain, and shown by arithmetic alone."""
    return bool(line["certainty"] == "certain" and line["numeric"])


def main(arguments: Sequence[str]) -> None:
    """Print recall of firm gold, and what is found beyond gold."""
    done = list(audited(Path(arguments[0]), Path(arguments[1])))
    wanted = [(a, line) for a in done for line in a.gold if firm(line)]
    print(f"found {sum(a.found(line) for a, line in wanted)} of {len(wanted)} certain and numeric")
    emitted = [(a, f) for a in done for f in a.findings]
    print(f"emitted {len(emitted)}, of them in gold {sum(a.expected(f) for a, f in emitted)}")
    for a, finding in emitted:
        place = f"{finding.provenance[0].start}-{finding.provenance[0].end}"
        print(a.doc, place, finding.rule, "gold" if a.expected(finding) else "-", finding.message, sep="\t")


if __name__ == "__main__":
    main(sys.argv[1:])
