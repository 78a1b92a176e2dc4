"""What a column of a table of patients holds, told by its header and confirmed by its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.core import cues as re
from extractors.core.branches import Several
from extractors.core.contract import Term
from extractors.quantities.units import AMOUNT, DURATION, amount_unit, duration_unit
from extractors.tabular.bearing import amounts, bears_out, tumours
from extractors.tabular.categories import category
from extractors.tabular.genomics import GENE_ANSWER, one_gene
from extractors.tabular.joined import roles_of, split_cell
from extractors.tabular.key import Key, bare
from extractors.tabular.values import NOTHING

# A status of a marker, an organ, a habit: not the patient's.
_OTHER_STATUS = (
    r"(?:(?-i:\b[A-Z][A-Z-]*\d\w*|\b[A-Z]{3,})|mutation\w*|expression|receptors?|hormon\w*|smoking|menopaus\w*|nodal|node|margins?|resection|methylation|fusion"
    r"|performance|surgical|marital|insurance|gene\w*|molecular|marker|methyl\w*|immun\w*|biomarker|deficien\w*) status"
)
_HEADERS: tuple[tuple[str, str], ...] = (
    ("dfi", r"\bDFI\b|disease[- ]free interval|interval .*(?:relapse|recurrence|metasta)"),
    ("dose", rf"\bdos(?:e|age|ing)\b|(?:^|[\s(]){AMOUNT}(?:\s?/\s?(?:day|d)\b|\s*(?:daily|bid|b\.i\.d\.|qd))?\s*\)?$"),
    ("prior_lines", r"(?:number|no\.?|n°|nr\.?|#) of .*(?:lines?|therap|regimen|treatment|chemo)|(?:prior|previous|earlier|preceding) (?:\w+ )?lines?|lines? (?:before|prior)|^lines? of"),
    ("age", r"^age\b"),
    ("sex", r"^(?:sex|gender)\b|^(?:m/f|f/m)$"),
    ("performance_status", r"\bECOG\b|\bperformance\b|^(?:WHO )?PS\b|karnofsky|\bKPS\b"),
    ("toxicity", r"toxicit|adverse|side[- ]effects?|\b(?:TR|TE|ir|im|D)?AEs?\b"),
    ("response", r"response|\bRECIST|\bChoi\b|PERCIST|\boutcome\b|\bBOR\b|\bresult\b"),
    ("time", r"duration|time (?:on|to)\b|\bPFS\b|\bOS\b|\bTTP\b|\bTTF\b|\bDOR\b|surviv|follow[- ]?up|(?:months|weeks|days) on\b|^(?:mos?|months|weeks) of"),
    ("prior_treatment", r"(?:prior|previous|earlier|past|preceding)\b.*(?:treat|therap|chemo|surg|systemic|regimen)|(?:treatments?|therap(?:y|ies)|chemotherap(?:y|ies)|systemic \w+|regimens?) (?:before|given before|prior to)\b|\bpre-?treatment\b|^(?:prior|previous|earlier|past) (?:\w+ )?(?:\w*TKIs?|\w*ICIs?|drugs?|agents?|inhibitors?|anthracyclines?|immunotherap\w+|medication)\b"),
    ("genomic", r"genom|molecular|mutation|alteration|fusion|genetic|\bNGS\b|aberration|\bpartner\b|rearrangement"),
    ("histotype", r"histolog|histotype|patholog|sub-?type|diagnosis|tumou?r type|entity|\btype of (?:tumou?r|sarcoma)"),
    ("recurrence_sites", r"recurren|relapse|metasta|sites? of disease|disease sites?"),
    ("primary_site", r"primary|\bsite\b|location|localization|origin"),
    ("procedure", r"procedure|surgery|surgical|operation|resection|intervention|local (?:therapy|treatment)"),
    ("status", rf"^(?!.*{_OTHER_STATUS}).*status|outcome|vital|last (?:follow|visit|contact)|evolution|^alive\b|\bdead\b|^condition"),
    ("treatment", r"^(?:(?:study|hormonal|endocrine|systemic|targeted|matched|medical|off-label) )?(?:drugs?|treatment|regimen|therapy|agents?|targeted (?:therapy|agent)|chemotherapy|medication)s?\b"),
)  # fmt: skip
# Headers that may hold tumours or sites: what most cells name decides.
_TUMOUR = re.compile(
    r"\btumou?rs?\b|\bprimary\b|\bcancer\b|malignan|\bneoplas|\bsarcoma\b|^disease$|\bcondition\b|indication", re.I
)
# How far the disease had come, or when: "Staging at time of diagnosis", "Year of diagnosis".
EXTENT = re.compile(
    r"\bstag(?:e|ing)\b|\b(?:extent|spread|presentation|status)\b.*\bdiagnosis\b|\b(?:at|after|since|from|before|until|year|date|age|time|interval|months?) (?:the )?(?:(?:of|to) )?(?:the )?"
    r"(?:initial |first |primary )?diagnosis\b",
    re.I,
)
_TREATED = re.compile(r"^(?:initial |primary |local |first )?(?:treatment|therapy|management)s?\b", re.I)
_CATEGORY_AND_TIME = re.compile(
    r"\s*[A-Za-z][A-Za-z ]*?\s*[(,;/]\s*\d+(?:[.,]\d+)?\s*\+?\s*(?:mo(?:nth)?s?|wk|weeks?|days?)?\s*\+?\)?\s*"
)
_ALTERATION = re.compile(r"\b[A-Z][A-Z0-9]{2,}\b.*\b(?:fusion|mutation|loss|amplification|exon \d+|[A-Z]\d+[A-Z*])")
ROLES = tuple(role for role, _ in _HEADERS)
_FIELDS = tuple((role, re.compile(pattern, re.I)) for role, pattern in _HEADERS)
_FIELDED = Several(pattern for _, pattern in _FIELDS)
ENDPOINTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (code, re.compile(pattern, re.I))
    for code, pattern in (
        ("PFS", r"\bm?PFS\b|progression[- ]free"),
        ("RFS", r"\bRFS\b|\bDFS\b|(?:disease|relapse|recurrence)[- ]free surviv"),
        ("EFS", r"\bEFS\b|event[- ]free"),
        ("TTP", r"\bTTP\b|time to (?:disease |tumou?r )?progression"),
        ("TTF", r"\bTTF\b|time to treatment failure"),
        ("DOR", r"\bDO?R\b|duration of (?:the )?(?:\w+ )?(?:response|remission)|response duration"),
        ("sd_duration", r"duration of (?:stable disease|SD|stabili[sz]ation)|SD duration"),
        ("follow_up", r"follow[- ]?up|\bFU\b"),
        ("treatment_duration", r"(?:duration|length) of (?:\S+ ){0,4}?(?:treatment|therapy)|(?:treatment|therapy) duration|time on\b|(?:months|weeks|days) on\b|duration of (?:\w+ )?exposure|^duration\b(?! of (?:\w+ )?(?:disease|symptoms?|illness|hospital\w*|diagnosis|surgery|anemia|fever|pain|complaints?|swelling|history|lesions?|mass|tumou?r|delay|stay))"),
        ("OS", r"\bm?OS\b|overall surviv|\bsurviv(?:al)?\b"),
    )
)  # fmt: skip


SURGERY = re.compile(
    r"ectomy\b|\bsurg|excision|resection|amputation|\b(?:WLE|TAH|BSO)\b|limb[- ](?:salvage|sparing)|debulking|curettage|Whipple|exenteration"
    r"|disarticulation|enucleation|transplant",
    re.I,
)


@dataclass(frozen=True)
class Field:
    """A column's role with what its header adds: drugs, unit, criteria or endpoint."""

    role: str
    header: str
    drugs: tuple[Term, ...] = ()
    unit: str = ""
    detail: str = ""


@lru_cache(maxsize=4096)
def endpoint(header: str) -> str:
    """The contract's endpoint that a header names, empty for none."""
    return next((code for code, pattern in ENDPOINTS if pattern.search(header)), "")


def time_unit(text: str) -> str:
    """UCUM unit of a header's duration, as in "PFS (wk)"; empty when it gives none."""
    found = [m for m in re.finditer(rf"(?<![\w-]){DURATION}(?![\w-])\.?", text, re.I) if len(m.group()) > 1]
    return duration_unit(found[-1].group()) if found else ""


def read_field(header: str, cells: Sequence[str], key: Key) -> tuple[Field, ...]:
    """The fields of a column; two for a header such as "Age/sex"; none when the cells do not bear it out."""
    plain = bare(header)
    if pair := _pair(plain):
        return tuple(Field(role, part) for role, part in pair)
    filled = [c for c in cells if c and not NOTHING.fullmatch(c.strip())]
    if both := _joined(plain, filled, key) or _response_and_time(plain, filled, key):
        return both
    if re.match(r"alive\b", plain, re.I) and filled and all(_ANSWER.fullmatch(c.strip()) for c in filled):
        return (Field("status", header, (), "", "alive"),)
    if (
        one_gene(plain)
        and filled
        and all(_ANSWER.fullmatch(c.strip()) or GENE_ANSWER.fullmatch(c.strip()) for c in filled)
    ):
        return (Field("genomic", header),)
    for role, pattern in _FIELDS:
        if role == "histotype" and EXTENT.search(plain):
            continue
        if (pattern.search(plain) or pattern.search(key.spelt(plain))) and bears_out(role, filled, key):
            field = _field(role, plain, key, header)
            if role != "dose" or field.unit or amounts(filled):
                return (field,)
    if (drugs := key.drugs(plain)) and (m := re.search(AMOUNT, plain, re.I)):
        return (Field("dose", plain, drugs, amount_unit(m.group())),)
    if _TUMOUR.search(plain) and tumours(filled, key):
        return (Field("histotype", plain),)
    if _TREATED.search(plain) and sum(bool(SURGERY.search(c)) for c in filled) >= 0.5 * len(filled) > 0:
        return (Field("procedure", plain),)
    if filled and sum(bool(_ALTERATION.search(c)) for c in filled) >= 0.5 * len(filled):
        return (Field("genomic", plain),)
    return ()


