"""Every list is complete in Khmer and English, its codes are stable and plain, its links lead somewhere."""

import re

import pytest
from django.utils import translation

from rumduol.shared.errors import NotThere
from rumduol.terms import countries, queries

LISTS = queries.lists()
PUBLIC = ("sex", "age", "form", "relationship", "nationality")
KHMER = re.compile("[\u1780-\u17ff]")
SAME_IN_KHMER = {"platform"}  # names of companies are not translated
# Words that put the shame on the person (Terminology guidelines for the protection of children, 2016).
NEVER = re.compile(
    r"child prostitut|child porn|illegal (migrant|immigrant|alien)|prostitute\b|hooker|rescued girl", re.IGNORECASE
)
NEVER_KM = re.compile("ពេស្យាចារកុមារ|ស្រីពេស្យា|ស្រីខូច")


def test_the_lists_others_count_on_are_there() -> None:
    needed = {
        "sex", "gender", "age", "nationality", "language", "form", "act", "means", "purpose", "control", "isic",
        "recruitment", "relationship", "trafficker_relationship", "service", "verification", "finding",
        "screening_outcome", "referral_outcome", "closure", "visit_outcome", "disability", "risk", "domestic",
        "palermo", "channel", "need", "paper", "corridor", "destination", "decided_by",
    }  # fmt: skip
    assert needed <= set(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_every_term_has_khmer_and_english(name: str) -> None:
    shown = queries.term_list(name)
    assert KHMER.search(shown.titles["km"])
    assert shown.titles["en"]
    assert shown.source
    for term in shown.terms:
        assert term.labels["en"].strip() == term.labels["en"] != ""
        assert KHMER.search(term.labels["km"]) or name in SAME_IN_KHMER, (name, term.code)
        assert set(term.labels) <= {"km", "en", "vi", "th", "zh-hans"}, (name, term.code)


@pytest.mark.parametrize("name", LISTS)
def test_codes_are_plain_and_labels_differ(name: str) -> None:
    terms = queries.terms(name)
    codes = [term.code for term in terms]
    assert len(set(codes)) == len(codes)
    for code in codes:
        assert re.fullmatch(r"[A-Za-z0-9_]+|\d+-\d+|48\+", code), code
        assert len(code) <= 32
    for lang in ("km", "en"):
        labels = [term.labels[lang] for term in terms]
        assert len(set(labels)) == len(labels), (name, sorted(x for x in labels if labels.count(x) > 1))


@pytest.mark.parametrize("name", LISTS)
def test_parents_exist_and_do_not_go_in_circles(name: str) -> None:
    for term in queries.terms(name):
        seen = {term.code}
        while term.parent:
            term = queries.term(name, term.parent)  # noqa: PLW2901
            assert term.code not in seen
            seen.add(term.code)


@pytest.mark.parametrize("name", LISTS)
def test_no_word_puts_the_shame_on_the_person(name: str) -> None:
    for term in queries.terms(name):
        assert not NEVER.search(term.labels["en"] + term.about), term.code
        assert not NEVER_KM.search(term.labels["km"]), term.code


@pytest.mark.parametrize("name", LISTS)
def test_nothing_a_spreadsheet_would_run(name: str) -> None:
    for term in queries.terms(name):
        for text in (term.code, *term.labels.values(), term.about):
            assert not text.startswith(("=", "+", "-", "@", "\t")), (name, term.code)


@pytest.mark.parametrize("name", PUBLIC)
def test_public_lists_speak_five_languages(name: str) -> None:
    for term in queries.terms(name):
        for lang in ("vi", "th", "zh-hans"):
            assert lang in term.labels or re.fullmatch(r"\d+-\d+", term.code), (name, term.code, lang)


def test_links_to_other_lists_lead_somewhere() -> None:
    for name in LISTS:
        for term in queries.terms(name):
            for list_name in ("isic", "service", "sex"):
                if list_name in term.also:
                    assert queries.is_code(list_name, term.also[list_name]), (name, term.code)


def test_a_label_follows_the_reader() -> None:
    assert queries.label("sex", "female", "en") == "Female"
    assert queries.label("sex", "female", "vi") == "Nữ"
    assert queries.label("need", "rest", "th") == "Rest"  # no Thai for an inner list: English
    with translation.override("km"):
        assert queries.label("sex", "female") == "ស្រី"
    assert queries.label("sex", "x-from-elsewhere") == "x-from-elsewhere"
    assert queries.label("sex", "", "en") == ""


def test_choices_wait_for_the_reader_before_they_speak() -> None:
    with translation.override("km"):
        choices = dict(queries.choices("sex"))
    with translation.override("en"):
        assert str(choices["female"]) == "Female"
    with translation.override("km"):
        assert str(choices["female"]) == "ស្រី"
    assert queries.choices("sex", empty=True)[0][0] == ""
    assert "labour" not in dict(queries.choices("form", groups=False))
    assert "labour_bricks" in dict(queries.choices("form", groups=False))


def test_root_and_children() -> None:
    assert queries.root("form", "labour_bricks") == "labour"
    assert queries.root("form", "begging") == "begging"
    assert queries.root("form", "no-such") == "no-such"
    assert "online_grooming" in {term.code for term in queries.children("form", "online")}


@pytest.mark.parametrize("name", ["", "nope", "_nationality", "../terms", "sex/../age", "sex.toml"])
def test_what_is_no_list(name: str) -> None:
    with pytest.raises(NotThere):
        queries.term_list(name)


def test_nationalities() -> None:
    codes = [term.code for term in queries.terms("nationality")]
    assert codes[0] == "KH"
    assert codes[-2:] == [countries.STATELESS, countries.UNKNOWN_NATIONALITY]
    assert len(codes) == 249 + 1 + 2  # ISO 3166-1, Kosovo, stateless and not known
    assert queries.label("nationality", "VN", "vi") == "Việt Nam"
    assert queries.label("nationality", "SZ", "km") == "អេស្វាទីនី"
    assert "\u200b" not in "".join(label for t in queries.terms("nationality") for label in t.labels.values())


def test_three_letter_codes_there_and_back() -> None:
    for term in queries.terms("nationality"):
        if term.code not in {countries.STATELESS, countries.UNKNOWN_NATIONALITY}:
            assert countries.from_alpha3(countries.alpha3(term.code)) == term.code, term.code
    assert countries.from_alpha3("khm ") == "KH"
    assert countries.from_alpha3("???") is None
    assert countries.alpha3("??") == ""
    assert {countries.alpha3(c) for c in ("KH", "DE", "RO", "MM", "TL", "CD", "FR", "RU", "YE")} == {
        "KHM", "DEU", "ROU", "MMR", "TLS", "COD", "FRA", "RUS", "YEM",
    }  # fmt: skip
