"""Measure a model: `python -m extractors.ner.evaluate [--model NAME] [--write]`.

Prints the tables of the model card; `--write` puts them into `MODEL_CARD.md` and the figures into `scores.json`.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from spacy.language import Language

from extractors.ner.corpora import read
from extractors.ner.labels import DISEASE, DRUG
from extractors.ner.load import SHIPPED, load_ner
from extractors.ner.scoring import strict
from extractors.ner.unseen import capitals_called_drugs, recall, short_capitals, texts_of

HERE = Path(__file__).parent
SCORES = HERE / "scores.json"
CARD = HERE / "MODEL_CARD.md"
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"
SAMPLE = 60  # documents of each test set that the quick check scores again
# NCBI-disease marks no chemicals. PHEE marks only the drugs and disorders of the one event: precision is a lower bound.
TEST_SETS = {"bc5cdr": (DRUG, DISEASE), "ncbi_disease": (DISEASE,), "phee": (DRUG, DISEASE)}
TITLES = {"bc5cdr": "BC5CDR test", "ncbi_disease": "NCBI-disease test", "phee": "PHEE test"}
TEXTS = {"dev_corpus/texts": "38 short oncology texts", "seeds": "5 full papers"}


def held_out_scores(nlp: Language, limit: int | None) -> dict[str, dict[str, dict[str, float]]]:
    """Return the strict figures on the first `limit` documents of each test set, by kind."""
    return {corpus: strict(nlp, read(corpus, "test")[:limit], kinds) for corpus, kinds in TEST_SETS.items()}


def speed(nlp: Language) -> dict[str, int]:
    """Return words (split at white space) and tokens per CPU second over BC5CDR's test abstracts."""
    texts = [document.text for document in read("bc5cdr", "test")]
    list(nlp.pipe(texts[:20]))
    begin = time.process_time()
    tokens = sum(len(doc) for doc in nlp.pipe(texts, batch_size=64))
    seconds = time.process_time() - begin
    words = sum(len(text.split()) for text in texts)
    return {"words_per_second": round(words / seconds), "tokens_per_second": round(tokens / seconds)}


def megabytes(folder: Path) -> float:
    """Return the size of a folder's files in MB (10^6 bytes)."""
    return round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6, 1)


def unseen_scores(nlp: Language) -> dict[str, Any]:
    """Return, for each folder of unlabelled texts, the recall of unseen names and the short capitals called drugs."""
    return {
        folder: {
            DRUG: recall(nlp, texts, DRUG),
            DISEASE: recall(nlp, texts, DISEASE),
            "short_capitals": short_capitals(texts),
            "called_drug": sum(capitals_called_drugs(nlp, texts).values()),
        }
        for folder, texts in ((folder, texts_of(folder)) for folder in TEXTS)
    }


def measure(model: str | None = None) -> dict[str, Any]:
    """Return every figure of the card."""
    nlp = load_ner(model)
    return {
        "model": model or "shipped",
        "megabytes": megabytes(SHIPPED if model is None else nlp.path or SHIPPED),
        **speed(nlp),
        "test": held_out_scores(nlp, None),
        "sample": held_out_scores(nlp, SAMPLE),
        "unseen": unseen_scores(nlp),
    }


def tables(scores: dict[str, Any]) -> str:
    """Return the figures as the card's Markdown tables."""
    lines = ["| test set | label | gold spans | precision | recall | F1 |", "|---|---|---|---|---|---|"]
    for corpus, by_kind in scores["test"].items():
        for kind, row in by_kind.items():
            if kind != "ALL" or len(by_kind) > 2:
                figures = " | ".join(f"{row[name]:.1f}" for name in ("precision", "recall", "f1"))
                lines.append(f"| {TITLES[corpus]} | {kind} | {row['gold']} | {figures} |")
    lines += [
        "",
        "| texts without gold | names never trained on | mentions | covered % | exact limits % |",
        "|---|---|---|---|---|",
    ]
    for folder, by_kind in scores["unseen"].items():
        for kind in (DRUG, DISEASE):
            row = by_kind[kind]
            lines.append(
                f"| {TEXTS[folder]} | {kind} | {row['mentions']} | {row['covered']:.1f} | {row['exact']:.1f} |"
            )
    lines += ["", "| texts without gold | short capitals | of them wrongly called DRUG |", "|---|---|---|"]
    for folder, by_kind in scores["unseen"].items():
        lines.append(f"| {TEXTS[folder]} | {by_kind['short_capitals']} | {by_kind['called_drug']} |")
    lines += ["", "| size on disk (MB) | words per CPU second | tokens per CPU second |", "|---|---|---|"]
    lines.append(f"| {scores['megabytes']:.1f} | {scores['words_per_second']} | {scores['tokens_per_second']} |")
    return "\n".join(lines) + "\n"


def write(scores: dict[str, Any]) -> None:
    """Write `scores.json` and put the tables between the card's marks."""
    SCORES.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    before, _, rest = CARD.read_text(encoding="utf-8").partition(BEGIN)
    CARD.write_text(before + BEGIN + tables(scores) + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--model", default=None)
    arguments.add_argument("--write", action="store_true")
    chosen = arguments.parse_args()
    measured = measure(chosen.model)
    print(tables(measured), end="")
    if chosen.write:
        write(measured)
