"""The glossary in docs is the one the data make."""

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from rumduol.terms import glossary, queries

KHMER = re.compile("[\u1780-\u17ff]")


def test_the_page_is_up_to_date() -> None:
    assert glossary.FILE.read_text("utf-8") == glossary.as_markdown(), "run ./run manage glossary"
    call_command("glossary", "--check")


def test_an_old_page_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "glossary.md"
    monkeypatch.setattr(glossary, "FILE", old)
    with pytest.raises(CommandError, match="out of date"):
        call_command("glossary", "--check")
    call_command("glossary", stdout=io.StringIO())
    call_command("glossary", "--check")
    old.write_text(old.read_text("utf-8").replace("survivor", "client"), "utf-8")
    with pytest.raises(CommandError, match="out of date"):
        call_command("glossary", "--check")


def test_words_are_whole_and_unique() -> None:
    words = glossary.words()
    assert len({word.en for word in words}) == len({word.km for word in words}) == len(words) >= 30
    for word in words:
        assert KHMER.search(word.km)
        assert KHMER.search(word.about_km)
        assert word.about.endswith(".")
        assert word.about_km.endswith("។")
        assert "|" not in word.en + word.km + word.about + word.about_km


def test_one_khmer_word_for_one_thing() -> None:
    """The glossary and the lists use the same Khmer for the same English."""
    listed = {t.labels["en"].lower(): t.labels["km"] for name in queries.lists() for t in queries.terms(name)}
    both = {word.en: (word.km, listed[word.en]) for word in glossary.words() if word.en in listed}
    assert {"presumed victim", "identified victim", "trafficking in persons", "transfer"} <= set(both)
    assert {en: pair for en, pair in both.items() if pair[0] != pair[1]} == {}


def test_the_lists_are_checked_by_command() -> None:
    out = io.StringIO()
    call_command("load_terms", stdout=out)
    assert f"{len(queries.lists())} lists" in out.getvalue()
