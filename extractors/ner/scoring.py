"""Strict span scores, and recall of vocabulary names on texts without gold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from spacy.language import Language

from extractors.ner.corpora import Annotated


@dataclass
class Score:
    """Counts of gold spans, of predicted spans, and of those predicted that equal a gold span in limits and label."""

    gold: int = 0
    predicted: int = 0
    correct: int = 0

    def add(self, gold: set[tuple[int, int, str]], predicted: set[tuple[int, int, str]]) -> None:
        """Count one document."""
        self.gold += len(gold)
        self.predicted += len(predicted)
        self.correct += len(gold & predicted)

    def figures(self) -> dict[str, float]:
        """Return precision, recall and F1 in per cent with one decimal, and the number of gold spans."""
        precision = self.correct / self.predicted if self.predicted else 0.0
        recall = self.correct / self.gold if self.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        return {
            "precision": round(100 * precision, 1),
            "recall": round(100 * recall, 1),
            "f1": round(100 * f1, 1),
            "gold": self.gold,
        }


def predicted_spans(nlp: Language, texts: Sequence[str]) -> list[set[tuple[int, int, str]]]:
    """Return the entities of each text as `(start, end, label)` in characters."""
    return [{(e.start_char, e.end_char, e.label_) for e in doc.ents} for doc in nlp.pipe(texts, batch_size=64)]


def strict(nlp: Language, documents: Sequence[Annotated], kinds: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return the strict figures of each kind, and of all together as `ALL`."""
    kinds = list(kinds)
    scores = {kind: Score() for kind in [*kinds, "ALL"]}
    for document, predicted in zip(documents, predicted_spans(nlp, [d.text for d in documents]), strict=True):
        gold = set(document.entities)
        for kind in kinds:
            scores[kind].add({e for e in gold if e[2] == kind}, {e for e in predicted if e[2] == kind})
        scores["ALL"].add({e for e in gold if e[2] in kinds}, {e for e in predicted if e[2] in kinds})
    return {kind: score.figures() for kind, score in scores.items()}
