"""Ellipsis: figures that share the category before them, told apart by stratum, reader or time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.core import cues as re
from extractors.core.paper import Paper, Sentence
from extractors.core.strata import stratum
from extractors.core.strata.attach import reading
from extractors.quantities.people import PEOPLE
from extractors.responses.context import timepoint
from extractors.responses.figures import Figure
from extractors.responses.groups import AND, two_groups
from extractors.responses.joins import Join

_QUIET = re.compile(
    rf"(?:\b(?:that|those|of|in|on|for|with|by|under|at|and|or|the|a|an|who|were|was|had|had been|received|receiving|given|treated|using|to|according|per|alone|only|{PEOPLE}|those|group|arm|arms|groups|months?|weeks?|years?|day|month|week|vs|versus|respectively|while|other|others|both|all|them|combination|assessment|review|as|single|agents?|monotherapy|whom|reported|rates?|subtypes?|types?|line|relapse|after|combined|plus|cycles|than|observed|recorded|seen|noted|reported|occurred|documented|obtained|achieved)\b|[\W\d_])+",
    re.IGNORECASE,
)


# "58 % for A (n = 31) and 79 % for B (n = 33)": the size of a group behind its share.
_SIZE = re.compile(r"\(\s?n\s?=\s?\d+\s?\)?", re.I)
# The other arm's figure: "(11 % v 19 %)", "9 (38 %) responded compared with 6 of 14 (43 %)".
_AGAINST = re.compile(
    rf"[\s,)]*(?:(?:of|in|with|for|on|among|by|per) (?:the |{PEOPLE} (?:in|on|with|receiving) )*[^.;:,()%\d]{{2,50}}?,? )?(?:(?:as )?(?:compared (?:with|to)|in comparison (?:with|to)|against)|versus|vs?\b\.?)\s*(?:only |just )?",
    re.I,
)


# Others' figure for comparison.
_NOT_OURS = re.compile(
    r"[^.;,]{0,50}\b(?:histor\w+|expected|null|previous\w*|published|literature|baseline|hypothes\w+)\b", re.I
)


def splits(paper: Paper, sentence: Sentence, found: Sequence[Join], counted: Sequence[Figure]) -> Iterator[Join]:
    """Further figures of a category: "12 % with A and 27 % with B", "nine had SD: five on A, four on B"."""
    used = {j.figure.start for j in found}
    for k, join in enumerate(found):
        if not join.category.code:
            continue
        end = len(sentence.text)
        after = [j for j in found[k + 1 :] if not _opens(sentence.text[join.figure.start : j.figure.start])]
        if after:  # what stands in a bracket behind the figure tells of what kind it is
            end = min(after[0].figure.start, after[0].category.start)
        left = [f for f in counted if f.start not in used]
        parts = _parts(paper, sentence, join, [f for f in left if f.end <= end])
        if not _counts_apart(sentence.text, join, parts):
            yield from parts
            for part in parts:
                yield from _inside(paper, sentence, part, left)
        yield from _before(paper, sentence, join, left)
        yield from _shares_before(sentence.text, join, left)


def _parts(paper: Paper, sentence: Sentence, join: Join, left: Sequence[Figure]) -> list[Join]:
    """The figures behind a join that go on with its category, each of another stratum."""
    text, parts = sentence.text, list[Join]()
    here = _mark(paper, sentence, join.figure)
    whole = max(join.figure.end, join.category.end)
    last = _closed(text, join.figure, whole)
    for figure in (f for f in left if f.start >= last):
        if (figure.percent is None) != (join.figure.percent is None) and not _bracketed(text, whole, figure.start):
            continue
        sized = figure.percent is None and join.figure.percent is not None and _SIZE.match(text, figure.start - 1)
        if sized or (parts and _opens(text[parts[0].figure.start : figure.start])):
            continue
        gap = text[last : figure.start]
        against = (_AGAINST.fullmatch(gap) and not _NOT_OURS.match(text, figure.end)) or _than(text, join, last, figure)
        apart = _parallel(sentence, join, last, figure) or two_groups(text, gap, figure)
        apart = apart or (any(_mark(paper, sentence, figure)[:3]) and _resumed(paper, sentence, last, figure))
        if (
            not against
            and not apart
            and (_leaves(text, last, figure.start, join.figure.start) or not _quiet(paper, sentence, last, figure))
        ):
            break
        mark = _mark(paper, sentence, figure)
        alike = figure.percent is not None and join.figure.percent is not None
        if alike and against and all(p.rule == "against" for p in parts):
            parts.append(Join(join.category, figure, "against", False))
            last = _closed(text, figure, figure.end)
        elif (apart and not (AND.fullmatch(gap) and mark == here and any(mark))) or (mark != here and any(mark)):
            parts.append(Join(join.category, figure, "split", False))
            last = _closed(text, figure, figure.end)
    return parts


_IT = re.compile(
    rf"[)\s]*(?:(?:in|for|with|among|on|to|under)\s+(?:the |{PEOPLE} |those |with )*\s*)?[;,]?\s*(?:and |but |while |whereas )?(?:it |this |that )?"
    r"(?:(?:was|reached|attained|amounted to|(?:rose|fell|increased|decreased|dropped|went up|went down|climbed) to)\s+)?(?:only |just |as (?:low|high) as )?",
    re.I,
)


def _resumed(paper: Paper, sentence: Sentence, start: int, figure: Figure) -> bool:
    """ "The RR was 10 %; it reached 16 % in X and was nil in Y": the rate goes on, told of a group each."""
    plain = list(sentence.text)
    for u in reading(paper, sentence).units:
        plain[u.start : u.end] = " " * (u.end - u.start)
    gap = "".join(plain[start : figure.start])
    behind = re.match(r"\)?\s(?:in|for|with|among|on|under)\s", sentence.text[figure.end :])
    return bool(behind and re.search(r"[a-z]", gap) and _IT.fullmatch(gap))


def _opens(text: str) -> bool:
    return text.count("(") > text.count(")")


_LISTED = re.compile(r"[\s,;)\]]*(?:and |but )?(?:only )?(?P<lead>in|for|among|of|on)?\s*", re.I)
_PREDICATE = re.compile(
    r"\b(?:had|has|have|was|were|is|are|did|stopped|died|received|developed|experienced|showed|achieved|required|discontinued"
    r"|relapsed|progressed|remained|underwent|completed|toxicit\w+)\b",
    re.I,
)


def _parallel(sentence: Sentence, join: Join, last: int, figure: Figure) -> bool:
    """ "In 8 of 14 with X, in 7 of 15 with Y": shares of other denominators, listed without a verb of their own."""
    text, first = sentence.text, join.figure
    if first.total is None or figure.total is None or figure.n is None:
        return False
    between = re.sub(r"\([^()]*\)", " ", re.sub(r"^[^()]*\)", " ", text[last : figure.start]))
    if first.total == figure.total and not _ON_ONE.fullmatch(between):
        return False
    if join.category.end > first.start:
        return False
    pause = max(between.rfind(","), between.rfind(" and "), between.rfind(";"))
    if pause < 0 or _PREDICATE.search(between) or re.search(r"\.\s|:", between):
        return False
    listed = _LISTED.fullmatch(between[pause:])
    behind = re.split(r",(?!\d)|;|\.(?!\d)|\band\b", re.sub(r"\([^()]*\)", " ", text[figure.end :]))[0]
    lead = re.search(r"\b(in|for|among|of|on)\s+$", text[: first.start], re.I)
    same = listed is not None and (listed["lead"] or "").lower() == (lead[1].lower() if lead else "")
    return same and not _PREDICATE.search(behind)


# "In two (8 %) of 24 patients on A and in five (21 %) of 24 on B".
_ON_ONE = re.compile(
    rf"\)?\s*(?:assigned to |evaluable |assessable |treated )?(?:{PEOPLE} )?(?:on|in|with|given|receiving|treated with) (?:the )?(?:[^.;:,()%\d]|(?:stratum|arm|cohort|group|level|line|stage) \d){{3,60}}?,? (?:and|versus|vs\.?|compared with) (?:in )?",
    re.I,
)
_WITH = re.compile(r"[^.;:,()]{0,60}\(", re.I)


def _inside(paper: Paper, sentence: Sentence, part: Join, left: Sequence[Figure]) -> Iterator[Join]:
    """ "Two on A (one leiomyosarcoma, one chordoma)": the counts of a part's bracket, each with a name, adding up."""
    text = sentence.text
    opened = _WITH.match(text, part.figure.end)
    if opened is None or not part.figure.n or part.figure.n < 2:
        return
    closed = text.find(")", opened.end())
    inner = [f for f in left if opened.end() <= f.start and f.end <= closed]
    if sum(f.n or 0 for f in inner) != part.figure.n or any(f.percent is not None for f in inner):
        return
    named = [
        u for u in reading(paper, sentence).units if u.dimension != "subgroup" and opened.end() <= u.start < closed
    ]
    if len(named) == len(inner) and all(f.end <= u.start <= f.end + 25 for f, u in zip(inner, named, strict=True)):
        yield from (Join(part.category, f, "split", False) for f in inner)


