"""What a column of figures holds: counts, percentages, a grade, a response category, and for which stratum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.quantities.grades import GRADE, parse_grade
from extractors.tabular.graded import regraded, under_grades
from extractors.tabular.grid import P_VALUE, TOTAL, Grid, Row
from extractors.tabular.key import Key, bare
from extractors.tabular.roles import is_toxicity
from extractors.tabular.study import Study
from extractors.tabular.values import NOTHING, Value, join

_CI = re.compile(r"\bCI\b|\bIC\b|\bC\.I\.|confidence (?:interval|limit)|\brange\b|\bIQR\b", re.I)
_RATIO = re.compile(r"\b(?:hazard ratio|HR)[a-d]?\b", re.I)
_PERCENT = re.compile(r"(?:^|\s)(?:\(\s*%\s*\)|%|per ?cent(?:age)?)[a-z]?\s*$", re.I)
_N_PERCENT = re.compile(
    r"(?:\b(?:n|no\.?|number|patients|pts|cases)\b[^()%]*[(\[,/]?\s*(?:%|per ?cent\b)|\((?:%|per ?cent(?:age)?)\))",
    re.I,
)
_ALL = re.compile(
    r"(?:all|any|total|overall|whole|entire|study|the|our|full|grades?|no\.?|n|number|numbers|of|patients?|pts?|cases?|cohort|population|series|value|values|group|subjects?|lines?|treatment|frequency|events?|characteristics?"
    r"|per|by|worst|maximum|highest|nci|ctc|ctcae|who|common|toxicity|adverse|criteria|terminology|version|per ?cent(?:age)?s?|\W|\d)*",
    re.I,
)
_COUNTING = re.compile(
    r"^(?:no\.|number|n)(?: of (?:patients|pts|cases|events))?(?=\s)|[,\s]+\(?(?:n|no\.?|number)(?: of (?:patients|pts|cases|events))?\s*(?:\(\s*(?:\d+\s*%?|%|per ?cent(?:age)?)\s*\)?)?\)?$",
    re.I,
)
_SHARE = re.compile(r"%|\bper ?cent", re.I)
_ARM = re.compile(r"^(Arm|Group|Cohort)(?= (?:[A-H]|\d{1,2}|[IV]{1,3})$)")
_PATIENTS_WITH = re.compile(
    r"^(?:patients? with |the )+|\s*\b(?:cohort|group|arm|patients|pts|cases|stratum|subgroup|subset)\W*$", re.I
)
_WITHOUT = re.compile(r"^\s*(?:no|not on|without|off|non|w/o)\b", re.I)
_WITH = re.compile(r"^\s*(?:on|with|plus|\+|and)\b", re.I)
_JOINERS = re.compile(
    r"\b(?:and|plus|with|alone|only|arm|group|arms?|patients?|treated|treatment|single agent|monotherapy|therapy|on|in|combination|combined|then|cohort|series|receiving|weekly|\d[- ]?weekly|(?:WB|C)?RT|radiotherapy|placebo|plb|pbo|surgery|BSC|control|experimental|standard)\b|[\W\d]",
    re.I,
)


@dataclass(frozen=True)
class Column:
    """A column of values: `measure` is n, percent, p, ci, ratio; `grade` a toxicity grade; the rest is its stratum."""

    index: int
    header: str
    measure: str = "n"
    grade: str = ""
    drugs: tuple[Term, ...] = ()
    subgroup: str = ""
    total: int | None = None
    percent_in: bool = False
    every: bool = False
    histotype: Term | None = None

    @property
    def stratum(self) -> tuple[str, tuple[str, ...], str, str]:
        tumour = self.histotype.label if self.histotype else ""
        return self.grade, tuple(sorted(d.label for d in self.drugs)), self.subgroup, tumour


@dataclass(frozen=True)
class Block:
    """The columns of one stratum, the first of which holds the count."""

    columns: tuple[Column, ...]

    @property
    def first(self) -> Column:
        return self.columns[0]

    @property
    def indices(self) -> tuple[int, ...]:
        return tuple(c.index for c in self.columns)

    def value(self, grid: Grid, row: Row) -> Value:
        """What the row says of this stratum; a lone number in parentheses is a percentage where a header says so."""
        read = [grid.value(row, c.index) for c in self.columns]
        for k, column in enumerate(self.columns):
            if k and column.measure == "percent" and read[k].kind == "number":
                read[k] = Value("percent", percent=read[k].number)
        value = join(read)
        says = (
            self.first.percent_in
            or any(c.measure == "percent" for c in self.columns)
            or bool(_SHARE.search(row.label) or any(_SHARE.search(g) for g in row.groups))
            or grid.says_percent
            or (value.count is not None and any(_N_PERCENT.search(h) for h in (*grid.columns, grid.caption)))
        )
        if value.paren is not None and value.percent is None and (says or self._agrees(value)):
            value = replace(value, percent=value.paren)
        if self.first.measure == "percent" and value.kind == "number":
            value = replace(value, number=None, percent=value.number, total=None)
        return value

    def _agrees(self, value: Value) -> bool:
        """Whether the number in parentheses is the percentage that the count is of the stratum's total."""
        n, total = value.count, self.first.total
        return (
            n is not None
            and value.paren is not None
            and bool(total)
            and abs(100 * n / (total or 1) - float(value.paren)) <= 1.0
        )


def read_columns(grid: Grid, study: Study) -> tuple[Column, ...]:
    """Every column right of the labels."""
    headers = [under_grades(h) for h in grid.columns]
    read = _by_headers(grid, headers, study)
    if study.flattened and is_toxicity(grid) and not _each_graded(read) and (anew := regraded(grid)):
        read = _by_headers(grid, anew, study)
    for k in range(1, len(read)):
        if not bare(read[k - 1].header) and read[k].subgroup and _percentages(grid, read[k].index):
            # a heading of the first rows stands in the place of the missing header
            read[k] = replace(read[k], measure="percent", subgroup="", every=True)
        elif (
            _SHARES.search(read[k].header)
            and read[k].stratum == read[k - 1].stratum
            and _bracketed(grid, read[k].index)
        ):
            # "Treated N | Treated (%)" over "12 | (60.0)"
            read[k] = replace(read[k], measure="percent")
        elif _share_beside(read[k - 1], read[k]):
            # "Treated (n = 20) No. | Treated (n = 20) (%)" over "12 | 60"
            read[k] = replace(read[k], measure="percent", percent_in=False)
    read = _told_apart(read)
    return tuple(
        replace(c, measure="percent", percent_in=False) if c.measure == "n" and _only_shares(grid, c) else c
        for c in read
    )


def _by_headers(grid: Grid, headers: Sequence[str], study: Study) -> list[Column]:
    graded = any(re.search(GRADE, bare(h), re.I) for h in headers)
    return [read_column(k, headers[k], grid.key, study, graded) for k in range(grid.stub, len(grid.columns))]


def _each_graded(read: Sequence[Column]) -> bool:
    """Whether each column is of a grade (or of all), and no two of the same grade and stratum but for a count and its share."""
    told = [(c.stratum, c.measure) for c in read]
    return all(c.grade or c.measure == "p" for c in read) and len(set(told)) == len(told)


_SHARES = re.compile(r"\(\s*%\s*\)")
_COUNT_WORD = re.compile(r"\b(?:n|no\.?|number|patients|pts|cases|events?)\b(?!\s*=)", re.I)
_PLAIN_NUMBER = re.compile(r"[<≤]?\s*\d{1,3}(?:[.,·]\d+)?\s*[*†‡]?")


def _only_shares(grid: Grid, column: Column) -> bool:
    """Whether a header that says "(%)" and names no count stands over plain numbers: each is a percentage."""
    if not _SHARES.search(column.header) or _COUNT_WORD.search(column.header):
        return False
    cells = (row.cells[column.index].text.strip() for row in grid.body if column.index < len(row.cells))
    filled = [text for text in cells if text and not NOTHING.fullmatch(text)]
    return bool(filled) and all(_PLAIN_NUMBER.fullmatch(text) for text in filled)


def _share_beside(count: Column, share: Column) -> bool:
    """Whether a column "(%)" gives the percentages of the counts in the column before it, of the same stratum."""
    before, header = TOTAL.sub(" ", count.header), TOTAL.sub(" ", share.header)
    return (
        count.measure == share.measure == "n"
        and count.stratum == share.stratum
        and count.total == share.total
        and bool(_COUNT_WORD.search(before) and "%" not in before)
        and bool(_SHARES.search(header) and not _COUNT_WORD.search(header))
    )


def _told_apart(read: Sequence[Column]) -> list[Column]:
    """Columns of the same drugs, by different schedules, keep their headers' words as subgroup."""
    words: dict[tuple[str, ...], set[str]] = {}
    for column in read:
        if column.drugs and column.measure in ("n", "percent"):
            words.setdefault(column.stratum[1], set()).add(_scheduled(column.header))
    several = {drugs for drugs, told in words.items() if len(told) > 1}
    return [
        replace(c, subgroup=_scheduled(c.header)) if c.stratum[1] in several and c.drugs and not c.subgroup else c
        for c in read
    ]


_SCHEDULE = re.compile(
    r"\b(?:(?:\d|bi|tri|three|two|every[- ]\w+)[- ]?weekly|weekly|daily|q\d ?w|(?:low|high|standard|full|reduced)[- ]dose|\d+(?:[.,]\d+)?\s*mg(?:\s*/\s*(?:kg|m2|m²))?)",
    re.I,
)


def _scheduled(header: str) -> str:
    """The words of a header that tell how its drug is given, with the drug."""
    plain = re.sub(GRADE, " ", TOTAL.sub(" ", header), flags=re.I)
    if not _SCHEDULE.search(plain):
        return ""
    return " ".join(re.sub(r"\(\W*\)", " ", _COUNTING.sub(" ", bare(plain))).split()).strip(" ,;")


