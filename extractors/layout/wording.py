"""Spellings that differ from journal to journal, read in the usual one: "14 mos." is "14 months", "58 per cent" is "58%", "no. = 5"
is "n = 5", "range 18; 81" is "range 18–81", "gr. 3" is "grade 3", "5−9" is "5–9", "A & B" is "A and B".

What is read so is no longer as long as what is printed: each sign keeps the place of the one it stands for.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from extractors.layout.turns import KEPT, TURNS

Match = re.Match[str]
_NUMBER = r"\d+(?:\.\d+)?"
_UNIT = r"(?: ?(?:days?|weeks?|months?|years?|mg|cm|mm|%))?"
_POINTER = (
    r"(?:(?:[Ss]uppl(?:ement(?:ary|al)?)?|[Oo]nline|[Aa]dditional|[Ee]xtended [Dd]ata)\.? )?(?:[Ff]ig(?:ure)?s?|FIG(?:URE)?S?|[Tt]ab(?:le)?s?|TABLES?|[Aa]ppendix)\.? ?"
    r"(?:S?\d{1,2}[A-Za-z]?|[IVX]+|[A-H])?(?:(?:[,;]| and|[–-]| ?&) ?(?:S?\d{1,2}[A-Za-z]?|[A-Ha-h])(?![\w%]))*"
)
_SEE = tuple(
    f" ({w}"
    for w in (
        "Fig",
        "fig",
        "FIG",
        "Tab",
        "tab",
        "TAB",
        "see ",
        "Supp",
        "supp",
        "Onl",
        "Add",
        "Ext",
        "App",
        "shown",
        "as s",
        "cf",
    )
)
_LEVEL = r"9\d(?:\.\d)?"
_WORD = r"(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|none)\b)"
_ENDS = rf"(?P<open>\[?)(?P<low>{_NUMBER}\+?){_UNIT}(?P<to> ?[–-] ?| to | and |[;,] )(?P<high>{_NUMBER})(?P<unit>\+?{_UNIT})(?P<close>\]?)"
_OF = r"(?:from |of |between )?"
# Behind a figure, before another, in brackets: elsewhere others' figures are compared.
_FIGURES = r"(?=(?:\w+ ){0,2}\d[^()]*\))"
_TIMES = {"m": "month", "y": "year", "w": "week"}
# What the stop behind a short unit ends: the sentence, or the unit alone.
_SENTENCE_ENDS = re.compile(r"\s*(?:\n|$)|\s+[A-Z][a-z]")
_OF_RATE = re.compile(r" (?:[PODER]FS|OS|TTP|progression|overall|event|disease|relapse|survival)")
_LEVEL_BEFORE = re.compile(rf"\b{_LEVEL} ?%( ?)$")


def _time(m: Match) -> str:
    digit = m.group()[0]
    if m["share"]:
        return f"{digit}%{m['stop']}"
    hyphened = m["gap"] == "-" or _OF_RATE.match(m.string, m.end())
    stop = m["stop"] if _SENTENCE_ENDS.match(m.string, m.end()) else ""
    one = hyphened or (digit == "1" and m.string[max(0, m.start() - 1) : m.start()] not in (*"0123456789.,",))
    return f"{digit}{'-' if hyphened else ' '}{_TIMES[m['unit'][0]]}{'' if one else 's'}{stop}"


def _span(m: Match) -> str | None:
    """Two ends as "low–high", None where they are none: brackets that do not close, numbers of a list."""
    if bool(m["open"]) != bool(m["close"]) or Decimal(m["low"].rstrip("+")) > Decimal(m["high"]):
        return None
    if m["to"] in (", ", "; ") and not m["close"] and m.string[m.end() : m.end() + 1] not in (")", "]", ";"):
        return None
    return f"{m['low']}–{m['high']}{m['unit']}"


def _range(m: Match) -> str | None:
    span = _span(m)
    return None if span is None else f"{m['name'] or 'range'} {span}"


def _interval(m: Match) -> str | None:
    span, before = _span(m), _LEVEL_BEFORE.search(m.string[max(0, m.start() - 8) : m.start()])
    if span is None or (before and m["level"]):
        return None
    return f"{m['level']}% CI {span}" if m["level"] else f"{' ' if before and not before[1] else ''}CI {span}"


_ONE_PERSON = re.compile(
    r"\b(?:one|an?|another|the) (?:[\w-]+ ){0,2}(?:patient|case|wom[ae]n|man|child)\b(?! each)[^.]*$", re.IGNORECASE
)


def _pointer(m: Match) -> str | None:
    """Where more is to be seen is no part of what is told; a person's table or figure tells who it is."""
    return None if _ONE_PERSON.search(m.string[max(0, m.start() - 250) : m.start()]) else ""


