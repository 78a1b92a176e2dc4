"""What tumour a patient has."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.narrative.entrances import RELATIVE
from extractors.core.paper import Mention
from extractors.core.vocabulary import vocabulary
from extractors.patients.passages import Fact, Passage
from extractors.quantities.people import KIN

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
    rf"\b(?:history of|histories of|previous|prior|family|{KIN}"
    r"|excluded?|rather than|not|no|ruled out|differential|such as|including|variant of|type of|treatment of"
    r"|literature|risk of|cases of|patients with|belonging to)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
# "No evidence of perforation, mucin or pseudomyxoma": a denial holds for all of its list.
_DENIED = re.compile(
    r"\b(?:no|without(?: any)?|absence of|lack of|negative for|exclud\w+|ruled out)\s(?:\w+\s)?(?:evidence|signs?|features?|findings?|histor(?:y|ies)|indication|suspicion)?\b(?:(?!\b(?:but|with|and (?:was|the|a|an|showed|revealed"
    r"|confirmed)|showed|revealed|confirmed|diagnosed|consistent|which|who|was|were|underwent)\b)[^.;:])*$",
    re.IGNORECASE,
)
# What was thought first, or beside other things.
_TENTATIVE = re.compile(
    r"\b(?:differential|suspect\w*|suspicio\w+|suggest\w*|possib\w+|probabl\w+|presum\w+|provisional\w*|working (?:diagnos\w+|impression)|tentative\w*|preliminary|initial(?:ly)? (?:\w+ ){0,2}(?:diagnos\w+|impression|thought|considered)"
    r"|misdiagnos\w+|likely|thought|mimic\w*|resembl\w+|clinical(?:ly)? diagnos\w+|considered|impression|preoperative(?:ly)? diagnos\w+|concern\w* for|worrisome for|versus|compatible with)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_OR_ANOTHER = re.compile(
    r"\)?(?:,\s(?:[\w-]+\s?){1,3}){0,3},?\s(?:or|vs\.?|versus)\s(?:an?\s)?(?:[\w-]+\s){0,3}?(?:\w*oma|cancer|leuka?emia|metastas[ei]s|sarcoid\w*|tubercul\w+|infection)\b",
    re.IGNORECASE,
)
# What it turned out to be, whatever a biopsy or another hospital had called it.
_FINAL = re.compile(
    r"(?:\b(?:final|definitive|definite|ultimate|revised|corrected|eventual)\s(?:[\w-]+\s){0,2}(?:diagnos[ei]s|histology|pathology|report|histopathology)\b"
    r"|\b(?:diagnos[ei]s|report|pathology|histology)\b[^.;]{0,50}\b(?:changed|revised|amended|corrected|modified)\s(?:to|as)\b"
    r"|\b(?:re-?classified|re-?interpreted|re-?diagnosed|finally (?:\w+ )?diagnosed|definitively diagnosed|ultimately (?:\w+ )?diagnosed)\b"
    r"|^(?:Based on|On the basis of|In view of|Considering|Taken together|Given)\b[^.;]*\bdiagnos(?:is of|ed (?:as|with))\b)[^.;]{0,80}$",
    re.IGNORECASE,
)
_CAME = re.compile(r"\b(?:presented with|was diagnosed with|was found to have|developed)\b", re.IGNORECASE)
_PRESENTS = re.compile(
    r"\b(?:diagnos\w+|case of|with|was found to have|had|presented|suffering|histolog\w+|patholog\w+)\b", re.IGNORECASE
)
SIDE = (
    r"(?:(?:left|right|bilateral|upper|lower|distal|proximal|posterior|anterior|medial|lateral|deep|inner"
    r"|outer|mid|index|great|frontal|parietal|temporal|occipital|(?:fronto|temporo|parieto|occipito)-?(?:frontal|parietal|temporal|occipital))[\s-]+)*"
)


def histotypes(told: list[Passage]) -> Iterator[Fact]:
    """The patient's tumour: the first that is said of them, and any other named in its own right."""
    kept: list[tuple[str, Passage, int, int]] = []
    malignant = any(_malignant(m) for p in told for m in p.of("histotype") if m.label not in VAGUE)
    settled = any(_settled(p, m) for p in told for m in p.of("histotype") if m.label not in VAGUE)
    final = _final(told) or _benign_diagnosis(told)
    for passage in told:
        for mention in passage.of("histotype"):
            start, end = passage.at(mention)
            if _REGIMEN_OF.match(passage.text, end):
                continue
            tentative = _tentative(passage, start, end)
            if not _malignant(mention) and ((malignant and mention.label not in final) or tentative):
                continue
            if (settled and tentative) or (final and _superseded(passage, mention, final)):
                continue
            modified = _modified(passage, mention)
            if (mention.label in VAGUE and not modified) or not (
                (passage.together and not passage.numbered) or _said_of(passage, start)
            ):
                continue
            start, label = sited(passage, mention) or modified or (start, mention.label)
            same = next((k for k, (other, *_) in enumerate(kept) if _one(label, other, mention.text)), None)
            if same is not None and _fuller(label, mention.text, kept[same][0]):
                kept[same] = label, passage, start, end
            elif same is None and (not kept or _apart(passage, start)):
                kept.append((label, passage, start, end))
    for label, passage, start, end in kept or _unlisted(told):
        yield Fact(passage.patient, "histotype", label, passage.evidence(start, end), "histotype", 0.9)


