# Two commands do everything, set-up included: `make serve` and `make test`.
# A fresh machine needs rustup (or Rust with the wasm target), node and, for
# what else is missing, apt.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
.DELETE_ON_ERROR:

TARGET := $(or $(CARGO_TARGET_DIR),target)
SITE   := target/site
DATA   ?= data
LISTEN ?= 127.0.0.1:3000

# Everything native is compiled with one selection of packages: cargo would
# compile shared dependencies twice for two selections with other features.
# The tests of the server want the simulator, so everybody gets it.
NATIVE := cargo build --workspace --bins --features sync/simulator
BUNDLE := $(TARGET)/debug/bundle
SERVER := $(TARGET)/debug/streetlight
APP    := -p app --lib --target wasm32-unknown-unknown --no-default-features --features csr

# $(STEP) "Heading" command arguments…
STEP := bash -c 'began=$$SECONDS; printf "\n== %s\n" "$$0"; "$$@" || { code=$$?; \
	printf "== %s: FAILED after %d s\n" "$$0" $$((SECONDS - began)); exit $$code; }; \
	printf "== %s: %d s\n" "$$0" $$((SECONDS - began))'

# $(call install,program,Debian packages)
install = command -v $(1) >/dev/null || { \
	command -v apt-get >/dev/null || { echo "$(1) is missing: install it, then run this again" >&2; exit 1; }; \
	sudo=; if [ "$$(id -u)" != 0 ]; then sudo=sudo; command -v sudo >/dev/null || { \
	echo "$(1) is missing: run 'apt-get install $(2)' as root, then run this again" >&2; exit 1; }; fi; \
	echo "installing $(2)"; $$sudo apt-get -qq update && \
	DEBIAN_FRONTEND=noninteractive $$sudo apt-get -qq -y install --no-install-recommends $(2) >/dev/null; }

.PHONY: help serve test lint native site size journeys firefox gallery bench faults clean rust chromium

help: ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: rust ## Run the product with a demonstration agency (LISTEN=127.0.0.1:3000 DATA=data)
	@$(STEP) "Server and build tool" $(NATIVE)
	@$(STEP) "App for phones" $(BUNDLE)
	@[ -e $(DATA)/streetlight.db ] || $(STEP) "Demonstration agency" $(SERVER) demo --data $(DATA)
	@printf '\nOpen http://%s/ and sign in as dana (worker): harbor lights after rain\n\n' '$(LISTEN)'
	@exec $(SERVER) serve --plain-http --data $(DATA) --site $(SITE) --listen $(LISTEN)

test: lint native size journeys ## Check everything: format, lints, native tests, size, journeys in a browser

lint: rust end2end/node_modules/.ready ## Formatting and lints, for the server and for phones
	@$(STEP) "Formatting" cargo fmt --all --check
	@$(STEP) "Lints, native" cargo clippy --quiet --workspace --all-targets -- -D warnings
	@$(STEP) "Lints, phones" cargo clippy --quiet $(APP) -- -D warnings
	@cd end2end && $(STEP) "Types of the journeys" node_modules/.bin/tsc --noEmit

# cargo-nextest where it is installed: compiling it costs minutes. Neither
# way runs documentation examples.
native: rust
	@if cargo nextest --version >/dev/null 2>&1; then \
		$(STEP) "Native tests" cargo nextest run --workspace; \
	else \
		$(STEP) "Native tests" cargo test --quiet --workspace --lib --bins --tests --no-fail-fast; \
	fi

site: rust
	@$(STEP) "Server and build tool" $(NATIVE)
	@$(STEP) "App for phones" $(BUNDLE)

size: site ## Sizes of the first load, against the budget
	@$(STEP) "Size" $(BUNDLE) --check-size

journeys: site chromium end2end/node_modules/.ready
	@cd end2end && $(STEP) "Journeys in a browser" node_modules/.bin/playwright test $(ONLY)

# To be looked at, not to pass: the gallery is no part of `make test`.
gallery: site chromium end2end/node_modules/.ready ## Draw every screen in every look: target/gallery; and the README's pictures
	@rm -rf target/gallery
	@cd end2end && SCREENSHOTS=1 $(STEP) "Gallery" node_modules/.bin/playwright test --config gallery.config.ts

# Journeys that the driver of Firefox has words for: none that is printed, killed halfway, asked for
# other colours by force, or loses an answer on the way.
IN_FIREFOX := accessibility alike assessment back crisis-plan desk document fact-sheet find-notes forms lock need-in-note \
	nothing-covered reach reading-order three-jobs today tabs undo wording worker

firefox: site end2end/node_modules/.ready ## The journeys once more, in Firefox
	@[ -n "$${FIREFOX:-}" ] || $(call install,firefox-esr,firefox-esr)
	@cd end2end && FIREFOX="$${FIREFOX:-/usr/bin/firefox-esr}" \
		$(STEP) "Journeys in Firefox" node_modules/.bin/playwright test $(or $(ONLY),$(IN_FIREFOX))

