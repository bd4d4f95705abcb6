"""Random tables that add up, in the shapes that offices send, and one planted error. Nothing in them is real."""

from dataclasses import dataclass
from itertools import product

from rumduol.shared.khmer import to_khmer_digits

PROVINCES = ("Kep", "Pailin", "Kampot", "Takeo", "Kandal", "Kratie", "Pursat", "Siem Reap", "Svay Rieng", "Mondulkiri")
GROUPS = (
    (("Male", "Female"), "sex", "Total"),
    (("ប្រុស", "ស្រី", "មិនដឹង"), "ភេទ", "សរុប"),
    (("0-8", "9-17", "18-20", "21+"), "age", "All ages"),
    (("forced labour", "sexual exploitation", "forced marriage", "other", "Unknown"), "form", "TOTAL"),
    (("Vietnamese", "Thai", "Khmer"), "nationality", "Total"),
    (("2019", "2020", "2021"), "year", "Total"),
)


@dataclass(frozen=True)
class Made:
    """`rows` as printed; `spots`: where the numbers are (row, column); `shape` says how it was made."""

    rows: tuple[tuple[str, ...], ...]
    spots: tuple[tuple[int, int], ...]
    shape: str


def count(random):
    """A count as real tables have them: many small, some none, few large."""
    return random.choice(
        (0, random.randint(1, 9), random.randint(1, 60), random.randint(10, 900), random.randint(100, 9000))
    )


def dimension(random, taken=()):
    """Values, heading, label of the total; not one of those taken."""
    if random.random() < 0.4 and "province" not in taken:
        values = tuple(random.sample(PROVINCES, random.randint(2, len(PROVINCES))))
        return values, "province", random.choice(("Total", "TOTAL", "សរុប", "Grand total", "All provinces"))
    return random.choice([group for group in GROUPS if group[1] not in taken])


def dimensions(random, number):
    found = []
    while len(found) < number:
        found.append(dimension(random, [one[1] for one in found]))
    return found


def numbers_of(random, found):
    """Every cell of a cube, margins under None."""
    numbers = {place: count(random) for place in product(*(values for values, _, _ in found))}
    for level in range(len(found)):
        sums = {}
        for place, number in numbers.items():
            total = (*place[:level], None, *place[level + 1 :])
            sums[total] = sums.get(total, 0) + number
        numbers |= sums
    return numbers


def ordered(random, values, *, totals=True):
    """The values with their total behind, or in front."""
    if not totals:
        return list(values)
    return [None, *values] if random.random() < 0.25 else [*values, None]


def written(random, number, style):
    if style == "khmer":
        return to_khmer_digits(f"{number:,}")
    return {"plain": f"{number}", "comma": f"{number:,}", "space": f"{number:,}".replace(",", " ")}[style]


def label(value, total):
    return total if value is None else value


def wide(random):
    """Two dimensions: one down, one across."""
    (down, heading, down_total), (across, _, across_total) = found = dimensions(random, 2)
    numbers = numbers_of(random, found)
    both = random.random() < 0.8
    columns = ordered(random, across, totals=both or random.random() < 0.5)
    lines = ordered(random, down, totals=both or None not in columns)
    style = random.choice(("plain", "comma", "space", "khmer"))
    rows = [(heading, *(label(value, across_total) for value in columns))]
    for value in lines:
        rows.append((label(value, down_total), *(written(random, numbers[value, column], style) for column in columns)))
    spots = tuple(product(range(1, len(rows)), range(1, len(columns) + 1)))
    return Made(tuple(rows), spots, "wide")


def blocks(random):
    """Rows in groups, each with a subtotal, and a grand total."""
    across, _, across_total = dimension(random)
    columns = ordered(random, across)
    names = random.sample(PROVINCES, random.randint(4, len(PROVINCES)))
    cut = random.randint(2, len(names) - 2)
    everything = [0] * len(columns)
    rows = [("place", *(label(value, across_total) for value in columns))]
    for group in (names[:cut], names[cut:]):
        sums = [0] * len(columns)
        for name in group:
            parts = {value: count(random) for value in across}
            line = [sum(parts.values()) if value is None else parts[value] for value in columns]
            sums = [one + two for one, two in zip(sums, line, strict=True)]
            rows.append((name, *map(str, line)))
        rows.append(("Subtotal", *map(str, sums)))
        everything = [one + two for one, two in zip(everything, sums, strict=True)]
    rows.append(("Grand total", *map(str, everything)))
    spots = tuple(product(range(1, len(rows)), range(1, len(columns) + 1)))
    return Made(tuple(rows), spots, "blocks")


