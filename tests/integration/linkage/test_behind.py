"""Long lists are encoded and matched behind the page, in the member's own session; how far it is, how it ends, what is refused."""

import json
import logging
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import TestCase
from django.utils import timezone, translation

from rumduol.encoding import room
from rumduol.linkage import actions, behind, progress, queries
from rumduol.linkage.behind import Task
from rumduol.linkage.enums import Ending, ListKind, RoundStatus
from rumduol.linkage.models import Encoding, Progress
from rumduol.linkage.working import tell_of_death, work
from rumduol.shared.khmer import to_khmer_digits
from rumduol.vault.uploads import InMemory
from tests.conftest import _built
from tests.integration.linkage.rounds import (
    MATCHER,
    MISSION,
    POLICE,
    SOCIAL,
    WORKERS,
    draft,
    encoded_elsewhere,
    four_lists,
    open_cases,
    table,
)
from tests.integration.linkage.test_round import Stage

BIG = 10_000_000


@pytest.fixture(scope="module")
def agreed(django_db_setup, django_db_blocker):
    """A round of three lists, one of each kind."""
    with django_db_blocker.unblock(), translation.override("km"), transaction.atomic():
        yield _agreed(Stage(_built["nation"]))
        transaction.set_rollback(True)
    connection.close()


@pytest.fixture
def begun(agreed, settings, monkeypatch):
    """The same, given back as it was; `given` is what children were handed instead of being started."""
    settings.LINKAGE_AT_ONCE = 5
    monkeypatch.setattr(progress, "AT_ONCE_TOGETHER", 20)
    given: list[dict] = []
    monkeypatch.setattr(behind, "start", lambda **handed: given.append(handed))
    with transaction.atomic():
        yield SimpleNamespace(**vars(agreed), given=given)
        transaction.set_rollback(True)


def _agreed(stage):
    lists, _who = four_lists(40)
    with stage.acting(WORKERS[SOCIAL]):
        open_cases(lists[1], stage.actor(WORKERS[SOCIAL]))
    with stage.acting(MATCHER):
        kinds = {POLICE: ListKind.TABLE, SOCIAL: ListKind.CASES, MISSION: ListKind.ELSEWHERE}
        one = draft(stage.nation, stage.actor(MATCHER), kinds)
    for key in (POLICE, SOCIAL, MISSION):
        stage.do(key, actions.agree, round_id=one.id)
    return SimpleNamespace(stage=stage, one=one, at=f"/linkage/{one.id}/", lists=lists)


def press(begun, key, path, sent):
    with TestCase.captureOnCommitCallbacks(execute=True):
        return begun.stage.press(key, f"{begun.at}{path}", sent)


def child(begun) -> Ending:
    """What the started process does, here."""
    handed = begun.given.pop()
    task = Task(
        handed["what"], str(handed["round_id"]), handed["secret"].hex(), handed["language"],
        handed["content"] is not None,
    )  # fmt: skip
    return work(task, handed["content"])


def upload(content: bytes) -> dict:
    return {"file": SimpleUploadedFile("list.csv", content)}


def test_three_kinds_of_lists_are_encoded_and_matched_behind_the_page(begun):
    stage = begun.stage
    page = press(begun, POLICE, "encode/", upload(table(begun.lists[0])))
    assert page.request["PATH_INFO"].endswith("/progress/")
    text = page.content.decode()
    assert 'hx-trigger="every 4s"' in text
    assert f'href="{begun.at}progress/"' in text, "without a script somebody presses the link"
    assert to_khmer_digits(f"០ ក្នុង {len(begun.lists[0]) + 1}") in text
    assert press(begun, POLICE, "encode/", upload(table(begun.lists[0]))).status_code == 409, "once at a time"
    with stage.acting(POLICE):
        assert not Encoding.objects.exists()
        (row,) = Progress.objects.values_list()
    assert not [one for one in begun.lists[0] if one.surname in str(row)]
    assert child(begun) == Ending.DONE
    text = stage.press(POLICE, f"{begun.at}progress/").content.decode()
    assert str(Ending.DONE.label) in text
    assert "hx-trigger" not in text
    press(begun, SOCIAL, "encode/", {})
    assert child(begun) == Ending.DONE
    with stage.acting(MISSION):
        secret = actions.take_secret(round_id=begun.one.id, by=stage.actor(MISSION))
    press(begun, MISSION, "encode/", upload(encoded_elsewhere(begun.lists[3], secret)))
    assert child(begun) == Ending.DONE
    press(begun, MATCHER, "match/", {})
    assert child(begun) == Ending.DONE
    with stage.acting(MATCHER):
        one = queries.round_for(stage.actor(MATCHER), begun.one.id)
        assert one.status == RoundStatus.MATCHED
        assert sum(queries.overlaps_of(one).values()) == pytest.approx(36, abs=6)


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"name,date_of_birth,place\n" + b",1990-01-01,Kandal\n" * 12, Ending.NO_NAMES),
        (b"name,place\n" + b"Sok,Kandal\n" * 6 + b"\n" * 9, Ending.TOO_SHORT),
        (b"\xff\xfe" + b"\n" * 20, Ending.BAD_TABLE),
        (b"id,name,place\n" + b"1,a,b\n" * 12, Ending.BAD_TABLE),
    ],
)
def test_a_bad_list_ends_with_a_word_and_may_be_brought_again(begun, content, ending):
    press(begun, POLICE, "encode/", upload(content))
    assert child(begun) == ending
    text = begun.stage.press(POLICE, f"{begun.at}progress/").content.decode()
    assert str(ending.label) in text
    press(begun, POLICE, "encode/", upload(table(begun.lists[0])))
    assert child(begun) == Ending.DONE


