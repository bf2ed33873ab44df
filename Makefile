# Every chore has one entry here; CI and the Jenkinsfile call these and nothing else.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes

# Where the training data is, if this machine has it; users point these at their own copies.
SHARED_DATA := $(wildcard ../shared/data)
ifneq ($(SHARED_DATA),)
export GTZAN_DIR ?= $(abspath $(SHARED_DATA)/gtzan)
export GROOVE_DIR ?= $(abspath $(SHARED_DATA)/groove)
export VGG19_WEIGHTS ?= $(abspath $(SHARED_DATA)/vgg19/vgg19_imagenet_conv.npz)
endif

export PYTHONPATH := $(CURDIR)
export TF_CPP_MIN_LOG_LEVEL ?= 3

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.PHONY: run
run: $(VENV)/run.stamp ## Start all services; open http://localhost:5000, Ctrl-C stops
	@$(BIN)/python deploy/run_local.py

.PHONY: test
test: $(VENV)/dev.stamp ## Run every test that needs neither Docker nor a browser
	@$(BIN)/python -m pytest

.PHONY: lint
lint: $(VENV)/dev.stamp ## Check style and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

.PHONY: format
format: $(VENV)/dev.stamp ## Mend style and formatting where a tool can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: types
types: $(VENV)/dev.stamp ## Check types, strictly
	@$(BIN)/mypy

.PHONY: train
train: $(VENV)/dev.stamp ## Rebuild both models from $GTZAN_DIR; ARGS="--data DIR --out DIR": your own
	@$(BIN)/python -m training.train $(ARGS)

.PHONY: train-beats
train-beats: $(VENV)/dev.stamp ## Rebuild the style model of beats from its patterns and $GROOVE_DIR
	@$(BIN)/python -m training.beat_styles

.PHONY: evaluate
evaluate: $(VENV)/dev.stamp ## Measure the models on artist-disjoint folds and write the report
	@$(BIN)/python -m training.crossvalidate

.PHONY: robustness
robustness: $(VENV)/dev.stamp ## Measure what codecs, noise and short excerpts cost
	@$(BIN)/python -m training.robustness

.PHONY: explanations
explanations: $(VENV)/dev.stamp ## Measure whether importance maps show what VGG19 listens to
	@$(BIN)/python -m training.explanations

.PHONY: bench
bench: $(VENV)/dev.stamp ## Print start, latency and memory against the budgets
	@PYTHONPATH=.:tests $(BIN)/python -m benchmarks.services

.PHONY: lock
lock: $(VENV)/dev.stamp ## Renew the locked, hashed requirements from pyproject.toml
	@$(BIN)/python deploy/lock_requirements.py

.PHONY: clean
clean: ## Remove the environment and everything built
	@rm -rf $(VENV) build reports .mypy_cache .pytest_cache .ruff_cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.12 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "The venv module is missing: on Debian, apt install python3-venv"; exit 1; }
	@# So that `python app.py` in a service's folder finds the shared packages beside it.
	@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/checkout.pth"

$(VENV)/run.stamp: requirements/run.txt | $(BIN)/python
	@echo "Installing what the services need (once, about a minute) …"
	@$(PIP_INSTALL) -r $<
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt | $(BIN)/python
	@echo "Installing what tests and training need (once, some minutes: TensorFlow is large) …"
	@$(PIP_INSTALL) -r $<
	@touch $@ $(VENV)/run.stamp