def _always(words: str) -> Callable[[Match], str]:
    return lambda m: words


# How a spelling begins (empty where it is looked for all over), the spelling, and what is read in its place or, where the pattern
# has a group `kept`, behind that.
_SPELLINGS = tuple(
    (begins, re.compile(pattern), read)
    for begins, pattern, read in (
        (("−", "‒", "―", "‑"), r"(?<=\d)(?<!10).(?=\d)", _always("–")),
        # where more is to be seen: no part of what is told
        ((" (data not shown)", " (not shown)"), r" \((?:data )?not shown\)", _always("")),
        (_SEE, rf" \((?:(?:see|as|shown|also|in|cf\.?) )*(?:{_POINTER}[\s,;&–-]*)+\)", _pointer),
        ((", as expected", " as expected"), r",? as expected(?=[.;])", _always("")),
        (("(s)",), r"(?<=[a-z])\(s\)", _always("s")),
        (
            (),
            r"\d(?P<gap>[ -]?)(?:(?P<share>per ?cent)|(?P<unit>mo(?:s|ns?)?|mn?ths?|yrs?|wks?|y(?![.'’/-]| ?o\b)"
            # "5 m" may be metres
            r"|m(?= (?:after|later|before|since|post|following|thereafter)\b)))\b(?P<stop>\.?)",
            _time,
        ),
        ((" & ",), r" & (?=[\w(])", _always(" and ")),
        (
            ("no. =", "No. =", "no.=", "no. of ", "No. of ", "no of ", "nr. of ", "number of ", "n° =", "n°=", "# ="),
            r"(?<=[(\[,; ])(?:[Nn][or]\.?|n°|number|#)(?: of (?:patients|pts|cases|subjects) ?[=:]| ?=) ?(?=\d)",
            _always("n = "),
        ),
        (("n:", "N:"), r"(?<=[(\[;, ]).: ?(?=\d)", _always("n = ")),
        (("(n ",), r"\(n (?=\d+[),;\]])", _always("(n = ")),
        (
            ("min ", "min.", "min-", "min–", "min/", "minimum", "Min", "extreme", "Extreme"),
            r"\b[Mm]in(?:imum)?\.? ?[–/-] ?[Mm]ax(?:imum)?\.?(?=[:,;=]? ?\d)|\b[Ee]xtremes?(?=[:,;=]? ?\d)",
            _always("range"),
        ),
        (
            ("min ", "min.", "min:", "min=", "minimum", "Min"),
            rf"\b[Mm]in(?:imum)?[.:,=]* ?(?:of )?(?P<low>{_NUMBER}){_UNIT}(?:[,;/]| and|[,;] and) ?max(?:imum)?[.:,=]* ?(?:of )?(?=\d)",
            lambda m: f"range {m['low']}–",
        ),
        (("range", "Range", "IQR"), rf"\b(?P<name>[Rr]ange|IQR)(?:[,:=] ?| =? ?){_OF}{_ENDS}", _range),
        (("ranging",), rf"(?<=\()(?P<name>)ranging (?:from|between) {_ENDS}", _range),
        (
            ("confidence ", "Confidence "),
            r"\b[Cc]onfidence (?:[Ii]nterval|[Ll]imit)s?(?: ?[\[(]CIs?[\])])?(?=[,:=)]| [\d=(\[])",
            _always("CI"),
        ),
        (("CI",), rf"(?<!\w)CI(?: ?\(?(?P<level>{_LEVEL}) ?%\)?)?(?:[,:=]| =)? ?(?:{_OF}|[–-] ){_ENDS}", _interval),
        (
            ("gr ", "gr.", "grs", "grade-", "grades-", "Gr ", "Gr.", "Grade-"),
            r"(?<!\d )(?<!\w)[Gg]r(?:s?\. ?|s? |ades?[-‐])(?=[1-5IV])",
            lambda m: f"{m.group()[0]}rade ",
        ),
        # not a cell's phase, nor a drug or a protein
        (
            ("G",),
            r"(?<![\w.,/+-])G ?(?![1-5] (?:phase|arrest|cell|checkpoint))(?=[1-5](?:[–/-]G?[1-5])?(?:[ ,;:.)]|$))",
            _always("grade "),
        ),
        (
            ("follow up", "Follow up", "followup", "Followup"),
            r"(?P<f>[Ff])ollow ?up\b(?! (?:with|on)\b)",
            lambda m: f"{m['f']}ollow-up",
        ),
        (("FU",), r"(?:(?<=[Mm]edian )|(?<=[Mm]ean ))FU\b", _always("follow-up")),
        (
            (" compared ", " as compared ", " as opposed to", " against ", " v ", " v. ", " vs "),
            rf"(?<=[\d%)\]s]) (?:(?:as )?compared (?:with|to)|as opposed to|against|v\.?|vs) {_FIGURES}",
            _always(" vs. "),
        ),
        (
            ("could ",),
            r"\bcould (?:only )?be (?=(?:observed|seen|noted|achieved|obtained|documented|found|recorded|detected)\b)",
            _always("was "),
        ),
        (("only ", "just "), rf"(?<=\b(?:[Ii]n|of|on) )(?:only|just) (?={_WORD})", _always("")),
        ((" (respectively)",), r" \(respectively\)", _always(", respectively")),
        (
            ("respectively ", "respectively, "),
            rf"(?<=(?:was|ere|had|for|ent|ved) )respectively,? (?P<kept>(?:\w+ (?:in|at|to) )?{_WORD}(?:[^.;()\n]|\.\d|\([^()]*\))*?)"
            r"(?=\.(?:\s|$)|;|\n|, (?:with|while|whereas|but)\b|$)",
            _always(", respectively"),
        ),
        *TURNS,
    )
)


