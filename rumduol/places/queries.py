"""What other rooms ask about places.

A reference to a place is a code of any level ("0110" = somewhere in the town of Poipet) or "" when it is not known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from rumduol.places.enums import DIGITS, KHMER_WORD, LATIN_WORD, LEVEL_OF_DIGITS, Kind, Level
from rumduol.places.models import Place
from rumduol.shared.errors import NotThere

UNKNOWN = ""


@dataclass(frozen=True, slots=True)
class PlaceInfo:
    """One place, detached from the database. `tile` is (row, column) on the map, provinces only."""

    code: str
    level: Level
    kind: Kind
    name_km: str
    name_latin: str
    iso: str = ""
    tile: tuple[int, int] | None = None

    @property
    def parent(self) -> str:
        """Code of the place above, "" for a province."""
        return self.code[:-2]

    def name(self, lang: str | None = None) -> str:
        """The bare name: Khmer letters for `km`, Latin ones for every other language."""
        return self.name_km if (lang or get_language() or "km") == "km" else self.name_latin

    def full_name(self, lang: str | None = None) -> str:
        """The name with its word: "ស្រុកមង្គលបូរី", "Mangkul Bourei district"."""
        if (lang or get_language() or "km") == "km":
            return KHMER_WORD[self.kind] + self.name_km
        if self.kind == Kind.CAPITAL:
            return self.name_latin
        if self.kind in {Kind.KHAN, Kind.SANGKAT}:
            return f"{LATIN_WORD[self.kind].capitalize()} {self.name_latin}"
        return f"{self.name_latin} {LATIN_WORD[self.kind]}"


def get(code: str) -> PlaceInfo:
    """The place with this code. Raises NotThere when there is none."""
    place = _upper().get(code) if len(code) < 8 or not code.isdecimal() else _village(code)
    if place is None:
        raise NotThere()
    return place


def exists(code: str) -> bool:
    """Whether the code names a place. The empty code (not known) does not."""
    try:
        get(code)
    except NotThere:
        return False
    return True


def level_of(code: str) -> Level | None:
    """The level a code stands for, None when not known."""
    return LEVEL_OF_DIGITS.get(len(code))


def ancestors(code: str) -> tuple[PlaceInfo, ...]:
    """The places above, nearest first."""
    return tuple(get(code[:digits]) for digits in range(len(code) - 2, 0, -2))


def province_of(code: str) -> str:
    """Code of the province ("" when not known)."""
    return code[: DIGITS[Level.PROVINCE]]


def district_of(code: str) -> str:
    """Code of the district, "" when only the province or nothing is known."""
    return code[: DIGITS[Level.DISTRICT]] if len(code) >= DIGITS[Level.DISTRICT] else UNKNOWN


def is_within(code: str, ancestor: str) -> bool:
    """Whether `code` is `ancestor` or lies in it. "" as ancestor is the whole country; an unknown place is nowhere."""
    return bool(code) and code.startswith(ancestor)


def describe(code: str, lang: str | None = None, *, long: bool = False) -> str:
    """A place in words, smallest part first in English, largest first in Khmer as addresses are written there.

    Short: bare names ("Paoy Paet, Banteay Meanchey"). Long: with the word for each level.
    Not known gives "" (short) so that templates can say it in their own way; an unknown code is shown as it is.
    """
    if not code:
        return ""
    lang = lang or get_language() or "km"
    try:
        chain = (get(code), *ancestors(code))
    except NotThere:
        return code
    names = [place.full_name(lang) if long else place.name(lang) for place in chain]
    if lang == "km" and long:
        return " ".join(names)  # ភូមិ... ឃុំ... ស្រុក... ខេត្ត...: each word parts the next
    return ", ".join(names)


def label(code: str, lang: str | None = None) -> str:
    """The bare name in the script of `lang`; "" for "", and a code that names no place is shown as it is."""
    if not code:
        return ""
    try:
        return get(code).name(lang)
    except NotThere:
        return code


def provinces() -> tuple[PlaceInfo, ...]:
    """All provinces in the order of their codes."""
    return tuple(place for code, place in _upper().items() if len(code) == 2)


def children(code: str) -> tuple[PlaceInfo, ...]:
    """The places directly below, in the order of their codes; the provinces for ""."""
    digits = len(code) + 2
    if digits == 8:
        return tuple(_info(place) for place in Place.objects.filter(parent_id=code).order_by("code"))
    return tuple(place for c, place in _upper().items() if len(c) == digits and c.startswith(code))


def infos(codes: Iterable[str]) -> dict[str, PlaceInfo]:
    """Many places in one query; codes that name no place are left out."""
    wanted = set(codes)
    found = {code: place for code in wanted if (place := _upper().get(code))}
    villages = [code for code in wanted if len(code) == 8 and code.isdecimal()]
    if villages:
        found |= {place.code: _info(place) for place in Place.objects.filter(code__in=villages)}
    return found


def forget() -> None:
    """Drop what this process remembers (after loading)."""
    _remembered.cache_clear()
    _village_remembered.cache_clear()


class _NothingError(Exception):
    """Raised so that an empty answer is not remembered."""


def _upper() -> dict[str, PlaceInfo]:
    """Provinces, districts and communes, some 1,900: remembered per process, for they change with a release only."""
    try:
        return _remembered()
    except _NothingError:
        return {}


@lru_cache(maxsize=1)
def _remembered() -> dict[str, PlaceInfo]:
    rows = Place.objects.exclude(level=Level.VILLAGE).order_by("code")
    if not (result := {place.code: _info(place) for place in rows}):
        raise _NothingError
    return result


def _village(code: str) -> PlaceInfo | None:
    try:
        return _village_remembered(code)
    except _NothingError:
        return None


@lru_cache(maxsize=4096)
def _village_remembered(code: str) -> PlaceInfo:
    place = Place.objects.filter(code=code, level=Level.VILLAGE).first()
    if place is None:
        raise _NothingError
    return _info(place)


def _info(place: Place) -> PlaceInfo:
    tile = None if place.tile_row is None or place.tile_column is None else (place.tile_row, place.tile_column)
    return PlaceInfo(place.code, Level(place.level), Kind(place.kind), place.name_km, place.name_latin, place.iso, tile)
