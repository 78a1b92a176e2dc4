"""Operations that a patient had; biopsies, lines and declined surgery are none."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.patients.passages import Fact, Passage, is_title

_ADJECTIVE = (
    r"(?:repeat|multiple|several|repeated|radical|extensive|partial|complete|incomplete|wide|wide local|local|en[ -]bloc|simple|total|subtotal|near[- ]total"
    r"|gross(?: total)?|left|right|bilateral|marginal|curative|palliative|limb[- ]sparing|limb[- ]salvage|conservative|surgical"
    r"|extended|modified|above[- ](?:elbow|knee)|below[- ](?:elbow|knee)|transhumeral|forequarter|hindquarter|pulmonary|hepatic"
    r"|open|laparoscopic|thoracoscopic|robotic|video-assisted|R[012]|primary|abdominal|abdominoperineal|salvage|tumou?r|bowel|liver"
    r"|lung|wedge|segmental|cyto-?reductive|debulking|central|axillary|pelvic|inguinal|regional|retroperitoneal"
    r"|mediastinal|neck|sentinel|lymph|nod(?:e|al)|upper|lower|distal|proximal|anterior|posterior|low|mid|sleeve|transsphenoidal"
    r"|interscapulothoracic|mass|compartmental|multivisceral|prophylactic|completion|Mohs|micrographic|(?!initial|addition|final|medic|clinic|previous|success|several|typical|special)[\w-]{3,}(?:al|ic|ar|ary))"
)
_NOUN = (
    r"(?:resections?|excisions?|amputations?|(?:\w+-)?\w{3,}ectom(?:y|ies)|dissections?|exenteration|disarticulation"
    r"|hemipelvectomy|debulking(?: surgery)?|enucleation|curettage|cytoreduction|transplantation|surger(?:y|ies)|operations?|\w{4,}jejunostomy|colostomy|ileostomy|TAH(?:[-/ ]?BSO)?"
    r"|(?:intramedullary )?nail(?:ing| insertion| fixation)|plating|(?:plate|internal|external|spinal|pedicle screw) fixation|vertebroplasty|kyphoplasty|(?:hip|knee|joint|shoulder) replacement"
    r"|Whipple(?: procedure)?|cranioto?my|laminectomy|rotationplasty|en bloc removal)"
)
# What closes the wound or restores the part belongs to the operation: "gastrectomy plus Roux-en-Y jejunostomy".
_RESTORED = re.compile(
    r"\s(?:and|plus|with|followed by)\s(?:[\w-]+\s){0,4}?(?:reconstruction|replacement|anastomosis|\w+ostomy|\w+plasty|endoprosthe\w+"
    r"|grafting|flap)\b(?:\s(?:with|using|by)\s(?:an?\s)?(?:(?!and\b|was\b|were\b)[\w-]+\s?){1,5}(?=[.,;(]|$))?",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b(?P<what>(?:{_ADJECTIVE}[\s-]+){{0,5}}{_NOUN})(?!-)\b", re.IGNORECASE)
_REPAIR = re.compile(r"\bsurgery for (?P<what>repair of (?:an?\s|the\s)?(?:[\w-]+\s?){1,4})", re.IGNORECASE)
_VERB = re.compile(
    r"(?:\b(?:was|were|had been|been|tumou?r|mass|it)|,)\s(?:then\s|subsequently\s|surgically\s)?(?P<how>(?:partially"
    r"|completely|radically|widely|totally|incompletely|surgically)\s)?(?P<verb>resected|excised|amputated"
    r"|enucleated)(?P<after>\s(?:widely|completely|partially|en bloc|radically|incompletely))?\b",
    re.IGNORECASE,
)
# What was taken out, where it is more than "the tumour": "the remaining implants were resected".
_WHAT = re.compile(r"\b(?:the|all|both|an?|his|her)\s(?P<what>(?:[\w-]+\s){0,2}[\w-]+)\s$", re.IGNORECASE)
_PLAIN = re.compile(r"(?:tumou?r|mass|lesion|it|primary|one|specimen|patient|sarcoma|which|that)$", re.IGNORECASE)
_OF_VERB = {"resected": "resection", "excised": "excision", "amputated": "amputation", "enucleated": "enucleation"}
_DONE = re.compile(
    r"\b(?:treatments?(?: had)? (?:included|consisted of|comprised|involved|was|began with|started with)|under(?:went|going|gone)|benefit(?:t)?ed from|perform\w*|received|consented to|treated (?:by|with)|had|by|after|following"
    r"|from|post|before|initial|via|of|the|at|a|an|with)\s(?:[\w-]+\s){0,4}$",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:under(?:went|going|gone)|benefit(?:t)?ed from|consented to|treated (?:by|with)|received|had)\s(?:[\w,-]+\s){0,5}$",
    re.IGNORECASE,
)
_PERFORMED = re.compile(
    r"^[\s,]*(?:(?:of|and|plus|with) [^.;,]{0,70}\s)?(?:was|were|had been)\s(?:then\s|subsequently\s"
    r"|successfully\s)?(?:performed|done|carried out|undertaken|followed)",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*(?:,|and|,\s*and|with|plus|as well as|followed by|combined with)\s(?:an?\s|then\s|(?!of\b)[\w-]+\s){0,2}",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\s+(?:and|with|plus|\+)\s+(?:an?\s)?", re.IGNORECASE)
# Two operations, each with a name of its own: "a right hemicolectomy and omentectomy".
_APART = re.compile(r"\w{4,}ectomy$", re.IGNORECASE)
_OWN = re.compile(
    r"(?:an?\s)?(?:[\w-]+\s){0,3}(?!(?:salpingo|oophor)\w*)\w{4,}ectomy$",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"\b(?:declin\w+|refus\w+|no|not|without|unfit for|candidate for|consider\w*|planned|offer\w*|recommend\w*"
    r"|request\w*|advis\w+|wished|wanted|asked for|possib\w+|potential\w*|could|would|may|inoperable|interest to undergo|discuss\w*|option|instead of"
    r"|intend\w*|palliat\w+ intent|scheduled|awaiting|cancel\w+|if|until|unless|thought|difficult|impossible|unable|fear)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_GOVERNED = re.compile(
    r"\b(?:not|never|no (?:patient|one)|declined|refused|would|could|may|might|should|must|can|will|planned|scheduled|interest|unable|unfit|if (?:he|she)"
    r"|until (?:he|she)|candidate)\s(?:(?:to|have|be|ever|he|she)\s)*$",
    re.IGNORECASE,
)
_NOT_DONE_AFTER = re.compile(
    r"^\s(?:departments?|clinics?|units?|wards?|teams?|services?|outpatient)\b|^(?:\s(?:or|nor|of|with)\s[\w -]{3,50}?)?\s(?:was|were)\s(?:declined|refused|not|considered|planned|deemed|discussed|offered|recommended"
    r"|impossible|contraindicated|cancel\w+|called off|postponed|aborted|abandoned|deferred|withheld|to (?:follow|be))|^\s(?:margins?|specimen|bed|site|cavity)\b|^\s(?:as an? |being an? )?(?:treatment |surgical |therapeutic )?(?:options?|approach(?:es)?|alternatives?|strateg(?:y|ies))\b(?:[^.;]{0,40}\b(?:discussed|considered|offered|weighed|evaluated))?",
    re.IGNORECASE,
)
# "18 months after the resection": a date, the operation told elsewhere if at all
_SINCE = re.compile(
    r"\b(?:months?|mos?|years?|weeks?|days?) (?:(?:after|since|from|following|before) (?:the|his|her) (?:initial |first |primary )?|of )$",
    re.IGNORECASE,
)
# Operations for something else, long before: "she had undergone cholecystectomy seven years previously".
_ELSEWHERE = re.compile(r"\b(?:cholecystectomy|append(?:ic)?ectomy|tonsillectomy)\b", re.IGNORECASE)
_LONG_AGO = re.compile(r"\b(?:history|past|previous\w*|prior|remote)\b[^.;]{0,60}$", re.IGNORECASE)
_AGO = re.compile(
    r"^[^.;,]{0,30}?\b(?:\d+|\w+) (?:years|months) (?:previously|earlier|before|ago|prior)\b|^[^.;,]{0,20}\bin (?:19|20)\d\d\b",
    re.IGNORECASE,
)
# "Excision of the right groin mass": which mass it was names the operation.
_OF_MASS = re.compile(
    r"\sof\s(?:the\s|his\s|her\s|an?\s)?(?:(?:left|right|upper|lower|deep|primary|residual|recurrent|metastatic)\s){0,2}(?!two\b|three\b|four\b|five\b|multiple\b|all\b)(?P<where>[\w-]+\s){1,2}?(?:mass|lesion|tumou?r|nodule|metastasis)\b",
    re.IGNORECASE,
)
_SPECIALTY = re.compile(
    r"(?:(?:orthop(?:a)?edic|plastic|general|thoracic|cardiothoracic|vascular|gyna?ecolog\w+|oncolog\w+|maxillofacial|oral|colorectal|urolog\w+)\s(?:and\s)?)+surgery",
    re.IGNORECASE,
)
# "Department of Otolaryngology-Head and Neck Surgery": where, not what.
_AT_DEPARTMENT = re.compile(
    r"\b(?:departments?|divisions?|sections?|institutes?|clinics?|units?|chairs?|professors?|services?|schools?)\s(?:of|for)\s[^.;(),]{0,70}$",
    re.IGNORECASE,
)
_LOBE_BEFORE = re.compile(r"\b(?:left|right)\s(?:upper|middle|lower)\s(?:lung\s|pulmonary\s)?lobe\s$", re.IGNORECASE)
# An operation without a name: left out where another has one.
_GENERIC = re.compile(
    r"(?:(?:radical|curative|definitive|initial|primary|elective|major|further|multiple|several|repeated|surgical|palliative|salvage) )*(?:surger(?:y|ies)|operations?)|(?:(?:complete|total|surgical|tumor|gross|R0|initial|primary|first) )*(?:resection|excision)"
)
# "Pancreatectomy with complete resection of the tumour": what the first achieved.
_ACHIEVED = re.compile(
    r"(?:\b(?:complete|total|gross|surgical|macroscopic|microscopic|R0|tumou?r|radical)\s)*(?:resections?|excisions?)$",
    re.IGNORECASE,
)
# A dissection of nodes beside the operation on the tumour is one of its own.
_OF_NODES = re.compile(r"(?:dissections?|lymph-?\s?(?:node )?(?:aden)?ectom(?:y|ies)|samplings?)$", re.IGNORECASE)


def procedures(told: list[Passage]) -> Iterator[Fact]:
    """Each operation once; "surgery" alone only where no other word says which."""
    titles = [p for p in told if is_title(p.sentence)]
    story = [p for p in told if p not in titles]
    found = _told(story) or _told(titles)  # a title says it least exactly
    named = [f for f in found if not _GENERIC.fullmatch(str(f.value))]
    chosen = named or found[:1]
    seen: set[str] = set()
    for fact in chosen:
        words = set(str(fact.value).split())
        fuller = any(words < set(str(f.value).split()) for f in chosen)
        if not fuller and str(fact.value) not in seen:
            seen.add(str(fact.value))
            yield fact


def _told(passages: list[Passage]) -> list[Fact]:
    return [fact for passage in passages for fact in (*_named(passage), *_by_verb(passage))]


def _named(passage: Passage) -> Iterator[Fact]:
    for m in _REPAIR.finditer(passage.text):
        yield Fact(
            passage.patient, "procedure", m["what"].strip().lower(), passage.evidence(*m.span("what")), "repair", 0.8
        )
    for start, end in _joined(passage):
        if restored := _RESTORED.match(passage.text[end:]):
            end += restored.end()
        of = _OF_MASS.match(passage.text, end) if _ACHIEVED.search(passage.text[start:end]) else None
        if of and any(end <= passage.at(m)[0] < of.end() for m in passage.of("site")):
            end = of.end()
        words = " ".join(passage.text[start:end].lower().split())
        if _ELSEWHERE.fullmatch(words) and (_AGO.match(passage.text[end:]) or _LONG_AGO.search(passage.text[:start])):
            continue
        if _SPECIALTY.fullmatch(words) or re.match(r"(?:joint|combined|collaborative) (?:surgery|operation)\b", words):
            continue  # who operated, not what was done
        if re.fullmatch(r"dissections?", words):  # of a vessel, or of something the text has named
            continue
        if _GENERIC.fullmatch(words) and _SINCE.search(passage.text[:start]):
            continue
        value = _singular(re.sub(r"\btumour\b", "tumor", words))
        yield Fact(passage.patient, "procedure", value, passage.evidence(start, end), "named", 0.85)


def _joined(passage: Passage) -> Iterator[tuple[int, int]]:
    """Bounds of what was done in one operation: "hysterectomy and bilateral salpingo-oophorectomy"."""
    done: list[tuple[int, int]] = []
    for m in _NAMED.finditer(passage.text):
        start = _sited(passage, m.start())
        before, after = passage.text[:start], passage.text[m.end() :]
        if (
            _not_done(before)
            or _AT_DEPARTMENT.search(before[-90:])
            or _NOT_DONE_AFTER.match(after)
            or re.match(r"\s(?:for repair)", after)
        ):
            continue
        gap = passage.text[done[-1][1] : start] if done else ""
        coordinated = bool(done) and _AND.fullmatch(gap)
        if not (coordinated or _DONE.search(before[-60:]) or _PERFORMED.match(after) or not before.strip()):
            continue
        apart = (
            done
            and _APART.search(passage.text[done[-1][0] : done[-1][1]])
            and _OWN.match(passage.text[start : m.end()])
        )
        said = passage.text[start : m.end()]
        named = bool(done) and bool(_APART.search(passage.text[done[-1][0] : done[-1][1]]))
        if coordinated and "with" in gap and named and _ACHIEVED.fullmatch(said):
            continue
        nodes = "with" in gap and named and _OF_NODES.search(said)
        if coordinated and _TOGETHER.fullmatch(gap) and not nodes and not ("with" not in gap and apart):
            done[-1] = done[-1][0], m.end()
        else:
            done.append((start, m.end()))
    yield from done


def _not_done(before: str) -> bool:
    """Whether an operation was only thought of; what precedes "she underwent" is of no account."""
    strong = _STRONG.search(before[-60:])
    if strong:
        near = before[: len(before) - len(before[-60:]) + strong.start()]
        return bool(_GOVERNED.search(near[-40:]) or _NOT_DONE.search(strong.group()))
    return bool(_NOT_DONE.search(before[-80:]))


def _sited(passage: Passage, start: int) -> int:
    """Where an operation's name begins with the site that it was done on: "left distal femoral tumor resection"."""
    if lobe := _LOBE_BEFORE.search(passage.text[:start]):
        return lobe.start()
    for mention in passage.of("site"):
        first, last = passage.at(mention)
        if last <= start and not passage.text[last:start].strip(" -"):
            side = re.search(rf"(?:\b{_ADJECTIVE}[\s-]+){{0,3}}$", passage.text[:first], re.IGNORECASE)
            return side.start() if side else first
    return start


def _by_verb(passage: Passage) -> Iterator[Fact]:
    for m in _VERB.finditer(passage.text):
        if _NOT_DONE.search(passage.text[: m.start("verb")][-60:]):
            continue
        adverb = (m["how"] or m["after"] or "").strip().lower()
        how = {"widely": "wide", "partially": "partial", "completely": "complete", "radically": "radical"}.get(
            adverb, adverb.removesuffix("ly")
        )
        value = f"{how} {_OF_VERB[m['verb'].lower()]}".strip()
        what = _WHAT.search(passage.text[: m.start()])
        if not how and what and not _PLAIN.search(what["what"]):
            value = f"{value} of {' '.join(what['what'].lower().split())}"
        start = m.start("how") if m["how"] else m.start("verb")
        yield Fact(passage.patient, "procedure", value, passage.evidence(start, m.end()), "verb", 0.8)


def _singular(value: str) -> str:
    return re.sub(r"(resection|excision|amputation)s$", r"\1", re.sub(r"ectomies$", "ectomy", value))
