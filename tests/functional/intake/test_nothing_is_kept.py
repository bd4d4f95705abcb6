"""Promise C6: after marked reports, the marks are in no table, no write-ahead log, no log line; no exact time is kept."""

import http.client
import logging
import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.test import Client

from tests.conftest import superuser_connection
from tests.integration.intake.test_public_pages import ANSWERS, Mailbox, Reporter

ADDRESS, AGENT = "203.0.113.77", "MarkedBrowser/7.7 (marked-agent)"
TOLD = {
    "story": "marked-story-5511",
    "place_text": "marked-place-5512",
    "name_1": "Markedname",
    "contact": "marked-5514",
}
REPORTS = 5


class Telephone:
    """A browser with marks, over a real connection."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc

    def send(self, path: str, **fields: Any) -> str:
        line = http.client.HTTPConnection(self.host, timeout=30)
        headers = {
            "User-Agent": AGENT, "X-Forwarded-For": ADDRESS, "X-Real-IP": ADDRESS, "Accept-Language": "xx-marked",
            "Content-Type": "application/x-www-form-urlencoded", "Referer": "http://marked.example/",
        }  # fmt: skip
        line.request("POST" if fields else "GET", path, urlencode(fields, doseq=True) if fields else None, headers)
        answer = line.getresponse()
        page = answer.read().decode()
        assert answer.status == 200, page
        assert answer.headers["Set-Cookie"] is None
        assert "no-store" in answer.headers["Cache-Control"]
        line.close()
        return page


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    return unescape(found[1]) if found else ""


def report(telephone: Telephone) -> str:
    page = telephone.send("/en/report/")
    while (step := hidden(page, "step")) != "check":
        marked = {name: text for name, text in TOLD.items() if name in ANSWERS[step]}
        fields = {**ANSWERS[step], **marked}
        page = telephone.send("/en/report/", carried=hidden(page, "carried"), step=step, go="next", **fields)
    page = telephone.send("/en/report/", carried=hidden(page, "carried"), step="check", go="send")
    code = " ".join(re.findall(r"<span>(\d{4})</span>", page))
    page = telephone.send("/en/report/answers/", return_code=code)
    more = {"do": "write", "kind": "addition", "text": "marked-message-5515", "said": hidden(page, "said")}
    telephone.send("/en/report/answers/", ticket=hidden(page, "ticket"), **more)
    return code


def everything(cursor: Any) -> dict[str, str]:
    """Every row of every table of every schema as text; binary columns as their bytes read loosely."""
    cursor.execute(
        "select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')"
    )
    tables = [row[0] for row in cursor.fetchall()]
    rows: dict[str, str] = {}
    for table in tables:
        cursor.execute(f"select * from {table}")
        rows[table] = "\n".join(
            " ".join(bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v) for v in row)
            for row in cursor.fetchall()
        )
    return rows


def test_marks_are_nowhere_and_no_time_is_exact(site: Any) -> None:
    with superuser_connection(site.database, autocommit=True) as root, root.cursor() as cursor:
        cursor.execute("select pg_switch_wal()")
        cursor.execute("select clock_timestamp()")
        began = cursor.fetchone()[0]
        telephone = Telephone(site.url)
        found = [report(telephone) for _ in range(REPORTS)]
        cursor.execute("select clock_timestamp()")
        ended = cursor.fetchone()[0]

        rows = everything(cursor)
        assert "intake.lock" in rows
        assert rows["public.intake_report"].count("\n") + 1 >= REPORTS
        marks = [
            ADDRESS,
            "marked-agent",
            "xx-marked",
            "marked.example",
            "127.0.0.1",
            "marked-message-5515",
            *TOLD.values(),
        ]
        for table, text in rows.items():
            for mark in marks:
                assert mark not in text, f"{mark} is in {table}"
            for code in found:
                digits = code.replace(" ", "")
                assert digits not in text, table
                assert digits[8:] not in text, table

        cursor.execute(
            "select table_schema, table_name, column_name from information_schema.columns"
            " where data_type like 'timestamp%%' and table_schema not in ('pg_catalog', 'information_schema')"
        )
        for schema, table, column in cursor.fetchall():
            cursor.execute(
                f'select count(*) from "{schema}"."{table}" where "{column}" between %s and %s', [began, ended]
            )
            assert cursor.fetchone()[0] == 0, f"{schema}.{table}.{column} holds the time of a report"

        cursor.execute("select name from pg_ls_waldir() where modification >= %s", [began - timedelta(seconds=1)])
        for (segment,) in cursor.fetchall():
            cursor.execute("select pg_read_binary_file('pg_wal/' || %s, 0, 16777216, true)", [segment])
            wal = bytes(cursor.fetchone()[0] or b"")
            for mark in [m for m in marks if m != "127.0.0.1"]:
                assert mark.encode() not in wal, f"{mark} is in the write-ahead log"
            for code in found:
                assert code.replace(" ", "")[8:].encode() not in wal


@pytest.mark.django_db
def test_the_code_and_what_is_told_are_in_no_log_line(nation: Any, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("", "django", "django.request", "django.server", "django.db.backends", "django.security", "rumduol"):
        caplog.set_level(logging.DEBUG, logger=name)
    reporter = Reporter()
    reporter.walk()
    reporter.send("send")
    mailbox = Mailbox()
    mailbox.open(reporter.code())
    mailbox.open("1234 5678 1234 5678 1234 5678 1234")
    Client().get("/en/report/nothing-here/")
    digits = reporter.code().replace(" ", "")
    for told in (digits, digits[8:], reporter.code(), "blue tower", "Please hurry"):
        assert told not in caplog.text
