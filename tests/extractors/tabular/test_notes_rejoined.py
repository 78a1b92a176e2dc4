"""Short forms of a key whose lines were broken, and what headers say all cells hold."""

from tests.extractors.tabular.typeset import document, only, records

_HEADER = [["Event", "DA (n = 40)", "DO (n = 41)"]]
_ROWS = [["Nausea", "12 (30)", "9 (22)"], ["Vomiting", "6 (15)", "4 (10)"], ["Fatigue", "8 (20)", "7 (17)"]]


def test_a_long_form_that_goes_on_in_the_next_line_is_whole() -> None:
    notes = ("Abbreviations: DO, doxorubicin alone; DA, doxorubicin plus", "axitinib.")
    found = records(document("Toxicities of grade 3", _HEADER, _ROWS, notes), "toxicity")
    assert ("nausea", ["axitinib", "doxorubicin"], 12) in only(found, "term", "drugs", "n")
    assert ("nausea", ["doxorubicin"], 9) in only(found, "term", "drugs", "n")


def test_a_note_of_its_own_is_not_run_on() -> None:
    notes = (
        "DO, doxorubicin alone.",
        "axitinib was not given after progression.",
        "DA, doxorubicin plus axitinib.",
    )
    found = records(document("Toxicities of grade 3", _HEADER, _ROWS, notes), "toxicity")
    assert ("nausea", ["doxorubicin"], 9) in only(found, "term", "drugs", "n")


def test_a_header_that_says_percent_in_words_names_no_subgroup() -> None:
    header = [["Event", "Any grade", "Grade 3"], ["", "number of patients (percent)", "number of patients (percent)"]]
    found = records(document("Adverse events", header, _ROWS), "toxicity")
    assert ("nausea", "any", 12, None) in only(found, "term", "grade", "n", "subgroup")
    assert ("nausea", "3", 9, None) in only(found, "term", "grade", "n", "subgroup")
