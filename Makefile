# `make serve` and `make test` need Python 3.11 or newer, git and make, and nothing else.
VENV := .venv
BIN := $(VENV)/bin
ENVIRONMENT := $(VENV)/.made
export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve test editor lint bench relevance schema messages lock clean
help:
	@echo "make serve   read the casebook on http://127.0.0.1:8000"
	@echo "make test    run every test (browser tests need Chromium)"
	@echo "make editor  try completion and hover in the YAML language server (needs Node and npm)"
	@echo "make lint    check style and types"
	@echo "make bench   measure builds and searches against their peers"
	@echo "make relevance   ask the questions of tests/relevance of the searches and of two baselines"
	@echo "make schema  rewrite the JSON Schemas from the model"
	@echo "make messages   bring the French interface strings in step with the templates"
	@echo "make lock    rewrite requirements.lock from pyproject.toml"
	@echo "make clean   remove the environment and everything built"

$(ENVIRONMENT): pyproject.toml requirements.lock tools/environment.py
	@python3 tools/environment.py $(VENV)
	@touch $@

serve: $(ENVIRONMENT)
	@$(BIN)/kb validate
	@$(BIN)/kb serve

test: $(ENVIRONMENT)
	@$(BIN)/python -m pytest -n 2 --cov --cov-report=term

# The language server is installed as tests/editor/package-lock.json says, without running any script of a package.
EDITOR := build/editor/node_modules/.package-lock.json
$(EDITOR): tests/editor/package.json tests/editor/package-lock.json
	@mkdir -p build/editor
	@cp $^ build/editor
	@npm ci --prefix build/editor --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

editor: $(ENVIRONMENT) $(EDITOR)
	@KB_REQUIRE_EDITOR=1 $(BIN)/python -m pytest -q tests/editor

lint: $(ENVIRONMENT)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

bench: $(ENVIRONMENT)
	@$(BIN)/python -m benchmarks

relevance: $(ENVIRONMENT)
	@$(BIN)/python -m benchmarks.relevance

schema: $(ENVIRONMENT)
	@$(BIN)/kb schema

messages: $(ENVIRONMENT)
	@$(BIN)/python -m tools.messages

lock: $(ENVIRONMENT)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build