_THAN = re.compile(
    r"(?:\[[^\]]*\])?(?: and [^.;()%]{0,60}(?:\[[^\]]*\])?)?(?:, respectively)?[\])]*,? (?:than|versus|vs\.?|(?:as )?compared (?:with|to)|against|and) [^.;:()%]{3,80}\(\s*",
    re.I,
)


def _than(text: str, join: Join, last: int, figure: Figure) -> bool:
    """ "ORR was higher in X (44 %) than in Y (12 %)": both values in brackets behind their groups."""
    start = join.figure.start
    return (
        figure.percent is not None
        and text[:start].rstrip().endswith("(")
        and re.search(
            r"\b(?:higher|lower|better|worse|greater|similar|comparable|different|superior)\b",
            text[join.category.end : start],
        )
        is not None
        and _THAN.fullmatch(text[last : figure.start]) is not None
    )


def _closed(text: str, figure: Figure, end: int) -> int:
    """The end of a figure with the bracket that holds it alone."""
    return end + (text[figure.start - 1 : figure.start] == "(" and text[figure.end : end + 1] == ")")


def _before(paper: Paper, sentence: Sentence, join: Join, left: Sequence[Figure]) -> Iterator[Join]:
    """ "Seven (35 %) of 20 on A and two (10 %) of 20 on B responded": the first figure shares the verb of the second."""
    earlier = [f for f in left if f.end <= join.figure.start <= join.category.start]
    if not earlier or not re.search(
        r"\b(?:and|versus|vs\.?|but|while|whereas)\s*$", sentence.text[: join.figure.start]
    ):
        return
    first = earlier[-1]
    alike = (first.n is None, first.percent is None, first.total is None) == (
        join.figure.n is None,
        join.figure.percent is None,
        join.figure.total is None,
    )
    if not alike:
        return
    marks = _mark(paper, sentence, first), _mark(paper, sentence, join.figure)
    told = marks[0] != marks[1] and all(any(m) for m in marks)
    grouped = two_groups(sentence.text, sentence.text[first.end : join.figure.start], join.figure)
    if grouped or (told and _quiet(paper, sentence, first.end, join.figure, behind=False)):
        yield Join(join.category, first, "split", False)


