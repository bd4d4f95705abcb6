"""The law reference in memory: data files read once per process."""

from functools import lru_cache

from django.core.exceptions import ImproperlyConfigured

from rumduol.law import reading
from rumduol.law.types import Article, Gap, Instrument, Law, Limits, Treaty
from rumduol.shared.errors import NotThere


@lru_cache(maxsize=1)
def law() -> Law:
    """Everything. Raises ImproperlyConfigured when a file is at fault (`manage.py check` says which)."""
    found, faults = reading.read()
    if found is None:
        raise ImproperlyConfigured(" ".join(faults))
    return found


def articles() -> tuple[Article, ...]:
    """All articles, by instrument, in the order of the files."""
    return law().articles


def article(code: str) -> Article:
    """One article by its code ("tipse-12"). Raises NotThere."""
    found = _by_code().get(code)
    if found is None:
        raise NotThere()
    return found


def is_article(code: str) -> bool:
    """Whether the reference has this article."""
    return code in _by_code()


def chargeable() -> tuple[Article, ...]:
    """The articles that are offences: what a charge can name."""
    return tuple(one for one in articles() if one.chargeable)


def by_instrument() -> tuple[tuple[Instrument, tuple[Article, ...]], ...]:
    """(instrument, its articles); instruments without one are left out."""
    grouped = ((one, tuple(row for row in articles() if row.instrument.code == one.code)) for one in law().instruments)
    return tuple((one, rows) for one, rows in grouped if rows)


def prevailing_over(code: str) -> tuple[Article, ...]:
    """The articles that an article prevails over where both say the same (the other side of `superseded_by`)."""
    return tuple(one for one in articles() if code in one.superseded_by)


def treaties() -> tuple[Treaty, ...]:
    """Treaties that matter here, ratified or not."""
    return law().treaties


def gaps() -> tuple[Gap, ...]:
    """Gaps against international standards (US DOL 2021, Table 4; ECPAT 2018)."""
    return law().gaps


def limits() -> Limits:
    """Above these a length or a sum was mistyped."""
    return law().limits


@lru_cache(maxsize=1)
def _by_code() -> dict[str, Article]:
    return {one.code: one for one in articles()}
