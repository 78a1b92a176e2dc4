"""Rows of a table of patients' characteristics: what each is about, and what it states for each stratum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.contract import Evidence
from extractors.tabular.columns import Block, blocks, read_columns
from extractors.tabular.grid import NUMBER_LABEL, STATISTIC, TOTAL, Grid, Row
from extractors.tabular.key import bare
from extractors.tabular.study import Study
from extractors.tabular.values import Value

_TOPICS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("follow_up", r"\bfollow[- ]?up\b"),
        ("interval", r"\b(?:delay|interval|time)\b"),
        ("age", r"\bages?\b(?!nt)"),
        ("sex", r"\b(?:sex|gender)\b|\b(?:(?:fe)?males?|(?:wo)?men)\s*[/:]\s*(?:(?:fe)?males?|(?:wo)?men)\b|^[MF]\s*[/:]\s*[MF]\b"),
        ("lines", r"\blines?\b|(?:prior|previous|earlier|past)\b.*\b(?:treatments?|therap\w+|regimens?|chemo\w*)\b"),
        ("cycles", r"\b(?:cycles?|courses?)\b"),
        ("stage", r"\b(?:stage|grade|status|score)\b"),
        ("histology", r"h[iy]stolog|histotype|\bsub-?types?\b|\bentit(?:y|ies)\b|\b(?:tumou?r|sarcoma|cancer|disease) types?\b|\btypes? of (?:tumou?r|sarcoma|cancer)|\bdiagnos(?:is|es)\b|\bpatholog(?:y|ic\w*)(?: type| diagnosis)?$"),
        ("patients", r"^(?:total )?(?:n|no\.|number)(?: of)?(?: all)?(?: (?:patients|pts|subjects|cases))?$|^(?:patients|all(?: patients)?)$"),
        ("response", r"\bresponses?\b|\bRECIST\b"),
        ("toxicity", r"toxicit|adverse (?:drug )?(?:events?|effects?|reactions?)"),
    )
)  # fmt: skip
_SPREAD = re.compile(r"\bIQR\b|interquartile|quartile|\bSD\b|s\.d\.|standard|±|\bSE\b|95\s*%", re.I)
_MEASURED = re.compile(r"\b(?:median|mean|levels?|scores?|ng/ml|gene count|ratio|percentile)\b", re.I)
_FEMALE, _MALE = (
    re.compile(r"(?:fe[- ]?males?|wom[ae]n|girls?|f)\b", re.I),
    re.compile(r"(?:males?|m[ae]n|boys?|m)\b", re.I),
)
_STATISTICS = ("median", "mean", "range")


@dataclass(frozen=True)
class Stated:
    """One cell (or a count with its percentage beside it) of a row: topic, statistics named, value, place."""

    row: Row
    block: Block
    value: Value
    topic: str
    statistics: frozenset[str]
    evidence: tuple[Evidence, ...]

    @property
    def label(self) -> str:
        return bare(self.row.label)

    @property
    def group(self) -> str:
        return bare(self.row.group)


def total_of(grid: Grid) -> int | None:
    """The number of patients that a caption gives: "(n = 46)", "of 58 patients"."""
    if m := TOTAL.search(grid.caption) or re.search(
        r"\b(\d{1,5})\s+(?:[a-z-]+\s+){0,3}(?:patients|cases|pts)\b", grid.caption
    ):
        return int(m[1].replace(",", ""))
    return None


def topic_of(row: Row) -> str:
    """What a row is about; the heading decides for a bare statistic or category, the label where it says more."""
    label, group = bare(row.label), bare(row.group)
    if not group and NUMBER_LABEL.fullmatch(row.label):
        return "patients"
    if group and not (sexed(label) or STATISTIC.fullmatch(label)):
        own = next((name for name, p in _TOPICS if p.search(label)), "")
        if own in ("cycles", "follow_up", "patients", "age", "lines") and re.search(
            r"median|mean|range|number|^age", label, re.I
        ):
            return own
    for text in (group, label) if group else (label,):
        found = next((name for name, p in _TOPICS if p.search(text)), "")
        if found and not (found == "patients" and group):
            return found
    return "sex" if not group and sexed(label) else ""


def sexed(label: str) -> str:
    """n_female or n_male for a row label that names one sex and nothing else."""
    plain = re.sub(r"\b(?:sex|gender|patients?)\b|[\W_]", " ", label, flags=re.I).strip()
    return "n_female" if _FEMALE.fullmatch(plain) else "n_male" if _MALE.fullmatch(plain) else ""


def statistics(row: Row) -> frozenset[str]:
    """Which of median, mean and range a label (or, for a bare one, its heading) names."""
    found = set()
    for text in (row.label, row.group):
        low = text.lower()
        found |= {s for s in _STATISTICS if re.search(rf"\b{s}\b", low)}
        if re.search(r"min[a-z]*\b.{0,5}\bmax", low):
            found.add("range")
        if _SPREAD.search(text):
            found.add("spread")
        if found:
            break
    return frozenset(found)


_BOTH = re.compile(r"(\d{1,4})\s*\(\s*\d[\d.,]*\s*%?\s*\)\s*(?:[/:;,–-]|to|and)\s*(\d{1,4})\s*\(\s*\d[\d.,]*\s*%?\s*\)")


def _both_sexes(grid: Grid, row: Row, block: Block) -> Value | None:
    """ "10 (63)/6 (37)" as the pair of counts 10/6."""
    text = " ".join(row.cells[k].text for k in block.indices if k < len(row.cells))
    m = _BOTH.fullmatch(text.strip())
    return Value("number", number=Decimal(m[1]), total=int(m[2])) if m else None


def stated(grid: Grid, study: Study) -> Iterator[Stated]:
    """Every figure of the table with its topic; rows that continue a heading of sex but name none lose the heading."""
    shown = [b for b in blocks(read_columns(grid, study)) if not _MEASURED.search(b.first.header)]
    for row in grid.body:
        if not row.label:
            continue
        topic = topic_of(row)
        if topic == "sex" and bare(row.group) and not sexed(bare(row.label)) and not re.search(r"[/:]", row.label):
            row = Row(row.index, row.label, (), row.cells)
            topic = topic_of(row)
        for block in shown:
            value = (_both_sexes(grid, row, block) if topic == "sex" else None) or block.value(grid, row)
            evidence = grid.evidence(row.index, *block.indices)
            if evidence and value.kind not in ("none", "text"):
                yield Stated(row, block, value, topic, statistics(row), evidence)
