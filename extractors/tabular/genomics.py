"""Alterations listed in one cell: cut at gene symbols, a protein change or fusion staying with its gene."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractors.core import cues as re

# HGNC symbols: two capitals or digits at least; a fusion joins two by a hyphen, slash or double colon.
_SYMBOL = r"[A-Z][A-Z0-9]{1,9}"
_FUSION = re.compile(rf"{_SYMBOL}(?:-|::|/){_SYMBOL}")
_GENE = re.compile(rf"(?<![\w.-]){_SYMBOL}(?:(?:-|::|/){_SYMBOL})?(?![\w]|-[a-z])")
# HGVS short forms of a protein change (P278S, Q61*, V600E, E746_A750del) and words that only look like symbols.
_CHANGE = re.compile(r"[A-Z]\d{1,5}(?:[A-Z*]|fs\w*|del|ins|dup|_\w+)?")
# "FISH positive (TPM4)" under a header that asks for one gene's partner
_PARTNER = re.compile(r"[^()]*\b(?:pos(?:itive)?|rearranged|detected|present|yes|\+)\s*\(([A-Z][A-Z0-9]{1,7})\)", re.I)
_NOT_GENE = {
    "DNA",
    "RNA",
    "NGS",
    "FISH",
    "IHC",
    "WT",
    "MSI",
    "MSS",
    "TMB",
    "NA",
    "ND",
    "NO",
    "CNV",
    "SNV",
    "VUS",
    "LOH",
    "ITD",
}
_KIND = re.compile(r"\b(mutation|fusion|rearrangement|amplification|deletion|loss|translocation)", re.I)
_PRESENT = re.compile(r"(?:yes|present|positive|pos|mutated|mutant|detected|\+)\W*", re.I)
_NOTHING = re.compile(
    r"(?:none?|not? (?:\w+ ?){1,3}|negative|wild[- ]?type|n\.?[ad]\.?|unknown|[-–—−]+|NP|NE)\W*", re.I
)


# What a short form stands for that is a gene's: "epidermal growth factor receptor".
_OF_GENE = re.compile(
    r"gene\b|recept|kinase|factor|protein|homolog|onco|suppress|fusion|transloc|family|subunit|transcript|polymerase|domain|growth|repair|helicase",
    re.I,
)
_TWO_LETTERS = {"AR", "FH"}


def alterations(text: str, header: str = "", long: Callable[[str], str | None] = lambda _: None) -> Iterator[str]:
    """Each alteration in the cell's words; a header that names one gene speaks for cells that name none.

    `long` writes out the paper's short forms: what it knows as a tumour, a place or a response is no gene.
    """
    if (gene := _of_header(header)) and not any(m.group() not in _NOT_GENE for m in _GENE.finditer(text)):
        kind = _KIND.search(header)
        if _PRESENT.fullmatch(text.strip()):
            usual = "fusion" if _FUSION.fullmatch(gene) else "mutation"
            yield f"{gene} {kind[1].lower() if kind else usual}"
        elif re.search(r"\d", text) and not _NOTHING.fullmatch(text.strip()):
            yield f"{gene} {text.strip()}"
        return
    if gene and (m := re.fullmatch(r"[A-Z][A-Z0-9]{1,7}", text.strip())) and re.search(r"fusion|partner", header, re.I):
        yield f"{m.group()}-{gene} fusion"
        return
    if gene and (m := _PARTNER.fullmatch(text.strip())) and re.search(r"fusion|partner", header, re.I):
        yield f"{m[1]}-{gene} fusion"
        return
    # a fusion cut at a line's end
    text = re.sub(r"(?<=[A-Z0-9])(-|–|::|/) (?=[A-Z][A-Z0-9])", r"\1", text)
    # a status that a flattened table left before the alterations is none of them
    text = re.sub(r"^(?:A?NED|AWD|DO[DCP]|DWD|Dead|Alive|Died)\s+(?=[A-Z])", "", text)
    for part in re.split(r"\s*[;,\n•|]\s*", text):
        if part and not _NOTHING.fullmatch(part.strip()):
            yield from _cut(part.strip(), long)


GENE_ANSWER = re.compile(rf"{_PRESENT.pattern}|{_NOTHING.pattern}", re.I)


def one_gene(header: str) -> bool:
    """Whether a header asks for what befell one gene: "NR4A3 rearrangement"."""
    return bool(gene := _of_header(header)) and bool(_KIND.search(header) or _FUSION.fullmatch(gene))


def _of_header(header: str) -> str:
    """The only gene that a header names: "KIT mutation", "ALK fusion partner"."""
    found = {m.group() for m in _GENE.finditer(header)} - _NOT_GENE
    return found.pop() if len(found) == 1 else ""


def _is_gene(symbol: str, long: Callable[[str], str | None]) -> bool:
    if symbol in _NOT_GENE or _CHANGE.fullmatch(symbol) or (len(symbol) < 3 and symbol not in _TWO_LETTERS):
        return False
    meant = long(symbol)
    return not meant or bool(_OF_GENE.search(meant))


def _cut(part: str, long: Callable[[str], str | None]) -> Iterator[str]:
    starts: list[int] = []
    before = ""
    for m in _GENE.finditer(part):
        if not _is_gene(m.group(), long):
            continue
        # "ALK IGF1-ALK fusion": a gene named before its own fusion stays with it
        joined = before and _FUSION.fullmatch(m.group()) and before in re.split(r"-|::|/", m.group())
        if not (joined and starts and not part[starts[-1] + len(before) : m.start()].strip()):
            starts.append(m.start())
        before = m.group()
    if not starts:
        return
    if part[: starts[0]].strip():
        starts[0] = 0
    for start, end in zip(starts, [*starts[1:], len(part)], strict=True):
        yield re.sub(r"[*†‡]+", "", part[start:end]).strip(" .:")
