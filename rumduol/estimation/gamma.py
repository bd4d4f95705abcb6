"""The logarithm of the gamma function for arrays, which NumPy does not have. Pure."""

import numpy as np

from rumduol.estimation.loglinear import Floats

_SHIFT = 10


def log_gamma(x: Floats) -> Floats:
    """ln Gamma(x) for x > 0, to about 1e-13 of its size: Stirling's series from x + 10 on, and the recurrence down.

    Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 6.1.41.
    """
    x = np.asarray(x, dtype=float)
    product = np.ones_like(x)
    for step in range(_SHIFT):
        product *= np.where(x < _SHIFT, x + step, 1.0)
    y = np.where(x < _SHIFT, x + _SHIFT, x)
    series = 1 / (12 * y) - 1 / (360 * y**3) + 1 / (1260 * y**5) - 1 / (1680 * y**7)
    return (y - 0.5) * np.log(y) - y + 0.5 * np.log(2 * np.pi) + series - np.log(product)
