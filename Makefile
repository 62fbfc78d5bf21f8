# One obvious command for each thing; the work is done by the scripts in tools/.
# Arguments for the server: make run ARGS="--addr 127.0.0.1:8080"
.DEFAULT_GOAL := help
.PHONY: help run lesson dev test lint walls e2e bench clean clean-cache

ARGS ?=
PROFILE ?= release

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

lint: ## Formatting, shell scripts and clippy, warnings as errors
	@exec tools/lint.sh

walls: ## The walls between the crates
	@exec tools/walls.sh

e2e: ## Only the browser tests (PROFILE=dev builds faster; ARGS goes to Playwright)
	@exec tools/e2e.sh $(PROFILE) $(ARGS)

bench: ## Measure the release and print a table
	@exec tools/bench.sh

clean: ## Remove what was built here; data/ stays
	@rm -rf target

clean-cache: ## Remove the tools that setup installed for all clones
	@exec tools/clean-cache.sh
