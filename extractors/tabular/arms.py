"""Columns of response categories, grouped by the drug column and the count that stand before them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.tabular.categories import header_category, timepoint
from extractors.tabular.evaluable import counts_evaluable
from extractors.tabular.grid import Grid
from extractors.tabular.key import Key, bare
from extractors.tabular.regimens import regimen
from extractors.tabular.study import Study
from extractors.tabular.values import NOTHING

_COUNT = re.compile(
    r"(?:n|no\.?|number|patients?|pts|lines?|cases|total|treated|evaluable)?(?: of)?(?: (?:evaluable |treated )?(?:patients|pts|cases|lines|treatments))?(?: treated)?",
    re.I,
)
_WITH_SHARE = re.compile(r"(?:n|no|number)\.?(?: of (?:patients|pts|cases))?,?\s*\(\s*%\s*\)", re.I)
_OTHER_ONES = re.compile(r"other (?P<category>CR|PR|SD|PD)s?\b", re.I)


@dataclass(frozen=True)
class Counted:
    """A column that counts a category; `percents` columns beside it; `rate` when it gives a percentage itself."""

    index: int
    category: str
    rate: bool = False
    percents: tuple[int, ...] = ()
    subgroup: str = ""
    timepoint: str = ""


@dataclass(frozen=True)
class Arm:
    """Category columns with the column of their drug and of their number of patients, if any.

    `total` counts those whose response could be told where the table says so, `treated` all of them.
    """

    drug: int | None
    total: int | None
    counted: tuple[Counted, ...]
    drugs: tuple[Term, ...] = ()
    subgroup: str = ""
    treated: int | None = None


def arms(grid: Grid, study: Study) -> list[Arm]:
    """The arms of a table that has category columns; empty when its letters may mean something else."""
    made: list[Arm] = []
    arm = Arm(None, None, ())
    for k in range(1, len(grid.columns)):
        header = grid.columns[k]
        counted = _counted(k, header, grid)
        if counted is not None:
            last = arm.counted[-1] if arm.counted else None
            if last and last.category == counted.category and counted.rate and last.index + len(last.percents) + 1 == k:
                arm = replace(arm, counted=(*arm.counted[:-1], replace(last, percents=(*last.percents, k))))
            elif last and any(c.category == counted.category for c in arm.counted) and not counted.subgroup:
                made.append(arm)
                arm = Arm(None, None, (counted,))
            elif counted.subgroup:
                made += [arm, Arm(None, None, (counted,), subgroup=counted.subgroup)]
                arm = Arm(None, None, ())
            else:
                arm = replace(arm, counted=(*arm.counted, counted))
        elif _names_drugs(grid, k):
            made.append(arm)
            arm = Arm(k, None, ())
        elif bare(header) in ("", "%") and arm.counted and "%" in header:
            last = arm.counted[-1]
            arm = replace(arm, counted=(*arm.counted[:-1], replace(last, percents=(*last.percents, k))))
        elif not arm.counted and _counts(header):
            arm = _with_count(arm, k, evaluable=counts_evaluable(header))
    made = [a for a in (*made, arm) if a.counted]
    return made if _sure(grid, made) else []


def _counts(header: str) -> bool:
    """Whether a column counts patients, their share beside the count if at all: "N (%)"."""
    shared = _WITH_SHARE.fullmatch(header.strip()) is not None
    return ("%" not in header or shared) and bool(_COUNT.fullmatch(bare(header)) or counts_evaluable(header))


def _with_count(arm: Arm, k: int, evaluable: bool) -> Arm:
    """The arm with a column that counts patients: all of them first, those evaluable as what percentages are of."""
    if evaluable:
        return replace(arm, total=k)
    return replace(arm, total=k, treated=k) if arm.total is None else arm


def _counted(k: int, header: str, grid: Grid) -> Counted | None:
    if m := _OTHER_ONES.search(bare(header)):
        return Counted(k, m["category"].upper(), subgroup="other treatments")
    name = header_category(header, grid.key) or header_category(_without_mark(header, grid.key), grid.key)
    if not name:
        return None
    percent = bool(re.search(r"%|\brate\b", header)) and not re.search(r"\b(?:n|no\.?|number)\b", header, re.I)
    return Counted(k, name, rate=percent, timepoint=timepoint(header))


def _without_mark(header: str, key: Key) -> str:
    """A header without the letter of a note that was printed high: "Disease controla"."""
    mark = re.fullmatch(r"(.*[a-z]{3})([a-h])", header.strip())
    return mark[1] if mark and key.note(mark[2]) else header


def _names_drugs(grid: Grid, k: int) -> bool:
    cells = [r.cells[k].text for r in grid.body if k < len(r.cells) and r.cells[k].text]
    cells = [c for c in cells if not NOTHING.fullmatch(c)]
    named = sum(bool(regimen(c, grid.key)[0]) for c in cells)
    return named == len(cells) > 0 or (len(cells) >= 2 and named >= 0.6 * len(cells))


def _sure(grid: Grid, made: list[Arm]) -> bool:
    """Letters such as SD and PR count as categories beside another category, or when the caption speaks of response."""
    found = {c.category for a in made for c in a.counted}
    headers = " ".join(grid.columns)
    if re.search(r"\bmean\b|standard deviation", headers, re.I) and found == {"SD"}:
        return False
    return len(found) >= 2 or bool(
        found
        and re.search(
            r"response|RECIST|stable disease|(?:disease|tumou?r|growth) control|\bcontrol rate|clinical benefit",
            f"{grid.caption} {headers}",
            re.I,
        )
    )
