"""How far two reviewers agree: Cohen's kappa over keeping or rejecting, and F1 over the records that they end up with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from pipeline.records import SCORED
from pipeline.review.claims import Json
from pipeline.review.decisions import ADJUDICATION, KEPT
from pipeline.review.gold import fact_of
from pipeline.review.settle import content_of, current
from pipeline.scoring.match import match
from pipeline.store.schema import Decision


@dataclass(frozen=True)
class Agreement:
    """Two reviewers on one document or several: `pairs` are their verdicts (kept or not) on what both decided.

    `matched` of `first` and `second` records are the same by the contract's core fields.
    """

    reviewers: tuple[str, str]
    pairs: tuple[tuple[bool, bool], ...]
    matched: int
    first: int
    second: int

    @property
    def kappa(self) -> float | None:
        """Cohen's kappa; None when it is not defined (nothing decided by both, or all in one category)."""
        return kappa(self.pairs)

    @property
    def f1(self) -> float:
        """F1 of one reviewer's records against the other's; 1 when neither has any."""
        return 2 * self.matched / (self.first + self.second) if self.first + self.second else 1.0


def kappa(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Cohen (1960): observed agreement beyond what the two readers' own rates would give by chance."""
    if not pairs:
        return None
    observed = sum(a == b for a, b in pairs) / len(pairs)
    yes_a, yes_b = (sum(pair[k] for pair in pairs) / len(pairs) for k in (0, 1))
    expected = yes_a * yes_b + (1 - yes_a) * (1 - yes_b)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def agreements(session: Session, doc: str) -> list[Agreement]:
    """Every pair of reviewers who both decided something on the document."""
    decided = current(session, doc)
    names = sorted({lane for by_lane in decided.values() for lane in by_lane} - {ADJUDICATION})
    return [_compare(decided, a, b) for a, b in combinations(names, 2)]


def _compare(decided: dict[str, dict[str, Decision]], a: str, b: str) -> Agreement:
    """Records that only one of the two has looked at do not count; what one added does."""
    pairs: list[tuple[bool, bool]] = []
    first: list[Json] = []
    second: list[Json] = []
    for by_lane in decided.values():
        mine, theirs = by_lane.get(a), by_lane.get(b)
        if mine and theirs and mine.machine is not None and theirs.machine is not None:
            pairs.append((mine.verdict in KEPT, theirs.verdict in KEPT))
        both = mine is not None and theirs is not None
        for decision, side in ((mine, first), (theirs, second)):
            if decision is not None and (both or decision.verdict == "add") and (content := content_of(decision)):
                side.append(content)
    return Agreement((a, b), tuple(pairs), _matched(first, second), len(first), len(second))


def _matched(first: list[Json], second: list[Json]) -> int:
    """How many of two reviewers' records are the same fact; kinds that gold does not score by identity."""
    count = 0
    for kind in sorted({r["kind"] for r in first}):
        mine, theirs = ([r for r in side if r["kind"] == kind] for side in (first, second))
        if kind in SCORED:
            count += len(match([fact_of(r) for r in mine], theirs).gold)
        else:
            count += len({r["record_id"] for r in mine} & {r["record_id"] for r in theirs})
    return count


def overview(engine: Engine) -> list[tuple[str, Agreement]]:
    """Agreement on every document that at least two reviewers decided on; a pair's documents together under ""."""
    with Session(engine) as session:
        shared = select(Decision.doc).where(Decision.lane != ADJUDICATION).distinct().order_by(Decision.doc)
        found = [(doc, a) for doc in session.scalars(shared).all() for a in agreements(session, doc)]
    pooled: dict[tuple[str, str], list[Agreement]] = {}
    for _, agreement in found:
        pooled.setdefault(agreement.reviewers, []).append(agreement)
    together = [("", _pooled(names, parts)) for names, parts in pooled.items() if len(parts) > 1]
    return together + found


def _pooled(names: tuple[str, str], parts: list[Agreement]) -> Agreement:
    pairs = tuple(pair for part in parts for pair in part.pairs)
    matched, first, second = (sum(getattr(p, name) for p in parts) for name in ("matched", "first", "second"))
    return Agreement(names, pairs, matched, first, second)
