"""Whatever is typed into a form: an answer in words, never a broken page, and nothing half kept."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote_plus

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.sql import SQL, Identifier

from rumduol.access import cookie
from tests.browsing import fill
from tests.claims import CLERK, LAWYER
from tests.world import INTEGRITY, INVESTIGATOR, OFFICER, OPERATOR, POLICE_BOSS, WORKER, Key, World

EXAMPLES = int(os.environ.get("RUMDUOL_FUZZ", "8"))  # per form; 10,000 before a release: CONTRIBUTING.md
ODD = [
    "", " ", "x", "ក", "x" * 300, "ក" * 300, "🙂🔥👩‍👧‍👦", "\u202eevil\u202c", "\u200b\u200c\u200d\ufeff", "a\x00b", "\ud800",
    "\udfff\ud800", "\u0000", "%00", "៛១២៣", "១៥", "-១", "150", "-1", "1e9", "999999999999999999999", "0x10", "٣", "²", "①", "2569",
    "2200", "1899", "31/2/2026", "៣១/២/២៥៦៩", "2026-13-45", "tomorrow", "+855 12 345 678", "+84 912 345 678",
    "+66 81 234 5678", "+86 138 1234 5678", "+60 12 345 6789", "+856 20 5555 1234", "not a number", "9999", "1801", "18",
    "00000000", "' or 1=1 --", "<script>alert(1)</script>", "{{ 7*7 }}", "../../etc/passwd", "null", "true", "[]", "{}",
    "00000000-0000-4000-8000-00000000dead", "km", "ZZ", "\r\n\r\nSet-Cookie: a=b", "a\u0300" * 200, "ﷺ" * 80,
]  # fmt: skip
odd = st.one_of(st.sampled_from(ODD), st.text(max_size=30), st.integers().map(str))
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
COUNTED = ["intake.Report", "intake.ReportPerson", "screening.Screening", "screening.Group", "cases.Case", "cases.Step", "cases.Note",
           "vault.SealedSection", "vault.SectionWrap", "vault.BlindIndex", "integrity.Complaint", "integrity.Message", "integrity.Step",
           "operations.Operation", "operations.FoundLine", "operations.Seized", "operations.Expense", "operations.Payment",
           "remedy.Claim", "remedy.Order", "remedy.Payment", "remedy.Release", "remedy.Settlement", "remedy.Testimony",
           "courts.Hearing", "courts.Witness", "courts.Supervision", "courts.ReportingDay"]  # fmt: skip
TABLES = [apps.get_model(label)._meta.db_table for label in COUNTED]
FORMS: dict[str, Key | None] = {
    "/reports/new/": OPERATOR, "/screening/new/": OFFICER, "/screening/groups/new/": OFFICER, "/cases/new/": WORKER,
    "/operations/new/": INVESTIGATOR, "/me/sign-in/": None, "/search/": WORKER, "/access/conflict/": INVESTIGATOR, "/me/password/": WORKER, "/purpose/": WORKER,
}  # fmt: skip
ON_A_RECORD: dict[str, Key] = {
    "/letters/{letter}/step/": INTEGRITY, "/letters/{letter}/about/": INTEGRITY, "/letters/{letter}/answer/": INTEGRITY,
    "/letters/{letter}/protect/": INTEGRITY, "/letters/{letter}/used/": INTEGRITY, "/letters/near/": INTEGRITY,
    "/letters/adopt/": INTEGRITY,
    "/cases/{case}/notes/": WORKER, "/cases/{case}/identity/": WORKER, "/cases/{case}/person/": WORKER,
    "/cases/{case}/decisions/": WORKER, "/cases/{case}/alarms/": WORKER, "/cases/{case}/custody/": WORKER,
    "/cases/{case}/plan/": WORKER, "/cases/{case}/links/": WORKER, "/cases/{case}/risk/": WORKER,
    "/cases/{case_closing}/visits/{visit}/": WORKER, "/reports/{report}/transfer/": INVESTIGATOR,
    "/reports/{report}/people/new/": INVESTIGATOR, "/reports/{report}/people/{report_person}/": INVESTIGATOR,
    "/reports/{report}/answer/": INVESTIGATOR, "/reports/{report}/join/": INVESTIGATOR,
    "/screening/{screening}/interview/journey/": OFFICER, "/screening/{screening}/conditions/": OFFICER,
    "/screening/{screening}/decide/": OFFICER, "/screening/{screening}/pass-on/": OFFICER,
    "/referrals/{referral_draft}/need/": WORKER, "/referrals/{referral_draft}/provider/": WORKER,
    "/referrals/consents/{consent}/withdraw/": WORKER, "/referrals/case/{case}/unmet/": WORKER,
    "/referrals/{referral}/open/identity/": WORKER,
    "/operations/{operation}/plan/change/": INVESTIGATOR, "/operations/{operation}/readers/": INVESTIGATOR,
    "/operations/{operation_approved}/call-off/": INVESTIGATOR, "/operations/{operation_begun}/finish/": INVESTIGATOR,
    "/operations/{operation_over}/expenses/new/": INVESTIGATOR, "/operations/expenses/{expense}/pay/": POLICE_BOSS,
    "/remedy/new/": LAWYER, "/remedy/{claim_draft}/sheet/": LAWYER, "/remedy/{claim}/order/": CLERK,
    "/remedy/{claim}/payment/": CLERK, "/remedy/{claim}/settlement/": LAWYER,
    "/courts/case/{court_case}/hearing/": CLERK, "/courts/hearing/{hearing}/witness/": CLERK,
    "/courts/case/{court_case}/supervision/": CLERK,
}  # fmt: skip


@contextmanager
def undone() -> Iterator[None]:
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


def browser(world: World, key: Key | None) -> Client:
    client = Client(raise_request_exception=False)
    if key:
        client.cookies[django_settings.SESSION_COOKIE_NAME] = cookie.to_cookie(world.member(key).secret)
    return client


def send(client: Client, address: str, fields: dict[str, Any]) -> Any:
    """As bytes, so that what is no UTF-8 can be sent too."""
    pairs = [(name, one) for name, value in fields.items() for one in (value if isinstance(value, list) else [value])]
    body = "&".join(
        f"{quote_plus(name.encode('utf-8', 'surrogatepass'))}={quote_plus(str(value).encode('utf-8', 'surrogatepass'))}"
        for name, value in pairs
    )
    return client.post(address, body, content_type="application/x-www-form-urlencoded")


def rows(world: World, key: Key | None) -> dict[str, int]:
    """How many rows of each kind the person sees."""
    counts = SQL(", ").join(SQL("(select count(*) from {})").format(Identifier(table)) for table in TABLES)
    with world.acting(key), connection.cursor() as cursor:
        cursor.execute(SQL("select {}").format(counts))
        return dict(zip(COUNTED, cursor.fetchone(), strict=True))


_BEFORE: dict[Key | None, dict[str, int]] = {}  # every example is undone: before each of them there is the same


def attack(world: World, key: Key | None, address: str, good: dict[str, Any], data: st.DataObject) -> None:
    names = sorted(good) or ["text"]
    changed = data.draw(st.dictionaries(st.sampled_from(names), odd, min_size=1, max_size=min(4, len(names))))
    extra = data.draw(
        st.dictionaries(st.sampled_from(["do", "go", "purpose", "revision", "x\ud800", "referral"]), odd, max_size=1)
    )
    if key not in _BEFORE:
        _BEFORE[key] = rows(world, key)
    with undone():
        answer = send(browser(world, key), address, good | changed | extra)
        assert answer.status_code < 500, (address, changed, extra, answer.status_code)
        if answer.status_code >= 400:
            assert rows(world, key) == _BEFORE[key], (address, changed, "half kept")


@pytest.mark.parametrize("address", [*FORMS, *ON_A_RECORD])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=SLOW, derandomize=True)
@given(data=st.data())
def test_no_form_breaks_and_none_keeps_a_half(world: World, address: str, data: st.DataObject) -> None:
    key = FORMS.get(address) or ON_A_RECORD.get(address)
    target = address.format(**{name: str(value) for name, value in world.ids.items()})
    if (target, key) not in _FILLED:
        with undone():
            client = browser(world, key)
            client.post(target, {"purpose": "own_work"})
            page = client.get(target)
            _FILLED[target, key] = fill(page.content) if page.status_code == 200 and page.content else {}
    attack(world, key, target, _FILLED[target, key], data)


_FILLED: dict[tuple[str, Key | None], dict[str, Any]] = {}


@pytest.mark.parametrize("address", ["/km/report/", "/vi/report/", "/km/letter/"])
@settings(max_examples=EXAMPLES * 2, deadline=None, suppress_health_check=SLOW, derandomize=True)
@given(data=st.data())
def test_a_public_letter_takes_anything_at_every_step(world: World, address: str, data: st.DataObject) -> None:
    """A walk through the questions in which any answer may be odd; a report or letter is sent whole or not at all."""
    with undone():
        client = browser(world, None)
        page = client.get(address)
        for _step in range(12):
            good = fill(page.content)
            if "step" not in good:
                break
            changed = data.draw(st.dictionaries(st.sampled_from(sorted(good)), odd, max_size=2))
            go = data.draw(st.sampled_from(["next", "next", "next", "back", "send", "more", "x"]))
            page = send(client, address, good | changed | {"go": go})
            assert page.status_code < 500, (changed, go)
            if page.status_code >= 400 and not page.content:
                break


@pytest.mark.parametrize(
    "address",
    [
        "/reports/",
        "/cases/",
        "/screening/all/",
        "/directory/",
        "/places/",
        "/places/search/",
        "/news/",
        "/access/log/",
        "/letters/",
        "/law/",
        "/law/tipse-12/",
    ],
)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=SLOW, derandomize=True)
@given(data=st.data())
def test_no_question_in_an_address_breaks_a_list(world: World, address: str, data: st.DataObject) -> None:
    names = [
        "page",
        "state",
        "status",
        "whose",
        "number",
        "q",
        "kind",
        "mine",
        "service",
        "place",
        "age",
        "sex",
        "next",
        "person",
    ]
    asked = data.draw(st.dictionaries(st.sampled_from(names), odd, min_size=1, max_size=3))
    query = "&".join(f"{k}={quote_plus(v.encode('utf-8', 'surrogatepass'))}" for k, v in asked.items())
    for key in (WORKER, INVESTIGATOR):
        with undone():
            answer = browser(world, key).get(f"{address}?{query}")
            assert answer.status_code < 500, (address, asked)
