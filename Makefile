# Everything a person types. `make run` needs Python 3.11 or newer and make; nothing else.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SOURCES := leadcrm reporting capture scoring distribution nurturing conversion messaging leads tenants work conditions core
# Rooms that exist so far.
ROOMS := $(wildcard $(SOURCES))

# Byte code is written once at installation; without it each of our processes compiles 100 packages anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run install install-dev browser test check fix lock bench clean

help:
	@echo "make run      install, start everything, print the address and sample sign-ins (PORT, LEADCRM_DATA)"
	@echo "make test     every test, headless Chromium and fault tests included"
	@echo "make check    format, lint, types, import borders, migrations, templates, catalogs"
	@echo "make fix      format and repair what the linters can"
	@echo "make lock     pin requirements*.in into requirements*.txt with hashes"
	@echo "make bench    measure this machine against the floor (LEADS=100000)"
	@echo "make clean    remove the environment and ./var (all data of this copy)"

run: install
	@exec $(BIN)/python manage.py up

install: $(VENV)/.installed
install-dev: $(VENV)/.installed-dev

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Leadcrm needs Python 3.11 or newer; set PYTHON=/path/to/python3.11")'
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check uv

SYNC := $(BIN)/uv pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python
# The dev lock holds the runtime lock and more: where the dev packages are, `make run` must not remove them.
LOCK := $(if $(wildcard $(VENV)/.installed-dev),requirements-dev.txt,requirements.txt)

$(VENV)/.installed: requirements.txt | $(BIN)/uv
	$(SYNC) $(LOCK)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt | $(BIN)/uv
	$(SYNC) requirements-dev.txt
	@touch $@ $(VENV)/.installed

# Headless Chromium for the browser tests: CHROMIUM, one on the path, or the distribution's package when root.
browser:
	@sh .ci/browser || true

test: install-dev browser
	$(BIN)/pytest -n 2 $(ARGS)

check: install-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	LEADCRM_LOCAL=1 $(BIN)/mypy $(ROOMS)
	LEADCRM_LOCAL=1 $(BIN)/lint-imports
	LEADCRM_LOCAL=1 $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(BIN)/djlint --quiet --lint templates
	LEADCRM_LOCAL=1 $(BIN)/python manage.py merge_translations --check

fix: install-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: | $(BIN)/uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make lock' $(UPGRADE) requirements.in -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command 'make lock' $(UPGRADE) -c requirements.txt requirements-dev.in -o requirements-dev.txt

LEADS ?= 100000
bench: install
	$(BIN)/python -m leadcrm.bench all --leads $(LEADS)

clean:
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
