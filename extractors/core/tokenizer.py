"""A tokenizer fit for doses, ranges and regimens.

spaCy's English rules plus infixes for brackets, slashes, plus signs and dashes between letters: with English alone 1.4 %
of BC5CDR's gold spans cannot be reached, with these 0.2 %.
"""

from __future__ import annotations

from typing import Any

import spacy
from spacy.lang.char_classes import ALPHA, HYPHENS
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

INFIXES = [
    r"[()\[\]{}/+=<>≤≥±~;:,*]",
    rf"(?<=[{ALPHA}0-9])(?:{HYPHENS}|–|—)(?=[{ALPHA}0-9])",
    r"(?<=[0-9])(?=[a-zA-Zµμ%])",
]


def blank() -> Language:
    """An empty English pipeline with this tokenizer."""
    nlp = spacy.blank("en")
    infixes = [*(nlp.Defaults.infixes or []), *INFIXES]
    prefixes = [*(nlp.Defaults.prefixes or []), r"[≥≤±~><=+/–—-]"]
    suffixes = [*(nlp.Defaults.suffixes or []), r"[/+=–—-]", r"%"]
    rules: Any = nlp.tokenizer
    rules.infix_finditer = compile_infix_regex(infixes).finditer
    rules.prefix_search = compile_prefix_regex(prefixes).search
    rules.suffix_search = compile_suffix_regex(suffixes).search
    return nlp
