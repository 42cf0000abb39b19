# `make demo` and `make test` work from a bare clone; both need Python 3.11 or newer, make and the Python package index.
VENV := .venv/bin
.PHONY: setup demo test lint bench torture templates lock scripts
.DEFAULT_GOAL := help

help:
	@echo "make demo     see it work: a simulated audience answers, the report is written, the addresses are printed"
	@echo "make test     lint, types, import contracts and every test"
	@echo "make bench    how fast figures are made, against R's survey, svy and the time it takes to read the data"
	@echo "make torture  long campaigns behind the promises, with new random examples; about ten minutes each"
	@echo "make setup    make .venv with surveyapp in it"
	@echo "make templates  renew the templates of translations from what the code says, and sort the catalogues"
	@echo "make scripts  make the respondents' scripts small again after a change (needs uv)"
	@echo "make lock     renew the locked dependencies for Python 3.11 and 3.13 (needs uv)"

setup:
	@PYTHON="$(PYTHON)" sh scripts/environment.sh run

demo: setup
	$(VENV)/surveyapp demo

test:
	@PYTHON="$(PYTHON)" sh scripts/environment.sh dev
	@sh scripts/browser.sh
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/lint-imports --no-logo
	$(VENV)/mypy
	$(VENV)/djlint --check --lint surveyapp/templates --quiet
	$(VENV)/python -m pytest -n 2 --dist loadgroup -rs

bench:
	@PYTHON="$(PYTHON)" sh scripts/environment.sh dev
	@$(VENV)/python -m tests.bench

torture:
	@PYTHON="$(PYTHON)" sh scripts/environment.sh dev
	@sh scripts/browser.sh
	@$(VENV)/python -m tests.torture

templates:
	@for recipe in translations/*.cfg; do sed -n 's/^# pybabel/pybabel/p' $$recipe; done | PATH="$(CURDIR)/.venv/bin:$$PATH" sh
	@$(VENV)/python scripts/sort_catalogues.py

lock:
	@for version in 3.11 3.13; do \
	  uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version $$version pyproject.toml -o requirements/python-$$version.txt && \
	  uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version $$version --group dev pyproject.toml -o requirements/python-$$version-dev.txt || exit 1; done

scripts:
	@uv run --quiet --no-project --with tdewolff-minify==2.24.12 python scripts/minify_scripts.py
