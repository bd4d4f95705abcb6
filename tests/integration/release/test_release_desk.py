"""From facts to a public page: two people, nothing changed afterwards, nothing small shown."""

import csv
import io
import re
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from rumduol.agencies.enums import Role
from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.facts.types import Period
from rumduol.indicators.types import TOTAL
from rumduol.release import actions, queries
from rumduol.release.adding import DoesNotAddUp
from rumduol.release.datasets import FORMATS
from rumduol.release.documents import sha256_of
from rumduol.release.enums import ReleaseStatus
from rumduol.release.models import Release
from rumduol.release.policies import SecondPersonNeeded
from rumduol.release.types import SUPPRESSED
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import InvalidInput, NotAllowed, WrongState

pytestmark = pytest.mark.django_db
MARCH = PartialDate(2026, 3, 1)
YEAR = Period.year(2026)
SMALL = {("female", "child"): 3, ("female", "adult"): 20, ("male", "child"): 8, ("male", "adult"): 40}


def victims(numbers=SMALL, on=MARCH):
    for (sex, age), number in numbers.items():
        facts.write(
            kind=Kind.VICTIM, unit=("person", uuid4()), on=on, sex=sex, age_band=age, place="1801",
            outcome="identified", form="labour", count=number,
        )  # fmt: skip


@pytest.fixture
def people(actor_of, nation):
    statisticians = [key for key in nation.members if key[1] == Role.STATISTICIAN]
    approvers = [key for key in nation.members if key[1] == Role.RELEASE_APPROVER]
    assert statisticians, "the test nation has a statistician"
    assert approvers, "the test nation has a release approver"
    return actor_of(*statisticians[0]), actor_of(*approvers[0])


def drafted(by, **more):
    given = {"indicator": "victims", "period": YEAR, "breakdowns": ["sex", "age"], "by": by}
    return actions.draft_release(**(given | more))


def published(people, acting, **more):
    statistician, approver = people
    with acting(statistician):
        release = drafted(statistician, **more)
        actions.send_to_check(release_id=release.id, by=statistician)
    with acting(approver):
        return actions.publish(release_id=release.id, by=approver)


def test_the_way_of_a_release(people, acting, client):
    victims()
    release = published(people, acting)
    assert release.number.startswith("R-")
    assert release.number.endswith("-01")
    shown = queries.shown_of(release).cells
    assert shown["female", "child"] is SUPPRESSED
    assert shown[TOTAL, TOTAL] == 3 + 20 + 8 + 40
    assert release.sha256 == sha256_of(release.content)
    for lang in ("km", "en"):
        page = client.get(f"/{lang}/figures/{release.number}/")
        text = page.content.decode()
        assert page.status_code == 200
        assert "hidden-cell" in text
        assert "<script" not in re.sub(r'<script src="[^"]+" defer></script>', "", text)
        assert len(page.content) < 50_000
        assert not page.cookies
        assert release.number in client.get(f"/{lang}/figures/").content.decode()


def test_one_person_is_not_enough(people, acting, actor_of):
    statistician, approver = people
    victims()
    with acting(statistician):
        release = drafted(statistician)
        actions.send_to_check(release_id=release.id, by=statistician)
        with pytest.raises(NotAllowed):
            actions.publish(release_id=release.id, by=statistician)
        with pytest.raises(DatabaseError), transaction.atomic():
            Release.objects.filter(id=release.id).update(
                status="published", approved_by=statistician.person_id, number="R-2026-01", published_on="2026-11-01"
            )
    two_hats = type(approver)(
        **{f: getattr(approver, f) for f in approver.__slots__} | {"person_id": statistician.person_id}
    )
    with acting(approver), pytest.raises(SecondPersonNeeded):
        actions.publish(release_id=release.id, by=two_hats)


def test_steps_that_the_table_forbids(people, acting):
    statistician, approver = people
    victims()
    with acting(statistician):
        release = drafted(statistician)
    with acting(approver):
        with pytest.raises(WrongState):
            actions.publish(release_id=release.id, by=approver)
        with pytest.raises(NotAllowed):
            drafted(approver)
    with acting(statistician):
        actions.send_to_check(release_id=release.id, by=statistician)
        for step in (actions.send_to_check, actions.drop, actions.recount):
            with pytest.raises(WrongState):
                step(release_id=release.id, by=statistician)
    with acting(approver):
        actions.return_release(release_id=release.id, reason="too_fine", by=approver)
    with acting(statistician):
        assert actions.recount(release_id=release.id, by=statistician).status == ReleaseStatus.DRAFT
        assert actions.drop(release_id=release.id, by=statistician).status == ReleaseStatus.DROPPED
        with pytest.raises(WrongState):
            actions.send_to_check(release_id=release.id, by=statistician)


def test_what_is_public_stays(people, acting):
    victims()
    release = published(people, acting)
    with acting(people[0]):
        for sql in (
            "update release_release set content = '{}' where id = %s",
            "update release_release set sha256 = '' where id = %s",
            "update release_release set status = 'draft' where id = %s",
            "delete from release_release where id = %s",
            "update release_working set exact = '[]' where release_id = %s",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql, [release.id])


