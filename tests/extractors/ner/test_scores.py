"""The card says what was measured, and what was measured can be measured again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.ner import evaluate
from extractors.ner.corpora import EXHAUSTIVE, held_out_pmids, read, without_overlap
from extractors.ner.load import SHIPPED, load_ner
from extractors.ner.scoring import Score


@pytest.fixture(scope="module")
def scores() -> dict[str, Any]:
    written: dict[str, Any] = json.loads(evaluate.SCORES.read_text(encoding="utf-8"))
    return written


def test_card_holds_the_figures_of_scores_json(scores: dict[str, Any]) -> None:
    card = evaluate.CARD.read_text(encoding="utf-8")
    assert card.partition(evaluate.BEGIN)[2].partition(evaluate.END)[0] == evaluate.tables(scores)


def test_size_is_that_of_the_model(scores: dict[str, Any]) -> None:
    assert scores["megabytes"] == evaluate.megabytes(SHIPPED)


def test_bc5cdr_reaches_the_target(scores: dict[str, Any]) -> None:
    assert scores["test"]["bc5cdr"]["ALL"]["f1"] >= 83


def test_a_sample_scores_as_written(scores: dict[str, Any], shared: Path) -> None:
    again = evaluate.held_out_scores(load_ner(), evaluate.SAMPLE)
    for corpus, by_kind in scores["sample"].items():
        for kind, row in by_kind.items():
            # Another processor's arithmetic may turn a close call; more is another model.
            assert again[corpus][kind] == pytest.approx(row, abs=0.5), (corpus, kind)


def test_nothing_of_the_test_sets_is_trained_on(shared: Path) -> None:
    held_out = held_out_pmids()
    texts = {document.text for corpus in EXHAUSTIVE for document in read(corpus, "test")}
    for corpus in EXHAUSTIVE:
        for split in ("train", "dev"):
            for document in without_overlap(read(corpus, split)):
                assert document.pmid not in held_out
                assert document.text not in texts


def test_known_overlap_is_dropped(shared: Path) -> None:
    phee = read("phee", "train")
    dropped = {d.pmid for d in phee} - {d.pmid for d in without_overlap(phee)}
    assert len(dropped) == 5


def test_strict_score_wants_limits_and_label() -> None:
    score = Score()
    score.add({(0, 5, "DRUG"), (9, 12, "DISEASE")}, {(0, 5, "DRUG"), (9, 13, "DISEASE"), (20, 22, "DRUG")})
    assert score.figures() == {"precision": 33.3, "recall": 50.0, "f1": 40.0, "gold": 2}
