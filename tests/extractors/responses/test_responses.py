"""Responses of groups and of single patients; sentences of our own."""

import pytest

from extractors.core.annotate import annotate
from extractors.core.contract import ResponseFinding
from extractors.core.document import Document
from extractors.responses import Responses


def read(text: str, section: str = "Results", before: str = "") -> list[ResponseFinding]:
    return list(Responses().extract(annotate(Document("x", f"{before}\n\n{section}\n\n{text}\n"))))


def told(text: str, section: str = "Results", before: str = "") -> list[str]:
    """Category, n/total, percentage and time of every finding, as one word each."""
    words = []
    for f in read(text, section, before):
        count = "" if f.n is None else f" {f.n}" + (f"/{f.total}" if f.total else "")
        share = "" if f.percent is None else f" {f.percent}%"
        words.append(f"{f.category}{count}{share}" + (f" @{f.timepoint}" if f.timepoint else ""))
    return words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two patients attained a complete response (5%).", ["CR 2 5%"]),
        ("Partial response was documented in 14 (31%) of 45 patients.", ["PR 14/45 31%"]),
        ("Among 25 evaluable patients, 3 had PR and 9 SD.", ["PR 3/25", "SD 9/25"]),
        ("One had CR, six had SD, none had PR and four had PD.", ["PR 0", "CR 1", "SD 6", "PD 4"]),
        ("At least a partial response was seen in 61% of cases.", ["ORR 61%"]),
        ("The DCR was 64% at 3 months and 38% at 6 months.", ["DCR 64% @3 mo", "DCR 38% @6 mo"]),
        ("The ORR in 38 patients was 29%.", ["ORR 29%"]),
        ("CR or PR was noted in 8 of 30 patients.", ["ORR 8/30"]),
        ("Of 12 patients with PD, 5 received pazopanib.", ["PD 12"]),
    ],
)
def test_figures_join_their_categories(text: str, expected: list[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ten patients had no response to prior therapy.",
        "Reasons for withdrawal included disease progression (n = 9).",
        "Seven patients died of progressive disease.",
        "The cohort was followed until disease progression in 30 cases.",
        "No further responses were seen after 4 months.",
        "Median PFS was 6 months and 12% had neutropenia after stable disease.",
        "A complete response, without vomiting, was reached in 71%.",
        "The serum PD-1 level was raised in 14 patients.",
    ],
)
def test_what_is_no_outcome_gives_none(text: str) -> None:
    assert told(text) == []


def test_the_version_of_the_criteria_is_taken_from_the_methods() -> None:
    methods = "Methods\n\nTumours were measured by RECIST version 1.1."
    found = read("Three PRs were seen; on Choi criteria there were six PRs.", before=methods)
    assert [(f.n, f.criteria) for f in found] == [(3, "RECIST 1.1"), (6, "Choi")]


def test_counts_behind_a_colon_split_only_when_they_add_up() -> None:
    before = "Sorafenib or imatinib was given for chordoma and liposarcoma."
    split = [
        (f.n, [t.label for t in f.drugs])
        for f in read("Five had SD: three on sorafenib, two on imatinib.", before=before)
    ]
    assert split == [(5, []), (3, ["sorafenib"]), (2, ["imatinib"])]
    assert told("Five had SD: three on sorafenib, one on imatinib.", before=before) == ["SD 5"]


def test_others_results_are_kept_apart() -> None:
    found = read("Moreau et al. saw 4 partial responses in 19 patients.", section="Discussion")
    assert {f.attribution for f in found} == {"cited"}


def test_one_patients_response_has_no_counts() -> None:
    found = read(
        "A 52-year-old woman with chordoma achieved a partial response after two cycles.", section="Case report"
    )
    assert [(f.category, f.patient != "", f.n, f.timepoint) for f in found] == [("PR", True, None, "2 cycles")]
