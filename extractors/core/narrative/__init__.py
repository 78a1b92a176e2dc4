"""Narrative patients: one identity over sentences, paragraphs and legends, for a patient told in prose.

A patient enters by number, age, sex, tumour or ordinal ("Case 2", "a 46-year-old man", "a third patient"), is carried
on by pronouns, and leaves when another patient or a statement about a group takes over. A report of a single patient
has one label throughout.
"""

from __future__ import annotations

from bisect import bisect_right

from extractors.core.narrative.walk import tell
from extractors.core.paper import Paper, Sentence

__all__ = ["patient_at", "patients_at", "tell"]


def patient_at(paper: Paper, sentence: Sentence, start: int) -> str:
    """The label of the patient that a place within the sentence's text is about, empty for a group.

    The paper's number where it numbers its patients, else age in years and sex (`57F`), else a few words of the text.
    """
    at = sentence.start + start
    k = bisect_right(paper.told_starts, at) - 1
    return paper.told[k].patient if k >= 0 and at < paper.told[k].end else ""


def patients_at(paper: Paper, sentence: Sentence, start: int) -> tuple[str, ...]:
    """The labels of those whom a place is about: the patient of `patient_at`, else all who are told of by their numbers.

    Empty for a group, and where numbered patients are told of in turn ("cases 1 and 2 had A and B, respectively").
    """
    if (one := patient_at(paper, sentence, start)) or "respectively" in sentence.text:
        return (one,) if one else ()
    at = sentence.start + start
    return tuple(t.patient for t in paper.told_together if t.turn[1] > 1 and t.start <= at < t.end)
