"""Groups in words of the paper's own, between and behind the figures that are told of them."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.core import cues as re
from extractors.quantities.people import PEOPLE
from extractors.responses.figures import Figure

# "41 % in the early and 37 % in the late group": groups in words of the paper's own.
_IN_ONE = re.compile(
    rf"\)?\s*(?:(?:of (?:the )?)?{PEOPLE} )?(?:in|for|with|on) (?:the )?[\w/+-]+(?: [\w/+-]+){{0,3}}?(?: (?:arm|group|cohort)s?)?,? (?:and|but|while|whereas) (?:only )?",
    re.I,
)
_IN_OTHER = re.compile(
    rf"\)?\s*(?:(?:of (?:the )?)?{PEOPLE} )?(?:in|for|with|on) (?:the )?[\w/+-]+(?: [\w/+-]+){{0,3}}? (?:arm|group|cohort)s?\b(?!\s*who)",
    re.I,
)
# "59 % of limb patients and in 47 % of trunk patients"; "12 % and 22 % in the A and control arms, respectively".
_OF_ONE = re.compile(
    rf"\)?\s*(?:of|in|among) (?:the )?(?P<one>(?:[\w/+-]+ ){{1,3}})(?:{PEOPLE}|tumou?rs),? (?:and|but|while|whereas|versus|vs\.?|compared (?:with|to)) (?:only )?(?:(?:in|of|for) )?",
    re.I,
)
_OF_OTHER = re.compile(
    rf"\)?\s*(?:of|in|among) (?:the )?(?P<other>(?:[\w/+-]+ ){{1,3}})(?:{PEOPLE}|tumou?rs)\b(?!\s*who)", re.I
)
AND = re.compile(r"\)?\s*(?:and|vs\.?|versus)\s*", re.I)
_IN_BOTH = re.compile(
    rf"\)?\s*(?:of (?:the )?{PEOPLE} )?(?:in|for|with|among|on) (?:the |{PEOPLE} (?:in|on|with|receiving) )*[^.;:()%\d]{{2,60}} and [^.;:()%\d]{{1,60}}?(?: arms?| groups?| cohorts?| {PEOPLE}"
    r"| regimens?)?,? respectively\b",
    re.I,
)
# "... in the first, second and further lines, respectively", "... among those with good, fair and poor risk": as many groups as figures.
_GROUPS = re.compile(
    rf"[)\s]*(?:of (?:the )?{PEOPLE} )?(?:in|for|with|among|on|at|under|of)\s(?P<list>(?:[^.;:()%]|\.(?=\d)){{3,140}}?)(?P<said>,? respectively)?(?=[.;:()]|$|,? (?:while|whereas|with an?|which)\b)",
    re.I,
)
_MEMBER = re.compile(r",\s*(?:and\s|or\s)?|\s(?:and|or|versus|vs\.?)\s", re.I)
_WHEN = re.compile(r"\b(?:months?|weeks?|years?|days?|cycles?)\b", re.I)


def two_groups(text: str, gap: str, figure: Figure) -> bool:
    """Whether the words between two figures and behind them give each to a group that the paper names."""
    if _IN_ONE.fullmatch(gap) and _IN_OTHER.match(text, figure.end):
        return True
    one, other = _OF_ONE.fullmatch(gap), _OF_OTHER.match(text, figure.end)
    if one and other and one["one"] != other["other"]:
        return True
    return bool(AND.fullmatch(gap) and figure.percent is not None and _IN_BOTH.match(text, figure.end))


def of_as_many(text: str, run: Sequence[Figure]) -> bool:
    """Whether the words behind a run list one group for each of its figures."""
    groups = _GROUPS.match(text, run[-1].end)
    if groups is None or _WHEN.search(groups["list"]):
        return False
    return len(_MEMBER.split(groups["list"].strip())) == len(run)
