"""Which sentences tell adverse events of treatment, rather than symptoms, history or efficacy."""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.branches import branched
from extractors.core.document import SectionKind as K
from extractors.core.drugs import treats_tumours
from extractors.core.paper import Paper, Sentence
from extractors.core.verbs import SEEN, SUFFERED
from extractors.quantities.numbers import WORD
from extractors.quantities.people import PEOPLE
from extractors.toxicities.events import Event, first_unlisted

_SIGNAL = branched(
    r"toxic|adverse|side[- ]effect|laboratory abnormalit|\b(?:ir|TR|TE|S)?AEs?\b|\bDLTs?\b|dose[- ]limiting|(?:treatment|drug|"
    r"therapy)-?\s?related|well[- ]tolerated|tolerab|safety|\bfatal|\bhospitali[sz](?:ed|ation) (?:for|with|because|due)\b|late effects|sequelae|"
    r"complicat|(?:led to|leading to|result(?:ed|ing) in|necessitat\w+|prompt(?:ed|ing)|forc(?:ed|ing)|(?:requir|need)(?:ed|ing)) (?:[\w-]+ "
    r"){0,3}?(?:dose|discontinu|withdraw|interrupt|cessation|hospital|admission|transfus|antibiotic|reduc|stopp|suspen)|(?:dose )?(?:reduc|interrupt|discontinu|delay)\w* (?:(?:was|were) (?:required|necessary|needed) )?(?:because|due|owing|for|in)\b"
    r"|\b(?:drug|chemotherapy|treatment|radiation|immune|[a-z]+(?:mab|nib|limus|tin|cin|platin|taxel|bine|ine|ib|ide|amide|sone))[- ](?:induced|associated)\b"
    r"|\b(?:withheld|held|stopped|discontinued|interrupted|suspended|paused|reduced|delayed) for\b"
    rf"|\b(?:had|{SUFFERED})\b[^.;]{{0,120}}?\b(?:while|whilst) (?:receiving|on|taking|treated)\b"
    rf"|\b(?:while|whilst) (?:receiving|on|taking|treated)\b[^.;]{{0,80}}?\b(?:had|{SUFFERED})\b"
    r"|\b(?:after|during|following)\b[^.;]{0,30}?\b(?:cycles?|courses?|doses?|infusions?|injections?)\b[^.;]{0,60}?\b(?:developed|experienced|suffered)\b"
    r"|\b(?:developed|experienced|suffered|occurred|appeared|emerged)\b[^.;]{0,80}? (?:and|so) [^.;]{0,60}?\b(?:was|were) (?:withheld|held|stopped|discontinued|interrupted|suspended|paused)\b"
    r"|(?:discontinu|stopp|withdr[ae]w|interrupt|reduc)\w*\b[^.;]{0,60}?[,:(] ?(?:\d+|one|two|three|four|five|six) (?:patients? )?(?:because of|due to|owing to|for)\b"
    r"|(?:causes?|reasons?) (?:of|for) (?:[\w-]+ ){0,4}?(?:dose|discontinu|withdraw|interrupt|cessation|reduc|stopp|delay)"
    r"|(?:followed|complicated) by (?:severe|profound|prolonged|life-threatening|febrile)\b"
    r"|\b(?:because of|due to|owing to|on account of|as a result of)\b[^.;,]{0,80}?, [^.;]{0,60}?\b(?:was|were|had to be) (?:then |subsequently |therefore )?(?:switched|changed|stopped|discontinued|interrupted|suspended|withheld|withdrawn|reduced|delayed)\b"
    r"|(?:not|poorly|unable to|badly) tolerate|intoleran(?:ce|t)\b|(?:terminat|switch|discontinu|withdr[ae]w|interrupt|reduc|delay|stopp|ceas|halt|modif|came off|(?:taken|went) off)\w*\b[^.;,]{0,60}?\b(?:because of|due to|owing to|on account of|as a result of|secondary to)",
    re.IGNORECASE,
)
_ONSET = re.compile(
    r"\b(?:developed|experienced|occurr(?:ed|ing)|affect(?:ed|ing)|suffered|complicated|diagnosed|complained)\b",
    re.IGNORECASE,
)
_SEEN = re.compile(
    rf"\b(?:incidence of|rates? of|frequency of|{SEEN}|complained|had|(?:was|were) present in|died (?:of|from|due|because)|fell|dropped|declined|rose)\b",
    re.IGNORECASE,
)
_COUNTED_ON = re.compile(
    rf"\b(?:\d+|{WORD})\b[\s)%]*(?:\([^()]{{1,20}}\)\s)?(?:of (?:the )?)?(?:{PEOPLE}\s)?(?:who (?:had )?)?(?:on|receiving|received|treated with|taking|given)\s$",
    re.IGNORECASE,
)
# Events that a tumour causes as often as its treatment: they need more than a verb of observing.
_SYMPTOMS = re.compile(
    r"pain|fever|dyspnea|cough|fatigue|weight loss|hemorrh|bleed|headache|seizure|effusion|obstruction|ascites|"
    r"fistula|perforation|anorexia|thrombo?embol|"
    r"anemia|fracture|infection|death|failure|dysfunction|impairment|insufficiency|disturbance|symptoms|loss of vision|visual loss|hypertension|hyperglycemia|edema|paresis|palsy|compression|ischemia|cachexia|diplopia|odynophagia|erythema|hypoesthesia|foot drop|desquamation|angioedema|petechiae|joint stiffness|skin necrosis|compartment|troponin|lactate",
    re.IGNORECASE,
)
# Plans and possibilities are no events; nor are "more than 5 %" bounds of what did not happen.
_UNREAL = re.compile(
    r"\b(?:will|would|should|(?-i:may)|might|(?:could|can)(?! be (?:treated|given|continued|managed|controlled|resumed|escalated|administered)\b)|if|in case of)\b|\bno\b.{0,160}\b(?:more than|at least|exceeding)\b",
    re.IGNORECASE,
)
# Events that were feared, looked for or excluded did not happen.
_NOT_SEEN = re.compile(
    r"\b(?:concern(?:s|ed)? (?:about|over|regarding|for|of)|(?:out of|for) fear of|afraid of|worr(?:y|ied) about|(?:to|for the) (?:avoid|prevent|prevention of)"
    r"|(?:at|the|high|increased) risk (?:of|for)|negative for|(?:excluded?|ruled? out)|known (?:to|for|side|nephro|cardio|hepato)\w*|(?:no|without) (?:\w+ )?(?:evidence|signs?|symptoms?) of)\b[^.;]*$|\bwithout (?:any |\w+ )?$",
    re.IGNORECASE,
)
# An event that is said not to have happened: "no cases of X were detected".
_NONE = re.compile(
    rf"\b(?:no (?:patients?|one|subjects?|child(?:ren)?|participants?)|none of (?:the|our|these) (?:\w+ )?{PEOPLE}(?:, however,)?) (?:had|{SUFFERED})\b|\bno\s+(?:(?:detected|observed|reported|documented|recorded|known)\s+)?(?:cases?|instances?|episodes?|occurrences?)\s+of\b",
    re.IGNORECASE,
)
# An event that is told by its end, and the course of a tumour, whose symptoms are no events of treatment.
_ENDED = re.compile(
    r"^\W*(?:[\w-]+\W+){0,6}?(?:had |has |have |was |were )?(?:improved|resolved|disappeared|subsided|relieved|recovered)\b",
    re.IGNORECASE,
)
_COURSE = re.compile(
    r"\b(?:recurr|relaps|progress|metasta|(?:seen|admitted|presented|referred) (?:for|with))", re.IGNORECASE
)
# What a symptom was taken for: "vomiting concerning for brain metastases".
_TAKEN_FOR = re.compile(
    r"[^.;,]{0,40}?\b(?:concerning for|suspicious (?:for|of)|suggest(?:ive|ing)(?: of)?|raising (?:the )?(?:suspicion|concern) (?:of|for))\b",
    re.IGNORECASE,
)
_OUTCOMES = re.compile(r"recurren|relapse|metasta|progressi|perinatal|famil", re.IGNORECASE)
_HEADING = re.compile(r"toxic|safety|adverse|tolera|side[- ]effect", re.IGNORECASE)
_BEFORE = re.compile(
    r"at (?:presentation|diagnosis|baseline|entry|inclusion|admission|onset|enrol?ment)|(?:before|prior to) (?:the )?(?:treatment|therapy|starting|enrol?ment|"
    r"inclusion|(?:chemo|radio|immuno)-?therapy)|pre-?existing|(?:due|secondary|related|attribut\w+) to (?:the |their |underlying )?(?:primary )?(?:tumou?rs?|disease|cancer|metasta|progress|sarcoma|malignan)|comorbid|co-morbid|"
    r"(?:medical |past |family )?history of|(?:medical|past|clinical|personal) history (?:was|were|included|includes|comprised|consisted|revealed|showed|reported|notable|significant|with)|presenting (?:with|symptom)|presented with(?! (?:(?:NCI|CTC|WHO)[\w-]* )?(?:grade|G[1-5]|severe|febrile))|main symptoms?|risk factors?|"
    r"symptom(?:s|atic)? (?:improve|relief|control|benefit)",
    re.IGNORECASE,
)
# "Discontinued due to progression in six and toxicity in two": one of several reasons.
_REASONS = re.compile(
    r"\b(?:discontinu|withdr[ae]w|stopp|ceas|terminat|interrupt|off (?:the )?(?:study|treatment|therapy|trial))\w*\b[^.;]*$",
    re.IGNORECASE,
)
_DUE = re.compile(r"due|secondary|related|attribut", re.IGNORECASE)
# A heading of its own at the head of a paragraph, run into the text: "Toxicity. ..."
_RUN_IN = re.compile(
    r"^(?:(?:Treatment |Safety and )?(?:Toxicit(?:y|ies)|Safety|Adverse events?|Side[- ]effects|Tolerability|Tolerance))\b\s*[.:]?",
    re.IGNORECASE,
)
_TOLD = {
    K.RESULTS,
    K.ABSTRACT_RESULTS,
    K.ABSTRACT,
    K.BODY,
    K.CASES,
    K.DISCUSSION,
    K.CONCLUSION,
    K.ABSTRACT_CONCLUSION,
    K.TITLE,
    K.BACKGROUND,
    K.ABSTRACT_BACKGROUND,
}
_OWN_RESULTS = {K.RESULTS, K.ABSTRACT_RESULTS, K.ABSTRACT, K.BODY}


