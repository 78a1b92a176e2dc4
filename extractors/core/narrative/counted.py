"""Patients who are only counted: known by their tumour alone, in one sentence that tells nothing else of them."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.paper import Paper
from extractors.core.strata.population import population

_DETAIL = re.compile(
    r"\b(?:cycles?|courses?|months?|weeks?|years?|days?|died|alive|surgery|resect\w+|underwent|switched|stopped|he|she|his|her|the other|after)\b",
    re.IGNORECASE,
)


def only_counted(paper: Paper, label: str) -> bool:
    """Whether "one patient with chordoma had a PR" is all that is told of whom a label means.

    A number, an age, a time or a drug that not everybody had makes a patient of them.
    """
    if not label or re.search(r"\d", re.sub(r"\s\(\d+\)$", "", label)):
        return False
    told = [t for t in paper.told if t.patient == label]
    sentences = {paper.sentence_at(t.start).index for t in told}
    if len(sentences) != 1:
        return False
    sentence = paper.sentences[sentences.pop()]
    spans = [(t.start - sentence.start, t.end - sentence.start) for t in told]
    if any(_DETAIL.search(sentence.text, a, b) for a, b in spans):
        return False
    study = {t.label for t in population(paper).terms}
    drugs = {m.label for m in sentence.of("drug") if any(a <= sentence.at(m)[0] < b for a, b in spans)}
    return not drugs - study
