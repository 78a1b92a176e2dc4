"""Which count belongs to which named thing (X): the grammar that drugs, tumours and adverse events share.

Drugs that only divide the counts of a thing are marked D.

Patterns over a sentence's symbols, after the constructions that results sections use: a count in parentheses behind
its name, "N had X", "X in N", lists with an elided verb ("25 % had X, 9 % Y"), one count for a list, "respectively".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.core.announced import announced
from extractors.core.by_grade import STRATUM, aside, by_subject, graded, graded_counts, headed, letters_of, parted
from extractors.core.counts import Count
from extractors.core.joins import State, join
from extractors.core.symbols import Line, Symbol
from extractors.core.things import THINGS, Pair, grade_of, things_of
from extractors.quantities import Quantity

_G = "(?:G,?)?"
_C = r"CQ?(?:,CQ?(?![vwp]*o?[vwXG]))*"  # one count, or several that are not subjects of their own
_QUANTIFIED = re.compile(r"X[vow]{0,4}Q")
_EXPLAINED = re.compile(r"XQ(?:vo?)?Q")  # "flu-like symptoms (fever, chills) were common (45 %)"
_PASSIVE = re.compile(
    rf"(?P<things>{THINGS})Q?(?:,(?=v*i|vC)|,b(?=v)|e(?=v))?(?P<verb>(?:v+o{{0,4}},(?=v+[iC]))?"
    rf"(?:(?:o?v+)*(?:(?<=v)o{{0,3}})?i|v*(?=C)(?<=v)))o?(?P<counts>{_C})(?P<each>p?[;,]?r)?"
)
_PREDICATE = re.compile(r"Xv+o{0,3}$")
_TWO_HEADS = re.compile(r"G,$")  # "grade 2 | and | grade 3 A in five and four"
_GRADED_BEHIND = re.compile(r"G(?=[,;]|$)")  # "A was seen in one patient (grade 1)"
_OF_NEXT = re.compile(r"G?o?X")
_CAUSE_NEXT = re.compile(r"[Qp]*do{0,2}G?o?X")
_ACTIVE = re.compile(
    rf"C(?P<link>Q?p?e?(?:(?:v[wib]?|[wib])[oD]{{1,5}}v+w?|bv+[iwoD,]{{1,8}}v+w?|v+w?|w))(?P<events>C(?=G?o?X))?o{{0,2}}(?P<things>{THINGS})"
)
# "In six patients, A was seen", "in six, we saw A": whom it befell stands in front
_FRONTED = re.compile(
    rf"(?<![^;,b])i(?P<counts>C)Q?p?,?(?P<verb>v+)?(?P<things>{THINGS})(?(verb)|v+o?)(?=[^Cb;]*(?:$|;|,i?C))"
)
_PART = re.compile(rf"(?<![CpQ])p(?P<share>Q)v+w?o{{0,2}}(?P<things>{THINGS})(?![QiC])")
_IN_ORDER = re.compile(r",?o?r")
_IN_TURN = re.compile(r"(?P<counts>CQ?(?:,CQ?)+)p?v+o{0,2}(?P<things>G?o?X(?:,G?o?X)+),?o?r")
_CAUSED = re.compile(rf"C(?P<link>[Qp]*(?:v?i)?[vob]{{0,5}})do{{0,2}}(?P<things>{THINGS})")
_CAUSED_EACH = re.compile(
    rf"(?P<counts>C[Qp]*i[oD]{{1,3}}(?:,C[Qp]*i[oD]{{1,3}})+)[vo]{{1,5}}do{{0,2}}(?P<things>{THINGS})"
)
_ELIDED = re.compile(r"C(?P<link>)o?(?P<things>(?<=Co)GX|(?<!o)G?o?X(?:G(?!o?X))?)")
_NUMBER = re.compile(r"C(?:p?v+w?|w|p)?G?o{0,2}$")
_ARMS = re.compile(r"o*r?o*C[Qpio]*(?:,C[Qpio]*)+r?(?:[,;o].*)?")
_FOLLOWED = re.compile(
    r"G?(?:X,)?XC(?:,G?(?:X,)?XC)+(?![vX])|G?X,C(?:;,?(?:G?X|o{1,2}),C)+(?![vX])|(?:X,)?XG,?C(?:;,?(?:X,)?XG,?C)+(?![vX])|GXC(?:;GXC)+(?![vX,])|GXC(?=;|$)|(?<=;)XC(?=;|$)"
)
# "X: all grades 48 %, grade 3 9 %", "X grade 3 (29 %), grade 4 (10 %)", "X of grade 2 in nine and grade 3 in two"
_EACH = re.compile(
    r"(?P<things>G?o?X(?:,o?X)+)(?:(?P<count>Q)|[;,](?P<behind>C)e)|(?<![Xi])i?(?P<ahead>C)e,?o?(?P<named>G?o?X(?:,o?X)+)(?![QiC])"
    r"|(?P<listed>G?o?X(?:,G?o?X)+)v+o{0,4}(?:G?o?X)?,?ev*i(?P<last>C)"
)
_BY_DRUG = re.compile(r"X[voiwC]{0,7}Q")


def pairs(line: Line) -> list[Pair]:
    """All joins of a line and of the parentheses in it, in text order."""
    state = State()
    _read(line, state)
    return sorted(state.pairs, key=lambda p: p.thing.start)


def _read(line: Line, state: State) -> None:
    for rule in (
        _each,
        headed,
        _following,
        _quantified,
        graded,
        _fronted,
        _passive,
        _in_turn,
        by_subject,
        _parts,
        _active,
        _caused,
        _elided,
        aside,
        parted,
        _apposed,
    ):
        rule(line, state)
    for inner in line.inner():
        if any(s.letter == "X" for s in inner.symbols):
            _read(inner, state)


def _each(line: Line, state: State) -> None:
    """A list with one count for every member: "A, B and C (one patient each)", "in one patient each: A, B and C"."""
    for m in _EACH.finditer(line.letters):
        if m["ahead"]:
            for thing, grade in things_of(line.symbols[m.start("named") : m.end("named")]):
                grade = grade or grade_of(_inherited(line, m.start("ahead")))
                join(state, thing, line.symbols[m.start("ahead")], grade, "each", 0.9)
            continue
        for listed, figure in (("things", "behind"), ("listed", "last")):
            for thing, grade in things_of(line.symbols[m.start(listed) : m.end(listed)]) if m[figure] else ():
                join(state, thing, line.symbols[m.start(figure)], grade, "each", 0.9)
        if m["behind"] or m["last"]:
            continue
        held = line.symbols[m.start("count")].value
        numbers = [s for s in held.symbols if s.letter == "C"] if isinstance(held, Line) and "e" in held.letters else []
        if len(numbers) == 1:
            for thing, grade in things_of(line.symbols[m.start("things") : m.end("things")]):
                join(state, thing, numbers[0], grade, "each", 0.9)


def _quantified(line: Line, state: State) -> None:
    """A count in parentheses behind its name, with or without grades; a percentage there completes the number before."""
    by_drug = [m for m in _BY_DRUG.finditer(line.letters) if STRATUM.search(letters_of(line.symbols[m.end() - 1]))]
    explained = [m for m in _EXPLAINED.finditer(line.letters) if "C" not in letters_of(line.symbols[m.start() + 1])]
    for m in (*explained, *_QUANTIFIED.finditer(line.letters), *by_drug):
        thing, held = line.symbols[m.start()], line.symbols[m.end() - 1].value
        if not isinstance(held, Line) or "X" in held.letters or thing.start in state.things:
            continue
        if held.letters.find("C") > 3 and "G" not in held.letters:
            continue  # a remark that happens to hold a number
        confidence = 0.95 if m.end() - m.start() == 2 else 0.8
        if re.fullmatch(r"C(?:,C)+", held.letters) and all(_is_bare(s) for s in held.symbols[::2]):
            continue  # numbers of patients or cases: "the X group (12, 40 and 41)"
        each = held.letters.endswith("r") and held.letters.count("C") > 1 and "G" not in held.letters
        if each or (_ARMS.fullmatch(held.letters) and not STRATUM.search(held.letters)):
            continue  # a figure for each arm, not for all: "(20 vs 5 %)"
        parts = list(graded_counts(held))
        if len(parts) > 1 and all(grade is not None for _, grade in parts):
            state.divided.add(thing.start)
        all_named = (thing, *_alternatives(line, m.start(), m.end(), state))
        for count, grade in parts:
            whole = _completed(line, m.start(), m.end(), count, state) if grade is None else None
            grade = grade or grade_of(_inherited(line, m.start()))
            for named in all_named:
                join(state, named, whole or count, grade, "parenthesis", confidence)


def _alternatives(line: Line, at: int, end: int, state: State) -> Iterator[Symbol]:
    """Things that share a thing's figures: "nausea or vomiting (12 %)", "nausea and vomiting were mild (grade 1 in 12 %)"."""
    told = line.letters[at + 1] == "v" and line.letters[end - 1] == "Q"
    while at > 1 and line.letters[at - 2 : at] == "X," and (told or line.symbols[at - 1].value in ("or", "/")):
        at -= 2
        if line.symbols[at].start not in state.things:
            yield line.symbols[at]


