"""Doses of sentences of our own: which drug, which role, which schedule, and what is no dose."""

from __future__ import annotations

import pytest

from extractors.core.annotate import annotate
from extractors.core.contract import DoseFinding
from extractors.core.document import Document
from extractors.doses import Doses


def doses(text: str, section: str = "Methods") -> list[DoseFinding]:
    return list(Doses().extract(annotate(Document("x", f"{section}\n\n{text}\n"))))


def facts(text: str, section: str = "Methods") -> list[tuple[str, float, float, str]]:
    return [(d.drug.label, float(d.low), float(d.high), d.unit) for d in doses(text, section)]


def test_amounts_before_and_after_their_drugs() -> None:
    assert facts("They received 20 mg of methotrexate and celecoxib (400 mg) twice daily.") == [
        ("methotrexate", 20, 20, "mg"),
        ("celecoxib", 400, 400, "mg"),
    ]


def test_respectively_distributes_amounts_over_drugs() -> None:
    assert facts("Epirubicin and dacarbazine (60 and 800 mg/m2, respectively) were repeated every 21 days.") == [
        ("epirubicin", 60, 60, "mg/m2"),
        ("dacarbazine", 800, 800, "mg/m2"),
    ]


def test_a_change_of_dose_has_two_roles() -> None:
    found = doses("Axitinib was started at 5 mg b.i.d. and escalated to 7 mg if tolerated.")
    assert [(float(d.low), d.role, d.frequency) for d in found] == [(5, "starting", "BID"), (7, "escalated", "BID")]


def test_from_to_is_a_reduction() -> None:
    found = doses("In one case regorafenib was reduced from 160 mg to 80 mg daily.", "Results")
    assert [(float(d.low), d.role) for d in found] == [(160, "planned"), (80, "reduced")]


def test_a_combination_shares_the_schedule_behind_it() -> None:
    found = doses("Carboplatin AUC 6 plus paclitaxel 175 mg/m2 were given every 3 weeks.")
    assert [(d.drug.label, d.frequency) for d in found] == [("carboplatin", "Q3W"), ("paclitaxel", "Q3W")]


def test_a_drug_that_no_list_names_leaves_its_amount_to_no_other() -> None:
    assert "imatinib" not in {d.drug.label for d in doses("Before imatinib she had taken kelvexamine (500 mg).")}


def test_evidence_is_the_amount_with_its_drug() -> None:
    paper = annotate(Document("x", "Methods\n\nAll were treated with imatinib 400 mg daily until progression.\n"))
    evidence = next(iter(Doses().extract(paper))).evidence[0]
    assert paper.document.text[evidence.start : evidence.end] == "imatinib 400 mg daily"


@pytest.mark.parametrize(
    "text",
    [
        "Sirolimus trough levels stayed between 8 and 12 ng/ml.",
        "Under sunitinib the urinary protein rose to 4 g per day.",
        "Dose steps of sorafenib were increased by 100 mg.",
        "Mice were fed everolimus 5 mg/kg daily.",
        "Prior exposure to doxorubicin of more than 300 mg/m2 led to exclusion.",
    ],
)
def test_no_dose(text: str) -> None:
    assert facts(text) == []


def test_a_cited_dose_is_kept_apart() -> None:
    found = doses("Brown et al. gave trabectedin at 1.5 mg/m2 [4].", "Discussion")
    assert [d.attribution for d in found] == ["cited"]


def test_an_unlisted_drug_is_known_by_its_stem() -> None:
    found = doses("Patients received 300 mg of zanoxutinib daily.")
    assert [(d.drug.label, d.drug.concept, float(d.low)) for d in found] == [("zanoxutinib", "", 300)]


def test_a_schedule_in_brackets_is_private() -> None:
    found = doses("Bevacizumab (10 mg/kg) was given in combination with capecitabine (825 mg/m2 twice daily).")
    assert [(d.drug.label, d.frequency) for d in found] == [("bevacizumab", ""), ("capecitabine", "BID")]


def test_the_range_behind_a_statistic_is_no_dose() -> None:
    assert facts("The median dose of imatinib was 400 mg (range, 200-800 mg).", "Results") == [
        ("imatinib", 400, 400, "mg")
    ]


def test_the_route_told_once_holds_for_the_drug() -> None:
    found = doses("Oral sorafenib 400 mg b.i.d. was planned. In three patients sorafenib was reduced to 200 mg.")
    assert [(float(d.low), d.role, d.route, d.frequency) for d in found] == [
        (400, "planned", "PO", "BID"),
        (200, "reduced", "PO", "BID"),
    ]


def test_the_one_drug_of_the_study_takes_amounts_told_without_a_drug() -> None:
    far = "\n\n".join(f"Nothing was measured on visit {n}." for n in "abcd")
    text = f"All patients received anlotinib 12 mg.\n\n{far}\n\nSix were reduced to 10 mg. Premedication of 8 mg was given."
    assert facts(text, "Results") == [("anlotinib", 12, 12, "mg"), ("anlotinib", 10, 10, "mg")]


def test_numbered_patients_have_a_dose_each() -> None:
    found = doses("Patients 2 and 5 received sunitinib 25 mg daily, patient 7 sunitinib 50 mg daily.", "Results")
    assert [(d.patient, float(d.low)) for d in found] == [("2", 25), ("5", 25), ("7", 50)]
