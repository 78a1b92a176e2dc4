"""Counts of people as papers print them: "six of 22 patients (27 %)", "(n = 5)", "45 %", "eight females"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.paper import Sentence
from extractors.quantities import Quantity
from extractors.quantities.people import PEOPLE

# Lines of treatment are counted as people are.
_COUNTED = rf"(?:{PEOPLE}|lines?|courses of treatment)"
_NOT_MODIFIER = (
    r"(?!(?:of|with|in|on|for|to|from|by|at|were|was|had|have|has|who|and|or|the|received|than|under|per|versus|vs|"
    rf"[a-f]?not|every|each|treated(?! {PEOPLE})|developed|experienced|while|whereas|cent|both|if|that|which|after|before|between|among)\b)"
)
# Words between number and noun: "Ten consecutive patients", "eight heavily pretreated STS patients".
NOUN = re.compile(
    rf"\s+(?:of\s+(?:(?:the|our|all|these|those|evaluable|"
    rf"treated)\s+){{0,3}})?(?P<mods>(?:{_NOT_MODIFIER}[^\W\d_][\w/+'’-]*,?\s+){{0,5}}?)(?P<noun>{_COUNTED})(?![\w-])",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\ba single (?P<noun>patient|case|woman|man|child|subject)\b", re.IGNORECASE)
# "One had A and | the other | had B"
_OTHER = re.compile(
    r"\b[Oo]ne\b[^.;]{1,90}? and (?P<other>(?:the other|another)(?: patient| one)?)(?= (?:(?:had|for|of|from|with|because|due|developed|experienced|suffered|died)\b))"
)
# Numbers that count no one: labels, sizes, doses, places in a list.
_LABEL = re.compile(
    r"(?:\b(?:stages?|tables?|fig(?:ure|\.)?s?|phases?|days?|exons?|levels?|patient|case|pt|no\.?|number|type|score|"
    r"status|ecog|who|step|part|cohort|arm|group|version|v\.?|p|ratio|ref\.?|than|up to|least|every|per|cycles?|"
    r"weeks?|months?|line|nr\.?|ci|minus|plus|CTC(?:AE)?|criteria|(?:ages?|aged|median|mean|average|range)[,:]?(?:\s(?:was|is))?)\s*#?|#|\d:|[-‐–—+×x*/<>≤≥~≈=]\s*|[A-Za-z][-‐–])$",
    re.IGNORECASE,
)
# "t(17;22)", "del(13q)": chromosomes.
KARYOTYPE = re.compile(r"\b(?:t|del|inv|der|dup|ins|add)\s?\([\dXYpq.;:,\s]*$")
_AFTER = re.compile(
    r"\s*(?::\s?\d|/\s?(?:[µμu]?[lL]|m[lL]|d[lL]|(?:cu\s?)?mm\d?)\b|[-‐–](?:[a-z]|\d)|(?:thirds?\b|halves|half\b|quarters?\b|fifths?\b|cm|mm|ml|mL|L|mmol|ng|pg|µ|μ|kg|Gy|cGy|m2|times|fold|x\b|×|(?:more |further |"
    r"additional )?(?:cycles?|courses?)\b(?! of treatment)|doses?\b(?!-)|h\b|hours?\b|min\b|minutes?\b|st\b|nd\b|rd\b|"
    r"th\b|or (?:more|fewer|less)\b|points?\b|(?:(?!(?:in|into|to|on|of|per)\b)\w+ )?(?:groups?|arms?|cohorts?|drugs?|agents?|trials?|studies|schedules?|cent(?:er|re)s?|institut(?:ion|e)s?|hospitals?|countries|clinics?|"
    r"types)\b|metasta(?:s[ei]s|tic (?:sites?|lesions?|nodules?|tumou?rs?|deposits?|foci|nodes|lymph))\b|lesions?\b|tumou?rs? (?:per|in)\b|(?:[\w-]+ )?(?:(?:bio)?markers?|factors?|variables?|parameters?|genes?|mutations?|alterations?)\b|(?:\w+ )?samples?\b|(?:\w+ )?specimens?\b|"
    r"sites? of\b|months?\b|weeks?\b|years?\b|mg\b)|[’'])",
)
# "Neutropenia was the main one"
_PRONOUN = re.compile(
    r"\b(?:the|this|that|main|(?:most|more) \w+|commonest|predominant|latter|former)\s+$", re.IGNORECASE
)
# A bound counts no one: "events in >= 20 %", "(more than 10 %)".
_BOUND = re.compile(
    r"(?:[<>≥≤⩾⩽]\s*=?|\b(?:more|less|fewer|greater|higher|lower) than|\bat least|\bover|\bup to|\bbelow|\bunder)\s*$"
)
# The first numbers of a list of doses: "10, 15 or 20 mg".
_DOSES = re.compile(r"(?:\s*(?:,|or|and|,\s*(?:or|and)|/|[-–])\s*[\d.,]*\d)+\s*(?:mg|g|µg|μg|ug|mcg|IU|MU|Gy)\b")
_OF_THEM = re.compile(
    r"\s+of (?:them|whom|which|(?:these|those)(?=\s*(?:[(,;.]|had|were|was|died|developed|experienced|received|showed)))\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\s*[\[(]\s*")
# "(20 %; G3 in 3)": what else the brackets tell is left to be read.
_GRADED_REST = re.compile(r"[;,] *(?:of )?(?:grades?|G) ?[1-5I≥>]", re.IGNORECASE)
_CLOSE = re.compile(r"[^()\[\]]{0,60}[\])]")
_OF = re.compile(r"\s*(?:out )?of (?:(?:the|our|these|all) )?(?:a total of )?")
_COMMA = re.compile(r"\s*[,;/:=]\s*(?:or\s+)?")
# "88 patients (52 % female)": the share in brackets is of a kind of them.
_OF_A_KIND = re.compile(
    r"\s+(?:(?:were|being|with|had)\s+)?(?:females?|males?|women|men|girls|boys|white|black|Caucasians?|metastatic|locali[sz]ed|pre-?treated)\b",
    re.IGNORECASE,
)
_KINDS = ("count", "percent", "fraction", "n_equals")


@dataclass(frozen=True, slots=True)
class Count:
    """People counted at `[start, end)` of a sentence's text: `n` of `total`, and or `percent`.

    `noun` is the noun in lower case with `modifiers` before it, both empty for a bare number; `negative` for a
    written zero ("none of the ten").
    """

    start: int
    end: int
    n: int | None = None
    total: int | None = None
    percent: Decimal | None = None
    noun: str = ""
    modifiers: str = ""

    @property
    def bare(self) -> bool:
        """A number that only its neighbours make a count of people."""
        return not self.noun and self.total is None and self.percent is None


def counts(sentence: Sentence) -> tuple[Count, ...]:
    """Counts in text order, none overlapping another; bare whole numbers are among them."""
    if "counts" not in sentence.memo:
        sentence.memo["counts"] = tuple(_counts(sentence))
    found: tuple[Count, ...] = sentence.memo["counts"]
    return found


def _counts(sentence: Sentence) -> list[Count]:
    found: list[Count] = []
    for quantity in sentence.numbers(*_KINDS):
        if found and quantity.start < found[-1].end:
            continue
        built = _count(sentence, quantity)
        if built is not None:
            found.append(built)
    alone = [Count(m.start(), m.end(), 1, noun=m["noun"].lower()) for m in _ALONE.finditer(sentence.text)]
    alone += [Count(m.start("other"), m.end("other"), 1, noun="patient") for m in _OTHER.finditer(sentence.text)]
    free = [a for a in alone if not any(a.start < c.end and c.start < a.end for c in found)]
    return sorted((*found, *free), key=lambda c: c.start) if free else found


def _is_share(percent: Decimal, n: int, kind: str) -> bool:
    """Whether some whole group makes so many that percentage: a lone "(1)" behind "42 %" is a reference."""
    if kind != "count" or not percent:
        return True
    whole = round(100 * n / percent)
    rounding = Decimal(6) * Decimal(1).scaleb(int(percent.as_tuple().exponent) - 1)
    return any(t >= n > 0 and abs(Decimal(100 * n) / t - percent) <= rounding for t in (whole - 1, whole, whole + 1))


def _count(sentence: Sentence, quantity: Quantity) -> Count | None:
    text = sentence.text
    count = _single(quantity)
    if count is None or not _plausible(text, quantity):
        return None
    count = _named(text, count)
    if not count.noun and (m := _OF_THEM.match(text, count.end)):
        count = replace(count, end=m.end(), noun="patients")
    count = _among(sentence, count)
    for extended in _extensions(sentence, count):
        count = extended
    count = _among(sentence, count)
    return _named(text, count) if not count.noun and text[count.end - 1] in ")]" else count


def _among(sentence: Sentence, count: Count) -> Count:
    """ "25 (9 %) of the 273 patients": the whole behind a part."""
    m = _OF.match(sentence.text, count.end)
    if m is None or count.total is not None or count.n is None:
        return count
    whole = next((q for q in sentence.numbers("count") if q.start == m.end()), None)
    if whole is None or whole.count is None or whole.count < count.n:
        return count
    return replace(_named(sentence.text, replace(count, end=whole.end, noun="")), total=whole.count)


def _single(quantity: Quantity) -> Count | None:
    if quantity.kind == "percent":
        return None if quantity.low is None else Count(quantity.start, quantity.end, percent=quantity.low)
    if quantity.kind == "fraction":
        if quantity.low is None or quantity.high is None:
            return None
        return Count(quantity.start, quantity.end, int(quantity.low), int(quantity.high))
    n = quantity.count
    return None if n is None else Count(quantity.start, quantity.end, n)


def _plausible(text: str, quantity: Quantity) -> bool:
    if quantity.kind == "n_equals":
        return True
    if quantity.kind == "percent" and _BOUND.search(text[max(0, quantity.start - 16) : quantity.start]):
        return False
    if (
        quantity.text.lower() == "one"
        and _PRONOUN.search(text[: quantity.start])
        and not NOUN.match(text, quantity.end)
    ):
        return False
    if _AFTER.match(text, quantity.end) or _DOSES.match(text, quantity.end):
        return False
    before = text[max(0, quantity.start - 16) : quantity.start]
    if KARYOTYPE.search(before):
        return False
    return not (
        quantity.kind in ("count", "fraction")
        and _LABEL.search(before)
        and not before.endswith(("n = ", "N = ", "%/", "% / "))
    )


def _named(text: str, count: Count) -> Count:
    noun = NOUN.match(text, count.end)
    if noun is None:
        return count
    return replace(count, end=noun.end(), noun=noun["noun"].lower(), modifiers=noun["mods"].strip())


def _extensions(sentence: Sentence, count: Count) -> Iterator[Count]:
    """The same people told again: a percent in parentheses behind a number, or a number behind a percent."""
    text = sentence.text
    inside = text.count("(", 0, count.start) + text.count("[", 0, count.start) > text.count(
        ")", 0, count.start
    ) + text.count("]", 0, count.start)
    gap = _OPEN.match(text, count.end) or (_COMMA.match(text, count.end) if inside else None)
    if gap is None:
        return
    after = next((q for q in sentence.numbers(*_KINDS) if q.start == gap.end()), None)
    second = _single(after) if after is not None else None
    if after is None or second is None:
        return
    if (count.percent is None) == (second.percent is None):
        return
    if second.n == 0 and count.percent:
        return  # "(33 %/0)": none of another grade
    if second.percent is not None and _OF_A_KIND.match(text, after.end):
        return
    if count.percent is not None and second.n is not None and not _is_share(count.percent, second.n, after.kind):
        return
    noun = NOUN.match(text, after.end)
    end = noun.end() if noun else after.end
    if not gap.group().strip().startswith((",", ";", "/", ":", "=")):
        close = _CLOSE.match(text, end)
        if close and not _GRADED_REST.search(text, end, close.end()):
            end = close.end()
    yield Count(
        count.start,
        end,
        count.n if count.n is not None else second.n,
        count.total if count.total is not None else second.total,
        count.percent if count.percent is not None else second.percent,
        count.noun or (noun["noun"].lower() if noun else ""),
        count.modifiers or (noun["mods"].strip() if noun else ""),
    )
