"""Scoring against gold by the contract's matching rules."""

from pipeline.scoring.gold import Gold, load_gold, load_jsonl
from pipeline.scoring.score import Report, Tally, score

__all__ = ["Gold", "Report", "Tally", "load_gold", "load_jsonl", "score"]