_ANSWER = re.compile(r"(?:yes|no|y|n)\W*", re.I)
_JOINED = ("time", "status", "response")


def joined_roles(part: str, key: Key) -> tuple[str, ...]:
    """Roles of half a header that may share a column with another; a time needs its endpoint's name."""
    spelt = key.spelt(part)
    named = [role for role, p in _FIELDS if role in _JOINED and (p.search(part) or p.search(spelt))]
    return tuple(r for r in named if r != "time" or endpoint(part) or endpoint(spelt))


def read_joined(column: Sequence[Field], text: str, key: Key) -> dict[str, str]:
    """The parts of a cell by the roles of a column that holds two facts."""
    first, second = (f.role for f in column)
    return split_cell(text, (first, second), lambda role, part: bears_out(role, (part,), key))


def _joined(plain: str, cells: Sequence[str], key: Key) -> tuple[Field, ...]:
    """A time with a status or response: "OS (mo), status", "Outcome (follow-up, months)", where the cells have both."""
    if not cells:
        return ()
    ways = list(roles_of(plain, lambda part: joined_roles(part, key)))
    named = joined_roles(plain, key)
    if "status" in named and "time" in named and time_unit(plain):
        ways.append((("status", plain), ("time", plain)))  # "Status at last follow-up (months)" above "DOD (21)"
    for (one, left), (other, right) in ways:
        column = (_half(one, left, plain, key), _half(other, right, plain, key))
        both = [read_joined(column, c, key) for c in cells]
        if sum(len(parts) == 2 for parts in both) >= 0.5 * len(cells) and sum(map(bool, both)) >= 0.8 * len(cells):
            return column
    return ()


