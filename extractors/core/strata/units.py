"""What can name a stratum in a sentence: regimens, tumour types, and subgroups in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from extractors.core import cues as re
from extractors.core.branches import branched
from extractors.core.contract import Term
from extractors.core.paper import Mention, Sentence
from extractors.core.strata.pairs import one_each

Dimension = Literal["drug", "histotype", "subgroup"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A stratum named at `[start, end)` of a sentence's text.

    A regimen has its drugs as `terms`, `alone` when printed as single agent; a class of drugs ("TKI") or alternatives
    ("A or B") have no terms but a `label`. A subgroup has its words as `label`; `rival` is the dimension of the group
    that it is set against, in which nothing else holds for it.
    """

    dimension: Dimension
    start: int
    end: int
    terms: tuple[Term, ...] = ()
    label: str = ""
    alone: bool = False
    exact: bool = False
    rival: Dimension | None = None


_FILL = r"(?:\s*(?:the|oral|intravenous|weekly|daily|low-dose|high-dose|metronomic|concurrent|either|standard))*\s*"
_COMBINED = re.compile(
    rf"\s*(?:\+|/|[-‐‑–—]|&|plus|combined with|in combination with|in association with|associated (?:with|to)|together with|added to|with)\s*{_FILL}",
    re.IGNORECASE,
)
_LISTED = re.compile(rf"\s*(?:,\s*(?:and|or)?|and|or|versus|vs\.?)\s*{_FILL}", re.IGNORECASE)
_JOINT_BEFORE = re.compile(
    r"\b(?:combination(?:s)? of|combining|combined|both|association of|regimen of|doublet of|cocktail of)\s+(?:\w+\s){0,2}$",
    re.I,
)
_JOINT_AFTER = re.compile(
    r"\)?\s*(?:combinations?|regimens?|doublet|in combination|together|combined|association)\b", re.I
)
_APART_AFTER = re.compile(
    r"\s*(?:groups|arms|cohorts|patients|treatments)?,?\s*respectively|\s*(?:groups|arms|cohorts)\b", re.I
)
# "Differed between A and B": one against the other.
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?(?:\w+\s){0,2}$", re.I)
_ASIDE = re.compile(r"\([^()]*\)")
_SUPPORTIVE = (
    "antiemetic",
    "corticosteroid",
    "NSAID",
    "G-CSF",
    "statin",
    "antidiabetic",
    "antibiotic",
    "antiepileptic",
    "folate rescue",
    "thrombopoietin",
    "erythropoiesis",
    "antimalarial",
    "antihypertensive",
)
_ON_TOP = re.compile(
    r"(?:\b(?:in )?combination with|\b(?:combined|associated|together) with|\bor (?:with|plus)|\b(?:and|also) with|\badded to|\bplus)\s+$",
    re.I,
)
_AMOUNT = re.compile(r"\s*\d[\d.,]*\s*(?:mg|g|µg|ug)(?:/\w+)*(?:\s*(?:daily|weekly|/day|per day|once|twice))*", re.I)
_PAST = re.compile(
    r"(?:\b(?:previous(?:ly)?|prior|earlier|pre-?treat\w*|pre-?exposed|failures? (?:of|on|to|with)|failed|failing|refractory to|resistan\w+ to|sensitivity to"
    r"|intoleran\w+ (?:to|of)|progress\w* (?:on|to|under|after|during|despite|following)|relaps\w+ (?:after|on)|exposed to|exposure to|na[iï]ve to|history of"
    r"|instead of|than|except for|followed by|switched (?:from|to)|candidates? for|eligible for|approval of|approved|or without|without)"
    r"\s+(?:[\w-]+\s+){0,3}|\b(?:after|following|before|until)\s+(?:(?:the|first|first-line|prior|initial|adjuvant|neoadjuvant|stopping|discontinuing|discontinuation of)\s+)*)$",
    re.IGNORECASE,
)
_PAST_AFTER = re.compile(
    r"[-\s](?:na[iï]ve|refractory|resistant|pre-?treated|failures?|exposed|sensitive|induced)\b", re.I
)
# "Longer than A alone (3.3 months)": set against another regimen, with a figure of its own.
_WITH_FIGURE = re.compile(
    r"(?:[\s-](?:alone|monotherapy|combinations?|therapy|treatment|treated|group|arm|patients))*\s*[(\[,]\s*(?:(?:median|n\s?=|of)\s)?\d",
    re.I,
)
_TOGETHER = re.compile(
    r"\b(?:the |this )?(?:combination(?: (?:therapy|treatment|arm|group|regimen))?|combined (?:therapy|treatment)|doublet)\b(?! (?:of|with|and|plus))|\bboth (?:drugs|agents)\b(?! (?:were|was|had|is|are))",
    re.I,
)
_ALONE_AFTER = re.compile(
    r"\s*(?:\([^()]*\)\s*)?(?:alone|monotherapy|only|as (?:a )?(?:single[- ]agent|monotherapy))\b", re.I
)
_PLACEBO_AFTER = re.compile(r"\s*(?:plus|and|with|\+|/)\s*(?:matching |saline )?placebo\b", re.I)
_PLACEBO_BEFORE = re.compile(r"\bplacebo\s*(?:plus|and|with|\+|/)\s*$", re.I)
_ALONE_BEFORE = re.compile(r"\b(?:single[- ]agent|monotherapy with|only)\s+$", re.I)


