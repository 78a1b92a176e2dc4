"""Load the entity model: the shipped one, or one of scispacy's that the user has installed."""

from __future__ import annotations

import re
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import is_package

from extractors.ner.invented_drugs import ONCOLOGY_ENDINGS, OTHER_ENDINGS
from extractors.ner.labels import DISEASE, DRUG

SHIPPED = Path(__file__).parent / "model"
SCISPACY = re.compile(r"en_ner_bc5cdr_md|en_core_sci_(?:sm|md|lg|scibert)")
# en_core_sci_* know one label, ENTITY: the ending of the entity's last word decides which of ours it is.
DRUG_ENDING = re.compile(
    rf"(?:{'|'.join(sorted(ONCOLOGY_ENDINGS + OTHER_ENDINGS, key=len, reverse=True))})$", re.IGNORECASE
)
DISEASE_ENDING = re.compile(
    r"(?:[a-z]omas?|omata|tumou?rs?|cancers?|neoplasms?|leuka?emias?|itis|osis|opathy|penia|a?emia|diseases?|syndromes?|toxicity)$",
    re.IGNORECASE,
)


def our_label(entity: Span) -> str | None:
    """Return DRUG or DISEASE for an entity of a scispacy model, or None where it is neither as far as one can tell."""
    known = {"CHEMICAL": DRUG, "DISEASE": DISEASE}
    if entity.label_ in known:
        return known[entity.label_]
    if DISEASE_ENDING.search(entity.text):
        return DISEASE
    return DRUG if DRUG_ENDING.search(entity.text) else None


@Language.component("seriatim_entity_labels")
def seriatim_entity_labels(doc: Doc) -> Doc:
    """Give the entities of a document our labels; drop those that have none."""
    labelled = [(entity, our_label(entity)) for entity in doc.ents]
    doc.ents = [Span(doc, entity.start, entity.end, label=label) for entity, label in labelled if label]
    return doc


def load_ner(model: str | None = None) -> Language:
    """Return a pipeline whose `doc.ents` are labelled DRUG or DISEASE. Nothing is downloaded.

    `model` is None for the shipped model, or the name of an installed scispacy package: `en_ner_bc5cdr_md`, whose
    labels are renamed, or `en_core_sci_sm|md|lg|scibert`, whose one label is split by the word's ending (coarsely:
    entities without a telling ending are dropped).

    Raises ValueError for any other name, and OSError where the package is not installed.
    """
    if model is None:
        return spacy.load(SHIPPED)
    if not SCISPACY.fullmatch(model):
        raise ValueError(f"unknown entity model {model!r}: leave it unset, or name en_ner_bc5cdr_md or en_core_sci_*")
    if not is_package(model):
        raise OSError(
            f"the entity model {model} is not installed: install scispacy's release of it, or leave the setting unset"
        )
    nlp = spacy.load(model)
    nlp.add_pipe("seriatim_entity_labels", last=True)
    return nlp
