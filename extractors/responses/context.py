"""What stands around a response: the criteria it was read by, and the time it was read at."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.document import SectionKind as K
from extractors.core.paper import Mention, Paper, Sentence
from extractors.quantities import parse_number
from extractors.quantities.people import PEOPLE

_ZONE = re.compile(r";|\b(?:corresponding to|whereas|while|but|versus|compared (?:with|to))\b")
_VERSION = re.compile(r"[\s,()]*(?:criteria|guidelines?)?[\s,()]*(?:version|v\.?|ver\.?)?\s*(1\.[01])\b", re.I)
_NOT_ASSESSED = {K.REFERENCES, K.BACK_MATTER, K.BACKGROUND, K.ABSTRACT_BACKGROUND, K.DISCUSSION}
_UNITS = {"day": "d", "d": "d", "week": "wk", "wk": "wk", "month": "mo", "mo": "mo", "year": "a", "yr": "a"}
_N = r"(?:\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|eighteen|twenty-four)"
_TIMES = (
    re.compile(
        rf"\b(?:at|after|by|within the first|for)\s+(?:the\s|a\s)?(?:(?:first|end of)\s)?(?P<n>{_N})[\s-](?P<u>day|week|month|year|wk|mo|yr)s?\b(?!\s*(?:interval|follow))",
        re.I,
    ),
    re.compile(r"\b(?:at|by)\s+(?:the\s)?(?P<u>day|week|month)\s(?P<n>\d+)\b", re.I),
    re.compile(
        rf"\b(?P<n>{_N})[\s-](?P<u>day|week|month|year)s?\s(?:DCR|ORR|CBR|disease control|clinical benefit|response|evaluation|assessment|of treatment\b)",
        re.I,
    ),
    re.compile(
        rf"\bafter\s+(?:a total of\s)?(?P<n>{_N})\s(?P<u>(?:additional |more |further )?(?:cycles?|courses?|doses?))\b",
        re.I,
    ),
)
# A bound on how long control was kept says which control is meant; of stable disease alone it is a duration.
_KEPT = re.compile(
    rf"(?:disease control|clinical benefit|DCR|CBR|(?:response|PR|remission)\)? (?:or|and|plus|\+) (?:stable disease|SD|stabili[sz]ation))\)?\s+(?:for|lasting|of|maintained for)\s*"
    rf"(?:at least|more than|longer than|over|≥|>|⩾)\s*(?P<n>{_N})[\s-](?P<u>week|month|year)s?\b",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(?:median|mean|lasted|lasting|maintained|duration|for a|ongoing|survival|follow)\b[^,;]{0,25}$", re.I
)


_BY = re.compile(
    rf"\)?\s*(?:of (?:the )?{PEOPLE} )?,?\s*\(?(?:by|per|according to|using|with|on|under|based on|as per)\s(?:the )?(?:inverse |modified )?",
    re.I,
)
_EORTC = re.compile(r"(?P<by>[^.;%\d]{3,40}?)EORTC(?:[ -]PET|\s\(PET\)| criteria)")
# What a bracket may say beside criteria and still be told of what stands before it: "(according to the Choi criteria)".
_REMARK = re.compile(
    r"(?:\b(?:by|per|according|to|the|using|criteria|version|v|as|modified|inverse|and|on|CT|MRI|assessed|evaluated|guidelines?)\b|1\.[01]|[\s,.])*",
    re.I,
)
_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def behind(paper: Paper, sentence: Sentence, end: int) -> str:
    """The criteria that a figure names right behind itself: "84 % by Choi"."""
    for mention in _criteria(sentence):
        start = sentence.at(mention)[0]
        if end <= start <= end + 60 and _BY.fullmatch(sentence.text[end:start]) and _reaching(sentence, [mention], end):
            return _stated(paper, sentence, mention)
    if (other := _EORTC.match(sentence.text, end)) is not None and _BY.fullmatch(other["by"]):
        return "EORTC PET"
    return ""


def _reaching(sentence: Sentence, named: list[Mention], at: int) -> list[Mention]:
    """Those criteria that hold at a place: what a bracket names holds inside it, unless it says nothing else."""
    brackets = [m.span() for m in _BRACKET.finditer(sentence.text)]

    def bracket(place: int) -> tuple[int, int] | None:
        return next((b for b in brackets if b[0] <= place < b[1]), None)

    here = bracket(at)
    same = [m for m in named if bracket(sentence.at(m)[0]) == here]
    if same and here:
        return same  # a bracket's own
    return [m for m in named if (b := bracket(sentence.at(m)[0])) is None or _only(sentence, m, b)]


def _only(sentence: Sentence, mention: Mention, bracket: tuple[int, int]) -> bool:
    start, end = sentence.at(mention)
    text = sentence.text
    return _REMARK.fullmatch(text[bracket[0] + 1 : start] + " " + text[end : bracket[1] - 1]) is not None


def _stated(paper: Paper, sentence: Sentence, mention: Mention) -> str:
    code = _versioned(sentence, mention)
    return assessed(paper) if code == "RECIST" and assessed(paper).startswith("RECIST") else code


def criteria(paper: Paper, sentence: Sentence, at: int, formal: bool = True) -> str:
    """The criteria named nearest in the same part of the sentence, else those of the paper's assessments.

    What is told by a verb alone ("progressed", "benefited") is not `formal`: no criteria are taken to stand behind it.
    """
    start = max([0, *(m.end() for m in _ZONE.finditer(sentence.text) if m.end() <= at)])
    end = min([len(sentence.text), *(m.start() for m in _ZONE.finditer(sentence.text) if m.start() >= at)])
    named = _reaching(sentence, [m for m in _criteria(sentence) if start <= sentence.at(m)[0] < end], at)
    clinical = re.search(r"\bclinical(?:ly)?\s+(?:\w+\s)?$", sentence.text[start:at])
    if named:
        mention = min(named, key=lambda m: abs(sentence.at(m)[0] - at))
        before = sentence.text[: sentence.at(mention)[0]]
        if not re.search(r"\b(?:not|non|without|than)[\s-]+(?:by |per )?$", before):
            return _stated(paper, sentence, mention)
    if clinical or not formal:
        return "clinical" if clinical else ""
    return assessed(paper)


def assessed(paper: Paper) -> str:
    """The RECIST version (or other criteria) that the paper states for its assessments; empty when it states none."""
    held: str | None = paper.memo.get("criteria")
    if held is None:
        found = [_versioned(s, m) for s in paper.sentences if s.section not in _NOT_ASSESSED for m in _criteria(s)]
        recist = [c for c in found if c.startswith("RECIST")]
        held = max(recist, key=len) if recist else (found[0] if found else "")
        paper.memo["criteria"] = held
    return held


def _criteria(sentence: Sentence) -> list[Mention]:
    return [
        m
        for m in sentence.of("endpoint")
        if m.concept is not None and m.concept.group == "response criteria" and m.code
    ]


def _versioned(sentence: Sentence, mention: Mention) -> str:
    version = _VERSION.match(sentence.text[sentence.at(mention)[1] :])
    return f"RECIST {version[1]}" if mention.code == "RECIST" and version else mention.code


# "The 12-week evaluation showed ...".
_SHOWN = re.compile(
    rf"\W*the\s(?P<n>{_N})[\s-](?P<u>week|month|year)s?\s(?:\w+\s){{0,2}}?(?:evaluation|assessment|scan|imaging|CT|MRI|restaging)s?\s(?:showed|revealed|demonstrated|documented)\b",
    re.I,
)


def timepoint(text: str, start: int, end: int, patient: bool = False) -> str:
    """The time at which a response was read, as "3 mo" or, for one patient, "4 cycles"; empty for best response.

    `start` and `end` bound the clause; a time that opens the sentence holds for all of it.
    """
    for pattern in _TIMES if patient else _TIMES[:3]:
        for m in pattern.finditer(text, start, end):
            if not _DURATION.search(text[max(0, m.start() - 40) : m.start()]) and not m.group().lower().startswith(
                "for"
            ):
                return _code(m)
    kept = _KEPT.search(text, start, end)
    if kept:
        return _code(kept)
    if (shown := _SHOWN.match(text)) is not None and start > 0:
        return _code(shown)
    opening = re.match(r"\W*(?:at|after|by)\b[^,]{3,45},", text, re.I)
    if opening and start > 0:
        for pattern in (*_TIMES[:2], _TIMES[3]) if patient else _TIMES[:2]:
            if (said := pattern.search(opening.group())) and "median" not in opening.group():
                return _code(said)
    return ""


def _code(m: re.Match[str]) -> str:
    number, unit = parse_number(m["n"]), m["u"].lower()
    code = _UNITS.get(unit.rstrip("s"), unit)
    return f"{number.normalize():f} {code}" if number is not None else ""