def passages(paper: Paper) -> list[Sentence]:
    """Sentences about adverse events in text order.

    A sentence counts by its own words or its heading; one without either when it follows such a sentence in the same
    section and names events or grades itself.
    """
    kept, running = [], False
    for sentence in paper.sentences:
        if sentence.section not in _TOLD or sentence.attribution in ("planned", "definition"):
            running = False
            continue
        headed = bool(_HEADING.search(sentence.title) or _RUN_IN.match(sentence.text))
        signalled = headed or bool(_SIGNAL.search(sentence.text)) or any(True for _ in sentence.numbers("grade"))
        # a sentence outside the results that neither signals nor follows one that does changes nothing
        asked = signalled or running or sentence.section in _OWN_RESULTS
        named = asked and bool(sentence.of("toxicity") or first_unlisted(sentence.text))
        signalled = signalled or (named and sentence.section in _OWN_RESULTS and _begins(sentence))
        if (signalled or (running and named)) and not (_is_earlier(sentence.text) or _UNREAL.search(sentence.text)):
            kept.append(sentence)
            running = True
        elif not named:
            running = running and headed
    return kept


def _is_earlier(text: str) -> bool:
    """Whether a sentence tells what patients had before treatment, or what the tumour caused."""
    m = _BEFORE.search(text)
    return m is not None and not (_DUE.match(m.group()) and _REASONS.search(text[: m.start()]))


