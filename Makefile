# Every chore has one entry here; CI and the Jenkinsfile call these and nothing else.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Where the training data is, if this machine has it; users point these at their own copies.
SHARED_DATA := $(wildcard ../shared/data)
ifneq ($(SHARED_DATA),)
export GTZAN_DIR ?= $(abspath $(SHARED_DATA)/gtzan)
export GROOVE_DIR ?= $(abspath $(SHARED_DATA)/groove)
export VGG19_WEIGHTS ?= $(abspath $(SHARED_DATA)/vgg19/vgg19_imagenet_conv.npz)
endif

# Files that broke such services, with what is right for each, if this machine has them.
SHARED_CASES := $(wildcard ../shared/cases)
ifneq ($(SHARED_CASES),)
export CASES_DIR ?= $(abspath $(SHARED_CASES))
endif

# The page's scripts are committed as built; a machine with node builds them anew when they changed.
PAGE_SCRIPTS := frontend/static/built/manifest.json
BUILT_IF_NODE := $(if $(shell command -v npm),$(PAGE_SCRIPTS))

VERSION := $(shell sed -n 's/^VERSION = "\(.*\)"/\1/p' music_genre/version.py)
# A compose project beside the one of `make up`, as on a Jenkins agent.
TEST_PROJECT := COMPOSE_PROJECT_NAME=genre-tests COMPOSE_FILE=docker-compose.yml:deploy/compose.jenkins.yml docker compose

export PYTHONPATH := $(CURDIR)
export TF_CPP_MIN_LOG_LEVEL ?= 3
# onnxruntime sends usage figures to its makers unless told not to.
export ORT_DISABLE_TELEMETRY ?= 1

.PHONY: help
help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 25

.PHONY: run
run: $(VENV)/run.stamp $(BUILT_IF_NODE) ## Start all services; open http://localhost:5000, Ctrl-C stops
	@$(BIN)/python deploy/run_local.py

.PHONY: assets
assets: frontend/node_modules ## Build the page's scripts from frontend/assets; needs node
	@cd frontend && node build.mjs

# One for each core, as far as memory allows; 0 runs the tests one after the other.
PYTEST_WORKERS ?= logical
PYTEST_SPREAD := -n $(PYTEST_WORKERS) --maxprocesses 4 --dist worksteal

.PHONY: test
test: $(VENV)/dev.stamp ## Run every test that needs neither Docker nor a browser
	@$(BIN)/python -m pytest $(PYTEST_SPREAD)

.PHONY: e2e
e2e: $(VENV)/dev.stamp frontend/node_modules ## Use the page as a person does; needs Chromium, Firefox ESR, PulseAudio and node
	@$(BIN)/python -m pytest tests/e2e $(PYTEST_SPREAD)

.PHONY: wheel
wheel: $(VENV)/dev.stamp $(BUILT_IF_NODE) ## Build the package that `pip install` takes: build/wheel
	@rm -rf build/wheel
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation \
	  --wheel-dir build/wheel .
	@ls -sh build/wheel/*.whl

.PHONY: test-wheel
test-wheel: wheel ## Install the wheel into an empty environment and use it there
	@$(BIN)/python -m pytest tests/wheel

.PHONY: test-upgrade
test-upgrade: $(VENV)/dev.stamp ## Start this release after the first and the last one, and go back; needs the history
	@$(BIN)/python -m pytest tests/upgrade

.PHONY: test-openapi
test-openapi: $(VENV)/dev.stamp tests/openapi/node_modules ## Compile and run a TypeScript client of the OpenAPI documents; needs node
	@$(BIN)/python -m pytest tests/openapi

.PHONY: lint
lint: $(VENV)/dev.stamp ## Check style and formatting, Dockerfiles and workflows
	@$(BIN)/python -m ruff check .
	@$(BIN)/python -m ruff format --check .
	@$(BIN)/hadolint */Dockerfile
	@$(BIN)/python -m check_jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(BIN)/python -m check_jsonschema --quiet --builtin-schema vendor.compose-spec docker-compose.yml
	@$(BIN)/zizmor --offline --quiet --no-progress .github
	@$(BIN)/hadolint deploy/fresh/Dockerfile deploy/bulk/Dockerfile
	@$(if $(CI)$(wildcard frontend/node_modules),$(MAKE) --no-print-directory lint-assets)

.PHONY: lint-assets
lint-assets: frontend/node_modules ## Check types, style and formatting of frontend/assets; needs node
	@cd frontend && npm run --silent types && npm run --silent lint