def _half(role: str, part: str, plain: str, key: Key) -> Field:
    """One of a column's two fields; the unit may stand in either half."""
    if role == "time":
        name = endpoint(part) or endpoint(key.spelt(part))
        of_response = name == "treatment_duration" and re.search(r"\brespon", plain, re.I)
        return Field(role, part, (), time_unit(plain), "DOR" if of_response else name)
    return _field(role, part, key, part)


def _response_and_time(plain: str, cells: Sequence[str], key: Key) -> tuple[Field, ...]:
    """A response with how long it lasted: "Response (duration, months)" above "PR (7+)"."""
    unit = time_unit(plain)
    if not cells or not re.search(r"respon", plain, re.I) or not (unit or re.search(r"duration", plain, re.I)):
        return ()
    joined = [c for c in cells if _CATEGORY_AND_TIME.fullmatch(c)]
    if len(joined) < 0.5 * len(cells) or not all(category(re.split(r"[(,;/]", c)[0], key) for c in joined):
        return ()
    return Field("response", plain, (), "", plain), Field("time", plain, (), unit, "DOR")


def is_treatment(header: str) -> bool:
    """Whether a header speaks of treatment of any kind, so that only the operations among it are procedures."""
    return bool(_TREATED.search(bare(header)))


def header_role(header: str, key: Key) -> str:
    """The first role that a header names, whatever the cells; empty for none or for two at once."""
    plain = bare(header)
    if "/" in re.sub(r"\(.*?\)", "", plain):
        return ""
    return next((role for role, p in _FIELDS if p.search(plain) or p.search(key.spelt(plain))), "")


def named_roles(header: str, key: Key) -> tuple[str, ...]:
    """All roles that a header names, likeliest first; "age/sex" for a header of two parts."""
    plain = bare(header)
    if pair := _pair(plain):
        return ("/".join(role for role, _ in pair),)
    spelt = key.spelt(plain)
    return tuple(_FIELDS[k][0] for k in sorted({k for text in {plain, spelt} for k in _found(text)}))


def _found(text: str) -> Iterator[int]:
    """The roles that a text names, by their numbers."""
    return (k for k in _FIELDED.live(text) if _FIELDS[k][1].search(text))


_BRACKETS, _JOINS = re.compile(r"\(.*?\)"), re.compile(r"\s*[/&;]\s*|\s+and\s+|,\s*")


def _pair(plain: str) -> list[tuple[str, str]]:
    """The two roles of a header such as "Age/sex" with their words, empty for any other."""
    if not any(sign in plain for sign in ("/", ",", "and", "&", ";")):
        return []
    parts = [p.strip() for p in _JOINS.split(_BRACKETS.sub("", plain)) if p.strip() and not _YEARS.fullmatch(p.strip())]
    if len(parts) != 2:
        return []
    roles = [_role(p) for p in parts]
    return list(zip(roles, parts, strict=True)) if all(roles) and roles[0] != roles[1] else []


_YEARS = re.compile(r"(?:in )?(?:years?|yrs?|y|months?|mo)\.?", re.I)
_PAIRS = {"age", "sex", "primary_site", "recurrence_sites", "histotype", "performance_status"}


def _role(part: str) -> str:
    return next((role for role in (_FIELDS[k][0] for k in _found(part)) if role in _PAIRS), "")


def _field(role: str, plain: str, key: Key, header: str) -> Field:
    if role == "dose":
        amount = re.search(rf"(?<![\w]){AMOUNT}(?![\w])", plain, re.I)
        return Field(role, header, key.drugs(plain), amount_unit(amount.group()) if amount else "")
    if role == "time":
        return Field(role, header, key.drugs(plain), time_unit(plain), endpoint(plain) or endpoint(key.spelt(plain)))
    if role == "dfi":
        return Field(role, header, (), time_unit(plain))
    if role == "response":
        return Field(role, header, (), "", "Choi" if re.search(r"\bChoi\b", plain, re.I) else plain)
    return Field(role, header, key.drugs(plain) if role == "prior_lines" else ())
