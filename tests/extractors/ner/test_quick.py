"""The quick reading of the shipped model against spaCy's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from extractors.core.annotate import pipeline
from extractors.core.tokenizer import blank, plain, special
from extractors.ner.load import load_ner
from extractors.ner.quick import Reader

TEXTS = [p.read_text(encoding="utf-8") for p in sorted(Path("corpus/documents").glob("*.txt"))[:4]]
ODD = ["", " ", "Sunitinib", " Sunitinib\n\n and  imatinib ", "of a 3.5 mg/m2 (QX-4417)", "hives\n", "\n ()\t"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load_ner()


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_ner())


@pytest.mark.parametrize("text", [*ODD, *TEXTS])
def test_finds_what_spacy_finds(nlp: Language, reader: Reader, text: str) -> None:
    found = [(e.label_, e.start_char, e.end_char) for e in nlp(text).ents]
    assert list(reader.entities(text)) == found
    assert list(reader.entities(text)) == found, "words remembered"


@pytest.mark.parametrize("text", [*ODD, *TEXTS])
def test_remembered_pieces_are_cut_as_the_whole_text(text: str) -> None:
    assert [(t.text, t.whitespace_, t.idx) for t in pipeline()(text)] == [
        (t.text, t.whitespace_, t.idx) for t in blank()(text)
    ]


def test_words_that_no_tokenizer_is_asked_about_are_cut_as_it_would(nlp: Language) -> None:
    words = {w for text in TEXTS for w in text.split()}
    for tokenizer in (nlp.tokenizer, blank().tokenizer):
        ruled = special(tokenizer)
        core = words | {w for w in ruled if w.isalpha()}
        dressed = {f"{a}{w}{b}" for w in core for a in ("", "(") for b in ("", *",;:).")}
        found = plain(dressed | set(ruled), ruled)
        assert len(found) > 1000
        assert found == {w: tuple(t.text for t in tokenizer(w)) for w in found}
    assert not plain(["cannot", "Dr.", "e.g.", "x)", "mg/m2", "p53", ""], ruled)


def test_abbreviations_are_those_of_the_matcher() -> None:
    plain = blank()
    plain.add_pipe("abbreviation_detector")
    for text in TEXTS:
        mine, theirs = (
            {(str(a), str(a._.long_form), a.start) for a in n(text)._.abbreviations} for n in (pipeline(), plain)
        )
        assert mine == theirs