.PHONY: format
format: $(VENV)/dev.stamp ## Mend style and formatting where a tool can
	@$(BIN)/python -m ruff check --fix .
	@$(BIN)/python -m ruff format .
	@$(if $(wildcard frontend/node_modules),cd frontend && npm run --silent format)

.PHONY: types
types: $(VENV)/dev.stamp ## Check types, strictly
	@$(BIN)/python -m mypy

.PHONY: images
images: ## Build the images and print their sizes against the budgets
	@VERSION=$(VERSION) REVISION=$$(git rev-parse HEAD 2>/dev/null || echo unknown) docker compose build
	@"$(PYTHON)" deploy/image_sizes.py

.PHONY: image-bulk
image-bulk: ## Build the image of genre bulk, for archives on a cluster
	@docker build --quiet -f deploy/bulk/Dockerfile -t devops-app/bulk:latest --build-arg VERSION=$(VERSION) .

.PHONY: licences
licences: $(VENV)/dev.stamp ## Write docs/licences.md; fails for what may not ship
	@$(BIN)/python -m deploy.shipping licences

.PHONY: sbom
sbom: $(VENV)/dev.stamp ## List what ships for auditors, in CycloneDX: build/sbom
	@$(BIN)/python -m deploy.shipping sbom

# Strict: what could not be looked up is a failure, and not taken for good.
.PHONY: audit
audit: $(VENV)/dev.stamp ## Ask the indexes for known faults of all that is locked; needs the internet and node
	@$(BIN)/python -m pip_audit --strict --require-hashes --disable-pip --requirement requirements/dev.txt
	@cd frontend && npm audit --package-lock-only
	@cd deploy/jenkins && npm audit --package-lock-only

.PHONY: notes
notes: $(VENV)/dev.stamp ## Print what the changelog says of VERSION
	@$(BIN)/python -m deploy.release --notes $(VERSION)

.PHONY: twice
twice: ## Build every image twice and compare file by file; ten minutes
	@"$(PYTHON)" deploy/twice.py

.PHONY: up
up: ## Start the containers and wait until they are healthy
	@docker compose up --detach --wait

.PHONY: down
down: ## Stop and remove the containers
	@docker compose down

.PHONY: test-containers
test-containers: $(VENV)/dev.stamp ## Hold the running containers to the contract; after `make up`
	@export ADMIN_TOKEN=$$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n'); \
	docker compose up --detach --wait beat_service; \
	SERVICES_HOST=127.0.0.1 SERVICES_TOKEN=$$ADMIN_TOKEN $(BIN)/python -m pytest tests/live/test_good_audio.py \
	  tests/live/test_bad_input.py tests/live/test_real_music.py tests/containers/test_containers.py tests/containers/test_shipping.py tests/containers/test_backup.py || failed=$$?; \
	unset ADMIN_TOKEN; docker compose up --detach --wait beat_service; \
	exit $${failed:-0}

.PHONY: test-images
test-images: ## Run the services' own tests inside their images; reports/TEST-*.xml
	@rm -rf reports
	@$(TEST_PROJECT) --profile tests build
	@failed=0; \
	for service in svm_service vgg19_service beat_service frontend; do \
	  $(TEST_PROJECT) up --no-deps --exit-code-from $${service}_tests $${service}_tests || failed=1; \
	  $(TEST_PROJECT) cp $${service}_tests:/reports/. reports || failed=1; \
	done; \
	$(TEST_PROJECT) --profile tests down --volumes --rmi all --remove-orphans; \
	exit $$failed

.PHONY: test-production
test-production: $(VENV)/dev.stamp ## Try the front door of the production overlay; after `make images`
	@SERVICES_HOST=127.0.0.1 $(BIN)/python -m pytest tests/containers/test_production.py

.PHONY: test-swarm
test-swarm: $(VENV)/dev.stamp ## Update, kill and roll back replicas under traffic; after `make images`
	@$(BIN)/python -m pytest -s tests/containers/test_swarm.py

.PHONY: test-fresh
test-fresh: ## Follow the README's Start in a bare container, as a newcomer; needs Docker
	@deploy/fresh/run.sh

.PHONY: test-kubernetes
test-kubernetes: $(VENV)/dev.stamp ## Render the Kubernetes manifests and hold them to the schemas
	@mkdir -p build
	@kubectl kustomize deploy/kubernetes > build/kubernetes.yaml
	@kubectl kustomize deploy/kubernetes-bulk > build/kubernetes-bulk.yaml
	@kubectl kustomize deploy/kubernetes-queue > build/kubernetes-queue.yaml
	@$(BIN)/python -m kubernetes_validate --strict build/kubernetes.yaml build/kubernetes-bulk.yaml

