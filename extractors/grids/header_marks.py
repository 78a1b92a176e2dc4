"""What headers print beside the names of columns: the number of patients, and what a test gave."""

from __future__ import annotations

import re

# "P", "p-value", "P trend", "Log-rank (p)": a column of p-values, or a word that heads one.
P_VALUE = re.compile(
    r"(?:[pP](?:[- ]?[vV]alues?)?|P-?\d?|[pP] ?trend|[Ll]og-?rank.*)\s?[a-d*†‡§¶#]{0,2}(?:\s?\((?!\s?[nN]\s?=)[^()]*\))*[a-d*†‡]?$"
)
# "(n = 20)" behind an arm.
SIZED = re.compile(r"[(\[]\s?[nN]\s?=\s?\d[\d,]*\s?[)\]][*†‡§a-d]?$")
