"""Figures of a sentence: a count with its denominator, percentage and interval, put together over brackets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.counts import KARYOTYPE
from extractors.core.paper import Sentence
from extractors.quantities import Quantity
from extractors.quantities.people import PEOPLE


@dataclass(frozen=True, slots=True)
class Figure:
    """What one place says in numbers; `head` is where its first number stands, which strata are asked for."""

    start: int
    end: int
    head: tuple[int, int]
    n: int | None = None
    total: int | None = None
    percent: Decimal | None = None
    ci: tuple[Decimal, Decimal | None] | None = None  # None: an open end

    def joins(self, other: Figure) -> bool:
        """Whether two readings can be one figure: no field given twice with different values, and no new count."""
        pairs = ((self.n, other.n), (self.total, other.total), (self.percent, other.percent), (self.ci, other.ci))
        return all(a is None or b is None or a == b for a, b in pairs) and not (self.n is None and self.percent is None)

    def join(self, other: Figure) -> Figure:
        """Both as one."""
        return Figure(
            self.start,
            max(self.end, other.end),
            self.head,
            self.n if self.n is not None else other.n,
            self.total if self.total is not None else other.total,
            self.percent if self.percent is not None else other.percent,
            self.ci or other.ci,
        )


_LABEL_BEFORE = re.compile(
    r"(?:\b(?:tables?|fig(?:ure|s)?s?\.?|patients?|cases?|pts?|no\.?|number|grades?|cycles?|courses?|weeks?|months?|days?|years?|exons?|levels?|version|v\.?|phase|stage|line|arms?|cohorts?|groups?|strat(?:um|a)|types?|ref\.?|RECIST|CTCAE|IL|level|at least|up to|less than|more than|fewer than|least|most|within|over|under|than|aged?|first|last|every|ECOG|PS|score|≥|≤|>|<|grade)\s*|#\s*|\w[-‐–]|\bscores?\s+of\s+|[<>≥≤~±+]\s*)$",
    re.IGNORECASE,
)
_THING_AFTER = re.compile(
    r"\s*(?:[-–]?\s*)?(?:cycles?|courses?|lesions?|(?:lymph )?nodes?|nodules?|lines?|drugs?|cm|mm|Gy|mg|ml|months?|weeks?|days?|years?|doses?|times|sites?|centers?|centres?|institutions?|histotypes?|subtypes?|(?:different|successive|other|additional|more|prior|previous|consecutive|initial|first|further|planned|full) (?:\w+ )?(?:cycles?|lines?|subtypes?|histotypes?|studies|trials|courses|regimens|drugs)|(?:(?:highest|lowest|first|last|upper|lower|different) )?dose levels?|(?:clinical|retrospective|prospective|randomi[sz]ed|phase \w+|published|previous|case|small|large|cohort|observational|independent) (?:\w+ )?(?:studies|trials|reports|series|publications|surveys)|studies|trials|reports|publications|reasons?|groups|arms|types|criteria|endpoints?|thirds?|half|of the most|°|fold|each|more(?=\s*[).,;])|hundred|samples|specimens|organs?|tumou?r types|different)\b",
    re.IGNORECASE,
)
_CHANGE_AFTER = re.compile(
    r"\s*(?:\w+\s)?(?:decrease|reduction|shrinkage|increase|regression|necrosis|diminution|CI\b|confidence|of (?:the )?(?:tumou?r|lesions?|baseline|responses|responders)|(?:or (?:more|higher|greater|better) )?(?:was|were|is|are|would be) "
    r"(?:considered|deemed|regarded|required|assumed|expected|chosen|hypothesi[sz]ed|needed|targeted|defined)\b)",
    re.I,
)
# "(−54%)" is how much a tumour shrank; "8 of 12 – 67%" is a share.
_CHANGE_BEFORE = re.compile(
    r"[(\[;,]\s?(?:[-–−‒+]|minus |plus )\s?$|\b(?:decreases?d?|reduc(?:tion|ed)|shrinkage|shr[aiu]nk(?:ing)?|regression|diminution|fall|drop"
    r"|increased?|growth)"
    r" (?:in (?:size|the sum|diameter|volume)(?: of \w+)? )?(?:of|by) (?:about |approximately |nearly |almost )?$",
    re.IGNORECASE,
)
# "9 (range 4-42+) for partial responses": how long they lasted.
_RANGED = re.compile(r"\s*[(\[](?:range|IQR|median)\b", re.I)
# Shares of a test, not of patients.
_OF_A_TEST = re.compile(
    r"\b(?:sensitivity|specificity|accuracy|(?:positive|negative) predictive values?|PPV|NPV|concordance|kappa)\b", re.I
)
_NUMBERED = re.compile(
    r"\b(?:patients?|cases?|nos?\.?)\s*#?\d+\s*(?:(?:,|and|&|,\s*and)\s*#?\d+\s*)*(?:,|and|&|,\s*and)\s*#?$", re.I
)
_ONE_IN = re.compile(r"\bone (?:patient )?(?:in|out of) (?:every )?$", re.I)  # a proportion in words, no count
_WORDED = re.compile(
    rf"\bboth\b(?=\s+(?:[\w-]+\s)?(?:{PEOPLE}|of (?:them|these|the)))|\b(?:a single|the only)\b(?=\s{PEOPLE})",
    re.I,
)
_BRACKET = re.compile(rf"\s*(?:(?:of )?(?:the )?(?:[\w-]+\s){{0,2}}?{PEOPLE}\s*)?[(\[,;]\s*(?:n\s*=\s*)?$")
_OPEN = re.compile(r"[\s;,:)\]]*[(\[]?\s*(?:i\.e\.,?\s*)?(?:95\s?%\s*)?$")


def figures(sentence: Sentence) -> list[Figure]:
    """Counts and percentages of patients in text order; labels, limits, cycles, sizes are none."""
    found: list[Figure] = []
    for figure in _single(sentence):
        gap = sentence.text[found[-1].end : figure.start] if found else ""
        if found and (_whole(gap, found[-1], figure) or _out_of(gap, found[-1], figure)):
            found[-1] = replace(found[-1], total=figure.n, end=figure.end)
        elif (
            found
            and found[-1].joins(figure)
            and (_continues(gap, found[-1], figure, sentence.text) or _shared(gap, found[-1], figure))
        ):
            found[-1] = found[-1].join(figure)
        elif figure.n is not None or figure.percent is not None:
            found.append(figure)
    return _of_wholes(sentence.text, found)


_AMONG = re.compile(r"\b(?:among|of|in|out of)\s(?:(?:the|all|these|our)\s)*$", re.I)


def _of_wholes(text: str, found: list[Figure]) -> list[Figure]:
    """ "One response was seen among the 25 patients (4 %)": the share in brackets is of the count before, not of the 25."""
    kept: list[Figure] = []
    for figure in found:
        part = kept[-1] if kept else None
        if part is not None and _is_whole_of(text, figure, part):
            kept[-1] = replace(part, total=figure.n, percent=figure.percent)
        else:
            kept.append(figure)
    return kept


def _is_whole_of(text: str, figure: Figure, part: Figure) -> bool:
    if not figure.n or figure.percent is None or figure.total is not None or not part.n:
        return False
    bare = part.total is None and part.percent is None and _AMONG.search(text[: figure.start]) is not None
    return bare and abs(Decimal(100 * part.n) / figure.n - figure.percent) <= 1


def _whole(gap: str, first: Figure, second: Figure) -> bool:
    """ "12 (30 %) of 40 patients": the second number is the denominator."""
    bare = second.n is not None and second.percent is None and second.total is None
    shared = first.n is not None and first.percent is not None and first.total is None
    return (
        shared
        and bare
        and re.fullmatch(r"\s*[)\]]?\s*(?:out )?of (?:the |these |those |our |a total of )?", gap) is not None
    )


# "3 of 20 patients treated with A (15 %)", "2 of 12 others (17 %)": words of the denominator stand between.
_WORDS_OF_TOTAL = re.compile(
    r"(?:(?!\b(?:had|has|have|was|were|respon\w+|remission\w*|progress\w*|stab\w+|benefi\w+|achiev\w+|show\w+|experienc\w+"
    r"|obtain\w+|remain\w+|reach\w+|died|alive|[CPS][RD]s?|NE|ORR|DCR|CBR)\b)[^.;:,()\d%]){1,80}\(\s*",
    re.I,
)


# "1 in cohort B (6 %)": words of the group stand between a count and its share.
_IN_A_PART = re.compile(
    rf"\s(?:{PEOPLE}\s)?(?:in|at|on|of|from) (?:the )?(?:(?:dose )?level|cohort|arm|group|stratum|DL|part|stage)\s?(?:[A-Z]|\d|I{{1,3}}|IV)\s\(",
    re.I,
)


def _shared(gap: str, first: Figure, second: Figure) -> bool:
    """Whether a percentage in brackets behind the denominator's words is what the fraction comes to."""
    if first.n is None or second.percent is None or second.n is not None:
        return False
    if not first.total:
        return first.total is None and first.percent is None and _IN_A_PART.fullmatch(gap) is not None
    off = abs(100 * Decimal(first.n) / first.total - second.percent)
    return _WORDS_OF_TOTAL.fullmatch(gap) is not None and off <= 1


