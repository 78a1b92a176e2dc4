"""Tables of single patients, one a row or one a column: whose number, and what is said of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.core import cues as re
from extractors.core.contract import Attribution, Evidence, Term
from extractors.tabular.fields import Field, header_role, read_field, read_joined
from extractors.tabular.grid import Grid, Row
from extractors.tabular.headings import reread
from extractors.tabular.key import Key, bare
from extractors.tabular.reseat import seats
from extractors.tabular.roles import attribution
from extractors.tabular.study import Study

_HEADER = re.compile(
    r"(?:patients?|pts?|cases?|subjects?|pat|id|no|nr|n°|number)\b[\s.:]*(?:no|nr|id|n°|number|identifier)?[\s.:]*",
    re.I,
)
_WORD = r"(?:patients?|pts?|cases?|subject|pat|no|nr|n°)\.?"
_LABEL = re.compile(
    rf"(?:{_WORD}\s*)?(?:no\.?\s*)?(?P<id>[A-Z]{{0,4}}[-_ ]?\d{{1,4}}(?:[-.]\d{{1,3}})?)(?P<mark>[a-z*†‡§¶#]{{0,3}})\.?",
    re.I,
)
_LETTER = re.compile(rf"(?:{_WORD}\s*)?(?P<id>[A-N]|I{{1,3}}|IV|VI{{0,3}}|IX)(?P<mark>[*†‡§¶#]{{0,3}})\.?")
_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
_COLUMN = re.compile(
    rf"{_WORD.replace('|no|nr|n°', '')}\s*(?:no\.?|#|n°)?\s*(?P<id>[A-Z]?\d{{1,3}}|[A-H]|I{{1,3}}|IV|V)\b.*", re.I
)


@dataclass(frozen=True)
class Entry:
    """One cell of a patient: its column's field, the text, the notes that its marks point to, where it stands."""

    field: Field
    text: str
    note: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Patient:
    """A patient of a table; `notes` belong to the marks on the label."""

    label: str
    entries: tuple[Entry, ...]
    notes: tuple[tuple[str, tuple[Evidence, ...]], ...]
    histotype: Term | None
    drugs: tuple[Term, ...]
    attribution: Attribution
    key: Key

    def of(self, *roles: str) -> list[Entry]:
        """Entries of these roles, in order."""
        return [e for e in self.entries if e.field.role in roles]


def patient_rows(grid: Grid, study: Study) -> tuple[Patient, ...]:
    """The patients of a table, empty when it is not a table of patients."""
    held: tuple[Patient, ...] | None = grid.memo.get("patients")
    if held is None:
        held = grid.memo["patients"] = _in_rows(grid, study) or _unnumbered(grid, study) or _in_columns(grid, study)
    return held


def _in_rows(grid: Grid, study: Study) -> tuple[Patient, ...]:
    rows = [r for r in grid.body if r.cells and r.cells[0].text]
    numbered = _LETTER if _lettered(rows) else _LABEL
    labels = [numbered.fullmatch(r.cells[0].text.strip()) for r in rows]
    fitting = [(r, m) for r, m in zip(rows, labels, strict=True) if m]
    if not fitting or len(fitting) < 0.7 * len(rows) or len({m["id"] for _, m in fitting}) < 0.6 * len(fitting):
        return ()
    columns = _columns(grid, [r for r, _ in fitting], study)
    roles_of = [header_role(h, grid.key) for h in columns]
    header = bare(columns[0])
    named = bool(_HEADER.fullmatch(header)) or all(re.match(_WORD, r.cells[0].text, re.I) for r, _ in fitting)
    seated = {r.index: seats([c.text for c in r.cells], roles_of, grid.key) for r, _ in fitting}
    fields = _fields(columns, [r for r, _ in fitting], grid.key, seated)
    roles = {f.role for column in fields.values() for f in column}
    if not ((named and len(roles) >= 2) or (header == "" and len(roles) >= 4 and len(fitting) >= 2)):
        return ()
    return tuple(_patient(grid, row, m["id"], m["mark"], fields, study, seated[row.index]) for row, m in fitting)


