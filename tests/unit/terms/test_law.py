"""Law as data: whole, linked, with penalties as the sources state them."""

import re

import pytest

from rumduol.shared.errors import NotThere
from rumduol.terms import law

KHMER = re.compile("[\u1780-\u17ff]")


def test_articles_are_whole_and_unique() -> None:
    articles = law.law_articles()
    codes = [article.code for article in articles]
    assert len(set(codes)) == len(codes) >= 50
    for article in articles:
        assert article.en
        assert KHMER.search(article.km)
        assert bool(article.note_en) == bool(article.note_km)
        assert bool(article.quoted_en) == bool(article.quoted_km)
        assert 1990 <= article.instrument.year <= 2026
        assert set(article.elements) <= {"act", "means", "purpose"}


def test_penalties_run_from_less_to_more() -> None:
    for article in law.law_articles():
        for penalty in article.penalties:
            assert penalty.years
            assert 0 < penalty.years[0] < penalty.years[1] <= 30
            assert penalty.riel is None or 0 < penalty.riel[0] < penalty.riel[1]
            assert penalty.words


def test_a_child_or_aggravation_weighs_more() -> None:
    article = law.law_article("tipse-12")
    assert [(p.who, p.years) for p in article.penalties] == [("adult", (7, 15)), ("child or aggravated", (15, 20))]
    assert article.elements == ("act", "means", "purpose")


def test_material_article_41() -> None:
    penalties = {p.who: (p.years, p.riel) for p in law.law_article("tipse-41").penalties}
    assert penalties == {
        "distributing": ((2, 5), (4_000_000, 10_000_000)),
        "producing": ((5, 10), None),
        "producing to distribute": ((10, 20), None),
    }


def test_the_law_s_own_words_stand_apart_from_ours() -> None:
    for article in law.law_articles():
        assert "child pornography" not in article.en
        assert "child prostitution" not in article.en
    assert law.law_article("tipse-40").quoted("en") == "child pornography"


def test_superseding_articles_exist() -> None:
    linked = [code for article in law.law_articles() for code in article.superseded_by]
    assert linked
    assert all(law.law_article(code) for code in linked)
    with pytest.raises(NotThere):
        law.law_article("tipse-999")


def test_treaties_and_gaps() -> None:
    years = {treaty.code: treaty.year for treaty in law.treaties()}
    assert years["crc"] == 1992
    assert years["c29"] == 1969
    assert years["c181"] is None
    assert len(law.gaps()) == 8
    assert all(KHMER.search(gap.km) for gap in law.gaps())
