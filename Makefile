PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready

.PHONY: setup demo test lint types docs screenshots notebooks challenge conformance reader lock

WEB := api/web
VENDOR := $(WEB)/static/vendor/sigma.min.js

setup: $(STAMP) $(VENDOR)

$(STAMP): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[dev]'
	touch $(STAMP)

# What the web pages load comes from npm; without it everything else works, and the pages say what they miss
$(VENDOR): $(WEB)/package-lock.json $(WEB)/vendor.mjs
	@if command -v npm >/dev/null; then cd $(WEB) && npm ci --loglevel=error && npm run --silent vendor; \
	else echo "npm is not on the path: the web pages will miss their parts; install Node.js and run make setup again" >&2; fi

demo: setup
	$(BIN)/detente demo

# As many processes as there are cores; the tests of one file stay together
test: setup
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy
	$(BIN)/pyright
	@if command -v npm >/dev/null; then cd $(WEB) && npm run --silent types; \
	else echo "npm is not on the path: the types of the pages' scripts are not checked" >&2; fi

docs: setup
	$(BIN)/python docs/make_commands.py
	$(BIN)/python docs/make_settings.py
	$(BIN)/python docs/make_rest.py

# Pictures of all pages over the sample articles, in build/screenshots; the README's is docs/network.png
screenshots: setup
	$(BIN)/python tests/web/screenshots.py

# The notebooks run and as pages that load nothing from elsewhere, in build/notebooks
notebooks: setup
	$(BIN)/jupyter nbconvert --config notebooks/nbconvert_config.py --execute --to html --output-dir build/notebooks notebooks/*.ipynb

challenge: setup
	$(BIN)/python tests/challenge/make_known_failures.py

# Replay the W3C suites of the SPARQL and Graph Store protocols; SHARED holds w3c/ and tools/sparql_protocol.py
conformance: setup
	$(BIN)/python tests/api/conformance.py $(SHARED)

# Learn the reader anew: ARTICLES holds fr.jsonl and en.jsonl, GOLD news-fr.jsonl and news-en.jsonl
reader: setup
	$(BIN)/python -m ingest.learned.train fr $(ARTICLES)/fr.jsonl
	$(BIN)/python -m ingest.learned.train en $(ARTICLES)/en.jsonl
	$(BIN)/python -m ingest.learned.calibrate $(GOLD)/news-fr.jsonl $(GOLD)/news-en.jsonl

lock: setup
	$(BIN)/python -m pip freeze --exclude-editable --disable-pip-version-check > requirements.lock
