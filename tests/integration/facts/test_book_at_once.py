"""Eight writers at the same time, each with new codes for the dictionary and with corrections, while two others bind the
book and count: it loses nothing, and nobody sees anything twice."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import connection

from rumduol.facts import actions, book, queries
from rumduol.facts.enums import Kind, Source
from rumduol.facts.types import Period
from rumduol.shared.dates import PartialDate
from tests.conftest import database_name, superuser_connection


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """Facts of 1901 that really are committed, and taken out again as only a superuser without triggers can."""
    with django_db_blocker.unblock():
        yield
        connection.close()
    with superuser_connection(database_name(), autocommit=True) as server:
        server.execute("set session_replication_role = replica")
        server.execute("delete from facts_fact where happened_on = '1901'")
        server.execute("delete from facts_entry where month = 901 * 13")
        server.execute("delete from facts_volume where year = 901")


def write(worker):
    try:
        for number in range(5):
            unit = ("worker", uuid4())
            actions.write(
                kind=Kind.PUBLIC_EYE, unit=unit, on=PartialDate(1901), outcome="joined", agency_kind=f"new-{number}"
            )
            if number % 2:
                actions.correct(kind=Kind.PUBLIC_EYE, unit=unit, sex="female")
    finally:
        connection.close()


def bind_and_look(_number):
    """What was there a moment ago is still there once, bound or not; only corrections take from it, and add as many."""
    seen = [0]
    try:
        for _time in range(25):
            book.bind(1)
            found = queries.count_by(source=Source.NATIONAL, kinds=[Kind.PUBLIC_EYE], by=[], period=Period.year(1901))
            seen.append(found[0].number if found else 0)
    finally:
        connection.close()
    return seen


def test_writers_at_the_same_time_lose_nothing(committed):
    with ThreadPoolExecutor(10) as pool:
        looking = [pool.submit(bind_and_look, number) for number in range(2)]
        list(pool.map(write, range(8)))
    for one in looking:
        assert one.result() == sorted(one.result())
    found = queries.count_by(source=Source.NATIONAL, kinds=[Kind.PUBLIC_EYE], by=["sex"], period=Period.year(1901))
    assert found == [(("female",), 16), (("unknown",), 24)]