def _completed(line: Line, start: int, end: int, percent: Symbol, state: State) -> Symbol | None:
    """The number before a thing with the percentage behind it: "two patients had X (5 %)"; not in a list of things."""
    before = _NUMBER.search(line.letters, 0, start)
    if before is None or re.match(r",o?G?XQ", line.letters[end:]):
        return None
    number = line.symbols[before.start()]
    n, share = number.value, percent.value
    if not isinstance(n, Count) or not isinstance(share, Count) or n.n is None or share.n is not None:
        return None
    if n.percent is not None or number.start in state.counts:
        return None
    state.counts.add(number.start)
    count = replace(n, end=max(n.end, share.end), percent=share.percent)
    return Symbol("C", number.start, count.end, count)


def _is_bare(symbol: Symbol) -> bool:
    return isinstance(symbol.value, Count) and symbol.value.bare


def _inherited(line: Line, at: int) -> Symbol | None:
    """The grade that stands before a thing in its clause, also at the head of the list that the thing is in."""
    for k in range(at - 1, -1, -1):
        symbol = line.symbols[k]
        if symbol.letter == "G":  # "A, of which two grade 3, B": of the part that it counts
            return None if line.letters[k - 1 : k + 2] in ("CG,", "CG;") else symbol
        if symbol.letter in "bnr;":
            return None
    return None


