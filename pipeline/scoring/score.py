"""Precision, recall and F1 by kind and document, on core and on all fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pipeline.records import SCORED
from pipeline.scoring.agree import Fact, number
from pipeline.scoring.gold import Gold
from pipeline.scoring.match import match


@dataclass
class Tally:
    """Counts of matched, gold and predicted facts, and of matches in every field."""

    matched: int = 0
    gold: int = 0
    predicted: int = 0
    exact: int = 0

    def add(self, other: Tally) -> None:
        """Add another tally's counts."""
        self.matched += other.matched
        self.gold += other.gold
        self.predicted += other.predicted
        self.exact += other.exact

    @property
    def precision(self) -> float:
        """Matched of predicted; 0 without predictions."""
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Matched of gold; 0 without gold."""
        return self.matched / self.gold if self.gold else 0.0

    def f1(self, exact: bool = False) -> float:
        """Harmonic mean; 1 when there is neither gold nor prediction."""
        hits = self.exact if exact else self.matched
        return 2 * hits / (self.gold + self.predicted) if self.gold + self.predicted else 1.0

    def as_json(self) -> dict[str, Any]:
        """Counts and scores."""
        return {
            "gold": self.gold,
            "pred": self.predicted,
            "matched": self.matched,
            "f1": self.f1(),
            "exact_f1": self.f1(exact=True),
        }


@dataclass
class Report:
    """Tallies by kind and by document, and the facts that were found, missed and spurious: (doc, fact or record)."""

    kinds: dict[str, Tally] = field(default_factory=dict)
    docs: dict[str, Tally] = field(default_factory=dict)
    found: list[tuple[str, Fact]] = field(default_factory=list)
    missed: list[tuple[str, Fact]] = field(default_factory=list)
    spurious: list[tuple[str, Fact]] = field(default_factory=list)

    @property
    def total(self) -> Tally:
        """All kinds together."""
        total = Tally()
        for tally in self.kinds.values():
            total.add(tally)
        return total

    @property
    def macro_f1(self) -> float:
        """Mean core F1 over the kinds that occur."""
        scores = [t.f1() for t in self.kinds.values() if t.gold or t.predicted]
        return sum(scores) / max(1, len(scores))

    def as_json(self) -> dict[str, Any]:
        """The reference scorer's JSON."""
        out: dict[str, Any] = {f"kind:{k}": t.as_json() for k, t in self.kinds.items()}
        out |= {f"doc:{d}": t.as_json() for d, t in self.docs.items()}
        out["all"] = {**self.total.as_json(), "macro_f1": self.macro_f1}
        return out


def uncounted(fact: Fact) -> bool:
    """A group's toxicity that is named without a count: neither demanded nor held against."""
    counts = (number(fact.get("n")), number(fact.get("percent")))
    return fact["kind"] == "toxicity" and not fact.get("patient") and counts == (None, None)


def is_evidence(record: Fact) -> bool:
    """Own results and planned doses count; derived figures never do."""
    attribution = record.get("attribution", "own")
    wanted = attribution == "own" or (record["kind"] == "dose" and attribution == "planned")
    return record["kind"] in SCORED and wanted and not str(record.get("method", "")).startswith("derived")


def score(gold: Gold, records: Iterable[Fact], *, prose: bool = False, elsewhere: bool = False) -> Report:
    """Score records against gold; documents without gold are ignored.

    `prose` makes facts that stand in tables optional; `elsewhere` says that offsets belong to another rendering of the
    paper, so that places are not compared.
    """
    by_doc: dict[str, list[Fact]] = {}
    for record in records:
        if record.get("kind") in SCORED and is_evidence(record):
            by_doc.setdefault(record["doc"], []).append(record)
    report = Report({k: Tally() for k in SCORED}, {d: Tally() for d in gold.facts})
    for doc, facts in gold.facts.items():
        for kind in SCORED:
            of_kind = [f for f in facts if f["kind"] == kind]
            predicted = [r for r in by_doc.get(doc, []) if r["kind"] == kind]
            tally = _score_kind(report, doc, of_kind, predicted, prose, elsewhere)
            report.kinds[kind].add(tally)
            report.docs[doc].add(tally)
    return report


def _score_kind(
    report: Report, doc: str, facts: list[Fact], predicted: list[Fact], prose: bool, elsewhere: bool
) -> Tally:
    """One kind of one document; a prediction that only an optional fact explains is neither right nor wrong."""

    def loose(fact: Fact) -> bool:
        return bool(fact.get("optional") or uncounted(fact) or (prose and fact.get("in_table")))

    optional, firm = [f for f in facts if loose(f)], [f for f in facts if not loose(f)]
    taken = match(firm, predicted, elsewhere).predicted
    spare = [r for j, r in enumerate(predicted) if j not in taken]
    excused = {id(spare[j]) for j in match(optional, spare, elsewhere).predicted} | {
        id(r) for r in spare if uncounted(r)
    }
    kept = [r for r in predicted if id(r) not in excused]
    found = match(firm, kept, elsewhere)
    report.found += [(doc, r) for j, r in enumerate(kept) if j in found.predicted]
    report.missed += [(doc, f) for i, f in enumerate(firm) if i not in found.gold]
    report.spurious += [(doc, r) for j, r in enumerate(kept) if j not in found.predicted]
    return Tally(len(found.gold), len(firm), len(kept), found.exact)
