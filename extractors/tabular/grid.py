"""A table as rows under their group headings, with the character ranges of every cell at hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from extractors.core import cues as re
from extractors.core.contract import Evidence
from extractors.core.document import Cell, SectionKind, Table
from extractors.core.paper import Paper
from extractors.core.vocabulary import vocabulary
from extractors.tabular.key import Key, key_of
from extractors.tabular.values import Value, read_value

_STATISTIC_WORD = r"(?:median|mean|average|range|min(?:imum)?|max(?:imum)?|s\.?d\.?|iqr|interquartile|standard deviation|years?|yrs?|months?|±)"
STATISTIC = re.compile(rf"[\s(]*{_STATISTIC_WORD}(?:[\s(),;/±\[\]–-]|and|to|{_STATISTIC_WORD})*", re.I)
_HAS_STATISTIC = re.compile(r"\b(?:median|mean|average|range)\b", re.I)
_JOINED = re.compile(
    r"(?P<head>sex|gender|h[iy]stolog(?:y|ic(?:al)? (?:sub-?)?types?)|sub-?types?)\s*[:,]?\s+(?P<own>(?:fe)?males?|m|f|(?:wo)?men|[A-Z][\w-]+(?: [\w-]+){0,3})",
    re.I,
)
_LIMIT = re.compile(r"[<>≥≤⩽⩾=]+\s*\d|\d+\s*[-–]\s*\d+\b")
P_VALUE = re.compile(
    r"\bp\b(?:[- ]?values?)?[a-z]?\W*$|^p(?:[- ]?values?)? ?\((?!n\b)|\bp[- ]?values?\b|log[- ]?rank|chi[- ]?square|heterogeneity|(?:^|\s)(?-i:[pP]\s?[a-f])\s*$",
    re.I,
)
_P_CELL = re.compile(r"\(?\s*p\s*[=<>≤≥].*", re.I)
TOTAL = re.compile(r"\b(?:n|N)\s*=\s*(\d[\d,]*)(?:[a-d]\b)?")
NUMBER_LABEL = re.compile(r"(?:no\.|n|number)(?: of (?:patients|pts|cases|subjects))?[\s:;,]*", re.I)
_COUNTED = re.compile(
    rf"\W*{NUMBER_LABEL.pattern}(?:events?|patients?)?\W*(?:%|per ?cent(?:age)?)(?: of (?:patients|pts|cases|subjects))?\W*",
    re.I,
)
_CATEGORY = re.compile(r"c?(?:[CP]R|PD)\b.*", re.S)
_ORDINAL = re.compile(r"\d{1,3}[.)]")
# What a list prints before its items: "2. ", "b) ", "(iii) ", "1.4 ", "- ".
_LISTED = re.compile(
    r"(?:\(?(?:\d{1,2}|[A-Ha-h]|[ivx]{1,4}|(?:II|III|IV|VI{0,3}|IX))[.)]|\d{1,2}\.\d{1,2}\.?|[•▪●◦‣■○◆·–—-])\s+(?=[^\W\d]{2}|[≥≤<>])"
)
_VALUES = ("number", "percent", "range")
_UNTOLD = 0.8


@dataclass(frozen=True)
class Row:
    """A body row: its own label, the headings it stands under (outermost first), and all its cells."""

    index: int
    label: str
    groups: tuple[str, ...]
    cells: tuple[Cell, ...]
    head: bool = False

    @property
    def group(self) -> str:
        """The nearest heading, empty for none."""
        return self.groups[-1] if self.groups else ""


@dataclass(frozen=True)
class Grid:
    """One table with its key; `stub` leading columns hold labels, the rest values."""

    table: Table
    key: Key
    columns: tuple[str, ...]
    stub: int
    rows: tuple[Row, ...]
    header_text: str = ""
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def caption(self) -> str:
        return re.sub(r"^\s*(?:table|tab\.|fig(?:ure|\.)?)\s*[\w.]+[\s.:|–-]*", "", self.table.caption.text, flags=re.I)

    def trust(self, usual: float) -> float:
        """The confidence in what a cell states of a stratum, less where the header does not tell the columns apart."""
        return round(usual * _UNTOLD, 3) if self.table.untold else usual

    @property
    def notes(self) -> str:
        """All notes as one text."""
        return " ".join(note.text for note in self.table.notes)

    def evidence(self, row: int, *columns: int) -> tuple[Evidence, ...]:
        """The ranges of some cells of a body row; empty when they left no trace in the text."""
        cells = self.table.rows[row]
        return tuple(
            Evidence(start=r.start, end=r.end, section=SectionKind.TABLE.value, table=self.table.number, row=row, column=c)
            for c in columns
            for r in (cells[c].ranges if c < len(cells) else ())
            if r.end > r.start
        )  # fmt: skip

    def value(self, row: Row, column: int) -> Value:
        """A cell read as a value."""
        return read_value(row.cells[column].text) if column < len(row.cells) else Value("none")

    @cached_property
    def says_percent(self) -> bool:
        """Whether the rows begin with what all cells hold, on a line of its own: "number of patients (percent)"."""
        return bool(self.rows and self.rows[0].head and _COUNTED.fullmatch(self.rows[0].label))

    @cached_property
    def body(self) -> tuple[Row, ...]:
        """Rows that hold values."""
        return tuple(r for r in self.rows if not r.head)


def grid_of(table: Table, paper: Paper) -> Grid:
    """The grid of one table."""
    columns = table.columns
    width = len(columns)
    stub = _stub(table, columns)
    key = key_of(table, paper)
    rows = tuple(
        replace(row, label=key.unmarked(row.label), groups=tuple(key.unmarked(g) for g in row.groups))
        for row in _rows(table, stub, width)
    )
    head = [c for row in table.header for c in row if c.ranges]
    text = paper.document.text[min(c.start for c in head) : max(c.end for c in head)] if head else ""
    return Grid(table, key, columns, stub, rows, text)


def _stub(table: Table, columns: tuple[str, ...]) -> int:
    """How many leading columns hold labels: those that share the first one's header or have none, and hold words."""
    stub = 1
    while stub < len(columns) - 1 and columns[stub] in ("", columns[0]):
        cells = [row[stub].text for row in table.rows if stub < len(row) and row[stub].text]
        if _indented(table, stub):
            stub += 1
            continue
        words = sum(read_value(text).kind not in _VALUES for text in cells)
        if not cells or words < 0.7 * len(cells):
            break
        stub += 1
    return stub