def regimens(sentence: Sentence, singles: frozenset[str] = frozenset()) -> list[Unit]:
    """The regimens a sentence names as given now, combinations as one unit.

    "A plus B" is one; "A and B" is one unless the paper gives them as single agents (`singles`) or says
    "respectively"; what patients had before or will have next is left out.
    """
    known: dict[frozenset[str], list[Unit]] = sentence.memo.setdefault("regimens", {})
    if singles not in known:
        known[singles] = _regimens(sentence, singles)
    return list(known[singles])


def _regimens(sentence: Sentence, singles: frozenset[str]) -> list[Unit]:
    drugs = [m for m in sentence.of("drug") if m.concept is not None]
    found = []
    for chain in _chains(sentence, drugs):
        for group in _split(sentence, chain, singles):
            start, end = sentence.at(group[0])[0], sentence.at(group[-1])[1]
            past = _PAST.search(sentence.text[max(0, start - 80) : start])
            if past and past[0].startswith("than") and _WITH_FIGURE.match(sentence.text, end):
                past = None
            if not (past or _PAST_AFTER.match(sentence.text[end:])):
                found.append(_regimen(sentence, group, start, end))
    support = {m.label for m in drugs if m.concept is not None and m.concept.group.startswith(_SUPPORTIVE)}
    return [u for u in _on_top(sentence.text, found) if not {t.label for t in u.terms} <= support]


def _on_top(text: str, units: list[Unit]) -> list[Unit]:
    """ "A alone (n = 9), or with B (n = 3), or C (n = 2)": B and C are combinations with A."""
    found: list[Unit] = []
    base: tuple[Term, ...] = ()
    for k, unit in enumerate(units):
        gap = _ASIDE.sub("", text[units[k - 1].end : unit.start]) if k else ""
        if not (k and _ON_TOP.search(gap) and ";" not in gap):
            goes_on = base and _LISTED.fullmatch(gap)
            base = base if goes_on else ()
        elif not base:
            base = units[k - 1].terms
        terms = {t.label: t for t in (*base, *unit.terms)}
        found.append(replace(unit, terms=tuple(terms[label] for label in sorted(terms))))
    return found


def _regimen(sentence: Sentence, group: list[Mention], start: int, end: int) -> Unit:
    terms = {m.label: m.term() for m in group}
    alone = len(terms) == 1 and bool(
        _ALONE_AFTER.match(sentence.text[end:]) or _ALONE_BEFORE.search(sentence.text[max(0, start - 20) : start])
    )
    masked = bool(_PLACEBO_AFTER.match(sentence.text[end:]) or _PLACEBO_BEFORE.search(sentence.text[:start]))
    return Unit("drug", start, end, tuple(terms[k] for k in sorted(terms)), alone=alone, exact=masked)


def _chains(sentence: Sentence, drugs: list[Mention]) -> Iterator[list[tuple[Mention, str]]]:
    """Runs of drugs with the kind of link that follows each: combined, listed, or "" at the end."""
    run: list[tuple[Mention, str]] = []
    for k, mention in enumerate(drugs):
        link = _link(sentence, mention, drugs[k + 1]) if k + 1 < len(drugs) else ""
        run.append((mention, link))
        if not link:
            yield run
            run = []


