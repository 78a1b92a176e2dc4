"""Train and pack the shipped model: `python -m extractors.ner.train [--out outputs/ner]`.

Two runs of `spacy train` with `config.cfg`: the teacher on BC5CDR, then the model on everything. The packed model is
the best checkpoint without what only training needs.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
from pathlib import Path

import spacy

from extractors.ner.prepare import prepare

HERE = Path(__file__).parent
SHIPPED = HERE / "model"
META = {
    "name": "seriatim_ner",
    "version": "1.0.0",
    "description": "Drugs (DRUG) and diseases, tumours among them (DISEASE), in biomedical English.",
    "author": "the Seriatim authors",
    "license": "Apache-2.0",
    "spacy_version": ">=3.8,<3.9",
}


def spacy_train(out: Path, corpus: str, name: str) -> Path:
    """Run `spacy train` on `out/<corpus>.spacy` and return the best checkpoint."""
    paths = {"base": out / "base", "train": out / f"{corpus}.spacy", "dev": out / "dev.spacy"}
    settings = [part for key, path in paths.items() for part in (f"--paths.{key}", str(path))]
    command = [sys.executable, "-m", "spacy", "train", str(HERE / "config.cfg"), "--output", str(out / name), *settings]
    subprocess.run(command, check=True)
    return out / name / "model-best"


def pack(checkpoint: Path, shipped: Path) -> None:
    """Write the checkpoint as the shipped model: no paths of this machine, no strings but what the model needs."""
    nlp = spacy.load(checkpoint)
    nlp.meta.update(META)
    nlp.meta.pop("performance", None)
    nlp.config["paths"] = {}
    nlp.config["corpora"] = {}
    nlp.config["initialize"] = {"vectors": None, "before_init": None}
    for corpus in ("train_corpus", "dev_corpus"):
        nlp.config["training"].pop(corpus, None)
    shutil.rmtree(shipped, ignore_errors=True)
    nlp.to_disk(shipped)
    # Every word of the training texts is in the string store; the model's features hash, so only labels must stay.
    (shipped / "vocab" / "strings.json").write_text(json.dumps(sorted(nlp.get_pipe("ner").labels)), encoding="utf-8")  # type: ignore[attr-defined]


def train(out: Path) -> None:
    """Run the whole chain from the corpora to the shipped model."""
    prepare(out)
    teacher = spacy_train(out, "teacher", "teacher")
    prepare(out, teacher)
    pack(spacy_train(out, "train", "student"), SHIPPED)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=Path("outputs/ner"))
    train(arguments.parse_args().out)
