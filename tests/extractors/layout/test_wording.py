"""What journals print each in their own way is read in the usual spelling, and every sign keeps its place in the raw text."""

from __future__ import annotations

import pytest

from extractors.core.document import Document
from extractors.layout import read_prose
from extractors.layout.wording import Wording


@pytest.mark.parametrize(
    ("printed", "usual"),
    [
        ("a median of 14 mos. (range 2; 19)", "a median of 14 months (range 2–19)"),
        ("lasted 5 mos. The rest", "lasted 5 months. The rest"),
        ("the 6 mo PFS and the 2-yr survival", "the 6-month PFS and the 2-year survival"),
        ("1 yr later, 12 wks and 3 mths", "1 year later, 12 weeks and 3 months"),
        ("58 per cent and 12percent", "58% and 12%"),
        ("18 m after surgery", "18 months after surgery"),
        ("sorafenib (no. = 5), axitinib (N: 7) or (n 9)", "sorafenib (n = 5), axitinib (n = 7) or (n = 9)"),
        ("(number of patients = 6)", "(n = 6)"),
        ("median 51 (min–max: 19–80)", "median 51 (range 19–80)"),
        ("median 3 (minimum 1, maximum 9)", "median 3 (range 1–9)"),
        ("range from 5 to 34+, extremes: 2-9", "range 5–34+, range 2–9"),
        ("(95% confidence interval [CI], 4.0 to 5.5)", "(95% CI 4.0–5.5)"),
        ("CI95%: 20-54, 95%CI [3, 9]", "95% CI 20–54, 95% CI 3–9"),
        ("gr. 3 or grade-4 events, grade 3−4", "grade 3 or grade 4 events, grade 3–4"),
        ("two patient(s) & one death", "two patients and one death"),
        (
            "in four (Fig. 2a) and six (see Tables 1 and S3; data not shown)",
            "in four and six (see Tables 1 and S3; data not shown)",
        ),
        ("seven of 22 patients, 32%, had it, as expected.", "seven of 22 patients (32%) had it."),
        ("at a median FU of 8 months, G3 events", "at a median follow-up of 8 months, grade 3 events"),
        ("in only 8 of 14 (60 v 9%)", "in 8 of 14 (60 vs. 9%)"),
        ("were 14% and 29% (respectively).", "were 14% and 29%, respectively."),
        ("were respectively 14% and 2.9% (n = 3). Then", "were 14% and 2.9% (n = 3), respectively. Then"),
        ("nine patients, or 18%, had it", "nine patients (18%) had it"),
        ("seen in nine patients – 18% – with", "seen in nine patients (18%) with"),
        ("seen in nine men, i.e. 18%.", "seen in nine men (18%)."),
        ("two women were found to have rash", "two women had rash"),
        ("eight patients who had relapsed liposarcoma", "eight patients with relapsed liposarcoma"),
        ("four went on to achieve it in a total of 6 cycles", "four achieved it in 6 cycles"),
        ("rash as well as fever", "rash and fever"),
        ("chordoma, n = 5, and thymoma, n=3.", "chordoma (n = 5), and thymoma (n = 3)."),
        ("two men, both over 70, had it", "two men (both over 70) had it"),
        ("three patients (8%), all with ascites, died", "three patients (8%) (all with ascites) died"),
        ("It should be noted that rash, as expected, was rare", "Rash was rare"),
        ("the rate thus was 9%", "the rate was 9%"),
    ],
)
def test_the_usual_spelling(printed: str, usual: str) -> None:
    assert Wording(printed, range(len(printed))).text == usual


@pytest.mark.parametrize(
    "printed",
    [
        "a tube of 5 m length",
        "one man with chordoma had a response (Fig. 2)",
        "12 of 40 patients, 75%, of whom none had 5-FU in G1 phase",
        "groups of 20 (Table 2, 14 patients)",
        "patient no. 5 and case n° 7",
        "aged 3, 14, 18 and 20 years",
        "range of motion, range [12]",
        "in 1,200 gr of 10−3 solution",
        "12% compared with 22% in others' hands",
        "Two and three, respectively, had both",
        "a 54 y.o. man, 61 y/o",
        "nine of 40 patients, or 12%, had it",
        "ten patients who had a response in liposarcoma",
        "patients who had received liposarcoma drugs",
        "(arm A, n = 41, and arm B, n = 42)",
        "two arms, all patients included, were compared",
        "the patients, all of whom",
    ],
)
def test_what_stays(printed: str) -> None:
    assert Wording(printed, range(len(printed))).text == printed


def test_every_sign_keeps_its_place() -> None:
    raw = "Results\n\nPFS was respectively 4.1 mos. (confidence interval 2 to 9) and 11 per cent in A & B. It ended after 7 mo.\n"
    prose = read_prose(Document("d", raw))
    for number in ("4.1", "2", "9", "11", "7"):
        at = prose.text.index(number)
        place = prose.raw(at, at + len(number))
        assert raw[place.start : place.end].strip(" to") == number
    assert "4.1 months (CI 2–9) and 11% in A and B, respectively." in prose.text
    assert list(prose.offsets) == sorted(prose.offsets)
    assert len(prose.offsets) == len(prose.text)