.PHONY: test-alerts
test-alerts: ## Hold the alerts to what they promise, by promtool (Debian: prometheus)
	@promtool check config deploy/monitoring/prometheus.yml
	@cd deploy/monitoring && promtool test rules alerts.test.yml

.PHONY: test-jenkins
test-jenkins: $(VENV)/dev.stamp deploy/jenkins/node_modules ## Lint the Jenkinsfile and run its stages
	@deploy/jenkins/node_modules/.bin/npm-groovy-lint --noserver --no-insight --failon warning Jenkinsfile
	@$(BIN)/python -m pytest tests/containers/test_jenkinsfile.py

.PHONY: train
train: $(VENV)/dev.stamp ## Rebuild both models from $GTZAN_DIR; ARGS="--data DIR --out DIR": your own
	@$(BIN)/python -m training.train $(ARGS)

.PHONY: train-sounds
train-sounds: $(VENV)/dev.stamp ## Rebuild the network with learnt features from $MUSICNN_WHEEL; then train
	@$(BIN)/python -m training.musicnn.train

.PHONY: foreign-music
foreign-music: $(VENV)/dev.stamp ## Write docs/foreign-music.md: what is said of the music of free games
	@$(BIN)/python -m tools.foreign_music

.PHONY: page-examples
page-examples: $(VENV)/dev.stamp ## Write the page's examples and ask about them; ARGS=--check or --sweep
	@$(BIN)/python -m tools.page_examples $(ARGS)

.PHONY: page-pictures
page-pictures: $(VENV)/dev.stamp frontend/node_modules ## Take the pictures of docs/page.md anew; needs Chromium
	@$(BIN)/python -m pytest tests/e2e/test_pictures.py
	@$(BIN)/python -m tools.page_pictures

.PHONY: train-styles
train-styles: $(VENV)/dev.stamp ## Rebuild the style model of beats from its patterns and $GROOVE_DIR
	@$(BIN)/python -m training.styles.train
	@$(BIN)/python -m training.strangers.report
	@$(BIN)/python -m training.tables

.PHONY: foreign-beats
foreign-beats: $(VENV)/dev.stamp ## Write which beats go with the free game music that is installed
	@$(BIN)/python -m tools.foreign_beats

.PHONY: judge-styles
judge-styles: $(VENV)/dev.stamp ## Render labelled MIDI by a sound font and judge the style model: ARGS="--midi DIR --font FILE"
	@$(BIN)/python -m training.strangers.judge $(ARGS)

.PHONY: evaluate
evaluate: $(VENV)/dev.stamp ## Measure everything that README and model cards say of the models
	@$(BIN)/python -m training.genre.crossvalidate
	@$(BIN)/python -m training.genre.quantization_cost
	@$(BIN)/python -m training.genre.splits
	@$(BIN)/python -m training.genre.durations
	@$(BIN)/python -m training.genre.robustness
	@$(BIN)/python -m training.fast.folds
	@$(BIN)/python -m training.tables

.PHONY: train-tempo-key
train-tempo-key: $(VENV)/dev.stamp ## Rebuild the tempo and key networks from $GTZAN_DIR
	@$(BIN)/python -m training.tempo_key.train $(ARGS)
	@$(BIN)/python -m training.tables

.PHONY: train-pulse
train-pulse: $(VENV)/dev.stamp ## Rebuild the network of beats and bars from $GROOVE_DIR and sound fonts
	@$(BIN)/python -m training.pulse.train $(ARGS)

.PHONY: train-beats
train-beats: train-tempo-key ## The earlier name of train-tempo-key

.PHONY: evaluate-beats
evaluate-beats: $(VENV)/dev.stamp ## Measure tempo, key and styles on real audio, beside librosa's own
	@$(BIN)/python -m training.tempo_key.evaluate $(ARGS)
	@$(BIN)/python -m training.pulse.evaluate
	@$(BIN)/python -m training.styles.genre_prior
	@$(BIN)/python -m training.strangers.report
	@$(BIN)/python -m training.tables

.PHONY: backup
backup: $(VENV)/run.stamp ## Copy the catalogue of beats into FILE (beats.backup), while it is used
	@$(BIN)/python -m beat_service.backup save "$(or $(FILE),beats.backup)"

