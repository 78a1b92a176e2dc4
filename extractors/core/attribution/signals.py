"""What tells whose result a clause is: the study's own voice, other authors, plans, definitions, animals and cells.

Signals after the citation-context literature (Teufel 1999, argumentative zoning): citation marks, reporting verbs with
other authors as subject, names of trials and registries, tense, and the study's own voice.
"""

from __future__ import annotations

from extractors.core import cues as re
from extractors.core.branches import branched

_STUDY = (
    r"(?:stud(?:y|ies)|trials?|series|reports?|cohorts?|analys[ie]s|experience|data|registry|registries"
    r"|publications?|authors?|groups?|investigators?|database|surveys?|program(?:me)?s?)"
)
OWN = re.compile(
    r"\b(?:our\b(?! knowledge| understanding| review of| search)|ours\b"
    r"|(?:this|the present|the current|present|current) (?:retrospective |prospective |multicent(?:er|re) "
    r"|multi-?institutional |multi-?centric |real[- ](?:world|life) |nationwide |cross-sectional |cohort |historical "
    r"|single.institution |phase \w+ |pilot |small |large |observational )*"
    r"(?:study|series|cohort|analysis|report|trial|registry|article|paper|manuscript|case|cases|sample|population"
    r"|work|group|institution)"
    r"|remain(?:s|ed)? (?:\w+ )?(?:as|unchanged from|similar to|consistent with) (?:that |those |what )?(?:we )?(?:was |were )?previously reported"
    r"|case series|a case report|reports? of (?:a|one|two|three|four|five|six|\d+) cases?|we (?:\w+ly |also |have "
    r"|here |now |did not |could not |only )*(?:observed?|found|report(?:ed)?|describe[d]?|saw|seen|treated"
    r"|recorded|noted|noticed|present|identified|included|analy[sz]ed|enrolled|achieved|obtained|show(?:ed)?"
    r"|documented|encountered|reviewed|detected|demonstrate[d]?|had|assessed|evaluated|conducted|collected"
    r"|administered|studied|used|performed|gave|applied|tested|initiated|started|explored|undertook|offered)"
    r"|here(?:in)?,? (?:we|among|in)|reported here|described here|(?:was|were|is) \d[\d.,]* ?%? here|here (?:was"
    r"|were|is)|months here|in here|presented here|seen here"
    r"|the (?:whole|entire) (?:group|series|cohort)|[Pp]atients? #?\d+|this patient(?!(?: sub)?[ -]?(?:group"
    r"|population|cohort|category|set)))\b",
    re.IGNORECASE,
)
# "study12", "results.14 The": superscripts that lost their place; words that carry a number of their own are not meant.
_GLUED = (
    r"\b(?!(?:grade|week|day|month|cycle|stage|type|level|table|fig(?:ure)?|course|phase|patient|case|alpha|beta"
    r"|gamma|interferon|interleukin|claudin|kinase|factor|caspase|version|group|arm|line|dose"
    r"|cohort)s?\d)[a-z]{4,}\d{1,3}(?:[,–-]\d{1,3})*(?![\w%.]|\s?(?:mg|months?|years?))"
    r"|[a-z)]{3,}[.,]\d{1,3}(?:[,–-]\d{1,3})*(?=\s+[A-Z]|$)"
    r"|(?:[a-z)]{3,}|%),\d{1,2}(?:[,–-]\d{1,2})*(?=\s+(?:and|but|while|whereas|which|with|whose|although)\s)|%\.\d{1,2}(?=\s+[A-Z]|$)"
)
# Brackets whose references a converter has dropped, as links: "[ ]", "[ , ]", "[ – ]".
EMPTIED = r"\[\s(?:[,;–‐-]\s?)*\]"
# Behind a percentage a bracket may hold an interval or a count, a lone number at the end is a citation.
BRACKETED = (
    r"(?:(?<=\d %\s)|(?<=\d%\s)|(?<=\d%))\[\d{1,3}\](?=[.,;]?\s*$)|(?<!CI )(?<!CI)(?<!% )\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\]"
    rf"|{EMPTIED}"
)
_NAMED = (
    r"\bet al\b\.?|\b[A-Z][a-zé'’-]+ (?:and|&) (?:colleagues|co-?workers|associates|[A-Z][a-z]+ \((?:19"
    r"|20)\d\d\))|\b[A-Z][a-z]+ (?:et al\.?,? )?\((?:19|20)\d\d\)|\(\s*[A-Z][a-z]+[^()]{0,40},? (?:19"
    r"|20)\d\d[a-z]?\s*\)|\b[A-Z][a-z]{2,} \(\d{1,3}\)"
)
# Superscripts that kept their characters, behind a word or a stop; never behind a unit ("m²", "10⁶").
_RAISED = r"(?:[a-z]{3}|[.,;)])[⁰¹²³⁴-⁹]{1,3}(?:[,–‐-][⁰¹²³⁴-⁹]{1,3})*|[.,;]\((?:\d{1,3}[,–\- ]*)+\)"
CITATION = branched(rf"{BRACKETED}|{_NAMED}|{_GLUED}|{_RAISED}")
LAST_CITED = re.compile(rf"(?:{BRACKETED}|\(\d{{1,3}}(?:[,–-]\s?\d{{1,3}})*\)|(?<=[a-z])[⁰¹²³⁴-⁹]{{1,3}})[.;,]?\s*$")
# An introduction that speaks of the study at hand and not of one it has just cited.
ANNOUNCED = re.compile(
    r"\b(?:we\b|our\b|here(?:in)?\b|(?:this|the (?:present|current)|present|current) (?:[\w-]+ ){0,5}?(?:study"
    r"|trial|report|article|paper|analysis|series|review|work) (?:was|is|were|aims?|aimed|describes?|reports?"
    r"|presents?|sought|evaluates?|investigates?|assess\w*|compares?|had been|focuses|examines?)|aims?|purpose"
    r"|objectives?|goals?)\b",
    re.IGNORECASE,
)
ONE_STUDY = re.compile(
    r"\bet al\b|\b(?:an?|one|another|the) (?:[\w/-]+ ){0,6}(?:study|trial|analysis|report|series)\b"
    r"|\b(?:colleagues|co-?workers)\b",
    re.IGNORECASE,
)
THIS_STUDY = re.compile(
    r"\b[Tt]his (?:[\w-]+ ){0,3}(?:study|trial|analysis|report|series)\b(?! (?:was|is|has (?:several|some|limit)))",
    re.IGNORECASE,
)
FIRST_PERSON = re.compile(r"\b(?:we|our|present|current|here|herein)\b", re.IGNORECASE)

