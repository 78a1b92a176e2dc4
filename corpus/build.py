"""Write documents, gold, grids and manifest from the sources: `python -m corpus.build`; `--check` only compares."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from corpus import jats, paper

HERE = Path(__file__).resolve().parent


def lines(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def outputs(here: Path = HERE) -> dict[str, str]:
    """Every generated file: path below `corpus/` to its content."""
    made: dict[str, str] = {}
    manifest = []
    for path in sorted((here / "sources").glob("*.txt")):
        source = paper.read(path)
        rendering = paper.render(source)
        name, head = source.identifier, source.head
        made[f"documents/{name}.txt"] = rendering.text
        made[f"gold/{name}.jsonl"] = lines(rendering.gold)
        made[f"gold/{name}.tables.json"] = json.dumps(rendering.tables, ensure_ascii=False, indent=1) + "\n"
        if rendering.findings:
            made[f"gold/{name}.findings.jsonl"] = lines(rendering.findings)
        if head.get("jats") == "yes":
            made[f"documents_jats/{name}.xml"] = jats.article(source)
        manifest.append(
            {
                "id": name,
                "title": head["title"],
                "licence": "CC0-1.0",
                "sha256": hashlib.sha256(rendering.text.encode()).hexdigest(),
                "split": head["split"],
                "style": head["style"],
                "planted": bool(rendering.findings),
            }
        )
    made["manifest.json"] = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    return made


def stale(made: dict[str, str], here: Path = HERE) -> list[str]:
    """Generated files that differ from the committed ones, and committed ones that no source makes."""
    differing = [n for n, text in made.items() if not (here / n).exists() or (here / n).read_bytes() != text.encode()]
    folders = ("documents", "gold", "documents_jats")
    present = [f"{f}/{p.name}" for f in folders for p in (here / f).glob("*") if p.name != ".gitkeep"]
    return sorted(differing + [n for n in present if n not in made])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="write nothing; exit 1 if anything would change")
    made = outputs()
    changed = stale(made)
    if arguments.parse_args().check:
        sys.exit(f"stale: {', '.join(changed)}" if changed else 0)
    for name in changed:
        if name in made:
            (HERE / name).parent.mkdir(exist_ok=True)
            (HERE / name).write_bytes(made[name].encode())
        else:
            (HERE / name).unlink()
    print(f"{len(made)} files, {len(changed)} changed")


if __name__ == "__main__":
    main()
