"""Size, evaluable patients and the sizes of phases and arms."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.cohorts.fact import Fact
from extractors.core import cues as re
from extractors.core.counts import Count, counts
from extractors.core.paper import Sentence
from extractors.core.study import Study

_EVALUABLE = re.compile(
    r"\s*(?:\([^)]{0,60}\)\s*)?(?:had (?:\w+ ){1,3}and )?(?:were|was|are|is|being|could be)?\s*(?:(?:eligible|treated|enroll?ed)(?: and |, and |, ))*(?:considered |deemed |fully |finally )?(?:evaluable|assessable|examinable|"
    r"available for (?:response|efficacy)|eligible for (?:response|efficacy)|(?:evaluated|assessed) for (?:\w+ )?(?:response|"
    r"efficacy|toxicity|safety))\b(?! "
    r"at)(?P<of>\s+for\s+(?:[\w-]+\s){0,2}?\w+)?",
    re.IGNORECASE,
)
# "... and 29 for toxicity", behind others who were evaluable for something else.
_AND_FOR = re.compile(
    r"\s*(?:\([^)]{0,20}\)\s*)?(?:were )?for (?:[\w-]+ )?(?P<what>response|efficacy|toxicity|safety|survival|outcome|adverse events)\b",
    re.IGNORECASE,
)
_EVALUABLE_BEFORE = re.compile(r"\b(?:evaluable|assessable|evaluated|assessed)\b[^.;]{0,60}$", re.IGNORECASE)
# "Response was evaluable in 27 patients".
_WAS_EVALUABLE = re.compile(
    r"\b(?P<what>responses?|efficacy|toxicity|safety)\s+(?:was|were|is|could be)\s+(?:\w+ly )?(?:evaluable|assessable|available|evaluated|"
    r"assessed|analy[sz]ed)\s+(?:in|for)\s+(?:all\s+)?$",
    re.IGNORECASE,
)
# Evaluable for what they had done: "44 patients had a second scan and were therefore evaluable".
_THEREFORE = re.compile(
    r"[^.;]{0,160}?\b(?:were|was)\s+(?:therefore|thus|hence|consequently|accordingly)\s+(?:considered )?(?:evaluable|assessable)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\bboth\s(?:of the (?:two\s)?)?(?:patients|pts|cases|subjects|participants)\b", re.IGNORECASE)
# "Three withdrew, leaving 35 patients for analysis".
_IN_SET = re.compile(
    r"\s*(?:(?:were|was)\s+(?:included|evaluated|analy[sz]ed|assessed)\s+)?in\s+the\s+(?P<what>safety|efficacy|effectiveness|response|toxicity)(?:\s+analys[ei]s)?(?:\s+(?:set|population|group|cohort))?\b",
    re.IGNORECASE,
)
_LEAVING = re.compile(r"\bleaving\s+(?:a total of\s+|only\s+)?$", re.IGNORECASE)
_FOR_ANALYSIS = re.compile(
    r"\s*(?:(?:available|evaluable|eligible)\s+)?(?:for|in)\s+(?:the\s+|our\s+)?(?:\w+\s+){0,2}?(?:analys[ei]s|evaluation|response|efficacy)\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"respon|\b(?:PR|CR|SD|PD|ORR)\b|stable|progress|benefit|remission|toxic|adverse|evaluable for|assessable for",
    re.IGNORECASE,
)
_BASED_ON = re.compile(
    r"\b(?:analys[ei]s|results?|evaluation|assessment)\b(?:(?!\b(?:an?|and|but|second|biops\w+)\b)[^.;,]){0,40}\b(?:based on|restricted to|limited to|performed (?:in|on|for)|"
    r"confined to|carried out (?:in|on))\s+(?:the\s+|data (?:from|of)\s+(?:the\s+)?)?(?:remaining|other)?\s*$",
    re.IGNORECASE,
)
_UNIT_OF_TRIAL = re.compile(
    r"\s*(?:(?:were|was)\s+)?(?:enrolled|included|treated|entered|randomi[sz]ed|assigned|allocated)?\s*(?:in|into|to|"
    r"on|onto)\s+(?:the\s+)?(?P<part>phase\s+(?:I{1,3}V?|[1-4])[ab]?(?![\w/])|(?:dose[- ])?(?:escalation|expansion)(?: "
    r"(?:phase|cohort|part))?|(?:arm|group|cohort)\s+(?:[A-D]|[1-4]|I{1,3})\b)",
    re.IGNORECASE,
)

# "All but one patient in phase 2".
_SAVE = re.compile(r"\b(?:all but|except(?: for)?|apart from|other than|excluding)\s+$", re.IGNORECASE)
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


_OF_THE_FIRST = re.compile(r"\bfirst\s+$", re.IGNORECASE)
_NEEDED = re.compile(r"\b(?:required|needed|necessary|to (?:continue|proceed|stop|close|expand|open))\b", re.IGNORECASE)


def evaluable(sentence: Sentence, study: Study) -> Iterator[Fact]:
    """Patients evaluable for response or at all; not those of a plan: "two responses among the first 21 were required"."""
    for both in _BOTH.finditer(sentence.text):
        if m := _EVALUABLE.match(sentence.text, both.end()):
            of = "toxicity" if re.search(r"toxicity|safety", m.group(), re.IGNORECASE) else ""
            yield Fact("n_evaluable", 2, sentence, both.start(), m.end(), "evaluable", 0.85, subgroup=of)
    for count in counts(sentence):
        if _OF_THE_FIRST.search(sentence.text[: count.start]) and _NEEDED.search(sentence.text):
            continue
        if count.n is not None and _analysed(sentence, count, study):
            yield Fact("n_evaluable", count.n, sentence, count.start, count.end, "analysed", 0.8)
            continue
        if (told := _told_elsewhere(sentence, count)) is not None:
            yield told
            continue
        before = re.split(r"[;).]", sentence.text[max(0, count.start - 12) : count.start])[-1]
        m = _EVALUABLE.match(sentence.text, count.end)
        named = re.search(r"\b(?:evaluable|assessable)\b", f"{count.modifiers} {before}") and not re.search(
            r"\bnot\b", before
        )
        part = re.match(r"\s*(?:who|with|whose)\b", sentence.text[count.end :])
        if count.n is None or not (m or named) or (count.bare and not m) or part or _proportion(sentence.text, count):
            continue
        subgroup = "toxicity" if m and re.search(r"toxicity|safety", m.group(), re.IGNORECASE) else ""
        whole = count.total is not None and not (
            m and re.search(r"\b(?:were|was|are|is|could be)\b", m.group())
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


def _proportion(text: str, count: Count) -> bool:
    """Whether evaluable people are only the whole of a share that is no result of treatment, or one of a saying: "one in five"."""
    if re.search(r"\b(?:one|two|three|\d) in\s*$", text[: count.start], re.IGNORECASE):
        return True
    return count.total is not None and count.n == count.total and not _RESULT.search(text)


def _told_elsewhere(sentence: Sentence, count: Count) -> Fact | None:
    """Evaluable patients whose verb stands before them, or with others: "and 29 for toxicity"."""
    before, n = sentence.text[: count.start], count.n
    also = _AND_FOR.match(sentence.text, count.end) if _EVALUABLE_BEFORE.search(before) else None
    also = also or _IN_SET.match(sentence.text, count.end)
    was = _WAS_EVALUABLE.search(before)
    if n is None or n < 2 or count.percent is not None or not (also or was):
        return None
    words = also["what"] if also else was["what"] if was else ""
    of = "toxicity" if words.lower() in ("toxicity", "safety", "adverse events") else ""
    end = also.end() if also else count.end
    return Fact("n_evaluable", n, sentence, count.start, end, "evaluable", 0.85, subgroup=of)


def _analysed(sentence: Sentence, count: Count, study: Study) -> bool:
    """Whether the sentence rests its analysis on these patients, fewer than the study has."""
    if study.n is None or (count.n or 0) >= study.n or not count.noun:
        return False
    before = sentence.text[: count.start]
    left = _LEAVING.search(before) and _FOR_ANALYSIS.match(sentence.text, count.end)
    return bool(left or _BASED_ON.search(before) or _THEREFORE.match(sentence.text, count.end))


def parts(sentence: Sentence) -> Iterator[Fact]:
    """Sizes of the trial's phases, cohorts and arms."""
    for count in counts(sentence):
        m = _UNIT_OF_TRIAL.match(sentence.text, count.end)
        arm = m is not None and re.match(r"arm|group|cohort", m["part"], re.IGNORECASE)
        if arm and not _ALLOCATED.search(sentence.text):
            continue  # who did what in an arm, not its size
        if m and count.n is not None and count.total is None and not _SAVE.search(sentence.text, 0, count.start):
            yield Fact("n_patients", count.n, sentence, count.start, m.end(), "part", 0.85, subgroup=m["part"].lower())
