"""Whose figures a whole table holds, where its caption or the text that sends there says so: "Toxicity in patients who
received A", "Arm B: events"."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.tabular.grid import Grid
from extractors.tabular.study import Study

# Captions of a comparison name drugs that are not everybody's in the table.
_SEVERAL = re.compile(
    r"\b(?:versus|vs|v|or|compar\w+|between|with(?:out| and without| or without)|both|each|prior|previous\w*|before|response to|by (?:treatment|study|the)?\s?(?:arms?|groups?|regimens?))\b|\+/[-−–]|±|placebo",
    re.I,
)
_EXPOSED = re.compile(
    r"(?:\b(?:treated|treatment|therapy|doses?|dosed) (?:with|of|by)|\breceiv\w+|\bgiven|\bon|\bunder|\bto|\bof|\bfor|\bduring|\bafter|\bfollowing|\bin)\s+(?:the\s+|a\s+|an\s+)?(?:\w+[- ])?$",
    re.I,
)
_OF_DRUG = re.compile(
    r"[)\s]*[-‐‑–\s](?:related|induced|associated|attributed|treated|arms?|groups?|cohorts?|patients|alone|monotherapy|therapy|treatment|(?:\w+ )?chemotherapy)\b",
    re.I,
)
# Who speaks of the group of a drug has another, even where all patients seem to have had it.
_GROUP = re.compile(r"[)\s]*[-‐‑–\s](?:treatment )?(?:arm|group)\b", re.I)
_ARM = re.compile(
    r"\b(?P<arm>(?:arm|group|cohort) (?:[A-D]|[1-4]|I{1,3}|IV)|(?:experimental|investigational|control|placebo|standard|combination) (?:arm|group))\b(?!\s*(?:,|and|&|or|vs)\s)",
    re.I,
)


def of_caption(grid: Grid, study: Study) -> tuple[tuple[Term, ...], str]:
    """The drugs, or else the arm, that a caption says the table is of, or else the sentences that send to it with one
    voice; both empty for the whole population."""
    held: tuple[tuple[Term, ...], str] | None = grid.memo.get("stratum of the caption")
    if held is None:
        held = _of_words(grid.caption, grid, study)
        told = {_of_words(what, grid, study) for what in study.introduced.get(grid.table.number, ())}
        if not any(held) and not _SEVERAL.search(grid.caption) and len(told) == 1:
            held = told.pop()
        grid.memo["stratum of the caption"] = held
    return held


def _of_words(caption: str, grid: Grid, study: Study) -> tuple[tuple[Term, ...], str]:
    if _SEVERAL.search(caption):
        return (), ""
    arms = {m["arm"].lower(): m["arm"] for m in _ARM.finditer(caption)}
    if len(arms) == 1:
        name = next(iter(arms.values()))
        drugs = study.arm(name)
        return (drugs, "") if drugs else ((), name[0].lower() + name[1:])
    drugs = () if arms else grid.key.drugs(caption)
    if not drugs:
        return (), ""
    at = [(caption.find(d.printed), caption.find(d.printed) + len(d.printed)) for d in drugs]
    start, end = min(a for a, _ in at), max(b for _, b in at)
    if study.has_all({d.label for d in drugs}) and not _GROUP.match(caption, max(end, 0)):
        return (), ""
    told = start >= 0 and (_EXPOSED.search(caption, 0, start) or _OF_DRUG.match(caption, end))
    return (drugs, "") if told else ((), "")