def test_nobody_else_reads_a_draft_or_the_exact_numbers(people, acting, actor_of, nation, client):
    victims()
    public = published(people, acting)
    with acting(people[0]):
        draft = drafted(people[0], breakdowns=["sex"])
    outsiders = [actor_of(*key) for key in nation.members if key[1] in {Role.CASE_WORKER, Role.ADMINISTRATOR}]
    for actor in [None, *outsiders]:
        with acting(actor), connection.cursor() as cursor:
            cursor.execute("select id from release_release")
            assert [row[0] for row in cursor.fetchall()] == [public.id]
            cursor.execute("select count(*) from release_working")
            assert cursor.fetchone() == (0,)
    assert client.get(f"/en/figures/{draft.id}/").status_code == 404


def test_a_revision_says_why_and_the_old_one_stays(people, acting, client):
    victims()
    first = published(people, acting)
    victims({("male", "adult"): 10})
    with acting(people[0]), pytest.raises(InvalidInput):
        drafted(people[0])
    second = published(people, acting, reason="late_reports")
    first.refresh_from_db()
    assert (first.status, second.revises_id, second.number[-2:]) == (ReleaseStatus.REVISED, first.id, "02")
    assert queries.shown_of(second).cells["female", "child"] is SUPPRESSED
    old = client.get(f"/en/figures/{first.number}/").content.decode()
    assert second.number in old


def test_one_more_person_is_not_seen_by_subtracting_releases(people, acting):
    victims({("female", "adult"): 20, ("male", "adult"): 40})
    first = published(people, acting, breakdowns=["sex"])
    victims({("female", "adult"): 1})
    second = published(people, acting, breakdowns=["sex"], reason="late_reports")
    before, after = queries.shown_of(first).cells, queries.shown_of(second).cells
    for place, cell in after.items():
        assert cell is SUPPRESSED or before[place] is SUPPRESSED or not 0 < abs(cell - before[place]) < 5


def test_a_period_that_cuts_a_public_one_is_refused(people, acting):
    victims()
    published(people, acting)
    with acting(people[0]), pytest.raises(actions.PeriodIsCut):
        drafted(people[0], period=Period.quarter(2026, 1))


def test_the_file_is_safe_and_complete(people, acting, client):
    victims()
    release = published(people, acting)
    answer = client.get(f"/km/figures/{release.number}/csv/")
    assert answer["Content-Disposition"].endswith('-km.csv"')
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + len(queries.shown_of(release).cells) + 1
    small = next(row for row in rows if row[3] == "female" and row[5] == "child")
    assert small[7:9] == ["s", "suppressed"]
    for kind in FORMATS:
        for lang in ("km", "en", "th"):
            assert client.get(f"/{lang}/figures/{release.number}/{kind}/").status_code == 200
    assert client.get(f"/km/figures/{release.number}/exe/").status_code == 404
    assert client.get("/km/figures/R-1999-01/csv/").status_code == 404


def test_the_pages_of_the_desk(people, acting, client_of):
    victims()
    statistician, approver = people
    maker, signer = client_of(statistician), client_of(approver)
    for lang in ("km", "en"):
        maker.cookies["language"] = lang
        for path in ("/figures/", "/figures/ctdc/", "/releases/", "/releases/new/"):
            assert maker.get(path).status_code == 200, path
    bad = maker.get("/figures/", {"indicator": "victims", "period": "someday", "breakdowns": ["sex"]})
    assert bad.status_code == 422
    answer = maker.post("/releases/new/", {"indicator": "victims", "period": "២០២៦", "breakdowns": ["sex", "age"]})
    assert answer.status_code == 302
    path = answer["Location"]
    assert "hidden-cell" in maker.get(path).content.decode()
    assert maker.post(path + "send/").status_code == 302
    assert maker.post(path + "publish/").status_code == 403
    assert signer.post(path + "return/", {}).status_code == 422
    assert signer.post(path + "publish/").status_code == 302
    assert signer.get(path).status_code == 200
    again = maker.post("/releases/new/", {"indicator": "victims", "period": "2026-Q1", "breakdowns": ["sex"]})
    assert again.status_code == 422


def test_a_table_that_does_not_add_up_is_refused_by_name_even_after_it_was_drafted(people, acting):
    """Whatever broke it since: a number in the stored draft, hashed anew so that nothing else would notice."""
    statistician, approver = people
    victims()
    with acting(statistician):
        release = drafted(statistician)
        *place, number = next(cell for cell in release.content["cells"] if isinstance(cell[-1], int) and cell[-1])
        content = release.content | {
            "cells": [[*cell[:-1], number + 1] if cell[:-1] == place else cell for cell in release.content["cells"]]
        }
        Release.objects.filter(id=release.id).update(content=content, sha256=sha256_of(content))
        actions.send_to_check(release_id=release.id, by=statistician)
    with acting(approver):
        with pytest.raises(DoesNotAddUp) as error:
            actions.publish(release_id=release.id, by=approver)
        assert error.value.cells
        assert Release.objects.get(id=release.id).status == ReleaseStatus.CHECK
