"""Age bands a provider may know before it accepts: narrow enough to say yes or no, too wide to point at somebody."""

# Ends included. The cuts are those of the law: light work 12, minimum age 15, adult 18 (Labour Law; Convention 182).
BANDS = ((0, 2), (3, 5), (6, 11), (12, 14), (15, 17), (18, 24), (25, 59), (60, 120))


def band_of(age_from: int | None, age_to: int | None) -> tuple[int | None, int | None]:
    """The whole bands that hold a span of ages in years; unknown ends stay unknown.

    >>> band_of(16, 16)
    (15, 17)
    """
    low = age_from if age_from is not None else age_to
    high = age_to if age_to is not None else age_from
    if low is None or high is None:
        return None, None
    start = next((first for first, last in BANDS if first <= low <= last), BANDS[-1][0])
    end = next((last for first, last in BANDS if first <= high <= last), BANDS[-1][1])
    return start, end