def _following(line: Line, state: State) -> None:
    """A list of names each with its count behind: "X 25 %, Y 18 %, Z 7 %"."""
    for m in _FOLLOWED.finditer(line.letters):
        symbols = line.symbols[m.start() : m.end()]
        head = grade_of(_inherited(line, m.start()))
        behind = None
        for thing, grade in reversed(list(things_of(symbols))):
            number = next(s for s in symbols if s.letter == "C" and s.start > thing.start)
            if number is not behind:
                behind, last = number, grade
            join(state, thing, number, grade or last or head, "following", 0.85)


def _passive(line: Line, state: State) -> None:
    """Things that were observed in so many: one count for all, or one each."""
    for m in _PASSIVE.finditer(line.letters):
        if _CAUSE_NEXT.match(line.letters, m.end()) and line.letters[: m.start()].rstrip("o").endswith("d"):
            continue  # "because of A, and in one because of B"
        if not m["verb"].endswith("i") and _OF_NEXT.match(line.letters, m.end()):
            continue  # "events were reported, including two deaths"
        listed = list(things_of(line.symbols[m.start("things") : m.end("things")]))
        if re.search(r"(?:C[Qp]*(?:v+|w)|pv)o{0,2}$", line.letters[: m.start()]) and len(listed) > 1:
            listed = listed[-1:]  # the others belong to the count before them, or to "most patients"
        elif len(listed) > 1 and _is_predicate_of(line, m.start()):
            listed = listed[1:]  # "A was the main event, and B and C were seen in ...": the clause before names it
        listed = [t for t in listed if t[0].start not in state.things and not _is_told_apart(line, t[0])]
        numbers = [
            s
            for s in line.symbols[m.start("counts") : m.end("counts")]
            if s.letter == "C" and s.start not in state.counts
        ]
        if not listed or not numbers:
            continue
        if len(numbers) == 1 and _GRADED_BEHIND.match(line.letters, m.end()):
            listed = [(thing, grade or grade_of(line.symbols[m.end()])) for thing, grade in listed]
        if len(numbers) == len(listed):
            for (thing, grade), number in zip(listed, numbers, strict=True):
                join(state, thing, number, grade, "passive", 0.95)
            _by_grade(line, state, listed, m.end())
        elif len(numbers) == 1:
            for thing, grade in listed:
                join(state, thing, numbers[0], grade, "passive" if len(listed) == 1 else "shared", 0.9)
            _by_grade(line, state, listed, m.end())
        elif len(listed) == 1 and all(_is_of_a_part(s) for s in numbers) and not m["each"]:
            for number in numbers:
                join(state, listed[0][0], number, listed[0][1], "passive", 0.85)
        elif len(listed) == 1 and len(numbers) == 2 and (both := _TWO_HEADS.search(line.letters, 0, m.start())):
            grades = [grade_of(line.symbols[both.start()]), listed[0][1]]
            for number, grade in zip(numbers, grades, strict=True):
                join(state, listed[0][0], number, grade, "respectively", 0.9)
        elif len(listed) == 1:
            _split_grades(state, listed[0], numbers, bool(m["each"]), ends=m.end() == len(line.letters))


