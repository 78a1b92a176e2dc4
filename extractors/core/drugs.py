"""Groups of drugs by what they are given for, beyond what the vocabulary's group says."""

from __future__ import annotations

_SUPPORTIVE = {
    "corticosteroid", "antiemetic", "G-CSF", "GM-CSF", "uroprotectant", "folate rescue", "methotrexate antidote",
    "cardioprotectant", "cytoprotectant", "erythropoiesis-stimulating agent", "thrombopoietin receptor agonist",
    "urate oxidase", "xanthine oxidase inhibitor", "antidiarrheal", "antibiotic", "antihypertensive", "bisphosphonate",
    "thyroid hormone",
}  # fmt: skip
_OTHER_DISEASE = {
    "anticoagulant", "antifungal", "antifungal (CYP3A4 inhibitor)", "antiviral", "antiepileptic", "statin", "fibrate",
    "proton pump inhibitor", "pituitary hormone", "immunosuppressant", "enzyme", "NSAID",
}  # fmt: skip


def supportive(group: str) -> bool:
    """Whether drugs of this vocabulary group go along with a treatment and treat no tumour."""
    return group in _SUPPORTIVE


def treats_tumours(group: str) -> bool:
    """Whether drugs of this group are given against a tumour as a rule."""
    return group not in _SUPPORTIVE | _OTHER_DISEASE