def long(random, number):
    """A column for each dimension and one for the count; totals are values."""
    found = dimensions(random, number)
    numbers = numbers_of(random, found)
    rows = [(*(heading for _, heading, _ in found), "count")]
    for place in product(*(ordered(random, values) for values, _, _ in found)):
        words = (label(value, total) for value, (_, _, total) in zip(place, found, strict=True))
        rows.append((*words, str(numbers[place])))
    if random.random() < 0.3:
        head, *rest = rows
        random.shuffle(rest)
        rows = [head, *rest]
    return Made(tuple(rows), tuple((row, number) for row in range(1, len(rows))), f"long {number}")


def two_headings(random):
    """Three dimensions: one down, two across in two rows of headings, the upper one printed once."""
    (down, heading, down_total), (outer, _, outer_total), (inner, _, inner_total) = found = dimensions(random, 3)
    numbers = numbers_of(random, found)
    pairs = [(a, b) for a in ordered(random, outer) for b in ordered(random, inner)]
    above = [
        label(a, outer_total) if place == 0 or pairs[place - 1][0] != a else "" for place, (a, _) in enumerate(pairs)
    ]
    rows = [(heading, *above), ("", *(label(b, inner_total) for _, b in pairs))]
    for value in ordered(random, down):
        rows.append((label(value, down_total), *(str(numbers[value, a, b]) for a, b in pairs)))
    spots = tuple(product(range(2, len(rows)), range(1, len(pairs) + 1)))
    return Made(tuple(rows), spots, "two headings")


def two_labels(random):
    """Three dimensions: two down in two columns of labels, the outer one printed once, and one across."""
    (outer, first, outer_total), (inner, second, inner_total), (across, _, across_total) = found = dimensions(random, 3)
    numbers = numbers_of(random, found)
    columns = ordered(random, across)
    rows = [(first, second, *(label(value, across_total) for value in columns))]
    blanks = random.random() < 0.5
    for a in ordered(random, outer):
        for place, b in enumerate(ordered(random, inner)):
            name = "" if place and blanks else label(a, outer_total)
            rows.append((name, label(b, inner_total), *(str(numbers[a, b, c]) for c in columns)))
    spots = tuple(product(range(1, len(rows)), range(2, len(columns) + 2)))
    return Made(tuple(rows), spots, "two labels")


SHAPES = (wide, wide, blocks, lambda r: long(r, 2), lambda r: long(r, 3), two_headings, two_labels)


def table(random):
    """One that adds up, of two or three dimensions."""
    return random.choice(SHAPES)(random)


def slipped(random, text):
    """Another number than the printed one, as a tired hand writes it."""
    digits = "".join(character for character in text if character.isalnum())
    number = int(digits)
    for _ in range(20):
        kind = random.choice(("digit", "swap", "drop", "add", "other"))
        characters = list(str(number))
        place = random.randrange(len(characters))
        if kind == "digit":
            characters[place] = random.choice("0123456789")
        elif kind == "swap" and len(characters) > 1:
            place = random.randrange(len(characters) - 1)
            characters[place : place + 2] = reversed(characters[place : place + 2])
        elif kind == "drop" and len(characters) > 1:
            del characters[place]
        elif kind == "add":
            characters.insert(place, random.choice("0123456789"))
        else:
            characters = list(str(random.randint(0, 2 * number + 9)))
        if int("".join(characters)) != number:
            return str(int("".join(characters)))
    return str(number + 1)


def with_error(random, made):
    """The same table with one number changed, and where."""
    row, column = spot = random.choice(made.spots)
    rows = [list(line) for line in made.rows]
    rows[row][column] = slipped(random, rows[row][column])
    return Made(tuple(map(tuple, rows)), made.spots, made.shape), spot


def with_unknowns(random, made, share=0.1):
    """Some numbers no longer printed as such: hidden when small, missing, or not collected."""
    rows = [list(line) for line in made.rows]
    for row, column in made.spots:
        if random.random() < share:
            number = int("".join(character for character in rows[row][column] if character.isalnum()))
            rows[row][column] = random.choice(("<5" if number < 5 else "-", "n/a", "", "Unknown (15,65)"))
    return Made(tuple(map(tuple, rows)), made.spots, made.shape)