def _fronted(line: Line, state: State) -> None:
    """In so many these things were observed."""
    _subject(line, state, _FRONTED, "fronted", 0.9)


def _is_predicate_of(line: Line, at: int) -> bool:
    """Whether what stands at a place says what a thing before it was; a general word's events are its members."""
    m = _PREDICATE.search(line.letters, 0, at)
    return m is not None and not getattr(line.symbols[m.start()].value, "general", False)


def _is_of_a_part(number: Symbol) -> bool:
    """Whether a count tells of whom: "16/54 sorafenib patients", "3 % of treated patients"."""
    return isinstance(number.value, Count) and bool(number.value.noun and number.value.modifiers)


def _is_told_apart(line: Line, thing: Symbol) -> bool:
    """Whether what stands behind a thing in brackets counts something else than people: "A (7 cycles), B in two"."""
    at = line.symbols.index(thing) + 1
    return at < len(line.symbols) and bool(re.fullmatch(r"o{2,4}", letters_of(line.symbols[at])))


def _by_grade(line: Line, state: State, listed: list[tuple[Symbol, Quantity | None]], behind: int) -> None:
    """The count divided by grade in parentheses: "in ten patients (grade 1 in six, grade 2 in four)"."""
    held = line.symbols[behind - 1].value if line.letters[behind - 1 : behind] == "Q" else None
    if isinstance(held, Line) and len(listed) == 1:
        for count, grade in graded_counts(held):
            if grade is not None:
                join(state, listed[0][0], count, grade, "graded", 0.85)