.PHONY: restore
restore: $(VENV)/run.stamp ## Make the catalogue of beats what it was when FILE was saved
	@$(BIN)/python -m beat_service.backup restore "$(or $(FILE),beats.backup)"

.PHONY: hear-beats
hear-beats: $(VENV)/dev.stamp ## Write what the analysis hears in our patterns, after a change of either
	@$(BIN)/python -m tools.analyse_patterns

.PHONY: beat-levels
beat-levels: $(VENV)/dev.stamp ## Measure loudness, peak and seam of every beat of the catalogue
	@$(BIN)/python -m tools.beat_levels

.PHONY: doc-figures
doc-figures: $(VENV)/dev.stamp ## Draw the figures of docs/analysis.md and docs/recommendation.md
	@$(BIN)/python -m tools.doc_figures

.PHONY: lessons
lessons: doc-figures ## The earlier name of doc-figures

.PHONY: explanations
explanations: $(VENV)/dev.stamp ## Measure whether importance maps show what VGG19 listens to
	@$(BIN)/python -m training.genre.explanations

.PHONY: bench
bench: $(VENV)/dev.stamp ## Print start, latency, memory and load against the budgets; ARGS=--keep: load into the README
	@$(BIN)/python -m benchmarks.services
	@$(BIN)/python -m benchmarks.crowd $(ARGS)

.PHONY: bench-bulk
bench-bulk: $(VENV)/dev.stamp ## Measure genre bulk: rate, workers, growth, memory, cost; ARGS="--write": into docs/scale.md
	@$(BIN)/python -m benchmarks.bulk $(ARGS)

.PHONY: capacity
capacity: $(VENV)/dev.stamp ## Measure what 1 to 1,000 clients get, and sizes; ARGS="--write": into docs/operations.md
	@$(BIN)/python -m benchmarks.capacity $(ARGS)

.PHONY: faults
faults: $(VENV)/dev.stamp ## Kill, fill, damage and leave what runs, and print what comes of it
	@FAULTS=long $(BIN)/python -m pytest -q tests/live/faults tests/live/local_runs/test_killed_services.py

.PHONY: soak
soak: $(VENV)/dev.stamp ## Keep all services busy and look whether they grow; ARGS=60: for an hour, else ten minutes
	@$(BIN)/python -m benchmarks.soak $(ARGS)

.PHONY: fuzz
fuzz: $(VENV)/dev.stamp ## Decode damaged files of every container; ARGS="COUNT --only MP3": fewer
	@$(BIN)/python -m tools.fuzz $(ARGS)

.PHONY: agreement
agreement: $(VENV)/dev.stamp ## Show that VGG19 answers alike with every kernel of this processor
	@$(BIN)/python -m benchmarks.agreement $(ARGS)

.PHONY: known-answers
known-answers: $(VENV)/dev.stamp ## Renew the answers that services check at start, after a change of the known song
	@$(BIN)/python -m tools.known_answers

.PHONY: translations
translations: $(VENV)/dev.stamp ## Bring English texts of the code into every catalogue, and compile them
	@$(BIN)/python -m tools.translations $(ARGS)

.PHONY: lock
lock: $(VENV)/dev.stamp ## Renew the locked, hashed requirements from pyproject.toml
	@$(BIN)/python deploy/lock_requirements.py

.PHONY: clean
clean: ## Remove the environment and everything built
	@rm -rf $(VENV) build reports deploy/jenkins/node_modules frontend/node_modules tests/openapi/node_modules .mypy_cache .pytest_cache .ruff_cache

frontend/node_modules: frontend/package-lock.json
	@cd frontend && npm ci --ignore-scripts --loglevel=error
	@touch $@

$(PAGE_SCRIPTS): $(wildcard frontend/assets/*.ts frontend/assets/*/*.ts frontend/assets/*.css frontend/assets/*/*.css) frontend/build.mjs frontend/package-lock.json
	@$(MAKE) --no-print-directory assets \
	  || echo "The page's scripts could not be built; it runs with those of the last build."

tests/openapi/node_modules: tests/openapi/package-lock.json
	@cd tests/openapi && npm ci --ignore-scripts --loglevel=error
	@touch $@

deploy/jenkins/node_modules: deploy/jenkins/package-lock.json
	@npm ci --prefix deploy/jenkins --ignore-scripts --silent
	@touch $@

# The script knows whether there is anything to do, and leaves nothing half-made.
$(VENV)/run.stamp $(VENV)/dev.stamp: $(VENV)/%.stamp: FORCE
	@"$(PYTHON)" deploy/environment.py $*

FORCE:
