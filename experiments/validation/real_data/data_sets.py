"""The data sets: what each is read from, and the statistics that are taken of it.

Each is a folder of its own inside the user's; one that is not there is left out.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.validation.real_data.likeness import LIKENESS, NOTE, cosines, directions, excess
from experiments.validation.real_data.resampled import Statistics, classes, ratio, resample
from simulation.errors import InputError, shown
from simulation.state.columns import Float64s

type Read = tuple[Statistics, list[Statistics]]
REPEATS, CONTACTS = 5, 3
"""Classes of purchases a buyer and of adopted contacts; the last is open."""
BEST = 4
"""The best quarter of interests is read."""
PURCHASES = "purchases of a buyer in 39 weeks (1 to 5 or more)"
OPINIONS = "difference of opinions, people who trust each other over anybody"
PAID = "engagement, paid posts over others"
MOST_DIGITS = 18
"""Of a user's number: what eight bytes hold."""
DAMAGED = (OSError, EOFError, zlib.error, ValueError, RecursionError)
"""What reading a file that is damaged raises."""


def packed_or_not(folder: Path, name: str) -> Path:
    """Return the path of a file of a data set, packed or not.

    Raises:
        InputError: It is not there.
    """
    path = next((path for path in (folder / f"{name}.gz", folder / name) if path.is_file()), None)
    if path is None:
        raise InputError(f"data: {folder} has no {name}, takes {name} or {name}.gz in it")
    return path


def table(
    folder: Path, name: str, columns: Sequence[str], separator: str = ",", header: int | None = 0
) -> pd.DataFrame:
    """Return a table of a data set, packed or not.

    Raises:
        InputError: It is not there, cannot be read, or lacks a column.
    """
    path = packed_or_not(folder, name)
    try:
        names = list(columns) if header is None else None
        found = pd.read_csv(path, sep=separator, header=header, names=names, usecols=list(columns))
    except DAMAGED as error:
        raise InputError(f"data: {path}: {error}") from None
    for column in columns:
        numbers = pd.to_numeric(found[column], errors="coerce")
        bad = numbers.isna() & found[column].notna()
        if bad.any():
            row = int(np.flatnonzero(bad)[0])
            raise InputError(
                f"data: {path}: row {row + 1}, column {column}: got '{found[column].iloc[row]}', a number is due"
            )
        found[column] = numbers
    return found


def purchases(folder: Path) -> Read:
    """Return how often buyers of a shop bought (CDNOW: repeats in 39 weeks)."""
    times = table(folder, "cdnow_customers_summary.csv", ["frequency"])["frequency"].dropna().to_numpy(np.int64) + 1
    return resample(len(times), lambda rows: {PURCHASES: classes(times[rows], REPEATS)})


def journeys(folder: Path) -> Read:
    """Return how unequal households' shopping is: the shape of the gamma distribution of their rates."""
    sold = table(folder, "transactions_sample.csv", ["household_id", "basket_id"])
    trips = sold.groupby("household_id")["basket_id"].nunique().to_numpy(np.float64)
    return resample(len(trips), lambda rows: {"shape of purchase rates (NBD)": shape(trips[rows])})


def shape(counts: Float64s) -> float:
    """Return the shape k of a negative binomial by its moments, ``m^2 / (v - m)``; NaN if none is."""
    mean, variance = float(counts.mean()), float(counts.var())
    return mean**2 / (variance - mean) if variance > mean else float("nan")


def adoption(folder: Path) -> Read:
    """Return how much likelier people adopt who named 1, 2, 3 or more adopters than those who named none."""
    people = table(folder, "nodes_toa.csv", ["id", "toa"])
    named = table(folder, "edges.csv", ["ego", "nominated"]).drop_duplicates()
    place = {person: k for k, person in enumerate(people["id"])}
    times = people["toa"].to_numpy(np.float64)
    last = float(times.max())  # those of the last period have not adopted
    known = named[named["ego"].isin(place) & named["nominated"].isin(place) & (named["ego"] != named["nominated"])]
    ego, other = (known[column].map(place).to_numpy(np.int64) for column in ("ego", "nominated"))
    at_risk, adopts = np.zeros((2, len(people), CONTACTS + 1))
    for period in np.unique(times[times < last]):
        contacts = np.minimum(np.bincount(ego, times[other] < period, len(people)).astype(np.int64), CONTACTS)
        open_ = np.flatnonzero(times >= period)
        at_risk[open_, contacts[open_]] += 1
        now = np.flatnonzero(times == period)
        adopts[now, contacts[now]] += 1
    return resample(len(people), lambda rows: hazard_ratios(at_risk[rows].sum(0), adopts[rows].sum(0)))


