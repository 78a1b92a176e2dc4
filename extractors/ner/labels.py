"""The two labels of the entity model."""

DRUG = "DRUG"
"""A drug or other chemical, by whatever name: generic, brand, development code, abbreviation."""

DISEASE = "DISEASE"
"""A disease, tumours among them, and what a drug can cause: symptoms, signs, adverse events."""
