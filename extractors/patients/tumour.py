"""What tumour a patient has, where it began, where it came back."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.core.paper import Mention
from extractors.core.vocabulary import vocabulary
from extractors.patients.passages import Fact, Passage

VAGUE = {
    *(
        "sarcoma, nos",
        "malignant neoplasm, nos",
        "soft tissue sarcoma",
        "bone sarcoma",
        "solid tumor",
        "carcinoma, nos",
    ),
    *("neoplasm, nos", "benign neoplasm, nos", "malignant neoplasm", "sarcoma", "neoplasm", "tumor"),
}
_DIAGNOSED = re.compile(
    r"(?:diagnos(?:ed|is|es)\b[^.;]{0,80}?|\b(?:with|had|has|of|confirmed|revealed|showed|demonstrated|proved"
    r"|consistent with|for|as|from"
    r"|suffering from|a|an|the)\s(?:[\w/()%.-]+,?\s){0,7}?)\(?$",
    re.IGNORECASE,
)
_NOT_IT = re.compile(
    r"\b(?:history of|histories of|previous|prior|family|mother|father|sister|brother|grand\w+|aunt|uncle"
    r"|excluded?|rather than|not|no|ruled out|differential|such as|including|variant of|type of|treatment of"
    r"|literature|risk of|cases of|patients with|belonging to)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_PRESENTS = re.compile(
    r"\b(?:diagnos\w+|case of|with|was found to have|had|presented|suffering|histolog\w+|patholog\w+)\b", re.IGNORECASE
)
_SIDE = (
    r"(?:(?:left|right|bilateral|upper|lower|distal|proximal|posterior|anterior|medial|lateral|deep|inner"
    r"|outer|mid)[\s-]+)*"
)
_TUMOUR_WORD = r"(?:mass(?:es)?|lesions?|tumou?rs?|neoplasms?|lump|nodules?|primary|cancer)"
_NOT_PRIMARY = re.compile(
    r"\b(?:metasta\w+|recurr\w*|relaps\w*|new|spread|disseminated|invad\w+|extend\w+|extension|involv\w+|thrombus"
    r"|biopsy|fluid|CT|MRI|scan)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_OTHERS_PAST = re.compile(
    r"\b(?:history of|previous|mother|father|sister|brother|aunt|uncle|grand\w+|family|cousin)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_NOWHERE = {"distant metastasis (site unspecified)", "multiple sites", "primary site", "unknown primary site", "blood"}
# Adjectives that are part of a tumour's usual name; the site says nothing more.
_USUAL = {"uterine", "ovarian", "cervical", "breast", "endometrial", "synovial"}
_PART = re.compile(r"\s(?:artery|vein|wall|fossa|sheath|region|duct|valve|girdle|nerve|muscle)\b", re.IGNORECASE)
_FOLLOWED = re.compile(
    r"^\s*(?:and [\w-]+\s)?(?:metastas[ei]s|recurrences?|relapses?|nodes?|biopsy|effusion|pain"
    r"|disease progression|involvement)\b",
    re.IGNORECASE,
)
_ORIGIN = re.compile(
    rf"\b(?:of|in|on|at|from|involving|arising (?:in|from)|originating (?:in|from)|located (?:in|on|at)"
    rf"|over)\s(?:the\s|(?:his|her)\s)?(?P<side>{_SIDE})$",
    re.IGNORECASE,
)
_RECURRED = re.compile(
    r"\b(?:(?:recurr\w+|relaps\w+|metasta(?:tic|si[sz]ed|ses))\b(?:\s(?:disease|tumou?rs?|lesions?"
    r"|locally|metastases))?\s(?:was |were |occurred |developed |appeared |noted |found |seen )*(?:in|to|at|within"
    r"|involving)\s(?:the\s|both\s|his\s|her\s)?)$",
    re.IGNORECASE,
)
_RECURRENCE = re.compile(r"^\s*(?:recurrences?|relapses?|metasta(?:sis|ses))\b", re.IGNORECASE)
# "A patient with lung metastases" of a group's report: a state, of someone whom nothing tells apart.
_NOBODY = re.compile(r"(?:the |one |a |an )?(?:patient|case|pt)", re.IGNORECASE)
_AT_ONSET = re.compile(
    r"\b(?:diagnosed with|at (?:initial )?(?:diagnosis|presentation)|synchronous|initially|staging|no (?:evidence|sign"
    r"|distant|other))\b",
    re.IGNORECASE,
)


def histotypes(told: list[Passage]) -> Iterator[Fact]:
    """The patient's tumour: the first that is said of them, and any other named in its own right."""
    kept: list[str] = []
    malignant = any(_malignant(m) for p in told for m in p.of("histotype") if m.label not in VAGUE)
    for passage in told:
        for mention in passage.of("histotype"):
            start, end = passage.at(mention)
            if malignant and not _malignant(mention):
                continue
            modified = _modified(passage, mention)
            if (mention.label in VAGUE and not modified) or not (passage.together or _said_of(passage, start)):
                continue
            start, label = _sited(passage, mention) or modified or (start, mention.label)
            if any(_one(label, k) for k in kept) or (kept and not _apart(passage, start)):
                continue
            kept.append(label)
            yield Fact(passage.patient, "histotype", label, passage.evidence(start, end), "histotype", 0.9)


