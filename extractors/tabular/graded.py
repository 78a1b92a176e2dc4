"""Headers of grades: beside the word that spans them, or read anew where a flattened table's cells were shared out amiss."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractors.core import cues as re
from extractors.quantities.grades import GRADE
from extractors.tabular.grid import TOTAL, Grid, Row
from extractors.tabular.key import Key

_LEVEL = r"(?:[≥⩾>]\s?)?(?:[0-5]|IV|I{1,3}|V)(?:\s?(?:[-–/]|and|or|to)\s?(?:[1-5]|IV|I{1,3}|V))?"
_SPANNED = re.compile(
    rf"(?P<word>\bgrades?)[*†‡§]?(?P<unit>(?:[\s,;:]*(?:\([^()]*\)|(?:n|no\.?|number(?: of (?:patients|pts|events))?|patients|pts|by|per|patient|of|toxicity|NCI|CTC(?:AE)?|WHO|v(?:ersion)?\.?|%)(?![a-z])|v?\d\.\d{{1,2}}))+)[\s,;:]+(?P<level>{_LEVEL})(?P<rest>\W*(?:\b(?:n|no\.?)\W*)?(?:\(?%\)?)?)$",
    re.I,
)


@lru_cache(maxsize=2048)
def under_grades(header: str) -> str:
    """A header with the grade beside the word that spans it: "Grade (CTCAE v5.0), n | 3" is "grade 3, n"."""
    if not (m := _SPANNED.search(header)):
        return header
    counted = " (%)" if "%" in m["unit"] and "%" not in m["rest"] else ""
    size = f" ({found[0]})" if (found := TOTAL.search(m["unit"])) else ""
    return f"{header[: m.start()]}{m['word']} {m['level']}{m['rest']}{counted}{size}"


_LEVELS = r"(?:[1-5]|IV|I{1,3}|V)(?:\s?[-–/]\s?(?:[1-5]|IV|I{1,3}|V))?"
_LISTED = re.compile(rf"\bgrades?((?:\s+{_LEVELS}(?![\w.])){{2,}})", re.I)
_GRADED = re.compile(rf"(?P<grade>{GRADE})|\b(?:all|any|total|overall)(?: (?:grades?|events?|patients))?\b", re.I)
_SIZE = re.compile(r"\(?\s*\b[nN]\s*=\s*\d+\s*\)?")
# What a line of a header says that was left among the rows: "4 Total", "Grade 3-4".
_OF_HEADER = re.compile(r"(?:\b(?:grades?|total|all|any|overall|or|higher|greater|n|no)\b|[\d\s()%,.;/≥>=–-])+", re.I)
_GRADES_TO_A_TABLE = 2


def regraded(grid: Grid) -> list[str] | None:
    """The headers of a table of toxicity by the grades that its header tells in order: one for each column of figures, or one
    for a count and its share. None where they are not as many."""
    text = "\n".join((grid.header_text, *_left_over(grid.rows)))
    text = _LISTED.sub(lambda m: "".join(f" grade {level}" for level in re.findall(_LEVELS, m[1])), text)
    found = list(_GRADED.finditer(text))
    wide = len(grid.columns) - grid.stub
    if len(found) < _GRADES_TO_A_TABLE or not any(m["grade"] for m in found):
        return None
    each = wide // len(found)
    if wide != each * len(found) or each not in (1, 2) or (each == 2 and "%" not in text):
        return None
    told = _arms(text, [m.start() for m in found], grid.key)
    if told is None:
        return None
    shared = "%" in text and each == 1
    names = [" ".join(f"{arm} {m.group()}".split()) for arm, m in zip(told, found, strict=True)]
    if len(set(names)) < len(names):
        return None
    leaves = ("n", "%") if each == 2 else ("n (%)" if shared else "",)
    return [*grid.columns[: grid.stub], *(f"{name} {leaf}".strip() for name in names for leaf in leaves)]


def _left_over(rows: Sequence[Row]) -> Iterator[str]:
    """Lines of the header that stand above the first row of figures."""
    for row in rows:
        if not row.head or not _OF_HEADER.fullmatch(row.label):
            return
        yield row.label


def _arms(text: str, grades: Sequence[int], key: Key) -> list[str] | None:
    """The arm over each grade: arms with their sizes stand all before the grades, or each before its own."""
    sized = [(m.start(), name) for m in _SIZE.finditer(text) if (name := _named(text[: m.start()], grades, key))]
    if len(sized) < 2:
        return [""] * len(grades)
    if all(at < grades[0] for at, _ in sized):
        each, over = divmod(len(grades), len(sized))
        return None if over else [name for _, name in sized for _ in range(each)]
    before = [[name for at, name in sized if at < grade] for grade in grades]
    return [names[-1] for names in before] if all(before) else None


def _named(before: str, grades: Sequence[int], key: Key) -> str:
    """The arm that a size belongs to: the drugs, or the last line, of what stands before it; empty right behind a grade."""
    start = max((m.end() for p in (_SIZE, _GRADED) for m in p.finditer(before)), default=0)
    words = before[start:].strip()
    if not re.search(r"[A-Za-z]{2}|[A-Z]", words):
        return ""
    drugs = key.drugs(words)
    if drugs and (at := words.find(drugs[0].printed)) >= 0:
        return " ".join(words[at:].split())
    return words.splitlines()[-1].strip()
