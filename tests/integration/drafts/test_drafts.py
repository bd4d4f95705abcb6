"""What was typed and not sent: kept sealed, offered to its author alone, gone when it is sent, thrown away or old."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, cast

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from lxml import html

from rumduol.access import cookie
from rumduol.audit import queries as audit
from rumduol.drafts import actions, queries
from rumduol.drafts.enums import KEPT
from rumduol.drafts.models import Draft
from rumduol.shared.errors import NotThere
from rumduol.vault.models import SealedSection, SectionWrap
from tests.world import BOSS, INVESTIGATOR, KEEPER, OPERATOR, POLICE_BOSS, WORKER, Key, World

WORDS = "នាងនិយាយថា៖ ម៉ាក់\r\nរង់ចាំនៅមុខផ្ទះ"


@pytest.fixture(autouse=True)
def undone(world: World) -> Iterator[None]:
    mark = transaction.savepoint()
    yield
    transaction.savepoint_rollback(mark)


def browser(world: World, key: Key) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(world.member(key).secret)
    return client


def forms_with_drafts(page: bytes) -> dict[str, Any]:
    """Draft's name -> the form that carries it."""
    return {
        item.get("value"): form for form in html.fromstring(page).forms for item in form.inputs if item.name == "draft_form"
    }  # fmt: skip


def fields(form: Any, **typed: str) -> dict[str, str]:
    return {k: v for k, v in form.fields.items() if v is not None} | typed


def notes(world: World) -> str:
    return f"/cases/{world['case_closing']}/notes/"


def test_the_button_keeps_the_form_the_page_offers_it_and_sending_it_ends_it(world: World) -> None:
    client, address = browser(world, WORKER), notes(world)
    client.post("/purpose/", {"kind": "case", "record": str(world["case_closing"]), "purpose": "own_work"})
    form = forms_with_drafts(client.get(address).content)["NoteForm"]
    assert [b.get("formaction") for b in form.xpath(".//button")] == [None, "/drafts/keep/"], "Enter sends, never keeps"
    kept = client.post("/drafts/keep/", fields(form, kind="call", text=WORDS))
    assert (kept.status_code, kept.headers["Location"]) == (302, "/drafts/")
    assert f'href="{address}?draft=NoteForm"' in client.get("/drafts/").content.decode()
    fresh = client.get(address).content.decode()
    assert f"{address}?draft=NoteForm" in fresh
    assert "ម៉ាក់" not in fresh, "what was typed is opened by a click, not by passing by"
    again = client.get(f"{address}?draft=NoteForm")
    form = forms_with_drafts(again.content)["NoteForm"]
    assert form.fields["text"].strip().splitlines() == WORDS.splitlines()
    assert form.fields["kind"] == "call"
    assert b"govuk-error-summary" not in again.content
    sent = client.post(f"{address}?draft=NoteForm", fields(form))
    assert sent.status_code == 302, sent.content.decode()
    assert not Draft.objects.filter(page=address).exists()
    with world.acting(WORKER):
        assert not queries.drafts_on(world.actor(WORKER), address)


def test_a_refused_form_keeps_its_draft(world: World) -> None:
    client, address = browser(world, WORKER), notes(world)
    form = forms_with_drafts(client.get(address).content)["NoteForm"]
    client.post("/drafts/keep/", fields(form, text=WORDS))
    assert client.post(address, fields(form, kind="", text=WORDS)).status_code == 422
    with world.acting(WORKER):
        assert list(queries.drafts_on(world.actor(WORKER), address)) == ["NoteForm"]


def test_it_is_kept_by_itself_over_the_earlier_one(world: World) -> None:
    """The answer to htmx is a few words in place, in Khmer."""
    client, address = browser(world, WORKER), notes(world)
    form = forms_with_drafts(client.get(address).content)["NoteForm"]
    for text in ("one", "one two"):
        answer = client.post("/drafts/keep/", fields(form, text=text), headers={"HX-Request": "true"})
        assert answer.status_code == 200
        assert "បានរក្សាទុក" in answer.content.decode()
        assert b"<html" not in answer.content
    with world.acting(WORKER):
        by = world.actor(WORKER)
        (row,) = queries.drafts_on(by, address).values()
        assert queries.typed_in(row, by)["text"] == "one two"
        assert {e.event for e in audit.events(subject_id=row.id)} >= {"vault.sealed"}


