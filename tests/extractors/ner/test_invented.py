"""Invented examples mark what they invent, and nothing else; the same seed gives the same."""

from __future__ import annotations

from random import Random

import pytest

from extractors.ner.corpora import Annotated, sentences
from extractors.ner.flattened_tables import flattened_tables
from extractors.ner.invented_drugs import drug_name
from extractors.ner.labels import DISEASE, DRUG
from extractors.ner.oncology_sentences import initials, oncology_sentences
from extractors.ner.prepare import to_doc, with_teacher
from extractors.ner.replacement import as_printed, hyphenated, rewritten, with_invented_names, wrapped
from extractors.ner.short_capitals import SHORT_CAPITALS
from extractors.ner.tokenization import blank_with_biomedical_tokenizer
from extractors.ner.vocabulary import contains_listed, mentions

GIVEN = Annotated(
    "1_1", "Hives after zorvidine. Zorvidine was stopped.", ((0, 5, DISEASE), (12, 21, DRUG), (23, 32, DRUG))
)


def test_same_seed_same_examples() -> None:
    assert oncology_sentences(50, Random(5)) == oncology_sentences(50, Random(5))
    assert flattened_tables(20, Random(5)) == flattened_tables(20, Random(5))


@pytest.mark.parametrize("examples", [oncology_sentences(400, Random(1)), flattened_tables(150, Random(1))])
def test_entities_are_whole_and_apart(examples: list[Annotated]) -> None:
    assert any(example.entities for example in examples)
    for example in examples:
        ends = [0, *(end for _, end, _ in example.entities)]
        for (start, end, _), before in zip(example.entities, ends, strict=False):
            assert before <= start < end <= len(example.text)
            assert example.text[start:end] == example.text[start:end].strip()


def test_no_response_or_class_is_marked_as_a_drug_in_tables() -> None:
    drugs = {t.text[s:e] for t in flattened_tables(300, Random(2)) for s, e, kind in t.entities if kind == DRUG}
    assert drugs
    assert drugs.isdisjoint(SHORT_CAPITALS)


def test_sentences_keep_their_entities() -> None:
    first, second = sentences(GIVEN)
    assert (first.text, first.entities) == ("Hives after zorvidine.", ((0, 5, DISEASE), (12, 21, DRUG)))
    assert (second.text, second.entities) == ("Zorvidine was stopped.", ((0, 9, DRUG),))


def test_a_new_name_stands_wherever_the_old_one_stood() -> None:
    made = rewritten(GIVEN, {"zorvidine": "QX-4417"})
    assert made.text == "Hives after QX-4417. QX-4417 was stopped."
    assert [made.text[start:end] for start, end, _ in made.entities] == ["Hives", "QX-4417", "QX-4417"]


def test_only_names_of_the_kind_are_replaced() -> None:
    made = with_invented_names([GIVEN], DRUG, 5, Random(3), frozenset())
    assert len(made) == 2
    assert all("orvidine" not in sentence.text for sentence in made)
    assert sum(sentence.text.startswith("Hives after ") for sentence in made) == 1


def test_wrapping_keeps_offsets() -> None:
    long = Annotated("1", "word " * 60 + "zorvidine", ((300, 309, DRUG),))
    printed = wrapped(long, Random(0))
    assert "\n" in printed.text
    assert printed.text.replace("\n", " ") == long.text


def test_words_cut_at_line_ends_stay_whole_entities() -> None:
    long = Annotated("1", "Continued zorvidine, then zorvidine again. " * 20, ((10, 19, DRUG), (26, 35, DRUG)))
    for seed in range(40):
        (printed,) = as_printed([long], Random(seed))
        names = [printed.text[start:end].replace("-\n", "").lower() for start, end, _ in printed.entities]
        assert names == ["zorvidine", "zorvidine"]
    assert any("-\n" in hyphenated(long, Random(seed)).text for seed in range(5))


def test_listed_names_are_recognised_within_longer_ones() -> None:
    listed = frozenset({"clear cell sarcoma", "sarcoma"})
    assert contains_listed("Clear cell sarcoma", listed)
    assert contains_listed("myxoid clear cell sarcoma", listed)
    assert not contains_listed("myxoid sarcoma", listed)


def test_longest_listed_name_is_the_mention() -> None:
    text = "Clear cell\nsarcoma and osteosarcomas, not sarcomatoid ones"
    found = mentions(text, frozenset({"sarcoma", "clear cell sarcoma", "osteosarcoma"}))
    assert [text[start:end] for start, end in found] == ["Clear cell\nsarcoma", "osteosarcomas"]


def test_invented_names_come_in_all_sorts() -> None:
    drugs = [drug_name(Random(seed)) for seed in range(400)]
    assert any(name[:2].isupper() and name[-1].isdigit() for name in drugs)
    assert any(name.endswith("nib") for name in drugs)
    assert any(name[0].isupper() and name[1:].islower() for name in drugs)
    assert len(set(drugs)) > 390


def test_initials() -> None:
    assert initials("epithelioid haemangioendothelioma") == "EH"
    assert initials("clear cell chondrosarcoma") == "CCCS"


def test_a_teacher_fills_in_and_leaves_the_unsure_open() -> None:
    teacher = blank_with_biomedical_tokenizer()
    ruler = teacher.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": DISEASE, "pattern": "hives"}, {"label": DISEASE, "pattern": "zorvidine"}])  # type: ignore[attr-defined]
    text = "Severe hives and odd shivering after zorvidine."
    own = ((0, 12, DISEASE), (17, 30, DISEASE), (37, 46, DRUG))
    (marked,) = with_teacher([Annotated("2_1", text, own)], {DRUG, DISEASE}, {DRUG}, teacher)
    assert marked.entities == ((7, 12, DISEASE), (37, 46, DRUG))
    doc = to_doc(marked, teacher)
    missing = [token.text for token in doc if token.ent_iob == 0]
    assert missing == ["Severe", "odd", "shivering"]
    assert [(span.text, span.label_) for span in doc.ents] == [("hives", DISEASE), ("zorvidine", DRUG)]