def _malignant(mention: Mention) -> bool:
    return mention.concept is None or "benign" not in mention.concept.group


def _sited(passage: Passage, mention: Mention) -> tuple[int, str] | None:
    """A site before a tumour that together are one tumour of the vocabulary ("uterine LMS"): where it begins, its label."""
    start, _ = passage.at(mention)
    for site in passage.of("site"):
        first, last = passage.at(site)
        if last < start and passage.text[last:start].strip() == "":
            concept = vocabulary().lookup(f"{site.text} {mention.label.removesuffix(', nos')}", "histotype")
            if concept is not None and concept.label.lower() != mention.label:
                return first, concept.label.lower()
    return None


# Words before a plain head that make it a type of its own, also where the vocabulary has no such name.
_MODIFIER = re.compile(
    r"(?<![\w-])(?:(?:ductal|lobular|acinar|acinic cell|papillary|micropapillary|mucinous|serous|clear[- ]cell|signet[- ]ring(?:[- ]cell)?"
    r"|squamous(?:[- ]cell)?|spindle[- ]cell|small[- ]cell|large[- ]cell|basaloid|sarcomatoid|medullary|tubular|cribriform"
    r"|endometrioid|hepatoid|oncocytic|follicular|anaplastic|neuroendocrine|sebaceous|apocrine|tubulopapillary|mucoepidermoid"
    r"|intestinal[- ]type|adenosquamous)\s)+$",
    re.IGNORECASE,
)


def _modified(passage: Passage, mention: Mention) -> tuple[int, str] | None:
    """Where a modified head begins and its name as printed: "ductal adenocarcinoma" is no adenocarcinoma, NOS."""
    if (
        not mention.label.endswith((", nos", "carcinoma", "adenocarcinoma"))
        or mention.label != f"{mention.text.lower()}, nos"
    ):
        return None
    start, end = passage.at(mention)
    m = _MODIFIER.search(passage.text[:start])
    if m is None:
        return None
    printed = " ".join(passage.text[m.start() : end].split())
    concept = vocabulary().lookup(printed, "histotype")
    return m.start(), (concept.label if concept else printed).lower()


def _said_of(passage: Passage, start: int) -> bool:
    before = passage.sentence.text[: passage.start + start]
    return bool(_DIAGNOSED.search(before[-140:]) or passage.sentence.index == 0 or start < 40) and not _NOT_IT.search(
        before[-70:]
    )


def _apart(passage: Passage, start: int) -> bool:
    """A second tumour needs words of its own: "and a metachronous desmoid tumour"."""
    return bool(
        re.search(
            r"\b(?:second|synchronous|metachronous|another|also (?:had|diagnosed)|concurrent)\b[^.;]{0,60}$",
            passage.text[:start],
            re.IGNORECASE,
        )
    )


def _one(label: str, other: str) -> bool:
    x, y = set(label.replace(",", "").split()), set(other.replace(",", "").split())
    return x <= y or y <= x or len(x & y) / len(x | y) >= 0.5


def primary_sites(told: list[Passage]) -> Iterator[Fact]:
    """Where the tumour began, beyond what its name says: "of the left maxilla", "pericardial", "a left kidney mass"."""
    named = {w for p in told for h in p.of("histotype") for w in f"{h.label} {h.text}".lower().split()}
    for passage in sorted(told, key=lambda p: p.sentence.index == 0):  # a title says it last, being the least exact
        for mention in passage.of("site"):
            start, end = passage.at(mention)
            if (
                mention.label in _NOWHERE
                or mention.text.lower() in _USUAL & named
                or _FOLLOWED.match(passage.text[end:])
                or _OTHERS_PAST.search(passage.text[:start][-70:])
            ):
                continue
            span = _behind_tumour(passage, mention) or _before_tumour(passage, mention)
            if span:
                part = _PART.match(passage.text[span[1] :])
                span = (span[0], span[1] + (part.end() if part else 0))
                yield Fact(
                    passage.patient,
                    "primary_site",
                    _site(passage, span, mention),
                    passage.evidence(*span),
                    "site",
                    0.85,
                )
                return


