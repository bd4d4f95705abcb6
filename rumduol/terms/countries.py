"""Nationalities: ISO 3166-1 alpha-2 with names from CLDR in five languages, mended where CLDR does not serve."""

import tomllib
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from babel import Locale
from babel.core import get_global

from rumduol.terms.types import Term, TermList

STATELESS = "XA"  # ICAO Doc 9303 writes XXA
UNKNOWN_NATIONALITY = "ZZ"  # CLDR's "unknown region"

_LOCALES = {"km": "km", "en": "en", "vi": "vi", "th": "th", "zh-hans": "zh_Hans"}
# Regions of CLDR that are no country anybody has the nationality of (or not of ISO 3166-1).
_NOT_A_COUNTRY = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}


def read(path: Path) -> TermList:
    """The list of nationalities: those met most often here first, then by English name, stateless and unknown last."""
    data = tomllib.loads(path.read_text("utf-8"))
    first: list[str] = data["first"]
    names = {lang: _names(locale) for lang, locale in _LOCALES.items()}
    codes = [c for c in names["en"] if len(c) == 2 and c.isalpha() and c not in _NOT_A_COUNTRY]
    codes.sort(key=lambda c: (first.index(c) if c in first else len(first), names["en"][c]))
    result = [
        Term(
            code=code,
            labels=MappingProxyType(
                {lang: data["mended"].get(code, {}).get(lang) or names[lang][code] for lang in _LOCALES}
            ),
            htcds=MappingProxyType({"prs_Citizenship": code}),
            also=MappingProxyType({"iso3": alpha3(code)}),
        )
        for code in codes
    ]
    result += [Term(code=code, labels=MappingProxyType(dict(entry))) for code, entry in data["extra"].items()]
    return TermList("nationality", MappingProxyType(data["title"]), tuple(result), data["note"], data["source"])


def _names(locale: str) -> dict[str, str]:
    """{region: name} of one language, without invisible line-break hints."""
    return {str(code): str(name).replace("\u200b", "") for code, name in Locale.parse(locale).territories.items()}


@lru_cache(maxsize=1)
def _alpha3() -> dict[str, str]:
    aliases = get_global("territory_aliases")
    return {a3: a2[0] for a3, a2 in aliases.items() if len(a3) == 3 and a3.isalpha() and len(a2) == 1} | {"XKX": "XK"}


def from_alpha3(code: str) -> str | None:
    """ "KHM" -> "KH"; None for what is no ISO 3166-1 alpha-3 code."""
    return _alpha3().get(code.strip().upper())


def alpha3(code: str) -> str:
    """ "KH" -> "KHM"; "" where there is none."""
    return next((a3 for a3, a2 in _alpha3().items() if a2 == code and a3 not in _OLD), "")


# Withdrawn alpha-3 codes that CLDR still maps to a living country.
_OLD = {"BUR", "TMP", "ZAR", "ROM", "DDR", "YMD", "SUN", "FXX", "QUU", "PSE_"}
