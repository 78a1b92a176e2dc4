"""The study's patients divided: so many in each arm, so many of each risk group."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.cohorts.fact import Fact
from extractors.core import cues as re
from extractors.core.contract import Term
from extractors.core.counts import counts
from extractors.core.paper import Sentence
from extractors.core.study import Study
from extractors.quantities import NUMBER, parse_number
from extractors.quantities.people import PEOPLE

_ARM = re.compile(
    r"\s*(?:were |was )?(?:randomi[sz]ed |assigned |allocated )?(?:in|to|into|on|at) (?:the )?(?P<arm>(?:dose )?level \d|DL[ -]?\d|"
    r"(?:arm|group|cohort) (?:[A-D]|[1-4]|I{1,3})|(?:(?!(?:and|or|arm|group|cohort)\b)[\w/+.-]+ ){1,5}?(?:arm|group|cohort))\b",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"[^.;:()]{0,110}?\((?:the )?(?P<name>(?:[\w/+.-]+ ){1,4}?(?:cohort|group|arm)|(?-i:[A-Z]{1,4}-[A-Z]{2,6}s?))\)",
    re.IGNORECASE,
)
# "randomised to receive A (n = 40) or placebo (n = 38)".
_RANDOM = re.compile(r"\brandom\w*|\b(?:assigned|allocated)\b", re.IGNORECASE)
_NUMBERED = re.compile(rf"[(\[]\s*(?:n\s*=\s*(?=\d)|(?=\d+ {PEOPLE}))(?P<n>\d+)\s*{PEOPLE}?\s*[)\]]", re.IGNORECASE)
_OTHER_ARM = re.compile(
    r"(?:placebo|observation|best supportive care|no (?:further |adjuvant )?(?:treatment|therapy)|surgery alone)\s*$",
    re.IGNORECASE,
)
_EVALUABLE = re.compile(r"\b(?:evaluable|assessable) for\b", re.IGNORECASE)
_RESPONDED = re.compile(
    r"\bresponses?\b(?<!for response)|responded|died|progressed|relapsed|recurred|alive|toxic", re.IGNORECASE
)
_TO = re.compile(
    r"\s*(?:were |was )?(?:randomly )?(?:randomi[sz]ed |assigned |allocated )?to (?:receive |the )?", re.IGNORECASE
)
_OTHER = re.compile(
    r"(?:placebo|observation|best supportive care|no (?:further |adjuvant )?(?:treatment|therapy)|surgery alone)\b",
    re.IGNORECASE,
)
_RISK = r"(?:(?:very[- ])?(?:low|intermediate|high|standard|average|poor|good|favou?rable|unfavou?rable)[- ](?:intermediate[- ])?(?:risk|prognosis))"
_ONE = rf"{NUMBER}\s*(?:\([^)]{{0,12}}\)\s*)?(?:patients\s+)?(?:with\s+)?{_RISK}"
_RISKS = re.compile(
    rf"(?<![\w.,-]){_ONE}(?:\s+(?:patients|disease|group))?(?:(?:,\s*(?:and\s+)?|\s+and\s+){_ONE}(?:\s+(?:patients|disease|cases|group))?)+",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"(?P<n>{NUMBER})\s*(?:\([^)]{{0,12}}\)\s*)?(?:patients\s+)?(?:with\s+)?(?P<risk>{_RISK})", re.IGNORECASE
)
_OUTCOME = re.compile(
    r"respon|died|death|progress|relaps|recur|surviv|toxic|adverse|alive|excluded|withdr|discontinu|required|developed|"
    r"experienced|underwent|lost to",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"random|assign|allocat|enrol|includ|analy[sz]|evaluab|assessab|evaluated|assessed|treated|receiv|available|complete data|compris|"
    r"consist|entered|accrued|registered|eligible|\bthere were\b",
    re.IGNORECASE,
)


def divided(sentence: Sentence, study: Study) -> Iterator[Fact]:
    """Sizes of arms that add up to the study's, and of risk groups that are told side by side."""
    yield from _arms(sentence, study)
    yield from _allotted(sentence, study)
    yield from _called(sentence, study)
    yield from _numbered(sentence, study)
    yield from _in_brackets(sentence)
    yield from _underwent(sentence, study)
    if not _OUTCOME.search(sentence.text):
        yield from _risks(sentence, study)


