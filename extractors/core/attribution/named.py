"""Other people's studies by name: an author and what he reported, a trial, a group, an institution's series.

These say whose result it is wherever they stand, under "Results" or in a text without headings; a name that the paper
gives to its own study is its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.core import cues as re
from extractors.core.attribution.signals import ANNOUNCED, ELSEWHERE, OWN
from extractors.core.branches import Several
from extractors.core.document import SectionKind as K

if TYPE_CHECKING:
    from extractors.core.paper import Sentence

_NAME = (
    r"(?:(?:[Vv][ao]n|[Dd]e[lnr]?|[Dd]i|[Ll][ea]|[Tt]en)\s)*(?:Ma?c|O['’]|D['’])?[A-ZÀ-Ý][a-zà-ÿ]{2,}"
    r"(?:-[A-ZÀ-Ý][a-zà-ÿ]+)*"
)
_TELLS = (
    r"(?:reported|reports|described|describes|published|saw|noted|notes|observed|found|finds|obtained|treated"
    r"|documented|studied|reviewed|enrolled|randomi[sz]ed|recorded|investigated)"
)
_TOLD = r"(?:reported|described|published|observed|seen|found|noted|obtained|shown|achieved|recorded|documented)"
_WORK = r"(?:series|study|studies|trials?|reports?|experience|registry|data|publication|paper|investigators|database)"
_AUTHORS = (
    # "Kawai reported", "Blay and Maki have found"; never "a Kawai reported"
    re.compile(
        rf"(?<![\w-])(?P<w>{_NAME})(?: (?:and|&) {_NAME})? (?:\w+ly |also |has |have |had |first |later |once )*{_TELLS}\b"
    ),
    re.compile(
        rf"(?<![\w-])(?P<w>{_NAME}),? (?:and|with|&) (?:(?:his|her|their|the) )?(?:co-?authors?|colleagues|co-?workers"
        r"|co-?investigators?|associates|collaborators|team|group)\b"
    ),
    re.compile(
        rf"\b{_TOLD}\b[^.;]{{0,60}}? by (?P<w>{_NAME})(?=[,.;:)(]|$|\s(?:and|in|with|for|at|as|was|were|who)\b)"
    ),
    re.compile(rf"(?<![\w-])(?P<w>{_NAME})['’]s? (?:\w+ ){{0,2}}(?:{_WORK}|patients|results|group|team|cohort)\b"),
    re.compile(
        rf"\b{_WORK} (?:of|by|from) (?P<w>{_NAME})(?=[,.;)]|$|\s(?:was|were|had|showed|gave|in which|where|with|and)\b)"
    ),
    re.compile(rf"[a-z\d%] \((?:see )?(?P<w>{_NAME})(?: (?:and|&) {_NAME})?\)(?=[.;]?\s*$|[.;]\s)"),
    # "(Brouwer 2016)", "(see Brouwer, 2016; Okafor, 2017)"
    re.compile(rf"\((?:see |e\.g\.,? )?(?P<w>{_NAME})[^()]{{0,40}}?,? (?:19|20)\d\d[a-z]?\s*[;)]"),
    # by the work itself: "the Weidner series"
    re.compile(rf"\b[Tt]he (?P<w>{_NAME}) (?:series|study|trial|report|registry)\b"),
)
_BY_AUTHOR = Several(_AUTHORS)
# Words that open sentences with a capital, and people after whom methods, scales and tumours are called.
_WORDS = """
patients patient women men children adults girls boys cases none nobody few many most some all both each others
other another several two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty
seventy eighty ninety hundred one the this these those they she her his our their its who which authors author
investigators physicians clinicians doctors oncologists pathologists radiologists surgeons nurses parents mother
father family biopsy autopsy necropsy surgery imaging histology pathology cytology radiology laparoscopy
endoscopy mri scans scan tests review reviews follow however thus therefore although while here there then also
later toxicity toxicities efficacy safety survival response responses table figure fig grade phase group groups
arm choi kaplan meier fisher mann whitney cox wilcoxon karnofsky lansky simon greenwood gehan cheson trojani
coindre enneking gleason breslow clark ewing kaposi hodgkin wilms merkel sanger huvos brookmeyer crowley pearson
kruskal schoenfeld clopper bonferroni crohn burkitt january february march april may june july august september
october november december jan feb mar apr jun jul aug sep sept oct nov dec version cancer oncol monday germany
france italy spain japan china europe america african caucasian asian white black hispanic hospital university
department institute center centre registry part stage cohort retrospective prospective expanded compassionate
named overall median mean data results result study studies trial trials subjects participants responders
survivors males females infants adolescents siblings people individuals persons nineteen thirteen fourteen
fifteen sixteen seventeen eighteen present current first second third last initial interim primary final pooled
randomized randomised observational registration pivotal same whole entire
"""
_NO_AUTHOR = frozenset(_WORDS.split())
_COMMON = re.compile(
    r"(?:logy|graphy|graph|scopy|tion|sion|ment|ness|ity|ance|ence|itis|osis|a?emia|nib|mab|platin|taxel|rubicin|bulin"
    r"|tedin|ologists?|icians|ical|omas?|apy|omy|ies|ing)$"
)
_GROUPS = (
    r"EORTC|SARC|SWOG|RTOG|NSABP|UKCCSG|SIOP|EURAMOS|JCOG|GOG|CCG|POG|COG|CALGB|NCI|NCIC|ISG|SSG|GEIS|IRS|IRSG|CWS"
    r"|CESS|EICESS|EpSSG|ACOSOG|NCCTG|MSKCC|GERCOR|AIO|GISCAD|UNICANCER|SFOP|SFCE|AGO|Alliance|NRG|CCTG|TROG|HOVON|GINECO|NRSTS|ARST|AEWS|AOST|ANZGOG"
)
_TRIALS = (
    # "the SARC011 study", "the SCOT investigators"
    re.compile(
        rf"(?<![\w-])(?P<t>(?:(?:{_GROUPS})\b|[A-Z][A-Z0-9]{{3,}}(?:-?\d+)?)(?:[ -]?[A-Z]?\d[\w/-]*)?)"
        r"(?: phase \w+| randomi[sz]ed| registration)? (?:trial|study|series|registry|investigators|database|programme|program|experience"
        r"|protocol|group)\b(?! (?:drug|treatment|medication|visit|team|coordinator))"
    ),
    # "in EORTC 62012"; a group's questionnaires and scales have no such number
    re.compile(rf"(?<![\w-])(?P<t>(?:{_GROUPS})[ -]?(?:[A-Z]-)?\d{{2,}}[\w/-]*)"),
)
_CAPITALS = "RECIST CTCAE ECOG WHO FNCLCC HRQOL MUGA ECHO FISH SPECT EQ5D CHOI ANOVA LVEF MELD CTEP AJCC TNM MRNA"
_NO_TRIAL = frozenset(_CAPITALS.split())
_PLACE = re.compile(
    r"\b[Tt]he (?P<p>(?:[A-Z][\w.'’&-]+(?:,? (?:of |and |for )?)){1,5}?)"
    r"(?:[a-z]+ ){0,2}?(?P<k>series|study|trial|registry|experience|database|investigators|group|cohort)\b"
)
_NATION = (
    r"(?:European|American|Japanese|French|Italian|German|Dutch|Spanish|British|English|Scandinavian|Nordic|Chinese"
    r"|Korean|Norwegian|Swedish|Danish|Finnish|Polish|Canadian|Australian|Indian|Turkish|Brazilian|Austrian|Swiss"
    r"|Belgian|Greek|Israeli|Asian|Taiwanese|Czech|Hungarian|Portuguese|Irish|Scottish|Mexican|Russian|US|UK)"
)
_NATIONAL = re.compile(
    rf"\b(?:an?|another|one|two|other|later|earlier|subsequent|recent|previous)\s(?:[\w-]+\s){{0,3}}?(?P<p>{_NATION})\s"
    r"(?:[\w-]+\s){0,4}?(?:series|study|studies|trials?|reports?|registry|cohort|group|experience)\b"
)
# What is put together is the paper's own study: "patients enrolled in the X trial", "the X registry was searched".
_ENTERED = re.compile(
    r"\b(?:stud(?:y|ies)|trial|registry)(?: \([^()]*\))?(?:,| is| was) an? (?:[\w-]+ ){0,3}?(?:phase|single|multi|open|randomi[sz]|retrosp"
    r"|prosp|observ|national|nationwide|international)|\b(?:enrol(?:led|ling)|registered|entered|entering|participat\w+|accrued|recruited|queried|searched|conducted|retrieved"
    r"|sponsored|extracted|abstracted|identified)\b",
    re.IGNORECASE,
)
_INTRODUCING = {K.METHODS, K.ABSTRACT_METHODS}
_EARLY = 4  # sentences of a text without headings in which a study says what it is called
# What the sentence after goes on with: "In that trial ...", "Their two-year survival ..."
CARRIED = re.compile(
    r"\b(?:[Ii]n|[Oo]f|[Ff]rom|[Ww]ithin) (?:that|the latter|the same|those|these latter|the former)"
    r" (?:[\w-]+ )?(?:study|trial|series|report|cohort|paper|publication|registry|group)\b"
    r"|^(?:Their|These authors|The authors|Those authors|Those (?:patients|women|men|children|cases))\b"
)


# "Similar to that of A (57 %)": a drug that is not the study's own.
_THAT_OF = re.compile(
    r"\b(?:that|those|the (?:results?|rates?|median|ORR|PFS|OS|DCR|efficacy|activity|figures?)) (?:of|with|for|under|seen with|observed with|obtained with|achieved with)\s",
    re.IGNORECASE,
)
_NEAR = 25  # characters in which the drug follows
_FRONT = {K.TITLE, K.ABSTRACT, K.ABSTRACT_METHODS, K.ABSTRACT_RESULTS, K.ABSTRACT_CONCLUSION}


class Named:
    """Which other studies' names a clause may hold: all but those that the paper gives itself."""

    def __init__(self, sentences: tuple[Sentence, ...]) -> None:
        self._own = " ".join(_introducing(sentences))
        self._text = " ".join(s.text for s in sentences)
        self._words: dict[str, bool] = {}
        self._studied = frozenset(m.label for s in sentences if s.section in _FRONT for m in s.of("drug"))

    def others(self, sentence: Sentence, clause: str) -> bool:
        """Whether a clause names another study: by author, trial or group, institution or nation."""
        authors = (m["w"] for k in _BY_AUTHOR.live(clause) for m in _AUTHORS[k].finditer(clause))
        if any(self._is_author(sentence, name) for name in authors):
            return True
        if any(self._is_trial(sentence, m["t"]) for p in _TRIALS for m in p.finditer(clause)):
            return True
        places = (m for p in (_PLACE, _NATIONAL) for m in p.finditer(clause))
        return any(self._is_place(sentence, m) for m in places)

    def other_drug(self, sentence: Sentence, clause: str) -> bool:
        """Whether a clause compares with what another drug came to: one that neither title nor abstract names."""
        at = sentence.text.find(clause)
        for m in _THAT_OF.finditer(sentence.text, at, at + len(clause)) if self._studied else ():
            drugs = [d for d in sentence.of("drug") if m.end() <= sentence.at(d)[0] < m.end() + _NEAR]
            if drugs and not any(d.label in self._studied for d in drugs):
                return True
        return False

    def _is_author(self, sentence: Sentence, name: str) -> bool:
        last = name.split()[-1]
        if _mentioned(sentence, last):
            return False
        held = self._words.get(name)
        if held is None:
            parts = {p.lower() for p in re.split(r"[\s-]", name)}
            # a word that the paper also prints small is no name
            small = re.compile(rf"(?<![\w-]){re.escape(last.lower())}(?![\w-])").search(self._text)
            held = self._words[name] = not (
                parts & _NO_AUTHOR or _COMMON.search(last.lower()) or small or re.search(rf"\b{_NATION}\b", name)
            )
        return held

    def _is_trial(self, sentence: Sentence, name: str) -> bool:
        head = re.split(r"[\s-]", name)[0]
        return head not in _NO_TRIAL and not _mentioned(sentence, head) and name not in self._own

    def _is_place(self, sentence: Sentence, found: re.Match[str]) -> bool:
        words = [w.strip(",.") for w in found["p"].split()]
        names = [w for w in words if w[:1].isupper() and not w.isupper()]
        if any(w.lower() in _NO_AUTHOR or _mentioned(sentence, w) for w in names):
            return False
        nation = bool(re.search(rf"\b{_NATION}\b", found["p"]))
        if "k" in found.re.groupindex and found["k"] in ("group", "cohort") and len(names) < 2 and not nation:
            return False
        return bool(names) and not all(w in self._own for w in names)


def _introducing(sentences: tuple[Sentence, ...]) -> Iterator[str]:
    """Sentences in which a paper says what its own study is called: title, methods, its own voice, the enrolment."""
    for sentence in sentences:
        text = sentence.text
        titled = sentence.index < 2 and sentence.section in (K.TITLE, K.ABSTRACT, K.BODY)
        early = sentence.index < _EARLY or sentence.section is K.ABSTRACT
        if (
            titled
            or sentence.section in _INTRODUCING
            or OWN.search(text)
            or (ANNOUNCED.search(text) and not ELSEWHERE.search(text))
            or (early and _ENTERED.search(text))
        ):
            yield text


def _mentioned(sentence: Sentence, name: str) -> bool:
    """Whether a name is one of a vocabulary: a drug, a tumour, an endpoint."""
    return any(m.concept is not None and name in m.text for m in sentence.mentions)