def hazard_ratios(at_risk: Float64s, adopts: Float64s) -> Statistics:
    """Return hazards at 1, 2, 3 or more adopted contacts over that at none."""
    hazard = [ratio(adopted, open_) for adopted, open_ in zip(adopts, at_risk, strict=True)]
    more = ["", "", " or more"]
    names = [f"hazard at {k}{more[k - 1]} adopted contacts over none" for k in range(1, CONTACTS + 1)]
    return {name: ratio(each, hazard[0]) for name, each in zip(names, hazard[1:], strict=True)}


def posts(folder: Path) -> Read:
    """Return what kinds of engagement posts of a brand get, and what paid ones get against others."""
    columns = ["Paid", "Lifetime Post Total Reach", "Lifetime Engaged Users", "like", "comment", "share"]
    found = table(folder, "dataset_Facebook.csv", columns).dropna()
    paid = found["Paid"].to_numpy(np.int64) == 1
    rate = (found["Lifetime Engaged Users"] / found["Lifetime Post Total Reach"]).to_numpy(np.float64)
    kinds = found[["like", "comment", "share"]].to_numpy(np.float64)

    def statistics(rows: np.ndarray) -> Statistics:
        total = kinds[rows].sum(0)
        return {
            PAID: ratio(_median(rate[rows[paid[rows]]]), _median(rate[rows[~paid[rows]]])),
            "kinds of engagement (likes, comments, shares)": total / max(total.sum(), 1),
        }

    return resample(len(found), statistics)


def _median(values: Float64s) -> float:
    return float(np.median(values)) if len(values) else float("nan")


def interests(folder: Path) -> Read:
    """Return how much more often the best quarter of interests buys for each impression than all, shrunk for chance."""
    found = table(folder, "KAG_conversion_data.csv", ["interest", "Impressions", "Approved_Conversion"])
    kinds, kind = np.unique(found["interest"], return_inverse=True)
    shown, bought = (found[name].to_numpy(np.float64) for name in ("Impressions", "Approved_Conversion"))

    def statistics(rows: np.ndarray) -> Statistics:
        impressions, sales = (np.bincount(kind[rows], each[rows], len(kinds)) for each in (shown, bought))
        return {"purchases of the most interested quarter over all": best_quarter(impressions, sales)}

    return resample(len(found), statistics)


