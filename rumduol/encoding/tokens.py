"""A person -> three sets of weighted tokens: of the name, of the birth, of the place.

Nothing here is keyed yet. A token is a short text with a small whole weight; two people are alike in a facet as far as
the weights of the tokens they share reach (weighted Jaccard). Names meet by `rumduol.names` (Khmer or Latin, either
order, one word or two); dates by their parts, so that a swapped day and month or one wrong digit leaves most of them;
places by words and the ends of words, wherever they stand. A first of January or a date said to be estimated counts by
its year alone: on Cambodian papers it mostly means that only the year was known.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from rumduol.names.keys import fold, name_words, word_keys
from rumduol.names.romanise import romanise
from rumduol.shared.khmer import is_khmer, to_latin_digits

Tokens = dict[str, int]  # token -> weight
FACETS = ("name", "birth", "place")
BUDDHIST_ERA = 543  # years ahead of the common era, on some papers
MOST_TOKENS = 160  # of one facet: an address of a page is cut, not refused


@dataclass(frozen=True, slots=True)
class Person:
    """One line of a list, as text. `estimated`: the date of birth is somebody's guess."""

    id: str
    given_name: str = ""
    surname: str = ""
    date_of_birth: str = ""
    sex: str = ""
    place: str = ""
    estimated: bool = False


