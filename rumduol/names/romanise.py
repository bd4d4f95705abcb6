"""Khmer script -> Latin letters, as names are commonly written on papers; several readings where there is a choice.

Khmer writes no inherent vowel and no word ends, and the two consonant series give one vowel sign two sounds. So a name
has a small set of readings (at most `MOST`); each is later folded by `keys`, which forgives the spelling of the vowels.
Sources: Huffman, Cambodian System of Writing (1970), series and vowels; United Nations romanisation of Khmer (1972).
"""

import re
from itertools import islice, product

from rumduol.shared.khmer import normalise

MOST = 16  # readings kept of one word

_A_SERIES = {
    "ក": "k", "ខ": "kh", "ច": "ch", "ឆ": "chh", "ដ": "d", "ឋ": "th", "ណ": "n", "ត": "t", "ថ": "th",
    "ប": "b", "ផ": "ph", "ស": "s", "ហ": "h", "ឡ": "l", "អ": "",
}  # fmt: skip
_O_SERIES = {
    "គ": "k", "ឃ": "kh", "ង": "ng", "ជ": "ch", "ឈ": "chh", "ញ": "nh", "ឌ": "d", "ឍ": "th", "ទ": "t", "ធ": "th",
    "ន": "n", "ព": "p", "ភ": "ph", "ម": "m", "យ": "y", "រ": "r", "ល": "l", "វ": "v", "ឝ": "s", "ឞ": "s",
}  # fmt: skip
_SOUNDS = {**_A_SERIES, **_O_SERIES}
_SONORANTS = frozenset("ងញណនមយរលឡវ")  # as subscripts they leave the series to the letter they hang on
_CODA = {**_SOUNDS, "ប": "p", "ដ": "t", "ឌ": "t", "រ": "", "អ": "", "ហ": ""}

_FOREIGN = {"វ": "f", "គ": "g", "ន": "n", "ម": "m", "ល": "l", "ស": "z"}  # written under ហ in borrowed names: ហ្វានី Fanny

# vowel sign -> readings (first series, second series)
_VOWELS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "": (("a", "o"), ("o", "a")),
    "ា": (("a",), ("ea",)),
    "ិ": (("e",), ("i",)),
    "ី": (("ey",), ("y",)),
    "ឹ": (("oeu", "i"), ("oeu", "i")),
    "ឺ": (("oeu",), ("oeu",)),
    "ុ": (("o",), ("u",)),
    "ូ": (("o",), ("u",)),
    "ួ": (("uo",), ("uo",)),
    "ើ": (("oeu",), ("oeu",)),
    "ឿ": (("oeu",), ("oeu",)),
    "ៀ": (("ea",), ("ea",)),
    "េ": (("e",), ("e",)),
    "ែ": (("e",), ("e",)),
    "ៃ": (("ai",), ("ey", "ai")),
    "ោ": (("o", "ao"), ("o",)),
    "ៅ": (("ao",), ("ov", "ao")),
}
_INDEPENDENT = {
    "ឥ": ("e",), "ឦ": ("ey",), "ឧ": ("o",), "ឨ": ("ok",), "ឩ": ("ou",), "ឪ": ("ov",),
    "ឫ": ("ri", "roeu"), "ឬ": ("roeu",), "ឭ": ("li", "loeu"), "ឮ": ("loeu",), "ឯ": ("e",),
    "ឰ": ("ai",), "ឱ": ("o", "ao"), "ឲ": ("o", "ao"), "ឳ": ("ao",),
}  # fmt: skip

_UNIT = re.compile(
    r"(?P<base>[\u1780-\u17b3])(?P<robat>\u17cc?)(?P<subs>(?:\u17d2[\u1780-\u17b3])*)"
    r"(?P<shift>[\u17c9\u17ca]?)(?P<vowel>[\u17b6-\u17c5]?)(?P<signs>[\u17c6-\u17c8\u17cb-\u17d1\u17d3\u17dd]*)"
)
_BANTOC, _SILENT, _SAMYOK, _NIKAHIT, _REAHMUK, _YUUKALEA = "់", "៍", "័", "ំ", "ះ", "ៈ"


