"""Which drug an amount belongs to, and how far the words that describe it reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extractors.core import cues as re
from extractors.core.makers import without_maker
from extractors.core.paper import Mention, Sentence
from extractors.doses.stems import unlisted
from extractors.quantities import Quantity, parse_number

_ROUTE = r"(?:oral(?:ly)?|intravenous(?:ly)?|subcutaneous(?:ly)?|i\.?v\.?|p\.?o\.?|s\.?c\.?|IM|topical|metronomic|adjuvant|concurrent|single[- ]agent|flat|fixed)"
_RATE = r"(?:daily|weekly|monthly|once|twice|thrice|three times|four times|a|per|each|every|day|week|/\s?day|/\s?d|/\s?week|b\.?i\.?d\.?|t\.?i\.?d\.?|q\.?d\.?|doses?|tablets?|capsules?|infusions?|\d-?weekly|day\s?[−-]\s?1)"
_OF = re.compile(
    rf"[\s,]*(?:(?:{_RATE}|{_ROUTE})[\s,]+)*(?:doses? )?of\s+(?:(?:the|either|a|{_ROUTE}|{_RATE})\s+)*\(?", re.I
)
_FOR = re.compile(rf"[\s,]*(?:(?:{_RATE}|{_ROUTE}|\d|two|three|four|weeks|days)[\s,]+)*(?:for|with)\s+", re.I)
_DIRECT = re.compile(rf"[\s]*(?:(?:{_RATE}|{_ROUTE})\s+)*", re.I)
_PURE = re.compile(
    rf"(?:\s?[®™])?[\s,(:=\[]*(?:(?:{_ROUTE}|{_RATE}|tablets?|capsules?|monotherapy|alone|rescue|phosphate|hydrochloride|mesylate|acetate|malate|tosylate|at|of|a|the|dose|dosage|dosed)[\s,:(\[]*)*[)]?[\s,(]*(?:\d\s?[x×]\s?)?",
    re.I,
)
_VERBAL = re.compile(
    r"(?:[\s,(:]*(?:\([^()]{0,40}\)|(?:was|were|is|be|been|being|will|could|can|may|then|thereafter|subsequently|given|administered|administrated|via|hypodermic|commenced|infused|injected|taken|started|initiated|begun|prescribed|delivered|used|dosed|continued|resumed|reintroduced|added|increased|reduced|escalated|decreased|lowered|raised|titrated|to|up|from|at|in|an?|the|with|as|by|on|for|over|dose|doses|dosage|dosages|level|levels|cohorts?|dosing|schedule|regimen|reduction|escalation|escalating|increasing|initial|starting|standard|recommended|maximum|target|usual|conventional|median|mean|total|full|reduced|low|high|daily|weekly|oral|orally|intravenous|intravenously|subcutaneous|subcutaneously|infusion|continuous|continuously|bolus|injection|mouth|iv|i\.v\.|po|p\.o\.|sc|s\.c\.|once|twice|three|times|every|each|per|day|days|weeks?|months?|hours?|h|min|minutes|therapy|treatment|monotherapy|alone|tablets?|capsules?|between|ranging|of|single|flat|fixed|\d+|[-–/])(?![\w])))*[\s,(:]*",
    re.I,
)
_JOIN = re.compile(r"[\s,]*(?:and|or|to|/|vs\.?|versus|then|and then|,)?[\s,]*(?:to\s+)?", re.I)
_RESPECTIVELY = re.compile(r"[^.;()]{0,45}\brespectively\b", re.I)
# The word before an amount whose drug is not beside it: anything but these may be a drug that no vocabulary lists.
_LEADS = re.compile(
    r"(?:^|[\s(,:;–-])(?:at|to|of|with|from|by|in|on|than|and|or|then|was|were|is|be|only|a|an|the|up|about|approximately|flat|total|dose|doses|dosage|level|levels|dosing|daily|weekly|received|receiving|given|took|taking|started|reduced|increased|escalated|initially|every|after|orally|intravenously|subcutaneously|oral|intravenous|subcutaneous|iv|i\.v\.|po|p\.o\.|s\.c\.|bolus|infusion|group|arm|cohort|regimen|schedule|trial|study|treatment|therapy|monotherapy|starting|max(?:imum|\.)?|but|while|whereas|median|mean|range|first|second|third|one|two|three|four|five|six|seven|eight|nine|ten|nocte|DL\s?[−–-]?\d|/|[<>≤≥=+]|\d+)[\s(,:\[–—]*$",
    re.I,
)
_LATER, _DOSE = (
    re.compile(r"[^,;.]{0,40}\b(?:for|of|with|on|taking|receiving)\s+", re.I),
    re.compile(r"\b(?:dose|dosage|level)s?\b", re.I),
)
_CHANGES = re.compile(
    r"\b(?:reduc|decreas|lower|escalat|increas|rais|titrat|adjust|chang|switch|step|taper)\w*\b[^.;]{0,60}\bfrom\s*$",
    re.I,
)


_SLASHED = re.compile(r"(?<![\w./])(?:\d+(?:[.,]\d+)?\s?/\s?){1,3}$")
_COMBINED = re.compile(r"\s?(?:/|-|–|\+|,|,? and|plus|with|in combination with)\s?", re.I)
# A second amount in the bracket behind one: the same dose in another unit.
_RESTATED = re.compile(r"\s*[(\[]\s*(?:=|or|i\.e\.,?|equivalent to|corresponding to|equal to)?\s*", re.I)
# Straight behind a comma, without a name: a further step of the drug before, "2 MU in week 1, 4 MU afterwards".
_OF_SOME = re.compile(r"\s*(?:/d(?:ay)?\s*)?(?:for|in|if|when|below|above|under|over|until)\b", re.I)
_STEP = re.compile(r"[^.;]{0,60},\s*(?:and\s+)?")
_LIMIT = re.compile(
    r"\s*[(\[](?:max\w*|up to|capped|not (?:to exceed|exceeding))\b[^()\[\]]*[)\]]\s*(?:(?:of|i\.?v\.?|oral|intravenous)\s+)*",
    re.I,
)
_CYCLED = re.compile(r"\b(?:cycles?|courses?|infusions?|injections?|doses)\s*[(\[]\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Amount:
    """A dose quantity with its drug; `low`/`high` as meant, `rule` how the drug was found, offsets within the sentence."""

    start: int
    end: int
    low: Decimal
    high: Decimal
    unit: str
    drug: Mention | None = None
    rule: str = ""
    confidence: float = 0.0


def amounts(sentence: Sentence) -> list[Amount]:
    """The sentence's dose quantities with the drug that its own words give them; `drug` None where they give none."""
    found = list(_split(sentence.text, sentence.numbers("dose")))
    drugs = drugs_of(sentence)
    found = _respectively(sentence, _slashed(sentence, found, drugs), drugs)
    first = [a if a.drug else _attach(sentence, found, k, drugs) for k, a in enumerate(found)]
    return _inherit(sentence.text, first, sentence, drugs)


