"""A hundred marked anonymous reports through the public page: no address, no browser and no exact time stays anywhere.

The promise is about 1,000: RUMDUOL_MARKED_REPORTS=1000 before a release. A report is a whole request with its keys and seals,
and a thousand of them take half a minute to two minutes.
"""

import os
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from rumduol.intake import carrying, codes
from tests.conftest import superuser_connection
from tests.security.test_canaries import _dump

REPORTS = int(os.environ.get("RUMDUOL_MARKED_REPORTS", "100"))
ADDRESS, FORWARDED, BROWSER, CAME_FROM = (
    "203.0.113.77",
    "198.51.100.91",
    "Kanarifox/99.1 (Zqphone)",
    "zq-referer.example",
)
MARKS = [ADDRESS, FORWARDED, "Kanarifox", "Zqphone", CAME_FROM, "zq-language"]


def page() -> str:
    """The last page of the form as a browser sends it."""
    typed = {
        "danger": {"danger_now": ["yes"]},
        "where": {"province": ["unknown"]},
        "district": {"place_text": ["the blue tower"]},
        "what": {"situations": ["cannot_leave"], "story": ["They keep three people there."]},
        "who": {"men": ["2"], "rows": ["1"], "sex_1": ["female"], "minor_1": ["yes"], "nationality_1": ["VN"], "name_1": ["Mai"]},
        "you": {"relation": ["family"], "answering": ["contact"], "contact": ["+84 912 345 678"], "contact_when": [""]},
    }  # fmt: skip
    carried = carrying.carry({"typed": typed, "seed": codes.new_seed().hex()}, use="report")
    return urlencode({"carried": carried, "step": "check", "go": "send"})


_BEFORE: set[str] = set()  # what a dump held before the first report


@pytest.fixture(scope="module")
def posted(copied: Any) -> tuple[datetime, datetime]:
    """From when to when the reports were sent."""
    copied("trace")
    _BEFORE.update(_dump(connection.settings_dict["NAME"]).decode(errors="replace").splitlines())
    began = datetime.now(UTC)
    for _n in range(REPORTS):
        client = Client(
            REMOTE_ADDR=ADDRESS,
            headers={
                "user-agent": BROWSER, "x-forwarded-for": FORWARDED, "x-real-ip": FORWARDED, "forwarded": f"for={FORWARDED}",
                "referer": f"http://{CAME_FROM}/", "accept-language": "zq-language",
            },
        )  # fmt: skip
        answer = client.post("/km/report/", page(), content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200
        assert b'class="code"' in answer.content
        assert not answer.cookies
    return began, datetime.now(UTC)


def test_the_reports_arrived(posted: Any) -> None:
    with superuser_connection(connection.settings_dict["NAME"]) as server, server.cursor() as cursor:
        cursor.execute("select count(*) from intake_report where channel = 'web'")
        assert cursor.fetchone() == (REPORTS,)


@pytest.mark.parametrize("mark", MARKS)
def test_no_address_and_no_browser_is_in_a_dump(posted: Any, mark: str) -> None:
    dump = _dump(connection.settings_dict["NAME"]).lower()
    for shape in (mark.encode(), mark.encode().hex().encode(), mark.encode("utf-16-le")):
        assert shape.lower() not in dump


def _exact_times(began: datetime, ended: datetime) -> list[tuple[str, str, int]]:
    """(table, column, rows) whose moment lies in the minutes in which the reports were sent."""
    found = []
    with superuser_connection(connection.settings_dict["NAME"]) as server, server.cursor() as cursor:
        cursor.execute(
            "select table_schema, table_name, column_name from information_schema.columns"
            " where data_type like 'timestamp%%' and table_schema not in ('pg_catalog', 'information_schema')"
        )
        for schema, table, column in cursor.fetchall():
            cursor.execute(
                f'select count(*) from "{schema}"."{table}" where "{column}" between %s and %s',
                [began, ended],
            )
            (rows,) = cursor.fetchone()
            if rows:
                found.append((table, column, rows))
    return found


def test_no_column_holds_the_moment_of_a_report(posted: tuple[datetime, datetime]) -> None:
    assert not _exact_times(*posted)


def test_a_moment_that_is_kept_would_be_found(posted: tuple[datetime, datetime]) -> None:
    name = connection.settings_dict["NAME"]
    with superuser_connection(name, autocommit=True) as server, server.cursor() as cursor:
        cursor.execute("create table kept (at timestamptz, address text)")
        cursor.execute("insert into kept values (%s, %s)", [posted[0] + timedelta(milliseconds=5), ADDRESS])
        try:
            assert ("kept", "at", 1) in _exact_times(*posted)
            assert ADDRESS.encode() in _dump(name)
        finally:
            cursor.execute("drop table kept")


def test_no_text_holds_the_minute_of_a_report(posted: tuple[datetime, datetime]) -> None:
    """Neither inside a body of the log nor in any other text: hour and minute, in either zone, as they are written."""
    lines = set(_dump(connection.settings_dict["NAME"]).decode(errors="replace").splitlines()) - _BEFORE
    assert len(lines) > REPORTS
    moment, last = posted[0].replace(second=0, microsecond=0), posted[1]
    while moment <= last:
        for zone in (moment, moment + timedelta(hours=7)):
            for text in (zone.strftime("%Y-%m-%dT%H:%M"), zone.strftime("%Y-%m-%d %H:%M")):
                if not (zone.minute == 0 and zone.hour % 6 == 0):  # a part of the day begins on such a minute
                    kept = [line[:200] for line in lines if text in line]
                    assert not kept, kept[:3]
        moment += timedelta(minutes=1)
