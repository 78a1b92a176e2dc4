"""Rows of a table that count tumour types, with what headings and rows above add to a label such as "alveolar"."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.core.vocabulary import vocabulary
from extractors.tabular.characteristics import Stated, topic_of
from extractors.tabular.grid import Grid, Row
from extractors.tabular.key import bare
from extractors.tabular.study import Study
from extractors.tabular.subtypes import completed, divided

_UNKNOWN = re.compile(r"(?:unknown|missing|not (?:known|available|reported|specified)|n/?a|unspecified)\b.*", re.I)
_OTHER = re.compile(r"others?\b.*", re.I)
# What rows say that follow on those of a histology without a heading of their own.
_NOT_TYPE = re.compile(
    r"grade|stage|^(?:yes|no)$|\bat diagnosis|status|metasta|\b(?:ecog|who|karnofsky|kps|asa)\b|\b(?:non-?)?(?:measurable|evaluable|assessable)\b"
    r"|\b(?:weeks?|months?|years?|days?)\b|\bweight|\bconsent|life expectancy|\b(?:previous|prior)\b|\b(?:chemo|radio)therapy\b|^\W*\d+\W*$",
    re.I,
)


def is_histotype(grid: Grid, one: Stated) -> bool:
    """Whether a row counts patients with a tumour type: under such a heading, or a type by its whole name."""
    label = one.label
    if _UNKNOWN.fullmatch(label) or one.statistics or (one.value.count is None and one.value.percent is None):
        return False
    if one.topic == "histology":
        known = grid.key.concept(label, "histotype") is not None
        return (known or not _NOT_TYPE.search(label)) and not _NOT_TYPE.search(one.group) and bool(one.group)
    return one.topic in ("", "sex", "age") and not one.group and grid.key.concept(label, "histotype") is not None


def histotype_term(grid: Grid, row: Row, study: Study | None = None) -> tuple[Term, str]:
    """The tumour type of a row, with what its label adds; a label that only qualifies is completed by its heading, by the
    type above it, that of its column or the study's."""
    label = bare(row.label)
    first = re.split(r"\s*/\s*", label)[0]
    if (other := re.fullmatch(r"non[- ]?(\w+)", label, re.I)) and (long := grid.key.long(other[1])):
        return Term(printed=f"non-{long}"), ""  # "Non-ADC"
    if found := divided(grid, row):
        return found
    if grid.key.concept(label, "histotype") is None and not _OTHER.fullmatch(label):
        nouns = _nouns(grid, row) or (["sarcoma"] if grid.key.sarcomas else [])
        for noun in (*nouns, *_of_study(study, grid)):
            if joined := completed(label, noun, grid.key):
                return joined, ""
        if first != label and grid.key.concept(first, "histotype"):
            return grid.key.term(first, "histotype"), ""
        if heading := _in_heading(row.group):
            return Term(printed=f"{re.sub('pleiomorph', 'pleomorph', label)} {heading}"), ""
    return grid.key.term(label, "histotype"), ""


def _of_study(study: Study | None, grid: Grid) -> list[str]:
    """What a label may be a kind of: the tumour under study, a carcinoma where the table is not about sarcomas."""
    if grid.key.sarcomas or study is None:
        return []
    return [*([study.histotype.label] if study.histotype else []), "carcinoma", "cell carcinoma"]


def _nouns(grid: Grid, row: Row) -> list[str]:
    """Tumour types that a qualifying label may belong to: of its heading, then of the rows above it, nearest first."""
    nouns = [heading] if (heading := _in_heading(row.group)) else []
    for above in reversed([r for r in grid.body if r.index < row.index and r.group == row.group]):
        if topic_of(above) == "histology" and grid.key.concept(bare(above.label), "histotype"):
            nouns.append(bare(above.label))
            break
    return nouns


def _in_heading(group: str) -> str:
    found = [m for m in vocabulary().matches(group) if m.concept.layer == "histotype"]
    return group[found[-1].start : found[-1].end] if found else ""
