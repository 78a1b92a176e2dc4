"""Which figure belongs to which category: cheapest reading of the words between, each used once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.core import cues as re
from extractors.core.paper import Sentence
from extractors.core.verbs import HAD, HAVING, SEEN
from extractors.quantities.people import PEOPLE
from extractors.responses.categories import Category
from extractors.responses.figures import Figure, extend
from extractors.responses.order import in_order

_WORDS = """
    a an the of in for with had has have having was were is are be been being and or at on by to who there only also
    both each other others patient patients pt pts case cases subject subjects person persons women men woman man
    children child adults people them these those whom which all evaluable assessable remaining two-thirds
    individual individuals participants achieved achieving achieve obtained showed shown showing show experienced
    experiencing experience presented reached reaching reach developed attained attaining demonstrated exhibited
    displayed observed seen noted noticed registered detected identified encountered described recorded reported found documented occurred occurring obtaining giving gave
    resulting resulted yielding yielded produced qualified qualifying rate rates best overall objective confirmed
    unconfirmed tumor tumour response responses treatment therapy their its clinical radiological radiologic first
    initial evaluation assessment restaging according criteria per as recist choi percist included including include
    comprised comprising consisted namely i.e. respectively corresponding leading equal amounting total proportion
    percentage n no least classified considered category outcome maximal maximum status rated judged disease while
    whereas but then additional another further shrinkage received still long-lasting higher lower better than
    assessed investigator investigators independent reviewers review committee central local radiologist blinded
    significantly group subgroup groups durable major excellent good lasting prolonged sustained far so