_GUESSED = re.compile(r"[~?]|\b(?:c|ca|circa|about|est|estimated|approx)\b|ប្រហែល", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")
_MONTHS = {
    name: i
    for i, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_MONTHS |= {
    name: i
    for i, name in enumerate(
        ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"], start=1
    )
}
_MONTH_NAME = re.compile("|".join(_MONTHS), re.IGNORECASE)


def date_parts(text: str) -> tuple[str, str, str]:
    """(`1990`, `05`, `12`) of what people write: 1990-05-12, 12/5/1990, 19900512, 05/1990, 1990, 12 May 2533.

    A part that is not known is empty. Impossible days are kept: a mistyped day still shares its year and month.
    """
    text = to_latin_digits(text.strip())
    named = _MONTH_NAME.search(text)
    if named:
        text = f"{text[: named.start()]}/{_MONTHS[named[0].lower()]}/{text[named.end() :]}"
    numbers = _NUMBERS.findall(text)
    if len(numbers) > 3:  # a time of day after it
        numbers = numbers[:3]
    if len(numbers) == 1 and len(numbers[0]) == 8:
        whole = numbers[0]
        numbers = [whole[:4], whole[4:6], whole[6:]]
    if not numbers:
        return "", "", ""
    at = next((i for i, number in enumerate(numbers) if len(number) == 4), None)
    if at is None:
        return "", "", ""
    year = int(numbers[at])
    year = year - BUDDHIST_ERA if year >= 2400 else year
    rest = numbers[at + 1 :] if at == 0 else numbers[:at][::-1]
    month, day = (*(part[-2:].zfill(2) for part in rest), "", "")[:2]
    return f"{year:04d}", month if month != "00" else "", day if day != "00" else ""


def birth_tokens(text: str, *, estimated: bool = False) -> Tokens:
    """Tokens of a date of birth; empty when no year can be read."""
    year, month, day = date_parts(text)
    if not year:
        return {}
    tokens = {f"y{year}": 2}
    if estimated or _GUESSED.search(text) or (month, day) == ("01", "01"):
        return tokens
    if month:
        tokens[f"n{year}{month}"] = 1
    if day:
        # one digit of the year may be wrong, or the month; alone a decade or a month would be too frequent a token
        tokens[f"t{year[:3]}{month}"] = 1
        tokens[f"u{year[:2]}{year[3]}{month}"] = 1
        tokens[f"d{year[:3]}{day}"] = 1
        tokens[f"e{month}{day}"] = 2
        low, high = sorted((month, day))
        tokens[f"s{low}{high}"] = 1
    return tokens


def _grams(text: str) -> list[str]:
    padded = f"^{text}$"
    return [padded[i : i + 2] for i in range(len(padded) - 1)]


@lru_cache(maxsize=50_000)
def _readings(word: str) -> tuple[str, ...]:
    """Latin spellings of a word; of Khmer script the two likeliest."""
    if any(is_khmer(c) for c in word):
        return romanise(word)[:2]
    folded = fold(word)
    return (folded,) if folded else ()


@lru_cache(maxsize=50_000)
def _part_of_name(text: str) -> tuple[tuple[str, int], ...]:
    """Tokens of a given name or a surname: its loose and strict keys, and two-letter pieces of the key."""
    words = name_words(text)
    tokens: Tokens = {}
    for reading in dict.fromkeys("".join(parts) for parts in _spelt(words)):
        for key in sorted(word_keys((reading,))):
            tokens[f"l{key}"] = 2
            for gram in _grams(key):
                tokens[f"g{gram}"] = 1
        for key in sorted(word_keys((reading,), strict=True)):
            tokens[f"k{key}"] = 1
    if len(words) > 1:
        for word in words:
            for reading in _readings(word)[:1]:
                for key in sorted(word_keys((reading,))):
                    tokens.setdefault(f"l{key}", 1)
    return tuple(tokens.items())


def _spelt(words: list[str]) -> list[tuple[str, ...]]:
    """The words' likeliest readings side by side, then the second ones."""
    readings = [found for found in map(_readings, words) if found]
    if not readings:
        return []
    first = tuple(found[0] for found in readings)
    second = tuple(found[-1] for found in readings)
    return [first] if first == second else [first, second]


def name_tokens(given_name: str, surname: str, sex: str = "") -> Tokens:
    """Tokens of the whole name, of which it does not matter what stands where. The sex salts one token of each part:
    alone it would be shared by half of the people."""
    tokens: Tokens = {}
    letter = sex_letter(sex)
    for text in (given_name, surname):
        salted = ""
        for token, weight in _part_of_name(text):
            tokens[token] = max(tokens.get(token, 0), weight)
            if letter and not salted and token[0] == "k":
                salted = f"x{letter}{token}"
                tokens[salted] = 1
    return tokens


_SEXES = {
    "m": "m",
    "male": "m",
    "man": "m",
    "boy": "m",
    "1": "m",
    "ប": "m",
    "ប្រុស": "m",
    "nam": "m",
    "ชาย": "m",
    "男": "m",
}
_SEXES |= {
    "f": "f",
    "female": "f",
    "woman": "f",
    "girl": "f",
    "2": "f",
    "ស": "f",
    "ស្រី": "f",
    "nữ": "f",
    "หญิง": "f",
    "女": "f",
}


def sex_letter(text: str) -> str:
    """`f`, `m`, or nothing."""
    return _SEXES.get(to_latin_digits(text.strip().casefold()), "")


# Words that say what kind of place follows, and so tell no place from another.
_KINDS = frozenset(
    [
        "phum",
        "khum",
        "srok",
        "khet",
        "sangkat",
        "khan",
        "krong",
        "village",
        "commune",
        "district",
        "province",
        "city",
        "town",
        "municipality",
        "street",
        "st",
        "road",
        "rd",
        "avenue",
        "ave",
        "place",
        "pl",
        "close",
        "cl",
        "crescent",
        "cct",
        "circuit",
        "court",
        "ct",
        "drive",
        "dr",
        "lane",
        "no",
        "house",
        "number",
        "group",
        "unit",
        "ភូមិ",
        "ឃុំ",
        "ស្រុក",
        "ខេត្ត",
        "សង្កាត់",
        "ខណ្ឌ",
        "ក្រុង",
        "រាជធានី",
        "ផ្ទះ",
        "លេខ",
        "ក្រុម",
        "ផ្លូវ",
    ]
)
_WORD = re.compile(r"[^\s,;:/()#.\-–|]+")


@lru_cache(maxsize=100_000)
def _place_word(word: str) -> tuple[tuple[str, int], ...]:
    if word.isdigit():
        number = word.lstrip("0") or "0"
        found = {f"w{number}": 2}
        if len(number) > 2:
            found |= {f"a{number[:-1]}": 1, f"z{number[1:]}": 1}
        return tuple(found.items())
    if any(is_khmer(c) for c in word):
        readings = romanise(word)[:1]
        letters = min(word_keys(readings), default="") if readings else ""
    else:
        folded = fold(word)
        letters = folded if not folded or len(folded) < 3 else min(word_keys((folded,)), default=folded)
    if not letters:
        return ()
    found = {f"w{letters}": 2}
    if len(letters) >= 4:
        found |= {f"a{letters[:3]}": 1, f"z{letters[-3:]}": 1}
    return tuple(found.items())


def place_tokens(text: str) -> Tokens:
    """Tokens of an address or a place, wherever its words stand."""
    tokens: Tokens = {}
    for word in _WORD.findall(to_latin_digits(text.casefold())):
        if word in _KINDS:
            continue
        for token, weight in _place_word(word):
            tokens.setdefault(token, weight)
        if len(tokens) >= MOST_TOKENS:
            break
    return tokens


def tokens_of(person: Person) -> tuple[Tokens, Tokens, Tokens]:
    """Tokens of the three facets, in the order of `FACETS`."""
    return (
        name_tokens(person.given_name, person.surname, person.sex),
        birth_tokens(person.date_of_birth, estimated=person.estimated),
        place_tokens(person.place),
    )