def _out_of(gap: str, first: Figure, second: Figure) -> bool:
    """ "Four of these five patients"."""
    bare = first.total is None and first.percent is None and second.total is None and second.percent is None
    said = re.fullmatch(r"\s(?:out )?of (?:the|these|those|our|all)(?: first| last| other)?\s", gap) is not None
    return bare and said and first.n is not None and second.n is not None and first.n <= second.n


def _continues(gap: str, first: Figure, second: Figure, text: str) -> bool:
    if second.ci is not None:
        return re.fullmatch(r"[^.;]{0,30}[(\[,;:]?\s*", gap) is not None and not re.search(r"\b(?:and|for|with)\b", gap)
    if second.n is not None and first.n is None and second.percent is None:
        counted = re.match(rf"\s*(?:of|/|{PEOPLE}\b|\)|;|,)", text[second.end :])
        return (
            re.fullmatch(rf"\s*(?:of (?:the )?(?:[\w-]+\s)?{PEOPLE}\s*)?[(\[]\s*", gap) is not None
            and counted is not None
        )
    return (
        "(" in gap + "("
        and _BRACKET.fullmatch(gap) is not None
        and (
            gap.rstrip().endswith(("(", "[", "="))
            or (
                first.ci is None
                and gap.strip() == ","
                and text[: first.start].count("(") > text[: first.start].count(")")
            )
        )
    )


