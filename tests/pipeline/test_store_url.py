"""Whether a store is there is told before anything that opens it is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pipeline.store_url import not_yet_there, store_url


def test_only_a_file_that_is_missing_is_not_yet_there(tmp_path: Path) -> None:
    assert not_yet_there(f"sqlite:///{tmp_path}/new.db")
    (tmp_path / "old.db").write_text("")
    assert not not_yet_there(f"sqlite:///{tmp_path}/old.db")
    assert not not_yet_there(store_url("postgres://u@h/db")), "only its server knows"


def test_a_run_loads_what_writes_sheets_in_its_workers_alone() -> None:
    told = "import sys, pipeline.run, pipeline.publication; print('pandas' in sys.modules, 'spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
