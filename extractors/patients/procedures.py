"""Operations that a patient had; biopsies, lines and declined surgery are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.patients.passages import Fact, Passage

_ADJECTIVE = (
    r"(?:radical|extensive|partial|complete|incomplete|wide|wide local|local|en[ -]bloc|simple|total|subtotal|left"
    r"|right"
    r"|bilateral|marginal|curative|palliative|limb[- ]sparing|surgical|"
    r"extended|modified|above[- ]elbow|above[- ]knee|below[- ]knee|below[- ]elbow|transhumeral|forequarter"
    r"|hindquarter|partial|pulmonary|hepatic|open|laparoscopic|R[01]|primary|abdominal|salvage|tumou?r|bowel|liver"
    r"|lung|wedge|segmental|cyto-?reductive|debulking|central|axillary|pelvic|inguinal|regional|retroperitoneal"
    r"|mediastinal|neck|sentinel|lymph|nod(?:e|al))"
)
_NOUN = (
    r"(?:resections?|excisions?|amputations?|(?:\w+-)?\w{3,}ectom(?:y|ies)|dissections?|exenteration|disarticulation|hemipelvectomy"
    r"|debulking(?: surgery)?|enucleation|curettage|cytoreduction|transplantation|surgery|operation"
    r"|Whipple(?: procedure)?|pancreaticoduodenectomy|hysterectomy)"
)
_NAMED = re.compile(rf"\b(?P<what>(?:{_ADJECTIVE}[\s-]+){{0,4}}{_NOUN})\b", re.IGNORECASE)
_REPAIR = re.compile(r"\bsurgery for (?P<what>repair of (?:an?\s|the\s)?(?:[\w-]+\s?){1,4})", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:was|were|had been|been|tumou?r|mass|it)\s(?:then\s|subsequently\s|surgically\s)?(?P<how>(?:partially"
    r"|completely|radically|widely|totally|incompletely|surgically)\s)?(?P<verb>resected|excised|amputated"
    r"|enucleated)(?P<after>\s(?:widely|completely|partially|en bloc|radically|incompletely))?\b",
    re.IGNORECASE,
)
_OF_VERB = {"resected": "resection", "excised": "excision", "amputated": "amputation", "enucleated": "enucleation"}
_DONE = re.compile(
    r"\b(?:under(?:went|going|gone)|perform\w*|received|consented to|treated (?:by|with)|had|by|after|following"
    r"|from|post|before|initial|via|of|the|at|a|an|with)\s(?:[\w-]+\s){0,4}$",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:under(?:went|going|gone)|consented to|treated (?:by|with)|received|had)\s(?:[\w,-]+\s){0,5}$", re.IGNORECASE
)
_PERFORMED = re.compile(
    r"^[\s,]*(?:of [^.;,]{0,50}\s)?(?:was|were|had been)\s(?:then\s|subsequently\s"
    r"|successfully\s)?(?:performed|done|carried out|undertaken|followed)",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*(?:,|and|,\s*and|with|plus|as well as|followed by|combined with)\s(?:an?\s|then\s|(?!of\b)[\w-]+\s){0,2}",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"\b(?:declin\w+|refus\w+|no|not|without|unfit for|candidate for|consider\w*|planned|offer\w*|recommend\w*"
    r"|possib\w+|potential\w*|could|would|may|inoperable|interest to undergo|discuss\w*|option|instead of"
    r"|intend\w*|palliat\w+ intent|scheduled|awaiting|cancel\w+|if|until|unless|thought)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_NOT_DONE_AFTER = re.compile(
    r"^\s(?:was|were)\s(?:declined|refused|not|considered|planned|deemed|discussed|offered|recommended"
    r"|impossible|contraindicated|cancel\w+|called off|postponed|aborted|abandoned|deferred|withheld|to (?:follow|be))|^\s(?:margins?|specimen|bed|site|cavity)\b",
    re.IGNORECASE,
)
_GENERIC = {
    "surgery",
    "operation",
    "resection",
    "excision",
    "surgical resection",
    "tumor resection",
    "surgical excision",
}


def procedures(told: list[Passage]) -> Iterator[Fact]:
    """Each operation once; "surgery" alone only where no other word says which."""
    found: list[Fact] = []
    for passage in told:
        found.extend(_named(passage))
        found.extend(_by_verb(passage))
    named = [f for f in found if str(f.value) not in _GENERIC]
    chosen = named or found[:1]
    seen: set[str] = set()
    for fact in chosen:
        words = set(str(fact.value).split())
        fuller = any(words < set(str(f.value).split()) for f in chosen)
        if not fuller and str(fact.value) not in seen:
            seen.add(str(fact.value))
            yield fact


def _named(passage: Passage) -> Iterator[Fact]:
    for m in _REPAIR.finditer(passage.text):
        yield Fact(
            passage.patient, "procedure", m["what"].strip().lower(), passage.evidence(*m.span("what")), "repair", 0.8
        )
    last = -1
    for m in _NAMED.finditer(passage.text):
        before, after = passage.text[: m.start()], passage.text[m.end() :]
        if _NOT_DONE.search(before[-80:]) or _NOT_DONE_AFTER.match(after) or re.match(r"\s(?:for repair)", after):
            continue
        coordinated = last >= 0 and _AND.fullmatch(passage.text[last : m.start()])
        if not (coordinated or _DONE.search(before[-60:]) or _PERFORMED.match(after) or not before.strip()):
            continue
        last = m.end()
        if re.fullmatch(r"dissections?", m["what"], re.IGNORECASE):  # of a vessel, or of something the text has named
            continue
        value = re.sub(r"\btumour\b", "tumor", " ".join(m["what"].lower().split()))
        yield Fact(passage.patient, "procedure", _singular(value), passage.evidence(*m.span("what")), "named", 0.85)


def _by_verb(passage: Passage) -> Iterator[Fact]:
    for m in _VERB.finditer(passage.text):
        if _NOT_DONE.search(passage.text[: m.start("verb")][-60:]):
            continue
        adverb = (m["how"] or m["after"] or "").strip().lower()
        how = {"widely": "wide", "partially": "partial", "completely": "complete", "radically": "radical"}.get(
            adverb, adverb.removesuffix("ly")
        )
        value = f"{how} {_OF_VERB[m['verb'].lower()]}".strip()
        start = m.start("how") if m["how"] else m.start("verb")
        yield Fact(passage.patient, "procedure", value, passage.evidence(start, m.end()), "verb", 0.8)


def _singular(value: str) -> str:
    return re.sub(r"(resection|excision|amputation)s$", r"\1", re.sub(r"ectomies$", "ectomy", value))
