"""Search for a place as one types it, in either script, with the misspellings people make.

"poi pet", "Paoy Paet" and "ប៉ោយប៉ែត" find the same town; "boeng kak, toul kork" looks for the first inside the second;
"ឃុំ..." or "commune ..." prefers that level. Public: knows nothing of who asks.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from rumduol.places import queries, spelling
from rumduol.places.enums import KHMER_WORD, LEVEL_OF_DIGITS, Kind, Level
from rumduol.places.queries import PlaceInfo

LONGEST = 200  # what a person types; more is cut
FAINT = 0.5  # once the very name is found, what is less alike than this only distracts

_LEVEL_OF_KIND = {
    Kind.CAPITAL: Level.PROVINCE,
    Kind.PROVINCE: Level.PROVINCE,
    Kind.KHAN: Level.DISTRICT,
    Kind.KRONG: Level.DISTRICT,
    Kind.SROK: Level.DISTRICT,
    Kind.SANGKAT: Level.COMMUNE,
    Kind.KHUM: Level.COMMUNE,
    Kind.PHUM: Level.VILLAGE,
}
_LATIN_LEVEL = {
    "khet": Level.PROVINCE,
    "khaet": Level.PROVINCE,
    "province": Level.PROVINCE,
    "khan": Level.DISTRICT,
    "khand": Level.DISTRICT,
    "krong": Level.DISTRICT,
    "srok": Level.DISTRICT,
    "district": Level.DISTRICT,
    "city": Level.DISTRICT,
    "town": Level.DISTRICT,
    "sangkat": Level.COMMUNE,
    "khum": Level.COMMUNE,
    "commune": Level.COMMUNE,
    "phum": Level.VILLAGE,
    "phumi": Level.VILLAGE,
    "village": Level.VILLAGE,
}


@dataclass(frozen=True, slots=True)
class Match:
    """One answer. `sure` when typed as written (or as one of the known spellings), `close` also when it sounds so."""

    place: PlaceInfo
    sure: bool
    close: bool
    likeness: float  # 0..1


def search(text: str, within: str | None = None, limit: int = 10) -> list[Match]:
    """Places like `text`, best first; only inside `within` (a code) when given. Never raises for what is typed.

    A code of 2, 4, 6 or 8 digits (Khmer digits too) finds its place.
    Order: as written, then same sound, then beginnings, then alike; within each the larger place first.
    """
    parts = [part for part in re.split(r"[,،;/\n|]+", _storable(text[:LONGEST])) if part.strip()]
    if not parts or (within and not queries.exists(within)):
        return []
    code = re.sub(r"\s", "", parts[0].translate(spelling.KHMER_DIGITS))
    if code.isascii() and code.isdigit():
        return _by_code(code, within)
    found = _find(parts[0], within, limit=limit if len(parts) == 1 else 200)
    if len(parts) > 1:
        around = [{match.place.code for match in _find(part, None, limit=30)} for part in parts[1:]]
        inside = [m for m in found if all(any(queries.is_within(m.place.code, a) for a in some) for some in around)]
        found = inside or found
    return found[:limit]


def _storable(text: str) -> str:
    """The text without what a database cannot hold (NUL, half characters); other control characters become blanks."""
    return "".join(
        " " if unicodedata.category(ch) == "Cc" and ch != "\n" else ch
        for ch in text
        if unicodedata.category(ch) != "Cs"
    )


def _by_code(code: str, within: str | None) -> list[Match]:
    if len(code) in LEVEL_OF_DIGITS and queries.exists(code) and queries.is_within(code, within or ""):
        return [Match(queries.get(code), sure=True, close=True, likeness=1.0)]
    return []


def _find(text: str, within: str | None, *, limit: int) -> list[Match]:
    name, level = _without_level(text)
    ranked: dict[str, _Rank] = {}
    for typed, typed_level in {(text, None), (name, level)}:
        for code, rank in _candidates(typed, within, typed_level):
            if code not in ranked or rank < ranked[code]:
                ranked[code] = rank
    best = sorted(ranked, key=lambda code: (*ranked[code], code))
    if best and ranked[best[0]].kind == _AS_WRITTEN:
        best = [code for code in best if not ranked[code].later or ranked[code].unlike <= FAINT]
    best = best[:limit]
    places = queries.infos(best)
    return [
        Match(
            places[code],
            sure=ranked[code].kind == _AS_WRITTEN,
            close=ranked[code].kind <= _SAME_SOUND,
            likeness=round(1 - ranked[code].unlike, 3),
        )
        for code in best
        if code in places
    ]


def _without_level(text: str) -> tuple[str, Level | None]:
    """("Boeng Kak", COMMUNE) for "sangkat Boeng Kak", "Boeng Kak commune" and "សង្កាត់បឹងកក់"."""
    text = text.strip()
    if spelling.is_khmer(text):
        for kind, word in KHMER_WORD.items():
            if text.startswith(word) and len(text) > len(word):
                return text[len(word) :], _LEVEL_OF_KIND[kind]
        return text, None
    words = text.split()
    for edge in (0, -1):
        if len(words) > 1 and (level := _LATIN_LEVEL.get(words[edge].casefold().strip("."))):
            return " ".join(words[1:] if edge == 0 else words[:-1]), level
    return text, None


# The planner takes the trigram index for %, the ordered ones for LIKE; each branch is limited, so that a single
# letter does not rank the whole country.
_SQL = """
    SELECT place_id, key, sound, similarity(sound, %(sound)s), similarity(key, %(key)s), length(place_id)
    FROM places_spelling
    WHERE script = %(script)s AND place_id LIKE %(within)s AND {condition}
    ORDER BY {order} LIMIT 400
