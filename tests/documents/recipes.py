"""How each command of the documents is run at a small size, what it must leave, and why some are not run by default.

A command is named by its words, one space apart, without its comment. A command that stands in no table is run with the
overrides of its task. An entry whose command stands in no document makes a test fail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SERIAL = ("executor=serial", "executor.threads=1")
FEW = ("market.consumers=600", "creators.number=60", "market.burn_in=14", *SERIAL)
"""Few people and few creators: without their number there are as many creators as a market of the default size has,
1,191, and they cost each day more than so few people do."""
SMALL = (
    *("market.consumers=1000", "creators.number=120", "market.burn_in=14", "market.days=28", "brands.campaign_days=14"),
    *SERIAL,
)
"""Overrides that make a market a matter of a fraction of a second."""
ONE = ("replicates=1",)
WHATIF = ("size=quick", "market.consumers=1500", "replicates=2", *SERIAL)
BRAND = (*FEW, "worlds.number=2", "effort.worlds=2", "effort.closer=2", "effort.creators=2")
BY_TASK: Mapping[str, Sequence[str]] = {
    "run": (*SMALL, "replicates=2", "dashboard.replicates=1"),
    "whatif": WHATIF,
    "whatifs": WHATIF,
    "dashboard": (*SMALL, *ONE, "task.resamples=10"),
    "field_test": (*SMALL, *ONE),
    "why": SMALL,
    "replay": SMALL,
    "contest": BRAND,
    "export": SMALL,
    "sweep": (*SMALL, *ONE, "points=2"),
    "sensitivity": (*SMALL, *ONE, "points=2"),
    "robustness": (*SMALL, *ONE, "points=2"),
    "guesses": (*SMALL, "replicates=2", "task.trajectories=2", "task.only=[brands.wage,creators.dealing.time]"),
    "optimise": (*SMALL, *ONE, "budget=20", "finalists=2"),
    "validate": (*FEW, "brands.campaign_days=28", "task.seeds=1"),
    "claims": (*SMALL, "worlds.number=2", "task.claims=[waste]"),
    "calibrate": (
        *("market.consumers=1200", "task.points=32", "task.waves=1", "task.more=4", "task.seeds=2"),
        "task.recovered=1",
    ),
    "benchmark": (
        *("task.sizes=[2000]", "task.everything=[2000]", "task.threads=[1]", "task.days=1"),
        *("task.agents=1300", "task.agent_days=1", "task.compiling=false"),
    ),
    "reproduce": ("executor=serial", "runs=1"),
    "profile": (),
    "plan": (),
    "attribute": (),
    "cite": (),
    "new": (),
    "brand": BRAND,
    "fit": (*FEW, "worlds.number=2"),
    "help": (),
}
"""Overrides that make a task small. They come after the command's own, so that they win."""
EXTRA: Mapping[str, Sequence[str]] = {
    "nichecast task=validate task.mechanisms=true": ("task.facts=[prices]",),
    "nichecast task=validate which=published": ("task.models=[tiers_and_price]",),
    "nichecast task=validate which=published task.models=[bass,hubs]": ("task.models=[strong_weak_ties]",),
    "nichecast --config-dir mine arms=[none,half_on_air,broadcast] replicates.precision=20000": (
        "replicates.minimum=3",
        "replicates.max=3",
    ),
    "nichecast experiment=attribution_loop": (
        "market.consumers=2000",
        "arms=[fixed,last,markov,shapley,holdout,truth]",
    ),
}
"""What one command needs besides, after the overrides of its task."""
LEAVES: Mapping[str, Sequence[str]] = {
    "run": ("report.html", "summary.json", "manifest.json", "figures/*.png", "figures/*.svg", "outcomes.parquet"),
    "whatif": (
        "report.html",
        "verdict.json",
        "figures/verdict.png",
        "figures/verdict.svg",
        "ablation/outcomes.parquet",
    ),
    "whatifs": ("index.html", "verdict.json"),
    "dashboard": (
        *("channels.csv", "channels.parquet", "methods.csv", "methods.parquet"),
        *("dashboard.png", "dashboard.svg"),
    ),
    "field_test": ("field_test.csv", "field_test.parquet"),
    "export": ("mix.csv", "mix.parquet", "panel.parquet", "audience_overlap.csv"),
    "replay": ("replay.html",),
    "contest": ("contest.html", "contest.csv", "contest.json"),
    "claims": ("index.html", "claims.json", "claims.csv", "claims.md"),
    "sweep": ("sweep.parquet", "manifest.json", "shards/*.parquet"),
    "sensitivity": ("sensitivity.csv",),
    "robustness": ("regret.csv", "regions.csv", "summary.json"),
    "optimise": ("finalists.csv", "candidates.csv"),
    "attribute": ("attribution.csv", "attribution.parquet"),
    "new": ("my_brand/brand.yaml",),
    "brand": ("report.html", "answer.xlsx", "hire.csv", "slide.pdf", "tables/*.csv", "summary.json", "figures/*.svg"),
}
"""What the documents say that a task leaves, as patterns below the folder that the command stands in."""