# The whole browser, as phones have it: its own start is part of what is compared.
bench: site end2end/node_modules/.ready ## Measure the server and the app; figures in target/bench
	@[ -n "$${CHROMIUM:-}" ] || $(call install,chromium,chromium)
	@mkdir -p $(TARGET)/bench
	@$(STEP) "Server, as released" cargo build --quiet --release -p server --bins --examples
	@$(STEP) "Measurements, server" $(TARGET)/release/examples/bench --json $(TARGET)/bench/server.json
	@$(STEP) "Measurements, language check" cargo run --quiet --release -p domain --example language
	@STREETLIGHT_IMPORT_ROWS=100000 $(STEP) "Measurements, import" cargo test --quiet --release -p server --test it \
		importing::figures -- --nocapture
	@cd end2end && CHROMIUM="$${CHROMIUM:-/usr/bin/chromium}" BENCH_JSON="$(abspath $(TARGET))/bench/browser.json" \
		STREETLIGHT_BINARY="$(abspath $(TARGET))/release/streetlight" \
		$(STEP) "Measurements, app" node_modules/.bin/playwright test --config bench.config.ts $(ONLY)

# How often each fault is put in; any of them can be set on the command line.
FAULTS := $(TARGET)/faults
LINES  := $(abspath $(FAULTS))/lines.jsonl
SIM_SEEDS     ?= 100000
MERGE_CASES   ?= 100000
REAL_SEEDS    ?= 1000
SERVER_KILLS  ?= 500
REPLIES_LOST  ?= 10000
BODIES_CUT    ?= 200
DISK_FAULTS   ?= 20
TAMPERINGS    ?= 1000
NAMES         ?= 10000000
BROWSER_KILLS ?= 100
TAB_ROUNDS    ?= 100
PAPER_KILLS   ?= 100
PICTURES      ?= 20
PICTURE_CUTS  ?= 200
PICTURE_KILLS ?= 20

faults: site chromium end2end/node_modules/.ready ## Lose nothing through thousands of faults; hours (SIM_SEEDS=… and so on for less)
	@mkdir -p $(FAULTS); : > "$(LINES)"
	@failed=; export STREETLIGHT_FAULTS_FILE="$(LINES)" STREETLIGHT_SIM_SEEDS=$(SIM_SEEDS) \
		STREETLIGHT_MERGE_CASES=$(MERGE_CASES) \
		STREETLIGHT_REAL_SEEDS=$(REAL_SEEDS) STREETLIGHT_SERVER_KILLS=$(SERVER_KILLS) \
		STREETLIGHT_REPLIES_LOST=$(REPLIES_LOST) STREETLIGHT_BODIES_CUT=$(BODIES_CUT) \
		STREETLIGHT_DISK_FAULTS=$(DISK_FAULTS) STREETLIGHT_BROWSER_KILLS=$(BROWSER_KILLS) \
		STREETLIGHT_TAMPERINGS=$(TAMPERINGS) STREETLIGHT_NAMES=$(NAMES) \
		STREETLIGHT_TAB_ROUNDS=$(TAB_ROUNDS) STREETLIGHT_PAPER_KILLS=$(PAPER_KILLS) \
		STREETLIGHT_PICTURES=$(PICTURES) STREETLIGHT_PICTURE_CUTS=$(PICTURE_CUTS) \
		STREETLIGHT_PICTURE_KILLS=$(PICTURE_KILLS); \
	$(STEP) "Faults, simulator" cargo test --quiet --workspace --lib -- nothing_is_lost every_pair_of_edits || failed=1; \
	$(STEP) "Faults, server" cargo test --quiet --workspace --test it -- faults:: tampering:: naming:: || failed=1; \
	(cd end2end && $(STEP) "Faults, browser" node_modules/.bin/playwright test killed tabs ends-of-session papers) || failed=1; \
	node end2end/support/faults.mjs "$(LINES)" || failed=1; \
	[ -z "$$failed" ]

clean: ## Remove what was built and installed here; data/ stays
	cargo clean
	rm -rf end2end/node_modules end2end/results end2end/report

rust:
	@command -v cargo >/dev/null || { echo "Rust is missing: see https://rustup.rs, then run this again" >&2; exit 1; }
	@$(call install,cc,gcc libc6-dev)
	@ls "$$(rustc --print target-libdir --target wasm32-unknown-unknown)"/libcore* >/dev/null 2>&1 \
		|| rustup target add wasm32-unknown-unknown \
		|| { echo "Rust's wasm target is missing: run 'rustup target add wasm32-unknown-unknown'" >&2; exit 1; }

chromium:
	@[ -n "$${CHROMIUM:-}" ] || $(call install,chromium-headless-shell,chromium-headless-shell)
	@$(call install,pdftotext,poppler-utils)

end2end/node_modules/.ready: end2end/package-lock.json
	@command -v npm >/dev/null || { echo "node and npm are missing: run 'apt-get install nodejs npm', then run this again" >&2; exit 1; }
	@cd end2end && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 $(STEP) "Test tools" npm ci --no-audit --no-fund --loglevel=error
	@touch $@
