"""Where a sentence names a response category or rate as an outcome, not as a time, a reason, a plan or a baseline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.core import cues as re
from extractors.core.branches import Several
from extractors.core.paper import Mention, Sentence
from extractors.quantities.people import AFTER_PEOPLE
from extractors.responses.asides import is_aside
from extractors.responses.by_then import by_then, is_event

BEST = ("CR", "PR", "SD", "PD", "NE", "ORR", "DCR", "CBR")


@dataclass(frozen=True, slots=True)
class Category:
    """A category at `[start, end)`; `code` is empty for an outcome that is none (minor or pathologic response, survival).

    `verb` marks "responded", "progressed": the patients stand before it.
    """

    start: int
    end: int
    code: str
    verb: bool = False
    rate: bool = False


_QUALIFIED = re.compile(
    r"\b(?!(?:clinical|radiologic(?:al)?|radiographic|objective|overall|initial|final|partial|impressive|dramatic|additional"
    r"|optimal|maximal)\b)[a-z-]+(?:ic|al|ive|ary|ular|inal|ity)\s+$",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?:i|ir|im|m|c)?(?:CR|PR|SD|PD|NE|NC|ORR?|RR|DCR|DSR|DC|CBR?|TCR|BOR|PROG)s?|(?:m?PFS|m?OS|TTP|[DERFT]FS|DOR|TT[FRD]|GMI|NPR|PFR|MR|pCR)s?"
)
_WORDS = (
    (re.compile(r"\bresponded completely\b|\b(?:had|achieved) a complete and\b", re.I), "CR", True),
    (re.compile(r"\bresponded partially\b", re.I), "PR", True),
    (re.compile(r"\bstable (?:\w+ )diseases?\b", re.I), "SD", False),
    (
        re.compile(
            r"\bstable\b(?=,? (?:and|or) (?:[\w-]+ ){0,3}(?:\([^()]*\) )?(?:an? )?progressi(?:ve|ng) disease\b)", re.I
        ),
        "SD",
        False,
    ),
    (
        re.compile(
            r"(?<!\bto )(?<!\bmust )(?<!\bshould )(?<!\bwould )(?<!\bwill )(?<!\bmay )(?<!\bmight )(?<!\bcan )(?<!\bcould )(?<!\bnot )"
            r"\b(?:respond|responded)\b(?!\s+(?:poorly|less|incompletely))",
            re.I,
        ),
        "ORR",
        True,
    ),
    (
        re.compile(
            r"\b(?:achiev\w+|obtain\w+|had|attain\w+|reach\w+) (?:an? )?(?:\w+ )?(?<!complete )(?<!partial )remissions?\b",
            re.I,
        ),
        "ORR",
        False,
    ),
    (re.compile(r"\bobjective remissions?\b(?!\s+rates?)", re.I), "ORR", False),
    (re.compile(r"\b(?:complete|partial) responders?\b", re.I), "?", False),
    (
        re.compile(
            r"(?<!non)(?<!non[ -])(?<!non‐)\b(?:responding patients|responders)\b(?!\s+(?:had|underwent|received|went|proceeded|relapsed|progressed|died|remained|remain)\b)",
            re.I,
        ),
        "ORR",
        False,
    ),
    (
        re.compile(
            r"\b(?:objective|overall|major|tumou?r|radiolog\w+|clinical|antitumou?r|confirmed|best)?\s?(?<!non)(?<!non-)responses?\b(?!\s+(?:rates?|criteria|evaluation|assessment|duration|time|to\b|lasted|lasting|element))",
            re.I,
        ),
        "ORR",
        False,
    ),
    (re.compile(r"\b(?:overall )?best (?:overall |objective )?response rates?\b", re.I), "ORR", False),
    (
        re.compile(
            r"\bat least (?:an? )?(?:PR|partial (?:response|remission))\b(?: \(PR\))?|[>≥]=?\s?PRs?\b(?:\s\((?:or better|partial response)\))?"
            r"|\b(?:PR|partial (?:response|remission)) or better\b",
            re.I,
        ),
        "ORR",
        False,
    ),
    (
        re.compile(r"\b(?:at least (?:an? )?(?:SD|stable disease)|(?:SD|stable disease) or better)\b", re.I),
        "DCR",
        False,
    ),
    (re.compile(r"\bRRs?\b(?=\s*(?:of|was|were|=|:)?\s*\d+(?:[.,]\d+)?\s*%)"), "ORR", False),
    (
        re.compile(
            r"\bbeneficial responses?\b|\b(?:benefit(?:t)?ed(?! from (?:[\w-]+ ){0,4}?(?:surg|resect|excis|operat|\w+ectom|\w+plast|biops|amputat|radioth|irradiat|transplant|transfus|implant"
            r"|cycles|courses|follow|rehabilit|physioth|counsel))|derived (?:\w+ )?benefit)\b",
            re.I,
        ),
        "CBR",
        False,
    ),
    (re.compile(r"\b(?:stabili[sz]ed|remained stable|(?:was|were) stable)(?! disease)\b", re.I), "SD", True),
    (re.compile(rf"{AFTER_PEOPLE}stable(?= for\b)", re.I), "SD", True),
    (
        re.compile(
            r"(?:(?<=, )|(?<=\band ))(?:stable|progressive)(?= (?:in )?(?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen)\b))",
            re.I,
        ),
        "?",
        False,
    ),
    (
        re.compile(
            r"\b(?<!response and )(?<!responses and )(?<!remission and )(?:disease )?stabili[sz]ation rates?(?: \([A-Z]+\))?(?: rates?)?",
            re.I,
        ),
        "DCR",
        False,
    ),
    # of what is controlled the words before it tell ("local", "pain"): where only these stand there, of the tumour
    (
        re.compile(
            r"(?:^|(?<=\ba )|(?<=\ban )|(?<=\bthe )|(?<=\band )|(?<=\bwith )|(?<=\bwas )|(?<=[(,;:] )|(?<=\())(?:overall |total )?control rates?\b(?=[^.;]{0,80}?\d\s?%)",
            re.I,
        ),
        "DCR",
        False,
    ),
    (re.compile(r"\b(?:progressed|continued to progress)\b(?!\s+(?:to|from|report))", re.I), "PD", True),
    (
        re.compile(
            r"\b(?:(?:the |their )?(?:tumou?r )?responses? )?(?:could|can) not be (?:evaluated|assessed|determined)(?: for response)?|\b(?:was|were) not (?:evaluable|assessable|evaluated for response|assessed for response)|\bnon-?evaluable\b|\bunevaluable\b|\binevaluable\b",
            re.I,
        ),
        "NE",
        True,
    ),
    (re.compile(r"\b(?:completely|partially)\b(?=\s*(?:[,;.)(]|and\b|or\b|but\b|$))", re.I), "?", False),
    (
        re.compile(
            r"\b(?:complete|partial)\b(?=\s*(?:,|and|n?or|plus|\)|;|&|in \d|remissions?|responses?|clinical|\(|\.|$))"
            r"|\b(?:complete|partial) (?:radio(?:logic(?:al)?|graphic)|imaging|morphologic(?:al)?|objective|tumou?r|RECIST|confirmed|local|intracranial)\b(?= (?:responses?|remissions?)\b)",
            re.I,
        ),
        "?",
        False,
    ),
)
_WORDED = Several(pattern for pattern, _, _ in _WORDS)
_KINDS = {"complete": "CR", "partial": "PR", "stable": "SD", "progressive": "PD"}
# "19 were evaluable for response; four were not", "20 could be assessed, two could not".
_NOT_SO = re.compile(r"\b(?:were|was|could) not(?=\s*(?:[,.;(]|$|because|due|owing|for|as\b|since))")
_EVALUABLE = re.compile(r"\b(?:evaluable|assessable|evaluated|assessed|evaluation)\b")
_NEUTRAL_GROUPS = ("time-to-event", "response category", "response rate")


def categories(sentence: Sentence) -> list[Category]:
    """All outcomes that a sentence names, in order, abbreviations in brackets and unions ("CR or PR") put together."""
    found = sorted(_mentioned(sentence) + list(_worded(sentence)), key=lambda c: (c.start, -c.end))
    kept: list[Category] = []
    for category in found:
        if kept and category.start < kept[-1].end:
            continue
        kept.append(category)
    kept = _abbreviated(sentence.text, kept)
    kept = _unions(sentence.text, kept)
    if by_then(sentence.text):
        alone = {c.code for c in kept} == {"PD"}
        kept = [
            c for c in kept if not (c.code == "PD" and is_event(sentence.text, c.start, c.end, c.verb, alone=alone))
        ]
    return [c for c in kept if not is_aside(sentence.text, c.code, c.verb, c.rate, c.start, c.end)]


def _mentioned(sentence: Sentence) -> list[Category]:
    found = []
    for mention in sentence.of("endpoint"):
        if mention.concept is None or mention.concept.group not in _NEUTRAL_GROUPS:
            continue
        start, end = sentence.at(mention)
        code = mention.code if mention.code in BEST else ""
        if mention.concept.label == "no response":
            continue
        if _misread(sentence.text, mention, start, end):
            continue
        if re.fullmatch(r"(?:(?:CR|PR|SD|PD)s?(?:\s*,\s*|\s+and\s+|\s+)?)+", mention.text):
            spans = re.finditer(r"CR|PR|SD|PD", mention.text)
            found += [Category(start + m.start(), start + m.end(), m.group()) for m in spans]
            continue
        rate = mention.concept.group == "response rate" or re.match(r"\s*rates?\b", sentence.text[end:]) is not None
        found.append(Category(start, end, code, verb=mention.text.lower() == "progressed", rate=rate))
    return found


# PD-1 and PD-L1, PR+ and ER/PR of breast cancer, mean ± SD
_OTHER_NEXT = re.compile(r"\s?[-‐‑–]\s?L?[-‐‑–]?1\b|[-‐‑–]?L[-‐‑–]?1|[-‐‑–]L|\s?[+-](?!\s?\w)|\s*=?\s*±")
_OTHER_LAST = re.compile(
    r"±\s*$|\bmean\b[^;]{0,25}$|\b(?:ER|HER2?)\s?(?:/|and|,)\s?$|\b(?:positiv\w+|negativ\w+|stain\w*|immunoreactiv\w+|express\w*) (?:for|of) (?:\w+,? (?:and )?){0,3}$"
)


# The open end of an interval: "95 % CI, 38.0 %-NE", "50.8-not evaluable [NE]".
_OPEN_BOUND = re.compile(r"\d\s?%?\s?(?:[-‐–—−,]|to)\s?(?:not evaluable\s?[\[(]\s?)?$", re.I)
# "Five progressed to a muscle-invasive stage": what the tumour became, whatever was given for it.
_TO_A_STATE = re.compile(r"\s+(?:to|from|into)\b", re.I)


def _misread(text: str, mention: Mention, start: int, end: int) -> bool:
    word, after, before = mention.text.lower(), text[end:], text[max(0, start - 30) : start]
    if mention.text in ("NE", "not evaluable") and _OPEN_BOUND.search(text[:start]):
        return True
    if mention.text in ("PD", "PR", "SD", "CR", "NE", "NC") and (
        _OTHER_NEXT.match(after) or _OTHER_LAST.search(before)
    ):
        return True
    if word == "stable":
        return not re.search(r"\b(?:remain\w*|was|were|is|are|stayed|been)\s+(?:\w+\s)?$", before)
    if word == "progressed" and _TO_A_STATE.match(after):
        return True
    if word == "no change" and re.match(r"\s+(?:in|of|from|was|were)\b", after):
        return True
    if mention.by == "abbreviation" and not _SHORT.fullmatch(mention.text):
        return True
    if word == "progressive":
        return not re.match(r"\s+disease", after)
    if word in ("progressing", "in progression", "progressing disease"):
        return word != "in progression" or not re.search(r"\b(?:was|were|are)\s+$", before)
    return word in ("progression free rate at 3 months",)


# "six remissions, two complete and four partial."
# "A best response of stable disease": the category that follows is meant.
_BEST_OF = re.compile(
    r"\s?best (?:overall |objective )?responses? (?:of|as|being) (?:an? )?(?:confirmed |unconfirmed )?(?:SD|PR|CR|PD|stable|partial|complete|progressi)"
    r"|\s?(?:best )?(?:overall |objective |tumou?r )?responses? (?:included|comprised|consisted of|were as follows:?) [^.;]{1,40}?(?:with|had|achieving|having) (?:an? )?(?:confirmed |unconfirmed )?"
    r"(?:SD|PR|CR|PD|stable|partial|complete|progressi)",
    re.I,
)
_COUNTED = re.compile(
    r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen)(?: \(\d[^()]*\))? $", re.I
)


# "Nine responded: two completely and seven partially".
_IN_KIND = re.compile(rf"\brespond(?:ed|ers)\b[^.;]*{_COUNTED.pattern}", re.I)


def _worded(sentence: Sentence) -> Iterator[Category]:
    has_response = re.search(r"\b(?:respon|remission)", sentence.text, re.I) is not None
    for pattern, code, verb in map(_WORDS.__getitem__, _WORDED.live(sentence.text)):
        for m in pattern.finditer(sentence.text):
            if ((code == "?" or (verb and m.group() == "stable")) and not has_response) or (
                code == "ORR" and _QUALIFIED.search(sentence.text[: m.start()])
            ):
                continue
            if (
                code == "?"
                and "respond" not in m.group()
                and sentence.text[m.end() :].strip() in ("", ".")
                and not _COUNTED.search(sentence.text[: m.start()])
            ):
                continue
            if code == "ORR" and _BEST_OF.match(sentence.text, m.start()):
                continue
            word = m.group().lower()
            if word in ("completely", "partially") and not _IN_KIND.search(sentence.text[: m.start()]):
                continue
            name = next(c for w, c in _KINDS.items() if word.startswith(w)) if code == "?" else code
            start = m.start() + len(m.group()) - len(m.group().lstrip())
            yield Category(start, m.end(), name, verb=verb, rate="rate" in word or word in ("rr", "rrs"))
    if (said := _EVALUABLE.search(sentence.text)) is not None:
        for m in _NOT_SO.finditer(sentence.text, said.end()):
            yield Category(m.start(), m.end(), "NE", verb=True)


# "The CBR, defined as CR, PR or SD for at least 24 weeks, was 42 %."
_DEFINED = re.compile(
    r"s?(?: rates?)?(?: \([A-Z]+\))?,? \(?(?:which (?:was|is) )?(?:defined|calculated|taken|i\.e\.)(?: as)?\b[^.;%]*",
    re.I,
)
_DEFINED_END = re.compile(r"[^.;,)%]{0,60}[,)](?= (?:was|were|is|of|in|for|reached|occurred|amounted))")


# "The ORR [complete response (CR) plus partial response (PR)] was ...": what the rate is made of.
_HOLDS = re.compile(
    r"s?(?: rates?)?(?: \([A-Z]{2,4}\))?\s*[\[(]\s*(?:(?:i\.e\.|defined as)[,:]?\s*|[A-Z]{2,4}\s*[:;,=]\s*)?(?:(?:c?CR|c?PR|SD|complete|partial|stable|responses?|remissions?|"
    r"disease|\((?:CR|PR|SD)\))\s*)+(?:(?:\+|plus|and|or|&|,)\s*(?:(?:c?CR|c?PR|SD|complete|partial|stable|responses?|remissions?|disease|"
    r"\((?:CR|PR|SD)\))\s*)+)+[\])]",
    re.I,
)


def _abbreviated(text: str, found: list[Category]) -> list[Category]:
    """ "partial response (PR)" is one; "disease control (CR + PR + SD)" says what it holds."""
    kept: list[Category] = []
    defining = False
    for category in found:
        if kept and category.start < kept[-1].end:
            continue
        if category.code in ("DCR", "CBR", "ORR") and (held := _HOLDS.match(text, category.end)):
            kept.append(replace(category, end=held.end(), rate=category.rate or "rate" in held.group()))
            continue
        if kept:
            gap = text[kept[-1].end : category.start]
            if (
                re.fullmatch(r"s?\s*(?:rates?)?\s*[(\[]\s*", gap)
                and category.code in (kept[-1].code, "")
                and re.match(r"s?\s*[)\];,]", text[category.end :])
            ):
                kept[-1] = replace(kept[-1], end=category.end + 1, rate=kept[-1].rate or "rate" in gap)
                continue
            goes_on = defining and re.fullmatch(r"[^.;%()]*\b(?:or|and|plus)\b[^.;%()]*|\s*[,+/]\s*", gap) is not None
            defining = kept[-1].code in ("DCR", "CBR", "ORR") and (goes_on or _DEFINED.fullmatch(gap) is not None)
            if defining:
                closed = _DEFINED_END.match(text, category.end)
                defining = closed is None
                kept[-1] = replace(kept[-1], end=closed.end() if closed else category.end)
                continue
            inside = re.search(
                r"\(\s*(?:(?:CR|PR|SD|complete|partial|stable|response|disease|stability|or|and|with|\+|,|/|=|i\.e\.|defined as)\s*)*$",
                text[kept[-1].start : category.start],
            )
            if (
                inside
                and kept[-1].code in ("DCR", "CBR", "ORR")
                and re.match(r"\s*(?:\+|/|,? (?:or|and|plus)\b|\)|response|s?\))", text[category.end :])
                and not re.search(r"\d", inside.group())
            ):
                end = text.find(")", category.end)
                kept[-1] = replace(kept[-1], end=end + 1 if end > 0 else category.end)
                continue
        kept.append(category)
    return kept


_BETTER = re.compile(r"\b(?:improvement|regression|shrinkage|reduction)\s+or\s+$", re.I)


# "PR or SD occurred in 14 and 34 %, respectively": each with its own figure.
_IN_ORDER = re.compile(
    r"s?\b[^.;%\d]{0,60}?\s\d+(?:\.\d+)?\s?%?(?:\s?\([^()]*\))?(?: patients)?,? (?:and|or) \d[^;]{0,40}?\brespectively\b",
    re.I,
)


def _unions(text: str, found: list[Category]) -> list[Category]:
    kept: list[Category] = []
    for category in found:
        joined = kept and re.fullmatch(r"s?\s*(?:\+|/|n?or|or a|plus)\s*", text[kept[-1].end : category.start])
        if joined and not _IN_ORDER.match(text, category.end):
            codes = {kept[-1].code, category.code}
            union = (
                "ORR" if codes <= {"CR", "PR", "ORR"} else "DCR" if codes <= {"CR", "PR", "SD", "ORR", "DCR"} else ""
            )
            kept[-1] = Category(kept[-1].start, category.end, union, rate=kept[-1].rate or category.rate)
        elif category.code == "SD" and (better := _BETTER.search(text[: category.start])):
            kept.append(replace(category, start=better.start(), code="DCR"))
        else:
            kept.append(category)
    return kept
