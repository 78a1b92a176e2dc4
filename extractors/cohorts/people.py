"""Size, sexes, evaluable patients and the sizes of phases and arms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.cohorts.fact import Fact
from extractors.core.counts import Count, counts
from extractors.core.paper import Sentence
from extractors.core.study import Study

_SEX = re.compile(
    r"(?P<female>women|woman|females?|girls?|female patients|F)|(?P<male>men|man|males?|boys?|M)$", re.IGNORECASE
)
_SEX_AFTER = re.compile(
    r"\s*(?:\([^)]{0,30}\)\s*)?(?:of (?:them|these|whom|the patients) )?(?:(?:were|was|are) )?(?:female|male|women|"
    r"woman|men|man|girls?|boys?|females|males)\b",
    re.IGNORECASE,
)
_RATIO = re.compile(
    r"\b(?P<first>female|male|women|men|F|M)s?\s*(?:/|:|to|-to-|-|vs\.?|and)\s*(?P<second>female|male|women|men|F|"
    r"M)s?\b[^.;\d]{0,25}?(?P<a>\d+)\s*(?:/|:|to|and|vs\.?)\s*(?P<b>\d+)(?![\d.,]*\d|\s*%)",
    re.IGNORECASE,
)
_DEMOGRAPHIC = re.compile(
    r"\b(?:median|mean|average) age\b|\bsex\b|\bgender\b|\baged\b|\byears (?:old|of age)\b|characteristics|demographic",
    re.IGNORECASE,
)
_EVALUABLE = re.compile(
    r"\s*(?:\([^)]{0,20}\)\s*)?(?:were|was|being)?\s*(?:considered |deemed |fully |finally )?(?:evaluable|assessable|"
    r"available for (?:response|efficacy)|eligible for (?:response|efficacy))\b(?! "
    r"at)(?P<of>\s+for\s+(?:[\w-]+\s){0,2}?\w+)?",
    re.IGNORECASE,
)
# Evaluable for what they had done: "44 patients had a second scan and were therefore evaluable".
_THEREFORE = re.compile(
    r"[^.;]{0,160}?\b(?:were|was)\s+(?:therefore|thus|hence|consequently|accordingly)\s+(?:considered )?(?:evaluable|assessable)\b",
    re.IGNORECASE,
)
_BASED_ON = re.compile(
    r"\b(?:analys[ei]s|results?|evaluation|assessment)\b[^.;,]{0,40}\b(?:based on|restricted to|limited to|performed (?:in|on|for)|"
    r"confined to|carried out (?:in|on))\s+(?:the\s+|data (?:from|of)\s+(?:the\s+)?)?(?:remaining|other)?\s*$",
    re.IGNORECASE,
)
_UNIT_OF_TRIAL = re.compile(
    r"\s*(?:(?:were|was)\s+)?(?:enrolled|included|treated|entered|randomi[sz]ed|assigned|allocated)?\s*(?:in|into|to|"
    r"on|onto)\s+(?:the\s+)?(?P<part>phase\s+(?:I{1,3}V?|[1-4])[ab]?(?![\w/])|(?:dose[- ])?(?:escalation|expansion)(?: "
    r"(?:phase|cohort|part))?|(?:arm|group|cohort)\s+(?:[A-D]|[1-4]|I{1,3})\b)",
    re.IGNORECASE,
)

_ALLOCATED = re.compile(
    r"random\w+|assigned|allocated|enroll?ed|entered|accrued|there were \w+ patients", re.IGNORECASE
)


def sizes(study: Study) -> Iterator[Fact]:
    """The study's own number of patients, once for each statement of it."""
    for statement in study.statements:
        count = statement.count
        yield Fact(
            "n_patients",
            study.n or 0,
            statement.sentence,
            count.start,
            count.end,
            "size",
            0.95 if statement.score >= 9 else 0.75,
        )


def evaluable(sentence: Sentence, study: Study) -> Iterator[Fact]:
    """Patients evaluable for response or at all."""
    for count in counts(sentence):
        if count.n is not None and _analysed(sentence, count, study):
            yield Fact("n_evaluable", count.n, sentence, count.start, count.end, "analysed", 0.8)
            continue
        before = sentence.text[max(0, count.start - 12) : count.start]
        m = _EVALUABLE.match(sentence.text, count.end)
        named = re.search(r"\b(?:evaluable|assessable)\b", f"{count.modifiers} {before}") and not re.search(
            r"\bnot\b", before
        )
        part = re.match(r"\s*(?:who|with|whose)\b", sentence.text[count.end :])
        if count.n is None or not (m or named) or (count.bare and not m) or part:
            continue
        subgroup = "toxicity" if m and re.search(r"toxicity|safety", m.group(), re.IGNORECASE) else ""
        whole = count.total is not None and not (
            m and re.search(r"\b(?:were|was)\b", m.group())
        )  # "12 of 24 evaluable patients"
        value = count.total if whole and count.total is not None else count.n
        yield Fact(
            "n_evaluable",
            value,
            sentence,
            count.start,
            m.end() if m else count.end,
            "evaluable",
            0.9,
            subgroup=subgroup,
        )


def _analysed(sentence: Sentence, count: Count, study: Study) -> bool:
    """Whether the sentence rests its analysis on these patients, fewer than the study has."""
    if study.n is None or (count.n or 0) >= study.n or not count.noun:
        return False
    return bool(_BASED_ON.search(sentence.text[: count.start]) or _THEREFORE.match(sentence.text, count.end))


def sexes(sentence: Sentence, study: Study) -> Iterator[Fact]:
    """Women and men of the whole study: beside its size, both at once, as a ratio of counts, or among demographics."""
    for m in _RATIO.finditer(sentence.text):
        a, b = int(m["a"]), int(m["b"])
        if study.n is None or a + b == study.n:
            for word, value in ((m["first"], a), (m["second"], b)):
                yield Fact(f"n_{_sex(word)}", value, sentence, m.start(), m.end(), "ratio", 0.9)
        return
    sized = any(s.sentence.index == sentence.index for s in study.statements)
    found: list[tuple[str, Count, int]] = []
    for count in counts(sentence):
        if count.n is None:
            continue
        after = _SEX_AFTER.match(sentence.text, count.end)
        word = count.noun if _SEX.fullmatch(count.noun) else after.group() if after else ""
        if not word:
            mods = re.search(r"\b(?:fe)?male\b", count.modifiers, re.IGNORECASE)
            word = mods.group() if mods else ""
        if word:
            found.append((_sex(word), count, after.end() if after and count.noun != word else count.end))
    both = {s for s, _, _ in found} == {"female", "male"}
    if len(found) > 2 or not (
        sized or both or _DEMOGRAPHIC.search(sentence.text) or any(c.total == study.n for _, c, _ in found)
    ):
        return
    total = sum(c.n or 0 for _, c, _ in found)
    if study.n is not None and (total > study.n or (both and total != study.n)):
        return
    for sex, count, end in found:
        if count.n is not None:
            yield Fact(f"n_{sex}", count.n, sentence, count.start, end, "sex", 0.9)


def _sex(word: str) -> str:
    lower = word.lower().strip()
    return "female" if lower == "f" or re.search(r"female|wom[ae]n|girl", lower) else "male"


def parts(sentence: Sentence) -> Iterator[Fact]:
    """Sizes of the trial's phases, cohorts and arms."""
    for count in counts(sentence):
        m = _UNIT_OF_TRIAL.match(sentence.text, count.end)
        arm = m is not None and re.match(r"arm|group|cohort", m["part"], re.IGNORECASE)
        if arm and not _ALLOCATED.search(sentence.text):
            continue  # who did what in an arm, not its size
        if m and count.n is not None and count.total is None:
            yield Fact("n_patients", count.n, sentence, count.start, m.end(), "part", 0.85, subgroup=m["part"].lower())