"""
_KNOWN = frozenset(_WORDS.split())
_VERB = re.compile(
    rf"\b(?:{HAD}|{HAVING}|present\w+|with)\b",
    re.I,
)
_AFTER = re.compile(
    rf"s?\)?\s*(?:rates?\b)?[\s,(]*(?:was|were|is|of|in|for|:|=|\(|occurred|rate|rates|at|by|{SEEN})",
    re.I,
)
_OUTCOME_NEXT = re.compile(rf"\s*{PEOPLE}?\s*(?:(?:with|in|{HAVING}|who {HAD})\s+)?(?:an?\s)?", re.I)
_SUBJECT = re.compile(
    rf"[^\w(]*(?:of (?:them|these|whom)\s+)?(?:(?:other |further )?{PEOPLE}\s+)?(?:received|underwent|had|has|were|was|died|achieved|showed|remained|developed"
    r"|experienced|continued|stopped|progressed|responded|discontinued|completed|survived)\b",
    re.I,
)
# "Responses in 29 assessable patients were PR in 3, ...": the whole that is then shared out.
_ASSESSED_WERE = re.compile(
    rf"\s*(?:evaluable|assessable|treated)?\s*{PEOPLE}?\s*(?:were|included|comprised|consisted of)?\s*:?\s*(?:an?\s)?(?:CR|PR|SD|PD|complete|partial|stable|\d|one|two|three)\b",
    re.I,
)
# "For the ten responders, the median ...": whose time follows.
_OF_RESPONDERS = re.compile(r"\b(?:for|in|all|with|by)\s(?:the|all|these|our|those)\s$", re.I)
# "The response rate of limb tumours (51 patients) was 31 %".
_WHOLE_OF_RATE = re.compile(
    rf"\s*(?:evaluable |assessable )?{PEOPLE}?\)\s(?:was|were|reached|of|is)\s(?:only\s)?\d[\d.,]*\s*%",
    re.I,
)
_NEXT_CLAUSE = re.compile(r"s?\)?\s*(?:,\s*)?(?:and|but|while|whereas)\b", re.I)
# "ORR to A in the whole cohort was 27 %": phrases between a rate's name and its value.
_BRIDGE = re.compile(
    r"\s*(?:(?:according to|based on|using|by|per|to|in|for|with|of|among|across|after|over|on|from|within|following|during|under)\s(?:[^,;:.()\d]|\d+(?= (?:[\w-]+ ){0,3}(?:patients|cases|women|men|subjects|"
    r"children|participants|cycles|courses|weeks|months)\b)){1,60}?)+\s(?:was|were|is|reached)\s(?:only\s)?",
    re.I,
)
# "a PR (two LMS, one UPS)": a count in brackets that goes on with its own words is a part of the count before.
_PART = re.compile(rf"\s*(?!{PEOPLE}\b)[^\W\d]", re.I)
_BRACKETED = re.compile(r"s?\s*[(\[:]\s*(?:(?:including|of (?:whom|which|these)|among (?:whom|them|these))\s+)?", re.I)
# "Six women who had partial responses underwent ...": something else about some of these.
_WHO_HAD = re.compile(rf"\s(?:of the )?{PEOPLE} who {HAD} (?:an? )?(?:\w+ )?", re.I)
_DID = re.compile(
    r"s?\)?(?! and )[^.;,]{0,60}?\b(?:obtained|underwent|received|went|proceeded|achieved|converted|experienced|developed|died|relapsed|continued|stopped|discontinued|became)\b",
    re.I,
)
_OF_EVENTS = re.compile(r"(?:the\s)?(?:confirmed |objective |partial |complete )*$", re.I)
# "The response rate was better in those with X (30 %": the value stands behind the group that it is told of.
_COMPARED = re.compile(
    r"s?(?: \([A-Z]+\))?(?:,? and (?:\w+ ){0,2}?[\w-]+(?: survival)?(?: \([A-Za-z]+\))?)? (?:was|were|remained|is|are) [^.;:()%]{3,120}\(\s?",
    re.I,
)
# "A and B reached the highest DCR of all combinations, with 87 % and 85 %".
_WITH_VALUE = re.compile(
    r"s?(?: rates?)?(?: \([A-Z]+\))?(?: (?:among|of|in|for|across|between) [^.;:()%,\d]{3,60})?,? (?:with|at|reaching|being|namely)(?: rates? of| values? of)? ",
    re.I,
)
# A heading that runs into the sentence behind it: "Objective RR A total of 66 patients".
_NEXT_SENTENCE = re.compile(r"s?\s+(?:A total of|Of|Among|Overall,|The|We|At|Between|During|After|All|Response)\s")
_LIMIT = 5.0


@dataclass(frozen=True, slots=True)
class Join:
    """A category with its figure; `sure` is false for an inferred one."""

    category: Category
    figure: Figure
    rule: str
    sure: bool = True


def joins(
    sentence: Sentence, categories: Sequence[Category], figures: Sequence[Figure], names: Sequence[tuple[int, int]] = ()
) -> list[Join]:
    """Every category with the figure that the sentence gives it, in text order; `names` are where strata are named."""
    subsets = [(f, c) for c in categories for f in figures if _subset(sentence.text, f, c)]
    categories = [c for c in categories if all(c is not held for _, held in subsets)]
    left = [f for f in figures if not any(f is s for s, _ in subsets)]
    left = [f for f in left if not _denominator(sentence.text, f, categories)]
    found = [Join(c, f, "respectively") for c, f in in_order(sentence, categories, left)]
    used = {j.figure for j in found}
    held = {j.category for j in found}
    ranked = []
    apart = _told_of_some(sentence.text, left)
    for category in categories:
        heard = [f for f in left if not any(a < f.start < b and not a < category.start < b for a, b in apart)]
        for figure in heard:
            if category not in held and figure not in used:
                end = next((b for a, b in apart if a < figure.end < b <= category.start), figure.end)
                cost = _cost(sentence, category, replace(figure, end=end), (*categories, *heard), names)
                if cost < _LIMIT:
                    ranked.append((cost, category, figure))
    for cost, category, figure in sorted(ranked, key=lambda r: (r[0], r[1].start)):
        if category in held or figure in used:
            continue
        whole, completed = figure, None
        if figure.end <= category.start:
            whole, completed = extend(sentence, figure, category.end, [f for f in left if f not in used])
        held.add(category)
        used |= {figure} | ({completed} if completed else set())
        found.append(Join(category, whole, "count", cost < 3))
    return sorted(found, key=lambda j: j.category.start)


# What is told of some between those who are counted and their verb: "five women (two with ascites) had ...", "five, one of whom died, had ...".
_OF_SOME = re.compile(
    rf"(?:\s\([^()]*\)|, (?:\w+|\d+) of (?:whom|them)\b[^.;,()]*,)\s(?={HAD}\b|(?:responded|progressed|remained|were|was)\b)"
)
# "Two patients treated with A and B responded": by what they were treated.
_HAVING_HAD = re.compile(
    rf"({PEOPLE})\s(?:treated with|receiving|given|managed with|who (?:received|had received|were (?:treated|given)))\s(?:[\w+/-]+\s){{1,7}}?(?=(?:{HAD})\b|$)",
    re.I,
)
_COUNTED = re.compile(rf"\s*(?:(?:[\w-]+\s){{0,3}}{PEOPLE})?(?:\s\([^()]*\))?", re.I)


def _told_of_some(text: str, figures: Sequence[Figure]) -> list[tuple[int, int]]:
    """Where a sentence tells something of some of those whom a figure right before counts."""
    if " of whom" not in text and " of them" not in text and "(" not in text:
        return []
    return [
        m.span()
        for m in _OF_SOME.finditer(text)
        if any(
            f.n is not None
            and f.start < m.start()
            and (f.end > m.start() or _COUNTED.fullmatch(text, f.end, m.start()))
            for f in figures
        )
    ]


# "Disease control, in contrast with the three of the other arm": these had it not.
_CONTRASTED = re.compile(r"\b(?:in contrast (?:with|to)|unlike|as opposed to|contrary to)\b", re.I)


def _denominator(text: str, figure: Figure, categories: Sequence[Category]) -> bool:
    """ "Of the 31 assessable patients, ..." counts the whole, not an outcome; "of the 5 patients with a PR" counts both."""
    before, after = text[max(0, figure.start - 40) : figure.start], text[figure.end :]
    if figure.percent is not None or figure.total is not None:
        return False
    if _OF_RESPONDERS.search(before) and re.match(r"\s*(?:\w+\s)?(?:responders|responding patients)\b", after):
        return True
    if re.match(rf"\s*(?:[\w-]+\s){{0,2}}{PEOPLE}\b[^.;()%]{{0,60}}\b(?:was|were)\s+\d[\d.]*\s*%", after) and any(
        c.rate and c.end <= figure.start <= c.end + 30 for c in categories
    ):
        return True
    if _WHOLE_OF_RATE.match(after) and any(c.rate and c.end <= figure.start <= c.end + 80 for c in categories):
        return True
    if (own := _OUTCOME_NEXT.match(after)) and any(c.start == figure.end + own.end() for c in categories):
        return False
    if re.search(r"\bresponses? in (?:the |all )?$", before, re.I) and _ASSESSED_WERE.match(after):
        return True
    frame = re.search(
        r"(?:^|[.;,:]\s*|\b)(?:(?<!\ba total )of|among|amongst|out of|from)\s+(?:(?:all|the|these|our|those|a total of)\s+)*$",
        before,
        re.I,
    )
    return bool(frame and re.match(rf"\s*(?:[\w-]+\s+){{0,4}}(?:{PEOPLE}|responders)\b", after)) or bool(
        re.match(
            rf"\s*(?:[\w-]+\s+){{0,2}}{PEOPLE}\s+(?:were|was|could be)\s+(?:\w+\s)?(?:evaluable|assessable|evaluated|assessed|available)",
            after,
        )
    )


def _subset(text: str, figure: Figure, category: Category) -> bool:
    """ "86 % of the patients with a response ...", "two of four responses": something else about those who responded."""
    whole = figure.percent is not None or figure.total is not None
    if figure.end > category.start:
        return False
    if _WHO_HAD.fullmatch(text[figure.end : category.start]) and _DID.match(text, category.end):
        return True
    plural = not category.verb and figure.percent is None and text[category.end - 1] == "s"
    if plural and figure.total is not None and _OF_EVENTS.fullmatch(text[figure.end : category.start].lstrip()):
        return True
    return (
        whole
        and re.fullmatch(
            r"\)?\s*(?:of )?(?:the )?(?:patients?|those|cases) (?:with|who had|in|achieving) (?:an? )?",
            text[figure.end : category.start],
        )
        is not None
    )


def _cost(
    sentence: Sentence,
    category: Category,
    figure: Figure,
    others: Sequence[Category | Figure],
    names: Sequence[tuple[int, int]],
) -> float:
    text = sentence.text
    before = figure.end <= category.start
    share = figure.percent is not None and figure.n is None
    if not before and category.rate and share and _COMPARED.fullmatch(text[category.end : figure.start]):
        return 2.0
    if not before and category.rate and share and _WITH_VALUE.fullmatch(text[category.end : figure.start]):
        return 2.0
    a, b = (figure.end, category.start) if before else (category.end, figure.start)
    if a > b or any(a <= o.start < b for o in others):
        return _LIMIT
    gap = text[a:b]
    if not before and _NEXT_SENTENCE.match(gap):
        return _LIMIT
    if ";" in gap or ". " in gap or (":" in gap and before):
        return _LIMIT
    if any(a <= sentence.at(m)[0] and sentence.at(m)[1] <= b for m in sentence.of("toxicity")):
        return _LIMIT
    if _CONTRASTED.search(gap):
        return _LIMIT
    for start, end in names:
        if a <= start and end <= b:
            gap = gap.replace(text[start:end], " ")
    bare = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", _OF_SOME.sub(" ", gap))
    bare = _HAVING_HAD.sub(r"\1 ", bare) if before else bare
    if not before and category.rate and figure.percent is not None and _BRIDGE.fullmatch(bare):
        return 0.5
    words = [w.lower() for w in re.findall(r"[A-Za-z][\w.-]*", bare)]
    unknown = sum(w not in _KNOWN for w in words)
    cost = (
        0.15 * len(words)
        + 1.3 * unknown
        + (3.5 if before else 2.5) * bare.count(",")
        + (0.0 if words or "," in bare else -1.5)
    )
    if before:
        verb = _VERB.search(bare) is not None
        cost += (
            (-0.4 if bare.split()[-1:] == ["with"] else -1.0)
            if verb and not category.verb
            else -2.0
            if not bare.strip()
            else 0.0
        )
        cost += (
            2.5 if re.search(r"\b(?:in|for|was|were|of|and|or)\s*$", bare) and not category.verb and not verb else 0.0
        )
        return cost + (2.0 if "(" in gap and ")" not in gap else 0.0)
    if ":" in gap and any(o.end <= category.start for o in others if isinstance(o, Figure)):
        cost += 3.0
    cost += 3.0 if _NEXT_CLAUSE.match(gap) else 0.0
    cost += (
        4.0
        if figure.percent is None and _SUBJECT.match(text[figure.end :]) and not re.search(r"[:=(]\s*$", gap)
        else 0.0
    )
    bracketed = _BRACKETED.fullmatch(gap) is not None
    if bracketed and (_PART.match(text[figure.end :]) if figure.percent is None else figure.n is None):
        counted = [o for o in others if isinstance(o, Figure) and o.end <= category.start and o.percent is None]
        if counted and re.search(r"[.;,]", text[counted[-1].end : category.start]) is None:
            cost += 4.0
    if category.verb:
        return cost + (1.5 if not re.match(r"\s*(?:in|:|\()", gap) else 0.3)
    return cost - (1.0 if _AFTER.match(gap) else 0.0) + (0.0 if _AFTER.match(gap) or not words else 2.0)
