"""A bare spaCy pass with the shipped NER over every text of a folder: prints words, wall and CPU seconds as JSON."""

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
    started, busy = time.perf_counter(), time.process_time()
    for _ in nlp.pipe(texts, batch_size=16):
        pass
    spent = {"seconds": time.perf_counter() - started, "cpu": time.process_time() - busy}
    print(json.dumps({"words": sum(len(t.split()) for t in texts)} | spent))


if __name__ == "__main__":
    main()