# "All stage I patients (2/2), 75 % of stage II patients (3/4), and 10 % of stage III patients (1/10) benefited."
_NEXT_SHARE = re.compile(
    rf"\)?\s*(?:,\s*(?:and |but )?|and |but )(?:only )?(?:(?:all|both|none|\d+(?:\.\d+)?\s?%)\s)?(?:of )?(?:the )?[\w+/ -]{{1,40}}?(?:{PEOPLE}|tumou?rs)\s\(\s*",
    re.I,
)


def _shares_before(text: str, join: Join, left: Sequence[Figure]) -> Iterator[Join]:
    """The shares of other groups that stand before the first verb, each with its denominator."""
    if join.figure.total is None or join.category.start < join.figure.end:
        return
    later = join.figure
    for figure in sorted((f for f in left if f.end <= join.figure.start), key=lambda f: -f.start):
        if figure.n is None or figure.total is None:
            continue
        if not _NEXT_SHARE.fullmatch(text[figure.end : later.start]):
            return
        yield Join(join.category, figure, "split", False)
        later = figure


def _leaves(text: str, start: int, end: int, first: int) -> bool:
    """Whether a bracket that opened between `first` and `end` closes before `end`, but for one of the figure itself."""
    depth = text[first:start].count("(") - text[first:start].count(")")
    depth = max(depth, 0)
    for sign in text[start:end]:
        depth += (sign in "([") - (sign in ")]")
        if depth < 0:
            return True
    return False


