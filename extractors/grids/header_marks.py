"""What headers print beside the names of columns: the number of patients, and what a test gave."""

from __future__ import annotations

import re

# "P", "p-value", "P trend", "Log-rank (p)": a column of p-values, or a word that heads one.
P_VALUE = re.compile(
    r"(?:[pP](?:[- ]?[vV]alues?)?|P-?\d?|[pP] ?trend|[Ll]og-?rank.*)\s?[a-d*†‡§¶#]{0,2}(?:\s?\((?!\s?[nN]\s?=)[^()]*\))*[a-d*†‡]?$"
)
# "(n = 20)" behind an arm, "(N=20 pts)", "[n: 20]", "(20 patients)", "(No. = 20)", "(n=20; %)".
COUNTED_IN = r"(?:pts|patients?|cases|subjects|participants|persons|women|men|children)"
_SHARE = r"(?:\s?[,;]?\s?(?:n\s?)?\(?%\)?)?"
SIZED = re.compile(
    rf"[(\[]\s?(?:(?:[nN]|[Nn][or]\.?)\s?[=:]\s?\d[\d,]*\s?(?:{COUNTED_IN}\.?)?|\d[\d,]*\s{COUNTED_IN}){_SHARE}\s?[)\]][*†‡§a-d]?$"
)
