"""Section headings of medical papers: alone on a line, run in before a colon, or marked up."""

from __future__ import annotations

import re

from extractors.core.document import SectionKind as K

# Parts of a case report (CARE guidelines 2013, BMJ Case Reports); under methods or results they head something else.
_OF_STORY = (
    r"timeline|diagnostic (assessments?|work-?up|evaluation|procedures?)|(therapeutic|surgical|treatment) interventions?"
    r"|outcomes? and follow-?up|follow-?up and outcomes?|treatment (and|&) (outcomes?|follow-?up|course)|(differential|final) diagnos[ei]s|diagnosis"
    r"|(past |family )?(medical |oncologic(al)? )?history|physical examination|investigations|patient perspectives?"
    r"|(hospital|treatment|disease|clinical|postoperative) course|clinical (history|findings|features|details)"
    r"|(molecular|genomic|genetic|patholog(y|ic(al)?)|histopatholog(y|ical)|radiolog(y|ic(al)?)|imaging|laboratory) (findings?|analys[ie]s|profiling|testing|examination)"
)
# Headings as journals and MEDLINE's structured abstracts print them (NLM label categories BACKGROUND, OBJECTIVE,
# METHODS, RESULTS, CONCLUSIONS).
_NAMES: tuple[tuple[K, str], ...] = (
    (K.ABSTRACT, r"(structured )?abstract|summary|synopsis|(lay|plain language) summary"),
    (
        K.BACKGROUND,
        r"(background|introduction|context|rationale)(( and |/)(aims?|objectives?|purpose|importance|rationale))?",
    ),
    (
        K.BACKGROUND,
        r"(study )?(aims?|objectives?|purpose|goals?)(( and |/)(background|importance|hypothes[ei]s))?( of (the|this) study)?"
        r"|importance|(research |study )?questions?|hypothes[ei]s|lessons? learned",
    ),
    (
        K.METHODS,
        r"((patients?|materials?|subjects?|participants|cases|design|study design)(,? and |, |/| & ))*methods?"
        r"|methods?(,? and |/| & )(materials?|patients|subjects|participants|design)|study (cohort|patients)"
        r"|methodology|patients and (treatment|methods)|study (design|population)( and .*)?|experimental design"
        r"|statistic(al|s)( methods| analys[ie]s| considerations)?|eligibility( criteria)?"
        r"|treatment (schedule|plan|protocol|administration)( and .*)?|trial design|setting|design|interventions?"
        r"|(design,? |setting,? |patients?,? )*(setting|design|patients?),? (and|&) (participants|setting|subjects|patients)|participants"
        r"|(main |primary |secondary )?outcomes?( \(s\))?( and|,)? measures?( .*)?|exposures?|measurements"
        r"|data (sources?|extraction)|(study|evidence) (selection|acquisition)|outcome (evaluation|assessment)|(response|efficacy) (evaluation|assessments?)"
        r"|data collection( and .*)?|study endpoints?|assessments?|patients/registry|ethics( approval)?"
        r"|(competent authorities|ethical?) approval",
    ),
    (
        K.CASES,
        r"case (reports?|series|presentations?|descriptions?|histor(y|ies)|summar(y|ies))"
        r"|(patient|case) ?#? ?(no\.? ?)?\d{1,2}|((illustrative|representative|individual|selected|exemplary|index) )(cases?|patients?)|(clinical|our|the) cases?"
        r"|(patient|case) (narratives?|vignettes?|studies|study)|reports? of cases?|patients?['’]?s? concerns?|patients? and observations?|observations?"
        r"|case (details|outline|overview|scenario|records?|illustrations?|examples?)"
        r"|(presentation|overview|summary|outline|description|details|history) of (the |a |our )?(cases?|patients?)"
        r"|(clinical|patient|initial) (presentations?|descriptions?|information|summary|stor(y|ies))",
    ),
    (K.CASES, _OF_STORY),
    (
        K.RESULTS,
        r"((main|principal|key) )?(results?|findings|outcomes?)( and discussion)?|evidence synthesis|methodology/principal findings"
        r"|methods and findings|patients?( and tumou?rs?)? characteristics"
        r"|(baseline|clinical|demographic) (patient )?characteristics|(patient )?demographics?|(clinical|treatment|oncologic(al)?) outcomes?"
        r"|efficacy( outcomes?| results| of( [\w-]+){1,4})?|safety( and (toxicity|tolerability|efficacy))?"
        r"|toxicit(y|ies)( of( [\w-]+){1,4}| profile| data| and .*)?( \(table.*)?|tolera(nce|bility)( .*)?|adverse events|follow.?up( and survival)?|survival( outcomes?| analysis)?"
        r"|(tumou?r )?responses?( to (treatment|therapy)| rates?)?|treatment( exposure| received| delivery)?|patients and treatments?",
    ),
    (
        K.DISCUSSION,
        r"(case )?discussions?( and conclusions?)?|discussion of (the |our )?cases?|comments?|((systematic|brief|short|concise) )?(literature review|review of (the )?((published|relevant) )?literature)|discussion and (literature )?review( of (the )?literature)?",
    ),
    (
        K.CONCLUSION,
        r"concluding remarks|take.home messages?|interpretation|lessons?|(clinical )?(significance|implications)|implications for \w+( \w+)?"
        r"|(discussion(/| and ))?conclusions?(( and |/)((clinical )?(relevance|significance|implications?)|recommendations?|interpretation))?",
    ),
    (
        K.REFERENCES,
        r"references|bibliography|literature cited",
    ),
    (
        K.BACK_MATTER,
        r"acknowledge?ments?|funding( sources?)?|(competing|conflicts? of) interests?( statement)?|disclosures?"
        r"|authors?['’]? contributions?|abbreviations|additional files?|availability of data.*|supplementary .*"
        r"|consent( for publication)?|author details|(clinical )?trials? (registration|registry|number|identifier|information)( number| identifier)?"
        r"|clinicaltrials\.gov( identifier)?|key ?words|correspondence( to)?",
    ),
)
_COMPILED = tuple((kind, re.compile(names, re.IGNORECASE)) for kind, names in _NAMES)
# Headings that open a part of the paper; any other stays within the part that is open.
_TOP = re.compile(
    r"(?:abstract|summary|background|introduction|(?:(?:patients?|materials?|subjects?|cases)(?: and |/| & ))?methods?"
    r"|case (?:reports?|series|presentations?|descriptions?)|results?(?: and discussion)?|findings|discussion(?: and conclusions?)?|comments?"
    r"|conclusions?|concluding remarks|references|bibliography|acknowledge?ments?|funding.*|abbreviations|additional files?)",
    re.IGNORECASE,
)
_STORY = re.compile(_OF_STORY, re.IGNORECASE)
_PARTS = {K.METHODS, K.RESULTS, K.DISCUSSION, K.CASES}
_IN_ABSTRACT = {
    K.BACKGROUND: K.ABSTRACT_BACKGROUND,
    K.METHODS: K.ABSTRACT_METHODS,
    K.RESULTS: K.ABSTRACT_RESULTS,
    K.CONCLUSION: K.ABSTRACT_CONCLUSION,
}
# Run-in headings: "Results: Ten patients", "Abstract. Rare tumours", "### methods We".
RUN_IN = re.compile(
    r"(?:(?<=^)|(?<=\s)(?=#{2,4}\s)|(?<=[.?!\])]\s)|(?<=[.?!\])]\n)|(?<=\n)|(?<=[a-z\d)\]%]\.)(?=[A-Z])"
    r"|(?<=[\w%)]\s)(?=(?-i:Background|Methods|Results|Conclusions?):\s)"
    r"|(?<=[)\]])(?=[A-Z]))(?P<mark>#{1,4}\s*)?(?P<name>"
    r"(?:Importance|Questions?|Design, Setting,? and Participants|Setting and Participants|Participants|Interventions?|Exposures?|Main Outcomes? and Measures?"
    r"|Conclusions? and Relevance|Conclusions?/Significance|Patients?['’]?s? Concerns?|Diagnos[ei]s|Outcomes?|Lessons?(?: Learned)?|Evidence Synthesis|Methodology/Principal Findings|Principal Findings"
    r"|[Tt]rial [Rr]egistration(?: [Nn]umber)?|(?:Main )?[Oo]utcome [Mm]easures?|Main Outcome Measure\(s\)"
    r"|(?:patients?|materials?|subjects|participants|cases)(?:(?:,? and |/| & |, )(?:patients?|materials?|subjects))*(?:,? and |/| & )methods?"
    r"|methods?(?: and (?:results?|materials?|patients))?|methodology|materials?|subjects|study population|(?:study|experimental|trial|research) design"
    r"|[Bb]ackgrounds?|[Ii]ntroduction|[Cc]ontext|[Oo]bjectives?|[Pp]urpose|[Aa]ims?|[Dd]esign(?: and [Ii]ntervention(?:\(s\)|s)?)?|[Ss]etting|[Pp]atients"
    r"|[Rr]esults?|[Ff]indings|[Cc]onclusions?|[Dd]iscussion|[Ii]nterpretation|[Kk]ey ?words|[Aa]bstract|[Cc]ase (?:[Ss]ummary|[Rr]eports?|[Pp]resentation|[Dd]escription)))"
    r"(?P<stop>\s*[:.]\s|\s*[—–]\s|\s)",
    re.IGNORECASE,
)