def _single(sentence: Sentence) -> list[Figure]:
    return sorted(_read(sentence), key=lambda f: f.start)


# "It was nil in chordoma": no response, among rates.
_NIL = re.compile(
    r"(?<=\swas\s)(?:nil|zero|null)\b|(?<=\sbut\s)(?:nil|zero|none)\b(?=\s(?:in|for|with|among|on|under)\b)|(?<=\sand\s)(?:nil|zero|none)\b(?=\s(?:in|for|with|among|on|under)\b)"
)


def _read(sentence: Sentence) -> Iterator[Figure]:
    nil = [m.span() for m in _NIL.finditer(sentence.text)] if sentence.numbers("percent") else []
    for start, end in nil:
        yield Figure(start, end, (start, end), n=0, percent=Decimal(0))
    for m in _WORDED.finditer(sentence.text):
        yield Figure(m.start(), m.end(), m.span(), n=2 if m.group().lower() == "both" else 1)
    for q in sentence.quantities:
        at, text = (q.start, q.end), sentence.text
        if at in nil:
            continue
        if q.kind == "interval" and q.low is not None:
            yield Figure(q.start, q.end, at, ci=(q.low, q.high))
        elif (
            q.kind == "percent"
            and not _CHANGE_AFTER.match(text[q.end :])
            and not _OF_A_TEST.search(text, 0, q.start)
            and not _limit(text, q)
            and not _CHANGE_BEFORE.search(text, 0, q.start)
            and q.value is not None
        ):
            yield Figure(q.start, q.end, at, percent=q.value)
        elif (
            q.kind == "fraction" and q.low is not None and q.high is not None and q.high > 0 and not _labelled(text, q)
        ):
            yield Figure(q.start, q.end, at, n=int(q.low), total=int(q.high))
        elif q.kind in ("count", "n_equals") and q.count is not None and q.count < 20000 and not _labelled(text, q):
            yield Figure(q.start, q.end, at, n=q.count)


# "None of the four markers": what was measured is nobody.
_MEASURES = re.compile(
    r"\s+(?:[\w-]+\s+)?(?:(?:bio)?markers?|factors?|variables?|parameters?|genes?|mutations?|alterations?)\b", re.I
)


def _limit(text: str, q: Quantity) -> bool:
    return (
        re.search(
            r"(?:at least|up to|less than|more than|[<>≥≤~]|≥|over|below|under|than|minimum of|(?:superior|inferior|close|similar|comparable|equal|identical|compared) to(?: the| that of)?|\bby(?: about| approximately| nearly| almost)?|exceed\w*|above|95)\s*$",
            text[: q.start],
            re.I,
        )
        is not None
    )


def _labelled(text: str, q: Quantity) -> bool:
    if (
        KARYOTYPE.search(text[: q.start])
        or _NUMBERED.search(text[: q.start])
        or (not text[q.start].isdigit() and _ONE_IN.search(text[: q.start]))
    ):
        return True
    if q.kind != "n_equals" and _LABEL_BEFORE.search(text[: q.start]):
        return True
    if q.kind == "count" and _RANGED.match(text, q.end):
        return True
    if q.kind == "count" and text[q.end : q.end + 1] == ")" and "(" not in text[max(0, q.start - 25) : q.start]:
        return True
    if q.kind == "fraction" and _MEASURES.match(text, q.end):
        return True
    return q.kind == "count" and (
        _THING_AFTER.match(text[q.end :]) is not None or re.match(r"[-‐–]\w|\.\d|[A-Za-z]", text[q.end :]) is not None
    )


def extend(sentence: Sentence, figure: Figure, end: int, later: list[Figure]) -> tuple[Figure, Figure | None]:
    """ "13 remissions (24%)": a figure in brackets straight behind the category completes the count before it."""
    for other in later:
        gap = sentence.text[end : other.start] if other.start >= end else ""
        if other.start >= end and re.fullmatch(r"s?\s*(?:rates?)?\s*[(\[]\s*(?:n\s*=\s*)?", gap):
            if (
                figure.n is not None
                and figure.percent is None
                and other.percent is not None
                and other.n in (None, figure.n)
            ):
                return replace(figure.join(other), end=figure.end), other
            return figure, None
    return figure, None