def _lettered(rows: Sequence[Row]) -> bool:
    """Whether the patients are A, B, C ... or I, II, III ... in order."""
    found = [m["id"] for r in rows if (m := _LETTER.fullmatch(r.cells[0].text.strip()))]
    return len(found) > 1 and (found == list("ABCDEFGHIJKLMN"[: len(found)]) or found == _ROMAN[: len(found)])


def _unnumbered(grid: Grid, study: Study) -> tuple[Patient, ...]:
    """Patients whom nothing but age and sex in the first column tells apart: label `34F`."""
    rows = [r for r in grid.body if r.cells and r.cells[0].text]
    first = read_field(grid.columns[0], [r.cells[0].text for r in rows], grid.key) if rows else ()
    if len(rows) < 2 or {f.role for f in first} != {"age", "sex"}:
        return ()
    seated = {r.index: {k: k for k, c in enumerate(r.cells) if c.text} for r in rows}
    fields = {0: first, **_fields(grid.columns, rows, grid.key, seated)}
    if len({f.role for column in fields.values() for f in column}) < 4:
        return ()
    made: list[Patient] = []
    for row in rows:
        parts = {e.field.role: e.text for e in _split(first, row.cells[0].text, grid.evidence(row.index, 0), grid.key)}
        if not re.fullmatch(r"\d{1,3}", parts.get("age", "")):
            continue
        label = f"{parts['age']}{'F' if re.match('f|w|girl|♀', parts['sex'], re.I) else 'M'}"
        alike = sum(p.label.split()[0] == label for p in made)
        label = f"{label} ({alike + 1})" if alike else label
        made.append(_patient(grid, row, label, "", fields, study, seated[row.index]))
    return tuple(made)


def _columns(grid: Grid, rows: Sequence[Row], study: Study) -> Sequence[str]:
    """The headers, read anew where a flattened table's own name fewer fields than its words can."""
    cells = [[r.cells[k].text for r in rows if k < len(r.cells)] for k in range(len(grid.columns))]
    columns = _closed(grid.columns, cells)
    if not study.flattened or not grid.header_text:
        return columns
    return reread(grid.header_text, columns, cells, grid.key)


def _closed(columns: Sequence[str], cells: Sequence[Sequence[str]]) -> Sequence[str]:
    """The headers with a unit that stands above nothing put back to the header before: "Outcome and follow-up", "(months)"."""
    closed = list(columns)
    for k in range(len(closed) - 1, 0, -1):
        if closed[k].startswith("(") and not any(cells[k]) and closed[k - 1]:
            closed[k - 1], closed[k] = f"{closed[k - 1]} {closed[k]}", ""
    return closed


def _fields(
    columns: Sequence[str], rows: Sequence[Row], key: Key, seated: dict[int, dict[int, int]]
) -> dict[int, tuple[Field, ...]]:
    found = {}
    for k in range(1, len(columns)):
        cells = [r.cells[seated[r.index][k]].text for r in rows if k in seated[r.index]]
        if fields := read_field(columns[k], cells, key):
            found[k] = fields
    return found


def _patient(
    grid: Grid,
    row: Row,
    label: str,
    mark: str,
    fields: dict[int, tuple[Field, ...]],
    study: Study,
    seated: dict[int, int],
) -> Patient:
    entries: list[Entry] = []
    for k, column in fields.items():
        at = seated.get(k)
        if at is not None and row.cells[at].text and (evidence := grid.evidence(row.index, at)):
            entries += _split(column, row.cells[at].text, evidence, grid.key)
    label_at = grid.evidence(row.index, 0)
    label, notes = _label(label, mark, grid.key, label_at)
    patient = Patient(label, tuple(entries), notes, None, (), attribution(grid, row), grid.key)
    return _with_stratum(patient, grid, study)


def _label(
    label: str, mark: str, key: Key, at: tuple[Evidence, ...]
) -> tuple[str, tuple[tuple[str, tuple[Evidence, ...]], ...]]:
    """The patient's number without footnote marks; a letter that no note explains belongs to the number."""
    notes = [(key.note(m), at) for m in (mark, *mark) if key.note(m)]
    letters = mark if mark.isalpha() and not notes else ""
    return " ".join((label + letters).split()), tuple(dict.fromkeys(notes))


def _split(column: tuple[Field, ...], text: str, evidence: tuple[Evidence, ...], key: Key) -> list[Entry]:
    note = ""
    plain = " ".join(text.split())
    if m := re.search(r"(?:(?<=[\dA-Z)+])\s?[a-h]|\s?[*†‡§¶#]{1,3})$", plain):
        note = key.note(m.group().strip())
        if note or not m.group().strip().isalpha():
            plain = plain[: m.start()].rstrip()
    pair = len(column) == 2 and {f.role for f in column} < {"time", "status", "response"}
    if pair and (told := read_joined(column, plain, key)):
        return [Entry(f, told[f.role], note, evidence) for f in column if f.role in told]
    if [f.role for f in column] == ["response", "time"]:
        first = re.split(r"\s*[(,;/]\s*", plain, maxsplit=1)
        rest = first[1].rstrip(") ") if len(first) > 1 else ""
        return [Entry(f, p, note, evidence) for f, p in zip(column, (first[0], rest), strict=True) if p]
    if len(column) == 1:
        return [Entry(column[0], plain, note, evidence)]
    parts = [
        p.strip() for p in re.split(r"\s*/\s*|[,;]\s*|(?<=\d)\s*(?=[MFmf]\b)|(?<=^[MF])\s*(?=\d)", plain) if p.strip()
    ]
    if len(parts) > 2 and "/" in plain:
        parts = [p.strip() for p in plain.split("/", 1)]
    if len(parts) == 1 and column[0].role == "primary_site":
        return [Entry(column[0], parts[0], note, evidence)]
    if len(parts) != 2:
        return []
    return [Entry(f, p, note, evidence) for f, p in zip(column, parts, strict=True)]


def _with_stratum(patient: Patient, grid: Grid, study: Study) -> Patient:
    """The patient's histotype and, where the table tells drugs apart, the drug."""
    histotype = next((histotype_of(e.text, grid.key)[0] for e in patient.of("histotype")), study.histotype)
    drugs = next((grid.key.drugs(e.text) for e in patient.of("treatment")), ())
    for text, _ in patient.notes:
        if re.search(r"\b(?:received|treated with|was on|given)\b", text, re.I) and not drugs:
            drugs = grid.key.drugs(text)
    return replace(patient, histotype=histotype, drugs=drugs)


def histotype_of(text: str, key: Key) -> tuple[Term, str]:
    """A patient's tumour type, and its grade as printed where the cell adds one."""
    plain = bare(text)
    if key.concept(plain, "histotype") is None and (m := re.fullmatch(r"([^()]+?)\s*\(([^()]+)\)", plain)):
        turned = f"{m[2]} {m[1]}"  # "Liposarcoma (dedifferentiated)"
        plain = turned if key.concept(turned, "histotype") else plain
    grade = re.search(r",?\s*\(?((?:high|low|intermediate)[- ]grade|grade (?:[1-4]|I{1,3}|IV)|G[1-4])\)?", plain, re.I)
    if grade and key.concept(plain, "histotype") is None:
        rest = (plain[: grade.start()] + " " + plain[grade.end() :]).strip(" ,;")
        if rest:
            return key.term(rest, "histotype"), grade[1]
    return key.term(plain, "histotype"), ""


def _in_columns(grid: Grid, study: Study) -> tuple[Patient, ...]:
    """Patients side by side: headers name them, row labels are the fields."""
    heads = {k: m for k in range(1, len(grid.columns)) if (m := _COLUMN.fullmatch(bare(grid.columns[k]).strip()))}
    if len(heads) < 2 or len(heads) < len(grid.columns) - grid.stub:
        return ()
    fields = {}
    for row in grid.body:
        cells = [row.cells[k].text for k in heads if k < len(row.cells)]
        if found := read_field(
            " ".join((row.group, row.label)).strip() if not row.label else row.label, cells, grid.key
        ):
            fields[row.index] = (row, found)
    if len(fields) < 3:
        return ()
    made = []
    for k, m in heads.items():
        entries: list[Entry] = []
        for row, column in fields.values():
            if k < len(row.cells) and row.cells[k].text and (evidence := grid.evidence(row.index, k)):
                entries += _split(column, row.cells[k].text, evidence, grid.key)
        patient = Patient(m["id"], tuple(entries), (), None, (), "own", grid.key)
        made.append(_with_stratum(patient, grid, study))
    return tuple(made)
