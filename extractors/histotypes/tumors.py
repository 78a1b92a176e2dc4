"""Tumour types named in a sentence, without words too general to be a type, each with its short form folded in."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.paper import Mention, Sentence
from extractors.histotypes.unlisted import cut, unlisted

_GENERAL = {"malignant neoplasm, nos", "mesenchymal tumor, nos", "sarcoma, nos", "adenocarcinoma, nos"}
BARE = "adenocarcinoma, nos"
# Sarcoma told as such beside other types is one of them.
_UNSPECIFIED = re.compile(r"NOS\b|otherwise specified|unclass|unspecif|undetermined", re.IGNORECASE)
# "Thymoma type B3", "leiomyosarcoma grade 2": the name goes on.
_TYPED = re.compile(r",?\s(?:type|grade|subtype)\s(?:[A-Z]{1,2}\d?|[1-4]|I{1,3})(?!\w)")
_ALIAS = re.compile(r"\s*[(\[]\s*")


@dataclass(frozen=True, slots=True)
class Tumor:
    """A tumour type at `[start, end)` of the sentence's text; `end` covers a short form in parentheses."""

    start: int
    end: int
    mention: Mention


def tumors(sentence: Sentence, *, listed: bool = False) -> list[Tumor]:
    """Tumour types in text order; where they are `listed`, those too that only a list makes types of their own.

    A bare "adenocarcinoma" is as good as no type, but beside "squamous cell carcinoma" it is one.
    """
    found: list[Tumor] = []
    for mention in _named(sentence) if listed else sentence.of("histotype"):
        start, end = sentence.at(mention)
        last = found[-1] if found else None
        if last and last.mention.label == mention.label and _ALIAS.fullmatch(sentence.text[last.end : start]):
            if sentence.text[end : end + 1] in (")", "]"):
                found[-1] = Tumor(last.start, end + 1, last.mention)
            else:
                found[-1] = Tumor(last.start, last.end, last.mention)
        elif mention.label not in _GENERAL or (
            listed and (mention.label == BARE or _UNSPECIFIED.search(mention.text) is not None)
        ):
            typed = _TYPED.match(sentence.text, end) if listed else None
            found.append(Tumor(start, typed.end() if typed else end, mention))
    return found


def _named(sentence: Sentence) -> list[Mention]:
    """The vocabulary's mentions, but for those that are cut out of a longer name, and the names that it lacks."""
    known = [m for m in sentence.of("histotype") if not cut(sentence, m)]
    new = list(unlisted(sentence, [m for m in known if m.label not in _GENERAL]))
    kept = [m for m in known if not any(n.start < m.end and m.start < n.end for n in new)]
    return sorted((*kept, *new), key=lambda m: m.start)
