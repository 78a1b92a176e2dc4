"""Papers about others' work, by what they say of themselves: reviews, editorials, letters, pooled analyses; and what in them
is nevertheless first-hand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from extractors.core import cues as re
from extractors.core.attribution.signals import CITATION, ELSEWHERE, PARENTHESISED
from extractors.core.document import SectionKind as K

if TYPE_CHECKING:
    from extractors.core.paper import Sentence

_FRONT = {K.TITLE, K.ABSTRACT, K.ABSTRACT_BACKGROUND, K.BACKGROUND}
_CLINICAL = {K.METHODS, K.ABSTRACT_METHODS}
_OPENING = 8  # sentences in which a text without headings says what it is
# Kinds of papers about others' papers, whatever sections they have.
KINDS = r"meta-?analys[ie]s|overview|guidelines?|editorial|commentary|viewpoint|consensus|position (?:paper|statement)"
_KIND = rf"(?:{KINDS}|review|perspective|recommendations|chapter|mini-?review)"
# "In this review", "the present overview of current drugs"; never the review of charts, which is first-hand.
_QUALIFIER = (  # of the kind itself: never "this study supports the consensus", "our results fit the guidelines"
    r"(?:(?!(?:retrospective|chart|record|single|institution|cent(?:er|re)|case|study|trial|series|cohort|report|analysis|analyses|paper|article|work|data|results?|findings?"
    r"|an?|the|of|in|on|to|for|by|with|as|that|is|are|was|were|we|our|their|these|no)\b)[\w-]+ )"
)
# What a field agrees on is no paper: "the current guidelines recommend".
_SAID = re.compile(
    rf"\b(?:this|the (?:present|following)|our|present|the current(?! (?:[\w-]+ )*(?:guidelines?|consensus|recommendations|perspective)\b)) {_QUALIFIER}{{0,4}}?{_KIND}\b"
    r"(?! of (?:the |our |all )?(?:\w+ )?(?:records?|charts?|patients|cases|files|database|data|medical))"
    r"|\bth(?:is|e present) (?:article|paper|manuscript) (?:\w+ly )?(?:reviews|summari[sz]es|discusses|gives an overview|provides (?:an|a) (?:\w+ )?"
    r"(?:overview|review|summary|update))\b",
    re.IGNORECASE,
)
# The same in words that a series or a case report also has of its discussion.
_WE_REVIEW = re.compile(
    r"\bwe (?:\w+ly |also |here |will )*(?:review|summari[sz]e|discuss|outline|highlight)(?:ed)? (?:the |and \w+ )*(?:\w+ ){0,3}?"
    r"(?:current|recent|available|existing|published|latest|literature|evidence|advances|role|management|progress|landscape|state)\b",
    re.IGNORECASE,
)
# What a journal prints above a paper, or how a letter opens.
_LABEL = re.compile(
    r"\b(?:Review Article|Mini[- ]?Review|Clinical Review|Invited Review|REVIEW(?: ARTICLE| Article| article)?|(?:Editorial|EDITORIAL)\b(?! (?:[Dd]ecision|[Oo]ffice|[Bb]oard|[Aa]ssist\w+|[Ss]upport|[Rr]eview))|Commentary"
    r"|Comment (?:&|and) Response|To the Editor|Dear (?:Sir|Editor)|Viewpoint|Expert [Oo]pinion|Opinion statement)\b|\[(?:Comment|Correspondence|Editorial|Letter)\]"
)
_POOLED = re.compile(
    r"\b(?:articles|publications|papers|studies|trials|reports|databases|literature|records identified|MEDLINE|PubMed|Embase|Cochrane)\b",
    re.IGNORECASE,
)
_DONE = (
    r"(?:treat|enrol|enroll|follow|operat|administer|report|present|describ|observ|analy[sz]|review|identif|includ|recruit|evaluat|collect|stud|saw|gave"
    r"|diagnos|manag|register|encounter)\w*"
)
_OWN_PEOPLE = re.compile(
    rf"\b(?:our|own) (?:[\w-]+ ){{0,3}}(?:patients?|series|cohort|cases?|cent(?:er|re)|institution|hospital|clinic|department)\b"
    rf"|\bwe (?:\w+ly |also |have |here |herein )*{_DONE}\b[^.;]{{0,80}}?\b(?:patients?|women|men|children|cases?|adults)\b"
    r"|\bin (?:one|two|three|four|five|six|seven|eight|nine|ten|\d+) patients\b.{0,40}\b(?:here|herein)\b",
    re.IGNORECASE,
)
# Hands laid on patients are one's own, whatever is cited beside them.
_WE_TREATED = re.compile(
    r"\bwe (?:\w+ly |also |have |here |herein )*(?:treated|enroll?ed|operated|recruited|followed|gave|administered)\b[^.;]{0,80}?\b(?:patients?|women|men"
    r"|children|cases?|adults)\b",
    re.IGNORECASE,
)
# A person told by age: "a 54-year-old woman", "one sixty-year-old man", "61 y/o male".
PERSON = re.compile(
    r"\b(?:\d{1,3}|(?:an?|the|one) [\w-]+?)[\s‐-]*(?:years?|yrs?|y|months?|mo)\.?[\s/‐-]*(?:old|o)\b,? (?:[\w-]+ ){0,3}"
    r"(?:man|woman|boy|girl|male|female|patient|child|infant|lady|gentleman)\b",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?:a|an|one|this|our) (?:[\w-]+ ){0,4}(?:case|patient)\b", re.IGNORECASE)
_COUNTS = ("count", "n_equals", "fraction", "age", "percent")
# A text of abstract's length cites nobody: so many of its sentences bear a reference when it is no abstract.
_FEWEST_MARKS, _SHARE = 2, 0.2


def says_secondary(sentences: tuple[Sentence, ...]) -> bool:
    """Whether a paper calls itself a review, editorial, letter and the like where papers say what they are."""
    front = [s for s in sentences if s.section in _FRONT] or sentences[:_OPENING]
    if any(_LABEL.search(s.text) for s in front[:_OPENING]):
        return True
    clinical = any(s.section in _CLINICAL or s.section is K.CASES for s in sentences)
    said = (_SAID,) if clinical else (_SAID, _WE_REVIEW)
    return any(p.search(s.text) and not CITATION.search(s.text) for s in front for p in said)


# A study that is announced and not told.
_PROTOCOL = re.compile(
    r"\b(?:study protocol|trial protocol|protocol (?:of|for) (?:an?|the)|(?:study |trial )?design and (?:study )?rationale|rationale and (?:study |trial )?design"
    r"|(?:study|trial) design(?: of|:)|trials? in progress)\b",
    re.IGNORECASE,
)


def announces(title: str) -> bool:
    """Whether a title is a protocol's: what is told of its own patients is a plan."""
    return bool(_PROTOCOL.search(title))


def first_hand(sentences: Iterable[Sentence]) -> bool:
    """Whether the authors tell patients of their own in a paper that is otherwise about others'."""
    return any(_is_first_hand(s) for s in sentences)


def _is_first_hand(sentence: Sentence) -> bool:
    text = sentence.text
    if _WE_TREATED.search(text) and sentence.numbers("count") and not _POOLED.search(text):
        return True
    if _POOLED.search(text) or CITATION.search(text) or ELSEWHERE.search(text) or PARENTHESISED.search(text):
        return False
    if PERSON.search(text):
        return True
    counted = sentence.numbers(*_COUNTS) or _ONE.search(text)
    return bool(counted and _OWN_PEOPLE.search(text))


def cites_throughout(sentences: tuple[Sentence, ...]) -> bool:
    """Whether a paper without methods bears references all over, as no abstract does and a review must."""
    if any(s.section in _CLINICAL for s in sentences):
        return False
    marked = sum(bool(CITATION.search(s.text)) for s in sentences)
    return marked >= _FEWEST_MARKS and marked >= _SHARE * len(sentences)