def _bracketed(grid: Grid, column: int) -> bool:
    """Whether nothing but numbers in parentheses, each a percentage, fills a column."""
    filled = [t for row in grid.body if column < len(row.cells) and (t := row.cells[column].text.strip())]
    return bool(filled) and all(re.fullmatch(r"\(\s*<?\s*\d{1,3}(?:[.,·]\d+)?\s*%?\s*\)", t) for t in filled)


def _percentages(grid: Grid, column: int) -> bool:
    """Whether a column holds percentages (and ranges) and nothing else."""
    kinds = [v.kind for row in grid.body if (v := grid.value(row, column)).kind != "none"]
    return kinds.count("percent") > 0.6 * len(kinds) and not {"number", "text"} & set(kinds)


def read_column(index: int, header: str, key: Key, study: Study, graded: bool = False) -> Column:
    """One column from its header."""
    plain = bare(header)
    total = next(reversed(list(TOTAL.finditer(header))), None)  # of nested headers the nearest
    measure = "n"
    if P_VALUE.search(plain):
        measure = "p"
    elif total is None and (_RATIO.search(plain) or _RATIO.search(key.spelt(plain))):
        measure = "ratio"
    elif _CI.search(plain):
        measure = "ci"
    elif _PERCENT.search(header) and not _N_PERCENT.search(header):
        measure = "percent"
    grade = ""
    if graded and (m := re.search(GRADE, plain, re.I)):
        grade = parse_grade(m.group()).replace("1-5", "any")
        plain = plain[: m.start()] + " " + plain[m.end() :]
    elif graded and _ALL.fullmatch(re.sub(r"\(.*?\)", "", plain)) and plain:
        grade = "any"
    elif graded and (m := re.search(r"\b(?:all|any)(?: grades?)?(?: (?:number|no\.?|n))?\s*$", plain, re.I)):
        grade, plain = "any", plain[: m.start()]
    drugs, subgroup = stratum(plain, key, study)
    every = not drugs and not subgroup
    histotype = tumour_type(subgroup, key) if subgroup and not drugs else None
    return Column(
        index, header, measure, grade, drugs, "" if histotype else subgroup, int(total[1].replace(",", "")) if total else None,
        bool(_N_PERCENT.search(header)), every, histotype,
    )  # fmt: skip


def tumour_type(words: str, key: Key) -> Term | None:
    """The tumour type that a header names, and nothing else but that these are its patients."""
    plain = _PATIENTS_WITH.sub(" ", bare(words)).strip(" ,;:")
    for phrase in dict.fromkeys((plain, f"{plain} sarcoma" if key.sarcomas else plain)):
        if key.concept(phrase, "histotype"):
            return key.term(phrase, "histotype")
    return None


def stratum(text: str, key: Key, study: Study) -> tuple[tuple[Term, ...], str]:
    """Drugs, or else a subgroup in the header's words; both empty for the whole population."""
    words = _COUNTING.sub(" ", bare(TOTAL.sub(" ", text))).strip(" ,;")
    words = " ".join(words.split()).removesuffix("()").strip(" ,;")
    if not words or _ALL.fullmatch(words):
        return (), ""
    drugs = key.drugs(words)
    if not drugs:
        named = study.arm(words)
        return (named, "") if named else ((), _ARM.sub(lambda m: m[1].lower(), words))
    if _WITHOUT.match(words):
        left = tuple(d for d in study.drugs if d.label not in {x.label for x in drugs})
        return (left, "") if left else ((), words)
    if _WITH.match(words):
        return tuple({d.label: d for d in (*study.drugs, *drugs)}.values()), ""
    return (drugs, "") if whole(words, drugs) else ((), words)


def whole(words: str, drugs: Sequence[Term]) -> bool:
    """Whether a text names these drugs and nothing that may be another."""
    for drug in drugs:
        words = words.replace(drug.printed, " ")
    return not _JOINERS.sub("", words).strip()


def blocks(columns: Sequence[Column], skip: Sequence[str] = ("p", "ci", "ratio")) -> list[Block]:
    """Columns of values grouped by stratum: a percentage, or a column without a header, belongs to the count before."""
    made: list[list[Column]] = []
    for column in columns:
        if column.measure in skip:
            continue
        before = made[-1][0] if made else None
        joins = before is not None and before.index + len(made[-1]) == column.index
        same = before is not None and (column.stratum == before.stratum or (column.every and not column.grade))
        if joins and same and (column.measure == "percent" or not bare(column.header)):
            made[-1].append(column)
        else:
            made.append([column])
    return [Block(tuple(m)) for m in made]


def distinct(shown: Sequence[Block]) -> list[Block]:
    """Blocks that no other shares a stratum with: of two that do, a header was lost, and neither can be told."""
    counted = Counter(b.first.stratum for b in shown)
    return [b for b in shown if counted[b.first.stratum] == 1]