# "In six to 600 mg and in three to 400 mg", "three to 8 mg and four to 10 mg": so many people, to one amount.
_NEXT_GROUP = re.compile(r"(?:\b(?:and|in|for)|[,;(]|^)\s*$", re.IGNORECASE)


def _split(text: str, doses: list[Quantity]) -> Iterator[Amount]:
    """Amounts; "from 800 to 600 mg" after a verb of change, and a range that falls, are two amounts."""
    for q in doses:
        if q.low is None or q.high is None:
            continue
        cut = re.search(r"(?:\bto\b|[-‐–—−])\s*", q.text[1:])
        words = cut and q.text[0].isalpha() and q.text[1 + cut.end()].isdigit()
        if cut and words and (q.high >= 10 * q.low or _NEXT_GROUP.search(text[: q.start])):
            yield Amount(q.start + 1 + cut.end(), q.end, q.high, q.high, q.unit)
            continue
        if q.low != q.high and cut and (q.low > q.high or _CHANGES.search(text[: q.start])):
            first = q.start + 1 + cut.start()
            second = q.start + 1 + cut.end()
            yield Amount(q.start, first, q.low, q.low, q.unit)
            yield Amount(second, q.end, q.high, q.high, q.unit)
        else:
            yield Amount(q.start, q.end, q.low, q.high, q.unit)


