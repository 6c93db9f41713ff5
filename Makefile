# The commands of every day; `make demo` and `make test` set up everything they need.
.DEFAULT_GOAL := help
.PHONY: help setup setup-servers demo test lint check up down status schemas bench simulate-year chaos variants clean
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
ARGS ?=
ROUNDS ?= 20

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

setup: ## Make .venv with the locked packages
	@deploy/local/setup.sh

setup-servers:
	@deploy/local/setup.sh --servers

demo: setup-servers ## Play the story on real servers; ARGS=--exit stops all at its end
	@$(BIN)/xinfang demo $(ARGS)

test: setup-servers ## All tests, on real servers
	@$(BIN)/python -m deploy.local up
	@$(BIN)/pytest tests --durations=15 $(ARGS)

lint: setup ## Format, rules of style, types and imports
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

check: lint ## The same, and the tests that need no servers
	@$(BIN)/pytest tests/unit tests/contracts tests/architecture tests/simulation -q $(ARGS)

up: setup-servers ## Servers and all services in the background
	@$(BIN)/xinfang up $(ARGS)

down: setup ## Stop services and servers
	@$(BIN)/xinfang down $(ARGS)

status: setup ## How servers and services are
	@$(BIN)/xinfang status $(ARGS)

schemas: setup ## Write the schemas and AsyncAPI again from the models
	@$(BIN)/python -m contracts.generate

bench: setup-servers ## Measure rates and CPU; ARGS=--check fails under the floor
	@$(BIN)/python -m tests.bench $(ARGS)

simulate-year: setup-servers ## A year of 20,000 synthetic petitions through all services, and its balance
	@$(BIN)/python -m deploy.local up
	@$(BIN)/xinfang simulate $(ARGS)

chaos: setup-servers ## The planned kills again and again; ROUNDS=100
	@$(BIN)/python -m deploy.local up
	@for round in $$(seq $(ROUNDS)); do \
		echo "round $$round of $(ROUNDS)"; $(BIN)/pytest -q tests/integration/test_kills.py $(ARGS) || exit 1; done

variants: setup-servers ## Every variant of every story on real servers (about 15 minutes)
	@$(BIN)/python -m deploy.local up
	@ALL_VARIANTS=1 $(BIN)/pytest tests/scenarios/test_variants_on_servers.py $(ARGS)

clean: ## Stop the servers, remove their data and everything generated
	@if [ -x $(BIN)/python ] && [ -d .local ]; then $(BIN)/python -m deploy.local clean; fi
	@rm -rf .local .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
