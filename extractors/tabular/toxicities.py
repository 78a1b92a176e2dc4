"""Adverse events by grade and drug, and a patient's own in a table of patients."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.contract import Evidence, Term, ToxicityFinding
from extractors.core.paper import Paper
from extractors.quantities.grades import GRADE, parse_grade
from extractors.tabular.captioned import of_caption
from extractors.tabular.columns import Block, blocks, distinct, read_columns, stratum
from extractors.tabular.events import events
from extractors.tabular.grid import TOTAL, Grid, Row, grids
from extractors.tabular.key import Key, bare
from extractors.tabular.laboratory import laboratory_term
from extractors.tabular.patient_rows import Patient, patient_rows
from extractors.tabular.roles import attribution, is_plan, is_toxicity
from extractors.tabular.sparse_grades import lowest_first
from extractors.tabular.study import Study, study_of
from extractors.tabular.sums import certain, sum_rules
from extractors.tabular.values import Value

_SUMS = re.compile(
    r"(?:sub-?)?totals?|sum|all|n|(?:no\.|number) of (?:patients|cycles|courses)|patients|evaluable\b.*|(?:median|mean|range)\b.*",
    re.I,
)

_DECIMAL = re.compile(r"\d+[.,]\d+")
# Days and scores of an event are no patients who had it.
_MEASURED = re.compile(
    r"^(?:not (?:known|graded|gradable|available|reported|recorded|stated)|unknown|ungraded|missing)\b|\b(?:mean|median|average|duration|scores?|time to|onset|ratio|difference)\b|(?<!\d )(?<!\d[-–])\b(?:days|weeks|months)\W*$",
    re.I,
)
# What a neighbouring column says of the patient or the tumour, where cells have run together.
_NO_EVENT = re.compile(
    r"^(?:dead|died|alive|AWD|DOD|NED)\b|\b(?:fusion|amplification|mutation|deletion|rearrangement|translocation)s?\b",
    re.I,
)
_SAME = re.compile(r"(?P<name>.+?)\s*\((?P<inner>[^()]+)\)")
_CLASS = re.compile(r"\b(?:toxicit(?:y|ies)|disorders?|events?|symptoms)$", re.I)


class TabularToxicities:
    """Reads tables of adverse events, and the toxicity column of a table of patients."""

    name = "tabular.toxicities"
    needs = frozenset({"drug", "toxicity"})
    finding = ToxicityFinding

    def extract(self, paper: Paper) -> Iterator[ToxicityFinding]:
        """Yield findings table by table, row by row."""
        study = study_of(paper)
        for grid in grids(paper):
            if is_plan(grid):
                continue
            patients = patient_rows(grid, study)
            for patient in patients:
                yield from _of_patient(patient)
            if not patients and is_toxicity(grid):
                yield from _by_grade(grid, study)


def _of_patient(patient: Patient) -> Iterator[ToxicityFinding]:
    told = [(e.text, e.evidence, False, _of_header(e.field.header)) for e in patient.of("toxicity")]
    told += [(e.note, e.evidence, True, "") for e in patient.entries if e.note]
    told += [(text, evidence, True, "") for text, evidence in patient.notes]
    for text, evidence, known_only, default in told:
        for term, grade in events(text, patient.key, known_only):
            if _NO_EVENT.search(term.label):
                continue
            yield ToxicityFinding(
                term=term, grade=grade or default, patient=patient.label, histotype=patient.histotype, drugs=patient.drugs,
                attribution=patient.attribution, evidence=evidence, method="toxicity.table_patient", confidence=0.9,
            )  # fmt: skip


def _of_header(header: str) -> str:
    """The grade of all events of a column: "Grade 3–4 toxicity"."""
    found = re.search(GRADE, header, re.I)
    return parse_grade(found.group()) if found else ""


# A row that counts the patients with any event at all.
_ANY = re.compile(
    r"(?:any|all)(?:[- ]grade)? (?P<name>(?:(?:treatment|drug|immune|therapy)[- ](?:related|emergent) |serious )?(?:adverse (?:drug )?)?(?:events?|reactions?)|"
    r"(?P<short>(?:TR|TE|ir|IR|S)?AEs?))",
    re.I,
)
_SPELT = {"tr": "treatment-related ", "te": "treatment-emergent ", "ir": "immune-related ", "s": "serious "}


def _any_event(plain: str) -> Term | None:
    """ "Any irAE" as "immune-related adverse event"."""
    m = _ANY.fullmatch(plain)
    if m is None:
        return None
    if m["short"]:
        name = _SPELT.get(m["short"].lower().removesuffix("s").removesuffix("ae"), "") + "adverse event"
    else:
        name = m["name"].lower().removesuffix("s")
    return Term(printed="adverse event" if name == "event" else name)


def term_of(label: str, key: Key) -> Term:
    """An event as the paper names it, with its CTCAE term where the whole name is one."""
    plain = bare(label)
    if every := _any_event(plain):
        return every
    if test := laboratory_term(plain, key):
        return Term(printed=plain, concept=test)
    found = key.term(plain, "toxicity")
    if _CLASS.search(plain) or "other, specify" in found.concept.lower():
        # a class of events is none of the terms that it holds
        return Term(printed=key.long(plain) or plain)
    return found if found.concept else _said_twice(plain, key) or found


def _said_twice(plain: str, key: Key) -> Term | None:
    """A name with its short form, an example or another name of the same event in parentheses: "Stomatitis (mucositis)"."""
    m = _SAME.fullmatch(plain)
    named = key.concept(m["name"], "toxicity") if m else None
    if m is None or named is None or "other, specify" in named.label.lower() or _CLASS.search(m["name"]):
        return None
    other = key.concept(m["inner"], "toxicity")
    short = re.fullmatch(r"[A-Z]{2,6}|(?:including|incl\.?|e\.g\.?|such as)\b.*", m["inner"])
    same = other is None if short else other is not None
    return Term(printed=plain, concept=named.label) if same and other in (None, named) else None


def _by_grade(grid: Grid, study: Study) -> Iterator[ToxicityFinding]:
    columns = read_columns(grid, study)
    if len(columns) > 2 and not any(bare(c.header) for c in columns):
        return  # the header was lost: nothing says whose figures these are
    if grid.stub and re.fullmatch(GRADE, bare(grid.columns[0]), re.I):
        return  # a grade above the labels: the header has slipped
    shown = [b for b in distinct(blocks(columns)) if not _MEASURED.search(bare(b.first.header))]
    rules = sum_rules(grid, shown) if study.flattened else []
    named = re.search(GRADE, grid.caption, re.I)
    default = parse_grade(named.group()) if named else ""
    in_caption = TOTAL.search(grid.caption)
    whole = int(in_caption[1].replace(",", "")) if in_caption else None
    for row in grid.body:
        label = bare(row.label)
        if _MEASURED.search(row.group) or re.search(r"\bduration of\b|\btime to\b", label, re.I):
            continue
        if len(re.sub(r"[^A-Za-z]", "", label)) < 2 or _SUMS.fullmatch(label):
            continue
        open_row = row.index in grid.table.unsettled and not rules
        seated = lowest_first(grid, row, shown, whole) if open_row else {}
        for column, cell in (seated or certain(grid, row, shown, rules)).items():
            if open_row and not seated and shown[cell].first.grade not in ("", "any"):
                continue  # its grade is a guess
            yield from _cell(grid, row, shown[column], shown[cell], default, whole, study)


def _cell(
    grid: Grid, row: Row, block: Block, cell: Block, default: str, whole: int | None, study: Study
) -> Iterator[ToxicityFinding]:
    """What one cell states; `block` is the column that it belongs to, `cell` where it is printed."""
    value = cell.value(grid, row)
    if block.first.measure == "percent" and value.kind == "number" and value.number is not None:
        value = Value("percent", percent=value.number)
    n = value.count
    evidence: tuple[Evidence, ...] = grid.evidence(row.index, *cell.indices)
    if not evidence or value.kind not in ("number", "percent") or (n is None and value.percent is None):
        return
    if re.search(r"\bgrade 0\b|\bnone\b", block.first.header, re.I):
        return
    drugs, subgroup, total = _stratum(grid, row, block, study)
    total = value.total or total or (whole if not (drugs or subgroup or block.first.histotype) else None)
    if n is not None and total is not None and n > total:
        return
    if n is not None and value.percent is None and _DECIMAL.fullmatch(row.cells[cell.indices[0]].text.strip()):
        return  # "0.0": a share, whose header does not say so
    yield ToxicityFinding(
        term=term_of(row.label, grid.key), grade=block.first.grade or default, n=n, total=total, percent=value.percent,
        drugs=drugs, histotype=block.first.histotype, subgroup=subgroup, attribution=attribution(grid, row),
        evidence=evidence, method="toxicity.table", confidence=grid.trust(0.95),
    )  # fmt: skip


def _stratum(grid: Grid, row: Row, block: Block, study: Study) -> tuple[tuple[Term, ...], str, int | None]:
    """Drugs, subgroup and total of a cell: by its column, else by the heading of its rows, else by the caption."""
    column = block.first
    if not column.every:
        return column.drugs, column.subgroup, column.total
    for group in reversed(row.groups):
        total = TOTAL.search(group)
        drugs = grid.key.drugs(group, misspelt=True)
        if drugs or total:
            drugs, subgroup = (drugs, "") if drugs else stratum(group, grid.key, study)
            return drugs, subgroup, int(total[1].replace(",", "")) if total else column.total
    return *of_caption(grid, study), column.total
