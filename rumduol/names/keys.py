"""Phonetic keys of personal names: spellings of one name, in Khmer or Latin letters, meet in one key.

`loose_keys` forgive what varies on Cambodian papers (h after a stop, doubled letters, ou/u/o, ey/y/i, silent r, d/t,
b/p), and where one spelling stands for two sounds they have a key for each (`spellings.also`); `strict_keys` keep more apart and are
for ranking. `one_deletion` adds the neighbourhood that catches a slip of the pen.
Nothing here is secret or stored: the vault turns keys into keyed hashes.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, combinations, pairwise, permutations, product

from rumduol.names.romanise import romanise
from rumduol.names.spellings import also
from rumduol.shared.khmer import is_khmer
from rumduol.shared.text import one_line

MOST_WORDS = 6
MOST_READINGS = 16  # of one word; of words written as one, fewer each
MOST_PAIRS = 256  # keys of two words together; beyond it a slip is forgiven in one of them
LONG_KEY = 7  # letters of a key from which two may differ
SHORTEST_WITH_NEIGHBOURS = 4  # shorter keys have too many names one letter away

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "madam", "dr", "aka", "alias"}) | frozenset(
    {"លោក", "លោកស្រី", "អ្នកនាង", "អ្នកស្រី", "ឯកឧត្តម", "ហៅ"}
)
_SPLIT = re.compile(r"[\s\u200b.,/()·‐–\-]+")
_SPECIAL = str.maketrans(
    {
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ø": "o",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ı": "i",
        "’": "",
        "'": "",
        "‘": "",
        "`": "",
        "´": "",
    }
)

# Spellings of one sound, before letters are read one by one.
_RESPELT = (
    (re.compile(r"^y(?![aeiouy])"), "yi"),
    (re.compile(r"zh"), "ch"),
    (re.compile(r"^ts|^dz"), "s"),
    (re.compile(r"hs"), "s"),
    (re.compile(r"t?ch+"), "C"),
    (re.compile(r"dj|tj|j"), "C"),
    (re.compile(r"qu"), "ku"),
    (re.compile(r"q"), "C"),
    (re.compile(r"ck|c"), "k"),
    (re.compile(r"sh|x|z"), "s"),
    (re.compile(r"ph|f"), "p"),
    (re.compile(r"w"), "v"),
    (re.compile(r"^gn|^ny(?=[aeiou])|(?<=[aeiou])gn(?=[aeiou])"), "N"),
    (re.compile(r"ngh?(?![aeiouy])|^ngh?"), "G"),
    (re.compile(r"(?<=[aeiouy])ng(?=[aeiouy])"), "G"),
    (re.compile(r"nh"), "N"),
    (re.compile(r"n(?=[kg])"), "G"),
    (re.compile(r"([ktpbdg])h+"), r"\1"),
    (re.compile(r"g"), "k"),
    (re.compile(r"(?<=[iou][nl])e$"), ""),  # Daline, Rosaline
    (re.compile(r"(?<=[aeiouy])[rh]+(?![aeiouy])"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
_VOWEL_RUN = re.compile(r"[aeiou][aeiouy]*(?:v(?![aeiouy]))?|y(?![aeiou])[aeiouy]*|(?<=[^aeiouy])y[aeiou]*")

_VOWEL_CLASSES = {
    "a": "a aa",
    "Ya": "aya aiya",
    "Y": "ai ay aiy aei aey eai eay aay",
    "W": "ao au av aov auv aou aouv",
    "i": "e ae ee i y ei ey iy ii eey yi",
    "E": "ea ia iea eaa ya iya eya eeya ie ye ieya",
    "V": "eo ev eov ieu iev iu iv iou aev aeo ieo eav",
    "o": "o u ou oo uo uu ov ouv uov eou eouv oa ao' ua uv",
    "U": "oe oeu eu ue ueu eau aeu eoeu oue euo",
    "Z": "oi oy ui uy ouy uoy oei oey oeuy euy oui uoi",
}
_CLASS_OF = {run: key for key, runs in _VOWEL_CLASSES.items() for run in runs.split()}
_STRICT_VOWEL = {"e": "e", "ae": "e", "o": "o", "oo": "o"}
_LOOSE = str.maketrans({"d": "t", "b": "p"})


def fold(word: str) -> str:
    """Latin letters of a word, without accents, lower case; other scripts stay as they are."""
    text = unicodedata.normalize("NFKD", word.casefold().translate(_SPECIAL))
    return "".join(c for c in text if unicodedata.category(c)[0] == "L")


def name_words(text: str) -> list[str]:
    """The words of a name, cleaned, without titles, in the order written (at most six)."""
    words = [word for word in _SPLIT.split(one_line(text).casefold()) if word]
    named = [word for word in words if word not in _TITLES] or words
    return named[:MOST_WORDS]


@lru_cache(maxsize=20_000)
def _readings(word: str, wide: bool = False) -> tuple[str, ...]:
    """How a word may be read, likeliest first; `wide`: with what its Latin spelling may stand for as well."""
    if any(is_khmer(c) for c in word):
        return romanise(word)
    folded = fold(word)
    if not folded:
        return ()
    return (folded, *also(folded)) if wide else (folded,)


def _vowel(run: str, *, final: bool, strict: bool) -> str:
    if strict and run in _STRICT_VOWEL:
        return _STRICT_VOWEL[run]
    if final and run in {"ie", "ye"}:
        return "i"
    if final and run in {"oa", "ua"}:
        return "oa"
    found = _CLASS_OF.get(run)
    if found is not None:
        return found
    for cut in range(len(run) - 1, 0, -1):  # an unusual run is read as the longest known piece and the rest
        if run[:cut] in _CLASS_OF:
            return _CLASS_OF[run[:cut]] + _vowel(run[cut:], final=final, strict=strict)
    return run[:1]


@lru_cache(maxsize=20_000)
def _key(reading: str, strict: bool) -> str:
    if not reading.isascii():
        return "#" + reading  # a script without rules here (Thai, Chinese): only the same letters meet
    text = reading
    for pattern, new in _RESPELT:
        text = pattern.sub(new, text)
    out, at = [], 0
    for match in _VOWEL_RUN.finditer(text):
        out.append(text[at : match.start()])
        out.append(_vowel(match[0], final=match.end() == len(text), strict=strict))
        at = match.end()
    out.append(text[at:])
    key = "".join(out)
    head, end = key[:-1], key[-1:]
    end = {"d": "t", "b": "p", "N": "n"}.get(end, end)  # said alike at the end of a word
    key = re.sub(r"(.)\1+", r"\1", head + end)
    return key if strict else re.sub(r"(.)\1+", r"\1", key.translate(_LOOSE))


def word_keys(words: tuple[str, ...] | list[str], *, strict: bool = False, wide: bool = False) -> frozenset[str]:
    """Keys of one name word, or of several written as one (`("bun", "thoeun")`); `wide`: see `spellings.also`."""
    most = MOST_READINGS if len(words) == 1 else 4 if len(words) < 3 else 3
    joined = ("".join(parts) for parts in product(*(_readings(word, wide)[:most] for word in words)))
    return frozenset(key for key in (_key(reading, strict) for reading in joined) if key)


def _units(words: list[str]) -> list[list[str]]:
    units = [[word] for word in words]
    units += [list(pair) for pair in pairwise(words)]
    if len(words) == 3:
        units.append(words)
    return units


def _keys(text: str, *, strict: bool) -> frozenset[str]:
    return frozenset().union(*(word_keys(unit, strict=strict, wide=not strict) for unit in _units(name_words(text))))


def strict_keys(text: str) -> frozenset[str]:
    """Keys that keep d/t, b/p and e/i apart, of every word and of neighbouring words written as one."""
    return _keys(text, strict=True)


def loose_keys(text: str) -> frozenset[str]:
    """Forgiving keys, of every word and of neighbouring words written as one; see `index_keys`."""
    return _keys(text, strict=False)


def one_deletion(key: str) -> frozenset[str]:
    """The key itself and, when it is long enough, the key without one of its inner letters.

    Two keys that differ by one letter more, less or other share a member. The first and last letter are never left out:
    they tell names apart (Sophea, Sopheap) and are seldom mistaken.
    """
    if len(key) < SHORTEST_WITH_NEIGHBOURS or key.startswith("#"):
        return frozenset((key,))
    return frozenset((key, *(key[:i] + key[i + 1 :] for i in range(1, len(key) - 1))))


def index_keys(text: str) -> frozenset[str]:
    """Everything to index for a name: loose keys with their neighbourhoods."""
    return frozenset().union(*(one_deletion(key) for key in loose_keys(text)))


def whole_keys(text: str) -> frozenset[str]:
    """Keys of a name as a whole: two writings of one name share a key, two people of one family do not.

    The words are read as one, starting from each (`Sok Bun Thoeun`, `Bunthoeun Sok`; of three words in every order:
    `Sok Dara Chea`, `Chea Sok Dara`), with the neighbourhood of each key; long keys also with two letters less, since
    each word of a name may be spelt in another way.
    """
    words = name_words(text)
    orders = permutations(words) if len(words) == 3 else (words[at:] + words[:at] for at in range(len(words)))
    whole = frozenset().union(*(word_keys(list(order), wide=True) for order in orders))
    keys = set(whole)
    for key in whole:
        if len(key) >= SHORTEST_WITH_NEIGHBOURS and not key.startswith("#"):
            keys.update([key[:i] + key[i + 1 :] for i in range(1, len(key) - 1)])
            if len(key) >= LONG_KEY:
                keys.update([key[:i] + key[i + 1 : j] + key[j + 1 :] for i, j in _two_inner(len(key))])
    return frozenset(keys)


@lru_cache(maxsize=64)
def _two_inner(length: int) -> tuple[tuple[int, int], ...]:
    return tuple(combinations(range(1, length - 1), 2))


def pair_keys(text: str) -> frozenset[str]:
    """Keys of every two words of a name taken together, in whichever order, also where neighbours are written as one.

    Few people share a pair, while a tenth of a country shares a surname: an index asked for pairs reads few records.
    """
    words = name_words(text)
    spans = [(at, at + long) for long in (1, 2) for at in range(len(words) - long + 1)]
    apart = [(one, other) for one, other in combinations(spans, 2) if one[1] <= other[0] or other[1] <= one[0]]
    return frozenset().union(*(_pair(words[a:b], words[c:d]) for (a, b), (c, d) in apart))


def _pair(one: list[str], other: list[str]) -> frozenset[str]:
    """A slip of the pen may be in both; where the two have very many readings, in one of them."""
    (keys, near), (keys_too, near_too) = _with_neighbours(tuple(one)), _with_neighbours(tuple(other))
    few = len(near) * len(near_too) <= MOST_PAIRS
    together = product(near, near_too) if few else chain(product(keys, near_too), product(near, keys_too))
    return _joined(together)


def _joined(together: Iterable[tuple[str, str]]) -> frozenset[str]:
    return frozenset(f"{a}|{b}" if a < b else f"{b}|{a}" for a, b in together)


def _with_neighbours(words: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    keys = word_keys(words, wide=True)
    return keys, frozenset().union(*map(one_deletion, keys))


def _plans(words: list[str]) -> list[list[list[str]]]:
    """The words as typed, then with neighbours read as one (`Bun Thoeun` finds Bunthoeun)."""
    plans = [[[word] for word in words]]
    plans += [
        [*([w] for w in words[:i]), words[i : i + 2], *([w] for w in words[i + 2 :])] for i in range(len(words) - 1)
    ]
    if len(words) == 3:
        plans.append([words])
    return plans


Plan = list[frozenset[str]]


def search_plans(text: str, *, near: bool = True) -> list[Plan]:
    """Ways to find what was typed: a name is found when for one plan each of its sets meets the name's `index_keys` or
    `pair_keys`. Words are looked up two by two; a word alone by itself. `near=False`: only what is spelt alike, without the
    neighbourhood of each key.
    """
    return _searched(_plans(name_words(text)), near=near)


def nearest_first(words: list[str]) -> list[list[Plan]]:
    """Of the `name_words` of what was typed: the plans that find what is spelt alike, then those that find what is near,
    unless that is no more (keys too short to have neighbours)."""
    plans = _plans(words)
    alike, near = _searched(plans, near=False), _searched(plans, near=True)
    return [ways for ways in ([alike] if alike == near else [alike, near]) if ways]


def _searched(plans: list[list[list[str]]], *, near: bool) -> list[Plan]:
    found = []
    for plan in plans:
        if near:
            pairs = [_pair(one, other) for one, other in pairwise(plan)]
            found.append(pairs or [_with_neighbours(tuple(unit))[1] for unit in plan])
        else:
            keys = [word_keys(unit, wide=True) for unit in plan]
            found.append([_joined(product(one, other)) for one, other in pairwise(keys)] or keys)
    return [plan for plan in found if plan and all(plan)]


def word_plans(words: list[str]) -> list[Plan]:
    """As `search_plans`, but each word by itself: what was indexed before words were taken two by two is found by these."""
    found = [[_with_neighbours(tuple(unit))[1] for unit in plan] for plan in _plans(words)]
    return [plan for plan in found if plan and all(plan)]


def finds(typed: str, stored: str) -> bool:
    """Whether a search for `typed` finds a person called `stored`: in the open what the vault does with hashes."""
    index = index_keys(stored) | pair_keys(stored)
    return any(all(keys & index for keys in plan) for plan in search_plans(typed))
