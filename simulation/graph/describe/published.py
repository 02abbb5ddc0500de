"""Measured shapes of real graphs, to hold a generated or read one against.

Facts that were measured from the public graphs named (SNAP, MUSAE, FEATHER, GEMSEC, NetworKit and others); the graphs
themselves are not part of the package. Undirected: ``reciprocity`` is 1.
"""

from __future__ import annotations

from typing import NamedTuple


class Measured(NamedTuple):
    """One real graph; the columns are those of :class:`simulation.graph.describe.shape.GraphProfile`."""

    name: str
    directed: bool
    nodes: int
    edges: int
    mean_degree: float
    median_degree: float
    largest_degree: int
    top_share: float
    tail_exponent: float
    transitivity: float
    mean_clustering: float
    reciprocity: float
    degree_assortativity: float
    largest_component: float


# fmt: off
REAL_GRAPHS = (
    Measured("ego-Facebook", False, 4_039, 88_234, 43.69, 25.0, 1_045, 0.063, 2.51, 0.5192, 0.6055, 1.0, 0.064, 1.0),
    Measured("LastFM Asia", False, 7_624, 27_806, 7.29, 4.0, 216, 0.115, 3.77, 0.1786, 0.2194, 1.0, 0.017, 1.0),
    Measured("Deezer Europe", False, 28_281, 92_752, 6.56, 4.0, 172, 0.081, 4.86, 0.0959, 0.1412, 1.0, 0.104, 1.0),
    Measured("Deezer Romania", False, 41_773, 125_826, 6.02, 5.0, 112, 0.06, 4.28, 0.0753, 0.0912, 1.0, 0.114, 1.0),
    Measured("Facebook pages", False, 22_470, 170_823, 15.2, 7.0, 709, 0.125, 3.19, 0.2323, 0.3597, 1.0, 0.085, 1.0),
    Measured("GitHub", False, 37_700, 289_003, 15.33, 6.0, 9_458, 0.256, 2.54, 0.0124, 0.1675, 1.0, -0.075, 1.0),
    Measured("NetHEPT", False, 15_233, 31_376, 4.12, 2.0, 64, 0.086, 2.74, 0.3137, 0.4984, 1.0, 0.389, 0.446),
    Measured("Slashdot", True, 82_168, 870_161, 10.59, 2.0, 2_552, 0.257, 3.36, 0.0241, 0.0603, 0.841, -0.074, 1.0),
    Measured("Wiki-Vote", True, 7_115, 103_689, 14.57, 0.0, 457, 0.137, 3.64, 0.1255, 0.1409, 0.056, -0.083, 0.993),
    Measured("Jazz musicians", False, 198, 2_742, 27.7, 25.0, 100, 0.018, 5.27, 0.5203, 0.6175, 1.0, 0.02, 1.0),
    Measured("Congress Twitter", True, 475, 13_289, 27.98, 22.0, 127, 0.036, 3.32, 0.2695, 0.3014, 0.462, -0.078, 1.0),
    Measured("FilmTrust", True, 874, 1_853, 2.12, 1.0, 59, 0.127, 2.06, 0.1916, 0.1625, 0.587, 0.078, 0.698),
    Measured("LastFM friends", False, 1_892, 12_717, 13.44, 6.0, 119, 0.065, 3.61, 0.1338, 0.1865, 1.0, 0.111, 0.974),
    Measured("Twitch ENGB", False, 7_126, 35_324, 9.91, 5.0, 720, 0.164, 2.72, 0.0424, 0.1309, 1.0, -0.122, 1.0),
    Measured("Twitch ES", False, 4_648, 59_382, 25.55, 12.0, 1_022, 0.146, 3.66, 0.0842, 0.2225, 1.0, -0.189, 1.0),
    Measured("Twitch FR", False, 6_549, 112_666, 34.41, 18.0, 2_040, 0.176, 2.61, 0.0541, 0.2217, 1.0, -0.178, 1.0),
)
# fmt: on
