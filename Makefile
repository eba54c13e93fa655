# Two commands are all a newcomer needs: `make serve` and `make test`.
# Each sets itself up on a machine with rustup, node and apt, and is quick when
# nothing changed.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help serve test lint test-native test-browser site size bench clean setup-wasm setup-browser

DATA ?= data
LISTEN ?= 127.0.0.1:3000
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome || true)
SERVER := target/debug/streetlight
NODE_STAMP := end2end/node_modules/.package-lock.json

# Says what is being done and how long it took: $(call step,name,command)
step = @printf '\n== %s\n' '$(1)'; SECONDS=0; $(2); printf -- '-- %s: %s s\n' '$(1)' "$$SECONDS"

help: ## List the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 22

serve: site ## Run Streetlight with the demonstration agency
	$(call step,server,cargo build --quiet --package server)
	@if [ ! -e $(DATA)/streetlight.db ]; then \
	  $(SERVER) demo --data $(DATA); \
	else echo "Sign in as dana, marcus, rosa or admin; password: harbor lights after rain"; fi
	@printf '\nOpen http://%s in a browser. Stop with Ctrl-C.\n\n' '$(LISTEN)'
	@exec $(SERVER) serve --plain-http --data $(DATA) --listen $(LISTEN) --site target/site

test: lint test-native site size test-browser ## Run every test

lint: ## Formatting and clippy, for the server and for phones
	$(call step,format,cargo fmt --all --check)
	$(call step,clippy,cargo clippy --quiet --workspace --all-targets -- -D warnings)

test-native: ## Rules, sync, simulator, server
	$(call step,native tests,if cargo nextest --version >/dev/null 2>&1; \
	  then cargo nextest run --workspace; else cargo test --workspace; fi)

site: setup-wasm ## Build the app into target/site
	$(call step,app,cargo run --quiet --package bundle)

size: ## Sizes of what a first visit loads; fails above the budget
	$(call step,size,cargo run --quiet --package bundle -- --check-size)

test-browser: setup-browser ## Journeys in headless Chromium
	$(call step,server,cargo build --quiet --package server)
	$(call step,journeys,cd end2end && CHROMIUM="$(CHROMIUM)" npx playwright test)

clean: ## Remove what was built; data stays
	cargo clean

setup-wasm:
	@command -v rustup >/dev/null || { echo 'rustup is missing: see https://rustup.rs'; exit 1; }
	@rustup target list --installed | grep -q wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown

setup-browser: $(NODE_STAMP)
	@if [ -z "$(CHROMIUM)" ]; then \
	  sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	  command -v apt-get >/dev/null || { echo 'Chromium is missing: install it and set CHROMIUM to its path'; exit 1; }; \
	  $$sudo apt-get update -qq && $$sudo apt-get install -y -qq chromium >/dev/null; fi

$(NODE_STAMP): end2end/package.json end2end/package-lock.json
	@command -v npm >/dev/null || { echo 'node with npm is missing: see https://nodejs.org'; exit 1; }
	cd end2end && npm ci --no-audit --no-fund
	@touch $@