def signalled(sentence: Sentence) -> bool:
    """Whether a sentence itself, or the heading that it stands under, speaks of adverse events."""
    return bool(_SIGNAL.search(sentence.text) or _HEADING.search(sentence.title))


def happened(sentence: Sentence, event: Event) -> bool:
    """Whether one patient's ungraded event is one of treatment: not an ended one, nor a symptom of the tumour's course."""
    clause = re.split(r"[;.]|,? but\b", sentence.text[event.end :], maxsplit=1)[0]
    if _ENDED.search(clause) or _TAKEN_FOR.match(clause) or _NOT_SEEN.search(sentence.text[: event.start]):
        return False
    told = _ONSET.search(sentence.text) or _SIGNAL.search(sentence.text)
    return not _SYMPTOMS.search(event.term.label) or bool(told and not _COURSE.search(sentence.text))


def _begins(sentence: Sentence) -> bool:
    """A sentence that tells the onset of an event or of one that tumours do not cause, or that there was none."""
    if _NONE.search(sentence.text) and not _OUTCOMES.search(sentence.text):
        return True
    if not sentence.numbers("count", "percent", "fraction", "n_equals"):
        return False
    if _ONSET.search(sentence.text):
        return True
    if not _SEEN.search(sentence.text):
        return False
    named = [m.label for m in sentence.of("toxicity")] or [first_unlisted(sentence.text)]
    return any(not _SYMPTOMS.search(name) for name in named) or _on_drug(sentence)


def _on_drug(sentence: Sentence) -> bool:
    """Whether those who are counted are told by their treatment: "fatigue was seen in 12 patients on sunitinib"."""
    return any(
        m.concept is not None
        and treats_tumours(m.concept.group)
        and _COUNTED_ON.search(sentence.text, 0, sentence.at(m)[0]) is not None
        for m in sentence.of("drug")
    )
