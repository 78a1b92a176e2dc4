"""Right papers give nothing; one number changed gives the finding of the rule that it breaks."""

from __future__ import annotations

from math import exp, log

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from extractors.core.document import Document
from pipeline.process import process
from pipeline.records import AuditRecord
from tests.pipeline.audit.papers import Draft

COUNT = st.integers(1, 20)


def found(text: str) -> list[str]:
    records = process(Document("paper", f"A study of sarcoma\n\nResults\n{text}\n")).records
    return [r.rule for r in records if isinstance(r, AuditRecord)]


@given(st.floats(0.3, 3.0), st.floats(0.1, 0.5), st.sampled_from(["HR", "hazard ratio", "odds ratio", "RR"]))
@settings(max_examples=15, deadline=None)
def test_a_ratio_its_interval_and_its_p_value_are_one_estimate(ratio: float, error: float, word: str) -> None:
    low, high = (ratio * exp(k * 1.96 * error) for k in (-1, 1))
    assume(low > 0.1)
    p = 2 * norm.sf(abs(log(ratio)) / error)
    told = f"p = {p:.3f}" if p >= 0.001 else "p < 0.001"
    text = f"Size mattered for survival ({word} {{:.2f}}, 95% CI {low:.2f}-{high:.2f}, {{}})."
    assert found(text.format(ratio, told)) == []
    assert found(text.format(high * 1.3, told)) == ["ci_not_containing"]
    wrong = "p = 0.48" if p < 0.02 else "p < 0.001"
    if p < 0.02 or p > 0.1:
        assert found(text.format(ratio, wrong)) == ["ci_implausible"]


def test_a_ratio_far_from_the_middle_of_its_interval() -> None:
    assert found("Age mattered (hazard ratio 1.10; 95% confidence interval 1.05 to 4.20).") == ["ci_implausible"]


@given(COUNT, COUNT, COUNT, st.integers(1, 9))
@settings(max_examples=20, deadline=None)
def test_each_patient_has_one_best_response(partial: int, stable: int, progressed: int, over: int) -> None:
    def rules(total: int) -> list[str]:
        draft = Draft()
        for category, n in (("PR", partial), ("SD", stable), ("PD", progressed)):
            draft.say("response", "table", "2", category=category, n=n, total=total)
        return draft.rules()

    whole = partial + stable + progressed
    assert rules(whole) == rules(whole + over) == []
    assume(whole - over >= max(partial, stable, progressed))
    assert rules(whole - over) == ["sum_mismatch"]


@given(COUNT, COUNT, st.integers(-3, 3))
@settings(max_examples=20, deadline=None)
def test_disease_control_is_response_and_stable_disease(responders: int, stable: int, off: int) -> None:
    draft = Draft()
    draft.say("response", category="ORR", n=responders, total=60)
    draft.say("response", category="SD", n=stable, total=60)
    assume(responders + stable + off > 0)
    draft.say("response", category="DCR", n=responders + stable + off, total=60)
    assert draft.rules() == (["sum_mismatch"] if off else [])


@given(st.lists(COUNT, min_size=2, max_size=4), st.integers(-3, 3))
@settings(max_examples=20, deadline=None)
def test_tumours_of_a_drug_are_no_more_than_it_was_given_to(counts: list[int], missing: int) -> None:
    names = ("angiosarcoma", "synovial sarcoma", "leiomyosarcoma", "chordoma")
    draft = Draft()
    draft.say("cohort", field="n_patients", value=sum(counts) + missing, drugs=["pazopanib"])
    for name, n in zip(names, counts, strict=False):
        draft.say("histotype", "table", "1", histotype=name, n=n, drugs=["pazopanib"])
    assert draft.rules() == (["sum_mismatch"] if missing < 0 else [])


@given(st.integers(20, 80), st.integers(1, 15), st.integers(1, 15), st.sampled_from([0, 1, -1]))
@settings(max_examples=20, deadline=None)
def test_a_median_lies_within_its_range(middle: int, below: int, above: int, side: int) -> None:
    printed = middle + side * (below + above)
    draft = Draft()
    for field, value in (("age_median", printed), ("age_min", middle - below), ("age_max", middle + above)):
        draft.say("cohort", field=field, value=value)
    assert draft.rules() == (["range_violation"] if side else [])
    times = Draft()
    times.say(
        "time_to_event", endpoint="follow_up", statistic="median", value=printed, unit="mo",
        range_low=middle - below, range_high=middle + above,
    )  # fmt: skip
    assert times.rules() == (["range_violation"] if side else [])


