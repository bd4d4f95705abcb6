"""The law reference: whole, linked, penalties as the sources state them, faults said in words."""

import re
import shutil

import pytest

from rumduol.law import queries, reading
from rumduol.law.checks import law_files
from rumduol.law.types import InForce, Kind
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import NotThere
from rumduol.terms import queries as terms

KHMER = re.compile("[\u1780-\u17ff]")


def test_articles_are_whole_and_unique():
    articles = queries.articles()
    assert len({one.code for one in articles}) == len(articles) >= 50
    for one in articles:
        assert one.titles["en"]
        assert KHMER.search(one.titles["km"]), one.code
        assert 1990 <= one.since.year <= 2026
        assert bool(one.domestic) == one.chargeable == (one.kind is Kind.OFFENCE), one.code
        assert one.elements or not one.chargeable, one.code
        assert not one.domestic or terms.is_code("domestic", one.domestic)
        assert all(terms.is_code("form", form) for form in one.forms), one.code
    assert [code for one in articles for code in one.superseded_by] == ["penal-298", "penal-284"]
    with pytest.raises(NotThere):
        queries.article("tipse-999")


def test_the_laws_own_words_stand_apart_from_ours():
    for one in queries.articles():
        assert "child pornography" not in one.title("en")
        assert "child prostitution" not in one.title("en")
    assert queries.article("tipse-40").law_says("en") == "child pornography"


@pytest.mark.parametrize(
    ("code", "child", "under_15", "aggravated", "months"),
    [
        ("tipse-10", False, False, False, (84, 180)),
        ("tipse-10", True, False, False, (180, 240)),
        ("tipse-10", False, False, True, (180, 240)),
        ("tipse-10", None, None, False, (84, 240)),  # not known: from the least to the most
        ("tipse-34", True, False, False, (24, 60)),
        ("tipse-34", True, True, False, (84, 180)),
        ("tipse-34", None, True, False, (84, 180)),
        ("tipse-34", True, None, False, (24, 180)),
        ("tipse-34", False, False, False, None),  # an adult: no such offence
        ("tipse-14", True, True, True, None),  # stated for a group of articles, not for this one: nothing is invented
        ("penal-284", False, False, False, None),
        ("tipse-41", True, None, False, (24, 240)),
    ],
)
def test_the_range_for_a_victim(code, child, under_15, aggravated, months):
    found = queries.article(code).penalty_for(child, under_15, aggravated)
    assert (found and (found.months_min, found.months_max)) == months


def test_material_by_what_was_done():
    article = queries.article("tipse-41")
    distributing = article.penalty_for(True, conduct="distributing")
    assert (distributing.months_min, distributing.fine_min, distributing.fine_max) == (24, 4_000_000, 10_000_000)
    producing = article.penalty_for(True, conduct="producing_to_distribute")
    assert (producing.months_min, producing.months_max, producing.fine_min) == (120, 240, None)


@pytest.mark.parametrize(
    ("day", "held"), [("2007", "no"), ("2008-05", "unsure"), ("2008", "unsure"), ("2009-01-01", "yes"), ("2026", "yes")]
)
def test_in_force(day, held):
    assert queries.article("tipse-12").in_force(PartialDate.from_text(day)) is InForce(held)


def test_treaties_show_both_years_where_sources_disagree():
    found = {one.code: one.years for one in queries.treaties()}
    assert found["palermo"] == (2005, 2007)
    assert found["c181"] == found["crc_communications"] == ()
    assert found["crc"] == (1992,)


def test_each_gap_says_what_would_close_it():
    assert len(queries.gaps()) == 8
    for gap in queries.gaps():
        assert gap.standards
        for language in reading.LANGUAGES:
            assert gap.titles[language]
            assert gap.closed_by[language]