# Which of several procedures: "30 patients underwent limb salvage and 12 underwent amputation".
_UNDERWENT = re.compile(
    r"\s*(?:\([^()]{0,12}\)\s*)?(?:underwent|had undergone|were treated by|were managed with)\s(?:an?\s|the\s)?"
    r"(?P<what>(?!(?:no|further|another|repeat|second|re-?)\b)[^,.;:()]{2,50}?)(?=\s*(?:[,.;(]|\band\b|\bwhile\b|\bwhereas\b|$))",
    re.IGNORECASE,
)


# "R0 resection" here and "R0" there are one group.
_ACT = re.compile(r"(?<=\w)\s(?:resections?|surger(?:y|ies)|procedures?|operations?)$", re.IGNORECASE)


def _underwent(sentence: Sentence, study: Study) -> Iterator[Fact]:
    """The whole study divided by what was done: counts that add up to its size, none of them of an outcome."""
    found = [
        (c, m) for c in counts(sentence) if c.n and c.total is None and (m := _UNDERWENT.match(sentence.text, c.end))
    ]
    if study.n is None or len(found) < 2 or sum(c.n or 0 for c, _ in found) != study.n:
        return
    for count, m in found:
        what = _ACT.sub("", m["what"].strip())
        yield Fact("n_patients", count.n or 0, sentence, count.start, m.end(), "part", 0.85, subgroup=what)


def _allotted(sentence: Sentence, study: Study) -> Iterator[Fact]:
    """Arms named by their drug: "15 were assigned to A and 14 to placebo"."""
    text = sentence.text
    found = [(c, m) for c in counts(sentence) if c.n and c.total is None and (m := _TO.match(text, c.end))]
    placed = [(c, m, _given(sentence, m.end())) for c, m in found]
    named = [(c, m, terms) for c, m, terms in placed if terms is not None]
    known = {study.n, *(c.n for c in counts(sentence) if not any(c == f for f, _ in found))}
    if len(named) < 2 or len(named) != len(found) or sum(c.n or 0 for c, _, _ in named) not in known:
        return
    for count, m, terms in named:
        other = _OTHER.match(text, m.end())
        name = other.group().lower() if other and not terms else ""
        yield Fact("n_patients", count.n or 0, sentence, count.start, m.end(), "part", 0.85, subgroup=name, drugs=terms)


def _given(sentence: Sentence, at: int) -> tuple[Term, ...] | None:
    """The drugs that begin at a place, joined by plus; empty for placebo and its like, None for neither."""
    if _OTHER.match(sentence.text, at):
        return ()
    terms: list[Term] = []
    for drug in sentence.of("drug"):
        start, end = sentence.at(drug)
        if start == at or (terms and re.fullmatch(r"\s*(?:plus|\+|with|/|[-–])\s*", sentence.text[at:start])):
            terms.append(drug.term())
            at = end
    return tuple(terms) or None


def _called(sentence: Sentence, study: Study) -> Iterator[Fact]:
    """Groups that are given a name in parentheses: "82 were new (upfront cohort), 74 had relapsed (relapse cohort)"."""
    found = [(c, m) for c in counts(sentence) if c.n and c.total is None and (m := _CALLED.match(sentence.text, c.end))]
    if study.n is None or len(found) < 2 or sum(c.n or 0 for c, _ in found) != study.n:
        return
    for count, m in found:
        yield Fact("n_patients", count.n or 0, sentence, count.start, m.end(), "part", 0.9, subgroup=m["name"].strip())


def _arms(sentence: Sentence, study: Study) -> Iterator[Fact]:
    found = [(c, m) for c in counts(sentence) if c.n and c.total is None and (m := _ARM.match(sentence.text, c.end))]
    total = sum(c.n or 0 for c, _ in found)
    known = {study.n, *(c.n for c in counts(sentence) if not any(c == f for f, _ in found))}
    if len(found) < 2 or total not in known or _RESPONDED.search(sentence.text):
        return
    if total != study.n and not _PLACED.search(sentence.text[: found[-1][1].end()]):
        return  # some of them, told by arm for what became of them
    for count, m in found:
        drugs = tuple(
            x.term()
            for x in sentence.of("drug")
            if m.start("arm") <= sentence.at(x)[0] and sentence.at(x)[1] <= m.end()
        )
        name = "" if drugs else m["arm"].strip()
        field = "n_evaluable" if _EVALUABLE.search(sentence.text) else "n_patients"
        yield Fact(field, count.n or 0, sentence, count.start, m.end(), "part", 0.9, subgroup=name, drugs=drugs)


