# The Karabakh Record: everything a reader or contributor runs.
# Needs Python 3.11 or newer, git and make. The rest is installed into .venv, from hash-locked lists.

PYTHON ?=
HOST ?= 127.0.0.1
PORT ?= 8000
UPGRADE ?=
SINCE ?=
VERSION ?=
ENGINE ?= mkdocs
EXEMPT ?=
SEED ?= 1
N ?= 600 2000
RUNS ?= 5

PY = .venv/bin/python

# `python -m` throughout: no activation, and a folder with spaces in its name does no harm.
export PYTHON
# Material for MkDocs 9.8.1 prints its end of life (May 2027) at each start. Known; the plan is Zensical, which builds the same pages.
export NO_MKDOCS_2_WARNING = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

# The time of the last commit stands for "now", so the same commit gives the same bytes.
EPOCH = epoch="$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null || true)}"; \
	if [ -n "$$epoch" ]; then SOURCE_DATE_EPOCH="$$epoch"; export SOURCE_DATE_EPOCH; fi

.DEFAULT_GOAL := help
.PHONY: help serve test fuzz build publish offline release check bench faults screens format lock licences sbom audit twice clean base tools peers

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

base:
	@sh .ci/venv.sh requirements.txt

tools:
	@sh .ci/venv.sh requirements-test.txt

peers:
	@sh .ci/venv.sh requirements-bench.txt
	@# Node is for one peer alone; without it that one is left out, and the bench says so.
	@cd bench/peers/eleventy && { ! command -v npm >/dev/null || [ node_modules/.package-lock.json -nt package-lock.json ] \
		|| npm ci --silent --ignore-scripts --no-audit --no-fund || echo "npm could not install Eleventy." >&2; }

serve: base ## Show the site at http://127.0.0.1:8000 and rebuild on each change (PORT=8000 HOST=127.0.0.1)
	@# --livereload is the default, but MkDocs 1.6.1 loses that default under click 8.3 and newer.
	@$(PY) -m mkdocs serve --no-strict --livereload --dev-addr "$(HOST):$(PORT)"

test: tools ## Run every check: format, lint, types, spelling, data, tests
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m codespell_lib docs data README.md CONTRIBUTING.md DEPENDENCIES.md SECURITY.md
	$(PY) -m macros check
	@# Without Chromium the browser tests are skipped and say why; on a build server (CI set) that is a failure.
	@CHROMIUM="$$(sh tests/browser/ensure_chromium.sh)" || { [ -z "$${CI:-}" ] || exit 1; }; \
	export CHROMIUM; $(PY) -m pytest

fuzz: tools ## Fuzz for some 20 minutes: 2 million inputs and 100,000 changed records (SEED=1; Linux)
	@set -e; for part in load:600000 edtf:1000000 record:250000 front:50000 call:50000 page:50000 mutate:100000; do \
		echo "$$part"; $(PY) -m tests.fuzz.run "$${part%:*}" "$${part#*:}" "$(SEED)"; done

build: $(if $(filter mkdocs,$(ENGINE)),base,tools) ## Check, build and verify the site in site/ (ENGINE=mkdocs, properdocs or zensical)
	@$(EPOCH); $(PY) -m macros build --engine "$(ENGINE)"

publish: tools ## Build as for a web server: with .br and .gz beside each text
	@$(EPOCH); $(PY) -m macros build --engine "$(ENGINE)" --compressed

offline: build ## Build and pack the site into release/ to be read from a disk
	@$(EPOCH); $(PY) -m macros offline

release: base ## Write the archive of a release, its bill of materials and digests into release/ (SINCE=path of the archive before)
	@$(EPOCH); $(PY) -m macros release $(if $(SINCE),--since "$(SINCE)") $(if $(VERSION),--version "$(VERSION)")
	@$(EPOCH); $(PY) -m supply release release $(if $(VERSION),--version "$(VERSION)")

check: base ## Check all records and pages
	@$(PY) -m macros check

bench: peers ## Measure builds and saves, ours and those of other generators on the same records (N="600 2000" RUNS=5; an hour)
	@$(PY) -m bench
	@$(PY) -m bench.serve
	@$(PY) -m bench.own --runs $(RUNS)
	@$(PY) -m bench.peers $(N) --runs $(RUNS)
	@$(PY) -m bench.peers.serve $(N) --runs $(RUNS)
	@$(PY) -m bench.growth --runs 1

faults: tools ## Kill builds at random, 100 whole ones and 1,000 swaps of each sort; nothing may be lost (half an hour)
	$(PY) -m tests.faults.kills swaps 1000
	$(PY) -m tests.faults.kills renames 1000
	$(PY) -m tests.faults.kills builds 100

screens: tools ## Draw every page template, wide and narrow, light and dark, into screens/
	@$(EPOCH); $(PY) -m macros build
	@CHROMIUM="$$(sh tests/browser/ensure_chromium.sh)"; export CHROMIUM; $(PY) -m tests.browser.screens site screens

format: tools ## Put code into its usual form
	$(PY) -m ruff check --fix-only .
	$(PY) -m ruff format .

lock: tools ## Write the locked lists of packages again (UPGRADE=--upgrade takes newer versions, none younger than a week)
	@EXEMPT="$(EXEMPT)" sh .ci/lock.sh $(UPGRADE)

licences: tools ## Write the table of DEPENDENCIES.md again, from the installed packages
	@$(PY) -m supply licences

sbom: base ## Print the bill of materials (CycloneDX) of the locked lists
	@$(EPOCH); $(PY) -m supply sbom

audit: tools ## Ask public lists of weaknesses about every locked package (needs the network)
	@# These lists hold the shortest one as well; a test sees to it.
	$(PY) -m pip_audit --strict --disable-pip --require-hashes -r requirements-test.txt -r requirements-bench.txt

twice: base ## Build the site twice under different circumstances and compare every byte
	@$(EPOCH); $(PY) -m supply twice

clean: ## Remove the built site and all caches; .venv stays
	rm -rf site site.* release links changes.md .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name .venv -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +
