"""How a patient enters a text: by number, age or ordinal, as "one patient with ...", or by a "one" after a group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.core import cues as re
from extractors.core.paper import Sentence
from extractors.quantities import parse_number
from extractors.quantities.numbers import WORD
from extractors.quantities.people import KIN

FEMALE = r"(?:woman|girl|female|lady|(?:primi|multi|nulli)gravida|(?:primi|multi|nulli)para|housewife|widow)"
MALE = r"(?:man|boy|male|gentleman)"
PERSON = (
    rf"(?:patient|pt|case|child|infant|neonate|adolescent|teenager|youngster|adult|subject|participant|{FEMALE}|{MALE})"
)
PEOPLE = (
    r"(?:patients|pts|cases|women|men|girls|boys|females|males|children|infants|adolescents|adults|subjects"
    r"|participants|individuals|people|responders|survivors|siblings|dogs|mice|rats|animals)"
)
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|final|other|remaining|1st|2nd"
    r"|3rd|[4-9]th)"
)
_UNIT = r"(?:years?|yrs?|y|months?|mos?|weeks?|wks?|days?)"
_HYPHEN = r"[\s\-‐‑–]*"


@dataclass(frozen=True, slots=True)
class Entrance:
    """One way in at `[start, end)` of a sentence: what is said of the patient there, `strong` when it identifies alone.

    `age` is in years; `count` marks a mere "one patient", a patient only when the text goes on about it; `bare` is a
    "one" without noun, of a group just named; `other` says that they are one more than those told of so far.
    """

    start: int
    end: int
    number: str = ""
    age: Decimal | None = None
    sex: str = ""
    words: str = ""
    ordinal: str = ""
    aside: bool = False
    count: bool = False
    bare: bool = False
    other: bool = False

    @property
    def strong(self) -> bool:
        """Identified by number, age or ordinal, so that the text may go on about it without naming it again."""
        return bool(self.number or self.age is not None or self.ordinal)


_NUMBERED = re.compile(
    r"\b(?:[Pp]atient|PATIENT|[Cc]ase(?:\s[Rr]eport)?|CASE(?:\sREPORT)?|[Pp]t)\.?\s*(?:[Nn]o\.?|[Nn]umber|[Nn]r\.?|ID)?\s*#?\s?(?P<n>\d{1,3}"
    r"|A(?!\s+(?:\d|(?:[a-z-]+\s){0,4}(?:man|woman|male|female|boy|girl|patient|lady|gentleman|case)\b))|[B-H]|I{1,3}|IV|VI{0,3})"
    r"(?![\w%]|[.,/]\d|[\s-]+(?:months?|years?|weeks?|days?|mg|cycles?|courses?|of \d|or more|to \d|lines?)\b)"
    r"|(?<![\w&])#\s?(?P<m>\d{1,3})(?![\w%])"
)
# "(case 3)", "(Patient 1: a man of 60; Patient 2: a woman of 51)".
_IN_BRACKETS = re.compile(r"[(\[](?:\s*|\s?(?:patient|case|pt)\b[^()\[\]]*;\s?(?:and\s)?)$", re.IGNORECASE)
_ONE_ASIDE = re.compile(
    r"\b(?:one|another(?: one)?|the (?:other|second|third|last)(?: one)?)\s?[(\[]\s?$", re.IGNORECASE
)
_AGED = (
    re.compile(
        rf"(?P<age>\d{{1,3}}(?:\.\d|\s?½|\s1/2)?|\b{WORD}\b){_HYPHEN}(?P<unit>{_UNIT})\.?{_HYPHEN}(?:/?o(?:ld)?\b|of age\b|(?=(?:[A-Za-z-]+\s){{0,2}}?(?:{FEMALE}|{MALE})\b))",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{PERSON}(?:\s#?(?:\d{{1,3}}|[A-H]))?,?\s(?:patient,?\s)?aged?\s(?:of\s)?(?P<age>\d{{1,3}})\b(?:\s(?P<unit>{_UNIT})\b)?",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b{PERSON} of (?P<age>\d{{1,2}})\b(?:\s(?P<unit>years|months)\b)?(?!\s*(?:%|patients|cases|[:/]\s?\d)|\.\d)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\(\s*(?:aged?\s)?(?P<age>\d{{1,3}})[\s-]*(?P<unit>{_UNIT})?[\s,;/-]*(?:{FEMALE}|{MALE}|[FM])\b",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:\(|\b(?:patient|case|pt)\.?\s?(?:no\.?\s?)?#?\d{{1,2}}\s?[:,(])\s*(?:an?\s)?(?:{FEMALE}|{MALE}|[FM])[\s,;/]+(?:aged?\s)?(?P<age>\d{{1,3}})\b[\s-]*(?P<unit>{_UNIT})?",
        re.IGNORECASE,
    ),
)
_FIGURE = re.compile(r"\d")
# Without it no age ends so.
_OLD = re.compile(
    rf"old\b|of age\b|(?:y|yr|yrs|mo)[\s.-]*/?o\b|year[\s-]+(?:[A-Za-z-]+\s){{0,2}}?(?:{FEMALE}|{MALE})\b",
    re.IGNORECASE,
)
_OLD_END = re.compile(r"(?:o(?:ld)?|of age)$", re.IGNORECASE)
_ONE = re.compile(r"\b(?:an?|the|this|one)\s+$", re.IGNORECASE)
# One more, whatever the number of the noun: "another 41-years old patients".
_ANOTHER = re.compile(r"\b(?:another|one|an additional|a (?:further|second|third))\s+$", re.IGNORECASE)
# "Mrs B., aged 66 years", "Case 1: 8/F."
_TITLED = r"(?:Mrs?|Ms|Miss)\.?\s[A-Z][\w.]*"
_BRIEF = (
    re.compile(
        rf"\b{_TITLED},?\s(?:was\s|is\s|an?\s)*(?:aged\s)?(?P<age>\d{{1,3}})\b[\s-]*(?P<unit>{_UNIT})?(?:[\s-]*old\b|\sof age\b)?"
    ),
    re.compile(
        r"(?:^|(?<=[:;,(–-]\s)|(?<=[(:])|(?<=\d\.\s))(?P<age>\d{1,2})(?P<unit>)\s?/\s?(?:F|M|[Ff]emale|[Mm]ale)\b"
    ),
    re.compile(
        r"(?:^|(?<=[:;,(–-]\s)|(?<=[(:])|(?<=\d\.\s))(?:F|M|[Ff]emale|[Mm]ale)\s?/\s?(?P<age>\d{1,2})(?P<unit>)\b(?!\d|\.\d|%)"
    ),
)
_NUMBER = r"\b(?:case|patient|pt)\.?\s(?:no\.?\s?)?#?(?:\d{1,2}|[A-H])\s?[:.,(–-]\s*"
_KIN = r"(?:(?:(?:elder|older|younger|twin)\s)?(?:(?P<f>sister|mother|daughter|aunt|wife)|(?P<m>brother|father|son|uncle|husband)))"
# "Case 1: The 47-year-old sister had ...", "Case 2: Her brother, 51, ...": a relative who is a patient in turn.
_NUMBERED_BEFORE = re.compile(rf"{_NUMBER}(?:the|her|his|an?)\s*$", re.IGNORECASE)
_KIN_NEXT = re.compile(rf"[\s,-]*{_KIN}\b", re.IGNORECASE)
# "Her brother, a 29-year-old man, had ...": at the head of a sentence he is the patient it goes on about.
_KIN_APPOSED = re.compile(
    rf"^(?:the|her|his|their)\s{_KIN}(?:\sof (?:the (?:first |index )?|this )?patient)?,?\s(?:also\s)?(?:an?\s)?$",
    re.IGNORECASE,
)
_KIN_AGED = re.compile(
    rf"{_NUMBER}(?:the|her|his)\s{_KIN},\s(?:aged\s)?(?P<age>\d{{1,3}})(?:\syears(?:\sold)?)?(?=\s*[,;(])",
    re.IGNORECASE,
)
_LIMIT_BEFORE = re.compile(
    r"(?:than|over|under|above|below|least|most|[<>≥≤]=?|between|up to|from|median|mean|average|aged?|ages?"
    r"|range[d:]?|until|before|after)\s*(?:age\s|of\s|was\s)*$|\d\s*(?:[-–/]|to|and)\s*$",
    re.IGNORECASE,
)
_AVERAGE = re.compile(r"\b(?:median|mean|average)\s(?:[\w-]+\s){0,2}?ages?\b[^.;,]*$", re.IGNORECASE)
_PLURAL_AFTER = re.compile(
    rf"^\W*(?:\w+\s){{0,2}}{PEOPLE}\b|^\s*(?:or|and) (?:older|younger|above|over|under)|^\s*group", re.IGNORECASE
)
# "33 patients (20 male, 13 female)" counts heads.
_HEADS = re.compile(rf"\b{PEOPLE}(?:\s(?:included|enrolled|treated))?\s*$", re.IGNORECASE)
_HEADS_TOO = re.compile(r"\s*(?:[,;/]|and)\s*(?:and\s)?\d+\s*(?:(?:fe)?males?|(?:wo)?m[ae]n|[FM])\b", re.IGNORECASE)
RELATIVE = re.compile(
    rf"\b(?:{KIN}|relatives?|husbands?|wife)\b",
    re.IGNORECASE,
)
# What is told of the family from here on is not the patient's: "his sister, who had undergone surgery".
TOLD_OF_KIN = re.compile(
    r"\b(?:family history|(?:mother|father)(?! of (?:\d|an?\b|one|two|three|four|five))|(?:brother|sister|sibling|aunt|uncle|cousin|grand(?:mother|father|parent))s?|(?:(?:his|her|whose|['’]s|-old) (?:\w+ )?)(?:son|daughter|child|twin)s?)\b",
    re.IGNORECASE,
)
# "Her son, who was found to have it at 49 years of age": whose age a relative's clause tells.
_OF_RELATIVE = re.compile(
    rf"\b(?:[Hh]er|[Hh]is|[Tt]heir|[Ww]hose|['’]s)\s(?:\w+\s){{0,2}}{KIN}\b"
    r"(?:(?!\b(?:the|our|this) patient\b)(?:[^.;]|\.\d)){0,80}\b(?:at|aged?|age of)\s(?:the age of\s)?$"
)
_SEX = (("female", re.compile(rf"\b{FEMALE}\b", re.IGNORECASE)), ("male", re.compile(rf"\b{MALE}\b", re.IGNORECASE)))
_SEX_LETTER = re.compile(r"\b(?P<f>F)\b|\b(?P<m>M)\b")
_NOUNED = re.compile(
    rf"\b(?P<det>(?:the|a)\s(?P<ord>{_ORDINAL})|(?:only\s)?(?:a single|a further|an additional|one (?:more|further"
    rf"|other|additional)|an?|one|1|another|the))\s"
    rf"(?P<mid>(?:[\w./-]+\s(?!of\b)){{0,4}}?)(?P<noun>{PERSON})\b(?!\s(?:reports?|series|control|record|data"
    rf"|history|histories|number|population|selection|management|care|who ha[sd] not|basis|level|conference"
    rf"|assist\w+|advocacy|program|safety|cohort|group|selection|registered|refus)\b|-)(?!['’]s\b)",
    re.IGNORECASE,
)
_MODIFIER = re.compile(
    r"^[\s,]*(?:\(|with\b|who\b|suffering|diagnosed|treated|given|affected|having|whose\b)", re.IGNORECASE
)
_BARE = re.compile(
    r"(?:(?<=^)|(?<=[,;:(] )|(?<=\band )|(?<=\bwhile )|(?<=\bwhereas )|(?<=included )|(?<=including ))"
    r"(?P<det>one|1|another(?: one)?|the other(?: one)?|the second(?: one)?|the third(?: one)?|(?:a|the) last one"
    r"|the remaining one|an additional one)\s"
    r"(?=with\b|who\b|had\b|has\b|received\b|was\b|is\b|died\b|developed\b|progressed\b|achieved\b|experienced\b"
    r"|transferred\b|stopped\b|discontinued\b|remain|showed\b|relapsed\b|underwent\b|continue|SD\b|PR\b|CR\b|PD\b)",
    re.IGNORECASE,
)
# "Two patients, one with A and one with B, responded": both are only counted.
_TUMOUR_NAME = r"(?:(?!(?:had|was|who|after|at|for|and)\b|\w+ed\s)[\w'’-]+[\s]?){1,6}"
_ONE_AND_ONE = re.compile(
    rf"\b(?:one|1) with\s{_TUMOUR_NAME},?\s?(?:and|or)\s(?:one|1|another) with\s{_TUMOUR_NAME}(?=[,;).]|$)",
    re.IGNORECASE,
)
_DETAIL = re.compile(
    rf"^[^;:]{{0,90}}?(?:\b(?:after|for|at|lasting|within|until|during)\b[^;:,]{{0,25}}?\b(?:\d+"
    rf"|{WORD})\s+(?:\w+\s)?(?:cycles?|courses?|months?|weeks?|years?|days?|doses?)\b|\bdied\b|\b[Hh]e\b"
    rf"|\b[Ss]he\b)"
)
_SIBLINGS = re.compile(
    rf":\s(?!one\b|1\b)(?:\d+|{WORD})\s(?:patients? )?with\s[^,;:()]{{3,60}}(?:,|\sand|,\s?and)\s(?:one|1)\s(?:patient )?with\b"
    rf"|(?:,\s|\band\s|:\s(?=(?:\d+|{WORD})\s(?:patients?\s)?(?:died|relapsed|progressed)\b))(?!one\b|1\b)(?:\d+|{WORD})\s(?:patients? )?(?:had|were|received|achieved|with|developed|died|relapsed|progressed|recurred|responded|remain(?:ed)?|are"
    rf"|showed|experienced|have|CR|PR|SD|PD)\b",
    re.IGNORECASE,
)

_EACH_WITH = re.compile(
    rf"\b(?:\d{{1,3}}|{WORD})\s(?:patients? )?with\s(?:[\w/-]+\s?){{1,4}}(?:(?:,\sand|,|\sand|(?<=\s)and)\s(?:\d{{1,3}}|{WORD})\swith\s(?:[\w/-]+\s?){{1,4}})+",
    re.IGNORECASE,
)


def entrances(sentence: Sentence) -> list[Entrance]:
    """Every entrance of a sentence in text order; what names one patient in one breath is one entrance."""
    text = sentence.text
    aged = list(_aged(text))
    nouned = (_with_age(noun, aged) for noun in _nouned(sentence))
    found = sorted((*_numbered(text), *aged, *nouned, *_bare(sentence)), key=lambda e: (e.start, -e.end))
    joined: list[Entrance] = []
    for entrance in found:
        if joined and _same_breath(text, joined[-1], entrance):
            joined[-1] = _join(joined[-1], entrance)
        elif not joined or entrance.start >= joined[-1].end:
            joined.append(entrance)
    return joined


def _with_age(noun: Entrance, aged: list[Entrance]) -> Entrance:
    """A noun with the age that stands within it: "a 72-year-old Swedish woman"."""
    held = next((a for a in aged if noun.start <= a.start < noun.end), None)
    return noun if held is None else replace(noun, age=held.age, sex=noun.sex or held.sex, count=False)


def _numbered(text: str) -> Iterator[Entrance]:
    for m in _NUMBERED.finditer(text):
        number = m["n"] or m["m"]
        # "one (case 2) died": an aside to a "one" brings it in
        one = _ONE_ASIDE.search(text, 0, m.start())
        aside = one is None and bool(_IN_BRACKETS.search(text, 0, m.start()))
        yield Entrance(one.start() if one else m.start(), m.end(), number=number, aside=aside)


def _aged(text: str) -> Iterator[Entrance]:
    taken: set[int] = set()
    # an age in words is told in one way only
    figures = _FIGURE.search(text) is not None
    for pattern in (*_AGED, *_BRIEF) if figures else _AGED[:1]:
        if pattern is _AGED[0] and not _OLD.search(text):
            continue
        for m in pattern.finditer(text):
            before, after = text[: m.start()], text[m.end() :]
            at = m.start("age")
            limit = _LIMIT_BEFORE.search(text[:at][-24:]) if pattern is _AGED[0] else _LIMIT_BEFORE.search(before[-24:])
            kin = _KIN_NEXT.match(after) if _NUMBERED_BEFORE.search(before) else None
            unsaid = pattern is _AGED[0] and not _OLD_END.search(m.group()) and not _ONE.search(before)
            if (
                at in taken
                or unsaid
                or limit
                or _AVERAGE.search(before[-70:])
                or (_PLURAL_AFTER.match(after[:40]) and not _ANOTHER.search(before))
                or (RELATIVE.search(after[:25]) and not kin)
                or _OF_RELATIVE.search(before)
            ):
                continue
            if pattern in _AGED[3:] and (_HEADS.search(before) or _HEADS_TOO.match(after)):
                continue
            age = _years(m["age"], m["unit"] or "years")
            if age is None or age > 110:
                continue
            taken.add(at)
            apposed = _KIN_APPOSED.match(before)
            sex = _kin_sex(kin or apposed) if kin or apposed else _sex(before[-22:], m.group(), after)
            start = apposed.start() if apposed else m.start()
            other = _ANOTHER.search(before) is not None
            yield Entrance(start, m.end() + (kin.end() if kin else 0), age=age, sex=sex, other=other)
    for m in _KIN_AGED.finditer(text) if figures else ():
        yield Entrance(m.start(), m.end(), age=Decimal(m["age"]), sex=_kin_sex(m))


def _kin_sex(m: re.Match[str] | None) -> str:
    return "" if m is None else "female" if m["f"] else "male"


def _years(printed: str, unit: str) -> Decimal | None:
    half = re.search(r"\s?(?:½|\s1/2)$", printed)
    number = parse_number(printed[: half.start()] if half else printed)
    if number is None:
        return None
    number += Decimal("0.5") if half else 0
    per_year = {"y": 1, "m": 12, "w": 52, "d": 365}[unit[0].lower()]
    return number if per_year == 1 else round(number / per_year, 2)


def _sex(before: str, within: str, after: str) -> str:
    """The sex an age is told with: a noun inside, behind (before whoever comes next) or just before it."""
    behind = re.split(r"[.;]|\b(?:whose|who|with|in|and|was|had|presented|her|his)\b", after[:60], maxsplit=1)[0]
    for place in (within, behind, after[:28].split(";")[0], re.split(r"[.;:]", before)[-1]):
        for name, pattern in _SEX:
            if pattern.search(place):
                return name
    if re.match(r"Mrs?\b|Ms\b|Miss\b", within):
        return "male" if within.startswith(("Mr ", "Mr.")) else "female"
    letter = _SEX_LETTER.search(within)
    return ("female" if letter["f"] else "male") if letter else ""


def _nouned(sentence: Sentence) -> Iterator[Entrance]:
    text = sentence.text
    for m in _NOUNED.finditer(text):
        det, after = " ".join(m["det"].lower().split()), text[m.end() :]
        definite = det == "the"
        histotype = any(m.start() <= a < m.end() for a, _ in map(sentence.at, sentence.of("histotype")))
        layers = ("histotype", "site", "drug") if definite else ("histotype", "site")
        modified = bool(_MODIFIER.match(after)) and _names(sentence, m.end(), _clause_end(text, m.end()), layers)
        drug = any(m.start() <= a < m.end() for a, _ in map(sentence.at, sentence.of("drug")))
        sex = next((name for name, pattern in _SEX if pattern.search(m.group())), "")
        if definite and not (
            (histotype or drug or (modified and re.match(r"\s(?:with|treated|who)\b", after))) and not m["ord"]
        ):
            continue
        named = histotype or modified or drug
        ordinal = (m["ord"] or "").lower()
        words = " ".join(f"{ordinal} {text[m.start('mid') : m.end()]}".split())
        if "one" in words.split():
            continue
        yield Entrance(m.start(), m.end(), sex=sex, words=words, ordinal=ordinal, count=not named and not ordinal)


def _bare(sentence: Sentence) -> Iterator[Entrance]:
    """A bare "one" is a patient when it is told in detail, a count when its neighbours are counted too."""
    text = sentence.text
    pairs = [(p.start(), p.end()) for p in _ONE_AND_ONE.finditer(text) if not re.search(r"\d", p.group()[3:])]
    for m in _BARE.finditer(text):
        after = text[m.end() :]
        if any(a <= m.start() < b for a, b in pairs):
            continue
        first, last = text.rfind(";", 0, m.start()) + 1, text.find(";", m.end())
        if _SIBLINGS.search(text[first : last if last > 0 else None].strip()):
            continue
        with_tumour = after.startswith("with") and _names(sentence, m.end(), m.end() + 60)
        if with_tumour and not _DETAIL.match(after) and _divides(text, m.start()):
            continue
        if with_tumour or _DETAIL.match(after):
            words = " ".join(re.split(r"[,;.(]", text[m.start() :], maxsplit=1)[0].split()[:7])
            yield Entrance(m.start(), m.start() + len(m["det"]), words=words, bare=True)


def _divides(text: str, at: int) -> bool:
    """Whether a "one with ..." is among several of a group told apart by tumour: "(two with chordoma, one with ...)"."""
    return any(m.start() <= at < m.end() for m in _EACH_WITH.finditer(text))


def _names(sentence: Sentence, start: int, end: int, layers: tuple[str, ...] = ("histotype", "site")) -> bool:
    return any(start <= a < end for a, _ in map(sentence.at, sentence.of(*layers)))


_CLAUSE_ENDS = re.compile(r"[;:]|,\s(?:and|while|whereas)\b")


def _clause_end(text: str, at: int) -> int:
    m = _CLAUSE_ENDS.search(text, at)
    return min(m.start() if m else len(text), at + 120)


def _same_breath(text: str, first: Entrance, second: Entrance) -> bool:
    """Whether two entrances name one patient: fields that do not clash, and only an apposition between them."""
    if second.start < first.end:
        return not (first.number and second.number)
    gap = text[first.end : second.start]
    if (first.number and second.number) or (first.age is not None and second.age is not None) or len(gap) > 110:
        return False
    if second.number:
        return second.aside and not re.search(r"[;:]|\band (?:an?|one)\b", gap)
    if re.search(r"[;]|\b(?:and|or|while|whereas|than|versus|another|followed by)\b", gap) or second.ordinal:
        return False
    if second.age is not None:
        return (
            first.number != ""
            or bool(re.fullmatch(r"\W*(?:(?:was|is|being)\W+)?(?:an?\W*)?", gap))
            or bool(first.ordinal and len(gap) < 45)
        )
    return bool(re.fullmatch(r"\W*(?:(?:was|is|being)\W*)?", gap))


def _join(first: Entrance, second: Entrance) -> Entrance:
    return replace(
        first,
        end=max(first.end, second.end),
        number=first.number or second.number,
        age=first.age if first.age is not None else second.age,
        sex=first.sex or second.sex,
        words=first.words or second.words,
        ordinal=first.ordinal or second.ordinal,
        aside=first.aside and second.aside,
        count=first.count and second.count,
        other=first.other or second.other,
    )
