"""What a table is about, and whose patients it tells of."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.contract import Attribution
from extractors.quantities.grades import GRADE
from extractors.tabular.grid import P_VALUE, Grid, Row
from extractors.tabular.key import bare

_TOXICITY = re.compile(
    r"toxicit|\btoxic (?:effects?|reactions?|events?)|adverse (?:drug )?(?:events?|effects?|reactions?|experiences?)|side[- ]effects?|\bAEs?\b|\bTEAEs?\b|\bsafety\b|tolerab|\birAEs?\b|complications? of (?:treatment|therapy)",
    re.I,
)
_NOT_TOXICITY = re.compile(r"efficacy|survival|surgery|perioperative|postoperative|surgical|criteria|definition", re.I)
_CHARACTERISTICS = re.compile(
    r"characteristic|demographic|baseline|population|clinical (?:data|features|profile)|clinicopathologic|patients?['’]? (?:data|features|profile|details)|patients? and (?:tumou?r|disease)|description of (?:the )?patients",
    re.I,
)
_ANALYSIS = re.compile(
    r"univariate|multivaria|\bcox\b|regression|prognos|predict|hazard|associat|correlat|\brates? by\b|agreement|sensitivity",
    re.I,
)
_ANALYSED = re.compile(
    r"\bhazard ratio\b|\bodds ratio\b|(?<!vs )(?<!vs\. )\bHR\b(?! ?\(?n| vs)|response rate|surviv|\b[OP]FS\b|\bOS\b",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:literature|published|previous(?:ly)?|reported (?:cases|series|studies)|reports? of|other (?:series|studies)|trials? of|studies (?:of|on|in|evaluating)|meta-?analys|(?:randomi[sz]ed|clinical|phase \w+) (?:trials|studies))\b",
    re.I,
)
_PLANS = re.compile(
    r"\b(?:eligibility|(?:inclusion|exclusion)(?! (?:in|into|of|from|by)\b)|criteria for|schedule of|study (?:design|schema|evaluations?)|definitions?|assessments? schedule|follow-?up schedule|dose constraints)\b",
    re.I,
)
_AUTHOR = re.compile(
    r"(?:first )?(?:authors?|references?|refs?\.?|study|studies|series|trials?|sources?|citations?)(?:\W*(?:year|ref\w*|no|name|et al)\W*)*",
    re.I,
)
_OWN = re.compile(r"\b(?:present|current|this|our)\b", re.I)
_LABORATORY = re.compile(
    r"\b(?:primers?|antibod(?:y|ies)|IC50|cell lines?|pharmacokinetic|biological process\w*|genes? (?:list|ontology)|expression (?:of|levels)|assays?|probes?|xenografts?|mice)\b",
    re.I,
)


def is_plan(grid: Grid) -> bool:
    """A table that says what was to be done, not what came of it; or one of the laboratory."""
    return bool(_PLANS.search(grid.caption) or _LABORATORY.search(grid.caption))


def attribution(grid: Grid, row: Row) -> Attribution:
    """`cited` for rows about other studies' patients, told by caption or an author column; `own` otherwise."""
    author = next((k for k, h in enumerate(grid.columns) if _AUTHOR.fullmatch(bare(h))), None)
    if author is None:
        years = next(
            (k for k, h in enumerate(grid.columns) if re.fullmatch(r"(?:publication )?year", bare(h), re.I)), None
        )
        if years is None and not _OTHERS.search(grid.caption):
            return "own"
    cells = " ".join(c.text for c in row.cells[: grid.stub + 1])
    if author is not None and author < len(row.cells):
        cells += " " + row.cells[author].text
    return "own" if _OWN.search(cells) else "cited"


def is_toxicity(grid: Grid) -> bool:
    """Events by grade or drug: said by the caption, or by a first header of that name over grade columns."""
    graded = sum(bool(re.search(GRADE, bare(h), re.I)) for h in grid.columns)
    named = _TOXICITY.search(grid.caption) or _TOXICITY.search(grid.columns[0])
    if re.search(r"\b(?:duration|utility|health states?|quality[- ]of[- ]life)\b", grid.caption, re.I):
        return False
    if _NOT_TOXICITY.search(grid.caption) and not graded:
        return False
    return bool(named)


def is_characteristics(grid: Grid) -> bool:
    """Who the patients are: by caption, or by rows that give both sex and age, or sex and stage or performance status."""
    if (
        is_toxicity(grid)
        or _ANALYSIS.search(grid.caption)
        or any(_ANALYSED.search(h) for h in grid.columns[1:] if not P_VALUE.search(h))
    ):
        return False
    if _CHARACTERISTICS.search(grid.caption):
        return True
    labels = " | ".join(f"{r.group} {r.label}" for r in grid.rows)
    topics = (r"\b(?:sex|gender)\b", r"\bage\b", r"\b(?:ECOG|performance status|stage)\b")
    return sum(bool(re.search(t, labels, re.I)) for t in topics) >= 2
