# One target for each task. The scripts in tools/ do the work.
# To pass arguments to the server: make run ARGS="--addr 127.0.0.1:8080"
.DEFAULT_GOAL := help
.PHONY: help run lesson dev check test test-all lint check-dependencies e2e api attack bench bench-touch bench-scale chaos lighthouse screenshots dist dist-check backup-check deploy-check image-check env clean clean-cache

ARGS ?=
PROFILE ?= quick

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Install what is missing, build, and serve on this computer
	@exec tools/build/run.sh serve $(ARGS)

lesson: ## The same, but other devices in the network can reach the server
	@exec tools/build/run.sh serve --lan $(ARGS)

dev: ## Rebuild and restart after every change of a source file
	@exec tools/build/dev.sh $(ARGS)

check: ## Check only what was changed since the last commit: formatting, clippy, nearest tests; ARGS=main compares with main
	@exec tools/check/check.sh $(ARGS)

test: ## Run everything that CI runs; the last line is the number of tests
	@exec tools/test/test.sh

test-all: ## The same, with all router tests on SQLite, PostgreSQL and MariaDB
	@exec tools/test/test.sh all

lint: ## Check formatting, shell scripts, dependencies, texts and clippy (warnings are errors)
	@exec tools/check/lint.sh

check-dependencies: ## Check the dependency rules between the crates
	@exec tools/check/check-dependencies.sh

e2e: ## Run only the browser tests (PROFILE=dev builds faster; ARGS goes to Playwright)
	@exec tools/test/e2e.sh $(PROFILE) $(ARGS)

api: ## Run only the tests of the JSON API from outside
	@exec tools/test/api.sh $(PROFILE)

attack: ## Attack the built server from outside with scripts; ARGS="planted cookie" selects one
	@exec tools/test/attack.sh $(PROFILE) $(ARGS)

bench: ## Measure the release build and print tables
	@exec tools/bench/bench.sh

bench-touch: ## Measure how fast pages react to the first touch on a phone; ARGS="quick set-up" or an address
	@exec tools/bench/first-touch.sh $(ARGS)

bench-scale: ## Measure every database with one replica and two, and 2,000 students
	@exec tools/bench/bench-scale.sh $(ARGS)

chaos: ## Kill servers and databases during a lesson; ARGS="sqlite postgres standby galera disk"
	@exec tools/chaos/chaos.sh $(ARGS)

lighthouse: ## Run Lighthouse on the pages: speed, accessibility, best practices, SEO; ARGS="quick board"
	@exec tools/bench/lighthouse.sh $(ARGS)

screenshots: ## Take the pictures of the README from the running program; ARGS=icons also makes the icons
	@exec tools/pictures/screenshots.sh $(ARGS)

dist: ## Build one executable for each platform, with its components (SBOM): target/ready/dist; ARGS="windows host"
	@exec tools/dist/dist.sh $(ARGS)

dist-check: ## Test the executables: a lesson with each; backup and restore, also on PostgreSQL and MariaDB
	@exec tools/dist/dist-check.sh $(ARGS)

backup-check: ## Test only backup and restore of PostgreSQL and MariaDB
	@exec tools/dist/backup-check.sh

deploy-check: ## Validate compose, Kubernetes, dashboard and systemd unit
	@exec tools/dist/deploy-check.sh

image-check: ## Build the container image without an engine, and run a lesson in it
	@exec tools/dist/image-check.sh

env: ## Create .env with keys and passwords for docker compose
	@exec tools/dist/create-env.sh

clean: ## Remove all build results of this clone; data/ stays
	@tools/test/databases.sh stop && rm -rf target

clean-cache: ## Remove the tools that are installed for all clones
	@exec tools/setup/clean-cache.sh
