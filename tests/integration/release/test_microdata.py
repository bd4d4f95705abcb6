"""A file of invented people, from the desk to everybody: two people, nobody rare in it, true totals beside it, never changed."""

import csv
import io
import json
import random
from collections import Counter
from itertools import combinations
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from rumduol.agencies.enums import Role
from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.facts.types import Period
from rumduol.indicators import queries as indicators
from rumduol.release import actions, asking, invented
from rumduol.release.documents import sha256_of
from rumduol.release.enums import InventedWay
from rumduol.release.microdata import COLUMNS
from rumduol.release.models import Invented
from rumduol.release.policies import SecondPersonNeeded
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import InvalidInput, NotAllowed, WrongState

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(actor_of, nation):
    """(statistician, approver)"""
    return tuple(
        actor_of(*next(key for key in nation.members if key[1] == role))
        for role in (Role.STATISTICIAN, Role.RELEASE_APPROVER)
    )


def counted():
    """Some 1,600 people of 2026, and one whose combination nobody shares."""
    chance = random.Random(5)
    for _ in range(60):
        facts.write(
            kind=Kind.VICTIM, unit=("person", uuid4()), on=PartialDate(2026, 3, 1), outcome="identified",
            sex=chance.choice(["female", "female", "male"]), age_band=chance.choice(["9-17", "18-20", "30-38"]),
            form=chance.choice(["labour", "sexual"]), place=chance.choice(["1801", "1201"]), count=chance.randint(15, 40),
        )  # fmt: skip
    facts.write(
        kind=Kind.VICTIM, unit=("person", uuid4()), on=PartialDate(2026, 3, 1), outcome="identified", sex="other",
        age_band="48+", form="organ", place="2301",
    )  # fmt: skip


def with_totals(desk, acting):
    statistician, approver = desk
    with acting(statistician):
        release = actions.draft_release(
            indicator="victims", period=Period.year(2026), breakdowns=["sex", "form"], by=statistician
        )
        actions.send_to_check(release_id=release.id, by=statistician)
    with acting(approver):
        return actions.publish(release_id=release.id, by=approver)


def public(desk, acting, way=InventedWay.CROWD):
    statistician, approver = desk
    with acting(statistician):
        made = invented.draft(year=2026, way=way, by=statistician)
        invented.send_to_check(invented_id=made.id, by=statistician)
    with acting(approver):
        return invented.publish(invented_id=made.id, by=approver)


def open_api_tells_of(made, totals, client):
    """The list and the file's own entry say that nobody in it exists; what they lead to is the file."""
    (line,) = client.get("/api/open/invented-people").json()
    whole = client.get(f"/api/open/invented-people/{made.number}?lang=km").json()
    assert (line["number"], line["rows"], line["totals"]) == (
        made.number,
        made.content["report"]["rows"],
        totals.number,
    )
    assert line["invented"] is whole["invented"] is True
    assert "Nobody in them exists" in line["note"]
    assert "គ្មាននរណា" in whole["note"]
    assert whole["true_numbers"]["sex"]["other"] == "s"
    assert whole["report"]["rare"] == 0
    assert not {"table", "persons"} & set(whole)
    for kind, address in line["files"].items():
        path = address.replace("http://testserver", "")
        assert client.get(path).content == client.get(f"/en/figures/invented/{made.number}/{kind}/").content
    assert client.get("/api/open/invented-people/M-1999-01").status_code == 404
    assert client.get("/api/open/invented-people?lang=xx").status_code == 422
    paths = client.get("/api/open/openapi.json").json()["paths"]
    assert {path for path in paths if "invented" in path} == {
        "/api/open/invented-people", "/api/open/invented-people/{number}",
    }  # fmt: skip