# Parts of an abstract whose names may stand before capitals without a stop ("Background Drugs are few. Methods We treated ...
# Results Six responded."); so many different ones are needed to show that they are headings.
_PART = re.compile(
    r"background|purpose|objectives?|aims?|(?:patients|materials?) and methods|methods|results|conclusions?",
    re.IGNORECASE,
)
_PARTS_NAMED = 3
_OF_METHODS = ("patients", "main outcome", "design", "material", "subjects", "research")
# Parts of a case report's abstract that elsewhere head methods or results.
_OF_CASE = re.compile(r"interventions?|outcomes?|diagnos[ei]s", re.IGNORECASE)


# A heading of the author's own: words without figures or stops; the running text below it.
_SUBHEADING = re.compile(r"[A-Za-z][^\d.,;:!?|=<>%]{3,60}")
_CLAUSE = re.compile(r"\b(?:was|were|is|are|had|has|have|been|did)\b")
_RUNNING = re.compile(r"(?!(?:Fig(?:ure|\.)?|FIGURE|Table|TABLE)\s*\w{1,4}[.:|])[A-Z][\w’'-]*(?:[ -][^\s]+){4,}")
_WORDS, _SHORT = 8, 0.7
# What journals print before a heading's words: squares and arrows, "3.2", "3.2 |" (Wiley), "IV.".
_LEAD = re.compile(
    r"(?:[■▪●•◆▶►▸❯§#]+\s*)?"
    r"(?:(?:\d{1,2}(?:\.\d{1,2})*|(?-i:[IVX]{1,4}(?=\s?[.|:)·]\s)))(?:\s?[.|:)·]){0,2}\s+)?"
)
_LETTERS_APART = re.compile(r"[A-Za-z](?: [A-Za-z]){4,}")
_APART = {
    name.replace(" ", "").lower(): name
    for name in (
        *("Materials and methods", "Material and methods", "Patients and methods", "Subjects and methods"),
        *("Results and discussion", "Case report", "Case reports", "Case presentation", "Case series"),
    )
}


def heading_words(line: str) -> str:
    """A heading without its number, mark and stops: "3.2 | Safety" is "Safety", "R E S U L T S" "RESULTS"."""
    parts = [
        p.replace(" ", "") if _LETTERS_APART.fullmatch(p) else p
        for p in re.split(r"\s{2,}|\t", line.strip(" \t\n\f:.#"))
    ]
    text = _LEAD.sub("", " ".join(" ".join(parts).split()), count=1)
    return _APART.get(text.lower(), text)


def heading_kind(line: str) -> K | None:
    """The section that a line alone heads, None when it is no known heading."""
    if len(line) > 120:
        return None
    text = heading_words(line)
    if not text or len(text) > 80:
        return None
    for kind, pattern in _COMPILED:
        if pattern.fullmatch(text):
            return kind
    return None


def is_subheading(line: str, below: str) -> bool:
    """Whether a line is a heading that no list holds, `below` the text after it: "3.1 | Whole group", "Angiosarcoma".

    Justified text fills its lines: a first line that stops well short of the next, without a stop, and is followed by a
    capital is no part of the sentence below it.
    """
    below = below.partition("\n")[0]
    words = heading_words(line)
    return bool(
        _SUBHEADING.fullmatch(words)
        and not line.rstrip().endswith((".", "?", "!", ","))
        and not _CLAUSE.search(line)
        and len(words.split()) <= _WORDS
        and len(line.rstrip()) < _SHORT * len(below)
        and _RUNNING.match(below)
    )


