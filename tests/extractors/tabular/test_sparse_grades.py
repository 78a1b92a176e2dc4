"""Short rows of flattened tables of grades: a share of the severe grades tells which cells are empty."""

from pathlib import Path

from pipeline.outcome import process_file

_HEAD = "Results\n\nToxicity is shown in Table 2.\n\n"


def _grades(tmp_path: Path, table: str) -> set[tuple[str, str, int | None, float | None]]:
    path = tmp_path / "paper.txt"
    path.write_text(_HEAD + table, encoding="utf-8")
    return {
        (r.term, r.grade, r.n, float(r.percent) if r.percent is not None else None)
        for r in process_file(path, "paper").records
        if r.kind == "toxicity"
    }


def test_a_share_of_the_severe_grades_decides(tmp_path: Path) -> None:
    table = """Table 2 Side effects by patient (N = 50)

Toxicity Grade 1 (No.) Grade 2 (No.) Grade 3 (No.) Grade 4 (No.) Grade 3-4 (%)
Nausea 20 12 4 1 10
Fatigue 21 9 5 2 14
Anaemia 14 8 3 1 8
Vomiting 11 6 2 4
Stomatitis 9 4 0
Proteinuria 3 1 4
"""
    found = _grades(tmp_path, table)
    assert {("vomiting", "3", 2, None), ("vomiting", "3-4", None, 4.0), ("mucositis oral", "2", 4, None)} <= found
    assert not any(term == "proteinuria" for term, *_ in found)


def test_a_grade_above_the_labels_tells_that_the_header_slipped(tmp_path: Path) -> None:
    rows = "Nausea\t7 (58.3)\t3 (25.0)\nMalaise\t6 (50.0)\t1 (8.3)\nVomiting\t5 (41.7)\t1 (8.3)\n"
    slipped = f"Table 2 Adverse reactions\n\n≥G1\t≥G3 n (%)\tN = 12 n (%)\n{rows}"
    told = slipped.replace("≥G1\t≥G3 n (%)\tN = 12 n (%)", "Event\t≥G1 n (%)\t≥G3 n (%)")
    assert {("nausea", "3-5", 3, 25.0), ("nausea", "any", 7, 58.3)} <= _grades(tmp_path, told)
    assert not _grades(tmp_path, slipped)
