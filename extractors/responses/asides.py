"""Words around a category that make it no outcome: a time, a reason, a baseline state, another kind of response."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.core import cues as re
from extractors.core.branches import branched
from extractors.core.verbs import HAD, HAVING
from extractors.quantities.people import PEOPLE

_FLAGS = re.IGNORECASE


@dataclass(frozen=True, slots=True)
class Aside:
    """A context; `codes` empty means any category, `verb` None both verbs and nouns."""

    codes: tuple[str, ...] = ()
    verb: bool | None = None
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None

    def holds(self, code: str, verb: bool, before: str, after: str) -> bool:
        """Whether the context is there for a category of this code between these words."""
        if (self.codes and code not in self.codes) or (self.verb is not None and verb != self.verb):
            return False
        if self.before is not None and not self.before.search(before):
            return False
        if self.unless is not None and self.unless.search(before) and not _UNDER_WHAT.match(after):
            return False
        return self.after is None or self.after.match(after) is not None


_OTHER_KIND = re.compile(
    r"(?:patholog\w+|histolog\w+|histopatholog\w+|serolog\w+|biochem\w+|biologic\w*|symptom\w*|ha?ematolog\w+|cytogenetic"
    r"|molecular|immune|immunolog\w+|antibody|T[- ]cell|cellular|cell cycle|idiotypic|nodal|pain|PSA|CA[- ]?125|CA[- ]?19-9|marker"
    r"|M[- ]protein|virolog\w+|inflammatory|stress|dose|placebo|endocrine|humou?ral|GCIG|analgesic|necrosis|metabolic)"
    r"(?:\s+(?:complete|partial|good|major))?[\s-]*$",
    _FLAGS,
)
_NO_OUTCOME = re.compile(
    r"\s*(?:free\b|[-‐‑–]free\b|s?\s*criteria|evaluation|assessments?|was (?:assessed|evaluated|defined)"
    r"|(?:was|were|could be|is) (?:\w+ )?(?:assess|evalua|defin|measur|monitor|graded|available|missing|unknown)\w*"
    r"|duration|in vitro|element|modifier|predict\w*|biomarker|patterns?|s?\s+(?:sub)?groups?\b|s?\s+(?:categor\w+|status|data|profiles?|variables?)\b"
    r"|or (?:death|died)\b|s?,? (?:that|which) (?:[\w.]+ ){1,3}(?:did not|had not|missed|failed)\b|to (?:prior|previous|earlier|first|initial)\b)",
    _FLAGS,
)
_ASSESSED = branched(
    r"\b(?<!met the )(?<!meeting )(?<!fulfilling )(?<!satisfying )(?<!met RECIST )(?<!meeting RECIST )(?<!fulfilled RECIST )(?<!fulfilled )(?<!fulfilling the )(?<!meeting the )(?<!satisfying the )(?<!fulfilled the )(?<!satisfied the )(?<!met )(?<!reached the )(?:\w+able|assess\w*|evaluat\w*|eligible|best|criteria|surrogates?) (?:for|of)(?: \w+)?\s+$",
    _FLAGS,
)
_ARTICLES = (
    r"(?:(?:the|their|confirmed|documented|radiolog\w+|clinical|further|tumou?r|first|early|rapid|local|distant|systemic|subsequent|any"
    r"|her|his|or|death|toxicity|and|of|unequivocal|initial|objective|disease)\s+)*$"
)
_REASON = re.compile(
    r"\b(?:due to|because of|for|owing to|caused by|reasons?|until|till|after|upon|on|at|before|following|since|without|from|to|risk of"
    r"|date of|time of|beyond|despite|rate of|(?<=no )evidence of|(?<=any )evidence of|(?<=first )evidence of|(?<=without )evidence of|(?<=clear )evidence of"
    r"|(?<=upon )evidence of|(?<=until )evidence of|(?<=at )evidence of|(?<=of )evidence of|signs? of|related to|attributed to|in case of|prior|previous|documented|free of"
    r"|treatment of|symptoms of|second|third|no further|absence of|between|time|delay\w*|prevent\w*|when)\s+"
    + _ARTICLES,
    _FLAGS,
)
_CAUSE = re.compile(
    r"\b(?:reasons?|causes?)\b[^.;]{0,60}$|\b(?:died|deaths?|dead)\b(?:[^.;()]{0,30}\b(?:of|from|due to)| or(?: had \w+)?)\s+(?:the\s)?$",
    _FLAGS,
)
_IN_PROGRESSION = re.compile(r"\bpatients? (?:in|with|having) $", _FLAGS)
_TREATED = re.compile(
    r"\s*(?:\([A-Z]+\))?\s*(?:treated|at |before|who|on (?:study|entry|prior|previous|their)|receiving|prior)", _FLAGS
)
# "40 patients with X and progressive disease received A": what they had on entry.
_WHO_HAVE = re.compile(
    r"\b(?:patients?|pts|cases?|women|men|children|adults|those)\b[^.;:()]{0,80}\b(?:with|having|and|or)\s(?:\w+ly\s|documented\s|evidence of\s|metastatic or\s)?$",
    _FLAGS,
)
_WERE_ENTERED = re.compile(
    r"(?:\s\([A-Z]+\))?,?\s(?:received|started|underwent|(?:were|was)\s(?:\w+ly\s)?(?:treated|included|enroll?ed|eligible|random\w+|given|offered|entered|recruited|registered|considered))\b",
    _FLAGS,
)
# "Twenty had shown evidence of progressive disease": before, of what was given then.
_HAD_SHOWN = re.compile(
    r"\bhad (?:shown|demonstrated|had|exhibited) (?:\w+ )?(?:evidence|signs?) of\s(?:\w+\s)?$", _FLAGS
)
# Where the tumour grew on, which is no category.
_OF_ONE_PLACE = re.compile(
    r"\b(?:local|loco-?regional|distant|systemic|metastatic|intracranial|cerebral|CNS|pulmonary)\s+(?:disease\s+|tumou?r\s+)?$",
    _FLAGS,
)
_RELATIVE = re.compile(
    r"\b(?:who|which|whose \w+|that|had|having|has|have|if|when|once|until|to)\s+(?:not\s+|subsequently\s+|already\s+|then\s+|it\s+)*$",
    _FLAGS,
)
# "Ten had progressed": an outcome, unless it was under an earlier treatment.
_COUNTED_HAD = re.compile(
    r"(?:\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty)|\)|%)\s(?:of (?:the )?)?(?:patients?\s|others?\s)?(?:\(\d[^()]*\)\s)?had\s(?:already\s)?$",
    _FLAGS,
)
_UNDER_WHAT = re.compile(
    r"\s(?:on|after|during|following|despite|to|from|under|while|within|through|before|prior|beyond|following|since)\b",
    _FLAGS,
)
_STATE = re.compile(
    r"\b(?:(?:alive|remain\w*|maintained|still|be|continu\w+|currently|were|was|are|is|treated|patients?|persistent|being)\s+(?:\w+\s)?in(?: a| an)?(?: \w+)?"
    r"|in (?:a |the |their )?(?:second|third|first|1st|2nd)|continuous|continuing|ongoing)\s+$",
    _FLAGS,
)
_WHILE = re.compile(r"\b(?:while|when|still|already|was|being)\s+in(?: a)?\s+$", _FLAGS)
_OF_RESPONSES = re.compile(
    r"\b(?:duration of|time to|of (?:the|these|all|those)|loss of|their|his|her|predict\w+|maintain\w*|as|of|quality of|durable|median)\s+$",
    _FLAGS,
)
_THE_RESPONSE = re.compile(r"\b(?:in|the|as|this|that|such)\s+$", _FLAGS)
# What was to happen in case of a response: a condition, no result.
_CONDITION = re.compile(
    r"\b(?:if|unless|in case of|in the event of|provided that|whenever|should)\s(?!any,)(?:[\w-]+\s){0,5}$", _FLAGS
)
# A progression that came after the response, which is no best response.
_AFTER_RESPONSE = re.compile(
    r"[^.;:]{0,60}?\b(?:despite|after|following)\s+(?:(?:an?|the|their|initial|first|early|earlier|previous|prior|partial|complete|objective|having)\s+)*"
    r"(?:responses?|responded|responding|remissions?)\b",
    _FLAGS,
)
_SPITE = re.compile(r"\bdespite\s+(?:an?\s|the\s|their\s)?(?:\w+\s)?$", _FLAGS)
# "Without a CR", "In patients with a CR, ...": of whom something else is told.
_LACKING = re.compile(r"\bwithout\s+(?:an?\s|any\s)?(?:objective\s|clinical\s|confirmed\s)?$", _FLAGS)
_FRAMED = re.compile(
    rf"(?:^|[.;]\s)\W*(?:in|among|amongst|of|for|within)\s(?:the\s|all\s|those\s)?(?:{PEOPLE}|those)\s"
    rf"(?:with|who {HAD}|{HAVING})\s(?:an?\s)?$",
    _FLAGS,
)
_FRAME_END = re.compile(r"\)?(?:\s\([A-Za-z]+\))?,", _FLAGS)
# "Non-progression was 53 %", "lack of progression in nine": how many did not have it.
_NOT_IT = re.compile(
    r"\b(?:non|(?:absence|lack) of|free(?:dom)? (?:from|of))[\s‐‑–-]+(?:(?:any|further|disease|tumou?r|clinical|radiolog\w+)\s+)*$",
    _FLAGS,
)
# "Nearly complete", which is not complete.
_NEARLY = re.compile(r"\b(?:near(?:ly)?|almost|virtually|practically|essentially|nearly a)[\s‐‑–-]+(?:a\s)?$", _FLAGS)
# "Complete resolution of the rash": what went away is a symptom; a tumour, a lesion or a place of it is said in as many words.
_WENT_AWAY = re.compile(
    r"\b(?:resolution|disappearance|recovery|clearance|normali[sz]ation|improvement|reversal)\b", _FLAGS
)
_ILL = re.compile(
    r"\b(?:lesions?|mass(?:es)?|\w*tumou?rs?|metasta\w+|micrometasta\w+|nod(?:e|ul)\w*|lymph\w*|disease|cancers?|\w*carcinoma\w*|\w*sarcoma\w*|malignan\w+"
    r"|leuka?emi\w*|blasts?|neoplas\w+|\w*blastoma\w*|melanoma\w*|myeloma\w*|glioma\w*|plaques?|infiltrat\w*|deposits?|adenopath\w+|involvement|uptake"
    r"|KS|recurrences?|enhancement)\b",
    _FLAGS,
)
# What was done against it, or what came with it: no reading of the disease.
_HELD_BACK = re.compile(
    r"\b(?:attenuat|slow|suppress|halt|stop|arrest|control|inhibit|limit|reduc|retard|avert|counteract)\w*\s(?:[\w-]+\s){0,2}$"
    r"|\b(?:along with|together with|as well as|rather than)\s(?:the\s|a\s)?(?:\w+\s)?$",
    _FLAGS,
)
_WAS_HELD_BACK = re.compile(
    r"(?:\sof (?:\w+\s?){1,3})?\s(?:was|were|had been|has been)\s(?:\w+ly\s)?(?:attenuated|slowed|suppressed|halted|stopped|arrested|controlled|inhibited"
    r"|prevented|delayed|limited)\b",
    _FLAGS,
)
# "After 18 months of sustained response": how the response ended.
_LATER_ON = re.compile(
    r"\bafter (?:an?\s|the\s|about\s|approximately\s|more than\s|nearly\s|almost\s)*(?:[\w.-]+\s){1,2}?(?:months?|weeks?|years?)['’]? (?:of )?(?:an?\s|\w+\s){0,3}?"
    r"(?:responses?|remission|stable disease|disease control|stability|stabili[sz]ation|clinical benefit)\b[^.;]*$"
    r"|\bacquired resistance\b[^.;]{0,60}$",
    _FLAGS,
)
_FOR_LACK = re.compile(r"\b(?:lack|absence|loss|want) of (?:any\s|an?\s|\w+ic\s|\w+al\s)*$", _FLAGS)
# "The OS rate was 75 % and 44 % for those with stable disease": a share of these, not of them.
_OF_THOSE = re.compile(
    rf"\b(?:OS|PFS|DFS|EFS|survival|alive|free)\b[^.;]{{0,60}}\bfor (?:those|patients|the patients) (?:with|who {HAD}|{HAVING}) (?:an? )?(?:[\w-]+,? (?:and |or )?){{0,6}}$",
    _FLAGS,
)
# "After a follow-up of 20 months 30 had progressed and 12 had died": events of a survival analysis, no best responses.
_HAD = re.compile(r"\b(?:had|have|has)\s(?:already\s)?$", _FLAGS)
_AND_DIED = re.compile(
    r"(?:\s\([^()]*\))?,?\s(?:and|while|whereas)\s(?:[\w-]+\s(?:\([^()]*\)\s)?){0,4}?(?:died|dead|deceased)\b", _FLAGS
)
# What was still to be seen: "a further scan is needed to confirm a remission".
_TO_CONFIRM = re.compile(r"\bto (?:confirm|verify|ascertain|prove)\s(?:[\w-]+\s){0,3}$", _FLAGS)
# "Shrinkage not meeting the criteria of a partial response".
_NOT_MET = re.compile(
    r"\b(?:not|without|never|fail(?:ed|ing) to)\s(?:meet(?:ing)?|fulfil(?:l|ling)?|satisfy(?:ing)?|qualify(?:ing)?|amount(?:ing)?|sufficient|enough)\s(?:[\w.]+\s){0,7}$",
    _FLAGS,
)
# "Stopped because of maximal clinical benefit": a reason.
_MAXIMAL = re.compile(
    r"\b(?:due to|because of|owing to|for|after|at|upon|once)\s(?:(?:reaching|achieving|having|attaining)\s)?(?:the\s|a\s)?(?:maxim(?:um|al)|best|good|sufficient|adequate)\s(?:\w+\s)?$",
    _FLAGS,
)
# "Received focal therapy for disease control": what it was given for.
_GIVEN_FOR = re.compile(
    r"\b(?:therapy|therapies|treatments?|surgery|radiotherapy|chemotherapy|performed|given|used|intended|operated|resected)\s(?:\w+\s){0,2}?(?:for|to (?:achieve|obtain|gain|maintain|improve|allow))\s(?:\w+\s)?$",
    _FLAGS,
)
ASIDES = (
    Aside(("DCR", "CBR"), verb=False, before=_GIVEN_FOR),
    Aside(("CBR", "CR", "PR", "ORR"), verb=False, before=_MAXIMAL),
    Aside(before=_NOT_MET),
    Aside(("PD",), verb=True, before=_HAD, after=_AND_DIED),
    Aside(("CR", "PR", "ORR"), before=_TO_CONFIRM),
    Aside(before=_OF_THOSE),
    Aside(("CR",), before=_NEARLY),
    Aside(("PD",), verb=False, before=_HELD_BACK),
    Aside(("PD",), verb=False, after=_WAS_HELD_BACK),
    Aside(("PD",), before=_LATER_ON),
    Aside(("CR", "PR", "ORR"), before=_FOR_LACK),
    Aside(("PD", "SD", "CR", "PR"), before=_NOT_IT),
    Aside(("PD",), after=_AFTER_RESPONSE),
    Aside(("CR", "PR", "ORR"), before=_SPITE),
    Aside(before=_LACKING),
    Aside(before=_FRAMED, after=_FRAME_END),
    Aside(before=_CONDITION),
    Aside(before=_OTHER_KIND),
    Aside(after=_NO_OUTCOME),
    Aside(before=_ASSESSED),
    Aside(("PD",), before=_IN_PROGRESSION, after=_TREATED),
    Aside(("PD",), verb=False, before=_WHO_HAVE, after=_WERE_ENTERED),
    Aside(("PD",), verb=False, before=_HAD_SHOWN),
    Aside(("PD",), before=_CAUSE),
    Aside(("PD",), verb=False, before=_OF_ONE_PLACE),
    Aside(("PD",), verb=False, before=_REASON),
    Aside(("PD",), verb=True, before=_RELATIVE, unless=_COUNTED_HAD),
    Aside(("CR", "PR"), before=_STATE),
    Aside(("CR",), before=_WHILE),
    Aside(("ORR",), before=_OF_RESPONSES),
)
_BASELINE = re.compile(
    r"\b(?:(?:before|prior to|at(?: the)?(?: time of)?) (?:the )?(?:inclusion|enrol\w+|study entry|entry|baseline|start|beginning"
    r"|initiation|registration|treatment (?:initiation|start|onset)|(?:treatment|therapy)(?=\s*(?:[.,;)]|$))|diagnosis|presentation|referral)"
    r"|(?:before|prior to|until) (?!surgery|resection|operation|radio|death|relapse|progression)(?:the\s)?[\w-]+ (?:was|were|had been|being) (?:begun|started|initiated|commenced|introduced|given)"
    r"|(?:disease |remission )?status (?:prior to|before|at (?:the time of )?)|at baseline|on (?:their|his|her) (?:previous|last|prior)|history of|eligib\w+|(?:were|was) required)\b",
    _FLAGS,
)
# "The commonest reason for stopping in lines with a response was ...": what follows is told of reasons.
_REASONS = re.compile(r"\breasons?\s(?:for|why)\s[^.;:]{0,160}$", _FLAGS)
# Other things than the disease that stay stable.
_OTHER_STABLE = re.compile(
    r"\b(?:creatinine|function\w*|levels?|counts?|weight|ha?emoglobin|pressure|doses?|symptoms?|pain|condition|status|performance"
    r"|proteinuria|markers?|concentrations?|values?|quality|blood|serum|urine|ECG|ejection fraction)\b[^.;,]{0,40}$",
    _FLAGS,
)
_EMESIS = re.compile(r"\b(?:nausea|vomiting|emesis|emetic|retching|PONV|CINV)\b", _FLAGS)


def is_aside(text: str, code: str, verb: bool, rate: bool, start: int, end: int) -> bool:
    """Whether the category at `[start, end)` is no outcome of treatment here."""
    before, after = text[max(0, start - 90) : start], text[end:]
    if not code:
        return False
    if any(a.holds(code, verb, before, after) for a in ASIDES):
        return True
    if code == "ORR" and not rate and not verb and _THE_RESPONSE.search(before):
        return True
    if code == "CR" and _WENT_AWAY.search(text[start : end + 20]) and not _is_tumours(text, start, end):
        return True
    if code == "SD" and "diseas" not in text[start:end] and _OTHER_STABLE.search(before):
        return True
    clause = _clause(text, start, end)
    if _REASONS.search(text, max(text.rfind(";", 0, start), 0), start):
        return True
    if code in ("CR", "ORR") and _EMESIS.search(clause):
        return True
    return code in ("CR", "PR", "SD", "PD") and _BASELINE.search(clause) is not None


def _is_tumours(text: str, start: int, end: int) -> bool:
    """Whether what went away is the tumour: said behind "of", or else before it in the clause."""
    of = re.match(r"(?:\s\w+)?\s(?:of|in)\s", text[end:])
    if of:
        return _ILL.search(re.split(r"[,;.]|\band (?:an?|the)\b", text[end:], maxsplit=1)[0]) is not None
    return _ILL.search(_clause(text, start, end)) is not None


def _clause(text: str, start: int, end: int) -> str:
    first = max(text.rfind(";", 0, start), text.rfind(". ", 0, start)) + 1
    last = text.find(";", end)
    return text[first : last if last > 0 else len(text)]
