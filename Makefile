# Therapy: everything a developer does, by name. `make help` lists it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
SOURCES := therapy_core therapy_api therapy_cli migrations seeds tests bench
FOUND = $(wildcard $(SOURCES))
# The first Python from 3.11 on that can make a virtual environment; or say PYTHON=...
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
WORKERS ?= 2

##@ Start

.PHONY: help
help: ## List what there is
	@awk 'BEGIN {FS = ":.*## "} \
		/^##@ / {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

.PHONY: setup
setup: $(STAMP) ## Make .venv and fetch the embedded engine

.PHONY: run
run: $(STAMP) ## Start engine and API with seeded data on port 5000
	@$(BIN)/therapy run

##@ Prove

.PHONY: test
test: $(STAMP) ## Run every test (T="-k name" narrows)
	@$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile $(T)

.PHONY: check
check: $(STAMP) ## Run what CI runs: format, lint, types, imports, tests, schema in step
	$(BIN)/ruff format --check $(FOUND)
	$(BIN)/ruff check $(FOUND)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/therapy schema --check
	$(MAKE) test

.PHONY: test-moto
test-moto: $(STAMP) ## Run what needs no atomic engine on moto
	@DYNAMODB_ENDPOINT=moto $(BIN)/python -m pytest -q -n $(WORKERS) --dist loadfile -m "not exact"

.PHONY: test-botocore
test-botocore: $(STAMP) ## Run every test over botocore's client in place of our own transport
	@DYNAMODB_TRANSPORT=botocore $(MAKE) test

.PHONY: soak
soak: $(STAMP) ## Kill the engine 20 times; race for an address, and book at once, 200 rounds
	@SOAK_KILLS=20 SOAK_ROUNDS=200 CRASH_STEP=1 MANY_CLIENTS=2000 $(BIN)/python -m pytest -q -s \
		tests/soak tests/therapy_core/records/test_erasing.py tests/seeds/test_planting.py

.PHONY: model
model: $(STAMP) ## Compare the library with a practice in memory: 1,000 runs of 50 steps
	@MODEL_RUNS=1000 MODEL_STEPS=50 $(BIN)/python -m pytest -q -s tests/model

.PHONY: fuzz
fuzz: $(STAMP) ## Ask the API at random, from its document: EXAMPLES=500 an operation
	@EXAMPLES=$(or $(EXAMPLES),500) $(BIN)/python -m pytest -q -s \
		tests/therapy_api/test_schemathesis.py

.PHONY: bench
bench: $(STAMP) ## Measure everything beside its peers (PART=library alone, QUICK=1 for a look)
	@QUICK=$(QUICK) $(BIN)/python -m bench.run $(PART)

.PHONY: growth
growth: $(STAMP) ## Measure what a page costs among a million entries (SIZES="1000 100000")
	@QUICK=$(QUICK) SIZES="$(SIZES)" $(BIN)/python -m bench.run growth

.PHONY: format
format: $(STAMP) ## Format the code and mend what lint can mend
	$(BIN)/ruff format $(FOUND)
	$(BIN)/ruff check --fix $(FOUND)

##@ Data

.PHONY: setup-db
setup-db: $(STAMP) ## Make the table and bring it up to date
	@$(BIN)/therapy db setup

.PHONY: seed-db
seed-db: $(STAMP) ## Plant a believable practice (CLIENTS=300)
	@$(BIN)/therapy db seed $(if $(CLIENTS),--clients $(CLIENTS))

.PHONY: test-db
test-db: $(STAMP) ## Prove that the engine in use reads, writes and transacts
	@$(BIN)/therapy db test

.PHONY: schema
schema: $(STAMP) ## Write the table's chart and templates from the code
	@$(BIN)/therapy schema

##@ Containers

.PHONY: docker-up
docker-up: .env ## Start DynamoDB Local and the API in containers
	docker compose up --detach --build --wait

.PHONY: docker-down
docker-down: ## Stop the containers; the data stays
	docker compose down

##@ House

.PHONY: constraints
constraints: ## Renew the pinned versions from a fresh environment
	rm -rf build/constraints
	$(PYTHON) -m venv build/constraints
	build/constraints/bin/pip install --quiet --editable '.[api,cli,engine,dev]'
	(sed -n '/^#/p' constraints.txt; build/constraints/bin/pip freeze --exclude-editable \
		| grep -E '^[A-Za-z0-9_.-]+==[^ ]+$$') > build/constraints.txt
	mv build/constraints.txt constraints.txt

.PHONY: clean
clean: ## Remove everything that can be made again; data and secrets in .data stay
	rm -rf $(VENV) .tools build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis

.env:
	cp .env.example .env

$(STAMP): setup.cfg pyproject.toml constraints.txt therapy_cli/engine/npm/package-lock.json
	@test -n "$(PYTHON)" || { echo "Therapy needs Python 3.11 or later with its venv module (on" \
		"Debian: apt install python3-venv). If you have it elsewhere: make setup PYTHON=/path" \
		>&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt --editable '.[api,cli,engine,dev]'
	@$(BIN)/therapy engine install
	@touch $@
