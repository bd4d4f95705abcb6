"""Invented names. Common syllables are put together by chance; whoever they resemble is not meant."""

import random
from dataclasses import dataclass

FAMILY = [
    ("សុខ", "Sok"), ("ចាន់", "Chan"), ("គឹម", "Kim"), ("លី", "Ly"), ("ហេង", "Heng"), ("ជា", "Chea"), ("កែវ", "Keo"),
    ("មាស", "Meas"), ("ប៉ែន", "Pen"), ("ស៊ុន", "Sun"), ("អ៊ុក", "Uk"), ("ទេព", "Tep"), ("នួន", "Nuon"), ("ឈឹម", "Chhim"),
    ("ម៉ៅ", "Mao"), ("ប្រាក់", "Prak"), ("រស់", "Ros"), ("សេង", "Seng"), ("ផាន់", "Phan"), ("យន់", "Yon"),
]  # fmt: skip
GIRL = [
    ("ស្រីពេជ្រ", "Sreypich"), ("សុភា", "Sophea"), ("ចន្ថា", "Chantha"), ("គន្ធា", "Kunthea"), ("បុប្ផា", "Bopha"),
    ("ផល្លី", "Phally"), ("ស្រីមុំ", "Sreymom"), ("រស្មី", "Raksmey"), ("ធីតា", "Thida"), ("សុខា", "Sokha"),
    ("មាលា", "Mealea"), ("ចរិយា", "Chakriya"), ("ស្រីនាង", "Sreyneang"), ("វណ្ណា", "Vanna"), ("លក្ខិណា", "Leakhena"),
]  # fmt: skip
BOY = [
    ("វុទ្ធី", "Vuthy"), ("ប៊ុនធឿន", "Bunthoeun"), ("សុខុម", "Sokhom"), ("រតនៈ", "Rattanak"), ("ដារ៉ា", "Dara"),
    ("ពិសិដ្ឋ", "Piseth"), ("វិចិត្រ", "Vichet"), ("សំណាង", "Samnang"), ("ចាន់ណា", "Channa"), ("ភារុណ", "Phearun"),
    ("សុភ័ក្រ", "Sopheak"), ("វីរៈ", "Virak"), ("ធារ៉ា", "Theara"), ("មករា", "Makara"), ("សុវណ្ណ", "Sovann"),
]  # fmt: skip
FOREIGN = {
    "VN": (["Nguyễn", "Trần", "Lê", "Phạm"], ["Thị Lan", "Thị Hoa", "Ngọc Anh"], ["Văn Minh", "Quốc Huy", "Đức"]),
    "TH": (["สายทอง", "แก้วใส", "บุญมา"], ["มาลี", "สุดา", "พิมพ์"], ["สมชาย", "อนันต์", "ธนา"]),
    "CN": (["王", "李", "张", "陈"], ["小梅", "丽华", "芳"], ["伟", "强", "建国"]),
    "PH": (["Santos", "Reyes", "Cruz"], ["Maria", "Angela"], ["Jose", "Paolo"]),
    "ID": (["Wijaya", "Saputra"], ["Dewi", "Siti"], ["Budi", "Agus"]),
}


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person of a report or a case."""

    name: str
    latin: str
    sex: str
    age: int
    nationality: str


def staff_name(rng: random.Random) -> tuple[str, str]:
    """(Khmer, Latin) name of an invented colleague."""
    family, given = rng.choice(FAMILY), rng.choice(GIRL + BOY)
    return f"{family[0]} {given[0]}", f"{family[1]} {given[1]}"


def invent(rng: random.Random, *, sex: str = "", child: bool | None = None, nationality: str = "") -> Invented:
    """Somebody plausible: mostly Cambodians, then Vietnamese, Chinese, Thai and others."""
    sex = sex or rng.choices(["female", "male"], [58, 42])[0]
    is_child = rng.random() < 0.38 if child is None else child
    age = rng.randint(8, 17) if is_child else int(rng.triangular(18, 55, 24))
    nationality = nationality or rng.choices(["KH", "VN", "CN", "TH", "PH", "ID"], [80, 9, 4, 4, 2, 1])[0]
    if nationality in FOREIGN:
        families, women, men = FOREIGN[nationality]
        name = f"{rng.choice(families)} {rng.choice(women if sex == 'female' else men)}"
        return Invented(name, name, sex, age, nationality)
    family, given = rng.choice(FAMILY), rng.choice(GIRL if sex == "female" else BOY)
    return Invented(f"{family[0]} {given[0]}", f"{family[1]} {given[1]}", sex, age, "KH")