def _found(text: str, begins: Sequence[str], pattern: re.Pattern[str]) -> Iterator[Match]:
    """The matches of a pattern, in text order."""
    if not begins:
        yield from pattern.finditer(text)
        return
    places: set[int] = set()
    for word in begins:
        at = text.find(word)
        while at >= 0:
            places.add(at)
            at = text.find(word, at + 1)
    end = 0
    for at in sorted(places):
        if at >= end and (m := pattern.match(text, at)):
            yield m
            end = m.end()


def _edits(m: Match, new: str | None) -> Iterator[tuple[int, int, str]]:
    """Ranges of the text, each with what is put in its place."""
    if new is None or new == m.group():
        return
    if "kept" in m.re.groupindex:
        before, _, behind = new.rpartition(KEPT)
        last = m.end("kept") - 1
        yield m.start(), m.start("kept"), before
        yield last, m.end(), m.string[last] + behind
    else:
        yield m.start(), m.end(), new


_PIECE = re.compile(r"\d[\d.]*|\D+")


def _aligned(old: str, new: str) -> list[int]:
    """The place in the old words of each sign of the new ones: numbers keep theirs, the last stands for the end."""
    places: list[int] = []
    at = 0
    for piece in _PIECE.findall(new):
        found = old.find(piece, at) if piece[0].isdigit() else -1
        at = max(at, found)
        places.extend(min(at + (k if found >= 0 else 0), len(old) - 1) for k in range(len(piece)))
        at += len(piece) if found >= 0 else 0
    if places and not new[-1].isdigit():
        places[-1] = len(old) - 1
    return places


class Wording:
    """A text in the usual spelling, each of its characters with the raw offset of what it stands for."""

    def __init__(self, text: str, offsets: Sequence[int]) -> None:
        self.text, self.offsets = text, array("L", offsets)
        self._moves: list[tuple[list[int], list[int]]] = []
        for begins, pattern, read in _SPELLINGS:
            edits = [e for m in _found(self.text, begins, pattern) for e in _edits(m, read(m))]
            if edits:
                self._respell(edits)

    def _respell(self, edits: list[tuple[int, int, str]]) -> None:
        pieces, places, at = [], array("L"), 0
        ends, shifts = [], []
        for start, end, new in edits:
            pieces += [self.text[at:start], new]
            places += self.offsets[at:start]
            places.extend(self.offsets[start + k] for k in _aligned(self.text[start:end], new))
            at = end
            ends.append(end)
            shifts.append(len(places) - end)
        self.text = "".join((*pieces, self.text[at:]))
        self.offsets = places + self.offsets[at:]
        self._moves.append((ends, shifts))

    def moved(self, at: int) -> int:
        """Where what stood at an offset of the text stands now."""
        for ends, shifts in self._moves:
            k = bisect_right(ends, at)
            at += shifts[k - 1] if k else 0
        return at
