# Everything that is done with a checkout. Needs Python 3.11 or newer and make, nothing else.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header

.PHONY: demo test lint types unit bench bench-link bench-desk lock clean help

help:
	@echo 'make demo    code the bundled reports, print a summary, write demo.html'
	@echo 'make test    lint, types and tests'
	@echo 'make bench   speed and memory on this machine'
	@echo 'make bench-link   how linking grows: 1,000 to 100,000 mentions (about 20 minutes)'
	@echo 'make bench-desk   how fast the desk is over 1,000 to 500,000 events (about 15 minutes)'
	@echo 'make lock    pin the newest releases of all dependencies'
	@echo 'make clean   remove what the other commands made'

demo: $(VENV)/.installed
	@$(BIN)/dateline demo examples/reports --db demo.db --page demo.html

test: lint types unit

lint: $(VENV)/.developing
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.developing
	$(BIN)/mypy

unit: $(VENV)/.developing
	$(BIN)/pytest

bench: $(VENV)/.installed
	@$(BIN)/python -m dateline.app.bench examples/reports

bench-link: $(VENV)/.developing
	@$(BIN)/python -m evals.scale

bench-desk: $(VENV)/.developing
	@$(BIN)/python -m evals.desk

$(VENV)/bin/python:
	@test -n '$(PYTHON)' || { echo 'dateline needs Python 3.11 or newer; set PYTHON to one: make PYTHON=/path/to/python3' >&2; exit 1; }
	@echo 'Setting up $(VENV) with $(PYTHON); the first time this downloads about 200 MB.'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.developing: requirements-dev.lock $(VENV)/.installed
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# setuptools builds the package itself, so it is pinned with the rest.
lock: $(VENV)/.developing
	printf 'setuptools>=77\n' | $(COMPILE) --upgrade pyproject.toml - --output-file requirements.lock
	$(COMPILE) --upgrade --extra dev --constraint requirements.lock pyproject.toml --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis demo.db demo.db-* demo.html