DRAWS = "draws figures and a report: 6 CPU seconds"
RUNS_MANY = "many runs: 4 CPU seconds or more"
SLOW: Mapping[str, str] = {
    "run": DRAWS,
    "whatif": "two worlds for each arm, figures and a report: 15 CPU seconds",
    "whatifs": "eighteen what-ifs: minutes",
    "sweep": RUNS_MANY,
    "sensitivity": RUNS_MANY,
    "robustness": RUNS_MANY,
    "optimise": RUNS_MANY,
    "benchmark": "starts a process for each measurement",
    "validate": "all facts, several times: 20 CPU seconds a seed",
    "claims": RUNS_MANY,
    "calibrate": "hundreds of worlds: an hour; tests/experiments/calibration runs its waves on made-up worlds",
    "reproduce": "needs a run with its report first",
    "fit": "a search in each of several worlds: 10 CPU seconds",
    "contest": "a fit, then all teams' plans in several worlds: 20 CPU seconds",
    "brand": "a fit, then all plans in several worlds: 20 CPU seconds",
}
"""Task -> why its commands are left to `make test-slow`. By default they are composed and checked, not run."""
REPEATS: Mapping[str, str] = {
    "nichecast task=guesses task.only=[brands.wage,creators.dealing.time] market.consumers=20000 replicates=4": (
        "run small it is `task=guesses` once more"
    ),
    "nichecast task=replay brand=city_gym effort.plans=[paid_social] worlds.number=4": (
        "tests/experiments/lab/planning/test_brand_replay.py lives the same"
    ),
    "nichecast task=profile graph=edge_list graph.path=docs/samples/edges.csv.gz graph.directed=true": (
        "the same file as the command before it"
    ),
}
"""Command -> which other test runs the same, so that it is left to `make test-slow`."""
ALWAYS = (
    "nichecast",
    "nichecast brand=city_gym",
    "nichecast task=validate",
    "nichecast task=sweep design=csv csv=docs/samples/points.csv",
)
"""Commands of slow tasks that are run by default nevertheless: one of the main job, one scorecard, one sweep."""
ELSEWHERE: Mapping[str, tuple[str, str]] = {
    "export RAY_AUTH_MODE=token RAY_ENABLE_UV_RUN_RUNTIME_ENV=0": (
        "tests/experiments/running/test_ray.py",
        "test_a_sweep_outlives_the_loss_of_a_node_with_the_same_bits",
    ),
    "ray start --head --port=6379": (
        "tests/experiments/running/test_ray.py",
        "test_a_sweep_outlives_the_loss_of_a_node_with_the_same_bits",
    ),
    "ray start --address=HEAD:6379": (
        "tests/experiments/running/test_ray.py",
        "test_a_sweep_outlives_the_loss_of_a_node_with_the_same_bits",
    ),
    "python3 -m venv .venv && .venv/bin/python -m pip install --require-hashes -r requirements.lock && "
    ".venv/bin/python -m pip install --no-deps --no-build-isolation -e .": (
        "tests/test_house.py",
        "test_the_commands_for_machines_without_make_install_what_the_set_up_script_installs",
    ),
}
"""Commands that another test holds: its file and its name."""
BY_HAND: Mapping[str, str] = {
    "git worktree add ../before HEAD~1": "it would add a worktree to this repository",
    ".venv/bin/python -m pytest": "it is the whole suite, this test included",
}
"""Commands that no test runs, each with the reason."""
