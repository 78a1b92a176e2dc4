"""A sentence as a line of typed symbols, one letter each, so that its grammar can be read by patterns over letters.

Named things (X), counts (C) and grades (G) are marks that others have found; the words between them are classed by the
closed lists below (verbs of occurring and having, prepositions, conjunctions, negation), filler is dropped, and what is
left is an open word (o). Text in parentheses becomes one symbol (Q) with a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extractors.core import cues as re
from extractors.quantities.people import PEOPLE

# Closed lists, a letter each: filler (dropped), verbs, prepositions, breaks, causes, negation, and words of their own.
_WORDS_OF = {
    "": "the a an of alone all both either any only mainly mostly most more least common commonest commonly frequent "
    "frequently main principal predominantly predominant other others further additional also overall total "
    "some mild moderate severe serious significant clinically transient reversible treatment-related drug- "
    "related related possibly probably likely there these those their our this such its his her them it newly "
    "initially subsequently approximately about around nearly almost just even first second third previously "
    "grade adverse another one-time usually generally typically then whole entire large advanced metastatic "
    "recurrent refractory relapsed unresectable progressive primary known confirmed histologically "
    "pathologically histological pathological proven rest remaining we thus therefore hence finally eventually indeed consequently",
    "v": "was were is are be been being occurred occurring occur observed seen saw reported noted noticed recorded "
    "found documented present appeared arose develop appear arise developed developing experienced experiencing had has have "
    "having showed exhibited suffered suffering complained presented included including include comprised "
    "comprising consisted received receiving treated given used administered underwent diagnosed consisting "
    "encountered detected followed became affected affecting prescribed started represented stopped "
    "discontinued withdrawn withdrew interrupted reduced delayed required manifested displayed sustained "
    "reporting constituted identified represent registered described showing exhibiting demonstrated afflicted",
    "i": "in for by among on within to",
    "b": "but while whereas although though however which who that since if when until after before during despite "
    "from than at",
    "d": "due owing because secondary",
    "n": "no none neither nor nobody",
    "m": "not never without absence lacked did does do",
    ",": "and or plus versus vs & / +",
    "w": "with",
    "r": "respectively",
    "e": "each",
}
_CLASSES = {word: letter for letter, words in reversed(_WORDS_OF.items()) for word in words.split()}
_PEOPLE = re.compile(rf"{PEOPLE}$", re.IGNORECASE)
_TOKEN = re.compile(
    r",\s*(?:(?:irrespective|regardless) of [^,.;()]{3,40}|however|therefore|though|nevertheless|indeed|notably|of note|overall|in total|in addition|interestingly|(?:un)?fortunately|importantly)\s*,|"
    r"at least one|one or more|as well as|followed by|in addition to|due to|owing to|because of|secondary to|"
    r"as a (?:result|consequence) of|on account of|such as|complicated (?:the |their )?(?:clinical |treatment )?(?:course|treatment|therapy)s? (?:of|in)|hospitali[sz]ed (?:for|because of)|admitted (?:for|because of)|"
    r"(?:requiring|needing|necessitating) (?:[\w-]+ ){0,2}?(?:hospitali[sz]ations?|transfusions?|interventions?|antibiotics|steroids|corticosteroids|immunosuppression|support|treatment|"
    r"[\w-]+(?= (?:was|were|occurred|developed|in\s*$)))|"
    r"during (?:the )?(?:(?:first|initial|second|third|study|whole) )?(?:infusions?|cycles?|courses?|treatment|therapy|chemotherapy|study|trial|follow-up)\b(?! (?:\d|one|two|with|of|and)\b)|"
    r"(?:after|following) (?:the |each |every )?(?:(?:first|second|study|drug) )?(?:injections?|infusions?|administrations?|doses?)\b(?! (?:\d|one|two|with|of|and|reductions?|level|interrupt\w+|modif\w+)\b)|"
    r"(?:(?:by|of) (?:more than|at least|over|[>≥]) ?\d[\d.]*(?: ?%)?|(?:below|under) \d[\d.]* ?%)(?: points?)?|"
    r"did (?:we|they) (?:observe|see|note|encounter|find|record|document)|complicated by|suffer(?:ed|ing)? from|died (?:from|of|due to|because of)|"
    r"(?:withdrew|withdrawn|removed|discontinued|taken) from|"
    r"[^\W\d_][\w'’-]*|"
    r"\d[\w.,%]*|[()\[\]{},;:/&+]",
    re.IGNORECASE,
)
_PHRASES = {
    "at least one": "",
    "one or more": "",
    "as well as": ",",
    "followed by": ",",
    "in addition to": ",",
    "due to": "d",
    "owing to": "d",
    "because of": "d",
    "secondary to": "d",
    "as a result of": "d",
    "as a consequence of": "d",
    "on account of": "d",
    "such as": ":",
    "namely": ":",
    **dict.fromkeys(
        ("suffer from", "suffered from", "suffering from", "died from", "died of", "died due to", "died because of"),
        "v",
    ),
    "complicated by": "v",
    **dict.fromkeys(
        (
            f"did {who} {see}"
            for who in ("we", "they")
            for see in ("observe", "see", "note", "encounter", "find", "record", "document")
        ),
        "v",
    ),
    **dict.fromkeys(("withdrew from", "withdrawn from", "removed from", "discontinued from", "taken from"), "v"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Something found at `[start, end)` of the text: a thing (X), count (C), grade (G) or drug (D), and what it is."""

    letter: str
    start: int
    end: int
    value: object