def _link(sentence: Sentence, a: Mention, b: Mention) -> str:
    gap = sentence.text[sentence.at(a)[1] : sentence.at(b)[0]]
    counted = re.search(r"\(\s*n\s*=|\(\s*\d+\s*(?:%|patients|cases)?\s*\)", gap)
    dosed = _AMOUNT.search(gap) is not None
    bare = _AMOUNT.sub(" ", _ASIDE.sub(" ", gap))
    if a.label == b.label:
        return "combined" if not bare.strip(" ()") else ""
    if (_COMBINED.fullmatch(bare) or (dosed and bare.split() in (["and"], [",", "and"]))) and not counted:
        return "combined"
    return "listed" if _LISTED.fullmatch(bare) and not counted else ""


def _split(sentence: Sentence, chain: list[tuple[Mention, str]], singles: frozenset[str]) -> Iterator[list[Mention]]:
    start, end = sentence.at(chain[0][0])[0], sentence.at(chain[-1][0])[1]
    joint = bool(
        _JOINT_BEFORE.search(sentence.text[max(0, start - 45) : start]) or _JOINT_AFTER.match(sentence.text[end:])
    )
    between = _BETWEEN.search(sentence.text[max(0, start - 30) : start]) is not None
    apart = (
        between
        or _APART_AFTER.match(sentence.text[end:]) is not None
        or bool(re.search(r"\bor\b|\bv(?:s|ersus)\b", sentence.text[start:end]))
    )
    links = [link for _, link in chain[:-1]]
    several = joint and links.count("combined") > 1 and links[0] == links[-1] == "combined" and "listed" in links
    joint = joint and not several
    apart = apart or (not joint and one_each(sentence, start, end, links.count("listed") + 1))
    listed = {m.label for k, (m, link) in enumerate(chain) if link == "listed" or (k and chain[k - 1][1] == "listed")}
    if several or (not joint and (apart or len(listed & singles) > 1 or "respectively" in sentence.text[end:])):
        group: list[Mention] = []
        for mention, link in chain:
            group.append(mention)
            if link != "combined":
                yield group
                group = []
    else:
        yield [m for m, _ in chain]


_CLASS = re.compile(
    r"\b(?:(?:multi[- ]?targeted |anti-?angiogenic )?(?:tyrosine kinase inhibitors?|TKIs?)|chemotherapy|immunotherapy|mTOR inhibitors?|placebo|best supportive care|BSC|observation|controls?|surgery alone"
    r"|other (?:drugs?|agents?|TTs?|TKIs?|treatments?|regimens?|(?:targeted )?therap(?:y|ies)))\b(?=(?:\s+(?:group|arm|patients|cohort|alone))?\s*(?:[,.;)(]|$|and|vs|versus|while|whereas|group|arm|had|was|were|patients))"
)
_CLASS_CUE = re.compile(r"(?:\b(?:with|on|receiv\w+|given|by|under|for|in|to)\s+(?:the\s|a\s|an\s)?|\bthan\s)$", re.I)
_ANY_TUMOUR = re.compile(
    r"(?:(?:metastatic|advanced|malignant)\s)?(?:sarcomas?|cancers?|tumou?rs?|neoplasms?|malignanc(?:y|ies)|carcinomas?|solid tumou?rs?|connective tissue tumou?rs?|mesenchymal (?:tumou?rs?|neoplasms?))$",
    re.IGNORECASE,
)

_SOFT_OR = re.compile(r"\bsoft[- ]tissue(?:\s*\([^)]*\))?\s*(?:or|and|and/or|&|/)\s*$", re.I)

# "Bone and soft tissue sarcomas": of both together, no stratum.
_BONE_OR = re.compile(r"\bbone(?:\s+sarcomas?)?(?:\s*\([^)]*\))?\s*(?:or|and|and/or|&|/)\s*$", re.I)


def together(sentence: Sentence, terms: tuple[Term, ...]) -> list[Unit]:
    """ "The combination", "both drugs", where a paper has one combination beside single agents (`terms`)."""
    if not terms:
        return []
    return [
        Unit("drug", m.start(), m.end(), terms)
        for m in _TOGETHER.finditer(sentence.text)
        if _CLASS_CUE.search(sentence.text[max(0, m.start() - 20) : m.start()])
        or m.start() == len(sentence.text) - len(sentence.text.lstrip())
    ]


