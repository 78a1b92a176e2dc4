"""Turns of phrase that differ from author to author, read in the plainest: "were found to have" is "had", "patients who had
liposarcoma" are "patients with liposarcoma", "six patients, or 20%, had it" is "six patients (20%) had it", "three men, all
pretreated, had it" is "three men (all pretreated) had it".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from extractors.quantities.numbers import WORD, parse_number
from extractors.quantities.people import AFTER_PLURALS, PLURALS

Match = re.Match[str]
# Where in what is read for a spelling the group `kept` of its pattern stands.
KEPT = "\0"
_PEOPLE = f"(?:{'|'.join(PLURALS)})"
_NUMBER = r"\d+(?:\.\d+)?"
_N = rf"(?:\d+|{WORD})"
_DIGITS = rf"(?:\d|(?:{WORD})\b)"
_FOUND = ("noted", "found", "observed", "reported", "seen", "shown", "documented", "judged", "considered", "deemed")
_TOLD_TO_HAVE = tuple(f" {be} {found} to have " for be in ("was", "were") for found in _FOUND)
_DISEASE = (
    r"(?=(?:an? )?(?:(?!(?:no|not|of|in|and|or|for|with|to|prior|previous|stable|progressive|residual|undergone|received)\b)[\w/-]+ ){0,4}?"
    r"[\w-]*(?:(?:sarc|carcin|[a-z]{2}|lip|chord|lymph)omas?|cancers?|tumou?rs?|GISTs?|leuka?emias?)\b)"
)
_WENT_ON = {
    "achieve": "achieved",
    "attain": "attained",
    "obtain": "obtained",
    "develop": "developed",
    "experience": "experienced",
    "have": "had",
    "receive": "received",
}
_DOING = (
    r"(?=(?:had|have|were|developed|achieved|experienced|showed|attained|obtained|demonstrated|displayed|presented|sustained|responded|progressed|died|received|underwent|discontinued"
    r"|stopped|remained|suffered|exhibited|reached)\b)"
)
# What an author puts between subject and verb without saying more of either.
_ASIDES = (
    " however",
    " therefore",
    " as expected",
    " overall",
    " in total",
    " to date",
    " of note",
    " notably",
    " interestingly",
    " importantly",
    " moreover",
    " furthermore",
    " nevertheless",
    " in addition",
    " in turn",
    " unfortunately",
    " in contrast",
    " by contrast",
    " in fact",
    " again",
)
_ONE_ASIDE = f"(?:{'|'.join(_ASIDES)})"
_ADVERBS = (" thus", " therefore", " hence", " consequently", " indeed")
_APPOSED = (
    "all",
    "both",
    "each",
    "most",
    "mostly",
    "including",
    "who",
    "whose",
)
_TOLD = _DOING.replace("(?=(?:", "(?=(?:was|is|are|occurred|appeared|reached|")
_COUNTED = re.compile(
    rf"(?:(?<![\w.])(?P<n>{_N}) of (?:the )?(?P<total>{_N})(?: (?:\w+ ){{0,2}}{_PEOPLE})?|{_N} (?:\w+ ){{0,2}}{_PEOPLE}"
    rf"|(?:\bin|\bhad|,) (?!19|20){_N})$",
    re.IGNORECASE,
)


def _share(m: Match) -> str | None:
    """ "Seven of 22 patients, 32%, had it": the share that commas set off; one of another whole is none."""
    told = _COUNTED.search(m.string[max(0, m.start() - 50) : m.start()])
    n, total = (parse_number(told["n"] or ""), parse_number(told["total"] or "")) if told else (None, None)
    if told is None or (n and total and abs(100 * n / total - Decimal(m["share"])) > 1):
        return None
    return f" ({m['share']}%)"


_OF_MEDIAN = re.compile(
    r"\b[Mm]edian\b[^.;()\[\]]{0,60}?(?P<value>\d+(?:\.\d+)?)(?: (?:years|months|weeks|days|lines|cycles))?$"
)


def _range_of_median(m: Match) -> str | None:
    """ "A median age of 44 years [18–81]": the ends between which a median lies, not reference marks."""
    told = _OF_MEDIAN.search(m.string[max(0, m.start() - 100) : m.start()])
    if told is None or not Decimal(m["low"]) < Decimal(told["value"]) < Decimal(m["high"]):
        return None
    return f" ({m['low']}–{m['high']})"


def in_brackets(m: Match) -> bool:
    """Whether a match stands within brackets that opened a little before it."""
    before = m.string[max(0, m.start() - 200) : m.start()]
    return max(before.rfind("("), before.rfind("[")) > max(before.rfind(")"), before.rfind("]"))


def _unless_in_brackets(words: Callable[[Match], str]) -> Callable[[Match], str | None]:
    return lambda m: None if in_brackets(m) else words(m)


# How a turn of phrase begins, its pattern, and what is read in its place: see `wording`.
TURNS: tuple[tuple[tuple[str, ...], str, Callable[[Match], str | None]], ...] = (
    (
        (),
        r"(?:,| [–—-]) (?:(?:or|i\.e\.,?|that is,?|corresponding to|representing|equalling|amounting to) (?:about |approximately )?)?"
        r"(?P<share>\d+(?:\.\d+)?) ?%(?: of (?:all|the) (?:patients|cases|women|cohort|series|group))?(?:(?:,| [–—-])(?= [a-z])|(?=\.(?:\s|$)))",
        _share,
    ),
    (
        tuple(f"{begin} " for begin in ("It should", "It must", "It is")),
        r"It (?:(?:should|must)(?: also)? be (?:noted|mentioned|stressed|emphasi[sz]ed|pointed out)"
        r"|is (?:also )?(?:worth (?:noting|mentioning)|noteworthy|notable|important to note|of note)) that (?P<next>\w)",
        lambda m: m["next"].upper(),
    ),
    (
        tuple(f",{aside}, " for aside in _ASIDES),
        rf",{_ONE_ASIDE}, {_TOLD}",
        lambda m: " ",
    ),
    (tuple(f"{adverb} " for adverb in _ADVERBS), rf" \w+ {_TOLD}", lambda m: " "),
    (_TOLD_TO_HAVE, r" (?:was|were) \w+ to have (?:had |developed |achieved |experienced )?", lambda m: " had "),
    (
        (
            " who ha",
            " having ",
            " suffering from ",
            " who suffered from ",
            " affected ",
            " diagnosed with ",
            " who were diagnosed with ",
        ),
        rf"{AFTER_PLURALS} (?:who (?:had|have|suffered from|were diagnosed with)|having|suffering from|affected (?:by|with)|diagnosed with)"
        rf" {_DISEASE}(?![^.;]{{0,60}}\b(?:19|20)\d\d\b)",
        lambda m: " with ",
    ),
    (
        (" went on to ", " was able to ", " were able to "),
        rf" \w+ \w+ to (?P<did>{'|'.join(_WENT_ON)})\b",
        lambda m: f" {_WENT_ON[m['did']]}",
    ),
    ((" [",), rf" \[(?P<low>{_NUMBER}) ?[–-] ?(?P<high>{_NUMBER})\]", _range_of_median),
    (("a total of ",), rf"(?<=\bin )a total of (?={_DIGITS})", lambda m: ""),
    ((" as well as ",), r" as well as (?=[\w(])", lambda m: " and "),
    (
        (", n = ", ", n=", ", N = ", ", N="),
        r", [nN] ?= ?(?P<n>\d+)(?=[,;.]| and )",
        _unless_in_brackets(lambda m: f" (n = {m['n']})"),
    ),
    (
        (*(f", {w} " for w in _APPOSED), " – all ", " – both "),
        rf"(?:{AFTER_PLURALS}|(?<=%\)))(?:,| –) (?P<kept>(?:{'|'.join(_APPOSED)}) [^,;.()\n–]{{3,60}})(?:,| –) {_DOING}",
        _unless_in_brackets(lambda m: f" ({KEPT}) "),
    ),
)
