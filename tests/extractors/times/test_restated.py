"""A figure told again without its stratum takes the stratum; two strata with one figure stay two."""

from __future__ import annotations

from decimal import Decimal

from extractors.core.contract import Evidence, Term, TimeFinding
from extractors.times.restated import restated


def pfs(start: int, *drugs: str, value: str = "5", ci: str | None = None) -> TimeFinding:
    return TimeFinding(
        endpoint="PFS",
        statistic="median",
        value=Decimal(value),
        unit="mo",
        ci_low=Decimal(ci) if ci else None,
        drugs=tuple(Term(printed=d) for d in drugs),
        evidence=(Evidence(start=start, end=start + 9),),
        method="time_to_event.value",
    )


def test_a_repetition_takes_the_stratum() -> None:
    assert [len(f.drugs) for f in restated([pfs(0), pfs(5000, "imatinib")])] == [1, 1]


def test_one_passage_may_hold_the_figure_twice() -> None:
    assert [len(f.drugs) for f in restated([pfs(0), pfs(50, "imatinib")])] == [0, 1]


def test_another_interval_or_two_strata_are_other_statements() -> None:
    assert [len(f.drugs) for f in restated([pfs(0, ci="2"), pfs(5000, "imatinib", ci="3")])] == [0, 1]
    assert [len(f.drugs) for f in restated([pfs(0), pfs(5000, "imatinib"), pfs(9000, "sunitinib")])] == [0, 1, 1]


def test_a_discussion_repeats_the_results_stratum_in_other_words() -> None:
    told = pfs(0).model_copy(update={"subgroup": "second line"})
    again = pfs(5000).model_copy(
        update={"subgroup": "later", "evidence": (Evidence(start=5000, end=5009, section="discussion"),)}
    )
    assert [f.subgroup for f in restated([told, again])] == ["second line", "second line"]