def _slashed(sentence: Sentence, found: list[Amount], drugs: list[Mention]) -> list[Amount]:
    """Amounts of a combination that share a unit: "A/B at 90/600 mg/m2"."""
    done: list[Amount] = []
    for amount in found:
        lead = _SLASHED.search(sentence.text[: amount.start])
        before = [d for d in drugs if sentence.at(d)[1] <= (lead.start() if lead else 0)]
        numbers = list(re.finditer(r"\d[\d.,]*", lead.group())) if lead else []
        named = before[-len(numbers) - 1 :]
        gaps = [sentence.text[sentence.at(a)[1] : sentence.at(b)[0]] for a, b in pairwise(named)]
        if (
            lead is None
            or len(named) != len(numbers) + 1
            or not all(_COMBINED.fullmatch(g) for g in gaps)
            or not _VERBAL.fullmatch(sentence.text[sentence.at(named[-1])[1] : lead.start()])
        ):
            done.append(amount)
            continue
        for m, drug in zip(numbers, named, strict=False):
            value = parse_number(m.group())
            if value is not None:
                a, b = lead.start() + m.start(), lead.start() + m.end()
                done.append(Amount(a, b, value, value, amount.unit, drug, "slashed", 0.9))
        done.append(replace(amount, drug=named[-1], rule="slashed", confidence=0.9))
    return done


def drugs_of(sentence: Sentence) -> list[Mention]:
    """Drugs of a sentence in order: listed ones, names that the model found, names with an INN stem; told once."""
    if "drugs" not in sentence.memo:
        sentence.memo["drugs"] = tuple(_drugs_of(sentence))
    found: tuple[Mention, ...] = sentence.memo["drugs"]
    return list(found)


def _drugs_of(sentence: Sentence) -> list[Mention]:
    kept: list[Mention] = []
    named = [*sentence.of("drug", "DRUG"), *unlisted(sentence)]
    for m in sorted(named, key=lambda m: (m.start, m.layer != "drug", -m.end)):
        if kept and (m.start < kept[-1].end or (m.layer != "drug" and _is_gloss(sentence, kept[-1], m))):
            continue
        kept.append(m)
    return kept


def _is_gloss(sentence: Sentence, drug: Mention, name: Mention) -> bool:
    """Whether a name in brackets right behind a drug, and alone there, is another name of it: its chemical one, its code."""
    end, start = sentence.at(drug)[1], sentence.at(name)[0]
    return sentence.text[end:start].strip() == "(" and sentence.text[sentence.at(name)[1] :].startswith(")")


def _runs(text: str, found: list[Amount]) -> Iterator[tuple[int, int]]:
    """Bounds of the amounts that are joined to one another and end with "respectively"."""
    k = 0
    while k < len(found):
        j = k + 1
        while j < len(found) and _JOIN.fullmatch(text[found[j - 1].end : found[j].start]):
            j += 1
        if j - k > 1 and _RESPECTIVELY.match(text[found[j - 1].end :]):
            yield k, j
        k = j


def _respectively(sentence: Sentence, found: list[Amount], drugs: list[Mention]) -> list[Amount]:
    """Drugs first, then as many amounts: "A and B at 75 and 900 mg/m2, respectively"."""
    done = list(found)
    for k, j in _runs(sentence.text, found):
        before = {d.label: d for d in drugs if sentence.at(d)[1] <= found[k].start}
        if len(before) >= j - k:
            for i, drug in zip(range(k, j), list(before.values())[-(j - k) :], strict=True):
                done[i] = replace(found[i], drug=drug, rule="respectively", confidence=0.9)
    return done


def _attach(sentence: Sentence, found: list[Amount], k: int, drugs: list[Mention]) -> Amount:
    """The drug beside an amount: named with "of" after it, or before it with only words of dosing between."""
    here, text = found[k], sentence.text
    last_end = found[k - 1].end if k else 0
    next_start = found[k + 1].start if k + 1 < len(found) else len(text)
    before = [d for d in drugs if sentence.at(d)[1] <= here.start]
    after = next((d for d in drugs if here.end <= sentence.at(d)[0] < next_start), None)
    held = before[-1] if before else None
    gap = without_maker(text[sentence.at(held)[1] : here.start]) if held else ""
    fresh = held is not None and sentence.at(held)[0] >= last_end
    behind = text[here.end : sentence.at(after)[0]] if after else ""
    if after and _OF.fullmatch(behind):
        return replace(here, drug=after, rule="of_drug", confidence=0.95)
    if limited := _behind_limit(sentence, here, drugs):
        return replace(here, drug=limited, rule="before_drug", confidence=0.95)
    if held and fresh and _PURE.fullmatch(gap):
        return replace(here, drug=held, rule="beside", confidence=0.95)
    if after and _DIRECT.fullmatch(behind) and not _owns(sentence, after, found, k):
        return replace(here, drug=after, rule="before_drug", confidence=0.95)
    given_for = after and _FOR.fullmatch(behind) and not _owns(sentence, after, found, k)
    if given_for and not (held and fresh and _VERBAL.fullmatch(gap)):
        return replace(here, drug=after, rule="for_drug", confidence=0.9)
    if held and fresh and _VERBAL.fullmatch(gap):
        return replace(here, drug=held, rule="verbal", confidence=0.95)
    return here


