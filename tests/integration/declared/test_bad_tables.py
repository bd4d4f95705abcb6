"""Every kind of bad table through the page where an office declares one: taken as printed, or refused with cell and
reason in the reader's language, and what was chosen before stays."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from rumduol.agencies.enums import Role
from rumduol.declared.models import Declaration
from rumduol.reconcile.words import catalogue
from rumduol.signin.actions import choose_language
from tests.bad_tables import TABLES, Bad
from tests.browsing import fill

pytestmark = pytest.mark.django_db
READERS = {"km": ("social_psh", Role.SUPERVISOR), "en": ("social_kandal", Role.SUPERVISOR)}
KHMER = re.compile("[\u1780-\u17b3]{2,}")


@pytest.fixture
def reader(actor_of, client_of, acting):
    def of(language):
        actor = actor_of(*READERS[language])
        with acting(actor):
            choose_language(language=language, by=actor)
        return client_of(actor), lambda: acting(actor)

    return of


def send(client, bad):
    file = SimpleUploadedFile(bad.file, bad.make())
    return client.post("/declared/new/", {"indicator": "victims", "period": "2025", "file": file})


def words(answer):
    return unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


def errors(answer):
    summary = html.fromstring(answer.content).cssselect(".govuk-error-summary")
    assert summary, words(answer)
    return " ".join(summary[0].text_content().split())


def stored(cells):
    return {tuple(places): code for *places, code in cells}


@pytest.mark.parametrize("bad", TABLES, ids=lambda bad: bad.name)
def test_a_bad_table_is_declared_as_printed_or_refused_with_its_cell_and_reason(bad: Bad, reader):
    """Workbooks by a reader of Khmer, CSV by a reader of English; both say the same (tests/unit/reconcile)."""
    language = "km" if bad.file.endswith(".xlsx") else "en"
    client, session = reader(language)
    asked = send(client, bad)
    last, chosen = asked, {}
    if asked.status_code == 200:  # it could be read: what stands on the page is what is declared
        for code in bad.notes | set(bad.refused.values()):
            assert said(code, language) in words(asked)
        chosen = fill(asked.content)
        last = client.post("/declared/lines/", chosen)
    if not bad.named:
        assert last.status_code == 302, errors(last)
        with session():
            row = Declaration.objects.get()
        assert (row.mismatches > 0) == bool(bad.rules)
        return
    assert last.status_code == 422
    told = errors(last)
    for part in bad.named:
        assert part in told
    assert bool(KHMER.search(told)) == (language == "km")
    for code in [bad.unusable] if bad.unusable else set(bad.refused.values()):
        assert said(code, language) in told
    with session():
        assert not Declaration.objects.exists()
    kept = fill(last.content)
    if chosen:
        assert {name: kept[name] for name in chosen} == chosen  # the table itself and the meaning of each line
    else:
        assert (kept["indicator"], kept["period"]) == ("victims", "2025")


def said(code, language):
    """The part of a message that no file or sheet stands in."""
    return max(re.split(r"\{[a-z]+\}", catalogue()[code][language]), key=len).strip(" .។,")


def test_what_is_kept_of_a_table_in_khmer_is_what_a_table_in_english_keeps(reader):
    client, session = reader("km")
    kept = []
    for name in (
        "Khmer digits and words, xlsx",
        "Khmer digits and words, csv",
        "UTF-16",
        "a million empty rows",
        "a formula, computed",
    ):
        asked = send(client, next(bad for bad in TABLES if bad.name == name))
        client.post("/declared/lines/", fill(asked.content))
        with session():
            kept.append(stored(Declaration.objects.latest("created_at").cells))
    assert kept[0][("female", "child")] == "3"
    assert len(kept[0]) == 9
    assert all(one == kept[0] for one in kept)


def test_a_file_that_is_too_large_keeps_what_was_chosen(reader):
    client, _ = reader("km")
    answer = send(client, Bad("large", "table.csv", lambda: b"a,1\n" * 1_500_000))
    assert answer.status_code == 422
    assert "5 MB" in errors(answer)
    assert (fill(answer.content)["indicator"], fill(answer.content)["period"]) == ("victims", "2025")
