"""Laboratory names that stand for what is graded of them, and the CTCAE term of each: "Platelets", "AST", "Bilirubin".

Source: CTCAE v5.0, system organ class Investigations, and anaemia. A name whose value may be graded in both directions
(sodium, glucose, "liver function") is none. Patterns match whole names, without regard to capitals.
"""

from __future__ import annotations

DECREASED = (
    ("Anemia", r"h(?:a?emoglobin|b|gb)"),
    ("Neutrophil count decreased", r"neutrophils?|granulocytes?|ANC|absolute neutrophils?"),
    ("Platelet count decreased", r"platelets?|thrombocytes?|PLTs?"),
    ("White blood cell decreased", r"white (?:blood )?cells?|leu[ck]ocytes?|WBCs?"),
    ("Lymphocyte count decreased", r"lymphocytes?|ALC"),
)
INCREASED = (
    ("Aspartate aminotransferase increased", r"AST|ASAT|S?GOT|AST\s*/\s*S?GOT|aspartate (?:amino)?transaminase|aspartate aminotransferase"),
    ("Alanine aminotransferase increased", r"ALT|ALAT|S?GPT|ALT\s*/\s*S?GPT|alanine (?:amino)?transaminase|alanine aminotransferase"),
    ("Blood bilirubin increased", r"bilirubin"),
    ("Alkaline phosphatase increased", r"alkaline phosphatase|ALP"),
    ("Creatinine increased", r"creatinine?"),
    ("Blood lactate dehydrogenase increased", r"lactate dehydrogenase|LDH"),
    ("GGT increased", r"γ-?\s?GTP?|GGTP?|gamma[- ]?GTP?|gamma[- ]glutamyl[- ]?transferase"),
)  # fmt: skip