def test_another_secret_on_one_side_is_told_behind_the_page_too(begun):
    press(begun, MISSION, "encode/", upload(encoded_elsewhere(begun.lists[3], b"0" * 64)))
    assert child(begun) == Ending.SECRETS


def test_who_signs_out_ends_the_work_and_nothing_is_kept(begun):
    press(begun, POLICE, "encode/", upload(table(begun.lists[0])))
    begun.given[-1]["secret"] = b"\0" * 32  # a session that is there no more
    assert child(begun) == Ending.NO_KEY
    with begun.stage.acting(MATCHER):
        assert not Encoding.objects.exists()
    with begun.stage.acting(POLICE):
        Progress.objects.update(beat_at=timezone.now() - 2 * progress.SILENT)
    assert str(Ending.BROKEN.label) in begun.stage.press(POLICE, f"{begun.at}progress/").content.decode()


def test_it_waits_for_its_turn_and_a_killed_one_is_told_and_begins_again(begun):
    press(begun, POLICE, "encode/", upload(table(begun.lists[0])))
    with begun.stage.acting(POLICE):
        progress.wait(begun.one.id, 2, by=begun.stage.actor(POLICE))
    page = begun.stage.press(POLICE, f"{begun.at}progress/").content.decode()
    assert "កំពុងរង់ចាំវេន។ អ្នកដែលត្រូវធ្វើមុន៖ ២" in page
    assert 'hx-trigger="every 4s"' in page
    handed = begun.given.pop()
    tell_of_death(Task(handed["what"], str(handed["round_id"]), handed["secret"].hex(), "km", brought=True))
    assert str(Ending.BROKEN.label) in begun.stage.press(POLICE, f"{begun.at}progress/").content.decode()
    press(begun, POLICE, "encode/", upload(table(begun.lists[0])))
    assert child(begun) == Ending.DONE


def test_what_breaks_is_a_code_and_says_nothing_of_the_list(begun, monkeypatch, caplog):
    press(begun, POLICE, "encode/", upload(table(begun.lists[0])))
    monkeypatch.setattr("rumduol.linkage.sources.seen_in", lambda lines: 1 / 0)
    with caplog.at_level(logging.DEBUG):
        assert child(begun) == Ending.BROKEN
    assert begun.lists[0][0].surname not in caplog.text


def test_ten_million_rows_with_a_gigabyte_free_are_refused_with_both_numbers(begun, monkeypatch):
    monkeypatch.setattr(room, "available", lambda: 1_000_000_000)
    page = press(begun, POLICE, "encode/", upload(b"name\n" + b"a\n" * BIG))
    assert page.status_code == 422
    assert "10,000,001" in page.content.decode()
    page = press(begun, POLICE, "encode/", upload(b"name\n" + b"a\n" * 400_000))
    text = page.content.decode()
    assert page.status_code == 422
    assert all(said in text for said in ("400,001", "1.7", "1.0", "./run encode"))
    assert begun.given == []


def test_lists_that_do_not_fit_together_are_refused_before_they_are_read(begun, monkeypatch):
    for key, rows in ((POLICE, begun.lists[0]), (SOCIAL, begun.lists[1]), (MISSION, begun.lists[3])):
        content = None if key == SOCIAL else table(rows)
        if key == MISSION:
            with begun.stage.acting(MISSION):
                secret = actions.take_secret(round_id=begun.one.id, by=begun.stage.actor(MISSION))
            content = encoded_elsewhere(rows, secret)
        press(begun, key, "encode/", upload(content) if content else {})
        assert child(begun) == Ending.DONE
    monkeypatch.setattr(room, "available", lambda: 100_000_000)
    press(begun, MATCHER, "match/", {})
    assert child(begun) == Ending.NO_ROOM


def test_a_task_hides_its_secret_from_logs_and_a_list_may_be_larger_than_a_picture():
    task = Task("encode", "r", "5ec7e7", "km", brought=True)
    assert "5ec7e7" not in repr(task)
    assert "5ec7e7" in json.dumps(vars(task))
    for view, size, refused in (("linkage:encode", 90, False), ("cases:new", 90, True), ("linkage:encode", 900, True)):
        handler = InMemory(SimpleNamespace(resolver_match=SimpleNamespace(view_name=view)))
        if refused:
            with pytest.raises(Exception, match="larger"):
                handler.handle_raw_input(BytesIO(), {}, size * 1024 * 1024, b"")
        else:
            handler.handle_raw_input(BytesIO(), {}, size * 1024 * 1024, b"")
