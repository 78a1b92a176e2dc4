"""Women and men of the whole study."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.cohorts.fact import Fact
from extractors.core import cues as re
from extractors.core.counts import Count, counts
from extractors.core.paper import Sentence
from extractors.core.parts import befell
from extractors.core.study import Study
from extractors.quantities import NUMBER, parse_number
from extractors.quantities.people import PEOPLE

_WORD = r"(?:female(?: patients)?|male(?: patients)?|women|woman|men|man|girl|boy|F|M)s?"
_SEX = re.compile(
    r"(?P<female>women|woman|females?|girls?|female patients|F)|(?P<male>men|man|males?|boys?|M)$", re.IGNORECASE
)
_SEX_AFTER = re.compile(
    r"\s*(?:\([^)]{0,30}\)\s*)?(?:of (?:them|these|whom|the patients) )?(?:(?:were|was|are) )?(?:female|male|women|"
    r"woman|men|man|girls?|boys?|females|males)\b",
    re.IGNORECASE,
)
# "The majority were female (n = 18, 60 %)", "men, 12".
_SEX_BEFORE = re.compile(r"\b(?P<sex>females?|males?|women|men|girls|boys)\s*[(\[:,]\s*$", re.IGNORECASE)
_RATIO = re.compile(
    r"\b(?P<first>female|male|women|men|F|M)s?\s*(?:/|:|to|-to-|-|vs\.?|and)\s*(?P<second>female|male|women|men|F|"
    r"M)s?\b[^.;\d]{0,25}?(?P<a>\d+)\s*(?:/|:|to|and|vs\.?)\s*(?P<b>\d+)(?![\d.,]*\d|\s*%)",
    re.IGNORECASE,
)
# "A female predominance (19/33)", "a male preponderance, 11 of 15 patients".
_PREDOMINANCE = re.compile(
    r"\b(?P<sex>female|male)\s(?:predominance|preponderance|predilection|majority)\s?[(\[,:]\s?(?:n\s?=\s?)?$",
    re.IGNORECASE,
)
# "Two thirds of the 30 patients were men", "half of our patients": no number of them.
_SHARE_OF = re.compile(
    r"\b(?:thirds?|quarters?|half|halves|majority|most|many|some|\d\s?%|per ?cent)\s+of\s+(?:(?:the|our|these|all)\s+)*$",
    re.IGNORECASE,
)
# "Sex was female in 26 and male in 30", "Female patients accounted for 58 % (n = 21)".
_IN_EACH = re.compile(
    rf"\b(?P<first>female|male)\s+in\s+(?P<a>{NUMBER})\s*{PEOPLE}?\s*(?:\([^()]{{0,12}}\)\s*)?(?:,|;|and|,? and)\s*(?P<second>female|male)\s+in\s+(?P<b>{NUMBER})",
    re.IGNORECASE,
)
_ACCOUNTED = re.compile(
    r"\b(?P<sex>females?|males?|women|men)(?: patients)? (?:accounted for|comprised|constituted|made up|represented)\s+$",
    re.IGNORECASE,
)
# Both at once, each behind its number: "11 M, 12 F", "12 females/11 males", "7M:4F".
_BOTH = re.compile(
    rf"(?<![\w.])(?<!\w-)(?P<a>(?i:{NUMBER}))\s?(?P<first>{_WORD})\s*(?:\([^()]{{0,12}}\)\s*)?(?:/|:|,|;|&|\+|,? and)\s*"
    rf"(?P<b>{NUMBER})\s?(?P<second>{_WORD})(?![\w-])"
)
# Each before its number: "male = 33, female = 17", "M: 12; F: 9".
_EACH = re.compile(
    r"(?<![\w-])(?P<first>(?:fe)?males?|(?:wo)?men|[MF])\s?[=:]\s?(?P<a>\d+)(?![\d.]|\s?%)(?:\s?\([^()]{0,12}\))?\s?[,;/]\s?(?:and\s)?(?P<second>(?:fe)?males?|(?:wo)?men|[MF])\s?[=:]\s?(?P<b>\d+)(?![\d.]|\s?%)",
    re.IGNORECASE,
)
# Of two arms: "31 (53 %) of 58 patients in the A group and 17 (59 %) in the B group were female".
_COUNTED = (
    rf"(?P<@>(?i:{NUMBER}))\s?\(\d[\d.]*\s?%\)(?:\s?(?:out )?of (?:the )?\d+)?(?:\s{PEOPLE})?"
    r"(?:\s(?:in|on|assigned to|given|receiving)\s(?:the\s)?[^.;:,()\d]{2,40}?(?:\s[A-D1-4])?)?"
)
_OF_ARMS = re.compile(
    rf"(?<![\w.]){_COUNTED.replace('@', 'a')},?\s(?:and|versus|vs\.?)\s{_COUNTED.replace('@', 'b')}(?:,? respectively,?)?"
    r"\s(?:were|are)\s(?P<sex>females?|males?|women|men)\b"
)
_DEMOGRAPHIC = re.compile(
    r"\b(?:median|mean|average)(?: \([^()]{2,20}\))? age\b|\bsex\b|\bgender\b|\baged\b|\byears (?:old|of age)\b|characteristics|demographic|predominance|preponderance",
    re.IGNORECASE,
)
# A share of the whole study within this many percentage points of the one printed is that share.
_CLOSE = 1.0


def sexes(sentence: Sentence, study: Study) -> Iterator[Fact]:
    """Women and men of the whole study: beside its size, both at once, as a ratio of counts, or among demographics."""
    for m in _OF_ARMS.finditer(sentence.text):
        for arm in ("a", "b"):
            n = parse_number(m[arm])
            if n is not None:
                yield Fact(f"n_{_sex(m['sex'])}", int(n), sentence, m.start(arm), m.end(), "sex", 0.85)
    if _OF_ARMS.search(sentence.text):
        return
    ratios = list(_RATIO.finditer(sentence.text))
    for m in ratios:
        a, b = int(m["a"]), int(m["b"])
        if a + b == study.n or (study.n is None and a + b > 9 and "ratio" not in sentence.text):
            yield from _pair(sentence, m, a, b, "ratio")
    if ratios:
        return
    both = next(_together(sentence, study), None)
    if both is not None:
        yield from both
        return
    yield from _one_by_one(sentence, study)


def _together(sentence: Sentence, study: Study) -> Iterator[list[Fact]]:
    for m in (m for both in (_BOTH, _IN_EACH, _EACH) for m in both.finditer(sentence.text)):
        a, b = parse_number(m["a"]), parse_number(m["b"])
        if a is None or b is None or _sex(m["first"]) == _sex(m["second"]):
            continue
        lettered = len(m["first"]) < 2
        told = {
            study.n,
            *(c.n for c in counts(sentence) if c.end <= m.start() and c.noun),
        }  # all, or those just counted
        if int(a + b) in told or (study.n is None and not lettered):
            yield list(_pair(sentence, m, int(a), int(b), "sex"))


def _pair(sentence: Sentence, m: re.Match[str], a: int, b: int, rule: str) -> Iterator[Fact]:
    for word, value in ((m["first"], a), (m["second"], b)):
        yield Fact(f"n_{_sex(word)}", value, sentence, m.start(), m.end(), rule, 0.9)


def _one_by_one(sentence: Sentence, study: Study) -> Iterator[Fact]:
    sized = any(s.sentence.index == sentence.index for s in study.statements)
    found = [f for count in counts(sentence) if (f := _sexed(sentence, count)) is not None]
    # "We treated 14 patients. Six were male."
    sized = sized or (
        bool(found)
        and not sentence.text[: found[0][1].start].strip()
        and any(s.sentence.index == sentence.index - 1 for s in study.statements)
    )
    both = {s for s, _, _ in found} == {"female", "male"}
    whole = study.n is not None and any(c.total == study.n or _share(c, study) for _, c, _ in found)
    if len(found) > 2 or not (sized or both or _DEMOGRAPHIC.search(sentence.text) or whole):
        return
    total = sum(c.n or 0 for _, c, _ in found)
    if study.n is not None and (total > study.n or (both and total != study.n)):
        return
    for sex, count, end in found:
        if count.n is not None:
            yield Fact(f"n_{sex}", count.n, sentence, count.start, end, "sex", 0.9)


def _sexed(sentence: Sentence, count: Count) -> tuple[str, Count, int] | None:
    """The sex that a count is of, with the end of the words that say so."""
    before = sentence.text[: count.start]
    if count.n is None or befell(sentence.text[count.end :]) or _SHARE_OF.search(before):
        return None
    if told := _PREDOMINANCE.search(before):
        return _sex(told["sex"]), count, count.end
    after = _SEX_AFTER.match(sentence.text, count.end)
    named = _SEX_BEFORE.search(before)
    word = count.noun if _SEX.fullmatch(count.noun) else after.group() if after else ""
    if not word:
        mods = re.search(r"\b(?:fe)?male\b", count.modifiers, re.IGNORECASE)
        word = mods.group() if mods else ""
    numbered = re.match(r"n|\d+(?:\.\d+)?\s?%\s?[,;]\s*n\s*=", sentence.text[count.start : count.end], re.IGNORECASE)
    if not word and named and not count.noun and numbered:
        word = named["sex"]
    if not word and not count.noun and (share := _ACCOUNTED.search(before)):
        word = share["sex"]
    if not word:
        return None
    return _sex(word), count, after.end() if after and count.noun != word else count.end


def _share(count: Count, study: Study) -> bool:
    """Whether the percentage beside a count is its share of the whole study."""
    if study.n is None or count.n is None or count.percent is None or count.n > study.n:
        return False
    return abs(100 * count.n / study.n - float(count.percent)) <= _CLOSE


def _sex(word: str) -> str:
    lower = word.lower().strip()
    return "female" if lower == "f" or re.search(r"female|wom[ae]n|girl", lower) else "male"