def _indented(table: Table, column: int) -> bool:
    """Whether a column goes on with the labels of the one before it: headings there, in each other row a label here."""
    rows = [row for row in table.rows if column < len(row) and (row[column - 1].text or row[column].text)]
    here = sum(bool(row[column].text) for row in rows)
    apart = sum(bool(row[column].text) != bool(row[column - 1].text) for row in rows)
    return here >= 3 and len(rows) - here >= 2 and apart >= 0.9 * len(rows) and not table.columns[column]


def _rows(table: Table, stub: int, width: int) -> Iterator[Row]:
    tests = frozenset(k for k, header in enumerate(table.columns) if P_VALUE.search(header) or _tests(table, k))
    drafts = [_draft(index, cells, stub, tests) for index, cells in enumerate(table.rows)]
    categories = any(_CATEGORY.fullmatch(row.label) for row, _ in drafts)
    outer, inner, last_head, lead = "", "", False, ""
    spanned, before = "", ""
    for k, (row, over) in enumerate(drafts):
        spanned = over if over else (spanned if row.label and not row.cells[0].text and stub > 1 else "")
        if row.head:
            outer, inner = (
                (inner, row.label)
                if last_head
                else (outer if _stratum(outer) and not _stratum(row.label) else "", row.label)
            )
            last_head, lead = True, ""
            yield replace(row, groups=tuple(g for g in (outer,) if g))
            continue
        last_head = False
        if over and len([c for c in row.cells[:stub] if c.text]) == 1:
            outer, inner, spanned = "", over, ""
        if (
            row.label
            and k + 1 < len(drafts)
            and not (spanned or drafts[k + 1][1])
            and not _HAS_STATISTIC.search(row.label)
            and not (NUMBER_LABEL.fullmatch(row.label) or row.label[0].isdigit())
            and _is_statistic(drafts[k + 1][0].label)
            and not any("(" in c.text or "%" in c.text for c in row.cells[stub:])
            and not (categories and drafts[k + 1][0].label == "SD")
        ):
            # a heading that carries a figure of its own ("Age at diagnosis | 18.1", then "median (min-max)")
            yield replace(row, groups=())
            outer, inner, lead = "", row.label, ""
            continue
        if not _is_statistic(row.label):
            lead = _stem(row.label) if _HAS_STATISTIC.search(row.label) else ""
        elif lead and not spanned:
            # "Median age (years)", then a row "Range" of its own
            yield replace(row, groups=(lead,))
            continue
        groups = tuple(g for g in (outer, inner, spanned) if g)
        if not groups and _LIMIT.match(row.label) and before:
            groups = (re.split(r",|\bmedian|\bmean", before, flags=re.I)[0].strip() or before,)
        elif not _LIMIT.match(row.label):
            before = row.label
        yield replace(row, groups=groups)


