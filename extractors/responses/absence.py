"""Zero counts: "no objective response", "CR was not observed", "none of them responded"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.core import cues as re
from extractors.core.paper import Sentence
from extractors.core.verbs import HAD, HAVING, SEEN
from extractors.quantities.people import PEOPLE
from extractors.responses.categories import Category

_NO = re.compile(
    rf"\b(?:no|neither|without any|nor|not a single|zero)\s+(?:(?:single\s)?(?:evaluable\s)?(?:{PEOPLE}|one)\s+(?:(?:in the|of the)\s\w+\s(?:\w+\s)?)?(?:{HAD}|with)?\s*)?"
    r"(?:(?:an?|objective|confirmed|tumou?r|overall|documented|radiolog\w+|clinical|major|true|such|or|nor|and|CRs?|PRs?|complete|partial|responses?|remissions?)[\s,/]+)*$",
    re.IGNORECASE,
)
_NOT_AFTER = re.compile(
    rf"s?(?:\s*\([A-Z]+s?\))?\s+(?:was|were|has been|have been|could be)\s+(?:not|never)\s+(?:\w+\s)?{SEEN}|\s+(?:occurred|(?:was|were) {SEEN}) in (?:none|no patients?)\b",
    re.I,
)
_NONE = re.compile(
    r"\b(?:none(?: of (?:the|these|them|our|those))?|no (?:patients?|pts?|cases?|subjects?|women|men|children)|neither)\b(?!\s+(?:stopped|discontinued))"
    r"(?:(?!\b(?:and|but|regimens?|treatments?|drugs?|agents?|stud(?:y|ies)|trials?|lesions?|series|(?:bio)?markers?|factors?|variables?|parameters?|genes?"
    r"|alterations?|mutations?|predict\w*|associat\w*|correlat\w*)\b)[^.;,]){0,60}$",
    re.IGNORECASE,
)
_ATTAINED = re.compile(
    r"\b(?:(?:had|achiev\w+|show\w+|experienc\w+|obtain\w+|reach\w+|attain\w+)\s(?:\w+\s){0,3}|(?:met|meeting|fulfill?ed|satisfied|qualified|qualifying|classified|scored|counted|rated|graded|considered)\s(?:[\w.]+\s){0,6})$",
    re.IGNORECASE,
)
_SOME = re.compile(
    rf"\b(?:{HAD}|{HAVING}|with|show)\s+no\s+(?:\w+\s+){{0,3}}$",
    re.IGNORECASE,
)
# A drug that shows none, or fails to: nobody responded to it.
_FAILED = re.compile(
    r"\b(?:(?:did not|does not|could not|fail(?:ed|s) to) (?:result in|lead to|produce|induce|yield|achieve|show|elicit|demonstrate|obtain|provide)|without (?:producing|inducing))"
    r" any (?:(?:objective|confirmed|tumou?r|radiolog\w+|clinical|major|meaningful) )*$",
    re.IGNORECASE,
)
# "Seven patients did not achieve any response": those who had none, not those who had one.
_UNACHIEVED = re.compile(
    r"\b(?:(?:did|do|does|could|had) not|failed to|unable to) (?:achieve|obtain|reach|attain|show|have|experience|demonstrate|achieved) (?:an?|any) (?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:patients?|cases?|pts|subjects?|who|he|she|\d+|two|three|four|five|six|seven|eight|nine|ten|(?<!no )one|man|woman|child(?:ren)?|remaining|others?|tumou?rs?|lesions?)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:further|additional|new|other|more|significant|differen\w+|correlat\w+|relation\w*|associat\w+|evidence|signs?)\b",
    re.I,
)


def absent(sentence: Sentence, categories: Sequence[Category]) -> Iterator[tuple[Category, int, int, bool]]:
    """Categories that the sentence denies, with the characters that say so, and whether it says that nobody had them.

    "No further responses" denies without a count.
    """
    text = sentence.text
    for category in categories:
        if not category.code or category.code == "NE":
            continue
        before = text[max(0, category.start - 110) : category.start]
        before = before[max(before.rfind(";"), before.rfind(". ")) + 1 :]
        said = _NO.search(before)
        if said is None and (category.verb or _ATTAINED.search(before)):
            said = _NONE.search(before)
        if (
            said is not None
            and category.code == "PD"
            and not category.verb
            and said.re is _NO
            and "patient" not in said.group()
        ):
            said = None
        if said is None and not _PEOPLE.search(before):
            said = _FAILED.search(before)
        unachieved = said is None and _UNACHIEVED.search(before)
        some = _SOME.search(before)
        if some and said is not None and text[category.end - 1] == "s" and not _PEOPLE.search(before):
            some = None
        denied = re.search(r"\bno\s+(?!changes? and\b|responses? and\b)(?:\w+\s+){0,3}$", before)
        if unachieved or (denied and (said is None or some)):
            yield category, category.start, category.end, False
        elif said is not None:
            start = category.start - len(said.group().lstrip())
            yield category, start, category.end, not _VAGUE.search(said.group())
        elif (after := _NOT_AFTER.match(text, category.end)) is not None:
            yield category, category.start, after.end(), True
