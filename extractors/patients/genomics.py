"""Alterations of a patient's tumour or germline: gene, origin, kind or HGVS name, one fact a gene.

Gene symbols follow HGNC's form (capitals and digits); HGVS names follow the nomenclature's `c.` and `p.`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.core import cues as re
from extractors.patients.genes import GENES
from extractors.patients.passages import Fact, Passage
from extractors.patients.sought import HGVS, PROTEIN, absent, sought

_GENE = r"(?:[A-Z][A-Z0-9]{1,6}(?:-[A-Z]{1,3}\d?)?|[cC]-?[Kk][Ii][Tt])"
_KIND = (
    r"(?:co-?)?(?:mutations?|variants?|alterations?|amplifications?|deletions?|rearrangements?|translocations?|loss"
    r"|splice[- ]site(?: mutation| variant)?|insertions?|duplications?|exon \d+|missense|nonsense|frameshift"
    r"|fusions?|mutated|mutant|rearranged|amplified|deleted)"
)
_NOT_SYMBOLS = """
DNA RNA NGS PCR IHC FISH CT MRI PET INDEL INDELS SNV SNVS CNV VUS LOH MSI TMB RT QPCR MRNA AML PD SD PR CR OS PFS WES WGS RT US USA
HGVS CDNA MRNA ECOG WHO II III IV UC TNM AJCC NOS HLA CEA LDH
"""
_NOT_GENES = frozenset(_NOT_SYMBOLS.split())
# Names that genes of fusions had before HGNC's.
_FORMER = {
    "EWS": "EWSR1",
    "TLS": "FUS",
    "CHN": "NR4A3",
    "TEC": "NR4A3",
    "SYT": "SS18",
    "FKHR": "FOXO1",
    "CHOP": "DDIT3",
}
_FUSION = re.compile(
    r"(?<![\w-])(?P<a>[A-Z][A-Z0-9]{2,7})\)?\s?(?P<by>-|–|/|::|:)\s?(?P<b>[A-Z][A-Z0-9]{2,7})(?![\w-])"
)
_FUSED = re.compile(r"[^.;]{0,40}\b(?:fusion|rearrange|transloc|transcript)", re.IGNORECASE)
_BOTH = re.compile(r"\s?(?:co-?)?(?:amplif|mutat|express|delet|loss|wild|negativ)", re.IGNORECASE)
# "A fusion of EWSR1 with ATF1" names one alteration of two genes.
_JOINED = re.compile(
    r"\bfusion\s(?:gene\s)?(?:of|between|involving)\s(?:the\s)?(?P<a>[A-Z][A-Z0-9]{1,7})\s(?:genes?\s)?(?:and|with|to)\s(?:the\s)?(?P<b>[A-Z][A-Z0-9]{1,7})\b"
)
_TRANSLOCATION = re.compile(r"\bt\s?\((?:\d{1,2}|X)\s?;\s?(?:\d{1,2}|X)\)(?:\s?\([pq][\d.]*\s?;\s?[pq][\d.]*\))?")
# What is said of a gene whose fusion is told: that it is rearranged, and where it is joined to the other.
_OF_FUSION = re.compile(r"^(?:exon \d+ )?(?:rearrangement|translocation|fusion)$|^exon \d+ mutation$")
# "EWSR1 rearrangements that arise in about half of such tumours" are nobody's in particular.
_IN_GENERAL = re.compile(
    r"[^.;,]{0,60}?\bin\s(?:the\s)?(?:(?:about|approximately|around|nearly|almost|up to|over|roughly)\s)?(?:half|most|many|some|several|majority|one[- ]third|two[- ]thirds|\d+(?:\s?[-–]\s?\d+)?\s?%)(?!\sof (?:the\s)?(?:cells|nuclei|reads|transcripts|alleles))(?=\s(?:of\s)?(?:[\w-]+\s){0,4}(?:cases|patients|tumou?rs|individuals|sarcomas|carcinomas|\w+omas|[A-Z]{2,}s)\b)",
    re.IGNORECASE,
)
# "Some such tumours were reported to harbour ..." is nobody's either.
_OF_SOME = re.compile(
    r"\b(?:(?:have|has) been|were|are|is|was) (?:\w+ly )?(?:reported|described|known|shown|thought|found) to (?:harbou?r|carry|have|bear|contain|show|possess)\s(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
# Nor are "X-rearranged tumours" and "the X rearrangement test".
_OF_MANY = re.compile(
    r"\s(?:(?:soft tissue|bone|mesenchymal|spindle cell|round cell|epithelial)\s)?(?:tumou?rs|neoplasms|sarcomas|carcinomas|malignancies|cancers|entities|(?:test|assay|probe)s?)\b",
    re.IGNORECASE,
)
_NOT_GERMLINE = re.compile(r"\bnon-?\s?germ-?\s?line\b", re.IGNORECASE)
# The loss of a protein in a stain is no alteration of its gene.
_STAINED = re.compile(r"\b(?:express\w*|stain\w*|immuno\w*|nuclear|protein)\b", re.IGNORECASE)
_ALTERED = re.compile(rf"\b{_KIND}\b|{HGVS}", re.IGNORECASE)
# "It also showed the T790M mutation": of the gene that the sentence before spoke of.
_ALSO = re.compile(
    rf"\b(?:also|additionally|in addition|furthermore|as well as|second|another|secondary)\b[^.;]{{0,60}}?(?P<name>{PROTEIN})\s(?:\w+\s)?(?:mutations?|variants?|substitutions?)\b"
)
_SYMBOL = re.compile(rf"(?<![\w.-]){_GENE}(?![\w]|\.\d)")


@dataclass(frozen=True, slots=True)
class Alteration:
    """A gene at `[start, end)` of a passage with what is said of it."""

    gene: str
    start: int
    end: int
    origin: str = ""
    kind: str = "mutation"
    name: str = ""

    @property
    def words(self) -> str:
        return " ".join(
            p for p in (self.gene, self.origin, "" if self.name and not self.origin else self.kind, self.name) if p
        )


def genomics(told: list[Passage]) -> Iterator[Fact]:
    """Each alteration once; a gene told in general is left out where it is told by name."""
    found: list[tuple[Passage, Alteration]] = []
    for k, passage in enumerate(told):
        here = list(_alterations(passage))
        last = found[-1] if found else None
        near = last is not None and 0 < passage.sentence.index - last[0].sentence.index <= 1
        if not here and last and near and k and (also := _ALSO.search(passage.text)):
            here = [replace(last[1], start=also.start("name"), end=also.end("name"), name=also["name"])]
        found += [(passage, a) for a in here]
    fused = {gene for _, a in found if a.kind == "fusion" and "-" in a.gene for gene in a.gene.split("-")}
    found = [(p, a) for p, a in found if a.name or a.gene not in fused or not _OF_FUSION.search(a.kind)]
    named = {a.gene for _, a in found if a.name}
    origins = {a.gene: a.origin for _, a in found if a.origin}
    seen: set[str] = set()
    for passage, alteration in found:
        family = alteration.gene not in GENES and any(
            a.gene.startswith(alteration.gene) for _, a in found if a.gene in GENES
        )
        if (not alteration.name and alteration.gene in named) or family:  # "a BRCA mutation" of one who has BRCA2's
            continue
        if not alteration.origin and (alteration.gene in origins):
            if not alteration.name:
                continue
            alteration = replace(alteration, origin=origins[alteration.gene])
        printed = "-".join(_FORMER.get(gene, gene) for gene in alteration.gene.split("-"))
        if alteration.kind == "translocation" and any(s.startswith(re.sub(r"[^\w>]", "", printed)) for s in seen):
            continue
        if (key := re.sub(r"[^\w>]", "", replace(alteration, gene=printed).words)) not in seen:
            seen.add(key)
            evidence = passage.evidence(alteration.start, alteration.end)
            yield Fact(passage.patient, "genomic", alteration.words, evidence, "gene", 0.85)


def _alterations(passage: Passage) -> Iterator[Alteration]:
    text = passage.text
    taken: list[tuple[int, int]] = []
    for fusion in _fusions(text):
        if not any(a <= fusion.start < b for a, b in taken):
            taken.append((fusion.start, fusion.end))
            before = text[: fusion.start][-90:]
            if not (sought(before) or _OF_SOME.search(before)) and not absent(
                before, text[fusion.end : fusion.end + 90]
            ):
                yield fusion
    if not _ALTERED.search(text):
        return
    genes = [
        m for m in _SYMBOL.finditer(text) if _is_gene(passage, m) and not any(a <= m.start() < b for a, b in taken)
    ]
    runs = _runs(text, genes)
    ends = [0, *(run[-1].end() for run in runs)]
    starts = [*(run[0].start() for run in runs), len(text)]
    for k, run in enumerate(runs):
        yield from _of_run(text[: starts[k + 1]], run, ends[k])


def _fusions(text: str) -> Iterator[Alteration]:
    """Two genes that are one: said to be fused, joined by a double colon, or both well known and joined by a hyphen."""
    for m in _JOINED.finditer(text):
        yield Alteration(f"{m['a']}-{m['b']}", m.start("a"), m.end("b"), kind="fusion")
    for m in _FUSION.finditer(text):
        if m["a"] in _NOT_GENES or m["b"] in _NOT_GENES:
            continue
        known = m["a"] in GENES and m["b"] in GENES
        plain = m["by"] == "::" or (known and m["by"] in ("-", "–", ":") and not _BOTH.match(text[m.end() :]))
        if plain or (m["by"] != ":" and _FUSED.match(text[m.end() :])):
            yield Alteration(f"{m['a']}-{m['b']}", *m.span(), kind="fusion")
    for m in _TRANSLOCATION.finditer(text):
        yield Alteration("".join(m.group().split()), *m.span(), kind="translocation")


def _is_gene(passage: Passage, m: re.Match[str]) -> bool:
    symbol = m.group().upper()
    covered = any(
        passage.at(x)[0] <= m.start() < passage.at(x)[1]
        for x in passage.of("drug", "histotype", "endpoint", "toxicity")
    )
    if covered or symbol.replace("C-KIT", "KIT") in GENES:
        return not covered
    if (
        any(part in _NOT_GENES for part in symbol.split("-"))
        or re.fullmatch(r"[A-Z]\d{3,}", symbol)
        or not re.search(r"[A-Z]{2}|[A-Z]\d", symbol)
        or len(symbol) < 3
    ):
        return False
    if any(short == m.group() for short, _ in passage.paper.abbreviations):
        return False
    return not re.match(rf"{HGVS}$", m.group())


def _runs(text: str, genes: list[re.Match[str]]) -> list[list[re.Match[str]]]:
    """Genes of one enumeration belong together: "of BRCA1, RB1, and JAK2"."""
    runs: list[list[re.Match[str]]] = []
    for gene in genes:
        if runs and re.fullmatch(r"\s*(?:,|and|,\s*and|/)\s*", text[runs[-1][-1].end() : gene.start()]):
            runs[-1].append(gene)
        else:
            runs.append([gene])
    return runs


def _of_run(text: str, run: list[re.Match[str]], since: int) -> Iterator[Alteration]:
    """What is said of the genes of one enumeration, between the ones named before (`since`) and those named next."""
    start, end = run[0].start(), run[-1].end()
    before = re.split(r"[.;]\s|,\s(?:and|but)\s(?=a |an |no )", text[since:start])[-1][-90:]
    after = re.split(r"[;]\s|\.\s(?=[A-Z])", text[end : end + 90])[0]
    before = _NOT_GERMLINE.sub("somatic", before)
    if absent(before, after) or sought(before) or _IN_GENERAL.match(after) or _OF_SOME.search(before):
        return
    ahead = re.search(
        rf"(?P<words>(?:[\w()-]+\s){{0,6}}?){_KIND}\s(?:\([\w ]+\)\s)?(?:of (?:unknown|uncertain|undetermined) (?:clinical )?significance\s)?(?:of|in|for|involving|affecting"
        rf"|significance for)\s(?:unknown significance for\s)?(?:exon \d+ of\s)?(?:the\s)?(?:genes?\s)?$",
        before,
        re.IGNORECASE,
    )
    behind = re.match(
        rf"[\s:—–-]*(?:gene\s)?(?:\((?:[^)]*)\)\s)?(?P<words>(?:[\w.*>_-]+\s){{0,5}}?)(?P<kind>{_KIND})\b",
        after,
        re.IGNORECASE,
    )
    names = list(re.finditer(HGVS, after)) if len(run) == 1 else []
    if not ahead and not behind and not (names and names[0].start() <= 2):
        return
    if behind and _OF_MANY.match(after, behind.end()):
        return
    if "loss" in f"{ahead.group() if ahead else ''}{behind.group() if behind else ''}".lower() and _STAINED.search(
        f"{before[-40:]} {after[:40]}"
    ):
        return
    words = (behind or ahead)["words"] if (behind or ahead) else ""  # type: ignore[index]
    around = f"{words} {ahead.group() if ahead else ''} {after[: behind.end()] if behind else ''}".lower()
    origins = [o for o in ("germline", "somatic") if o in around]
    nearby = re.search(r"\b(germline|somatic)\s(?:[\w-]+\s){0,2}$", before, re.IGNORECASE)
    origins = origins or ([nearby[1].lower()] if nearby else [""])
    kind = _kind(around)
    if names and (behind or names[0].start() <= 2):
        for name in _hgvs(after, names):
            yield Alteration(_symbol(run[0]), start, end, origins[0], kind, name)
        return
    told = re.search(rf"{HGVS}(?=\s)", ahead["words"]) if ahead and len(run) == 1 else None
    if told:  # "a G595R mutation in NTRK1"
        yield Alteration(_symbol(run[0]), start, end, origins[0], kind, told.group())
        return
    for gene in run:
        for origin in origins:
            yield Alteration(_symbol(gene), gene.start(), gene.end(), origin, kind)


def _symbol(m: re.Match[str]) -> str:
    return "KIT" if re.fullmatch(r"c-?kit", m.group(), re.IGNORECASE) else m.group()


_UNKNOWN = re.compile(r"\b(?:unknown|uncertain|undetermined) (?:clinical )?significance")
_NOUN = {"amplif": "amplification", "rearrange": "rearrangement", "delet": "deletion"}


def _kind(words: str) -> str:
    for kind in (
        "variant of unknown significance",
        "amplif",
        "rearrange",
        "translocation",
        "fusion",
        "insertion and deletion",
        "delet",
        "loss",
        "duplication",
    ):
        if kind in words or (kind.startswith("variant") and _UNKNOWN.search(words)):
            exon = re.search(r"exon \d+", words)
            kind = _NOUN.get(kind, kind)
            return f"{exon.group()} {kind}" if exon else kind
    exon = re.search(r"exon \d+", words)
    return f"{exon.group()} mutation" if exon else "mutation"


def _hgvs(after: str, names: list[re.Match[str]]) -> Iterator[str]:
    """HGVS names of one gene; a protein change told for a coding one goes with it."""
    held = ""
    for m in names:
        name = re.sub(r"\s*>\s*", ">", m.group()).rstrip(").,")
        if name.startswith("p.") and held and "(" not in held:
            held = f"{held} ({name})"
            continue
        if held:
            yield held
        held = f"{name})" if name.count("(") > name.count(")") else name
    if held:
        yield held
