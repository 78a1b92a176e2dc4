"""The scheduled run: new papers read, what came in and what failed told as a Prefect artifact, gold scores guarded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.quiet import quieten

quieten()

from prefect import flow  # noqa: E402
from prefect.artifacts import create_markdown_artifact  # noqa: E402

from extractors.core.document import InputError  # noqa: E402
from pipeline.run import Options, RunSummary, run  # noqa: E402
from pipeline.scoring import Report, load_gold, load_jsonl, score  # noqa: E402


class BelowFloorError(Exception):
    """Scores on gold fell below their floors: the run is failed, its outputs stand."""


@flow(name="seriatim nightly", retries=2, retry_delay_seconds=60, validate_parameters=False)
def nightly(
    paths: Sequence[str], out: str, gold: str = "", floors: str = "", store: str | None = None, workers: int = 1
) -> dict[str, Any]:
    """Read what is new under `paths`, write `out`, score against `gold`, compare with `floors`, leave an artifact.

    `floors` is a JSON file of core F1 by kind (and `all`). Returns the contents of run.json.

    Raises
    ------
    BelowFloorError
        When a score lies below its floor.
    """
    wait = 3600.0  # another run may hold the store: a nightly run has the time
    summary = run([Path(p) for p in paths], Path(out), Options(workers=workers, store=store, wait=wait))
    report = score(load_gold(Path(gold)), load_jsonl(Path(out) / "records.jsonl")) if gold else None
    fallen = below(report, read_floors(Path(floors))) if report and floors else {}
    create_markdown_artifact(markdown(summary, report, fallen), key="seriatim-nightly", description="What came in")
    if fallen:
        told = ", ".join(f"{kind} {value:.3f} < {floor:.3f}" for kind, (value, floor) in fallen.items())
        raise BelowFloorError(f"scores on gold fell below their floors: {told}")
    return summary.run


def read_floors(path: Path) -> dict[str, float]:
    """Floors by kind.

    Raises
    ------
    InputError
        When the file is no JSON object of numbers.
    """
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        return {str(kind): float(value) for kind, value in loaded.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise InputError(f"{path}: no floors (a JSON object of numbers by kind): {error}") from error


def below(report: Report, floors: dict[str, float]) -> dict[str, tuple[float, float]]:
    """Score and floor of every kind that fell below."""
    values = {kind: tally.f1() for kind, tally in report.kinds.items()} | {"all": report.total.f1()}
    return {kind: (values[kind], floor) for kind, floor in floors.items() if kind in values and values[kind] < floor}


def markdown(summary: RunSummary, report: Report | None, fallen: dict[str, tuple[float, float]]) -> str:
    """The artifact: what came in, what failed and why, how the scores stand."""
    counts = summary.run["documents"]
    lines = [
        "# Seriatim, nightly",
        f"{counts['read']} read, {counts['unchanged']} unchanged, {counts['gone']} gone; {summary.run['records']} records.",
        "",
    ]
    if summary.failed:
        lines += ["## Failed", "| document | reason |", "|---|---|"]
        lines += [f"| {d['doc']} | {_cell(d['reason'])} |" for d in summary.failed]
        lines.append("")
    partial = [d for d in summary.documents if d["status"] == "partial"]
    if partial:
        lines += ["## Partly read", "| document | reason |", "|---|---|"]
        lines += [f"| {d['doc']} | {_cell(d['reason'])} |" for d in partial]
        lines.append("")
    if report:
        lines += ["## Scores on gold", "| kind | P | R | F1 | floor |", "|---|---|---|---|---|"]
        for kind, tally in (*report.kinds.items(), ("all", report.total)):
            mark = f"**below {fallen[kind][1]:.3f}**" if kind in fallen else ""
            lines.append(f"| {kind} | {tally.precision:.3f} | {tally.recall:.3f} | {tally.f1():.3f} | {mark} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