def classes(sentence: Sentence) -> list[Unit]:
    """Drug classes and control groups named as a group's treatment; they count only beside another regimen."""
    return [
        Unit("drug", m.start(), m.end(), label=m.group().lower())
        for m in _CLASS.finditer(sentence.text)
        if _CLASS_CUE.search(sentence.text[max(0, m.start() - 20) : m.start()])
    ]


def tumours(sentence: Sentence) -> list[Unit]:
    """Tumour types, a name with its abbreviation as one; words for any tumour are none."""
    found: list[Unit] = []
    for mention in sentence.of("histotype"):
        start, end = sentence.at(mention)
        before = sentence.text[max(0, start - 60) : start]
        if _ANY_TUMOUR.fullmatch(mention.text) or _SOFT_OR.search(before) or _BONE_OR.search(before):
            continue
        gap = sentence.text[found[-1].end : start] if found else ""
        again = gap == "/" and found[-1].terms[0].label == mention.label  # "MFH/UPS": one tumour by two names
        if found and (gap.strip(" (") == "" or again) and start - found[-1].end <= 3:
            last = found[-1]
            found[-1] = Unit("histotype", last.start, max(end, last.end), last.terms)
            continue
        found.append(Unit("histotype", start, end, (mention.term(),)))
    return found


_ORDINAL = r"(?:first|second|third|fourth|fifth|1st|2nd|3rd|4th|subsequent|later|further)"
_SUBGROUP = branched(
    rf"\b{_ORDINAL}(?:[- ]or[- ](?:{_ORDINAL}|later|more|higher|greater))?(?:\s\(or more\))?[- ](?:relapse|recurrence|line(?: (?:and beyond|or later|setting|treatment|therapy))?)\b"
    r"|\bin combination\b(?!\s+with)|\b(?:alone|as single agents?|as monotherapy)\b|\bdose level [-–]?\d+\b|\b(?:arm|cohort|group|stratum|level|course|cycle) (?:[A-E]|[1-9]|I{1,3}|IV)\b(?! (?:patients|of))"
    r"|\b(?:(?:non-)?exon \d+|wild[- ]?type|(?-i:[A-Z][A-Z0-9]{2,6})[- ](?:mutant|mutated|positive|negative|amplified|wild[- ]?type))(?: (?:mutants?|mutation\w*|group|subgroup|patients|tumou?rs?))*"
    r"|(?-i:\b(?!(?:CI|HR|OR|The|In|For|This)\b)[A-Z][A-Za-z0-9+/-]{0,6}) (?:group|arm|cohort)\b"
    r"|\b(?:placebo|control|treatment|study|experimental|standard|intervention)[- ](?:group|arm)\b"
    r"|\b(?:independent|central|investigator)(?:'s)? (?:central |radiolog\w+ )?(?:review|assessment)\b"
    r"|\b(?:children|adults|women|men|females|males|elderly|adolescents|pa?ediatric patients)\b(?= (?:who|with|had|and)|[,;)])"
    r"|\b(?:low|high|intermediate)[- ](?:grade|risk)\b(?= (?:patients|group|disease|tumou?rs?|sarcomas?|cases|subgroup))"
    r"|\b(?:untreated|treatment-na[iï]ve|chemo(?:therapy)?-na[iï]ve|pretreated|previously (?:un)?treated) (?:patients|group|cases)\b"
    r"|\b(?:non-?)?responders\b(?= (?:was|were|had|and|than)|[,;)])",
    re.IGNORECASE,
)


_ARMS = re.compile(r"\b(arm|cohort|group)s? (?:[A-E]|[1-9])(?:, (?:[A-E]|[1-9]))*,? and (?:[A-E]|[1-9])\b(?![.,]?\d)")


def subgroups(sentence: Sentence) -> list[Unit]:
    """Subgroups in words: relapse, line, dose level, arm, mutation, reader, age group."""
    text = sentence.text
    found = [Unit("subgroup", m.start(), m.end(), label=" ".join(m.group().split())) for m in _SUBGROUP.finditer(text)]
    for m in _ARMS.finditer(text):
        found = [u for u in found if u.end <= m.start() or u.start >= m.end()]
        found += [
            Unit("subgroup", m.start() + n.start(), m.start() + n.end(), label=f"{m[1].lower()} {n.group()}")
            for n in re.finditer(r"\b(?:[A-E]|[1-9])\b", m.group())
        ]
    return sorted(found, key=lambda u: u.start)