def in_abstract(kind: K) -> K:
    """The abstract's own part of that kind."""
    return _IN_ABSTRACT.get(kind, kind)


def within(part: K, kind: K, title: str) -> K:
    """The kind of a heading under the part that is open: "Safety" under Methods is methods, under Results results."""
    named = heading_words(title)
    if _TOP.fullmatch(named) or part not in _PARTS:
        return kind
    if kind is K.CASES and _STORY.fullmatch(named):
        return part
    return part if kind in (K.METHODS, K.RESULTS, K.BACKGROUND) else kind


def _is_plain(m: re.Match[str]) -> bool:
    """Whether nothing but a space stands behind a name that is not marked up."""
    return not m["mark"] and not m["stop"].strip()


def _before_capital(text: str, m: re.Match[str]) -> bool:
    return m["name"][0].isupper() and re.match(r"\s*(?:[A-Z]|\d)", text[m.end() - 1 :]) is not None


def _stands_out(text: str, m: re.Match[str]) -> bool:
    """Whether a name without colon is a heading all the same: no space before it, or in capitals, a capital behind it."""
    glued = m.start() > 0 and text[m.start() - 1] in ".)]"
    loud = m["name"].isupper() and len(m["name"]) > 4
    return (glued or loud) and _before_capital(text, m)


def run_in_headings(text: str) -> list[tuple[int, int, K, str]]:
    """Run-in headings of a passage as (start, end, kind, title); end is where the heading's sentence begins.

    A name without colon counts only when marked up (`### methods`), glued to the stop before it ("groups.Results
    Twenty"), in capitals behind one ("groups. RESULTS Twenty") or one of several parts of an abstract told so, so that
    running words are no headings.
    """
    found = []
    dotted = False
    names = list(RUN_IN.finditer(text))
    parts = [m for m in names if _is_plain(m) and _PART.fullmatch(m["name"]) and _before_capital(text, m)]
    bare = parts if len({m["name"].lower() for m in parts}) >= _PARTS_NAMED else []
    for m in names:
        if _is_plain(m) and m not in bare and not _stands_out(text, m):
            continue
        if not m["mark"] and not m["name"][0].isupper():
            continue
        if "." in m["stop"] and not m["mark"]:
            # "Background. ... Methods. ... Results. ...": the first at the start of a line says that stops close them
            if (
                m.start() != 0
                and text[m.start() - 1] != "\n"
                and not (dotted and re.match(r"[A-Z\d]", text[m.end() :]))
            ):
                continue
            dotted = True
        name = re.sub(r"\((s)\)", r"\1", m["name"])
        if (of_case := _OF_CASE.fullmatch(name)) and re.search(
            r"\bPatients?['’]?s? concerns?\s*[:.]", text, re.IGNORECASE
        ):
            found.append((m.start(), m.end(), K.CASES, m["name"]))
            continue
        if of_case and name.lower().startswith("diagnos"):
            continue
        kind = heading_kind(name) or (K.METHODS if name.lower().startswith(_OF_METHODS) else K.BODY)
        found.append((m.start(), m.end(), kind, m["name"]))
    return found
