"""Ages and the bands they are counted in (CTDC; UNODC GLOTIP; child or adult first). Pure."""

from datetime import date

ADULT_FROM = 18
CHILD, ADULT, UNKNOWN = "child", "adult", "unknown"
OLDEST = 120

# First age of each band, in order.
_CTDC = (
    (0, "0-8"),
    (9, "9-17"),
    (18, "18-20"),
    (21, "21-23"),
    (24, "24-26"),
    (27, "27-29"),
    (30, "30-38"),
    (39, "39-47"),
    (48, "48+"),
)


def age_on(birthdate: date, day: date) -> int:
    """Completed years on `day`. Raises ValueError when born after it.

    Somebody born on 29 February completes a year on 1 March of common years.
    """
    if birthdate > day:
        raise ValueError("born after the day asked for")
    return day.year - birthdate.year - ((day.month, day.day) < (birthdate.month, birthdate.day))


def band_of(age: int | None) -> str:
    """Narrowest band (code of list "age") for completed years; "unknown" for None. Raises ValueError outside 0-120."""
    if age is None:
        return UNKNOWN
    if not 0 <= age <= OLDEST:
        raise ValueError(f"age must be from 0 to {OLDEST}")
    return next(band for first, band in reversed(_CTDC) if age >= first)


def broad_of(age_or_band: int | str | None) -> str:
    """ "child", "adult" or "unknown" for an age in years or for any code of list "age".

    An empty or foreign code is "unknown": who may be a child is then protected as one (may_be_child).
    """
    if age_or_band is None or isinstance(age_or_band, int):
        age_or_band = band_of(age_or_band)
    if age_or_band in {CHILD, "0-8", "9-17", "0-17"}:
        return CHILD
    if (
        age_or_band == ADULT
        or age_or_band in {band for first, band in _CTDC if first >= ADULT_FROM}
        or age_or_band == "18+"
    ):
        return ADULT
    return UNKNOWN


def glotip_of(age_or_band: int | str | None) -> str:
    """UNODC's own bands: "0-17", "18+" or "unknown"."""
    return {CHILD: "0-17", ADULT: "18+"}.get(broad_of(age_or_band), UNKNOWN)


def is_child(age_or_band: int | str | None) -> bool:
    """Whether certainly under 18."""
    return broad_of(age_or_band) == CHILD


def may_be_child(age_or_band: int | str | None) -> bool:
    """Whether under 18 or not known: the benefit of the doubt a presumed victim has."""
    return broad_of(age_or_band) != ADULT