@dataclass(frozen=True, slots=True)
class Symbol:
    """One letter of a line, with the place it stands for; `value` is the mark's, the inner `Line` of a Q, or the "or" or slash
    that a comma stands for."""

    letter: str
    start: int
    end: int
    value: object = None


@dataclass(frozen=True, slots=True)
class Line:
    """Symbols in text order; `letters[k]` is the letter of `symbols[k]`."""

    symbols: tuple[Symbol, ...]
    letters: str = field(init=False, compare=False, repr=False)
    """The letters as one string, for patterns."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "letters", "".join([s.letter for s in self.symbols]))

    def inner(self) -> Iterator[Line]:
        """The lines of the parentheses at this level."""
        for symbol in self.symbols:
            if isinstance(symbol.value, Line):
                yield symbol.value


def line(text: str, marks: Iterable[Mark]) -> Line:
    """The line of a sentence; marks must not overlap, the first of two that do is kept."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, m.start - m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    flat: list[Symbol] = []
    at = 0
    for mark in kept:
        flat.extend(_words(text, at, mark.start))
        flat.append(Symbol(mark.letter, mark.start, mark.end, mark.value))
        at = mark.end
    flat.extend(_words(text, at, len(text)))
    return Line(tuple(_evened(_one_list(_nested(iter(flat), top=True)))))


# A member of a list with its count, without a verb or a grade of its own.
_MEMBER = re.compile(r",?o?(?:X,)*Xi?[CQ]Q?p?(?:,(?:X,)*Xi?[CQ]Q?p?)*")


def _one_list(symbols: list[Symbol]) -> list[Symbol]:
    """Semicolons between the members of one list as commas: "toxicities were A in five; B in three; and C in one"; not where
    members have grades of their own."""
    letters = "".join([s.letter for s in symbols])
    if ";" not in letters:
        return symbols
    even, verb, at = list(symbols), letters.find("v"), 0
    for segment in letters.split(";"):
        if -1 < verb < at and letters.count("G", 0, at) < 2 and _MEMBER.fullmatch(segment):
            even[at - 1] = Symbol(",", symbols[at - 1].start, symbols[at - 1].end)
        at += len(segment) + 1
    return even


# Phrases by how they begin; what an event required, and when, is no part of the grammar.
_HEADS = {
    "after ": "", "following ": "", "requiring ": "", "needing ": "", "necessitating ": "", "during ": "", "by ": "", "of ": "", "below ": "", "under ": "",
    "complicated ": "i", "hospitali": "d", "admitted ": "d",
}  # fmt: skip
# Words for a share of the people, where the share follows: "the majority (80 %) had X".
_SHARES = frozenset({"majority", "most", "half", "minority", "third", "quarter", "remainder", "rest"})
_SIGNS = {"[": "(", "{": "(", "]": ")", "}": ")", ";": ";", ",": ",", ":": ":", "(": "(", ")": ")"}


def _words(text: str, start: int, end: int) -> Iterator[Symbol]:
    for m in _TOKEN.finditer(text, start, end):
        word = m.group().lower()
        if word[0] == "," and len(word) > 1:
            continue  # an aside is no part of the grammar
        letter = _PHRASES.get(word, _CLASSES.get(word))
        if letter is None and " " in word:
            letter = next(letter for head, letter in _HEADS.items() if word.startswith(head))
        if letter is None:
            letter = _SIGNS.get(word)
        if word in _SHARES and text.startswith(" (", m.end()):
            letter = "p"
        if letter is None:
            letter = "p" if _PEOPLE.match(word) else "o"
        if letter:
            yield Symbol(letter, m.start(), m.end(), word if word in ("or", "/") else None)


def _nested(symbols: Iterator[Symbol], top: bool = False) -> list[Symbol]:
    """Parentheses folded into Q symbols; a closing one without its opening is dropped."""
    out: list[Symbol] = []
    for symbol in symbols:
        if symbol.letter == "(":
            inner = _nested(symbols)
            if len(inner) == 1 and inner[0].letter == "G":
                out.append(inner[0])  # "neutropenia (grade 3)" is "grade 3 neutropenia"
                continue
            if not inner and out and out[-1].letter == "G":
                continue  # "grade 3 (severe)"
            end = inner[-1].end if inner else symbol.end
            out.append(Symbol("Q", symbol.start, end, Line(tuple(_evened(inner)))))
        elif symbol.letter == ")":
            if not top:
                return out
        else:
            out.append(symbol)
    return out


def _evened(symbols: list[Symbol]) -> Iterator[Symbol]:
    """Runs of commas and conjunctions as one."""
    last = ""
    for symbol in symbols:
        if symbol.letter == "," == last:
            continue
        last = symbol.letter
        yield symbol
