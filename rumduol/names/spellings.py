"""What a Latin spelling may stand for besides its usual sound.

Papers of Cambodia mix four ways of writing Khmer: the civil registers' French habit (`au`, `our`, final `e`), the
Geographic Department's (1995) and the United Nations' (1972) romanisations (`ei`, `or`, `aeung`), Huffman's, and what families invent. Each line below is a
spelling that two of them read in two ways. A few lines are for Thai and Chinese names, which are written in two systems each.
"""

import re

MOST = 4  # other readings of one word

_ALSO = tuple(
    (re.compile(pattern), other)
    for pattern, other in (
        (r"eou(?![aeiouy])", "eo"),  # ពៅ and កែវ are both written Peou, Keou
        (r"eo[vw](?![aeiouy])", "ou"),
        (r"au(?![aeiouy])", "o"),  # French: Tauch is Touch
        (r"a[wv](?=[^aeiouyh])", "o"),  # Thawn, Thorn
        (r"(?<=[^aeiou])e[yi]$", "ay"),  # ជ័យ: Chey, Chay; ម៉ី: Mey, May
        (r"ea(?=k|ch)", "a"),  # ភក្តី: Pheakdey, Phakdey
        (r"ar(?![aeiouyr])", "o"),  # ស: Sar, Sor
        (r"am(?![aeiouym])", "om"),  # សំ: Sam, Som
        (r"er(?![aeiouyr])", "oeu"),  # English ears: Phern for Phoeun
        (r"(?:oe|eu|oeu)(?=k)", "i"),  # ទឹក: Toek, Tik
        (r"ua$", "our"),  # សួរ: Sua, Sour
        (r"ai(?=ng)", "a"),  # តាំង: Taing, Tang
        (r"([ptkc])([aeiou])h(?=[aeiou])", r"\1h\2"),  # letters changed about: Sopeha
        (r"(?<=[aeiou][lnmkt])e$", ""),  # French: Sokhone
        (r"c$", "ch"),
        (r"^c(?=[aeu])", "s"),  # pinyin Cai, elsewhere Tsai
    )
)


def also(folded: str) -> tuple[str, ...]:
    """Other readings of a word (small Latin letters), at most `MOST`: one change each, and all of them together."""
    found = [changed for pattern, other in _ALSO if (changed := pattern.sub(other, folded)) != folded]
    if len(found) > 1:
        every = folded
        for pattern, other in _ALSO:
            every = pattern.sub(other, every)
        found.append(every)
    return tuple(dict.fromkeys(found))[:MOST]
