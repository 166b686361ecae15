# Market Społeczny: `make help` lists what there is to make.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
# Workers of the tests: as many as processors, two at least.
WORKERS ?= auto
# Further arguments for pytest, for example: make test ARGS="-k basket -x"
ARGS ?=
# Browser tests need Chromium; without one they are left out, and the run says so.
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)

export PORT
export CHROMIUM

.DEFAULT_GOAL := help
.PHONY: help install run demo test test-fast test-thorough test-races access-table lint format bench screenshots messages lock clean

help: ## List these targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Stamps: packages are installed again only when a lock has changed. Not compiled here: most of their modules are never used,
# and Python compiles the others when it first reads them.
$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed (PYTHON=... names one)")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: requirements.txt | $(VENV)/.python
	$(PY) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(VENV)/.python
	$(PY) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

install: $(VENV)/.installed-dev ## Install everything that developing needs into .venv

demo: $(VENV)/.installed ## Make the database and the demo content, where they are missing
	@mkdir -p var
	$(PY) manage.py migrate --verbosity 0
	$(PY) manage.py load_demo --if-missing

run: export BASE_URL ?= http://127.0.0.1:$(PORT)
run: demo ## Start the site with its demo content on PORT (8000)
	@echo
	@echo "  Market Społeczny   $(BASE_URL)/"
	@echo "  Administration     $(BASE_URL)/admin/"
	@echo "  Logins: kierownik, redakcja, sklep, warsztat; password: market-demo"
	@echo "  Mails of the shop are printed below; online payments go to a simulator. Ctrl+C stops both."
	@echo
	@$(PY) manage.py runserver 127.0.0.1:$(PORT)

test: $(VENV)/.installed-dev ## Run the tests: code, architecture, whole site, browser
	@test -n "$(CHROMIUM)" || echo "No Chromium found: the browser tests are left out (README, Tests)."
	$(PY) -m pytest -n $(WORKERS) --dist worksteal -m "not thorough$(if $(CHROMIUM),, and not browser)" $(ARGS)

test-thorough: $(VENV)/.installed-dev ## Run the tests that take minutes: hostile requests, rights at every address, axe on every page
	$(PY) -m pytest -n $(WORKERS) --dist worksteal -m "thorough$(if $(CHROMIUM),, and not browser)" $(ARGS)

test-fast: $(VENV)/.installed-dev ## Run the tests that need neither demo content nor browser
	$(PY) -m pytest -n $(WORKERS) --dist worksteal -m "not browser and not demo and not thorough" $(ARGS)

access-table: $(VENV)/.installed-dev ## Write the table of who gets what in the admin anew; look at the difference
	ACCESS_TABLE=write $(PY) -m pytest tests/access/test_access_table.py $(ARGS)

test-races: $(VENV)/.installed-dev ## Run the races and crashes against a real server, on SQLite and PostgreSQL (prints figures)
	$(PY) -m tests.races $(ARGS)

lint: $(VENV)/.installed-dev ## Check style, templates, import floors and migrations
	$(PY) -m pytest tests/test_architecture.py $(ARGS)

format: $(VENV)/.installed-dev ## Order imports and mend what ruff can mend
	$(VENV)/bin/ruff check --fix .

bench: $(VENV)/.installed-dev ## Measure how pages and orders grow with the number of things (prints ratios)
	$(PY) -m pytest tests/benchmarks/bench_growth.py -p no:xdist -s $(ARGS)

screenshots: $(VENV)/.installed-dev ## Take the pictures of README and of the editors' guide anew
	$(PY) manage.py make_screenshots

messages: $(VENV)/.installed-dev ## Collect the interface strings (needs GNU gettext) and compile the translations
	$(PY) manage.py makemessages --locale pl --locale uk --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*' --add-location file --no-wrap --no-obsolete
	$(VENV)/bin/pybabel --quiet compile --directory site/locale --domain django
	$(VENV)/bin/pybabel --quiet compile --directory site/locale_upstream --domain "django djangojs"

lock: $(VENV)/.installed-dev ## Resolve the dependencies of pyproject.toml into the two locks
	$(VENV)/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 \
		--extra redis --extra s3 --extra mail --extra ops --extra ksef pyproject.toml --output-file requirements.txt
	$(VENV)/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 \
		--all-extras pyproject.toml --constraint requirements.txt --output-file requirements-dev.txt

clean: ## Remove the local database, media and caches (not the demo drawings)
	rm -rf var/market.sqlite3* var/media var/static var/test* .pytest_cache .ruff_cache .import_linter_cache
