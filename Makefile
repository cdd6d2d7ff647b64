# `make run` serves the sample help centre; `make test` runs the tests; `make check` is what CI runs.
# `make gate` measures the sample questions against the committed baseline; `make baseline` accepts what it measures.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint requirements.lock
export HF_HUB_OFFLINE ?= 1

# On a day of their own, for which the sample questions were written: announcements age and expire.
BASELINE := eval/sets/sample/baseline.json
EVALUATE := eval run eval/sets/sample --corpus corpus/articles --home .citedesk/gate --today 2026-11-23

.PHONY: run test check gate baseline format lock clean

run: $(VENV)/.run
	$(BIN)/citedesk sync corpus/articles
	CITEDESK_SITE_NAME="Orrery Help Centre" CITEDESK_CONTACT_URL=/help/articles/contact-support exec $(BIN)/citedesk serve

# In two runs: while a browser is driven, no test of the same process can have an event loop of its own.
PARALLEL := $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

test: $(VENV)/.dev programs
	$(PARALLEL) --ignore tests/browser --ignore tests/helpdesks
	$(PARALLEL) tests/browser tests/helpdesks

check: $(VENV)/.dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/hadolint Dockerfile
	$(MAKE) gate
	$(MAKE) test

gate: $(VENV)/.dev
	$(BIN)/citedesk $(EVALUATE) --baseline $(BASELINE)

baseline: $(VENV)/.dev
	$(BIN)/citedesk $(EVALUATE) --save $(BASELINE)

format: $(VENV)/.dev
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

# Tests drive Debian's Chromium, serve through its nginx and count in its Redis; tests of what is missing are skipped with
# the reason. The two servers start when they are installed, so that is done on machines for continuous integration alone.
PROGRAMS := chromium $(if $(CI),nginx redis-server)
.PHONY: programs
programs:
	@for program in $(PROGRAMS); do \
	  PATH="$$PATH:/usr/sbin" command -v $$program >/dev/null || missing="$$missing $$program"; \
	done; \
	test -z "$$missing" || { \
	  echo "Installing for the tests:$$missing (apt-get install) …"; \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y $$missing >/dev/null; } || \
	  echo "They could not be installed here; run 'apt-get install$$missing' as root to have all tests run."; }

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Citedesk needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python cannot make virtual environments here: apt-get install python3-venv"; exit 2; }

$(VENV)/.build: $(VENV)/bin/python requirements.lock
	@echo "Installing Citedesk into $(VENV), which takes a minute or two the first time …"
	$(PIP) hatchling editables
	@touch $@

$(VENV)/.run: $(VENV)/.build pyproject.toml
	$(PIP) --no-build-isolation --editable '.[publish,eval]'
	@touch $@

$(VENV)/.dev: $(VENV)/.build pyproject.toml
	$(PIP) --no-build-isolation --editable '.[publish,eval,dev]'
	@touch $@ $(VENV)/.run

# Resolves the newest versions that pyproject.toml allows, in a virtual environment of its own.
lock:
	rm -rf $(VENV)/lock && $(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip install --quiet torch==2.13.0 hatchling editables
	$(VENV)/lock/bin/pip install --quiet --no-build-isolation --editable '.[publish,eval,dev]'
	head -n 1 requirements.lock > requirements.lock.new
	$(VENV)/lock/bin/pip freeze --exclude-editable | sed 's/+cpu//' >> requirements.lock.new
	mv requirements.lock.new requirements.lock && rm -rf $(VENV)/lock

clean:
	rm -rf $(VENV) .citedesk .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