def _split_grades(
    state: State, listed: tuple[Symbol, Quantity | None], numbers: list[Symbol], each: bool, *, ends: bool
) -> None:
    """ "Grade 3 and 4 toxicities in 27 and 6 %, respectively": one count a grade; arms may follow unless it `ends` so."""
    thing, grade = listed
    levels = re.findall(r"[1-5]|\bI{1,3}V?\b|\bIV\b", grade.text) if grade is not None else []
    together = re.search(r"\bor\b|/|\d\s*[-–]\s*\d", grade.text) if grade is not None else None
    if grade is None or len(levels) != len(numbers) or (together and not (each and ends)):
        return
    roman = {"I": "1", "II": "2", "III": "3", "IV": "4"}
    for level, number in zip(levels, numbers, strict=True):
        part = Quantity("grade", grade.start, grade.end, level, unit=roman.get(level, level))
        join(state, thing, number, part, "respectively", 0.95 if each else 0.8)


def _parts(line: Line, state: State) -> None:
    """ "More than half of the patients (56 %) had X": the share in brackets behind people without a number."""
    for m in _PART.finditer(line.letters):
        held = line.symbols[m.start("share")].value
        if isinstance(held, Line) and held.letters == "C":
            for thing, grade in things_of(line.symbols[m.start("things") : m.end("things")]):
                if thing.start not in state.things:
                    join(state, thing, held.symbols[0], grade, "active", 0.85)


def _in_turn(line: Line, state: State) -> None:
    """ "Seven and three patients had A and B, respectively"."""
    for m in _IN_TURN.finditer(line.letters):
        numbers = [s for s in line.symbols[m.start("counts") : m.end("counts")] if s.letter == "C"]
        listed = list(things_of(line.symbols[m.start("things") : m.end("things")]))
        if len(numbers) == len(listed):
            for number, (thing, grade) in zip(numbers, listed, strict=True):
                join(state, thing, number, grade, "respectively", 0.9)


def _active(line: Line, state: State) -> None:
    """So many had these things."""
    _subject(line, state, _ACTIVE, "active", 0.95)


def _caused(line: Line, state: State) -> None:
    """So many stopped or changed treatment because of these things."""
    for m in _CAUSED_EACH.finditer(line.letters):
        for thing, grade in things_of(line.symbols[m.start("things") : m.end("things")]):
            for count in (s for s in line.symbols[m.start("counts") : m.end("counts")] if s.letter == "C"):
                join(state, thing, count, grade, "cause", 0.85)
    _subject(line, state, _CAUSED, "cause", 0.85, bare=False)


def _apposed(line: Line, state: State) -> None:
    """The events that a general word announces, one each: "one serious event (colitis)", "two events: A and B"."""
    for pair in announced(line, state.pairs):
        if pair.thing.start not in state.things:
            state.things.add(pair.thing.start)
            state.pairs.append(pair)


def _elided(line: Line, state: State) -> None:
    """A count straight before its thing, the verb said before or not at all."""
    _subject(line, state, _ELIDED, "elided", 0.9)


def _subject(
    line: Line, state: State, pattern: re.Pattern[str], rule: str, confidence: float, *, bare: bool = True
) -> None:
    """Join the count that opens a match to all its things; `bare` numbers count only where the rule allows them."""
    at = 0
    while m := pattern.search(line.letters, at):
        at = m.start() + 1
        count = line.symbols[m.start("counts") if "counts" in m.groupdict() else m.start()]
        if count.start in state.counts or not (bare or not (isinstance(count.value, Count) and count.value.bare)):
            continue
        if m.groupdict().get("events"):
            state.counts.add(line.symbols[m.start("events")].start)  # events, not people
        listed = list(things_of(line.symbols[m.start("things") : m.end("things")]))
        count = _shared_out(count, len(listed), respectively=bool(_IN_ORDER.match(line.letters, m.end())))
        for thing, grade in listed:
            if thing.start not in state.things or (grade is None and rule == "active" and thing.start in state.divided):
                join(state, thing, count, grade, rule, confidence)


def _shared_out(count: Symbol, things: int, *, respectively: bool) -> Symbol:
    """ "Two patients had A and B, respectively": one each."""
    told = count.value
    if not (respectively and things > 1 and isinstance(told, Count) and told.n == things):
        return count
    return replace(count, value=replace(told, n=1, total=None, percent=None))
