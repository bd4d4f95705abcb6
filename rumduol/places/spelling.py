"""How a place name is made comparable: one key for exact and beginning-of-name search, one for how it sounds.

Latin spellings of Khmer names follow no single rule (Siem Reap, Siemreab; Poipet, Paoy Paet), so the sound
key keeps consonant classes and two classes of vowels. Khmer spellings differ in invisible signs, in the order of signs
and in letters that sound alike; the sound key of a Khmer name is plain ASCII too, so that the database's trigrams work
in every locale. Pure functions, no database.
"""

import re
import unicodedata

KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_KHMER = re.compile("[\u1780-\u17d3]")
_NOT_A_LETTER_KM = re.compile("[^\u1780-\u17d30-9]")

_NUMBER_WORDS = {
    "muoy": "1",
    "pir": "2",
    "pi": "2",
    "bei": "3",
    "bey": "3",
    "buon": "4",
    "boun": "4",
    "pram": "5",
    "prammuoy": "6",
    "prampir": "7",
    "prampi": "7",
    "prambei": "8",
    "prambuon": "9",
    "dab": "10",
}

_KHMER_SOUND = {
    **dict.fromkeys("កខគឃ", "k"),
    **dict.fromkeys("ចឆជឈ", "c"),
    **dict.fromkeys("ដឋឌឍតថទធ", "t"),
    **dict.fromkeys("ងញណន", "n"),
    **dict.fromkeys("បផពភ", "p"),
    "ម": "m",
    "ំ": "m",
    "យ": "y",
    "រ": "r",
    **dict.fromkeys("លឡ", "l"),
    "វ": "v",
    **dict.fromkeys("សឝឞ", "s"),
    **dict.fromkeys("ឫឬ", "ri"),
    **dict.fromkeys("ឭឮ", "li"),
    **dict.fromkeys("ឥឦិីឹឺៀឿ", "i"),
    **dict.fromkeys("ឧឩឪុូួឱឲឳោៅើ", "o"),
    **dict.fromkeys("ឯឰេែៃ", "e"),
    "ា": "a",
}


def is_khmer(text: str) -> bool:
    """Whether any letter of the text is Khmer."""
    return bool(_KHMER.search(text))


def khmer_key(text: str) -> str:
    """Letters and ASCII digits only, with the commonest equal-looking sequences made one.

    >>> khmer_key("ភូមិទី ៣") == khmer_key("ភូមិទី៣")
    True
    """
    text = unicodedata.normalize("NFC", text).translate(KHMER_DIGITS)
    text = _NOT_A_LETTER_KM.sub("", text)
    # Typed as two signs, seen as one vowel; subscript DA and TA look the same; RO is typed before or after another
    # subscript, with no visible difference.
    text = text.replace("េី", "ើ").replace("េា", "ោ").replace("ំា", "ាំ").replace("្ដ", "្ត")
    return re.sub("(្រ)(្[ក-ឳ])", r"\2\1", text)


def khmer_sound(text: str) -> str:
    """ASCII classes of the letters of a Khmer name, doubled letters once."""
    letters = "".join(ch if ch.isdigit() else _KHMER_SOUND.get(ch, "") for ch in khmer_key(text))
    return re.sub(r"([a-z])\1+", r"\1", letters)


def _latin_words(text: str) -> list[str]:
    text = unicodedata.normalize("NFKD", text.translate(KHMER_DIGITS)).casefold()
    text = "".join(ch for ch in text if not unicodedata.combining(ch)).replace("đ", "d")
    return re.findall("[a-z]+|[0-9]+", re.sub("['’`ʼ\u200b]", "", text))


def latin_key(text: str) -> str:
    """Small ASCII letters and digits, nothing between them: "Siem Reap" -> "siemreap"."""
    return "".join(_latin_words(text))


def latin_sound(text: str) -> str:
    """How a name sounds, coarsely: "Poipet", "Paoy Paet" and "Poy Pet" give one key.

    Number words at the end become digits ("Kakab Ti Muoy" = "Kakab 1").
    """
    words = _latin_words(text)
    for i, word in enumerate(words):
        if i > 0 and word in _NUMBER_WORDS:
            words[i] = _NUMBER_WORDS[word]
    words = [w for i, w in enumerate(words) if not (w == "ti" and i + 1 < len(words) and words[i + 1].isdigit())]
    joined = "".join(_word_sound(w) for w in words)
    return re.sub(r"([a-z])\1+", r"\1", joined)


def _word_sound(word: str) -> str:
    if word.isdigit():
        return word
    for old, new in (
        ("oeu", "u"),
        ("eu", "u"),
        ("ue", "u"),
        ("oe", "u"),
        ("ae", "e"),
        ("ch", "c"),
        ("dj", "c"),
        ("j", "c"),
    ):
        word = word.replace(old, new)
    word = re.sub("(?<=[aeiou])[vwy]+$", "", word)
    word = re.sub("[aou][aeiouy]*", "a", word)
    word = re.sub("[eiy][aeiouy]*", "i", word)
    word = re.sub("(?<=[ai])r(?![ai])", "", word)  # Kork, Pursat: the r is not heard
    word = word.replace("h", "").replace("ng", "n").replace("ck", "k").replace("x", "s").replace("z", "s")
    return word.translate(str.maketrans("bdgqwf", "ptkkvp"))