class _Unit:
    """One written syllable: base, subscripts, vowel and signs."""

    __slots__ = ("base", "first_series", "signs", "subs", "vowel")

    def __init__(self, match: re.Match[str]) -> None:
        self.base: str = match["base"]
        self.subs = match["subs"].replace("\u17d2", "")
        self.vowel: str = match["vowel"]
        self.signs: str = match["signs"]
        ruling = self.base
        for sub in self.subs:
            if sub not in _SONORANTS or ruling in _SONORANTS:
                ruling = sub
        self.first_series = ruling in _A_SERIES
        shift = match["shift"]
        if shift == "\u17c9":  # musĕkâtônd turns the second series into the first
            self.first_series = True
            if self.base == "ប":
                self.base = "ព"
        elif shift == "\u17ca":
            self.first_series = False

    @property
    def bare(self) -> bool:
        """Without a written vowel: may close the syllable before it, or carry the inherent vowel."""
        return (
            not self.vowel
            and self.base not in _INDEPENDENT
            and not set(self.signs) & {_SAMYOK, _NIKAHIT, _REAHMUK, _YUUKALEA}
        )

    def onset(self) -> str:
        if self.base == "ហ" and self.subs and self.subs[0] in _FOREIGN:
            return _FOREIGN[self.subs[0]] + "".join(_SOUNDS.get(sub, "") for sub in self.subs[1:])
        head = "" if self.base in _INDEPENDENT else _SOUNDS.get(self.base, "")
        return head + "".join(_SOUNDS.get(sub, "") for sub in self.subs)

    def nucleus(self, coda: str, *, inner: bool) -> tuple[str, ...]:
        """Readings of the vowel with its signs; `coda` closes the syllable, if any; `inner`: not the first."""
        if self.base in _INDEPENDENT:
            readings = _INDEPENDENT[self.base]
        elif _SAMYOK in self.signs:
            readings = ("a",) if self.first_series else ("ea", "o", "a") if coda != "យ" else ("e", "a")
        else:
            readings = _VOWELS[self.vowel][0 if self.first_series else 1]
            if not self.vowel and not self.first_series and coda in set("កខគឃស"):
                readings = ("ea", "a", "o")
            borrowed = not self.first_series and (inner or self.base in _SONORANTS)
            if self.vowel == "ា" and (borrowed or self.base == "ហ"):
                readings = ("ea", "a")  # borrowed words keep the sound of the letter before: រតនា Ratana, វិហារ Vihear
        if _NIKAHIT in self.signs:
            if self.vowel == "ា" and coda == "ង":  # the sign adds no m before it: តាំង
                return ("a", "ai") if self.first_series else ("ea", "a")
            if self.vowel == "ា" and not self.first_series:
                readings = ("oa", "ea")
            return tuple(r + "m" for r in readings)
        if _YUUKALEA in self.signs:
            return ("ak", "a", "eak") if not self.first_series else ("ak", "a")
        if _REAHMUK in self.signs:
            return tuple(r + end for r in readings for end in ("h", "s"))
        return readings


def romanise(word: str) -> tuple[str, ...]:
    """Latin readings of one word in Khmer script, likeliest first; other characters are dropped."""
    units = [_Unit(m) for m in _UNIT.finditer(normalise(word)) if _SILENT not in m["signs"]]
    if not units:
        return ()
    readings: list[tuple[tuple[str, ...], ...]] = []
    for roles in _roles(units):
        readings.append(tuple(_spell(units, roles, i) for i in range(len(units))))
    out: dict[str, None] = {}
    # the first choice of every syllable for every division first, then the rest, until there are enough
    for parts in readings:
        out["".join(choices[0] for choices in parts)] = None
    for parts in readings:
        for chosen in islice(product(*parts), 4 * MOST):
            if len(out) >= MOST:
                return tuple(out)
            out["".join(chosen)] = None
    return tuple(out)


def _roles(units: list[_Unit]) -> list[str]:
    """For each division into syllables a string over N (carries a vowel) and C (closes the syllable before)."""
    last = len(units) - 1
    options: list[tuple[str, ...]] = []
    for i, unit in enumerate(units):
        if i == last > 0 and unit.subs and _SAMYOK in unit.signs and units[i - 1].bare:
            options.append(("C", "N"))  # the sign stands at the end of the word and is said before: រត្ន័ for រ័ត្ន
        elif not unit.bare or i == 0:
            options.append(("N",))
        elif i == last or _BANTOC in unit.signs:
            options.append(("C",))
        elif units[i + 1].subs and units[i + 1].base not in set("សប"):
            options.append(("N", "C"))  # the doubled letter after it closes this syllable: សុវណ្ណា
        else:
            options.append(("C", "N"))
    open_questions = [i for i, choices in enumerate(options) if len(choices) > 1]
    for i in open_questions[4:]:  # a long word without vowels would have thousands of divisions
        options[i] = options[i][:1]
    divisions = ["".join(roles) for roles in product(*options)]
    return [roles for roles in divisions if "CC" not in roles][:4] or divisions[:1]


def _spell(units: list[_Unit], roles: str, i: int) -> tuple[str, ...]:
    unit = units[i]
    if roles[i] == "C":
        if unit.base == "ហ" and unit.subs:  # ព្រហ្ម is said Prum
            return (_CODA.get(unit.subs[0], ""),)
        return (_CODA.get(unit.base, ""),)  # what hangs under a closing letter is silent: ចន្ទ
    coda = ""
    if i + 1 < len(units):
        following = units[i + 1]
        coda = following.base if roles[i + 1] == "C" or following.subs else ""
    onset = unit.onset()
    onsets = (onset, "k" + onset) if onset == "sm" and i > 0 else (onset,)  # រស្មី is said Reaksmey
    spelt = tuple(onset + vowel for onset in onsets for vowel in unit.nucleus(coda, inner=i > 0))
    ends_silent = i == len(units) - 1 > 0 and unit.vowel in {"ិ", "ុ"} and not unit.signs
    if ends_silent:  # សម្បត្តិ, ជាតិ: a short vowel at the end of a borrowed word is mostly not said
        return (_CODA.get(unit.base, ""), *spelt)
    return spelt
