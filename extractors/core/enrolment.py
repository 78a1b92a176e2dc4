"""How papers word the number of their own patients, and how surely a wording means all of them.

Four strengths: 4 enrolled as such, 3 treated or reviewed, 2 spoken of as a whole, 1 perhaps; 0 for a part, a plan or others.
"""

from __future__ import annotations

from dataclasses import replace

from extractors.core import cues as re
from extractors.core.counts import Count
from extractors.core.parts import befell, is_divided, is_done_in, is_later_line, is_one_sex
from extractors.quantities import NUMBER

_ADMIT = r"(?:(?:re)?enroll?ed|included|registered|recruited|accrued|entered|random(?:ly|i[sz]ed)|eligible and \w+ed)"
_ENROL = (
    r"(?:enroll?ed|included|registered|recruited|accrued|entered|treated|reviewed|analy[sz]ed|studied|identified|"
    r"investigated|random(?:ly|i[sz]ed)|"
    r"seen|collected|assigned|eligible for (?:the|this)|retrieved|selected|managed|followed|referred|diagnosed|"
    r"operated|introduced(?= (?:in|into))|found(?=\s*[.,;(])|participated|evaluated|allocated|examined|considered (?:for|in) (?:the|this)|observed(?! (?:to|with|for|in)\b)|described|presented|reported)"
)
_ADMITTED = re.compile(rf"[^.;:]{{0,140}}?\b{_ADMIT}\b", re.IGNORECASE)
# Behind the count: a verb of enrolment, or of the treatment that the study is about.
_AFTER = re.compile(
    rf"(?:[^.;:]{{0,190}}?\b(?:were|was|are|have been|had been|being)\s+(?:\w+ly\s+|then\s+|also\s+)?{_ENROL}\b"
    rf"|\s*(?:,[^.;]{{3,60}},\s*|with (?:[^.;()]|\([^()]*\)){{3,100}}?\s|from [^.;]{{3,60}}?\s|\w+ly (?:diagnosed|confirmed|proven) (?:with|as|to have) [^.;()]{{3,80}}?\s)?(?:{_ENROL}|"
    rf"received|(?:were|was) (?:all )?(?:given|administered)|underwent|completed the|participated|entered|met the|(?:fulfilled|satisfied) (?:the|all|our|these)|"
    rf"(?:started|began|initiated|commenced) (?:the )?(?:study |trial |protocol )?(?:treatment|therapy)|"
    rf"(?:started|began|commenced) (?:on )?[\w-]{{3,}}(?:ib|mab|limus|ide|platin|taxel|bicin|tedin|bulin|mycin|sin)\b|"
    rf"gave (?:\w+ )?(?:\w+ )?consent|(?:comprised?|constituted?|formed|made up) (?:the|our|this)|"
    rf"could be (?:evaluated|analy[sz]ed|included|reviewed))\b)",
    re.IGNORECASE,
)
_WORK = (
    r"(?:series|group|cohort|sample|population|database|records?|charts?|material|data|outcomes?|experience|files?|"
    r"clinical course|study|trial|report|analysis|review|survey|paper|article|protocol)"
)
_BEFORE = re.compile(
    rf"(?:\b(?:a total of|overall,?|in total,?|altogether,?|{_WORK} (?:\w+ly )?(?:of|from|on|in|comprising|comprises|included|"
    r"includes|comprised|consisted of|consists of|with|enrolled|recruited|accrued|involving|involved|examined|"
    r"evaluated|assessed|analy[sz]ed|reviewed|investigated|identified|found|concerns|describes|presents|summari[sz]es|covers|was based "
    r"on|is based on|included data (?:of|from|on))|"
    r"we (?:\w+ly )?(?:report|describe|reviewed|treated|present|studied|analy[sz]ed|identified|included|enrolled|"
    r"recruited|evaluated|investigated|examined|assessed|followed|collected|retrieved|selected|found|assigned|"
    r"random\w+)(?: \w+){0,3}?|"
    r"report(?:s|ed)? (?:of|on)|enroll?ed|accrued|contributed|representing|"
    rf"\b(?:{_WORK}|evaluation|investigation|assessment|examination|comparison|measurements?)\b[^.;]{{0,60}} (?:was|were) (?:\w+ )?(?:performed|conducted|carried out|undertaken|done) "
    r"(?:in|on|with)|involving|followed|comprised|consisted of|participants were|"
    r"experience with (?:[\w-]+ ){1,6}in|"
    r"(?:accrual|enroll?ment|recruitment)(?: \w+){0,2} (?:was|were)? ?(?:completed|closed|stopped|terminated|ended)?,? "
    r"?(?:with|after|at|of))"
    r"(?:\s+(?:the|our|all|these|clinical|medical|first|results?|of|in|for|from|on|outcomes?|consecutive|enroll?ment|"
    r"accrual|inclusion|cases))*\s*)$",
    re.IGNORECASE,
)
# Who are announced are all, whatever is told of them: "We describe three patients who ...".
_ANNOUNCED = re.compile(
    r"\bwe (?:\w+ly |also |here |herein )?(?:report|describe|present)(?:ed)?(?:\s+(?:the|our|all|these|clinical|results?|of|in|on|"
    r"outcomes?|cases?|experience|with|a|series|here|herein|upon))*\s*$",
    re.IGNORECASE,
)
# "The first group included four patients".
_SUBGROUP = re.compile(
    r"\b(?:first|second|third|other|another|each|control|latter|former|one|two|sub|(?:high|low)[- ]risk)[\s-]?(?:\w+\s)?(?:group|"
    r"cohort|series|population|sample|group)s?\b[^.;]{0,30}$|\bthe (?:first|second|third|other|latter|former) (?:included|comprised|"
    r"consisted)[^.;]{0,12}$",
    re.IGNORECASE,
)
# What was done with the material of some: "we performed molecular analysis in 23 cases".
_SAMPLES = re.compile(
    r"\b(?:molecular|genetic|genomic|mutation\w*|cytogenetic|immuno\w+|FISH|sequencing|sub-?group|exploratory|pharmaco\w+|PK|biomarker|"
    r"multivariate|translational|pathological|central)\s+(?:\w+\s+)?(?:analys[ei]s|review|stud(?:y|ies)|data|evaluation|assessment)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
# A regimen that was tried in so many: "We evaluated the combination in 50 adults with ...".
_TRIED = re.compile(
    r"\b(?:evaluat\w+|investigat\w+|studied|assess\w*|tested|determin\w+|explor\w+|examin\w+|analy[sz]\w+|review\w+|report\w*|compar\w+)\b[^.;]*\bin\s+$",
    re.IGNORECASE,
)
# A study tells in its first words whose what it studied: "The renal function of 74 children with ... was assessed".
_STUDIED = re.compile(r"^\s*(?:the |an? )?(?:[\w,-]+ ){1,8}(?:of|in|for|from)\s+$", re.IGNORECASE)
_HEADED = re.compile(r"^\s*(?:patients?|subjects|participants|population|setting)\s*[:.]\s*(?:\(?n\s?=\s?)?$", re.I)
_NUMBER_WAS = re.compile(
    r"\b(?:(?:total )?number of (?:[\w-]+ ){0,2}(?:patients|subjects|participants|cases)(?: (?:enroll?ed|included|"
    r"treated|recruited|registered|accrued|entered))?(?: (?:in|into|on) (?:the|this) (?:study|trial|series))? "
    r"(?:was|is)|(?:study|sample|cohort) size (?:was|is|of)|(?:patients|subjects|participants) (?:enroll?ed|included|"
    r"treated)\s*[:=])\s*$",
    re.IGNORECASE,
)
# "The combination was administered to 33 patients with X", which a later statement of enrolment outweighs.
_GIVEN_TO = re.compile(
    r"\b(?:was|were|been)\s+(?:\w+ly\s+)?(?:administered|given|delivered|offered)\b[^;]{0,80}\bto\s+(?:a total of\s+)?$",
    re.IGNORECASE,
)
_AVAILABLE = re.compile(r"\bdata (?:\w+ )?(?:were|was|are) available (?:for|from|on|in)\s+(?:all\s+)?$", re.IGNORECASE)
_WHOLE = re.compile(r"(?:\b(?:of|among|in|on|for|these|our|the)(?: (?:the|these|our|all|total))?\s*)$", re.IGNORECASE)
_SUBSET_BEFORE = re.compile(
    r"\b(?:remaining|other|another|additional|only|further|first|last|next|than|least|most|to|or|and|up to|subset of|"
    r"subgroup of|(?:groups|cohorts|sets|batches) of|(?:from|out of|among) (?:a|the) (?:total|pool|cohort|database|registry) of|except|excluding|but|once|after|when|every|planned|required?|target|sample size)\s*$",
    re.IGNORECASE,
)
_CLOSED_AFTER = re.compile(
    r"\b(?:accrual|enroll?ment|recruitment) (?:was|were) \w+ (?:after|once|when)\s*$", re.IGNORECASE
)
_SUBSET_AFTER = re.compile(
    r"[^.;]{0,40}?\b(?:responded|progressed|died|relapsed|achieved|discontinued|withdrew|withdrawn|experienced|"
    r"developed|excluded|screened|not |lost to|alive|refused|declined|failed|had|showed|remain\w*|stopped|"
    r"who(?! (?:\w+ly )?(?:(?:were|was|had been|have been) (?:\w+ly |first |newly |all )?(?:treated|given|diagnosed|operated|managed|referred|seen|registered|identified|admitted|followed)|received|underwent|presented)\b))\b"
    r"|\s*(?:each|per)\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"\bthere were (?:\w+ )?$", re.IGNORECASE)
_THERE_WHO = re.compile(
    r"\s*(?:who (?:completed|entered|received|were)|in (?:the|this|our) (?:study|series|cohort|trial)"
    r"|,? with an? (?:median|mean|average) age|(?:of|with) [^.;:,]{3,80}?,? (?:representing|constituting|comprising|accounting for|making up|seen|diagnosed|recorded|registered"
    r"|treated|managed|(?:during|over|within|in) (?:the|this|our|that|an?|these) (?:[\w-]+ ){0,3}(?:period|years?|decades?)))\b",
    re.IGNORECASE,
)
_TOTAL = re.compile(r"\b(?:a total of|overall,?|in total,?|in all,?|altogether,?)\s*$", re.IGNORECASE)
# Looked at and not all taken; or not patients at all.
_LOOKED_AT = re.compile(
    r"[^.;:,\d]{0,40}?\b(?:(?:were|was|been) )?(?:\w+ly |first )?(?:screened|assessed for eligibility|approached|invited|"
    r"considered for (?:inclusion|enrol\w+))\b",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"\b(?:healthy|volunteers|controls?)\b(?! (?:arm|group|of disease|rate))", re.IGNORECASE)
_OTHERS = re.compile(
    r"evaluable|assessable|\b(?:remaining|other|additional|new|first|last|deceased|surviving|more|healthy|controls?|per|each)\b",
    re.IGNORECASE,
)
_NOUNS = re.compile(
    r"(?:patients?|pts?|cases?|subjects?|participants?|individuals?|women|men|females|males|adults?|children|"
    r"adolescents|girls|boys|carriers|people|persons)$"
)
# "26 women with X who had failed A were treated": the relative clause describes those who were then treated.
_WHO_WERE = re.compile(
    rf"\s*(?:with [^.;:,]{{3,80}}?,? |aged [^.;:,]{{1,20}},? )?(?:who|whose|that) (?:had|have|has|were|was|are|did|failed|relapsed|progressed|presented|could)\b"
    rf"[^.;:]{{2,170}}?,? (?:were|have been|had been) (?:\w+ly |then |all )?{_ENROL}\b"
    rf"|\s*(?:with [^.;:,]{{3,80}}?,? |aged [^.;:,]{{1,20}},? )?who (?:received|underwent|started|completed|attended)\b[^.;:]{{2,170}}?,? (?:were|have been) "
    r"(?:\w+ly )?(?:reviewed|included|enroll?ed|identified|collected|recruited|registered|analy[sz]ed|evaluated|studied|assessed|examined)\b",
    re.IGNORECASE,
)
# What was looked at in so many patients: "A total of 90 lesions were reviewed in 31 patients with X".
_LOOKED_AT_IN = re.compile(
    r"^\W*(?:a total of |overall,? |in total,? )?[\w-]+ (?:\w+ ){0,2}?(?:lesions|tumou?rs|scans|images|specimens|metastases|nodules|operations|resections|procedures"
    r"|treatments|infusions)\b[^.;:]{0,60}? (?:were|was) (?:\w+ly )?(?:evaluated|analy[sz]ed|reviewed|studied|assessed|treated|performed|carried out|"
    r"collected|examined) (?:in|from)\s+$",
    re.IGNORECASE,
)
# Those left of the many that the sentence before told of: "Of these, 70 patients met the inclusion criteria".
_OF_THESE = re.compile(
    r"^\W*(?:of|among|from) (?:these|those|them|this (?:group|population|cohort)),?\s*$", re.IGNORECASE
)
_MET = re.compile(
    r"\s*(?:\([^()]{0,20}\)\s*)?(?:(?:met|fulfilled|satisfied) (?:all |the |our |all the )*(?:\w+ )?(?:inclusion|selection|eligibility|entry|study|enroll?ment)?"
    r" ?(?:and \w+ )?criteria|were (?:\w+ly )?(?:eligible|included|enroll?ed|selected) (?:for|in|into) (?:the|this|our) (?:\w+ )?(?:study|analysis|analyses|trial|series|review))\b",
    re.IGNORECASE,
)
# The middle age of people told with the definite article: "The 61 patients treated had a median age of 64".
_AGED = re.compile(r"[^.;:]{0,40}?\bhad an? (?:median|mean|average) age\b", re.IGNORECASE)
# What was taken from all: "tumour samples from 118 patients with X".
_TAKEN_FROM = re.compile(
    r"\b(?:samples?|specimens?|sections?|tissues?|biops(?:y|ies)|blocks?|sera|serum|blood|plasma|tumou?rs?|marrow)(?: \w+){0,2} (?:of|from|in)\s+$",
    re.IGNORECASE,
)
_WE_SAW = re.compile(
    r"\bwe (?:\w+ly )?(?:noted|observed|saw|found|detected|measured|determined|tested|compared)\b[^.;]{3,60} (?:in|of|from)\s+$",
    re.IGNORECASE,
)
_APPOSED = re.compile(r"\b(?:patients|pts|cases|subjects|participants|women|men|children)\s*[(\[]\s*$", re.IGNORECASE)
# The whole of which the sentence then counts a part: "Among 64 patients with X, 22 received Y".
_IN_A_WHOLE = r"\W*(?:among|of|in)\s+(?:(?:the|these|our|all)\s+)*"
_FRAME = re.compile(rf"{_IN_A_WHOLE}$", re.IGNORECASE)
_THEN_A_PART = re.compile(
    rf"\s*(?:with|suffering|treated|operated|diagnosed|seen)\b[^.;:,]{{3,80}},\s*(?:only\s+)?{NUMBER}\s(?:\w+\s){{0,3}}?(?:received|underwent|(?:were|was) (?:\w+ly )?(?:given|treated|operated|managed|observed))\b",
    re.IGNORECASE,
)
# Whom a count's relative clause lets in: "who entered the trial".
_WHO_ENTERED = re.compile(
    r"\s*[^.;:]{0,80}?\bwho (?:entered|joined|participated in|(?:were|had been) (?:\w+ly )?(?:enroll?ed|included|registered|recruited|entered|accrued))\b",
    re.IGNORECASE,
)
_EVALUABLE = re.compile(r"\s*(?:were|are) (?:\w+ly )?(?:evaluable|assessable)\b", re.IGNORECASE)
# What was looked at in so many: "its safety was assessed in".
_STUDIED_IN = re.compile(
    r"\b(?:drug|regimen|combination|treatment|therapy|efficacy|activity|toxicity|safety|experience|effects?)\b[^.;]*\b(?:was|were) (?:\w+ly )?(?:studied|evaluated|investigated|assessed|tested|examined|explored) in\s+$",
    re.IGNORECASE,
)
_FRAMED = re.compile(
    rf"{_IN_A_WHOLE}{NUMBER}\s+(?:\w+\s+){{0,2}}(?:patients|cases|women|men|children|adults)\b[^.;:,]{{3,80}},\s*(?:only\s+)?$",
    re.IGNORECASE,
)
# What is left of many who were looked at: "of whom 45 met the inclusion criteria".
_LEFT = re.compile(
    r"\s*(?:patients\s+|cases\s+)?(?:\([^()]{0,20}\)\s*)?(?:(?:were|was)\s+(?:\w+ly\s+)?(?:eligible|enroll?ed|included|"
    r"registered|recruited|accrued|entered|random\w+|treated|selected|retained)|had (?:an? )?(?:\w+ly )?(?:confirmed|proven|verified)|met|fulfilled|satisfied|entered)\b",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"\b(?:screened|assessed for eligibility|identified|approached|invited|reviewed|referred|in (?:the|our) "
    r"(?:\w+ )?(?:database|registry|files|archives?))\b",
    re.IGNORECASE,
)
# "..., resulting in 210 eligible cases", "yielding a final cohort of 72 patients".
_RESULTING = re.compile(
    r"\b(?:resulting in|resulted in|yielding|which left|leaving)\s+(?:an? )?(?:(?:final|total|study) (?:\w+ )?(?:of )?)*$",
    re.IGNORECASE,
)
# Papers by whom they are of: "a review of 70 hospital charts of women with X".
_RECORDS = re.compile(
    r"\s*(?:[a-z]+ ){0,2}(?:records|charts|files|histories) of (?:[a-z]+ ){0,2}(?:patients|children|women|men|adults|cases)\b",
    re.IGNORECASE,
)
_KEPT = re.compile(r"\b(?:eligible|included|final)\b", re.IGNORECASE)
_ADMITTED_WHOLE = re.compile(r"\b(?:enroll?ed|included|registered|recruited|accrued|randomi[sz]ed)\b", re.IGNORECASE)
# People whose sexes or ages follow at once are all: "in 33 patients (18 women, 15 men)".
_WHO_THEY_ARE = re.compile(r"\s*[(\[][^()\[\]]*\b(?:(?:fe)?males?|(?:wo)?men|girls|boys|age)\b", re.IGNORECASE)
_ALL = re.compile(r"^\W*all(?: of (?:the|our))?\s+$", re.IGNORECASE)
_PARENTHESIS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")


def plain(text: str) -> str:
    """The text with parentheses blanked and decimal points masked, so that a stop ends a clause; offsets stay."""
    blanked = _PARENTHESIS.sub(lambda m: " " * len(m.group()), text)
    return _POINT.sub("_", blanked)


def left_of_many(text: str, count: Count) -> bool:
    """Whether the count is of those who were taken from the many that the sentence names before it."""
    before = text[: count.start]
    people = not count.noun or bool(_NOUNS.match(count.noun))
    if count.n is None or count.n < 2 or not people or count.total is not None:
        return False
    if _OF_THESE.match(before) and _MET.match(text, count.end):
        return True
    if _RESULTING.search(before) and (_KEPT.search(f"{count.modifiers} {before[-20:]}")):
        return True
    return bool(
        _LEFT.match(text, count.end) and _MANY.search(before) and re.search(r"\d|\b\w+ (?:patients|cases)", before)
    )


def whole_of(count: Count) -> Count | None:
    """The enrolled of whom a count tells some: the 50 of "41 of 50 enrolled patients"."""
    if count.total is None or not _NOUNS.match(count.noun) or not _ADMITTED_WHOLE.search(count.modifiers):
        return None
    return replace(count, n=count.total, total=None, percent=None)


def announced(text: str, count: Count) -> bool:
    """Whether the authors say that they report so many, in whichever section: "We report here on 11 such patients"."""
    return _counted(count) and bool(_ANNOUNCED.search(text[: count.start]))


def titled(text: str, count: Count) -> int:
    """Strength of a count in a title: "in 21 patients with chordoma", "a report of three cases"."""
    if not _counted(count) or _SUBSET_BEFORE.search(text[: count.start]):
        return 0
    if re.search(r"\b(?:literature|published|pooled|meta-?analysis|registry)\b", text, re.IGNORECASE):
        return 0
    before = text[: count.start]
    return 4 if re.search(r"\b(?:in|of|on|with|from|for|among)\s+$|[:.–—-]\s*$|^$", before) else 1


def strength(text: str, count: Count) -> int:
    """How surely a count of a sentence is of all the study's patients."""
    start, noun = count.start, count.noun
    if not noun and (m := _APPOSED.search(text[:start])) and text[start : start + 1] in "nN":
        start, noun = m.start(), "patients"
        after = plain(text[text.find(")", count.end) + 1 :]) if ")" in text[count.end : count.end + 20] else ""
        if not after or count.n is None or count.n < 2 or not start < 40:
            return 0
        return 4 if _ADMITTED.match(after) else 3 if _AFTER.match(after) else 0
    if not noun and count.n and count.n > 1 and count.total is None and _NUMBER_WAS.search(text[:start]):
        return 4
    if count.n and count.n > 1 and not noun and _RECORDS.match(text, count.end) and _BEFORE.search(text[:start]):
        return 4
    if not _counted(count):
        evaluable = re.fullmatch(r"(?:\w+ )?(?:evaluable|assessable)", count.modifiers.strip(), re.IGNORECASE)
        return 2 if evaluable and count.total is None and _AFTER.match(plain(text[count.end :])) else 0
    before, after = text[:start], plain(text[count.end :])
    if _CONTROL.search(f"{count.modifiers} {before[-12:]} {after[:22]}") or _LOOKED_AT.match(after):
        return 0
    if _GIVEN_TO.search(before):
        whom = re.match(
            r"\s*(?:(?:with|suffering|before|prior to|as|over|for|every|until|between|after)\b|[.;]?\s*$)", after
        )
        return 2 if whom and not _SUBSET_AFTER.match(after) else 0
    if _CLOSED_AFTER.search(before):
        return 4
    if _SUBSET_BEFORE.search(before) or before.count("(") > before.count(")"):
        return 0
    divided = not re.search(r"\b(?:of|among)\s+(?:the\s+|these\s+|our\s+)?$", before, re.IGNORECASE)
    if divided and is_divided(after):
        return 0
    if is_one_sex(text, start, count.end):
        return 0
    worded = _worded(before, after, "consecutive" in count.modifiers.lower())
    if worded == 1 and _FRAME.fullmatch(before) and _ADMITTED_WHOLE.search(count.modifiers):
        worded = 3  # "Among the 143 enrolled patients"
    return max(worded, 3) if worded == 2 and _WHO_THEY_ARE.match(text, count.end) else worded


def _counted(count: Count) -> bool:
    """Whether the count is a number of people, more than one, that is not said to be some of many."""
    people = count.n is not None and count.n > 1 and count.total is None and count.percent is None
    return people and bool(_NOUNS.match(count.noun)) and not _OTHERS.search(count.modifiers)


def _worded(before: str, after: str, consecutive: bool) -> int:
    enrolled = _AFTER.match(after)
    whole = not re.search(
        r"\b(?:who|that|which)\b", re.split("[.;:]", after[: min(enrolled.end(), 70) if enrolled else 70])[0]
    )
    if _TOTAL.search(before):
        if befell(after):
            return 0
        if _EVALUABLE.match(after):
            return 2
        return 4 if _ADMITTED.match(after) or not re.match(r"\s*(?:received|completed|underwent)\b", after) else 3
    if _ANNOUNCED.search(before):
        return 4
    if is_later_line(before):
        return 0
    if _SUBGROUP.search(before) or _SAMPLES.search(before) or _FRAMED.match(before):
        return 0
    if is_done_in(before):
        return 1
    if _BEFORE.search(before):
        return 4 if whole or not _SUBSET_AFTER.match(after) else 2
    if _HEADED.match(before):
        return 3
    if _THERE.search(before):
        return 3 if _THERE_WHO.match(after) else 0
    if _LOOKED_AT_IN.match(before) and re.match(r"\s*(?:with|treated|who|$|\.)", after):
        return 3
    if _ALL.match(before) and re.match(r"\s*(?:were|had|received|underwent)\b", after):
        return 2
    if _AVAILABLE.search(before):
        return 2
    if re.fullmatch(r"\s*the\s+", before, re.IGNORECASE) and _AGED.match(after):
        return 2
    sampled = _TAKEN_FROM.search(before) or (consecutive and _WE_SAW.search(before))
    if sampled and re.match(r"\s*(?:with|suffering|undergoing)\b", after):
        return 2
    if _STUDIED_IN.search(before) and re.match(r"\s*(?:with|who|[.;]|$)", after):
        return 2
    if _WHOLE.search(before):
        part = re.match(r"\s*(?:with|who|whose|in whom|treated|on|receiving)\b", after)
        if re.match(r"\s*(?:random\w+|enroll?ed|included|registered|recruited|accrued|entered)\b", after):
            return 3
        if _STUDIED.match(before) and re.match(
            r"\s*(?:with|suffering|undergoing|receiving|treated)\b.*\b(?:was|were)\b", after
        ):
            return 2
        if _FRAME.fullmatch(before) and _WHO_ENTERED.match(after):
            return 4
        if _FRAME.fullmatch(before) and _THEN_A_PART.match(after):
            return 2
        taken = r"\s*(?:with|suffering|who|treated)\b" if consecutive else r"\s*(?:with|suffering)\b"
        if _TRIED.search(plain(before)) and re.match(taken, after):
            return 2
        return 1 if part or re.search(r"\b(?:in|for|on)\s*$", before) else 2
    if not before.strip() and _EVALUABLE.match(after):
        return 2
    if not before.strip() and _WHO_WERE.match(after):
        return 3
    if _STUDIED.match(before) and _WHO_WERE.match(after):
        return 4
    if _AFTER.match(after) and whole:
        return 4 if _ADMITTED.match(after) else 3
    if _SUBSET_AFTER.match(after):
        return 0
    return 1 if not before.strip() else 0
