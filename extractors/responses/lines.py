"""Responses to another line of treatment than the study's: what was given before it, or after it."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.paper import Paper, Sentence
from extractors.core.strata import population
from extractors.responses.categories import Category

# "Best response to prior chemotherapy had been PR in six".
_TO_PRIOR = re.compile(
    r"\b(?:responses?|outcomes?|results?)\s(?:to|on|of|with|under|for|during)\s(?:(?:the|their|any|most recent|immediately|last)\s)*"
    r"(?:prior|previous|earlier|preceding|preceeding|former|antecedent)\b(?:(?!\b(?:but|whereas|while)\b)[^.;])*$",
    re.IGNORECASE,
)
# "All had failed anthracyclines, with progression in 15".
_FAILED_WITH = re.compile(r"\bfail(?:ed|ing|ures?)\b[^.;]{0,80}\bwith\s(?:\w+\s)?$", re.IGNORECASE)
# "Fourteen had been pretreated with ifosfamide; of these, nine ...": told of those as they came.
_CAME_WITH = re.compile(
    r"(?<!who )(?<!that )(?<!which )(?<!whom )\b(?:(?:had|have)\s(?:all\s|previously\s|already\s|also\s)*(?:received|undergone|been\s(?:previously\s|already\s)?(?:treated|given|exposed))"
    r"|(?:were|was|been)\s(?:heavily\s|previously\s|already\s)?(?:pre-?treated|exposed)|previously received)\b(?P<what>[^.:;]{2,90})[:;,]",
    re.IGNORECASE,
)
_EARLIER = re.compile(r"\b(?:previous(?:ly)?|prior|before|already|earlier|pre-?treated)\b", re.IGNORECASE)
_UNDER = re.compile(
    r"\s(?:on|to|with|under|during|after|following|while on|while receiving)\s(?P<what>it|this|that|these|them|both|[\w-]+)\b",
    re.IGNORECASE,
)
# "Subsequent therapy consisted of pazopanib in eight; all eight progressed".
_AFTERWARDS = re.compile(
    r"\b(?:subsequent|further|later|salvage|post-?(?:study|protocol|progression|trial)|(?:next|following|additional)[\s-]line)\s"
    r"(?:(?:systemic|anti-?cancer|medical|lines?|off-?study|line of)\s)*(?:therap|treatment|chemo|regimen|lines?)\w*",
    re.IGNORECASE,
)


# "... but responded to second-line A", where A is not what the study gave.
_TO_NEXT = re.compile(
    r"\s+to\s+(?:a\s)?(?:second|third|fourth|next|later|subsequent|further|salvage|rescue)\b", re.IGNORECASE
)


def other_line(paper: Paper, sentence: Sentence, category: Category, start: int, drugs: bool) -> bool:
    """Whether a group's response at `start` is to a treatment before the study's, or after it when no drug says so."""
    text = sentence.text
    before = text[:start]
    if _TO_PRIOR.search(before) or (category.code == "PD" and _FAILED_WITH.search(text[: category.start])):
        return True
    if not drugs and _AFTERWARDS.search(before):
        return True
    study = {t.label for t in population(paper).terms}
    if study and _TO_NEXT.match(text, category.end):
        behind = _drugs(sentence, category.end, category.end + 60)
        if behind and not behind & study:
            return True
    came = list(_CAME_WITH.finditer(before))
    if not came:
        return False
    named = _drugs(sentence, *came[-1].span("what"))
    if named & study or not (named or _EARLIER.search(came[-1].group())):
        return False
    under = _UNDER.match(text, category.end)
    behind = _drugs(sentence, category.end, category.end + 60)
    if behind & study:
        return False
    told_of = under is not None and (under["what"].lower() in _PRONOUNS or bool(behind & named))
    listed = came[-1].group().endswith(":")
    return told_of or listed or category.code == "PD"


_PRONOUNS = {"it", "this", "that", "these", "them", "both"}


def _drugs(sentence: Sentence, start: int, end: int) -> set[str]:
    return {m.label for m in sentence.of("drug") if start <= sentence.at(m)[0] < end}