# The name of an arm before its number: "to DoxTem (n=130)".
_NAME = re.compile(
    r"(?:\b(?:to|receive|or|and|versus|vs\.?)\s+)(?P<name>(?:the )?[\w+/-]+(?: [\w+/-]+){0,3})\s*$", re.IGNORECASE
)


def _numbered(sentence: Sentence, study: Study) -> Iterator[Fact]:
    """Arms of a randomised trial, each with its number in parentheses behind what it received."""
    text = sentence.text
    found = list(_NUMBERED.finditer(text)) if _RANDOM.search(text) else []
    if len(found) < 2:
        return
    whole = sum(int(m["n"]) for m in found) == study.n
    for before, m in zip([None, *found], found, strict=False):
        start = before.end() if before else 0
        given = [x for x in sentence.of("drug") if start <= sentence.at(x)[0] and sentence.at(x)[1] <= m.start()]
        other = _OTHER_ARM.search(text[start : m.start()])
        drugs = () if other else tuple({x.label: x.term() for x in given}.values())
        called = _NAME.search(text[start : m.start()]) if whole else None
        if drugs or other or called:
            name = other.group().strip().lower() if other else called["name"] if called and not drugs else ""
            yield Fact(
                "n_patients", int(m["n"]), sentence, m.start(), m.end(), "part", 0.85, subgroup=name, drugs=drugs
            )


# Behind the number of all: "80 patients (A, n=41; B, n=39)".
_BRACKET = re.compile(
    r"\s*(?P<done>(?:were|was) (?:\w+ly )?(?:enroll?ed|random\w+|included|treated|assigned|allocated)[^.;()]{0,40})?\((?P<within>[^()]{8,120})\)"
)
_LETTERED = re.compile(
    r"(?:(?:arm|group|cohort|part|stage|stratum|level|dose level|DL)\s?)?(?:[A-Z]|\d|I{1,3}|IV)", re.IGNORECASE
)
_ONE_ARM = re.compile(r"\s*(?P<name>[\w+/ -]{1,40}?)[,:]?\s*n\s?=\s?(?P<n>\d+)\s*(?:[;,]|and\b|$)\s*", re.IGNORECASE)


def _in_brackets(sentence: Sentence) -> Iterator[Fact]:
    """Arms listed in brackets behind all who were enrolled, whose numbers add up to theirs."""
    for count in counts(sentence):
        m = _BRACKET.match(sentence.text, count.end)
        arms = list(_ONE_ARM.finditer(sentence.text, m.start("within"), m.end("within"))) if m else []
        named = m is not None and (m["done"] or all(_LETTERED.fullmatch(a["name"].strip()) for a in arms))
        if named and len(arms) > 1 and sum(int(a["n"]) for a in arms) == count.n:
            for arm in arms:
                within = [x for x in sentence.of("drug") if arm.start() <= sentence.at(x)[0] < arm.end()]
                drugs = tuple({x.label: x.term() for x in within}.values())
                name = "" if drugs else arm["name"].strip()
                yield Fact(
                    "n_patients",
                    int(arm["n"]),
                    sentence,
                    arm.start(),
                    arm.end(),
                    "part",
                    0.85,
                    subgroup=name,
                    drugs=drugs,
                )


def _risks(sentence: Sentence, study: Study) -> Iterator[Fact]:
    for run in _RISKS.finditer(sentence.text):
        parts = [(m, parse_number(m["n"])) for m in _EACH.finditer(sentence.text, run.start(), run.end())]
        sizes = [int(n) for _, n in parts if n is not None and n == int(n)]
        if len(sizes) < max(len(parts), 2) or (study.n is not None and sum(sizes) > study.n):
            continue
        for (m, _), n in zip(parts, sizes, strict=True):
            label = re.sub(r"\s+", "-", m["risk"].lower())
            yield Fact("n_patients", n, sentence, m.start(), m.end(), "part", 0.85, subgroup=label)
