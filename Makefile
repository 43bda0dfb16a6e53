# Therapy: everything a developer does, by name. `make help` lists it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
SITE := web/dist/index.html
SOURCES := therapy_core therapy_api therapy_cli infra migrations seeds tests bench
FOUND = $(wildcard $(SOURCES))
# The first Python from 3.11 on that can make a virtual environment; or say PYTHON=...
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$p && break; done)
WORKERS ?= 2
# A file at a time to each worker, in order: the slowest files hold few tests and would come last.
SPREAD = -n $(WORKERS) --dist loadfile --no-loadscope-reorder
TEMPLATES := infra/bootstrap.yaml infra/therapy.template.json
ENV ?= dev
ARTIFACT = build/aws/therapy-$(or $(ARCH),arm64).zip
RECORD = rm -rf build/grants && RECORD_GRANTS=build/grants $(BIN)/python -m pytest -q \
	$(SPREAD) tests/therapy_api tests/stories tests/therapy_core
# They pin versions of what they share with us, so each has an environment of its own.
CHECKOV := checkov==3.3.30
MINISTACK := ministack==1.5.33

##@ Start

.PHONY: help
help: ## List what there is
	@awk 'BEGIN {FS = ":.*## "} \
		/^##@ / {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

.PHONY: setup
setup: $(STAMP) ## Make .venv and fetch the embedded engine

.PHONY: run
run: $(SITE) ## Start engine, API and site with seeded data on port 5000
	@$(BIN)/therapy run

##@ Prove

.PHONY: test
test: $(SITE) browser ## Run every test (T="-k name" narrows)
	$(if $(T),,@$(BIN)/therapy site run test)
	@$(BIN)/python -m pytest -q $(SPREAD) --ignore=tests/deployed $(T)

.PHONY: test-deploy
test-deploy: $(STAMP) build/ministack/bin/ministack ## Deploy to a local AWS, test it, take it down
	@$(BIN)/python -m pytest -q $(or $(T),tests/deployed)

.PHONY: check
check: $(STAMP) ## Run what CI runs: format, lint, types, imports, tests, schema in step
	$(BIN)/ruff format --check $(FOUND)
	$(BIN)/ruff check $(FOUND)
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/therapy schema --check
	$(BIN)/therapy site run check
	$(BIN)/python -m infra.template --check
	$(MAKE) lint-templates lint-workflows test test-deploy

.PHONY: test-moto
test-moto: $(SITE) browser ## Run what needs no atomic engine on moto
	@DYNAMODB_ENDPOINT=moto $(BIN)/python -m pytest -q $(SPREAD) -m "not exact"

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

.PHONY: shots
shots: $(SITE) ## Walk through the site and keep what it looks like in docs/images/site
	@mkdir -p docs/images/site && SITE_SHOTS=docs/images/site $(BIN)/python -m pytest -q \
		"tests/site/test_story.py" tests/site/test_gallery.py -k "phone or gallery"

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

.PHONY: lighthouse
lighthouse: $(SITE) ## Hold the site to 95 or more in Lighthouse: speed, access, good practice
	@$(BIN)/python -m bench.lighthouse

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
	@$(BIN)/python -m infra.template

##@ AWS

.PHONY: deploy
deploy: $(STAMP) package ## Put it on AWS, or bring it up to date (ENV=dev)
	@$(BIN)/python -m infra.deploy $(ENV) --artifact $(ARTIFACT)

.PHONY: destroy
destroy: $(STAMP) ## Take an environment away, but for its data; never production (ENV=dev)
	@$(BIN)/python -m infra.destroy $(ENV)

.PHONY: grants
grants: $(STAMP) ## Write down what each function does on the table, for its role
	@$(RECORD) && $(BIN)/python -m infra.grants write build/grants

.PHONY: check-grants
check-grants: $(STAMP) ## Compare the roles with what the functions do: nothing to spare
	@$(RECORD) && $(BIN)/python -m infra.grants check build/grants

.PHONY: costs
costs: $(STAMP) ## Work out anew what a month on AWS costs
	@$(BIN)/python -m infra.costs

.PHONY: package
package: $(STAMP) ## Build the functions' zip (ARCH=arm64 LAMBDA=3.13; CHECK=1 builds it twice)
	@$(BIN)/python -m infra.package $(if $(ARCH),--arch $(ARCH)) \
		$(if $(LAMBDA),--python $(LAMBDA)) $(if $(CHECK),--check)

.PHONY: site
site: $(SITE) ## Build the site into web/dist

.PHONY: lint-workflows
lint-workflows: $(STAMP) ## Lint the workflows with actionlint and zizmor
	@$(BIN)/python -m infra.lint_workflows

.PHONY: lint-templates
lint-templates: $(STAMP) ## Lint the templates with cfn-lint
	$(BIN)/cfn-lint $(TEMPLATES)

.PHONY: checkov
checkov: build/checkov/bin/checkov ## Look for risks in the templates
	build/checkov/bin/checkov --framework cloudformation --skip-download --compact --quiet \
		$(foreach file,$(TEMPLATES),--file $(file))

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
	build/constraints/bin/pip install --quiet --editable '.[api,cli,engine,lambda,infra,dev]'
	(sed -n '/^#/p' constraints.txt; build/constraints/bin/pip freeze --exclude-editable \
		| grep -E '^[A-Za-z0-9_.-]+==[^ ]+$$') > build/constraints.txt
	mv build/constraints.txt constraints.txt

.PHONY: clean
clean: ## Remove everything that can be made again; data and secrets in .data stay
	rm -rf $(VENV) .tools build dist web/node_modules web/dist *.egg-info .pytest_cache \
		.mypy_cache .ruff_cache .import_linter_cache .hypothesis

build/checkov/bin/checkov: | $(STAMP)
	@$(PYTHON) -m venv build/checkov
	@build/checkov/bin/pip install --quiet --disable-pip-version-check $(CHECKOV)

build/ministack/bin/ministack: | $(STAMP)
	@$(PYTHON) -m venv build/ministack
	@build/ministack/bin/pip install --quiet --disable-pip-version-check $(MINISTACK) \
		boto3 cryptography

$(SITE): $(STAMP) $(shell find web -path web/node_modules -prune -o -path web/dist -prune -o -type f -print)
	@echo "Building the site ..."
	@$(BIN)/therapy site build
	@touch $@

.PHONY: browser
browser: $(STAMP)
	@$(BIN)/python -m tests.site.browser

.env:
	cp .env.example .env

$(STAMP): setup.cfg pyproject.toml constraints.txt therapy_cli/engine/npm/package-lock.json
	@test -n "$(PYTHON)" || { echo "Therapy needs Python 3.11 or later with its venv module (on" \
		"Debian: apt install python3-venv). If you have it elsewhere: make setup PYTHON=/path" \
		>&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt --editable '.[api,cli,engine,lambda,infra,dev]'
	@$(BIN)/therapy engine install
	@touch $@
