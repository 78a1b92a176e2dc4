"""Clauses of a comparison: "our 18 %, compared with 22 % in the phase III trial" holds two studies' results."""

from __future__ import annotations

from itertools import pairwise

from extractors.core import cues as re
from extractors.core.branches import branched

# Words behind which a comparison's other side begins.
_BREAK = branched(
    r";\s|:\s(?=[a-z])|,?\s\(?(?:as )?compared (?:with|to)\s|,?\s(?:which )?compar(?:es|ed|ing|able"
    r"|ably)(?: \w+){0,2} (?:with|to)\s|\bcompar(?:es|ed) (?:\w+ )?with\s|,?\s(?:versus|vs\.?)\s"
    r"|,?\s(?:whereas|while|although|though|but|unlike|against|as opposed to|in contrast (?:to|with)|contrary to"
    r"|in line with|in (?:agreement|accordance|keeping) with|consistent with|(?:very )?(?:similar|comparable|superior|inferior|equivalent|equal) to(?: that| those)?"
    r"|close to|(?:not )?different from|which (?:is|was|are|were) (?:\w+ )?(?:higher|lower|better|worse|longer"
    r"|shorter|similar|comparable))\s"
    r"|\b(?:higher|lower|better|worse|longer|shorter|greater|smaller|less|more|fewer|inferior|superior) (?:than"
    r"|to) (?=the\b|that\b|those\b|in\b|what\b|previously|reported|other|\d)|\bagree(?:s|d)? with\s|\bconfirm(?:s"
    r"|ed|ing)?\s(?=the \d)"
    r"|\b(?:above|below|(?:exceed|surpass)(?:s|es|ed|ing)?|approach(?:es|ed|ing)?|match(?:es|ed|ing)?) (?:the (?=[\d.,]+\s?%?|rate|figure)|that (?=of|seen"
    r"|found|reported)|what )|,\s(?=as (?:did|was|were|had|in (?:other|earlier|previous|published|the literature)|(?:reported|described|found|shown|published) (?:by|previously|before|elsewhere|in)) )"
    r"|,\s(?=(?:our|we|in our|in this|in the (?:present|current)|here)\b)|,\s(?:and |additionally,? "
    r"|moreover,? )(?=[A-Z][a-z]+ et al|others\b|in our\b)",
    re.IGNORECASE,
)


def split(text: str) -> list[tuple[int, int]]:
    """The clauses of a sentence as `[start, end)`, in order, covering it; one when nothing is compared."""
    cuts = [0, *(m.start() for m in _BREAK.finditer(text) if m.start() > 0), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if b > a]
