"""The tokenizer of the model: spaCy's English rules and a few for biomedical prose and for flattened PDF text.

It is built once, when the corpora are prepared; spaCy stores the resulting patterns in the model directory, so loading
the model needs none of this code.
"""

from __future__ import annotations

import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer  # type: ignore[import-not-found]  # Cython, without stubs
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

# Word-internal breaks that English lacks: `PAN)-induced`, `5-HT(6)`, `Na+/K+`, `GSPE+drug`, `AZT/3TC`, `patients[12]`.
BIOMEDICAL_INFIXES = (
    r"[()\[\]{}/+®™]",
    r"(?<=[A-Za-z0-9\])+])[-‐‑–—](?=[A-Za-z]{3})",
    r"(?<=[a-z])[-‐‑](?=[A-Za-z0-9])",
    r"(?<=[)\]+])[-‐‑–](?=[A-Za-z0-9])",
)
# A hyphen cut off by coordination (`digitalis- and`) or by a line end is no part of the name.
BIOMEDICAL_SUFFIXES = (
    r"(?<=[A-Za-z0-9)\]])[-‐‑–—]",
    r"\+",
    # A lost superscript: `docetaxel14`, `sarcoma12,13`.
    r"(?<=[a-z]{5})\d{1,2}(?:[,–-]\d{1,2})*",
    # `hepatitis C.` and `AmB.`: English keeps a dot after one capital (an initial) or after an unknown mixed-case word.
    r"(?<=[a-z][A-Z])\.",
    r"[®™†‡§¶*]",
)
BIOMEDICAL_PREFIXES = (r"[-‐‑–—](?=[A-Za-z\[(])", r"/", r"\+", r"[†‡§¶*]")


def blank_with_biomedical_tokenizer() -> Language:
    """Return a blank English pipeline whose tokenizer knows the rules above."""
    nlp = spacy.blank("en")
    defaults = nlp.Defaults
    nlp.tokenizer = Tokenizer(
        nlp.vocab,
        rules=defaults.tokenizer_exceptions,
        prefix_search=compile_prefix_regex([*(defaults.prefixes or ()), *BIOMEDICAL_PREFIXES]).search,
        suffix_search=compile_suffix_regex([*(defaults.suffixes or ()), *BIOMEDICAL_SUFFIXES]).search,
        infix_finditer=compile_infix_regex([*(defaults.infixes or ()), *BIOMEDICAL_INFIXES]).finditer,
        token_match=defaults.token_match,
        url_match=defaults.url_match,
    )
    return nlp
