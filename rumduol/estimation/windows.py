"""Looking through models too many to try all: keep what is nearly as good as the best, and look at its neighbours."""

from collections.abc import Callable, Sequence
from math import inf


def window(
    pairs: int, score: Callable[[Sequence[int]], Sequence[float]], *, width: float, most: int, every_up_to: int = 1024
) -> dict[int, float]:
    """Scores (higher is better, -inf: no model) of models given as bit sets of pairs.

    Where there are at most `every_up_to` models, all of them; otherwise those reached from the empty model by adding
    or dropping one pair at a time through models within `width` of the best so far, and at most `most` of them
    (Madigan & Raftery's Occam's window, JASA 89, 1994).
    """
    if 1 << pairs <= every_up_to:
        every = range(1 << pairs)
        return dict(zip(every, score(every), strict=True))
    known: dict[int, float] = {0: score([0])[0]}
    front = [0]
    while front and len(known) < most:
        new = sorted({one ^ 1 << pair for one in front for pair in range(pairs)} - known.keys())
        known.update(zip(new, score(new), strict=True))
        best = max(known.values())
        front = [one for one in new if known[one] > -inf and known[one] >= best - width]
    return known
