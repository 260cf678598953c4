# The single entry to everything one does with this project. `make` lists the targets.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.SUFFIXES:

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
UV ?= uv
ARGS ?=

.PHONY: help run test lint fix docs messages golden bench lock screenshots clean

help: ## list the targets
	@grep -E '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.run ## start Rungs on this machine, with sample repositories to look at
	@$(BIN)/python manage.py up --samples $(ARGS)

test: $(VENV)/.dev ## run the whole test suite; ARGS="-k name" narrows it
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

lint: $(VENV)/.dev ## ruff, mypy --strict, import contracts, missing migrations
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python manage.py makemigrations --check --dry-run

fix: $(VENV)/.dev ## let ruff repair and format what it can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: $(VENV)/.dev ## write the generated pages of docs/ again
	$(BIN)/python manage.py criteria_docs
	$(BIN)/python manage.py api_docs

messages: $(VENV)/.dev ## collect the texts people read into locale/, and compile it (needs GNU gettext)
	$(BIN)/python -m tests.language.messages

golden: $(VENV)/.dev ## write the expected results of the golden repositories again: read the diff
	RUNGS_TEST_UPDATE_GOLDEN=1 $(BIN)/python -m pytest -q tests/golden

bench: $(VENV)/.dev ## measure scans against git and terraform fmt, and reading plans; print ratios
	@$(BIN)/python -m bench $(ARGS)

lock: ## compile the requirements files from pyproject.toml (needs uv)
	$(UV) pip compile --quiet --generate-hashes --no-strip-extras --universal --python-version 3.11 --no-header \
		pyproject.toml -o requirements.txt
	$(UV) pip compile --quiet --generate-hashes --no-strip-extras --universal --python-version 3.11 --no-header \
		pyproject.toml --group dev -o requirements-dev.txt
	@! grep -nE '://' requirements.txt requirements-dev.txt

screenshots: $(VENV)/.dev ## draw the pages of docs/ again (needs Chromium)
	$(BIN)/python -m tests.browser.screenshots

clean: ## remove everything that can be made again, the data directory excepted
	rm -rf $(VENV) staticfiles .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Rungs needs Python 3.11 or newer: install it, or set PYTHON."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make a virtual environment: install its venv package."; \
		rm -rf $(VENV); exit 1; }

# The stamps make a second run instant. Everything a test needs includes everything a run needs.
$(VENV)/.run: requirements.txt | $(BIN)/python
	@test -e $(VENV)/.dev -a $(VENV)/.dev -nt requirements.txt || { echo "Installing..."; $(PIP) -r requirements.txt; }
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(BIN)/python
	@echo "Installing..."
	@$(PIP) -r requirements-dev.txt
	@touch $@
