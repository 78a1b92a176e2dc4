"""Tokens end where names end, in the code and in the shipped model alike."""

from __future__ import annotations

import pytest

from extractors.ner.load import load_ner
from extractors.ner.tokenization import blank_with_biomedical_tokenizer

CASES = [
    ("cocaine-induced", ["cocaine", "-", "induced"]),
    ("gemcitabine+docetaxel", ["gemcitabine", "+", "docetaxel"]),
    ("imatinib/sunitinib", ["imatinib", "/", "sunitinib"]),
    ("trabectedin14", ["trabectedin", "14"]),
    ("sarcoma12,13", ["sarcoma", "12,13"]),
    ("QX-4417", ["QX-4417"]),
    ("(Zorvida®)", ["(", "Zorvida", "®", ")"]),
    ("PAN)-induced", ["PAN", ")", "-", "induced"]),
    ("vitamin B12", ["vitamin", "B12"]),
    ("leiomyosarcoma[7]", ["leiomyosarcoma", "[", "7", "]"]),
]


@pytest.mark.parametrize(("text", "tokens"), CASES)
def test_names_are_tokens_of_their_own(text: str, tokens: list[str]) -> None:
    assert [token.text for token in blank_with_biomedical_tokenizer()(text)] == tokens


def test_shipped_model_brings_the_same_tokenizer() -> None:
    text = " ".join(text for text, _ in CASES)
    assert [token.text for token in load_ner().tokenizer(text)] == [
        t.text for t in blank_with_biomedical_tokenizer()(text)
    ]