def _stem(label: str) -> str:
    """What a label is about, its statistics left out: "Age (years)" of "Median age (years)"."""
    plain = re.sub(r"\b(?:median|mean|average|range|s\.?d\.?|iqr)\b\.?|±|\(\W*\)", " ", label, flags=re.I)
    return " ".join(re.sub(r"\(\W*\)", " ", plain).split()).strip(" ,;:-–")


def _tests(table: Table, column: int) -> bool:
    """Whether nothing but p-values fills a column without a header."""
    cells = [row[column].text for row in table.rows if column < len(row) and row[column].text]
    return bool(column and cells and not table.columns[column]) and all(_P_CELL.fullmatch(c) for c in cells)


def _stratum(text: str) -> bool:
    return bool(re.search(r"\(\s*n\s*=", text, re.I))


def _two(head: str, own: str) -> bool:
    """Whether a label is a heading that ran into its first row: "Sex Female", "Histology Leiomyosarcoma"."""
    if head.lower() in ("sex", "gender"):
        return bool(re.fullmatch(r"(?:fe)?males?|m|f|(?:wo)?men", own, re.I))
    return vocabulary().lookup(own, "histotype") is not None


def _is_statistic(label: str) -> bool:
    return bool(label) and bool(STATISTIC.fullmatch(label))


def _draft(index: int, cells: tuple[Cell, ...], stub: int, tests: frozenset[int]) -> tuple[Row, str]:
    """A row with its own label, and the label that spans it from a column before."""
    labels = [_LISTED.sub("", c.text, count=1) if _LISTED.match(c.text) else c.text for c in cells[:stub]]
    labels = [text for text in labels if text and not _ORDINAL.fullmatch(text)]
    labels = list(dict.fromkeys(labels))
    values = [c.text for k, c in enumerate(cells) if c.text and k >= stub and k not in tests]
    head = bool(labels) and (
        not values or (len(cells) > 2 and len(set(values)) == 1 and values[0] in (labels[-1], cells[0].text))
    )
    own = labels[-1] if labels else ""
    if len(labels) == 1 and values and (m := _JOINED.fullmatch(own)) and _two(m["head"], m["own"]):
        labels, own = [m["head"], m["own"]], m["own"]
    over = labels[0] if len(labels) > 1 else ""
    if head:
        own, over = " ".join(labels), ""
    return Row(index, " ".join(own.split()), (), cells, head), over


def grids(paper: Paper) -> Iterable[Grid]:
    """The grids of a paper that have a body; read once a paper, since every extractor of tables asks for them."""
    held: list[Grid] | None = paper.memo.get("grids")
    if held is None:
        shown = (t for t in paper.tables if t.rows and max(len(r) for r in t.rows) > 1)
        held = paper.memo["grids"] = [grid_of(table, paper) for table in shown]
    return held
