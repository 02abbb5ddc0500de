# Each target makes its own environment in .venv first, and does nothing there when it is up to date.
.DEFAULT_GOAL := help
bin := .venv/bin

# Without bytecode kept, each start compiles pandas, scipy and mesa anew: 6 s instead of 2 s.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help env run lab test test-slow mutants lint format types imports docs guesses measured site golden benchmark lock hooks check clean

run: env ## compare the arms at the same budget and write the report; ARGS="market.consumers=10000 replicates=5"
	@$(bin)/nichecast $(ARGS)

lab: env ## open the lab in the browser: lessons, a market to watch and to change; ARGS="--no-browser"
	@$(bin)/nichecast-lab $(ARGS)

test: env ## run the tests; ARGS="-k trust"
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 POLARS_MAX_THREADS=1 $(bin)/python -m pytest -n auto --maxprocesses 4 --dist worksteal $(ARGS)

test-slow: env ## run the tests left out of `make test`, and those on random examples with new examples
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(bin)/python -m pytest -m "slow or hypothesis" --hypothesis-profile=nightly $(ARGS)

mutants: env ## plant faults, see whether tests turn red; ARGS="simulation/behaviour --sample 200", ARGS=--review
	@$(bin)/python scripts/mutants $(ARGS)

golden: env ## rewrite the golden baseline of outcomes and print the rows that changed; ARGS="scandal fines"
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(bin)/python -m tests.golden $(ARGS)

benchmark: env ## time the model against its yardsticks; ARGS as for `run`
	@$(bin)/nichecast task=benchmark $(ARGS)

check: ## everything that CI runs
	@bash .ci/run

lint: env ## style and format
	@$(bin)/ruff check
	@$(bin)/ruff format --check

format: env ## mend what ruff can mend
	@$(bin)/ruff check --fix
	@$(bin)/ruff format

types: env ## types
	@$(bin)/mypy

imports: env ## the import rules
	@$(bin)/lint-imports --no-logo

docs: env ## write anew the pages in docs/ that are made from the code
	@$(bin)/python -m experiments.tasks.parameters --write
	@$(bin)/python -m experiments.tasks.metrics_page --write
	@$(bin)/python -m experiments.tasks.phases_page --write
	@$(bin)/python -m experiments.documents.model_page --write
	@$(bin)/python -m experiments.documents.references_page --write
	@$(bin)/python -m experiments.documents.measured_tables --write

MORE_SEEDS = ewom_elasticity,disclosure_two_timescales,bass_curve,wom_vs_ads,homophily_mirage,big_small_interaction,cascade_depth

measured: env ## measure anew what tables in docs/ show (hours; ARGS=size=quick: less); DATA=folder of real data
	@$(bin)/nichecast task=validate task.seeds=8 task.worlds=20 output.dir=outputs/measured/card
	@$(bin)/nichecast task=validate task.seeds=8 seed=9 output.dir=outputs/measured/card_other
	@$(bin)/nichecast task=validate task.size=full output.dir=outputs/measured/card_full
	@$(bin)/nichecast task=validate task.size=full task.seeds=32 'task.facts=[$(MORE_SEEDS)]' output.dir=outputs/measured/card_further
	@$(bin)/nichecast task=claims output.dir=outputs/measured/claims $(ARGS)
	@$(bin)/nichecast task=validate which=published output.dir=outputs/measured/published $(ARGS)
	@if [ -n "$(DATA)" ]; then $(bin)/nichecast task=validate which=data data=$(DATA) output.dir=outputs/measured/data $(ARGS); fi
	@$(bin)/nichecast task=whatifs output.dir=outputs/measured/whatifs $(ARGS)
	@$(bin)/nichecast task=dashboard strategy=full_funnel replicates=8 output.dir=outputs/measured/dashboard
	@$(bin)/nichecast task=dashboard strategy=full_funnel replicates=8 measurement=perfect output.dir=outputs/measured/dashboard_perfect
	@$(bin)/python -m experiments.documents.measured_tables --take outputs/measured

guesses: env ## rank our guesses by their influence (about 15 minutes on two cores) and show that in docs/parameters.md
	@$(bin)/nichecast task=guesses task.json=docs/guesses.json $(ARGS)
	@$(bin)/python -m experiments.tasks.parameters --write

site: env ## build the documentation into site/
	@NO_MKDOCS_2_WARNING=1 $(bin)/mkdocs build --strict --quiet

lock: env ## resolve requirements.lock anew; ARGS=--upgrade takes newer versions
	@$(bin)/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header --all-extras --group dev \
		$(ARGS) pyproject.toml -o requirements.lock

hooks: env ## check each commit before it is made
	@$(bin)/pre-commit install

env: ## make .venv from requirements.lock (all others do this first)
	@sh scripts/env.sh

clean: ## remove the environment, caches and what was built; the runs in outputs/ stay
	rm -rf .venv dist site .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks
	find simulation experiments tests -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## list the targets
	@awk 'BEGIN { FS = ":[^#]*## " } /^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile
