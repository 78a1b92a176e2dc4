"""Reading one document into the JSON objects that are kept and published."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.outcome import Outcome, process_file
from pipeline.outputs import added, table_line
from pipeline.plan import Job
from pipeline.store import Result, lines_of


def read_job(job: Job) -> Result:
    """Read and process one document; whatever goes wrong becomes the result's reason."""
    return result_of(job, process_file(job.path, job.doc))


def read_jobs(jobs: Sequence[Job]) -> list[Result]:
    """A batch in this process, one after another, without bounds."""
    return [read_job(job) for job in jobs]


def result_of(job: Job, outcome: Outcome) -> Result:
    """An outcome as what the store keeps and the output folder takes, written out here rather than where it is stored."""
    summary = outcome.summary()
    records = [r.model_dump(mode="json") for r in outcome.records]
    lines = list(lines_of(records))
    tables = list(lines_of(table_line(job.doc, t) for t in outcome.tables))
    said: dict[str, str] = {}
    # a document that failed still says what it said before, and only the store knows that
    if outcome.status != "failed":
        said = added(summary, records, [line.text for line in lines], [line.text for line in tables])
    return Result(
        doc=job.doc,
        path=str(job.path),
        digest=job.digest,
        status=outcome.status,
        reason=outcome.reason,
        summary=summary,
        records=lines,
        tables=tables,
        text=outcome.text,
        format=outcome.format,
        adds=said,
    )


def failed(job: Job, reason: str, *, again: bool = False) -> Result:
    """A document that could not be read; `again` when another run may fare better."""
    outcome = Outcome(job.doc, str(job.path), "failed", reason, again=again)
    return result_of(job, outcome)
