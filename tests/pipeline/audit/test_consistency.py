"""Random consistent papers give no finding; one number changed gives the finding that belongs to it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from pipeline.audit.intervals import interval
from pipeline.audit.rounding import fit, rounds
from tests.pipeline.audit.papers import Draft

COUNTS = st.lists(st.integers(2, 40), min_size=4, max_size=7)


def percent(n: int, total: int, places: int) -> Decimal:
    return (Decimal(100 * n) / total).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def characteristics(draft: Draft, counts: list[int], printed: list[Decimal]) -> None:
    total = sum(counts)
    draft.say("cohort", field="n_patients", value=total)
    rows = [
        ["Diagnosis", ""],
        *([f"Tumour {'abcdefg'[k]}", f"{n} ({p})"] for k, (n, p) in enumerate(zip(counts, printed, strict=True))),
    ]
    draft.table("1", ["", f"Patients (N = {total}), n (%)"], rows)


@given(COUNTS, st.integers(0, 1))
@settings(max_examples=25, deadline=None)
def test_consistent_counts_are_left_alone(counts: list[int], places: int) -> None:
    draft = Draft()
    characteristics(draft, counts, [percent(n, sum(counts), places) for n in counts])
    assert draft.rules() == []


@given(COUNTS, st.integers(0, 6), st.integers(2, 15), st.integers(0, 1))
@settings(max_examples=25, deadline=None)
def test_one_wrong_percentage_is_the_only_finding(counts: list[int], k: int, off: int, places: int) -> None:
    total, k = sum(counts), k % len(counts)
    printed = [percent(n, total, places) for n in counts]
    printed[k] += off
    assume(printed[k] < 100 and fit(counts[k], total, printed[k]) == "wrong")
    run = [sum(counts[i:j]) for i in range(len(counts)) for j in range(i + 2, len(counts) + 1)]
    assume(not any(rounds(counts[k], t, printed[k]) for t in run))
    draft = Draft()
    characteristics(draft, counts, printed)
    findings = draft.audited().findings
    assert [f.rule for f in findings] == ["count_vs_percent"]
    assert findings[0].provenance[0].text == f"{counts[k]} ({printed[k]})"


@given(
    st.integers(1, 60),
    st.integers(10, 60),
    st.sampled_from(["normal", "wilson", "beta", "wilson_cc", "normal_cc", "t"]),
)
@settings(max_examples=25, deadline=None)
def test_an_interval_of_a_usual_method_is_left_alone(n: int, total: int, method: str) -> None:
    assume(n < total)
    low, high = interval(n, total, method)
    bounds: dict[str, Any] = {"ci_low": round(low, 1), "ci_high": round(high, 1)}
    draft = Draft()
    draft.say("response", category="ORR", n=n, total=total, percent=round(100 * n / total, 1), **bounds)
    assert draft.rules() == []


def test_other_methods_give_what_other_programs_print() -> None:
    # prop.test(15, 50) of R prints 0.1833 to 0.4478; half a patient more than Wald's; Student's on zeros and ones
    assert [round(x, 1) for x in interval(15, 50, "wilson_cc")] == [18.3, 44.8]
    assert [round(x, 1) for x in interval(15, 50, "normal_cc")] == [16.3, 43.7]
    assert [round(x, 1) for x in interval(4, 22, "t")] == [0.7, 35.7]


@given(st.integers(5, 60), st.integers(20, 60), st.floats(4, 9))
@settings(max_examples=25, deadline=None)
def test_an_interval_too_narrow_is_implausible(n: int, total: int, part: float) -> None:
    assume(0.2 < n / total < 0.8)
    low, high = (100 * x for x in proportion_confint(n, total, method="wilson"))
    middle, width = 100 * n / total, (high - low) / part
    draft = Draft()
    draft.say(
        "response", category="ORR", n=n, total=total, percent=round(middle, 1),
        ci_low=round(middle - width / 2, 1), ci_high=round(middle + width / 2, 1),
    )  # fmt: skip
    assert draft.rules() == ["ci_implausible"]


@given(st.floats(2, 30), st.floats(0.5, 5), st.floats(0.5, 5), st.booleans())
@settings(max_examples=25, deadline=None)
def test_an_estimate_belongs_into_its_interval(value: float, below: float, above: float, outside: bool) -> None:
    low, high = round(value - below, 1), round(value + above, 1)
    if outside:
        low, high = round(high + 0.5, 1), round(high + 4, 1)
    draft = Draft()
    draft.say(
        "time_to_event", endpoint="PFS", statistic="median", value=round(value, 1), unit="mo", ci_low=low, ci_high=high
    )
    assert draft.rules() == (["ci_not_containing"] if outside else [])


@given(st.lists(st.integers(1, 40), min_size=5, max_size=9), st.integers(3, 9), st.booleans())
@settings(max_examples=25, deadline=None)
def test_a_median_comes_from_its_rows(values: list[int], off: int, wrong: bool) -> None:
    ordered = sorted(values)
    middle = len(values) // 2
    true = ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    draft = Draft()
    draft.say("cohort", field="n_patients", value=len(values))
    draft.say(
        "time_to_event", endpoint="treatment_duration", statistic="median", value=true + (off if wrong else 0), unit="mo",
        range_low=min(values), range_high=max(values),
    )  # fmt: skip
    for k, value in enumerate(values):
        draft.say(
            "time_to_event", "table", "1", patient=str(k + 1), endpoint="treatment_duration", statistic="individual",
            value=value, unit="mo",
        )  # fmt: skip
    outside = ["range_violation"] if wrong and true + off > max(values) else []
    assert draft.rules() == ([*outside, "recomputed_median"] if wrong else [])


@given(st.integers(3, 50), st.integers(3, 50), st.integers(-2, 2))
@settings(max_examples=25, deadline=None)
def test_sexes_add_to_the_patients(women: int, men: int, off: int) -> None:
    draft = Draft()
    draft.say("cohort", field="n_patients", value=women + men + off)
    draft.say("cohort", field="n_female", value=women)
    draft.say("cohort", field="n_male", value=men)
    assert draft.rules() == (["sum_mismatch"] if off else [])


@given(st.integers(5, 90), st.integers(5, 90))
@settings(max_examples=25, deadline=None)
def test_abstract_and_text_say_the_same(here: int, there: int) -> None:
    draft = Draft()
    draft.say("response", "abstract results", category="DCR", percent=here)
    draft.say("response", "results", category="DCR", percent=there)
    assert draft.rules() == ([] if abs(here - there) <= 1 else ["abstract_vs_body"])


@given(st.lists(st.integers(20, 80), min_size=4, max_size=8), st.booleans())
@settings(max_examples=25, deadline=None)
def test_no_patient_lies_outside_the_stated_range(ages: list[int], outside: bool) -> None:
    draft = Draft()
    low, high = min(ages) - 1, max(ages) + 1
    draft.say("cohort", field="age_min", value=low)
    draft.say("cohort", field="age_max", value=high)
    listed = [*ages[1:], high + 3] if outside else ages
    for k, age in enumerate(listed):
        draft.say("patient", "table", "1", patient=str(k + 1), field="age", value=age)
    assert draft.rules() == (["range_violation"] if outside else [])
