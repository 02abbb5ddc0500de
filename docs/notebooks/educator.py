"""For a class: one person's day, one creator who is caught, and a hypothesis to bet on.

Open it with `marimo edit docs/notebooks/educator.py`; `python docs/notebooks/educator.py` runs it once, as it stands.
"""

import marimo

app = marimo.App(width="medium", app_title="Nichecast: for a class")


@app.cell
def _():
    import altair as alt
    import marimo as mo
    import pandas as pd

    import experiments
    import simulation as sim

    return alt, experiments, mo, pd, sim


@app.cell
def _(mo):
    mo.md("""
    # A market that fits into a lesson

    Six hundred people, each a Mesa agent. The model's day is a list of phases; each is one function, written
    for one agent.
    """)
    return


@app.cell
def _(mo, sim):
    market = sim.build(["market=classroom", "market.burn_in=0", "strategy=hyper_targeted"], seed=1, engine="agents")
    market.run_for(2)
    mo.md(f"```\n{market.schedule}\n```")
    return (market,)


@app.cell
def _(market, mo):
    someone = market.consumer(5)
    mo.md(
        f"Person {someone.row} cares about **{someone.niche}**, follows {len(someone.follows)} creators, has "
        f"{len(someone.friends)} friends, and a feed of which {100 * someone.load:.0f} % was paid for."
    )
    return


@app.cell
def _(mo):
    mo.md("""
    ## Bet first: does a label cost trust, or save it?

    Creators who hide that they are paid are sometimes recognised. Compare a campaign whose brief demands a
    label with one that leaves it to them. What do you expect of engagement? Of trust in the brand?
    """)
    return


@app.cell
def _(mo):
    bet = mo.ui.radio(["the label saves trust", "the label costs trust", "no difference"], label="my bet")
    bet  # noqa: B018
    return (bet,)


@app.cell
def _(experiments):
    _plain = ("market.burn_in=14", "executor=serial", "worlds=none", "dashboard.enabled=false")  # the class waits
    comparison = experiments.compare(
        ["market.consumers=1500", "market.days=56", "brands.campaign_days=56", *_plain],
        arms={
            "labelled": {"strategy": "hyper_targeted", "strategy.label": True},
            "unlabelled": {"strategy": "hyper_targeted", "creators.disclosure_share": 0.0},
        },
        replicates=4,
    )
    return (comparison,)


@app.cell
def _(bet, comparison, mo):
    _rows = comparison.differences.reset_index().query("metric in ['brand_trust', 'engagement', 'call_outs']")
    mo.vstack(
        [
            mo.md(f"Your bet: {bet.value or 'none yet'}. Against *{comparison.differences.attrs['against']}*:"),
            _rows[["arm", "metric", "difference", "low", "high", "certainty"]],
        ]
    )
    return


@app.cell
def _(alt, comparison, mo):
    _series = comparison.series["brand_trust"].dropna().reset_index()
    mo.ui.altair_chart(
        alt.Chart(_series)
        .mark_line()
        .encode(
            alt.X("day", title="days since the campaign began"),
            alt.Y("mean(brand_trust)", title="trust in the brand", scale=alt.Scale(zero=False)),
            alt.Color("arm", scale=alt.Scale(range=["#0072B2", "#D55E00"])),
        )
    )
    return


@app.cell
def _(mo):
    mo.md("""
    ## Go on

    `nichecast task=whatifs size=quick` asks all named questions in minutes, each with what would falsify it.
    Which of them stay undecided, and how many seeds would it take?
    """)
    return


if __name__ == "__main__":
    app.run()
