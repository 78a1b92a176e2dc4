from __future__ import annotations

from pathlib import Path

from extractors.core.document import Document, SectionKind, Table
from pipeline.ingest.jats import read_jats
from tests.pipeline.ingest.jats.articles import article, saved

SPANS = """<table-wrap><label>Table II.</label><caption><title>Side effects.</title><p>By arm.</p></caption><table>
<thead><tr><th rowspan="2">Event</th><th colspan="2">Arm A</th><th>Arm B</th></tr>
<tr><th>G1<sup>a</sup></th><th>G3</th><th>G1</th></tr></thead>
<tbody><tr><td colspan="4">Blood</td></tr>
<tr><td rowspan="2">Anaemia</td><td>3 (10)</td><td/><td>1</td></tr>
<tr><td colspan="2">none</td><td>2</td></tr><tr><td colspan="4"><hr/></td></tr></tbody></table>
<table-wrap-foot><fn><label>a</label><p>Grade one.</p></fn><p>G, grade.</p></table-wrap-foot></table-wrap>"""


def read(folder: Path, body: str) -> Document:
    return read_jats(saved(folder, article(body)), "paper")


def words(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in (*table.header, *table.rows)]


def test_spans_are_expanded_and_every_cell_is_its_range(tmp_path: Path) -> None:
    document = read(tmp_path, f"<sec><title>Results</title><p>Before.</p>{SPANS}<p>After.</p></sec>")
    assert document.tables is not None
    (table,) = document.tables
    assert words(table) == [
        ["Event", "Arm A", "Arm A", "Arm B"],
        ["Event", "G1a", "G3", "G1"],
        ["Blood", "", "", ""],
        ["Anaemia", "3 (10)", "", "1"],
        ["Anaemia", "none", "none", "2"],
    ]
    assert table.columns == ("Event", "Arm A G1a", "Arm A G3", "Arm B G1")
    assert (table.number, table.caption.text) == ("II", "Table II. Side effects. By arm.")
    assert [note.text for note in table.notes] == ["a Grade one.", "G, grade."]
    cells = [c for row in (*table.header, *table.rows) for c in row if c] + [table.caption, *table.notes]
    assert all(document.text[c.start : c.end] == c.text for c in cells)
    assert all(table.start <= c.start < c.end <= table.end for c in cells)


def test_the_section_goes_on_after_a_table(tmp_path: Path) -> None:
    document = read(tmp_path, f"<sec><title>Results</title><p>Before.</p>{SPANS}<p>After.</p></sec>")
    assert document.sections is not None
    kinds = [s.kind for s in document.sections if document.text.index("Before") <= s.end]
    assert kinds == [SectionKind.RESULTS, SectionKind.TABLE, SectionKind.RESULTS]


def test_a_table_without_head_takes_its_first_row_where_only_the_others_count(tmp_path: Path) -> None:
    rows = "<tr><td>Sex</td><td>Number</td></tr><tr><td>Male</td><td>4</td></tr><tr><td>Female</td><td>5</td></tr>"
    document = read(tmp_path, f"<table-wrap><label>Table 1</label><table><tbody>{rows}</tbody></table></table-wrap>")
    assert document.tables is not None
    assert [len(document.tables[0].header), len(document.tables[0].rows)] == [1, 2]


def test_a_table_as_image_is_a_warning_and_its_caption_stays(tmp_path: Path) -> None:
    wrap = "<table-wrap><label>Table 3</label><caption><p>Doses</p></caption><graphic/></table-wrap>"
    document = read(tmp_path, wrap + SPANS)
    assert document.unread == ("Table 3: printed as an image; its rows are not in the file",)
    assert "Table 3 Doses" in document.text
    assert document.tables is not None
    assert [t.number for t in document.tables] == ["II"]


def test_ten_thousand_rows_are_read_whole(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>{k}</td><td>{2 * k}</td></tr>" for k in range(10_000))
    head = "<thead><tr><th>Patient</th><th>Dose</th></tr></thead>"
    document = read(
        tmp_path, f"<table-wrap><label>Table 1</label><table>{head}<tbody>{rows}</tbody></table></table-wrap>"
    )
    assert document.tables is not None
    assert len(document.tables[0].rows) == 10_000
    assert document.tables[0].rows[-1][1].text == "19998"


def test_a_hostile_span_neither_fills_the_memory_nor_loses_other_tables(tmp_path: Path) -> None:
    rows = "<tr><td colspan='999999' rowspan='999999'>x</td></tr>" * 4_000
    hostile = f"<table-wrap><label>Table 9</label><table><tbody>{rows}</tbody></table></table-wrap>"
    document = read(tmp_path, hostile + SPANS)
    assert document.tables is not None
    assert document.tables[-1].number == "II"
    assert sum(len(r) for r in document.tables[0].rows) <= 1_000_400
    assert "rows left out" in document.unread[0]


def test_a_first_row_that_says_what_the_columns_hold_is_of_the_header(tmp_path: Path) -> None:
    head = '<thead><tr><th/><th colspan="2">Crude</th><th colspan="2">Adjusted</th></tr></thead>'
    units = "<tr><td/><td>HR (95% CI)</td><td>P-value</td><td>HR (95% CI)</td><td>P-value</td></tr>"
    row = "<tr><td>Age</td><td>1.3 (1.1–1.6)</td><td>0.01</td><td>1.1 (0.9–1.4)</td><td>0.3</td></tr>"
    wrap = f"<table-wrap><label>Table 1</label><table>{head}<tbody>{units}{row}</tbody></table></table-wrap>"
    document = read(tmp_path, f"<sec><title>Results</title><p>Before.</p>{wrap}</sec>")
    assert document.tables is not None
    assert document.tables[0].columns[1:3] == ("Crude HR (95% CI)", "Crude P-value")
    plain = wrap.replace(units, "<tr><td/><td>3</td><td>4</td><td>5</td><td>6</td></tr>")
    tables = read(tmp_path, f"<sec><title>Results</title><p>Before.</p>{plain}</sec>").tables
    assert tables is not None
    assert len(tables[0].rows) == 2
