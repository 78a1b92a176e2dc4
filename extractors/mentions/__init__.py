"""Mentions of drugs and tumours that no vocabulary lists, as findings for a reviewer to place."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core import cues as re
from extractors.core.contract import Attribution, Evidence, MentionFinding, Term
from extractors.core.document import SectionKind
from extractors.core.paper import Mention, Paper

_TUMOUR = re.compile(
    r"(?:oma|omas|omata|tumou?rs?|cancers?|neoplasms?|malignanc\w+|leuka?emias?|blastomas?)\b", re.IGNORECASE
)
# Words that name no particular tumour.
_GENERAL = re.compile(
    r"(?:(?:the|this|these|primary|metastatic|solid|advanced|malignant|recurrent|rare|other|lung|liver|local|target)\s+)*"
    r"(?:tumou?rs?|cancers?|neoplasms?|malignanc\w+|hematomas?|edemas?|oedemas?|glaucoma|trauma|coma)",
    re.IGNORECASE,
)


class Mentions:
    """One finding a name, with every place where it stands; its concept is empty and its method the model's."""

    name = "mentions"
    needs = frozenset({"DRUG", "DISEASE"})
    finding = MentionFinding

    def extract(self, paper: Paper) -> Iterator[MentionFinding]:
        """Yield names in order of first appearance; diseases only when they name a tumour."""
        places: dict[tuple[str, str], list[tuple[Mention, Attribution]]] = {}
        for sentence in paper.sentences:
            if sentence.section in (SectionKind.REFERENCES, SectionKind.BACK_MATTER):
                continue
            for mention in sentence.of("DRUG", "DISEASE"):
                if mention.layer == "DRUG" or is_tumour(mention.text):
                    key = (mention.layer, " ".join(mention.text.lower().split()))
                    places.setdefault(key, []).append((mention, sentence.attribution))
        for (label, _), found in places.items():
            yield self._finding(paper, label, found)

    @staticmethod
    def _finding(paper: Paper, label: str, found: list[tuple[Mention, Attribution]]) -> MentionFinding:
        evidence: list[Evidence] = [paper.evidence(m.start, m.end) for m, _ in found]
        attributions = [a for _, a in found]
        return MentionFinding(
            label="DRUG" if label == "DRUG" else "DISEASE",
            term=Term(printed=found[0][0].text),
            attribution="own" if "own" in attributions else attributions[0],
            evidence=tuple(evidence),
            method="mention.ner",
            confidence=0.7,
        )


def is_tumour(text: str) -> bool:
    """Whether a disease's name ends as tumours' names do, and is not merely the word tumour."""
    return bool(_TUMOUR.search(text)) and not _GENERAL.fullmatch(" ".join(text.split()))
