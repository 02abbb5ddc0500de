"""Attribution: how much of the conversions each channel is given credit for, by the rules that companies use.

For *any* table of paths, not only the simulator's: a pandas or polars frame, or a CSV or Parquet file (see
:mod:`simulation.brand_view.attribution.path_table`). Every method hands out all conversions, and all of their value,
and no more. None of them knows the truth: that is measured elsewhere, by running the world without the channel.
"""

from simulation.brand_view.attribution.methods import METHODS, attribute, attribute_all
from simulation.brand_view.attribution.output import write
from simulation.brand_view.attribution.path_table import Paths, read

__all__ = ["METHODS", "Paths", "attribute", "attribute_all", "read", "write"]
