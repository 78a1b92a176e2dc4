"""Tumour types named in a sentence, without words too general to be a type, each with its short form folded in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.core.paper import Mention, Sentence

_GENERAL = {"malignant neoplasm, nos", "mesenchymal tumor, nos", "sarcoma, nos", "adenocarcinoma, nos"}
_ALIAS = re.compile(r"\s*[(\[]\s*")


@dataclass(frozen=True, slots=True)
class Tumor:
    """A tumour type at `[start, end)` of the sentence's text; `end` covers a short form in parentheses."""

    start: int
    end: int
    mention: Mention


def tumors(sentence: Sentence) -> list[Tumor]:
    """Tumour types in text order."""
    found: list[Tumor] = []
    for mention in sentence.of("histotype"):
        start, end = sentence.at(mention)
        last = found[-1] if found else None
        if last and last.mention.label == mention.label and _ALIAS.fullmatch(sentence.text[last.end : start]):
            if sentence.text[end : end + 1] in (")", "]"):
                found[-1] = Tumor(last.start, end + 1, last.mention)
            else:
                found[-1] = Tumor(last.start, last.end, last.mention)
        elif mention.label not in _GENERAL:
            found.append(Tumor(start, end, mention))
    return found