def _behind_limit(sentence: Sentence, here: Amount, drugs: list[Mention]) -> Mention | None:
    """The drug of "300 mg/m2 (maximum 600 mg) of A"."""
    limit = _LIMIT.match(sentence.text, here.end)
    return next((d for d in drugs if limit and sentence.at(d)[0] == limit.end()), None)


def _owns(sentence: Sentence, drug: Mention, found: list[Amount], k: int) -> bool:
    """Whether the next amount stands right behind this drug, so that the drug is not the amount's before it."""
    if k + 1 >= len(found):
        return False
    return bool(_PURE.fullmatch(sentence.text[sentence.at(drug)[1] : found[k + 1].start]))


def _inherit(text: str, first: list[Amount], sentence: Sentence, drugs: list[Mention]) -> list[Amount]:
    """Amounts without a neighbour take the drug of the amount they are joined to, or the nearest drug before them."""
    done = list(first)
    for k in range(len(done) - 2, -1, -1):
        joined = _JOIN.fullmatch(text[done[k].end : done[k + 1].start])
        if done[k].drug is None and joined and done[k + 1].rule in ("of_drug", "before_drug", "level"):
            done[k] = replace(done[k], drug=done[k + 1].drug, rule="level", confidence=0.9)
    for k, here in enumerate(done):
        last = done[k - 1] if k else None
        restated = (
            last
            and (last.unit != here.unit or _OF_SOME.match(text, here.end))
            and _RESTATED.fullmatch(text[last.end : here.start])
        )
        if here.drug is None and last and last.drug and restated:
            done[k] = replace(here, drug=last.drug, rule="restated", confidence=0.9)
        elif here.drug is None and last and last.drug and _goes_on(text, last, here, sentence, drugs):
            done[k] = replace(here, drug=last.drug, rule="same_drug", confidence=0.8)
        elif here.drug is None and (_LEADS.search(text[: here.start]) or _CYCLED.search(text[: here.start])):
            done[k] = _from_afar(sentence, done, k, drugs)
    return done


def _goes_on(text: str, last: Amount, here: Amount, sentence: Sentence, drugs: list[Mention]) -> bool:
    """Whether an amount is a further step of the drug before it."""
    if last.unit != here.unit or any(last.end <= sentence.at(d)[0] < here.start for d in drugs):
        return False
    return bool(_STEP.fullmatch(text, last.end, here.start))


def _from_afar(sentence: Sentence, done: list[Amount], k: int, drugs: list[Mention]) -> Amount:
    """The drug of the amount before, else the last drug named before, else the one a "dose of ..." names after."""
    here, text = done[k], sentence.text
    last = done[k - 1] if k and done[k - 1].drug else None
    since = last.end if last else 0
    fresh = [d for d in drugs if since <= sentence.at(d)[0] and sentence.at(d)[1] <= here.start]
    if fresh:
        return replace(here, drug=fresh[-1], rule="nearest", confidence=0.8)
    if last:
        if _JOIN.fullmatch(text[last.end : here.start]):
            return replace(here, drug=last.drug, rule="level", confidence=0.9)
        return replace(here, drug=last.drug, rule="same_drug", confidence=0.8)
    later = next((d for d in drugs if sentence.at(d)[0] >= here.end), None)
    if later and _DOSE.search(text[: here.start]) and _LATER.fullmatch(text[here.end : sentence.at(later)[0]]):
        return replace(here, drug=later, rule="later", confidence=0.7)
    return here
