"""Counts of tumour types in the shapes of enumerations that the general grammar of counted things does not read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from extractors.core import cues as re
from extractors.core.counts import Count, counts
from extractors.core.paper import Sentence
from extractors.core.symbols import Line, Mark
from extractors.core.things import Pair
from extractors.histotypes.tumors import Tumor
from extractors.quantities import parse_number
from extractors.quantities.numbers import WORD
from extractors.quantities.people import PEOPLE

# "one each of X, Y and Z", "one patient each had X and Y"; "X, Y and Z in one patient each", "X and Y, two cases each".
_EACH_BEFORE = re.compile(r"C(?P<count>)p?eQ?(?:v{0,3}w?|[w:])(?P<things>X(?:,X)*)")
_EACH_BEHIND = re.compile(r"(?P<things>X(?:,X)+)[vo:]{0,4},?i?(?P<count>C)p?e")
# A number behind its type, by a mark that separates it from no other: "X, 5; Y, 4", "X: 5; Y: 4", "X = 5, Y = 4".
_MARKED = re.compile(
    rf"\s*(?P<mark>[,:=–—-])\s*(?:n\s*=\s*)?(?P<n>\d{{1,4}}|{WORD})(?:\s*{PEOPLE})?"
    r"(?:\s*[(\[,]\s*(?P<percent>\d+(?:[.,]\d+)?)\s?%\s?[)\]]?)?\s*(?=[;,.)\]]|and\b|$)",
    re.IGNORECASE,
)
_MEMBERS = {",": r"\s*(?:;|;?\s*and)\s*(?:[\w-]+\s+){0,3}"}
_ANY_MEMBER = r"\s*(?:[;,]|[;,]?\s*and)\s*(?:[\w-]+\s+){0,3}"
# "X/Y (7/5)".
_SLASHED = re.compile(r"\s*[(\[]\s*(?:n\s*=\s*)?(?P<a>\d{1,3})\s*/\s*(?P<b>\d{1,3})\s*[)\]]")
# "X accounted for 12 cases", "X made up 40 %", "X was the commonest type, with 12".
_ACCOUNTS = re.compile(
    r"\s*(?:(?:was|were|being) the (?:single )?(?:most (?:common|frequent|prevalent)|commonest|predominant|leading|main|largest|major)(?: [\w-]+){0,5}?"
    r"|(?:had|showed) the (?:highest|greatest|largest) (?:incidence|frequency|number|share|prevalence|proportion))[, ]\s*(?:with|of|at|in|seen in|found in|being)\s+"
    r"|\s*(?:,\s*(?:which\s+)?)?(?:account(?:ed|ing|s) for|represent(?:ed|ing|s)|constitut(?:ed|ing|es)|compris(?:ed|ing|es)|made up)\s+"
    r"(?:the (?:majority|largest group),?\s*(?:with|in)\s+)?",
    re.IGNORECASE,
)
# "The predominant subtype was X (70 %)", "a predominant histology of X (70 %)": a share alone tells how many.
_MOST_ARE = re.compile(
    r"\b(?:predominant|(?:most )?(?:common|frequent|prevalent)(?:est)?|commonest|main|leading|major)\s(?:\w+\s)?(?:histolog\w*|(?:sub)?types?|histotypes?|diagnos[ei]s|entity|tumou?rs?|tumou?r types?)"
    r"(?:\s\([^()]*\))?[\s:,]+(?:of|was|were|being|is)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_SHARE_HAD = re.compile(
    r"\s*(?:of (?:the |our |all )?(?:patients|cases|pts|tumou?rs)\s)?(?:had|were)\s(?:an?\s)?", re.IGNORECASE
)
# "followed by Y with 9".
_NEXT = re.compile(r"\bfollowed by\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_NEXT_WITH = re.compile(r"\s*(?:with|in|at)\s+", re.IGNORECASE)
# "two Xs and a Y".
_ONE_MORE = re.compile(r"\s*,?\s*and an?\s+(?:[\w-]+\s+){0,2}", re.IGNORECASE)
# What parts a type rather than counts it: "leiomyosarcoma (five uterine, three cutaneous)".
_PARTS = re.compile(
    r"\s+(?!patients?\b|pts?\b|cases?\b|of\b|each\b|women\b|men\b|males?\b|females?\b|and\b|in\b|tumou?rs?\b|with\b|both\b|all\b)[a-z][\w-]+",
    re.IGNORECASE,
)
_OPENED = re.compile(rf"\s*[(\[]\s*(?P<first>\d{{1,4}}|{WORD})\b[^()\[\]]*[)\]]", re.IGNORECASE)
# "the chordoma subgroup (n = 7)"; "Among patients with chordoma (n = 7), ..."
_GROUP = re.compile(
    rf"\s*(?P<group>(?:[\w-]+\s+)?(?:sub-?group|group|cohort|arm|stratum)\s*)?(?:{PEOPLE}\s*)?[(\[]\s*n\s*=\s*(?P<n>\d+)\s*[)\]]",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"(?:^|[;,]\s+(?:and\s+)?)(?:in|among|for|of)\s+(?:the\s+)?(?:patients|those|pts|cases|women|men)\s+with\s+(?:[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)


def parting(sentence: Sentence, named: list[Tumor], count: Count) -> bool:
    """Whether a count in parentheses behind a type is of a site or kind of it, and so not of the type itself."""
    for tumor in named:
        held = _OPENED.match(sentence.text, tumor.end)
        if held and held.start() < count.start < held.end():
            rest = sentence.text[held.end("first") :]
            if any(
                t.start >= held.end("first")
                and re.fullmatch(r"\s+(?:\w+\s+){0,2}", rest[: t.start - held.end("first")])
                for t in named
            ):
                return False  # "uterine sarcomas (8 leiomyosarcomas, 3 carcinosarcomas)": each is a type of its own
            return bool(_PARTS.match(sentence.text, held.end("first"))) and (count.bare or count.noun == "")
    return False


def enumerated(sentence: Sentence, named: list[Tumor], row: Line) -> Iterator[Pair]:
    """Joins of types and counts by the shapes above."""
    yield from _each(row)
    yield from _marked(sentence, named)
    yield from _slashed(sentence, named)
    yield from _accounted(sentence, named)


def _each(row: Line) -> Iterator[Pair]:
    for line in (row, *row.inner()):
        for pattern in (_EACH_BEFORE, _EACH_BEHIND):
            for m in pattern.finditer(line.letters):
                symbol = line.symbols[m.start() if pattern is _EACH_BEFORE else m.start("count")]
                if not isinstance(symbol.value, Count):
                    continue
                for thing in line.symbols[m.start("things") : m.end("things")]:
                    if thing.letter == "X":
                        mark = Mark("X", thing.start, thing.end, thing.value)
                        yield Pair(mark, symbol.value, None, "each", 0.9)


def _marked(sentence: Sentence, named: list[Tumor]) -> Iterator[Pair]:
    """Two types or more, each with its number behind the same mark."""
    text = sentence.text
    found = [(t, m) for t in named if (m := _MARKED.match(text, t.end))]
    run: list[tuple[Tumor, re.Match[str]]] = []
    for item in found:
        tumor, m = item
        member = _MEMBERS.get(m["mark"], _ANY_MEMBER)
        joined = run and run[-1][1]["mark"] == m["mark"] and re.fullmatch(member, text[run[-1][1].end() : tumor.start])
        if run and not joined:
            yield from _run(run)
            run = []
        run.append(item)
    yield from _run(run)


def _run(run: list[tuple[Tumor, re.Match[str]]]) -> Iterator[Pair]:
    if len(run) < 2:
        return
    for tumor, m in run:
        n = parse_number(m["n"])
        percent = parse_number(m["percent"]) if m["percent"] else None
        if n is not None and n == int(n):
            yield _pair(tumor, Count(m.start("n"), m.end("n"), int(n), percent=percent), "marked")


def _slashed(sentence: Sentence, named: list[Tumor]) -> Iterator[Pair]:
    for first, second in pairwise(named):
        m = _SLASHED.match(sentence.text, second.end)
        if m and re.fullmatch(r"\s*/\s*", sentence.text[first.end : second.start]):
            yield _pair(first, Count(m.start("a"), m.end("a"), int(m["a"])), "slashed")
            yield _pair(second, Count(m.start("b"), m.end("b"), int(m["b"])), "slashed")


def _accounted(sentence: Sentence, named: list[Tumor]) -> Iterator[Pair]:
    for tumor in named:
        m = _ACCOUNTS.match(sentence.text, tumor.end)
        if m is None and _NEXT.search(sentence.text[: tumor.start]):
            m = _NEXT_WITH.match(sentence.text, tumor.end)
        if m:
            yield from (_pair(tumor, c, "commonest") for c in counts(sentence) if c.start == m.end())


def grouped(sentence: Sentence, named: list[Tumor]) -> Iterator[Pair]:
    """Sizes that introduce a group by its type, whatever is told of it: "in the chordoma subgroup (n = 7)"."""
    for tumor in named:
        m = _GROUP.match(sentence.text, tumor.end)
        opens = _OPENS.search(sentence.text[: tumor.start]) if m else None
        if m and (opens or m["group"]):
            yield _pair(tumor, Count(m.start("n"), m.end("n"), int(m["n"])), "group")


def one_more(sentence: Sentence, named: list[Tumor], found: list[Pair]) -> Iterator[Pair]:
    """The single one that ends a list of counted types: "two angiosarcomas and a chordoma"."""
    taken = {p.thing.start for p in found}
    for first, second in pairwise(named):
        m = _ONE_MORE.fullmatch(sentence.text, first.end, second.start)
        before = sentence.text[second.end : second.end + 12]
        if m and first.start in taken and second.start not in taken and not re.match(r"\s*(?:in|\()", before):
            yield _pair(second, Count(second.start, second.end, 1), "elided")


def _pair(tumor: Tumor, count: Count, rule: str) -> Pair:
    return Pair(Mark("X", tumor.start, tumor.end, tumor), count, None, rule, 0.85)


def within(sentence: Sentence, named: list[Tumor]) -> Iterator[Pair]:
    """The tumour type between number and noun: "eight metastatic GIST patients"."""
    for count in counts(sentence):
        inside = [t for t in named if count.start < t.start and t.end <= count.end]
        if len(inside) == 1 and count.noun:
            yield Pair(Mark("X", inside[0].start, inside[0].end, inside[0]), count, None, "modifier", 0.9)


def is_share(sentence: Sentence, tumor: Tumor, count: Count) -> bool:
    """Whether a percentage alone is how many of the patients have a type: it is the commonest one, or they "had" it."""
    if _MOST_ARE.search(sentence.text, 0, tumor.start):
        return True
    return _SHARE_HAD.fullmatch(sentence.text, count.end, tumor.start) is not None
