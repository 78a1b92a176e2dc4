"""Terms as CURIEs: the codes that the vocabularies carry, NCIt first; what has none stands in a space of our own."""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.core.vocabulary import vocabulary

Term = dict[str, str]
OWN = "SERIATIM"
# Vocabulary's name of a code system -> prefix of the CURIE; in the order in which they are preferred.
SYSTEMS = {
    "ncit": "NCIT",
    "oncotree": "ONCOTREE",
    "icdo3": "ICDO3",
    "rxnorm": "RXNORM",
    "uberon": "UBERON",
    "meddra": "MEDDRA",
    "unii": "UNII",
}
# Name, home page and start of a term's address, by prefix.
RESOURCES = {
    "NCIT": ("NCI Thesaurus", "http://purl.obolibrary.org/obo/ncit.owl", "http://purl.obolibrary.org/obo/NCIT_"),
    "ONCOTREE": ("OncoTree", "https://oncotree.mskcc.org", "https://oncotree.mskcc.org/#/home?search="),
    "ICDO3": ("ICD-O-3", "https://www.who.int/standards/classifications", "urn:icd-o-3:"),
    "RXNORM": (
        "RxNorm",
        "https://www.nlm.nih.gov/research/umls/rxnorm",
        "http://purl.bioontology.org/ontology/RXNORM/",
    ),
    "UBERON": ("Uberon", "http://purl.obolibrary.org/obo/uberon.owl", "http://purl.obolibrary.org/obo/UBERON_"),
    "MEDDRA": ("MedDRA", "https://www.meddra.org", "http://purl.bioontology.org/ontology/MEDDRA/"),
    "UNII": (
        "Unique Ingredient Identifier",
        "https://precision.fda.gov/uniisearch",
        "https://fdasis.nlm.nih.gov/srs/unii/",
    ),
    "UCUM": ("Unified Code for Units of Measure", "https://ucum.org", "urn:ucum:"),
    OWN: ("Terms of the paper without a code", "urn:seriatim", "urn:seriatim:"),
}
# CDISC SDTM codelists FREQ (C71113) and ROUTE (C66729), whose codes are NCIt's.
FREQUENCIES = {
    "QD": ("C25473", "Daily"),
    "BID": ("C64496", "Twice Daily"),
    "TID": ("C64527", "Three Times Daily"),
    "QOD": ("C64525", "Every Other Day"),
    "QW": ("C67069", "Every Week"),
    "BIW": ("C64497", "Twice Weekly"),
    "TIW": ("C64528", "Three Times Weekly"),
    "Q2W": ("C71127", "Every Two Weeks"),
    "Q3W": ("C64535", "Every Three Weeks"),
    "Q4W": ("C64529", "Every Four Weeks"),
    "QM": ("C64498", "Monthly"),
    "ONCE": ("C64576", "Once"),
}
ROUTES = {
    "PO": ("C38288", "Oral Route of Administration"),
    "IV": ("C38276", "Intravenous Route of Administration"),
    "SC": ("C38299", "Subcutaneous Route of Administration"),
    "IM": ("C28161", "Intramuscular Route of Administration"),
    "IT": ("C38267", "Intrathecal Route of Administration"),
    "TOP": ("C38304", "Topical Route of Administration"),
}


def term(label: str, layer: str) -> Term:
    """A vocabulary's concept by its label: its first code by preference, else the label in a space of our own."""
    concept = vocabulary().lookup(label, layer)
    codes = dict(concept.codes) if concept else {}
    for system, prefix in SYSTEMS.items():
        if system in codes:
            code = codes[system].removeprefix(f"{prefix}:")
            return {"id": f"{prefix}:{code}", "label": label}
    return own(label)


def own(label: str) -> Term:
    """A term of the paper that no vocabulary codes."""
    return {"id": f"{OWN}:{slug(label)}", "label": label}


def slug(text: str) -> str:
    """A text as part of an identifier."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unnamed"


def coded(code: str, table: dict[str, tuple[str, str]]) -> Term:
    """A frequency or route."""
    return {"id": f"NCIT:{table[code][0]}", "label": table[code][1]} if code in table else own(code)


def unit(code: str) -> Term:
    """A UCUM unit; AUC, which is no unit, is a term of our own."""
    return own("AUC") if code == "AUC" else {"id": f"UCUM:{code}", "label": code}


@lru_cache(maxsize=1)
def _endpoints() -> dict[str, tuple[str, str]]:
    """Label and NCIt code (empty without one) by the record's own code of a response category or endpoint."""
    found: dict[str, tuple[str, str]] = {}
    for entry in vocabulary().layers.get("endpoint", []):
        codes = dict(entry.concept.codes)
        if "seriatim" in codes and (
            codes["seriatim"] not in found or (not found[codes["seriatim"]][1] and "ncit" in codes)
        ):
            found[codes["seriatim"]] = (entry.concept.label, codes.get("ncit", ""))
    return found


def endpoint(code: str) -> Term:
    """A response category or time endpoint."""
    label, ncit = _endpoints().get(code, (code.replace("_", " "), ""))
    return {"id": f"NCIT:{ncit}", "label": label} if ncit else own(label)


def resources(used: set[str], version: str) -> list[dict[str, str]]:
    """The metadata's resources for the prefixes used; codes are those that vocabularies of `version` carry."""
    return [
        {
            "id": prefix.lower(),
            "name": RESOURCES[prefix][0],
            "url": RESOURCES[prefix][1],
            "version": version,
            "namespacePrefix": prefix,
            "iriPrefix": RESOURCES[prefix][2],
        }
        for prefix in sorted(used)
    ]
