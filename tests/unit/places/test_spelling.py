"""One place, many spellings: the keys must meet; different places must stay apart."""

import pytest

from rumduol.places.spelling import is_khmer, khmer_key, khmer_sound, latin_key, latin_sound


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siem Reap", "Siemreap"),
        ("Siem Reap", "SIEM REAB"),
        ("Poipet", "Paoy Paet"),
        ("Poypet", "Poi-Pet"),
        ("Battambang", "Bat Dambang"),
        ("Kompong Cham", "Kampong Cham"),
        ("Phnom Penh", "Phnum Penh"),
        ("Toul Kork", "Tuol Kouk"),
        ("Stung Treng", "Stueng Traeng"),
        ("Koh Kong", "Kaoh Kong"),
        ("Pursat", "Pousat"),
        ("Takeo", "Ta Kaev"),
        ("Kakab 2", "Kakab Ti Pir"),
        ("Takéo", "takeo"),
    ],
)
def test_latin_spellings_of_one_place_sound_the_same(one: str, other: str) -> None:
    assert latin_sound(one) == latin_sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kampong Cham", "Kampong Thom"),
        ("Kampot", "Kampong Speu"),
        ("Prey Veng", "Svay Rieng"),
        ("Kandal", "Kep"),
        ("Kakab 1", "Kakab 2"),
    ],
)
def test_different_places_sound_different(one: str, other: str) -> None:
    assert latin_sound(one) != latin_sound(other)


def test_latin_key_drops_case_accents_and_spaces_only() -> None:
    assert latin_key("O'Chrov  Ti ១") == "ochrovti1"
    assert latin_key("Siem Reab") != latin_key("Siem Reap")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ភូមិទី ៣", "ភូមិទី\u200b៣"),  # zero-width space and a blank
        ("ស្ដឹង", "ស្តឹង"),  # subscript DA and TA look the same
        ("កើត", "កេីត"),  # one vowel, typed as two signs
    ],
)
def test_khmer_keys_join_what_looks_the_same(one: str, other: str) -> None:
    assert khmer_key(one) == khmer_key(other)


def test_khmer_sound_is_plain_ascii_and_forgives_letters_that_sound_alike() -> None:
    assert khmer_sound("ស្ទឹងត្រែង") == khmer_sound("ស្តឹងត្រែង")
    assert khmer_sound("កណ្ដាល") == khmer_sound("កន្តាល")
    assert khmer_sound("បាត់ដំបង").isascii()


def test_script_is_told_by_its_letters() -> None:
    assert is_khmer("ក្រុង Poipet")
    assert not is_khmer("Poipet 12")
