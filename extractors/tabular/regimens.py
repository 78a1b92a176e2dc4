"""The part of the population that a row of results is about: a regimen, a tumour type, or a subgroup in words."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.tabular.columns import stratum
from extractors.tabular.grid import TOTAL, Grid, Row
from extractors.tabular.key import Key, bare
from extractors.tabular.study import Study
from extractors.tabular.subtypes import divided

_WHOLE = re.compile(
    r"(?:n|no\.|number(?: of patients)?|(?:sub-?)?totals?|all(?: patients| cases)?|overall|whole (?:group|series|cohort)|h[iy]stolog\w*|histotypes?|sub-?types?|patients)",
    re.I,
)
_TOTAL_ROW = re.compile(r"(?:grand )?totals?|overall|all(?: patients| cases)?", re.I)
_ALONE = re.compile(r"\b(?:alone|single[- ]agent|monotherapy|only)\b", re.I)
_REGIMEN_WORDS = re.compile(
    r"\b(?:and|plus|with|alone|only|monotherapy|single|agent|combination|treatment|by|therapy|based|regimen|weekly|oral|low|dose|cy)\b|\(\s*\d+\s*\)|[\W\d]",
    re.I,
)


@dataclass(frozen=True)
class Part:
    """A part of the population; all empty means all of it."""

    drugs: tuple[Term, ...] = ()
    histotype: Term | None = None
    subgroup: str = ""
    total: int | None = None


def regimen(text: str, key: Key) -> tuple[tuple[Term, ...], str]:
    """Drugs of a text that names nothing else, with "alone" where it says so; no drugs otherwise."""
    plain = bare(text)
    drugs = key.drugs(plain, misspelt=True)
    rest = plain
    for drug in drugs:
        rest = rest.replace(drug.printed, " ")
    if not drugs or _REGIMEN_WORDS.sub("", rest).strip():
        return (), ""
    alone = _ALONE.search(plain)
    return drugs, alone.group().lower() if alone and len(drugs) == 1 else ""


def row_part(grid: Grid, row: Row, study: Study) -> Part:
    """What a row is about, by its label and the headings above it."""
    part = Part()
    label = bare(row.label)
    last = bool(grid.body) and row.index == grid.body[-1].index and bool(_TOTAL_ROW.fullmatch(label))
    for text in (*(() if last else row.groups), row.label):
        total = TOTAL.search(text)
        n = int(total[1].replace(",", "")) if total else None
        drugs, alone = regimen(text, grid.key)
        if drugs:
            part = Part(drugs, part.histotype, alone, n or part.total)
        elif text == row.label and not _WHOLE.fullmatch(label):
            part = _named(grid, row, part, label, study, n)
        elif n:
            part = Part(part.drugs, part.histotype, part.subgroup, n)
    return part


# "Chondrosarcoma (all subtypes)", "All liposarcomas"
_EVERY = re.compile(
    r"\s*\((?:all|any|total|overall|combined|various|pooled|including|both|uterine and)\b[^()]*\)$|,\s*(?:all|any|total|overall|combined)(?: (?:sub)?types?)?$|^all\s+(?=[a-z])",
    re.I,
)


def _phrases(label: str, key: Key) -> tuple[str, ...]:
    """What a label may call a tumour type by: itself, without "(all subtypes)", with "sarcoma" that was left out."""
    every = _EVERY.sub("", label)
    some = dict.fromkeys((label, every, f"{label} sarcoma") if key.sarcomas else (label, every))
    return tuple(some)


def _named(grid: Grid, row: Row, part: Part, label: str, study: Study, n: int | None) -> Part:
    if found := divided(grid, row):
        return Part(part.drugs, found[0], found[1], n or part.total)
    for phrase in _phrases(label, grid.key):
        if grid.key.concept(phrase, "histotype"):
            return Part(part.drugs, grid.key.term(phrase, "histotype"), "", n or part.total)
    drugs, subgroup = stratum(label, grid.key, study)
    if drugs and not subgroup:
        return Part(drugs, part.histotype, "", n or part.total)
    if re.search(r"histolog|histotype|sub-?type|entity|diagnosis|tumou?r type", f"{grid.columns[0]} {row.group}", re.I):
        return Part(part.drugs, Term(printed=label), "", n or part.total)
    words = f"{row.group}: {label}" if row.group and not part.drugs else label
    return Part(part.drugs, part.histotype, words, n or part.total)
