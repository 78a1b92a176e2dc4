"""Which drugs, tumour and subgroup a number belongs to; sentences of our own."""

import pytest

from extractors.core.annotate import annotate
from extractors.core.document import Document
from extractors.core.paper import Paper
from extractors.core.strata import population, stratum

CONTRAST = (
    "The registry lists liposarcoma, chordoma and angiosarcoma, given sorafenib, imatinib or sunitinib.\n\nResults\n\n"
)
UNIFORM = "All patients received trabectedin for myxoid liposarcoma.\n\nResults\n\n"


def paper(text: str) -> Paper:
    return annotate(Document("x", text))


def strata(before: str, text: str, whole: bool = True) -> list[tuple[str, str, str, str]]:
    """Number, drugs, tumour and subgroup of every count, percentage and duration."""
    read = paper(before + text)
    found = []
    for sentence in read.sentences:
        if sentence.start >= len(before) - 12 and sentence.section.value == "results":
            for q in sentence.numbers("count", "percent", "duration", "n_equals"):
                s = stratum(read, sentence, q.start, q.end, whole)
                tumour = s.histotype.label if s.histotype else ""
                found.append((q.text, "+".join(t.label for t in s.drugs), tumour, s.subgroup))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Responses were seen in 31% on sorafenib and 12% on imatinib.",
            [("31%", "sorafenib", "", ""), ("12%", "imatinib", "", "")],
        ),
        ("Sorafenib was given to 9 patients; 5 had imatinib.", [("9", "sorafenib", "", ""), ("5", "imatinib", "", "")]),
        (
            "Sorafenib was given alone (n = 9) or with imatinib (n = 2).",
            [("n = 9", "sorafenib", "", "alone"), ("n = 2", "imatinib+sorafenib", "", "")],
        ),
        (
            "The rate was 41% and 62% in the imatinib and sunitinib arms, respectively.",
            [("41%", "imatinib", "", ""), ("62%", "sunitinib", "", "")],
        ),
        ("Overall, 21% responded.", [("21%", "", "", "")]),
        (
            "Among 14 patients with chordoma, six took imatinib. The other eight stopped.",
            [("14", "", "chordoma", ""), ("six", "imatinib", "chordoma", ""), ("eight", "", "chordoma", "")],
        ),
        (
            "The rate was 44% at first relapse and 18% at second relapse.",
            [("44%", "", "", "first relapse"), ("18%", "", "", "second relapse")],
        ),
        ("After failure of imatinib, 7 patients received sunitinib.", [("7", "sunitinib", "", "")]),
    ],
)
def test_contrasted_strata(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert strata(CONTRAST, text) == expected


def test_what_everybody_had_is_no_stratum() -> None:
    text = "With trabectedin, 40% of patients with myxoid liposarcoma responded."
    assert strata(UNIFORM, text) == [("40%", "", "", "")]
    assert strata(UNIFORM, text, whole=False) == [("40%", "trabectedin", "myxoid liposarcoma", "")]


def test_a_later_drug_is_a_stratum_where_all_began_alike() -> None:
    assert strata(UNIFORM, "Later, 3 patients were given pazopanib.") == [("3", "pazopanib", "", "")]


def test_population_with_an_optional_partner() -> None:
    study = population(paper("Nivolumab with or without ipilimumab in advanced sarcoma.\n\nResults\n\nSix had both."))
    assert [t.label for t in study.terms] == ["nivolumab"]
    assert study.added == {"ipilimumab"}