def test_from_the_desk_to_everybody(desk, acting, client, client_of):
    statistician, approver = desk
    with acting(statistician), pytest.raises(invented.NoTotals):
        invented.draft(year=2026, way=InventedWay.CROWD, by=statistician)
    counted()
    totals = with_totals(desk, acting)
    shown = client_of(statistician).post("/releases/invented/", {"year": "2026", "way": "crowd"})
    assert shown.status_code == 302
    with acting(statistician):
        (made,) = invented.desk(statistician)
        with pytest.raises(WrongState):
            invented.drop(invented_id=invented.send_to_check(invented_id=made.id, by=statistician).id, by=statistician)
        with pytest.raises(NotAllowed):
            invented.publish(invented_id=made.id, by=statistician)
    assert client.get("/en/figures/invented/M-2026-01/").status_code == 404
    looked = client_of(approver).get(f"/releases/invented/{made.id}/").content.decode()
    assert "SHA-256" in looked
    assert f"/releases/invented/{made.id}/publish/" in looked
    client_of(approver).post(f"/releases/invented/{made.id}/publish/")
    made = Invented.objects.get(id=made.id)
    assert (made.status, made.sha256) == ("published", sha256_of(made.content))
    for lang, words in (("km", "មនុស្សប្រឌិត"), ("en", "Nobody in this file exists.")):
        page = client.get(f"/{lang}/figures/invented/{made.number}/").content.decode()
        assert words in page
        assert totals.number in page
        assert made.number in client.get(f"/{lang}/figures/invented/").content.decode()
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"/en/figures/invented/{made.number}/csv/").content.decode("utf-8-sig")))
    )
    table = indicators.table(indicators.indicator("victims"), Period.year(2026), list(COLUMNS))
    assert len(rows) == table.total == made.content["totals"]["whole"]
    assert {row["person"].partition("-")[0] for row in rows} == {"invented"}
    real = Counter()
    for place, number in table.cells.items():
        told = list(zip(COLUMNS, place, strict=True))
        for size in (1, 2, 3):
            for some in combinations(told, size):
                real[some] += number
    for row in rows:
        told = [(name, row[name]) for name in COLUMNS if row[name]]
        assert all(real[some] >= 10 for size in (1, 2, 3) for some in combinations(told, size))
    assert "organ" not in {row["form"] for row in rows}
    report = json.loads(client.get(f"/en/figures/invented/{made.number}/json/").content)
    assert report["invented"] is True
    assert report["report"]["rare"] == 0
    assert 0 <= report["report"]["single"] < 0.05
    assert report["totals"]["by"]["sex"]["other"] == "s", "what the release hides is hidden here"
    open_api_tells_of(made, totals, client)
    with acting(statistician), pytest.raises(invented.OnePerYear):
        invented.draft(year=2026, way=InventedWay.CROWD, by=statistician)
    for sql in ("update release_invented set content = '{}'", "delete from release_invented"):
        with acting(approver), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_private_file_is_paid_from_the_budget_of_its_year(desk, acting):
    statistician, _approver = desk
    counted()
    with_totals(desk, acting)
    with acting(statistician):
        before = asking.answers_left(2026)
    made = public(desk, acting, InventedWay.PRIVATE)
    assert made.content["report"]["way"] == "differentially private, epsilon 1"
    assert made.content["report"]["rows"] == made.content["totals"]["whole"]
    with acting(statistician):
        assert asking.answers_left(2026) == before - 4
        for breakdowns in (["sex"], ["form_group"], ["age"], ["province"]):
            asking.answer(indicator="victims", year=2026, breakdowns=breakdowns, by=statistician)
        with pytest.raises(asking.YearIsSpent):
            asking.answer(indicator="victims", year=2026, breakdowns=["sex", "age"], by=statistician)


def test_what_is_refused_or_given_back(desk, acting, client_of):
    statistician, approver = desk
    facts.write(
        kind=Kind.VICTIM, unit=("person", uuid4()), on=PartialDate(2026, 3, 1), outcome="identified", sex="female",
        form="labour", place="1801", count=900,
    )  # fmt: skip
    with_totals(desk, acting)
    few = client_of(statistician).post("/releases/invented/", {"year": "2026", "way": "crowd"})
    assert few.status_code == 422
    with acting(statistician):
        with pytest.raises(invented.TooFewPeople):
            invented.draft(year=2026, way=InventedWay.CROWD, by=statistician)
        with pytest.raises(InvalidInput):
            invented.draft(year=2026, way="plain", by=statistician)
    counted()
    with acting(statistician):
        made = invented.draft(year=2026, way=InventedWay.CROWD, by=statistician)
        invented.send_to_check(invented_id=made.id, by=statistician)
    with acting(approver):
        with pytest.raises(InvalidInput):
            invented.give_back(invented_id=made.id, reason="because", by=approver)
        assert invented.give_back(invented_id=made.id, reason="too_fine", by=approver).status == "returned"
    two_hats = type(approver)(
        **{f: getattr(approver, f) for f in approver.__slots__} | {"person_id": statistician.person_id}
    )
    with acting(statistician):
        assert invented.drop(invented_id=made.id, by=statistician).status == "dropped"
        again = invented.draft(year=2026, way=InventedWay.CROWD, by=statistician)
        invented.send_to_check(invented_id=again.id, by=statistician)
    with acting(approver), pytest.raises(SecondPersonNeeded):
        invented.publish(invented_id=again.id, by=two_hats)
