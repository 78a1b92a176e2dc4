"""Short rows of flattened tables of grades: the highest grades are empty, unless something speaks against it."""

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


_PLAIN = """Table 2 Side effects in 50 patients

Toxicity Grade 1 Grade 2 Grade 3 Grade 4
Nausea 20 12 4 1
Fatigue 21 9 5 2
Anaemia 14 8 3 1
Vomiting 11 6
Alopecia 22 10
Stomatitis 9 4 1
Febrile neutropenia 3 2
Constipation 4 7 8
"""


def test_figures_fill_the_lowest_grades(tmp_path: Path) -> None:
    found = _grades(tmp_path, _PLAIN)
    assert {("vomiting", "1", 11, None), ("vomiting", "2", 6, None), ("mucositis oral", "3", 1, None)} <= found
    assert not any(term == "febrile neutropenia" for term, *_ in found)
    assert not any(term == "constipation" for term, *_ in found)


def test_zeros_elsewhere_leave_short_rows_open(tmp_path: Path) -> None:
    found = _grades(tmp_path, _PLAIN.replace("Anaemia 14 8 3 1", "Anaemia 14 8 3 0"))
    assert not any(term == "vomiting" for term, *_ in found)


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
