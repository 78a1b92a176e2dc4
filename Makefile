# make run and make test do everything on a fresh machine: own virtual environment, installation, work.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help install run test check bench bench-tables review clean

help:  ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

install: .venv/installed  ## the virtual environment with everything in it

run: install  ## read the shipped corpus, write outputs/corpus, score it against its gold
	$(BIN)/seriatim run corpus/documents --out outputs/corpus
	$(BIN)/seriatim score --gold corpus/gold --pred outputs/corpus/records.jsonl

review: install  ## look at the shipped corpus in a browser; reads it first when the store is empty
	@test -s outputs/seriatim.db || $(MAKE) --no-print-directory run
	$(BIN)/seriatim review

test: install  ## the whole test suite
	$(BIN)/python -m pytest

check: install  ## lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: install  ## documents and words a second, beside a bare spaCy pass
	$(BIN)/python -m bench

bench-tables: install  ## PDF tables beside other tools
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python -m bench.tables

clean:  ## remove what was built
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