# "(5, 6)" behind a word and before a stop; only where papers cite, never in abstracts.
PARENTHESISED = re.compile(
    r"(?<=[a-z] )(?<!/m )\((?:\d{1,3}(?:\s*[,–-]\s*\d{1,3}){0,6})\)(?=[.,;]|$|\s(?:and|but|in|with|who|which|found"
    r"|reported|had)\b)"
)
# The same in round brackets, where the paper cites in these: elsewhere a figure or table stood there.
EMPTIED_ROUND = re.compile(r"\(\s(?:[,;–‐-]\s?)*\)")
OTHERS = branched(
    rf"\b(?:(?:previous(?:ly)?|prior|earlier|other|another|published|reported|recent(?:ly)?|large|larger|several"
    rf"|historical|literature|random[iy][sz]ed|registration|pivotal|preliminary|similar|various|aforementioned"
    rf"|mentioned|landmark|seminal|international|(?<!our )(?<!this )(?<!present )(?:European|American|Japanese|French|Italian|German|Dutch|Spanish"
    rf"|British|Scandinavian|Nordic|Chinese|Korean|Norwegian|Swedish|Danish|Finnish|Polish|Canadian|Australian|Indian|Turkish|Brazilian|Austrian|Swiss"
    rf"|Belgian|Greek|Israeli|Taiwanese|Czech|Portuguese|Irish|Russian|national))"
    rf"(?:[\s-][\w/-]+){{0,4}}?[\s-]{_STUDY}\b"
    r"|(?:in|by|from|than) (?:a|an|one|that|those|these|two|three|both"
    r"|the) (?:[\w/-]+ ){0,5}?phase[\s-](?:I{1,3}V?|[1-4])[ab]?(?:/(?:I{1,3}|[1-4]))?(?: \w+){0,3} (?:stud(?:y"
    r"|ies)|trials?)"
    rf"|(?:that|those|their|these|which) (?:latter )?(?:{_STUDY})\b(?! is| are| was not| has (?:several|some"
    rf"|limitations))|these authors|the authors (?:reported|found|observed|concluded)"
    r"|phase[\s-](?:I{1,3}V?|[1-4])[ab]?(?:/(?:I{1,3}|[1-4]))? (?:[\w-]+ ){0,3}(?:stud(?:y|ies)|trials?)"
    r"|(?:two|three|four|five|six|several|many|some|most|few) (?:[\w/-]+ ){0,5}?(?:studies|trials)\b[^.;]{0,80}? (?:have |had )?"
    r"(?:reported|shown|showed|demonstrated|found|yielded|produced)\b"
    r"|in the literature|literature (?:review|search|data|reports?)|published (?:cases|results|rates|experience"
    r"|figures)|cases (?:in|of) the literature|historical(?:ly)?(?: controls?| cohorts?| series| data)?"
    r"|(?:has|have|had) (?:also |recently |previously |already |only )?been (?:reported|shown|described|published"
    r"|demonstrated|documented|noted|found|approved|estimated)|(?:was|were) (?:previously|recently|also previously"
    r"|first) (?:reported|described|shown|published)"
    r"|it (?:was|has been|is) (?:\w+ )?(?:reported|shown|known|estimated|suggested)|(?:reported|described"
    r"|published|found|observed|given|obtained|seen|noted) (?:by|previously|elsewhere|in the (?:literature"
    r"|\w+ trial))|\btheirs\b|reported (?:for|with|rates?|to (?:be|range|vary)|incidences?|in (?:other|up to|about))"
    r"|as reported|others (?:have |had )?(?:reported|found|described|observed|saw|noted|showed)"
    r"|meta-?analys[ie]s|systematic reviews?|pooled (?:analysis|data)|according to|(?:was|were|has been"
    r"|been) (?:approved|granted approval)|(?:an?|another|one) (?:[\w/-]+ ){0,4}(?:study|trial|report|series"
    r"|review|survey) (?:by|from|of|in|with|evaluat\w+|reported|found|showed|includ\w+|suggest\w+|compar\w+|has"
    r"|demonstrated|conducted|led)|(?:in|from) (?:a|an|one|another|two|three|some|most"
    r"|many) (?:[\w/-]+ ){0,5}(?:study|trial|studies|trials|reports|series)\b)",
    re.IGNORECASE,
)
# The same where own results stand: only words that can mean nothing but another publication.
ELSEWHERE = re.compile(
    r"\b(?:(?:reported|described|published|found|observed|seen|noted) (?:previously|elsewhere|in (?:the"
    r"|other) (?:literature|stud\w+|series|reports|trials|\w+ trial)|by others)|previously (?:reported|described"
    r"|published)"
    r"|(?:previous|earlier|other|published|histori(?:c|cal)|literature|prior) (?:[\w-]+ ){0,2}(?:studies|series|reports"
    r"|trials|publications|controls|cohorts|data|figures)|histori(?:c|cal) (?:rates?|comparators?|results|controls?)"
    r"|as (?:reported|published|described) by|the (?:reported|published) (?:[\w-]+ ){0,3}(?:survival|rates?|incidence|responses?|PFS|OS|ORR)|theirs|the (?:pivotal|registration|registrational|landmark) (?:[\w-]+ )?(?:trial|study)|in the literature|et al\b|meta-?analys[ie]s"
    r"|(?:in|from) (?:an?|one|another|two|three|several) (?:recent|previous|prior|earlier|separate|preceding) (?:[\w/-]+ ){0,4}(?:study|studies|trials?|series|reports?)"
    r"|(?:has|have) (?:also |previously |recently )?been (?:reported|shown|described|published|demonstrated)"
    r"|it (?:was|has been|is) (?:\w+ )?(?:reported|shown|known|estimated))\b|\bet al\.",
    re.IGNORECASE,
)
# Own cases counted together with the literature's are nobody's own result.
POOLED = re.compile(
    r"\b(?:in|of|among|from|across) (?:all |the |these )*(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen) (?:[\w-]+ )?"
    r"(?:articles|publications|papers)\b|\bpooled (?:data|results|analys[ie]s) (?:of|from) (?:\d+|two|three|four|five|six|seven|eight|nine|ten|several) (?:\w+ )?(?:trials|studies|series)\b"
    r"|\b(?:review|analysis|search|survey) of (?:all |the |\d+ )*(?:published|reported|previous|available)"
    r"|\b(?:published|reported|literature) cases\b|\bcases (?:reported|published|described"
    r"|found) in the literature\b|\bincluding (?:ours|our (?:case|patient)s?|the present)\b",
    re.IGNORECASE,
)
GENERAL = re.compile(
    r"\b(?:presently|currently|nowadays|historically|traditionally|in the (?:early|late|past|last)"
    r"|in recent (?:years|decades)|over the (?:past|last)|usually|generally|typically|approximately \d+ ?% of all"
    r"|worldwide(?! (?:network|registry|collaborat\w+|study|series|cohort|survey|database))|annually|per year|each year)\b",
    re.IGNORECASE,
)
# Cooperative groups and registries of the field; a name the paper gives its own study is taken out by `own_names`.
GROUPS = re.compile(
    r"\b(?:EORTC|SARC\d+|SARC|SWOG|GEIS|SEER|NCDB|RTOG|NSABP|UKCCSG|SIOP|EURAMOS|JCOG|GOG|CCG|POG|COG|CALGB"
    r"|NCT\d{8}|FDA|EMA|EURO-EWING|Euro-EWING|ISG|SSG|GeDDiS|EpSSG|NRSTS)\b"
)
TRIAL = re.compile(
    r"\b(?P<a>[A-Z][A-Z0-9]{3,}(?:-?\d+)?)\s+(?:(?:phase\s\w+\s)?(?:trial|study|registry|investigators|database"
    r"|programme|program)|phase\s(?:I{1,3}|[1-3]))\b"
    r"|\b(?:[Ii]n|[Ff]rom|[Oo]f|[Bb]y|the)\s(?P<b>[A-Z][A-Z0-9]{5,}(?:-?\d+)?(?=,|\s(?:the|median|patients"
    r"|response)\b)|[A-Z]{3,}[A-Z0-9]*(?:-?\d+)?(?=\s\(\d[\d.]*\s?(?:months|%|years|weeks)))"
)
ANIMAL = re.compile(
    r"\b(?:dogs?|canine|mice|mouse|murine|rats?|rabbits?|cats|feline|zebrafish|xenografts?|PDX|animals?"
    r"|cell lines?|in vitro|in vivo|cultured|IC50|EC50|[A-Z][\w-]*\d\w* cells|cells? (?:were|was)|apoptosis"
    r"|Western blot\w*|nude)\b",
    re.IGNORECASE,
)
# Counted animals, whatever human samples they were given.
ANIMALS_COUNTED = re.compile(
    r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|\w+teen|\w+ty) (?:[\w-]+ ){0,4}?(?:mice|rats|dogs|rabbits|cats"
    r"|zebrafish|animals)\b",
    re.IGNORECASE,
)
PEOPLE = re.compile(
    r"\b(?:patients?|women|men|children|people|girls?|boys?|(?:man|woman|adult)s?|participants|cases)\b", re.IGNORECASE
)
HUMAN = re.compile(
    r"\b(?:patients?|pts|women|woman|men|man|children|cases?|adults|subjects|participants|girls?|boys?|people"
    r"|individuals|(?:tumou?r|clinical|human|surgical) (?:samples?|specimens?)|clinical trials?)\b",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(?:will|shall|is planned|are planned|is (?:currently )?(?:ongoing|recruiting|underway)"
    r"|are (?:currently )?(?:ongoing|recruiting|underway|exploring)|is (?:designed|intended) to|we (?:plan"
    r"|are planning))\b"
)
PLAN = re.compile(
    r"\b(?:(?:was|were) (?:designed|planned|powered|intended|to (?:receive|be|continue|undergo))|sample size"
    r"|power of|to detect|null hypothesis|significance level|(?:one|two)-sided|would be considered|hypothesi[sz]ed"
    r"|(?:was|were) (?:required|needed|regarded as)|had to (?:respond|be)|two-stage|futility|stopping rule|to proceed"
    r"|of no (?:further )?interest|(?:un)?interesting|promising"
    r"|were permitted|was permitted|were allowed|was allowed|could be (?:reduced|delayed|escalated|given))\b"
)
# A whole sentence of what was only supposed, or of when treatment was to end.
SUPPOSED = re.compile(
    r"^(?:[A-Z][^,.;]{0,40}, )?(?:[Ww]e|[Ii]t was|(?:[Tt]he )?(?:study|trial|protocol|[Ii]nvestigators|authors)) (?:had |have |was |were )?(?:\w+ly )?"
    r"(?:hypothesi[sz]ed|assumed|postulated|presumed|anticipated|supposed|speculated) (?:that|an?|the)\b(?!.*\b(?:but|however|whereas|found|observed)\b)"
    r"|\b(?:was|were) to be (?:stopped|discontinued|interrupted|withheld|reduced|terminated|closed|delayed) (?:if|when|in (?:the )?(?:case|event))\b"
)
DEFINITION = re.compile(
    r"\b(?:(?:was|were|is|are) (?:defined|calculated|estimated|measured|computed|assessed|considered|censored"
    r"|graded|evaluated|classified|categori[sz]ed|scored)\b(?! (?:at|to be) )(?=.{0,60}\b(?:as|from|by|using"
    r"|according|with|to|at the date)\b)"
    r"|defin(?:ed|ition|itions|es?)\b|primary (?:end ?point|objective|outcome)|secondary (?:end ?points?"
    r"|objectives?|outcomes?)|end ?points? (?:were|was|included)|eligib(?:le|ility)|inclusion criteria"
    r"|exclusion criteria|were excluded"
    r"|at least (?:a )?\d+ ?% (?:decrease|increase|reduction)|(?:decrease|increase|reduction) (?:of"
    r"|in) (?:at least|more than|over|≥|>)|sum of (?:the )?(?:longest )?diameters?)\b",
    re.IGNORECASE,
)
# Counted patients whom something has happened to: own even in a methods section.
TREATED = re.compile(
    r"\b(?:\d+|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en|[Ee]leven|[Tt]welve"
    r"|\w+teen|(?:[Tt]wen|[Tt]hir|[Ff]or|[Ff]if|[Ss]ix|[Ss]even|[Ee]igh|[Nn]ine)ty(?:[- ]\w+)?"
    r"|hundred)\s(?:(?!to\b|or\b|of\b)[\w/-]+\s){0,6}?"
    r"(?:patients|cases|pts|women|men|children|subjects|adults|individuals|participants|adolescents)\b(?!\s(?:per"
    r"|in each|will|would))[^.;]{0,160}?\b(?:were|was|had|received|entered|have been)\b"
)
# What is done to patients when a study is put together; with a date or a number of patients it is no mere plan.
ASSEMBLED = re.compile(
    r"\b(?:review of|series of|operated|resected|referred|managed|conducted|treated|analy[sz]ed|included|enrolled|identified|recruited|accrued|followed|reviewed|collected"
    r"|registered|underwent|diagnosed|evaluated|studied|seen|participated|offered|entered|received)\b"
)
PAST = re.compile(
    r"\b(?:was|were|had|did|became|received|achieved|developed|experienced|responded|progressed|died|survived"
    r"|showed|underwent|relapsed|occurred|demonstrated|resulted|reached|completed|remained|presented|stopped|led"
    r"|exhibited|discontinued|obtained|lived|lasted|tolerated|detected|found|revealed|confirmed|carried|harbou?red"
    r"|identified|involved|disappeared|increased|decreased|improved|recurred|followed(?! by)|consisted|belonged"
    r"|averaged"
    r"|metastasi[sz]ed|continued|seemed|appeared|failed|began|started|switched|required|stabili[sz]ed|ranged)\b"
)
PRESENT = re.compile(
    r"\b(?:is|are|has|have|accounts?|represents?|remains?|occurs?|comprises?|affects?|arises?|can|may|does|do"
    r"|generates?|yields?|exceeds?|presents?|will|provides?|includes?|shows?|leads?|offers?|achieves?|produces?"
    r"|gives?|varies|vary|ranges? (?:from|between|over|up)|results? in|improves?|triples?|doubles?|prolongs?|confers?|develops?|requires?"
    r"|involves?|carries|carry|typically|makes?)\b"
)
DEFINITE = re.compile(
    r"\b(?:alive|(?:the|these|those|remaining|all) (?:[\w-]+ ){0,2}(?:patients|cases) (?:have|are)"
    r"|(?:\d+|(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|een)(?:[- ]\w+)?|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve) (?:[\w-]+ )?(?:patients|pts|cases) (?:are|have been|remain)"
    r"|have been (?:\w+ly )?(?:treated|enrolled|included|accrued|followed)|ongoing|still|continues?|maintain\w*)\b",
    re.IGNORECASE,
)
