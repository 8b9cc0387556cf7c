# Every command sets up what it needs in .venv, once, and again only when pyproject.toml has changed.

PYTHON ?= $(firstword $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each; done) python3)
BIN = .venv/bin
WORKERS ?= 4
# The tests write thousands of small databases: into memory, where there is enough of it.
MEMORY := $(shell df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 2000000 { print "/dev/shm" }')

.PHONY: run test check format lint types imports docs bench clean

run: .venv/ready-to-run  ## open the cockpit on a demo portfolio
	$(BIN)/kamtui demo

test: .venv/ready-to-test  ## run all tests and hold them to their coverage
	$(if $(MEMORY),PYTEST_DEBUG_TEMPROOT=$(MEMORY)) $(BIN)/pytest -n $(WORKERS) --dist worksteal --ignore=tests/faults --cov --cov-report=
	$(BIN)/pytest tests/faults --cov --cov-append --cov-report=
	$(BIN)/coverage report --include='kamtui/domain/*,kamtui/models/*,kamtui/storage/*' --fail-under=100
	$(BIN)/coverage report --fail-under=90

check: format lint types imports test  ## everything before a commit

format: .venv/ready-to-test
	$(BIN)/ruff format --check .

lint: .venv/ready-to-test
	$(BIN)/ruff check .

types: .venv/ready-to-test
	$(BIN)/mypy

imports: .venv/ready-to-test
	$(BIN)/lint-imports

docs: .venv/ready-to-test  ## write anew what the documents take from the program
	$(BIN)/kamtui keys --markdown > docs/keys.md
	$(BIN)/python -m kamtui.exchange.document_words docs/data.md
	$(BIN)/python docs/picture.py

bench: .venv/ready-to-test  ## measure what should stay fast
	for each in tests/perf/bench_*.py; do $(BIN)/python $$each || exit 1; done

clean:
	rm -rf .venv build dist .coverage .mypy_cache .ruff_cache .pytest_cache .hypothesis

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "kamtui needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv

.venv/ready-to-run: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/ready-to-test: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch .venv/ready-to-run $@
