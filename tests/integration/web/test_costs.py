"""What a page asks of the database does not grow with the number of cases: measured with three and with nine."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rumduol.access import actions as access_actions
from rumduol.access import database
from rumduol.access import queries as access
from rumduol.agencies.enums import Role
from rumduol.cases import actions as case_actions
from rumduol.cases import queries as cases
from rumduol.vault import search as sealed_search
from tests.integration.casework.test_file import NAME, open_girl

pytestmark = pytest.mark.django_db

# Statements of one request, each with a little air. A page that needs more asks somewhere once for every line.
MOST = {"list": 12, "names": 15, "search": 14, "home": 22, "file": 32, "case": 25}


@pytest.fixture
def worker(actor_of):
    return actor_of("social_psh", Role.CASE_WORKER)


@pytest.fixture
def girls(acting, worker):
    """Opens so many more cases of the same name, each with something late."""

    def open_more(count):
        with acting(worker):
            return [open_girl(worker) for _n in range(count)]

    return open_more


def statements(client, page, case):
    pages = {
        "list": lambda: client.get("/cases/"),
        "names": lambda: client.post("/cases/", {"purpose": "own_work", "status": "open"}),
        "search": lambda: client.post("/search/", {"q": NAME}),
        "home": lambda: client.get("/"),
        "file": lambda: client.get(f"/files/{case.id}/"),
        "case": lambda: client.get(f"/cases/{case.id}/"),
    }
    pages[page]()  # what a process remembers is remembered now
    with CaptureQueriesContext(connection) as asked:
        answer = pages[page]()
    assert answer.status_code == 200
    return len(asked), answer.content.decode()


@pytest.mark.parametrize("page", MOST)
def test_a_page_costs_the_same_for_three_cases_and_for_nine(client_of, worker, girls, page):
    first = girls(3)[0]
    few, _content = statements(client_of(worker), page, first)
    more = girls(6)
    many, content = statements(client_of(worker), page, first)
    assert many <= few + (page == "home"), (
        f"{page}: {few} statements with three, {many} with nine"
    )  # from eight on it counts
    assert many <= MOST[page]
    if page in {"list", "names", "search"}:
        assert all(case.number in content for case in more)
    if page == "names":
        assert content.count(NAME) >= 9


def test_the_first_page_shows_eight_of_what_is_late_and_counts_all(acting, worker, girls):
    girls(9)
    with acting(worker):
        shown, count, more = cases.first_due(worker, late=True, most=8)
        assert shown == cases.overdue(worker, most=8)
        assert (len(shown), count, more) == (8, len(cases.overdue(worker)), False) == (8, 9, False)
        assert {(due.what, due.url_name) for due in cases.overdue(worker)} == {("task", "cases:plan")}


def test_what_is_late_is_counted_up_to_a_bound_and_the_page_says_so(acting, worker, client_of, girls, monkeypatch):
    girls(4)
    monkeypatch.setattr("rumduol.cases.queries.waiting.COUNTED", 3)
    with acting(worker):
        assert cases.first_due(worker, late=True, most=8)[1:] == (3, True)
    page = client_of(worker).get("/").content.decode()
    assert "៣+" in page
    assert "ឬច្រើនជាងនេះ" in page


def test_what_is_due_on_a_case_is_the_same_from_its_parts_and_from_the_queue(acting, worker, girls):
    (girl,) = girls(1)
    with acting(worker):
        on_file = cases.case_overview(worker, girl.id).due
        in_queue = [*cases.overdue(worker), *cases.due_today(worker)]
        assert in_queue
        assert all(due in on_file for due in in_queue)


def test_cases_with_an_open_alarm_come_first_on_every_page(acting, worker, girls, monkeypatch):
    opened = girls(5)
    monkeypatch.setattr("rumduol.cases.queries.lists.PAGE", 2)
    with acting(worker):
        case_actions.raise_alarm(
            case_id=opened[0].id, kind="detained", happened_on=opened[0].standing_on, text="", by=worker
        )
        pages = [cases.list_cases(worker, page=number) for number in (1, 2, 3)]
    shown = [row.case.id for rows, _more in pages for row in rows]
    assert shown[0] == opened[0].id
    assert pages[0][0][0].alarms == 1
    assert sorted(shown) == sorted(case.id for case in opened)  # each once
    assert [more for _rows, more in pages] == [True, True, False]


def test_a_search_finds_nothing_of_another_office_and_nothing_without_a_session(acting, actor_of, worker, girls):
    girls(1)
    with acting(worker):
        key = sealed_search.index_key(worker)
        hashes = sealed_search._hashed(sealed_search.name_keys.search_plans(NAME), key)
        assert len(sealed_search._find("name", [hashes], "")) == 1
        assert sealed_search._find("name", [hashes], "report") == []
    with acting(actor_of("social_kandal", Role.CASE_WORKER)):
        assert sealed_search._find("name", [hashes], "") == []  # even with the other office's key
    with database.session(None):
        assert sealed_search._find("name", [hashes], "") == []


def test_a_search_leaves_out_what_the_reader_is_kept_from(acting, actor_of, worker, girls):
    girl, other = girls(2)
    ids = [girl.id, other.id]
    with acting(worker):
        assert set(cases.cases_by_id(worker, ids)) == set(ids)
        access_actions.declare_conflict(
            kind="case", record_id=girl.id, person_id=worker.person_id, because="relative", by=worker
        )
        assert access.conflicts_among(worker, ids) == {girl.id}
        assert set(cases.cases_by_id(worker, ids)) == {other.id}
    kandal = actor_of("social_kandal", Role.CASE_WORKER)
    with acting(kandal):
        assert cases.cases_by_id(kandal, ids) == {}