def test_nothing_of_it_is_readable_in_the_database(world: World) -> None:
    with world.acting(WORKER):
        row = Draft.objects.get(id=world["draft"])
        (section,) = SealedSection.objects.filter(record_id=row.id)
        assert world.mark("draft.text").encode() not in bytes(section.ciphertext)
        readers = SectionWrap.objects.filter(section=section).values_list("office_id", flat=True)
        assert list(readers) == [world.actor(WORKER).office_id], "the office's key alone, no duty key"


@pytest.mark.parametrize("key", [BOSS, KEEPER, INVESTIGATOR, POLICE_BOSS])
def test_no_colleague_and_no_supervisor_sees_it_or_destroys_it(world: World, key: Key) -> None:
    """Not in the bare tables either, though they hold the same office key."""
    with world.acting(key):
        assert not Draft.objects.filter(id=world["draft"]).exists()
        assert not SealedSection.objects.filter(record_id=world["draft"]).exists()
        with pytest.raises(NotThere):
            actions.throw_away(draft_id=world["draft"], by=world.actor(key))
        with connection.cursor() as cursor:
            cursor.execute("select drafts.destroy(%s)", [world["draft"]])
            assert cursor.fetchone() == (0,)
    assert browser(world, key).post(f"/drafts/{world['draft']}/throw-away/").status_code == 404
    with world.acting(WORKER):
        assert Draft.objects.filter(id=world["draft"]).exists()


def test_thrown_away_means_its_key_and_its_words_are_gone(world: World) -> None:
    assert browser(world, WORKER).post(f"/drafts/{world['draft']}/throw-away/").status_code == 302
    with world.acting(WORKER):
        assert not Draft.objects.filter(id=world["draft"]).exists()
        assert not SealedSection.objects.filter(record_id=world["draft"]).exists()


def _clock_of_the_database() -> datetime:
    """Of this transaction, which may have begun a while ago."""
    with connection.cursor() as cursor:
        cursor.execute("select now()")
        return cast("datetime", cursor.fetchone()[0])


def test_after_fourteen_days_it_is_neither_offered_nor_there(world: World) -> None:
    with world.acting(WORKER):
        row, now = Draft.objects.get(id=world["draft"]), _clock_of_the_database()
        Draft.objects.filter(id=row.id).update(saved_at=now - KEPT + timedelta(minutes=1))
        assert actions.erase_old() == 0
        Draft.objects.filter(id=row.id).update(saved_at=now - KEPT - timedelta(minutes=1))
        assert not queries.mine(world.actor(WORKER))
        with pytest.raises(NotThere):
            queries.draft_for(world.actor(WORKER), row.id)
    with world.acting(None):
        assert actions.erase_old() == 1
    with world.acting(WORKER):
        assert not SealedSection.objects.filter(record_id=row.id).exists()


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("/nowhere/", "NoteForm"), ("/me/password/", "PasswordForm"), ("//evil.example/", "NoteForm"), ("", "NoteForm"),
        ("/reports/new/?name=Sokha", "EntryForm"), ("/reports/new/", "Sokha was here"), ("/reports/new/", ""),
    ],
)  # fmt: skip
def test_only_a_page_that_keeps_drafts_is_an_address(world: World, page: str, form: str) -> None:
    typed = {"draft_page": page, "draft_form": form, "text": "x"}
    assert browser(world, OPERATOR).post("/drafts/keep/", typed).status_code == 404


def test_an_empty_form_and_a_secret_are_not_kept(world: World) -> None:
    client, page = browser(world, WORKER), {"draft_page": notes(world), "draft_form": "NoteForm"}
    assert client.post("/drafts/keep/", page | {"text": "  "}).status_code == 422
    assert client.post("/drafts/keep/", page | {"text": "x", "password": "hidden"}).status_code == 302
    with world.acting(WORKER):
        by = world.actor(WORKER)
        assert "password" not in queries.typed_in(queries.drafts_on(by, notes(world))["NoteForm"], by)


def test_a_report_half_written_down_comes_back_with_all_its_people(world: World) -> None:
    client = browser(world, OPERATOR)
    form = forms_with_drafts(client.get("/reports/new/").content)["EntryForm"]
    added = client.post("/reports/new/", fields(form, story=WORDS, name_1="Mai", go="add"))
    form = forms_with_drafts(added.content)["EntryForm"]
    assert client.post("/drafts/keep/", fields(form, name_2="Lan")).status_code == 302
    again = forms_with_drafts(client.get("/reports/new/?draft=EntryForm").content)["EntryForm"]
    assert (again.fields["name_1"], again.fields["name_2"]) == ("Mai", "Lan")
    assert again.fields["story"].strip().splitlines() == WORDS.splitlines()