def _bracketed(text: str, start: int, end: int) -> bool:
    return re.search(r"[(:]", text[start:end]) is not None


def _mark(paper: Paper, sentence: Sentence, figure: Figure) -> tuple[object, ...]:
    held = stratum(paper, sentence, *figure.head)
    rest = re.split(r",(?!\d)|;|\band\b|\)", sentence.text[figure.end :], maxsplit=1)[0]
    time = timepoint(sentence.text, figure.end, figure.end + len(rest))
    tumour = held.histotype.label if held.histotype else ""
    named = re.search(r"\b(?:i?RECIST|Choi|PERCIST|WHO|EORTC)\b", rest)
    return tuple(t.label for t in held.drugs), tumour, held.subgroup, time, named.group() if named else ""


_UNTOLD = re.compile(
    r"\b(?:exon|NE|NR|independent|central|investigator|first|second|third|mutants?|wild|type|non|TKIs?|TTs|metastatic|advanced|different"
    r"|various|included?|including|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|namely|both drugs|both agents"
    r"|drugs?|agents?|followed|each|[im]?RECIST|Choi|PERCIST|EORTC|PET|WHO|inverse|modified|criteria|by)\b|\b1\.[01]\b",
    re.I,
)


def _quiet(paper: Paper, sentence: Sentence, start: int, figure: Figure, behind: bool = True) -> bool:
    """Whether between the figures, and `behind` the second one, stands nothing but names of strata and little words."""
    stop = re.search(r",(?!\d)|;|\.(?!\d)|\)|\((?=\s*(?:[Pp]|HR|OR|χ)\b)|\band\b|$", sentence.text[figure.end :])
    end = figure.end + (stop.start() if stop and behind else 0)
    plain = list(sentence.text)
    places = [sentence.at(m) for m in sentence.of("drug", "histotype", "site")]
    places += [(q.start, q.end) for q in sentence.numbers("interval")]
    for a, b in (*places, *((u.start, u.end) for u in reading(paper, sentence).units)):
        plain[a:b] = " " * (b - a)
    text = re.sub(r"^s\b", "", "".join(plain[start : figure.start])) + " " + "".join(plain[figure.end : end])
    text = _UNTOLD.sub(" ", _SIZE.sub(" ", re.sub(r"\bvs\.", "vs", text)))
    return ". " not in text and (not text.strip() or _QUIET.fullmatch(text) is not None)


def _counts_apart(text: str, join: Join, parts: Sequence[Join]) -> bool:
    """Whether counts behind a colon or in brackets do not add up to the count that they should split."""
    total = join.figure.n
    counts = [p.figure.n for p in parts if p.figure.percent is None]
    if not counts or total is None or join.figure.percent is not None or len(counts) < len(parts):
        return False
    bracketed = text[: join.figure.start].count("(") > text[: join.figure.start].count(")")
    opened = not bracketed and _bracketed(text, max(join.figure.end, join.category.end), parts[0].figure.start)
    return opened and sum(c or 0 for c in counts) != total
