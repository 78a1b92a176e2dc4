"""PDF pages read by `read_pdf` ("ours") or by pdfplumber's bare `extract_text` ("bare"): prints pages and seconds."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import pdfplumber

from pipeline.ingest.pdf import read_pdf


def main() -> None:
    files = sorted(Path(sys.argv[1]).glob("*.pdf"))
    pages = 0
    for path in files:
        with pdfplumber.open(path) as pdf:
            pages += len(pdf.pages)
    started = time.perf_counter()
    for path in files:
        if sys.argv[2] == "ours":
            read_pdf(path, path.stem)
        else:
            with pdfplumber.open(path) as pdf:
                for page in pdf.pages:
                    page.extract_text()
    print(json.dumps({"pages": pages, "seconds": time.perf_counter() - started}))


if __name__ == "__main__":
    main()
