"""A bare spaCy pass with the shipped NER over every text of a folder: prints words and seconds as JSON."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from extractors.ner.load import load_ner


def main() -> None:
    texts = [p.read_text(encoding="utf-8") for p in sorted(Path(sys.argv[1]).glob("*.txt"))]
    nlp = load_ner()
    nlp(texts[0])
    started = time.perf_counter()
    for _ in nlp.pipe(texts, batch_size=16):
        pass
    print(json.dumps({"words": sum(len(t.split()) for t in texts), "seconds": time.perf_counter() - started}))


if __name__ == "__main__":
    main()
