"""Mentions of drugs and tumours that no vocabulary lists, as findings for a reviewer to place."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.core.contract import Attribution, Evidence, MentionFinding, Term
from extractors.core.document import SectionKind
from extractors.core.paper import Mention, Paper
from extractors.mentions.plausible import is_coded_drug, may_be_drug, may_be_tumour

# Of 69 names found on real papers 60 were drugs, classes of drugs or tumours (counted by hand, November 2026). The filter
# was made on these papers: as in `pipeline.confidence` they count a fifth, beside ten names that are right as often as
# authors of the model thought (0.7).
_RIGHT = round((0.2 * 60 + 10 * 0.7) / (0.2 * 69 + 10), 2)


class Mentions:
    """One finding a name, with every place where it stands; its concept is empty and its method the model's."""

    name = "mentions"
    needs = frozenset({"DRUG", "DISEASE"})
    finding = MentionFinding

    def extract(self, paper: Paper) -> Iterator[MentionFinding]:
        """Yield names in order of first appearance; only such as can be drugs or tumours at all."""
        places: dict[tuple[str, str], list[tuple[Mention, Attribution]]] = {}
        plausible: set[tuple[str, str]] = set()
        for sentence in paper.sentences:
            if sentence.section in (SectionKind.REFERENCES, SectionKind.BACK_MATTER):
                continue
            for mention in sentence.of("DRUG", "DISEASE"):
                key = (mention.layer, " ".join(mention.text.lower().split()))
                places.setdefault(key, []).append((mention, sentence.attribution))
                if _is_plausible(paper, mention):
                    plausible.add(key)
        for key, found in places.items():
            if key in plausible:
                yield self._finding(paper, key[0], found)

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
            confidence=_RIGHT,
        )


def _is_plausible(paper: Paper, mention: Mention) -> bool:
    if mention.layer == "DISEASE":
        return may_be_tumour(mention.text)
    return may_be_drug(mention.text) or is_coded_drug(paper.prose.text, mention.start, mention.end)
