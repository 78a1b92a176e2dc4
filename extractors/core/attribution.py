"""Whose result a sentence tells: this study's, another's, a plan, or a definition.

Signals after the citation-context literature (Teufel 1999, argumentative zoning): where the sentence stands, citation
marks, reporting verbs with other authors as subject, and the study's own voice.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.core.contract import Attribution
from extractors.core.document import SectionKind as K

if TYPE_CHECKING:
    from extractors.core.paper import Sentence

OWN = re.compile(
    r"\b(?:our (?:series|study|cohort|patients?|experience|results|data|sample|population|findings|group|registry|analysis|case|hospital|institution|center|centre)"
    r"|(?:in |the )?(?:this|the present|the current|present|current) (?:study|series|cohort|analysis|report|trial|registry|retrospective \w+|case|sample|population|work|review)"
    r"|we (?:observed|found|report(?:ed)?|describe[d]?|saw|treated|recorded|noted|noticed|present|identified|included|analy[sz]ed|enrolled)|of our|in our|here(?:in)?,? (?:we )?(?:report|describe|among)|the (?:whole|entire) (?:group|series|cohort))\b",
    re.IGNORECASE,
)
CITATION = re.compile(
    r"\[\s*\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\s*\]|(?<![/\s]m)(?<![x×X]\s10)(?<![x×X]10)\((?:\d{1,3}(?:\s*[,–-]\s*\d{1,3}){0,6})\)(?=[.,;]|\s[a-z]|$)|\bet al\b\.?|\band (?:colleagues|coworkers|co-workers)\b"
)
OTHERS = re.compile(
    r"\b(?:(?:previous|prior|earlier|other|another|published|reported|recent|large|several|historical|literature|randomi[sz]ed|registration|pivotal|preliminary|prospective|subsequent)"
    r"(?:\s+[\w-]+){0,3}\s+(?:stud(?:y|ies)|trials?|series|reports?|publications?|data|authors?|groups?|experience)"
    r"|phase (?:I{1,3}V?|[1-4])[ab]?(?:/(?:I{1,3}|[1-4]))?(?: \w+){0,3} (?:stud(?:y|ies)|trials?)|in the literature|(?:has|have|had) been (?:reported|shown|described|published|demonstrated)"
    r"|it (?:was|has been|is) (?:reported|shown|known)|reported (?:by|in)|according to the \w+ trial|(?:was|were) (?:approved|granted approval))\b",
    re.IGNORECASE,
)
DEFINITION = re.compile(
    r"\b(?:(?:was|were|is|are) (?:defined|calculated|estimated|measured|computed|assessed|considered|censored|graded|evaluated)\b(?! (?:at|to be) )(?=.{0,60}\b(?:as|from|by|using|according|with|to|at the date)\b)"
    r"|defin(?:ed|ition|itions)\b|primary (?:end ?point|objective|outcome)|secondary (?:end ?points?|objectives?|outcomes?)|end ?points? (?:were|was|included)|eligib(?:le|ility)|inclusion criteria|exclusion criteria|were excluded)\b",
    re.IGNORECASE,
)
_OWN_SECTIONS = {
    K.RESULTS,
    K.ABSTRACT_RESULTS,
    K.CASES,
    K.TABLE,
    K.LEGEND,
    K.TITLE,
    K.ABSTRACT,
    K.ABSTRACT_CONCLUSION,
    K.BODY,
    K.CONCLUSION,
}
_PLAN_SECTIONS = {K.METHODS, K.ABSTRACT_METHODS}


def attribute(sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """The sentences with their attribution set; a discussion's own results need the study's own voice."""
    return tuple(replace(s, attribution=of(s)) for s in sentences)


def of(sentence: Sentence) -> Attribution:
    """The attribution of one sentence."""
    text, section = sentence.text, sentence.section
    own, others = bool(OWN.search(text)), bool(CITATION.search(text) or OTHERS.search(text))
    if section in (K.REFERENCES, K.BACK_MATTER):
        return "cited"
    if section in _PLAN_SECTIONS:
        return "definition" if DEFINITION.search(text) else "planned"
    if section in (K.BACKGROUND, K.ABSTRACT_BACKGROUND, K.DISCUSSION):
        if own and not others:
            return "own"
        return "own" if section is K.DISCUSSION and not others and _continues(text) else "cited"
    if DEFINITION.search(text) and not sentence.numbers("percent", "fraction", "duration", "count"):
        return "definition"
    if others and not own and section in (K.ABSTRACT, K.BODY, K.CONCLUSION):
        return "cited"
    return "own"


def _continues(text: str) -> bool:
    """A discussion's plain past-tense count of patients, without any mark of another study."""
    return bool(
        re.match(
            r"(?:Only |Of (?:the|these|our) |Among (?:the|our) |Out of |Overall,? )?(?:\w+[- ]?\w*) (?:patients?|cases|responses?)\b.*\b(?:had|achieved|developed|experienced|received|was|were|responded|progressed)\b",
            text,
        )
    )
