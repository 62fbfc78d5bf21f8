# One obvious command for each thing; the work is done by the scripts in tools/.
# Arguments for the server: make run ARGS="--addr 127.0.0.1:8080"
.DEFAULT_GOAL := help
.PHONY: help run lesson dev test lint walls e2e api attack bench bench-scale chaos lighthouse screenshots dist dist-check backup-check deploy-check image-check env clean clean-cache

ARGS ?=
PROFILE ?= quick

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Install what is missing, build, serve on this computer
	@exec tools/run.sh serve $(ARGS)

lesson: ## The same, for a classroom: other devices in the network can reach it
	@exec tools/run.sh serve --lan $(ARGS)

dev: ## Build and serve again after every change of a source
	@exec tools/dev.sh $(ARGS)

test: ## Everything that CI checks; ends with the count of tests
	@exec tools/test.sh

lint: ## Formatting, shell scripts, dependencies and clippy, warnings as errors
	@exec tools/lint.sh

walls: ## The walls between the crates
	@exec tools/walls.sh

e2e: ## Only the browser tests (PROFILE=dev builds faster; ARGS goes to Playwright)
	@exec tools/e2e.sh $(PROFILE) $(ARGS)

api: ## Only the checks of the JSON API from outside
	@exec tools/api.sh $(PROFILE)

attack: ## Attack the built server from outside, by scripts; ARGS="planted cookie" for one
	@exec tools/attack.sh $(PROFILE) $(ARGS)

bench: ## Measure the release and print a table
	@exec tools/bench.sh

bench-scale: ## Every database, one replica and two, 2,000 students; the model for a country
	@exec tools/bench-scale.sh $(ARGS)

chaos: ## Kill servers and databases under a class; ARGS="sqlite postgres standby galera disk"
	@exec tools/chaos.sh $(ARGS)

lighthouse: ## Speed, accessibility, good practice and SEO of the release, by Lighthouse
	@exec tools/lighthouse.sh

screenshots: ## The pictures of the README, from the running release
	@exec tools/screenshots.sh

dist: ## One executable that carries its site, and the list of what is in it: target/ready/dist
	@exec tools/dist.sh

dist-check: ## Hold a lesson with it, back it up, restore it; PostgreSQL and MariaDB too
	@exec tools/dist-check.sh

backup-check: ## Only backup and restore of PostgreSQL and MariaDB
	@exec tools/backup-check.sh

deploy-check: ## compose, Kubernetes, dashboard and unit against their schemas
	@exec tools/deploy-check.sh

image-check: ## Build the Dockerfile without an engine, start it, begin a lesson
	@exec tools/image-check.sh

env: ## Keys and passwords for docker compose, into .env
	@exec tools/env.sh

clean: ## Remove what was built here; data/ stays
	@rm -rf target

clean-cache: ## Remove the tools that setup installed for all clones
	@exec tools/clean-cache.sh
