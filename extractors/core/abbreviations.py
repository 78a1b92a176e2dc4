"""What short forms mean in this paper: introduced in parentheses, in keys under tables, in legends.

scispaCy's detector (Schwartz & Hearst 2003, a simple algorithm for identifying abbreviation definitions) reads
"long form (SF)"; the rest is what it leaves out in this genre: single letters, keys `X: long form`, legends that list
`X long form; Y long form`. The same letters may be introduced twice: every introduction is kept with its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from spacy.tokens import Doc

from extractors.core import cues as re
from extractors.core.document import SectionKind
from extractors.core.vocabulary import Concept, Vocabulary
from extractors.layout.flow import Prose
from extractors.quantities.numbers import WORD

LAYERS = ("drug", "histotype", "endpoint", "toxicity", "site")


@dataclass(frozen=True, slots=True)
class Introduction:
    """`short` stands for `long` from cleaned offset `start` on; `concept` is None when no vocabulary lists the long form."""

    short: str
    long: str
    start: int
    concept: Concept | None


# Behind one of these a long form names something that it is not.
_JOINING = re.compile(
    r"(?:of|after|before|with|without|plus|and|or|to|for|in|from|on|by|than|versus|vs|during|under)", re.IGNORECASE
)
_OTHER_SURVIVAL = re.compile(r"(?:[-‐]|^)(?:free|specific|related)$", re.IGNORECASE)
_COUNT = re.compile(rf"(?:\d+|{WORD})(?:\s|$)", re.IGNORECASE)  # "Ewing sarcoma (six patients)" introduces nothing
_SINGLE = re.compile(r"\b([A-Za-z][\w-]{3,}+)\s\(([A-Z][A-Za-z]?)\)")
_PARENTHESIS = re.compile(r"s?\s\(([A-Z][\w-]{0,9})\)")
_TREATMENT = re.compile(
    r"\b(chemotherapy|radiotherapy|chemoradiotherapy|radiation|surgery)\s\(([A-Z][A-Za-z]{1,3})\)", re.IGNORECASE
)
_ENTRY = re.compile(
    r"(?:^|[;.,:]\s+|\n|\s(?=\S+\s?=))\*{0,2}([A-Za-z][\w/+-]{0,14}?)\s*(?:[:=]|\s[-–]\s)\s*([A-Za-z][^;:=\n.]{2,70}?)(?=\s*(?:[;.,\n]|$|\s[A-Z][\w/+-]{1,8}\s?[:=]))"
)
_LISTED = re.compile(r"(?:^|[;.,]\s+|\n)([A-Z][\w/+-]{0,9}?s?)\s+([a-z][a-z-]+(?:\s[\w-]+){0,7})(?=\s*(?:[;.,\n]|$))")

_BROKEN_LINE = re.compile(r"(?<=,)\n|(?<=[a-z])\n(?=[a-z])")
_AFTER_COMMA = re.compile(
    r"(?:^|[;.,:]\s+|\n)([A-Za-z][\w/+-]{0,14})\s?,\s+([A-Za-z][^;:,\n.]{2,80}?)(?=\s*(?:[;.\n]|$|,\s+[\w/+-]{1,15}\s?,\s))"
)


def introductions(doc: Doc, prose: Prose, keys: list[tuple[str, int]], vocabulary: Vocabulary) -> list[Introduction]:
    """All short forms a paper introduces, in text order.

    `doc` has been through scispaCy's detector; `keys` are key-like texts (table notes, legends) with their cleaned
    offset, or -1 where they have none.
    """
    found = [
        (str(a), str(a._.long_form), a.start_char)
        for a in doc._.abbreviations
        if a._.long_form is not None and len(str(a)) < 16 and not _COUNT.match(str(a))
    ]
    found += _single_letters(prose.text)
    found += _after_names(prose.text, vocabulary)
    for section in prose.sections:
        if section.kind in (SectionKind.KEY, SectionKind.LEGEND, SectionKind.BACK_MATTER):
            keys = [*keys, (prose.text[section.start : section.end], section.start)]
    for text, at in keys:
        found += [(short, long, max(at, 0)) for short, long in key_entries(text)]
    seen: dict[tuple[str, str], Introduction] = {}
    for short, long, at in sorted(found, key=lambda f: f[2]):
        if (short, long.lower()) not in seen:
            seen[short, long.lower()] = Introduction(short, long, at, concept_of(long, vocabulary))
    return sorted(seen.values(), key=lambda i: i.start)


def _after_names(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str, int]]:
    """A vocabulary name with its short form in parentheses: the detector keeps one meaning a short form, we keep all."""
    for t in _TREATMENT.finditer(text):
        yield t[2], t[1], t.start(2)  # letters that its name has not all: "chemotherapy (CTX)"
    for match in vocabulary.matches(text):
        if m := _PARENTHESIS.match(text, match.end):
            long = text[match.start : match.end]
            if fits(m[1], long):
                yield m[1].removesuffix("s") if len(m[1]) > 2 else m[1], long, m.start(1)


def _single_letters(text: str) -> Iterator[tuple[str, str, int]]:
    for m in _SINGLE.finditer(text):
        word, letters = m[1].lower(), m[2].lower()
        if word[0] == letters[0] and (len(letters) == 1 or letters[1] in word[1:]):
            yield m[2], m[1], m.start(2)


def key_entries(text: str) -> Iterator[tuple[str, str]]:
    """Short and long forms of a key: `X: long`, `X = long`, or `X long; Y long`, `X, long; Y, long` where letters fit."""
    text = _BROKEN_LINE.sub(" ", text)
    taken = set()
    for m in _ENTRY.finditer(text):
        if any(c.isupper() for c in m[1]) or len(m[1]) <= 6:
            taken.add(m[1])
            yield m[1], " ".join(m[2].split())
    for pattern in (_LISTED, _AFTER_COMMA):
        for m in pattern.finditer(text):
            if m[1] not in taken and any(c.isupper() for c in m[1]) and fits(m[1], m[2]):
                taken.add(m[1])
                yield m[1], " ".join(m[2].split())


def fits(short: str, long: str) -> bool:
    """Whether the letters of a short form occur in order in the long one, the first at its beginning."""
    letters = [c.lower() for c in short if c.isalpha()]
    rest = long.lower()
    if not letters or not rest.startswith(letters[0]):
        return False
    at = 0
    for c in letters:
        at = rest.find(c, at) + 1
        if at == 0:
            return False
    return True


def concept_of(long: str, vocabulary: Vocabulary) -> Concept | None:
    """The concept a long form names: whole, or without leading words, or but for a misspelling."""
    words = re.sub(r"\([^)]*\)", " ", long).split()
    for k in range(len(words)):
        if k and (_JOINING.fullmatch(words[k - 1]) or _OTHER_SURVIVAL.search(words[k - 1])):
            return None  # "tissue taken after A" is no A, "A plus B" no B, "amputation-free survival" no survival
        phrase = " ".join(words[k:])
        for layer in LAYERS:
            concept = vocabulary.lookup(phrase, layer)
            if concept is not None:
                return concept
        # a misspelt whole name before a rightly spelt part of it
        if k == 0 and len(long) >= 10 and (close := _misspelt(phrase, vocabulary)):
            return close
    return None


def _misspelt(phrase: str, vocabulary: Vocabulary) -> Concept | None:
    best, score = None, 0.9
    matcher = SequenceMatcher(None, "", phrase.lower())
    for layer in ("histotype", "drug"):
        for concept, form in vocabulary.alike(phrase.lower(), layer, within=3):
            matcher.set_seq1(form)
            # the quick ratio is an upper bound
            if matcher.quick_ratio() > score and (ratio := matcher.ratio()) > score:
                best, score = concept, ratio
    return best
