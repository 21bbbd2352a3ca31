# The command menu. Everything CI does is here, so that a newcomer and CI run the same thing.
# Needs Python 3.11 or newer, make and git; all else goes into .venv.
PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
# The tests start some eighty processes, each of which would else compile the whole code anew where this is set.
export PYTHONDONTWRITEBYTECODE :=
.DEFAULT_GOAL := help
.PHONY: help install run demo test check bench docs train lock clean floors

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

install: $(INSTALLED) ## .venv from the lock files

$(INSTALLED): requirements.lock requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock -r requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: install ## the bot on Discord when DISCORD_TOKEN is set (environment or .env), else the demo in your browser
	@if [ -n "$$DISCORD_TOKEN" ] || grep -Eqs '^DISCORD_TOKEN=.' .env; then exec $(BIN)/callsheet run; else exec $(BIN)/callsheet demo; fi

demo: install ## the same bot in a simulated Discord in your browser
	@exec $(BIN)/callsheet demo

tests := -m pytest --numprocesses auto --dist worksteal

# Watching which lines the tests reach costs half as much time again, which on your machine make test should not.
define watched
$(BIN)/python -m coverage erase
$(BIN)/python -m coverage run $(tests)
$(BIN)/python -m coverage combine --quiet
endef

test: install ## all tests; in CI watched, so that make check need not run them again
ifdef CI
	$(watched)
else
	$(BIN)/python $(tests)
endif

check: install floors ## style, types, import layers and coverage floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

floors: .coverage
	$(BIN)/python -m coverage report --include='bot/*' --fail-under=98 --skip-covered --show-missing
	$(BIN)/python -m coverage report --include='cogs/*' --fail-under=92 --skip-covered --show-missing

.coverage: $(INSTALLED) $(shell find bot cogs data tests -type f -not -name '*.pyc') # what the tests reached; renewed when something changed since
	$(watched)

bench: install ## the speed figures, as ratios to a bare baseline of the same run
	$(BIN)/python -m pytest --no-header -q -s --override-ini addopts= --import-mode=importlib tests/bench

docs: install ## the README's pictures, taken anew from the demo (needs Debian's chromium)
	$(BIN)/python docs/pictures.py

train: install ## the weights of the extraction, learnt anew from data/training: the same byte for byte
	$(BIN)/python -m bot.training

lock: ## new lock files, with hashes and without index addresses (needs uv)
	uv pip compile pyproject.toml --extra postgres --generate-hashes --no-emit-index-url --universal --python-version 3.11 --quiet -o requirements.lock
	uv pip compile pyproject.toml --extra demo --extra llm --group dev --constraint requirements.lock --generate-hashes --no-emit-index-url --universal --python-version 3.11 --quiet -o requirements-dev.lock

clean: ## remove what make made
	rm -rf .venv .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
