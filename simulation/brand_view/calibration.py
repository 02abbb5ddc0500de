"""Calibration: attribution's credit drawn towards what an experiment found, as far as the experiment is precise.

Experiments are right and noisy, attribution is precise and wrong. That attribution's counts carry information about
incremental effects once they are calibrated by experiments is the finding of Gordon, Moakler, Zettelmeyer (2023,
"Predictive incrementality by experimentation for ad measurement", arXiv:2304.06828), who regress the effects of many
campaigns on such counts. Here there are a handful of channels, so that the regression has one slope, and what it leaves
is weighed against noise as small-area statistics do (Fay, Herriot 1979; the choice of that model for this use is ours).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def calibrated(credit: Floats, effect: Floats, error: Floats) -> Floats:
    """Return each channel's calibrated credit, 0 or more, in the unit of the effects.

    ``effect_j = k credit_j + u_j + e_j``: ``e_j`` is the experiment's noise, of known variance ``error_j ** 2``, and
    ``u_j`` is how wrong attribution is about channel j beyond its common factor k, of unknown variance ``t``.

    - ``t`` by moments (Prasad, Rao 1990), at least 0;
    - ``k`` by least squares weighted with ``1 / (t + error_j ** 2)``, at least 0: credit that points the wrong way
      round is given no weight;
    - calibrated: ``w_j effect_j + (1 - w_j) k credit_j``, ``w_j = t / (t + error_j ** 2)``, cut off at 0.

    So where the experiment cannot tell the channels apart from attribution, attribution's shares stay.

    Args:
        credit: float64[n], of attribution.
        effect: float64[n], of the experiment; NaN where it found nothing.
        error: float64[n], its standard errors; NaN or 0 where it found nothing.
    """
    known = np.isfinite(effect) & np.isfinite(error) & (error > 0)
    if not known.any():
        return np.maximum(credit, 0.0)
    a, y, v = credit[known], effect[known], error[known] ** 2
    scale = float(a @ a)
    plain = float(a @ y) / scale if scale > 0 else 0.0
    leverage = a**2 / scale if scale > 0 else np.zeros_like(a)
    freedom = len(a) - (1 if scale > 0 else 0)
    residual = float(((y - plain * a) ** 2).sum() - (v * (1 - leverage)).sum())
    t = max(residual / freedom, 0.0) if freedom > 0 else 0.0
    precision = 1 / (t + v)
    denominator = float((a**2 * precision).sum())
    k = max(float((a * y * precision).sum()) / denominator, 0.0) if denominator > 0 else 0.0
    credits = k * credit
    weight = t * precision
    credits[known] = weight * y + (1 - weight) * k * a
    return np.maximum(credits, 0.0)