def best_quarter(impressions: Float64s, sales: Float64s) -> float:
    """Return the index of the best quarter of interests, rates shrunk to the mean by the gamma-Poisson moments."""
    there = impressions > 0
    impressions, sales = impressions[there], sales[there]
    mean = sales.sum() / impressions.sum()
    expected = impressions * mean
    spread = max(float(((sales - expected) ** 2 - expected).sum() / (expected**2).sum()), 1e-9)  # variance of the index
    index = (sales + 1 / spread) / (expected + 1 / spread)
    best = np.argsort(-index)[: max(1, len(index) // BEST)]
    return float((index[best] * impressions[best]).sum() / impressions[best].sum())


def trust(folder: Path) -> Read:
    """Return how far apart opinions are of people who trust each other, over that of anybody."""
    given = table(folder, "ratings.txt", ["user", "item", "rating"], separator=r"\s+", header=None)
    pairs = table(folder, "trust.txt", ["truster", "trustee", "trusts"], separator=r"\s+", header=None)
    opinions = given.groupby(["user", "item"])["rating"].mean().unstack()
    place = {user: k for k, user in enumerate(opinions.index)}
    values = opinions.to_numpy(np.float64)
    known = pairs[pairs["truster"].isin(place) & pairs["trustee"].isin(place)]
    first, second = (known[column].map(place).to_numpy(np.int64) for column in ("truster", "trustee"))
    rng = np.random.default_rng(0)
    anybody = rng.integers(0, len(values), (2, 10 * max(len(first), 1)))
    near, far = differences(values, first, second), differences(values, *anybody)

    def statistics(rows: np.ndarray) -> Statistics:
        return {OPINIONS: ratio(float(near[rows].mean()), float(far.mean()))}

    return resample(len(near), statistics) if len(near) and len(far) else ({}, [])


def differences(values: Float64s, first: np.ndarray, second: np.ndarray) -> Float64s:
    """Return the mean absolute difference of two people's opinions, of those pairs that have opinions of the same."""
    gap = np.abs(values[first] - values[second])
    there = np.isfinite(gap).any(axis=1) & (first != second)
    found: Float64s = np.nanmean(gap[there], axis=1) if there.any() else np.empty(0)
    return found


def genres(folder: Path) -> Read:
    """Return how alike friends are in the genres of music that they like, in excess of anybody's likeness.

    Source: the Romanian users of Deezer of Rozemberczki et al. 2019. Users are resampled with their friendships
    (Snijders, Borgatti 1999). Users without genres, and their friendships, are left out: they have no
    direction.

    Raises:
        InputError: A file cannot be read, or a friend is no user who is listed with genres.
    """
    liked = likes(folder, "RO_genres.json")
    place = {user: k for k, user in enumerate(liked)}
    pairs = table(folder, "RO_edges.csv", ["node_1", "node_2"])
    for column in pairs:
        strangers = np.flatnonzero(~pairs[column].isin(place))
        if len(strangers):
            row, got = int(strangers[0]), pairs[column].iloc[strangers[0]]
            raise InputError(
                f"data: {packed_or_not(folder, 'RO_edges.csv')}: row {row + 1}, column {column}: got '{got}', takes a"
                " user of RO_genres.json"
            )
    kinds = {genre: k for k, genre in enumerate(sorted({genre for each in liked.values() for genre in each}))}
    table_of = np.zeros((len(liked), len(kinds)))
    for k, each in enumerate(liked.values()):
        table_of[k, [kinds[genre] for genre in each]] = 1
    vectors = directions(table_of)
    ends = np.sort(np.stack([pairs[column].map(place).to_numpy(np.int64) for column in pairs], axis=1), axis=1)
    ends = ends[(ends[:, 0] != ends[:, 1]) & vectors.any(axis=1)[ends].all(axis=1)]
    first, second = np.unique(ends, axis=0).T
    near = cosines(vectors, first, second)

    def statistics(rows: np.ndarray) -> Statistics:
        drawn = np.bincount(rows, minlength=len(vectors)).astype(np.float64)
        return {LIKENESS: excess(vectors, first, second, near, drawn[first] * drawn[second])}

    return resample(len(vectors), statistics) if len(near) else ({}, [])


def likes(folder: Path, name: str) -> dict[int, list[str]]:
    """Return what each user likes, from a JSON object of users, packed or not.

    Raises:
        InputError: It is not there, cannot be read, or holds something else.
    """
    path = packed_or_not(folder, name)
    try:
        data = path.read_bytes()
        found = json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)
    except DAMAGED as error:
        raise InputError(f"data: {path}: {error}") from None
    if not isinstance(found, dict):
        raise InputError(
            f"data: {path}: got a {type(found).__name__}, takes an object of users, each with a list of genres"
        )
    for user, liked in found.items():
        if not user.isdecimal() or len(user) > MOST_DIGITS:
            raise InputError(f"data: {path}: user {shown(user)}: a number is due")
        if not isinstance(liked, list) or not all(isinstance(each, str) for each in liked):
            raise InputError(f"data: {path}: user '{user}': got {shown(liked)}, takes a list of genres")
    return {int(user): liked for user, liked in found.items()}


def graph(folder: Path) -> Read:
    """Return the shape of the first edge list in a folder."""
    from simulation.graph import profile, read

    path = next((path for path in sorted(folder.iterdir()) if "edges" in path.name or "facebook" in path.name), None)
    if path is None:
        raise InputError(f"data: {folder} has no edge list, takes a file with 'edges' in its name")
    found = profile(read(str(path)))
    return {"clustering of friends": found.mean_clustering, "assortativity of friends": found.degree_assortativity}, []


SETS: Mapping[str, tuple[str, Callable[[Path], Read]]] = {
    "purchases_cdnow": ("CDNOW", purchases),
    "purchases_completejourney": ("Complete Journey", journeys),
    "adoption_brazil_farmers": ("Brazilian farmers", adoption),
    "adoption_med_innovation": ("doctors (Medical Innovation)", adoption),
    "posts_uci_facebook_metrics": ("UCI Facebook metrics", posts),
    "ads_kag_conversion": ("KAG conversion", interests),
    "trust_filmtrust": ("FilmTrust", trust),
    "graph_deezer_ro_genres": ("Deezer Romania", genres),
    "graph_ego_facebook": ("ego-Facebook", graph),
    "graph_lastfm_asia": ("Last.fm Asia", graph),
    "graph_deezer_europe": ("Deezer Europe", graph),
}
"""Folder -> what it is called, and what reads it."""
NOTES: Mapping[str, str] = {LIKENESS: NOTE}
"""Quantity -> what is known to differ between the two sides."""
