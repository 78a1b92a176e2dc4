"""What the model finds of names that it was never taught: vocabulary names that no training text contains.

There is no gold for this; the vocabularies' names in real texts serve as a silver truth. Names shorter than five
characters are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from spacy.language import Language

from extractors.ner.corpora import EXHAUSTIVE, read, shared_corpora, without_overlap
from extractors.ner.invented_tumours import ENDINGS, HEADS, ROOTS
from extractors.ner.labels import DRUG
from extractors.ner.scoring import predicted_spans
from extractors.ner.vocabulary import FILES, mentions, names

SHORT_CAPITAL = re.compile(r"(?<![\w-])[A-Z][A-Z&/]{1,5}s?(?![\w-])")
COMPOSED = re.compile(rf"(?:{'|'.join(root[:-1] for root in ROOTS)})o?(?:{'|'.join({*ENDINGS, *HEADS})})s?")


@cache
def training_text() -> str:
    """Return the words of all real training texts in lower case, one space between them and at both ends."""
    texts = (
        d.text for corpus in EXHAUSTIVE for split in ("train", "dev") for d in without_overlap(read(corpus, split))
    )
    return f" {' '.join(re.sub(r'[^a-z0-9]+', ' ', text.lower()) for text in texts)} "


def in_training(name: str) -> bool:
    """Whether a real training text has the name, or the augmentation may have composed it from its parts."""
    plain = re.sub(r"[^a-z0-9]+", " ", name.lower()).strip()
    singular = plain.removesuffix("s")
    real = any(f" {form} " in training_text() for form in (plain, singular, f"{singular}s"))
    return real or plain in HEADS or COMPOSED.fullmatch(plain) is not None


def texts_of(folder: str) -> list[str]:
    """Return the texts of a folder beside the corpora, line ends as they are."""
    files = sorted(Path(shared_corpora().parent / folder).glob("*.txt"))
    return [file.read_bytes().decode("utf-8") for file in files]


def recall(nlp: Language, texts: Sequence[str], kind: str) -> dict[str, float]:
    """Return, for vocabulary names that training never had, the mentions, and the % covered and exactly limited."""
    listed = names(kind)
    count = covered = exact = 0
    for text, predicted in zip(texts, predicted_spans(nlp, texts), strict=True):
        spans = [(start, end) for start, end, label in predicted if label == kind]
        for start, end in mentions(text, listed):
            if in_training(text[start:end]):
                continue
            count += 1
            covered += any(s < end and start < e for s, e in spans)
            exact += (start, end) in spans
    share = 100 / count if count else 0.0
    return {"mentions": count, "covered": round(share * covered, 1), "exact": round(share * exact, 1)}


def missed(nlp: Language, texts: Sequence[str], kind: str) -> Counter[str]:
    """Return the unseen vocabulary names that no entity of their kind touches, for a developer to look at."""
    listed, lost = names(kind), Counter[str]()
    for text, predicted in zip(texts, predicted_spans(nlp, texts), strict=True):
        for start, end in mentions(text, listed):
            hit = any(s < end and start < e for s, e, label in predicted if label == kind)
            if not hit and not in_training(text[start:end]):
                lost[text[start:end]] += 1
    return lost


def drug_abbreviations() -> frozenset[str]:
    """Return the abbreviations that the drug vocabulary lists, the ambiguous among them."""
    rows = (shared_corpora().parent / "vocab" / FILES[DRUG][0]).read_text(encoding="utf-8").splitlines()[1:]
    return frozenset(a.rstrip("?") for row in rows for cell in row.split("\t")[1:3] for a in cell.split("|"))


def capitals_called_drugs(nlp: Language, texts: Sequence[str]) -> Counter[str]:
    """Return the short capitals that the model calls drugs and the drug vocabulary does not know."""
    known, false = drug_abbreviations(), Counter[str]()
    for text, predicted in zip(texts, predicted_spans(nlp, texts), strict=True):
        called = (text[start:end] for start, end, label in predicted if label == DRUG)
        false.update(name for name in called if SHORT_CAPITAL.fullmatch(name) and name not in known)
    return false


def short_capitals(texts: Sequence[str]) -> int:
    """Return how many short capitals the texts hold."""
    return sum(1 for text in texts for _ in SHORT_CAPITAL.finditer(text))