WHOLE = """
[[article]]
code = "tipse-99"
instrument = "tipse"
number = "99"
kind = "offence"
title = { en = "Something", km = "អ្វីមួយ" }
domestic = "trafficking"
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            WHOLE + "[[article.penalty]]\nfor = ['adult']\nyears = [15, 7]",
            'tipse-99: "years" is [15, 7]; write two whole',
        ),
        (WHOLE + "[[article.penalty]]\nfor = ['adult']\nyears = ['7', 15]", "write two whole numbers"),
        (WHOLE + "[[article.penalty]]\nfor = ['baby']\nyears = [7, 15]", '"for" names baby'),
        (WHOLE + "[[article.penalty]]\nfor = ['adult']", "leave the whole penalty out"),
        (WHOLE + "[[article.penalty]]\nfor = ['adult']\nyears=[1,2]\nmonths=[1,2]", "not in both"),
        (WHOLE + "penalties = []", 'there is no "penalties"'),
        (WHOLE.replace('km = "អ្វីមួយ"', 'fr = "x"'), '"title" needs the words in English and in Khmer'),
        (WHOLE.replace('"tipse"', '"tipsy"'), '"instrument" is tipsy'),
        (WHOLE.replace('"offence"', '"crime"'), '"kind" is crime'),
        (WHOLE + 'since = "March"', 'write a year, month or day like "2008"'),
        (WHOLE + 'since = "2020"\nuntil = "2019"', "is before"),
        (WHOLE + 'superseded_by = ["penal-9999"]', "there is no such article"),
        (WHOLE.replace("tipse-99", "tipse-12"), "two articles have this code"),
        (WHOLE.replace("offence", "rule") + "[[article.penalty]]\nfor = ['any']\nyears = [1, 2]", "is no offence"),
        (WHOLE + "forms = [", "A quotation mark or a bracket may be missing"),
    ],
)
def test_a_slip_of_the_pen_is_said_in_words(tmp_path, text, said):
    shutil.copytree(reading.DATA, tmp_path / "data")
    (tmp_path / "data/articles/zz.toml").write_text(text, "utf-8")
    law, faults = reading.read(tmp_path / "data")
    assert law is None
    assert any(said in fault for fault in faults), faults


def test_the_check_reads_the_files(monkeypatch, tmp_path):
    assert law_files() == []
    shutil.copytree(reading.DATA, tmp_path / "data")
    (tmp_path / "data/limits.toml").unlink()
    monkeypatch.setattr("rumduol.law.checks.read", lambda: reading.read(tmp_path / "data"))
    assert [one.id for one in law_files()] == ["law.E001"] * 2


# What the sources name, law by law: a lawyer who takes one out, or forgets its range of penalty, learns of it here.
NAMED = {
    "constitution": "46", "tipse": "8 10 11 12 13 14 15 16 17 18 19 20 22 23 24 28 33 34 35 36 37 40 41 46 49",
    "penal": "12 19 20 29 284 289 294 296 298 339 340 671", "procedure": "533 567", "labour": "12 15 16 173 177",
    "juvenile": "80", "education": "31", "tourism": "50 56 57 68", "press": "15", "immigration": "5", "prakas_106": "2",
}  # fmt: skip
UNNUMBERED = {"labour_2021", "recruitment", "prakas_62", "prakas_852", "joint_teams"}
# "Adult victim 7 to 15 years; child or aggravated 15 to 20"; purchase from a child; material: the only ranges the sources state.
RANGED = {f"tipse-{n}" for n in (10, 11, 12, 15, 16, 17, 18, 19, 20)} | {"tipse-34", "tipse-41"}


def _numbers(text: str) -> set[str]:
    found: set[str] = set()
    for part in text.split(","):
        first, _dash, last = part.strip().partition("-")
        found |= {str(n) for n in range(int(first), int(last or first) + 1)} if first else set()
    return found


def test_every_article_that_the_sources_name_is_there_with_what_they_state():
    have: dict[str, set[str]] = {}
    for one in queries.articles():
        have.setdefault(one.instrument.code, set()).update(_numbers(one.number))
    for instrument, numbers in NAMED.items():
        assert set(numbers.split()) <= have[instrument], (instrument, set(numbers.split()) - have[instrument])
    assert set(have) >= UNNUMBERED
    ranged = {one.code for one in queries.articles() if any(p.months_min is not None for p in one.penalties)}
    assert ranged == RANGED
    assert {one.code for one in queries.articles() if one.superseded_by} == {"tipse-24", "tipse-28"}
    assert all(one.since for one in queries.articles())