"""


def _candidates(text: str, within: str | None, level: Level | None) -> Iterable[tuple[str, "_Rank"]]:
    if spelling.is_khmer(text):
        script, key, sound = "km", spelling.khmer_key(text), spelling.khmer_sound(text)
    else:
        script, key, sound = "la", spelling.latin_key(text), spelling.latin_sound(text)
        key = key or "".join(text.split()).casefold()
    if not key:
        return
    values = {
        "script": script,
        "key": key,
        "sound": sound,
        "within": _like(within or "") + "%",
        "key_begins": _like(key) + "%",
        "sound_begins": _like(sound) + "%",
    }
    conditions = [("key LIKE %(key_begins)s", "length(place_id), length(key), place_id")]
    if len(sound) >= 3:
        conditions.append(("sound LIKE %(sound_begins)s", "length(place_id), length(sound), place_id"))
        conditions.append(("sound %% %(sound)s", "similarity(sound, %(sound)s) DESC, length(place_id), place_id"))
    with connection.cursor() as cursor:
        for condition, order in conditions:
            cursor.execute(_SQL.format(condition=condition, order=order), values)
            for code, its_key, its_sound, alike, alike_key, digits in cursor.fetchall():
                kind = _class(key, sound, its_key, its_sound)
                wrong_level = level is not None and LEVEL_OF_DIGITS[digits] != level
                likeness = round((alike + alike_key) / 2, 3)
                yield (
                    code,
                    _Rank(
                        later=kind == _ALIKE or wrong_level,
                        order=_order(kind, digits),
                        digits=digits if kind != _ALIKE else 0,
                        unlike=1 - likeness,
                        kind=kind,
                    ),
                )


_AS_WRITTEN, _SAME_SOUND, _BEGINNING, _ALIKE = range(4)


class _Rank(NamedTuple):
    """Sorts candidates; smaller is better."""

    later: bool  # only alike, or of another level than the word said
    order: float
    digits: int
    unlike: float  # 0..1
    kind: int


def _class(key: str, sound: str, its_key: str, its_sound: str) -> int:
    if its_key == key:
        return _AS_WRITTEN
    if sound and its_sound == sound:
        return _SAME_SOUND
    return _BEGINNING if its_key.startswith(key) else _ALIKE


def _order(kind: int, digits: int) -> float:
    """A beginning of a province or district ("kampong") comes before one of the many villages of that very name."""
    if kind == _BEGINNING and digits <= 4:
        return 0.5
    if kind == _AS_WRITTEN and digits == 8:
        return 0.75
    return kind


def _like(text: str) -> str:
    return text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
