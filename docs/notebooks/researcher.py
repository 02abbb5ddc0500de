"""For a researcher: truth person by person, what estimators make of it, and what an answer depends on.

Open it with `marimo edit docs/notebooks/researcher.py`; `python docs/notebooks/researcher.py` runs it once, as
it stands.
"""

import marimo

app = marimo.App(width="medium", app_title="Nichecast: for researchers")


@app.cell
def _():
    import altair as alt
    import marimo as mo
    import numpy as np

    import experiments
    import simulation as sim
    from simulation.counterfactual.uplift import uplift

    return alt, experiments, mo, np, sim, uplift


@app.cell
def _(mo):
    mo.md("""
    # Two worlds that differ in one decision

    Every random draw is keyed by who decides what and when, so that two worlds that differ in one decision
    differ only in what follows from it. The effect of a campaign on a person is a difference, not an estimate.
    """)
    return


@app.cell
def _(sim, uplift):
    world = sim.build(["market.consumers=3000", "market.burn_in=28"], seed=7)
    world.run_burn_in()
    campaign, nothing = world.fork(strategy="hyper_targeted"), world.fork(strategy="none")
    campaign.run_for(182)
    nothing.run_for(182)
    effect = uplift(campaign, nothing)
    return campaign, effect, nothing


@app.cell
def _(campaign, effect, mo, np):
    _changes, _people = np.unique(effect.purchases, return_counts=True)
    mo.md(
        "Change in purchases: "
        + ", ".join(f"{int(c):+d} for {n} simulated people" for c, n in zip(_changes, _people, strict=True) if c)
        + f". In all {effect.total['profit']:,.0f} USD of profit, at {campaign.outcomes()['cost']:,.0f} USD."
    )
    return


@app.cell
def _(mo):
    mo.md("""
    ## A naive estimate against the truth

    People whom the campaign reached bought more often than the others. How much of that did the campaign do?
    """)
    return


@app.cell
def _(campaign, effect, mo):
    _reached, _bought = campaign.consumers.exposures[:, 0] > 0, campaign.consumers.purchases[:, 0]
    naive = float(_bought[_reached].mean() - _bought[~_reached].mean())
    true = float(effect.purchases[_reached].mean())
    mo.md(f"Purchases per person reached: naive {naive:+.4f}, truth {true:+.4f}.")
    return naive, true


@app.cell
def _(mo):
    mo.md("""
    ## What does the answer depend on?

    A Latin hypercube over two contested assumptions: how well hidden advertising is recognised, and how much
    easier trust is lost than won. Each point is run with the same seeds in both arms.
    """)
    return


@app.cell
def _(experiments):
    table = experiments.sweep(
        ["market.consumers=2000", "market.burn_in=14", "market.days=91"],
        parameters={"consumers.recognition.base": [-5.0, -1.0], "consumers.trust.asymmetry": [1.0, 6.0]},
        points=6,
        arms=["none", "hyper_targeted"],
        replicates=1,
    )
    return (table,)


@app.cell
def _(alt, mo, table):
    _points = table[table["arm"] == "hyper_targeted"]
    mo.ui.altair_chart(
        alt.Chart(_points)
        .mark_circle(size=120)
        .encode(
            alt.X("consumers\\.recognition\\.base:Q", title="recognition of hidden advertising, logit"),
            alt.Y("consumers\\.trust\\.asymmetry:Q", title="loss against gain of trust"),
            alt.Color("brand_trust:Q", title="brand trust", scale=alt.Scale(scheme="viridis")),
            tooltip=["brand_trust", "incremental_profit"],
        )
    )
    return


@app.cell
def _(experiments, mo, table):
    # What was run already is read again: which arm is never far from the best one, whatever the assumptions?
    regret = experiments.robustness(samples=table.attrs["folder"], outcome="incremental_profit")
    mo.ui.table(regret)
    return (regret,)


if __name__ == "__main__":
    app.run()
