# make demo    show everything once, on invented lists
# make test    every check and every test
# Both set themselves up on a machine that has Python 3.11 or later, and run
# again at once: what has been installed is remembered in .venv/*.stamp.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install -qq
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] && echo yes)

.PHONY: demo test check bench bench-full docs lock translations coverage audit \
	changelog chromium postgresql serve-demo clean

demo: .venv/run.stamp
	@$(BIN)/repatria demo --data ./repatria-demo

# The three installations of the demonstration, to walk about in. Ctrl-C ends it.
serve-demo: .venv/run.stamp
	@$(BIN)/repatria demo --data ./repatria-demo --serve

# As many workers as cores; what a file sets up once is set up by one of them.
PYTEST := $(BIN)/pytest -q -n logical --dist loadfile --no-loadscope-reorder

# Twice: everything on SQLite, then on PostgreSQL whatever asks a database.
test: check chromium postgresql
	@$(PYTEST)
	@if $(BIN)/python -m tools.postgres true 2>/dev/null; then \
	  echo "Again, on PostgreSQL:"; \
	  $(BIN)/python -m tools.postgres $(PYTEST); \
	else \
	  echo "NOT TESTED on PostgreSQL: there is none on this machine." >&2; \
	fi

check: .venv/dev.stamp
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@said=$$($(BIN)/lint-imports 2>&1) || { echo "$$said"; exit 1; }
	@said=$$($(BIN)/djlint --check --lint src 2>&1) || { echo "$$said"; exit 1; }
	@$(BIN)/typos
	@$(BIN)/python -m tools.translations check

# The measurements behind the figures in the documentation; the full set takes
# long, and compares with other programs installed apart.
bench: .venv/dev.stamp
	@$(BIN)/python -m bench

bench-full: .venv/dev.stamp
	@REPATRIA_EXAMPLES=1000 $(PYTEST) -m hypothesis
	@$(BIN)/python -m bench --full

docs: .venv/docs.stamp
	@$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

# Collect the marked phrases, compile them, and say what still needs words.
translations: .venv/dev.stamp
	@$(BIN)/python -m tools.translations update

# Every branch of every core is tested: there the rules are.
coverage: .venv/dev.stamp chromium
	@REPATRIA_EXAMPLES=100 $(PYTEST) --cov --cov-report=
	@$(BIN)/coverage report
	@$(BIN)/coverage report --include='*/core/*' --fail-under=100 > /dev/null

# Known weaknesses in what we depend on; asks the network.
audit: .venv/dev.stamp
	@$(BIN)/pip-audit --require-hashes --disable-pip -r requirements/dev.txt -r requirements/docs.txt
	@$(BIN)/detect-secrets-hook --baseline .secrets.baseline $$(git ls-files)

# Gather changes/*.md into CHANGELOG.md at a release.
changelog: .venv/dev.stamp
	@$(BIN)/towncrier build

# Newest versions of everything, pinned by hash, for every supported Python.
# No address is written down: plain pip installs these from wherever it looks.
LOCK := $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --no-header
lock: .venv/dev.stamp
	@$(LOCK) pyproject.toml requirements/dev.in -o requirements/dev.txt
	@$(LOCK) requirements/pip.in -o requirements/pip.txt
	@$(LOCK) -c requirements/dev.txt pyproject.toml -o requirements/run.txt
	@$(LOCK) -c requirements/dev.txt requirements/build.in -o requirements/build.txt
	@$(LOCK) -c requirements/dev.txt requirements/docs.in -o requirements/docs.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache \
		docs/_build dist repatria-demo

# --- Setting up ------------------------------------------------------------

.venv/bin/python:
	@python=; \
	for each in $(PYTHON) python3.11 python3.12 python3.13 python3.14 python3; do \
	  if "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then python=$$each; break; fi; \
	done; \
	if [ -z "$$python" ]; then \
	  echo "Repatria needs Python 3.11 or later, and found none. Install it, or name" >&2; \
	  echo "one: make PYTHON=/path/to/python3 $(MAKECMDGOALS)" >&2; exit 1; \
	fi; \
	if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	  if [ -n "$(AS_ROOT)" ] && command -v apt-get >/dev/null; then \
	    $(call debian,python3-venv); \
	  else \
	    echo "Python's own venv is missing. On Debian: sudo apt-get install python3-venv" >&2; \
	    exit 1; \
	  fi; \
	fi; \
	rm -rf .venv; "$$python" -m venv .venv; \
	$(PIP) --require-hashes -r requirements/pip.txt

.venv/run.stamp: requirements/run.txt requirements/build.txt pyproject.toml | .venv/bin/python
	@echo "Installing what Repatria needs (once)..."
	@$(PIP) --require-hashes -r requirements/run.txt -r requirements/build.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.txt pyproject.toml | .venv/bin/python
	@echo "Installing what the checks and tests need (once)..."
	@$(PIP) --require-hashes -r requirements/dev.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/docs.stamp: requirements/docs.txt .venv/dev.stamp
	@echo "Installing what the documentation needs (once)..."
	@$(PIP) --require-hashes -r requirements/docs.txt
	@touch $@

# The reports are looked at in a real browser.
chromium:
	@if command -v chromium >/dev/null || [ -x "$${REPATRIA_CHROMIUM:-}" ]; then :; \
	elif [ -n "$(AS_ROOT)" ] && command -v apt-get >/dev/null; then \
	  echo "Installing chromium for the browser tests (once)..."; \
	  $(call debian,chromium); \
	else \
	  echo "No chromium: the browser tests will be skipped. On Debian:" \
	    "sudo apt-get install chromium" >&2; \
	fi

# Both databases are tested; the cluster is made for the tests and thrown away.
postgresql:
	@if $(BIN)/python -m tools.postgres true 2>/dev/null; then :; \
	elif [ -n "$(AS_ROOT)" ] && command -v apt-get >/dev/null; then \
	  echo "Installing postgresql for the tests (once)..."; \
	  $(call debian,postgresql); \
	else \
	  echo "No PostgreSQL: what needs it will be skipped. On Debian:" \
	    "sudo apt-get install postgresql" >&2; \
	fi

# Quietly, asking nothing.
debian = export DEBIAN_FRONTEND=noninteractive; \
	apt-get -qq update </dev/null >/dev/null && \
	apt-get -qq install -y --no-install-recommends $(1) </dev/null >/dev/null