@given(st.lists(st.sampled_from(["CR", "PR", "SD", "PD"]), min_size=5, max_size=10), st.integers(-1, 1))
@settings(max_examples=20, deadline=None)
def test_counts_of_responses_are_those_of_the_rows(best: list[str], off: int) -> None:
    draft = Draft()
    draft.say("cohort", field="n_patients", value=len(best))
    members = {"PR": ("PR",), "ORR": ("CR", "PR")}
    for category, of in members.items():
        n = sum(b in of for b in best) + (off if category == "ORR" else 0)
        assume(0 <= n <= len(best))
        draft.say("response", category=category, n=n)
    for k, category in enumerate(best):
        draft.say("response", "table", "1", patient=str(k + 1), category=category)
    assert draft.rules() == (["text_vs_table"] if off else [])


@given(st.lists(st.booleans(), min_size=4, max_size=10), st.booleans())
@settings(max_examples=20, deadline=None)
def test_sexes_of_the_text_are_those_of_the_rows(women: list[bool], wrong: bool) -> None:
    n = sum(women)
    assume(0 < n < len(women) - 1)
    draft = Draft()
    draft.say("cohort", field="n_patients", value=len(women))
    draft.say("cohort", field="n_female", value=n + wrong)
    for k, woman in enumerate(women):
        draft.say("patient", "table", "1", patient=str(k + 1), field="sex", value="female" if woman else "male")
    assert draft.rules() == (["text_vs_table"] if wrong else [])


@given(st.lists(st.integers(0, 6), min_size=5, max_size=9), st.integers(0, 3))
@settings(max_examples=20, deadline=None)
def test_earlier_lines_of_the_text_are_those_of_the_rows(lines: list[int], off: int) -> None:
    ordered, middle = sorted(lines), len(lines) // 2
    true = ordered[middle] if len(lines) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    draft = Draft()
    draft.say("cohort", field="n_patients", value=len(lines))
    draft.say("cohort", field="prior_lines_median", value=true + off)
    for k, n in enumerate(lines):
        draft.say("patient", "table", "1", patient=str(k + 1), field="prior_lines", value=n)
    assert draft.rules() == (["recomputed_median"] if off else [])


@pytest.mark.parametrize("notes", [(), ("Data on grade were missing in some patients.",)])
def test_rows_that_are_shares_of_fewer_are_told_unless_a_note_says_why(notes: tuple[str, ...]) -> None:
    draft = Draft()
    draft.say("cohort", field="n_patients", value=60)
    rows = [["Sex", ""], ["Women", "33 (55.0)"], ["Men", "27 (45.0)"]]
    rows += [["Stage", ""], ["II", "9 (15.0)"], ["III", "21 (35.0)"], ["IV", "30 (50.0)"]]
    sites = [["Sites", ""], ["Lung", "20 (38.5)"], ["Bone", "9 (17.3)"], ["Liver", "14 (26.9)"]]
    draft.table("1", ["", "n = 60, n (%)"], [*rows, *sites], notes=notes)
    assert draft.rules() == ([] if notes else ["denominator_unclear"])
    assert notes or "52, not of 60" in draft.audited().findings[0].message


def test_last_places_are_one_finding_with_their_reasons() -> None:
    draft = Draft()
    rows = [
        ["Stage", ""],
        ["I", "17 (41)"],
        ["II", "24 (59)"],
        ["Grade", ""],
        ["1", "5 (12)"],
        ["2", "9 (21)"],
        ["3", "27 (66)"],
    ]
    draft.table("1", ["", "n = 41, n (%)"], rows)
    (finding,) = draft.audited().findings
    assert (finding.rule, len(finding.provenance)) == ("count_vs_percent", 1)
    assert "9 of 41 are 22.0 %, printed 21 %" in finding.message
    assert "cut off" in finding.message


def test_fewer_per_cent_than_all_patients_give() -> None:
    text = "Fifty-six patients were included in the study. The dose was reduced in 10 patients ({}%), owing to rash."
    assert found(text.format("14.9")) == ["count_vs_percent"]
    assert found(text.format("17.9")) == []