def _final(told: list[Passage]) -> list[str]:
    """The labels that final or revised diagnoses give."""
    return [
        m.label
        for p in told
        for m in p.of("histotype")
        if m.label not in VAGUE and _FINAL.search(p.text[: p.at(m)[0]]) and _said_of(p, p.at(m)[0])
    ]


_DIAGNOSIS_OF = re.compile(r"\bdiagnos(?:is|es|ed)\b[^.;]{0,60}$", re.IGNORECASE)


def _benign_diagnosis(told: list[Passage]) -> list[str]:
    """The labels of all that is said to be the diagnosis, where all of it is benign: what else is named was thought of."""
    diagnosed = [
        m
        for p in told
        for m in p.of("histotype")
        if m.label not in VAGUE
        and _DIAGNOSIS_OF.search(p.text[: p.at(m)[0]])
        and _said_of(p, p.at(m)[0])
        and not _tentative(p, *p.at(m))
    ]
    return [m.label for m in diagnosed] if not any(_malignant(m) for m in diagnosed) else []


def _superseded(passage: Passage, mention: Mention, final: list[str]) -> bool:
    """Whether a tumour is another than the final diagnosis, and no second one of the patient."""
    same = any(_one(mention.label, label, mention.text) for label in final)
    return not same and not _apart(passage, passage.at(mention)[0])


# A name that no vocabulary lists, with the head of a malignant tumour's.
_MALIGNANT_HEAD = re.compile(
    r"\b(?:\w*(?:carcinoma|sarcoma|lymphoma|leuka?emia|myeloma|blastoma|melanoma|glioma|mesothelioma|seminoma)|germ cell tumou?r)$",
    re.IGNORECASE,
)


def _unlisted(told: list[Passage]) -> list[tuple[str, Passage, int, int]]:
    """The first tumour said of the patient that only the model knows as a name."""
    for passage in told:
        for mention in passage.of("DISEASE"):
            start, end = passage.at(mention)
            if _MALIGNANT_HEAD.search(mention.text) and _said_of(passage, start):
                return [(" ".join(mention.text.lower().split()), passage, start, end)]
    return []


def _fuller(label: str, printed: str, kept: str) -> bool:
    """Whether a name says more than the one kept: "gastric adenocarcinoma" after "adenocarcinoma"."""
    return _words(kept) < _words(label) or (label != kept and _words(kept) < set(printed.lower().split()))


def _words(label: str) -> set[str]:
    return set(label.removesuffix(", nos").replace(",", "").split())


def _malignant(mention: Mention) -> bool:
    return mention.concept is None or "benign" not in mention.concept.group


def sited(passage: Passage, mention: Mention) -> tuple[int, str] | None:
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
    for entrance in passage.entrances:
        if entrance.end <= len(before) and RELATIVE.search(before, entrance.start, entrance.end):
            before = "_" * entrance.end + before[entrance.end :]  # the relative is the patient here
            break
    if told := list(_CAME.finditer(before)):
        before = "_ " + before[told[-1].start() :]  # what came before is history
    if _DENIED.search(before[-200:]):
        return False
    return bool(_DIAGNOSED.search(before[-140:]) or passage.sentence.index == 0 or start < 40) and not _NOT_IT.search(
        before[-70:]
    )


# "An Ewing's sarcoma chemotherapy regimen" is named for another tumour as often as for the patient's.
_REGIMEN_OF = re.compile(
    r"[\s-](?:(?:type|based|like|directed|specific)\s)?(?:chemotherap\w+|regimens?|protocols?|trials?|stud(?:y|ies)|registr\w+|treatment (?:protocol|regimen|plan)s?)\b",
    re.IGNORECASE,
)


def _tentative(passage: Passage, start: int, end: int) -> bool:
    """Whether a tumour was only thought of: suspected, or one of several that it might be."""
    before = passage.text[:start]
    return bool(_TENTATIVE.search(before[-90:]) or _OR_ANOTHER.match(passage.text, end))


def _settled(passage: Passage, mention: Mention) -> bool:
    start, end = passage.at(mention)
    return _said_of(passage, start) and not _tentative(passage, start, end)


def _apart(passage: Passage, start: int) -> bool:
    """A second tumour needs words of its own: "and a metachronous desmoid tumour"."""
    return bool(
        re.search(
            r"\b(?:second|synchronous|metachronous|another|also (?:had|diagnosed)|concurrent)\b[^.;]{0,60}$",
            passage.text[:start],
            re.IGNORECASE,
        )
    )


def _one(label: str, other: str, printed: str = "") -> bool:
    x, y = _words(label), _words(other)
    if y <= set(printed.lower().split()):  # a gastric adenocarcinoma is labelled a gastric carcinoma
        return True
    return x <= y or y <= x or len(x & y) / len(x | y) >= 0.5
