"""Law articles and treaties as data: facts from public sources, to be checked before relying on them in court."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from rumduol.shared.errors import NotThere

_HERE = Path(__file__).parent
_WHO = {
    "adult": _("adult victim"),
    "child or aggravated": _("child victim, or aggravated"),
    "child 15-17": _("child of 15 to 17"),
    "child under 15": _("child under 15"),
    "distributing": _("distributing"),
    "producing": _("producing"),
    "producing to distribute": _("producing to distribute"),
}


@dataclass(frozen=True, slots=True)
class Penalty:
    """Prison in years and fine in riel, each (least, most) as the sources state them; None where they state none."""

    who: str
    years: tuple[int, int] | None = None
    riel: tuple[int, int] | None = None

    @property
    def words(self) -> str:
        """Whom or what the penalty is for, in the reader's language."""
        return str(_WHO[self.who])


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, code, sub-decree or prakas with the year it dates from."""

    code: str
    en: str
    km: str
    year: int

    def title(self, lang: str) -> str:
        return self.km if lang == "km" else self.en


@dataclass(frozen=True, slots=True)
class LawArticle:
    """One article. `quoted_*` is the wording of the law itself where it differs from the words we use.

    `elements` are those stated in the sources (act, means, purpose); `superseded_by` the articles that now prevail.
    """

    code: str
    instrument: Instrument
    article: str
    en: str
    km: str
    penalties: tuple[Penalty, ...] = ()
    elements: tuple[str, ...] = ()
    note_en: str = ""
    note_km: str = ""
    quoted_en: str = ""
    quoted_km: str = ""
    superseded_by: tuple[str, ...] = ()

    def about(self, lang: str) -> str:
        return self.km if lang == "km" else self.en

    def note(self, lang: str) -> str:
        return self.note_km if lang == "km" else self.note_en

    def quoted(self, lang: str) -> str:
        return self.quoted_km if lang == "km" else self.quoted_en


@dataclass(frozen=True, slots=True)
class Treaty:
    """`year` of becoming a party, None when not ratified."""

    code: str
    en: str
    km: str
    year: int | None
    note_en: str = ""
    note_km: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """What national law does not cover, measured against international standards."""

    code: str
    en: str
    km: str


@lru_cache(maxsize=1)
def law_articles() -> tuple[LawArticle, ...]:
    """All articles, by instrument, in the order of the file."""
    data = _data("national")
    instruments = {code: Instrument(code=code, **entry) for code, entry in data["instrument"].items()}
    return tuple(_article(entry, instruments) for entry in data["article"])


def law_article(code: str) -> LawArticle:
    """One article by its code ("tipse-12"). Raises NotThere."""
    for article in law_articles():
        if article.code == code:
            return article
    raise NotThere()


@lru_cache(maxsize=1)
def treaties() -> tuple[Treaty, ...]:
    """Treaties that matter here, ratified or not."""
    return tuple(
        Treaty(code=code, **{**entry, "year": entry["year"] or None})
        for code, entry in _data("international")["treaty"].items()
    )


@lru_cache(maxsize=1)
def gaps() -> tuple[Gap, ...]:
    """Gaps against international standards (US DOL Table 4; ECPAT)."""
    return tuple(Gap(code=code, **entry) for code, entry in _data("international")["gap"].items())


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / f"{name}.toml").read_text("utf-8"))


def _article(entry: dict[str, Any], instruments: dict[str, Instrument]) -> LawArticle:
    penalties = tuple(
        Penalty(
            who=p["who"],
            years=(p["years"][0], p["years"][1]) if "years" in p else None,
            riel=(p["riel"][0], p["riel"][1]) if "riel" in p else None,
        )
        for p in entry.get("penalties", ())
    )
    return LawArticle(
        **{
            **entry,
            "instrument": instruments[entry["instrument"]],
            "penalties": penalties,
            "elements": tuple(entry.get("elements", ())),
            "superseded_by": tuple(entry.get("superseded_by", ())),
        }
    )
