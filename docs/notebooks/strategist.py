"""For a strategist: which plan earns most, how sure is that, and what would change it?

Open it with `marimo edit docs/notebooks/strategist.py`; `python docs/notebooks/strategist.py` runs it once, as
it stands.
"""

import marimo

app = marimo.App(width="medium", app_title="Nichecast: for strategists")


@app.cell
def _():
    import altair as alt
    import marimo as mo

    import experiments

    return alt, experiments, mo


@app.cell
def _(mo):
    mo.md("""
    # Which plan earns most?

    Every plan spends the same budget, in the same simulated markets, with the same random draws: what differs
    between them follows from the plan alone. Choose the plans, the budget and how much of a manager's time a
    creator takes.
    """)
    return


@app.cell
def _(mo):
    plans = mo.ui.multiselect(
        ["broadcast", "paid_social", "celebrity", "hyper_targeted", "nano_swarm", "hybrid"],
        value=["broadcast", "hyper_targeted"],
        label="plans",
    )
    budget = mo.ui.slider(50_000, 1_000_000, step=50_000, value=250_000, label="budget, USD", show_value=True)
    hours = mo.ui.slider(0, 30, step=1, value=14, label="manager hours per creator", show_value=True)
    seeds = mo.ui.slider(3, 30, value=3, label="seeds", show_value=True)
    people = mo.ui.slider(2_000, 50_000, step=1_000, value=2_000, label="simulated consumers", show_value=True)
    mo.vstack([plans, budget, hours, seeds, people])
    return budget, hours, people, plans, seeds


@app.cell
def _(budget, experiments, hours, people, plans, seeds):
    comparison = experiments.compare(
        [
            f"market.consumers={people.value}",
            f"brands.budget={budget.value}",
            f"brands.hours_per_creator={hours.value}",
        ],
        arms=["none", *plans.value],
        replicates=seeds.value,
    )
    return (comparison,)


@app.cell
def _(comparison, mo):
    mo.md(f"## {comparison.answer}\n\nThe whole report: `{comparison.folder / 'report.html'}`")
    return


@app.cell
def _(alt, comparison, mo):
    _profit = comparison.differences.reset_index().query("metric == 'expected_profit'")
    _base = alt.Chart(_profit).encode(alt.Y("arm", title=None))
    mo.ui.altair_chart(
        _base.mark_rule(strokeWidth=4, color="#0072B2").encode(
            alt.X("low", title="expected profit against no campaign, USD"), x2="high"
        )
        + _base.mark_point(filled=True, size=90, color="#0072B2").encode(
            x="difference", tooltip=["arm", "difference", "low", "high", "certainty"]
        )
    )
    return


@app.cell
def _(comparison, mo):
    _expected = ["expected_purchases", "expected_profit"]
    _shown = ["cost", "reach", "awareness", "brand_trust", "waste", "conversion", *_expected]
    mo.vstack(
        [
            mo.md("### The chain from money to money, means over seeds"),
            comparison.outcomes[_shown].groupby(level="arm", sort=False).mean().T.round(4),
        ]
    )
    return


@app.cell
def _(mo):
    mo.md("""
    ### A plan of your own

    A class in a file, named in a config folder of your own, competes like any other: see the README. Named
    questions, with hypothesis and verdict, are what-ifs, such as `nichecast experiment=tier_contest`.
    """)
    return


if __name__ == "__main__":
    app.run()
