# `make report` and `make test` are the README's two commands; `make check` is what CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# In strict editable mode a new or moved file is seen only after a new install.
FILES := $(shell find *.py commands graph reports data -type f -not -name "*.pyc")

.PHONY: report test check lint types messages browser office bench web clean

report: $(BIN)/alianza
	$(BIN)/alianza report allas -o out

test: install browser
	$(BIN)/python -m pytest -n auto

check: install browser lint types
	$(BIN)/python -m pytest -n auto

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(BIN)/alianza: $(BIN)/python pyproject.toml $(FILES)
	$(PIP) install --editable .
	touch $@

.PHONY: install
install: $(BIN)/python
	$(PIP) install --editable '.[test,lint]'
	touch $(BIN)/alianza

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# In a folder of its own, since here `__main__.py` would be taken for the program's.
types:
	cd $(VENV) && bin/mypy --config-file ../pyproject.toml -p alianza

# The map is tested in a real browser, so the tests fail without one.
browser:
	@for name in chromium chromium-browser google-chrome; do \
	  command -v $$name >/dev/null && exit 0; \
	done; \
	echo "Installing Chromium, in which the map is tested …"; \
	SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	$$SUDO apt-get update -qq && $$SUDO apt-get install -qq -y chromium fonts-noto-core >/dev/null

# Rebuild the viewer of the map from web/; only this needs Node (20 or later).
web:
	cd web && npm ci --no-audit --no-fund && npm run check

# Slides and documents are turned into pages by LibreOffice in tests/test_office.py. Installing it
# takes minutes, so that `make test` skips that file without it; the gate never does.
# Carlito's letters are as wide as those of Calibri, which the slides and documents name.
office:
	@missing=""; \
	command -v soffice >/dev/null || missing="libreoffice-impress-nogui libreoffice-writer-nogui"; \
	command -v pdftotext >/dev/null || missing="$$missing poppler-utils"; \
	fc-list 2>/dev/null | grep -q Carlito || \
	  missing="$$missing fontconfig fonts-crosextra-carlito fonts-liberation2"; \
	test -n "$$missing" || exit 0; \
	echo "Installing $$missing, by which slides and documents are looked at …"; \
	SUDO=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	$$SUDO apt-get update -qq && \
	  $$SUDO apt-get install -qq -y --no-install-recommends $$missing >/dev/null

# Collect the messages and bring the catalogues of all languages up to date.
messages: install
	$(BIN)/python tools/messages.py

# Measure, and write the tables into docs/performance.md.
bench: install
	$(BIN)/python benchmarks --write

clean:
	rm -rf $(VENV) build dist out *.egg-info