def _behind_tumour(passage: Passage, mention: Mention) -> tuple[int, int] | None:
    start, end = passage.at(mention)
    m = _ORIGIN.search(passage.text[:start])
    if not m:
        return None
    for tumour in passage.of("histotype"):
        first, last = passage.at(tumour)
        if first < start and end <= last:  # "intimal sarcoma of the pulmonary artery" is one name of a plain tumour
            return None if set(mention.label.split()) & set(tumour.label.split()) else (m.start("side"), end)
    tumours = [passage.at(h)[1] for h in passage.of("histotype") if passage.at(h)[1] <= m.start() + 1]
    near = bool(tumours) and re.fullmatch(
        r"\s*\)?\s*(?:\([^)]*\)\s*)?(?:(?:arising|originating|located|primary)\s)?",
        passage.text[max(tumours) : m.start()],
    )
    word = re.search(
        rf"\b{_TUMOUR_WORD}\s(?:[\w-]+ing\s|arising\s|located\s)?$", passage.text[: m.start()], re.IGNORECASE
    )
    elsewhere = _NOT_PRIMARY.search(passage.text[:start][-70:])
    return (m.start("side"), end) if near or (word and not elsewhere) else None


def _before_tumour(passage: Passage, mention: Mention) -> tuple[int, int] | None:
    start, end = passage.at(mention)
    if any(named and named[0] == start for h in passage.of("histotype") if (named := _sited(passage, h))):
        return None
    side = re.search(rf"(?<![\w-]){_SIDE}$", passage.text[:start], re.IGNORECASE)
    first = side.start() if side else start
    tumour = any(
        0 < passage.at(h)[0] - end <= 2 or _worded(passage.text[end : passage.at(h)[0]])
        for h in passage.of("histotype")
        if passage.at(h)[0] >= end
    )
    word = re.match(rf"\s{_TUMOUR_WORD}\b", passage.text[end:], re.IGNORECASE)
    owned = re.search(
        r"\b(?:a|an|the|his|her|with|of|large|huge|primary|unresectable|advanced|\d+ ?cm)\s(?:[\w-]+\s)?$",
        passage.text[:first],
        re.IGNORECASE,
    )
    elsewhere = _NOT_PRIMARY.search(passage.text[:start][-70:])
    return (first, end) if not elsewhere and (tumour or (word and owned)) else None


def _worded(gap: str) -> bool:
    """Adjectives only between a site and its tumour: "paratracheal unresectable grade II chondrosarcoma"."""
    return bool(
        re.fullmatch(
            r"\s(?:(?:high|low|intermediate|grade|unresectable|metastatic|primary|advanced|I{1,3}|\d|well|poorly"
            r"|differentiated)[\s-]){0,4}",
            gap,
            re.IGNORECASE,
        )
    )


def _site(passage: Passage, span: tuple[int, int], mention: Mention) -> str:
    """Side as printed, then the site: its noun where an adjective is printed."""
    start, end = passage.at(mention)
    if span[1] > end:
        return " ".join(passage.text[span[0] : span[1]].lower().split())
    adjective = re.search(r"(?:al|ar|ic|ary|ous|ine)$", mention.text.lower()) and mention.label != mention.text.lower()
    name = mention.label if adjective else mention.text.lower()
    return " ".join(f"{passage.text[span[0] : start]} {name}".lower().replace("-", " ").split())


def recurrence_sites(told: list[Passage]) -> Iterator[Fact]:
    """Where the tumour came back or spread to later; metastases at diagnosis are not meant."""
    for passage in told:
        if _AT_ONSET.search(passage.text):
            continue
        sites = passage.of("site")
        for k, mention in enumerate(sites):
            if mention.label in _NOWHERE:
                continue
            start, end = passage.at(mention)
            lead = re.split(rf"{_SIDE}$", passage.text[:start], maxsplit=1, flags=re.IGNORECASE)[0]
            if _RECURRED.search(lead[-90:]):
                group = _together(passage, sites[k:])
                last = passage.at(group[-1])[1]
                yield _recurrence(passage, group, start, last)
                break
            if _RECURRENCE.match(passage.text[end:]) and re.search(
                r"\b(?:develop\w*|with|new|an?|in the context of|multiple)\s(?:[\w-]+\s){0,3}[\w-]*$",
                passage.text[:start],
            ):
                if _NOBODY.fullmatch(passage.patient) and re.search(r"\bpatients? with\s", passage.text[:start]):
                    continue
                yield _recurrence(passage, [mention], start, end)
                break


def _together(passage: Passage, sites: list[Mention]) -> list[Mention]:
    group = sites[:1]
    for mention in sites[1:]:
        gap = passage.text[passage.at(group[-1])[1] : passage.at(mention)[0]]
        if not re.fullmatch(rf"\s*(?:,|and|,\s*and|/)\s*(?:the\s|both\s|in the\s)?{_SIDE}", gap, re.IGNORECASE):
            break
        group.append(mention)
    return group


def _recurrence(passage: Passage, group: list[Mention], start: int, end: int) -> Fact:
    value = "; ".join(sorted({m.label for m in group}))
    return Fact(passage.patient, "recurrence_sites", value, passage.evidence(start, end), "recurrence", 0.8)
