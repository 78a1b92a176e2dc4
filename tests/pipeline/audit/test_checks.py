"""Each family of checks on invented tables and sentences."""

from __future__ import annotations

from extractors.core.document import Document
from pipeline.audit.auditing import TOUCHED, flag
from pipeline.process import process
from tests.pipeline.audit.papers import Draft


def rules(text: str) -> list[str]:
    """Rules found in a paper of running text."""
    done = process(Document("paper", text))
    return [r.rule for r in done.records if r.kind == "finding"]  # type: ignore[attr-defined]


def test_a_finding_flags_the_records_it_touches_and_no_others() -> None:
    draft = Draft()
    draft.say("cohort", field="n_patients", value=30)
    wrong = draft.say(
        "time_to_event", endpoint="OS", statistic="median", value=9.1, unit="mo", ci_low=9.5, ci_high=12.0
    )
    result = draft.audited()
    (finding,) = result.findings
    assert finding.involves == [wrong.record_id]
    size, flagged = flag(draft.records, result.findings)
    assert flagged.flags == [finding.record_id]
    assert flagged.confidence == round(wrong.confidence * TOUCHED, 4)
    assert flagged.record_id == wrong.record_id
    assert size == draft.records[0]


def test_coverage_counts_what_could_not_be_checked() -> None:
    draft = Draft()
    draft.table("1", ["", "n (%)"], [["Lung", "7 (61)"], ["Liver", "3 (9)"]])
    coverage = draft.audited().coverage
    assert coverage["n/N/% triples in tables"] == {
        "checked": 0, "undecided": {"no whole established for the column": 2}
    }  # fmt: skip


def test_the_same_count_with_two_percentages() -> None:
    draft = Draft()
    rows = [["Arm", "12 (30.0)"], ["Leg", "9 (22.5)"], ["Neck", "7 (17.5)"], ["Back", "7 (17.6)"], ["Hip", "5 (12.5)"]]
    draft.table("1", ["Site", "n (%), n = 40"], rows)
    assert set(draft.rules()) == {"count_vs_percent"}
    assert any("printed as 17.5 and 17.6" in f.message for f in draft.audited().findings)


def test_grades_that_add_to_less_than_their_total_are_impossible() -> None:
    header = ["Adverse event", "Total", "Grade 1", "Grade 2", "Grade 3", "Grade 4"]
    draft = Draft()
    draft.table("2", header, [["Nausea", "9", "4", "2", "1", "0"], ["Rash", "5", "3", "3", "0", "0"]])
    assert draft.rules() == ["sum_mismatch"]


def test_grades_without_all_columns_are_not_added() -> None:
    draft = Draft()
    draft.table(
        "2", ["Adverse event", "Any grade", "Grade 3", "Grade 4"], [["Nausea", "9", "1", "0"], ["Rash", "7", "1", "1"]]
    )
    assert draft.rules() == []
    assert draft.audited().coverage["grades against totals"]["undecided"]


def test_an_event_is_no_more_frequent_than_any_event() -> None:
    draft = Draft()
    rows = [["At least one adverse event", "10 (50)"], ["Fatigue", "12 (60)"], ["Pain", "4 (20)"]]
    draft.table("3", ["Event", "n (%), n = 20"], rows, caption="Toxicity")
    assert draft.rules() == ["sum_mismatch"]


def test_two_tables_that_count_one_drug_and_tumour_differently() -> None:
    draft = Draft()
    draft.say("histotype", "table", "1", drugs=["sunitinib"], histotype="angiosarcoma", n=6)
    draft.say("histotype", "table", "2", drugs=["sunitinib"], histotype="angiosarcoma", n=4)
    assert draft.rules() == ["sum_mismatch"]


def test_grades_of_some_rows_are_shares_of_their_own_sum() -> None:
    draft = Draft()
    rows = [["Grade", ""], ["Not known", "60 (60.0)"], ["Low", "10 (25.0)"], ["High", "30 (75.0)"]]
    other = [["Sex", ""], ["Women", "45 (45.0)"], ["Men", "55 (55.0)"]]
    draft.say("cohort", field="n_patients", value=100)
    draft.table("1", ["", "N = 100, n (%)"], [*other, *rows])
    assert draft.rules() == ["denominator_unclear"]


def test_lost_bound_and_percentage_of_another_group() -> None:
    text = (
        "Trabectedin in 40 patients\n\nAbstract\nWe treated 40 patients.\n\nResults\n"
        "Forty patients were treated with trabectedin. Nine of 40 patients (32%) had a partial response. "
        "Median progression-free survival was 3.4 months (95% CI [2.1-4.4]). "
        "In leiomyosarcoma, median progression-free survival was 4.0 months (95% CI [3.1.5]).\n"
    )
    assert sorted(rules(text)) == ["ci_implausible", "count_vs_percent"]


def test_sentences_that_are_right_are_left_alone() -> None:
    text = (
        "Trabectedin in 40 patients\n\nAbstract\nWe treated 40 patients.\n\nResults\n"
        "Forty patients were treated with trabectedin. Nine of 40 patients (22%) had a partial response, "
        "95% CI 11-39. Median progression-free survival was 3.4 months (95% CI 2.1-4.4).\n"
    )
    assert rules(text) == []


def test_a_response_rate_with_stable_disease_is_none() -> None:
    text = (
        "Drug in ten patients\n\nMethods\nWe reviewed the charts of ten patients. The overall response rate was defined as "
        "the sum of complete response, partial response and stable disease.\n"
    )
    assert rules(text) == ["nonstandard_definition"]
    assert rules(text.replace(" and stable disease", "").replace("response, partial", "response and partial")) == []


def test_a_median_grade_is_whole_or_a_half() -> None:
    text = "Drug in ten patients\n\nResults\nTen patients were treated. The median grade of toxicity was {}.\n"
    assert rules(text.format("1.7")) == ["recomputed_median"]
    assert rules(text.format("1.5")) == []


def test_a_short_form_with_two_tumours() -> None:
    text = (
        "Series of ten patients\n\nResults\nTen patients were treated. Three had mesenchymal chondrosarcoma (MC). "
        "Another had myxoid chondrosarcoma (MC).\n"
    )
    assert "abbreviation_conflict" in rules(text)
    assert "abbreviation_conflict" not in rules(text.replace("myxoid", "mesenchymal"))
