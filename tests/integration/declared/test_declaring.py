"""From an office's own file to a figure shown beside the counted one: two people, rows only added, nothing put right."""

import io
import json
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from rumduol.agencies.enums import Role
from rumduol.audit.models import AuditEvent
from rumduol.declared import actions, queries
from rumduol.declared.enums import RefusalReason
from rumduol.declared.filing import suggest
from rumduol.declared.models import Decision, Declaration
from rumduol.declared.policies import NotYourAgency, SecondPersonNeeded
from rumduol.facts.models import Fact
from rumduol.facts.types import Period
from rumduol.indicators.catalogue import indicator
from rumduol.notices.models import Notice
from rumduol.reconcile.grids import grid_of
from rumduol.reconcile.tables import table_of
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere, WrongState
from rumduol.signin.actions import choose_language
from rumduol.web.records import page_of
from tests.browsing import fill

pytestmark = pytest.mark.django_db
BOSS, KEEPER, OTHER = (
    ("social_psh", Role.SUPERVISOR),
    ("social_national", Role.SUPERVISOR),
    ("social_kandal", Role.SUPERVISOR),
)
CLERK, PROSECUTOR = ("court_pp", Role.COURT_CLERK), ("court_pp", Role.PROSECUTOR)
STATISTICIAN = ("statistics", Role.STATISTICIAN)
YEAR = Period.year(2025)
RIGHT = (("sex", "Children", "Adults", "Total"), ("Women", 3, "<5", 7), ("Men", 0, 10, 10), ("Total", 3, 14, 17))
WRONG = (*RIGHT[:3], ("Total", 3, 14, 71))


@pytest.fixture
def people(actor_of, acting):
    """`with people(KEY) as actor`: that person at work."""

    class AtWork:
        def __init__(self, key):
            self.actor, self.session = actor_of(*key), acting(actor_of(*key))

        def __enter__(self):
            self.session.__enter__()
            return self.actor

        def __exit__(self, *said):
            return self.session.__exit__(*said)

    return AtWork


def declare(by, rows=RIGHT, code="victims", period=YEAR):
    table = table_of(grid_of("t", rows))
    return actions.declare(
        indicator=code, period=period, table=table, meaning=suggest(table, indicator(code)), sha256="a" * 64, by=by
    )


def confirmed(people, rows=RIGHT, **more):
    with people(BOSS) as by:
        row = declare(by, rows, **more)
    with people(KEEPER) as by:
        return actions.confirm(declaration_id=row.id, by=by)


def test_the_second_person_is_told_and_the_first_hears_what_became_of_it(people):
    with people(BOSS) as by:
        row = declare(by)
        assert not Notice.objects.filter(record_id=row.id).exists()  # not of one's own doing
    with people(KEEPER) as by:  # of the office above
        notice = Notice.objects.get(record_id=row.id)
        assert (notice.kind, notice.record_kind) == ("signature_wanted", "declaration")
        assert page_of(notice.record_kind, row.id) == f"/declared/{row.id}/"
        actions.confirm(declaration_id=row.id, by=by)
    for key, kinds in ((BOSS, ["signed"]), (OTHER, [])):
        with people(key):
            assert list(Notice.objects.filter(record_id=row.id).values_list("kind", flat=True)) == kinds


def test_what_is_kept_are_codes_and_numbers_as_printed(people):
    before = Fact.objects.count()
    row = confirmed(people)
    assert row.status == "confirmed"
    assert row.breakdowns == ["sex", "age"]
    assert ["female", "adult", "<5"] in row.cells
    assert (row.sums > 0, row.mismatches) == (True, 0)
    with people(STATISTICIAN):
        (found,) = queries.standing("victims", "2025")
        assert found.total.code == "17"
    assert Fact.objects.count() == before


def test_a_table_that_does_not_add_up_is_kept_as_printed_with_its_flag(people):
    row = confirmed(people, WRONG)
    assert row.mismatches > 0
    assert ["total", "total", "71"] in row.cells


def test_the_one_who_declared_does_not_confirm_not_even_past_the_action(people):
    with people(BOSS) as by:
        row = declare(by)
        with pytest.raises(SecondPersonNeeded):
            actions.confirm(declaration_id=row.id, by=by)
        with pytest.raises(DatabaseError, match="second person"), transaction.atomic():
            Decision.objects.create(declaration=row, status="confirmed", decided_by=by.person_id)


def test_a_colleague_beside_sees_nothing_and_one_above_decides(people):
    with people(BOSS) as by:
        row = declare(by)
    for key in (OTHER, STATISTICIAN):
        with people(key) as by:
            assert queries.declarations(by) == []
            with pytest.raises(NotThere):
                actions.confirm(declaration_id=row.id, by=by)
            with pytest.raises(DatabaseError), transaction.atomic():
                Decision.objects.create(declaration_id=row.id, status="confirmed", decided_by=by.person_id)
    with people(KEEPER) as by:
        assert actions.confirm(declaration_id=row.id, by=by).status == "confirmed"
    with people(STATISTICIAN) as by:  # reads what is confirmed, and decides nothing of it
        assert [one.id for one in queries.declarations(by)] == [row.id]
        with pytest.raises(NotYourAgency):
            actions.refuse(declaration_id=row.id, reason=RefusalReason.WRONG_PERIOD, by=by)
    with people(OTHER) as by:
        assert queries.declarations(by) == []


def test_a_court_declares_what_its_clerk_counted_and_the_prosecutor_confirms(people):
    with people(CLERK) as by:
        row = declare(by)
    with people(PROSECUTOR) as by:
        assert actions.confirm(declaration_id=row.id, by=by).status == "confirmed"


def test_a_later_table_stands_and_an_earlier_one_is_kept_and_not_confirmed_after_it(people):
    with people(BOSS) as by:
        late = declare(by, WRONG)
    first, second = confirmed(people, WRONG), confirmed(people)
    with people(KEEPER) as by:
        with pytest.raises(WrongState):
            actions.confirm(declaration_id=late.id, by=by)
        assert queries.replaced_by(first).id == second.id
        assert queries.replaced_by(second) is None
    with people(STATISTICIAN):
        assert [one.id for one in queries.standing("victims", "2025")] == [second.id]
        assert queries.standing("victims", "2024") == []


def test_refused_with_a_reason_it_counts_nowhere(people):
    with people(BOSS) as by:
        row = declare(by)
    with people(KEEPER) as by:
        with pytest.raises(InvalidInput):
            actions.refuse(declaration_id=row.id, reason="because", by=by)
        assert actions.refuse(declaration_id=row.id, reason="wrong_period", by=by).status == "refused"
        with pytest.raises(WrongState):
            actions.confirm(declaration_id=row.id, by=by)
    with people(STATISTICIAN):
        assert queries.standing("victims", "2025") == []


def test_periods_that_are_not_over_and_figures_that_are_no_numbers(people):
    with people(BOSS) as by:
        with pytest.raises(InvalidInput):
            declare(by, period=Period.year(today().year))
        with pytest.raises(NotThere):
            actions.declare(
                indicator="nothing",
                period=YEAR,
                table=table_of(grid_of("t", RIGHT)),
                meaning={},
                sha256="a" * 64,
                by=by,
            )


def test_the_log_names_each_step_and_no_number_of_the_table(people):
    row = confirmed(people, WRONG)
    events = AuditEvent.objects.filter(subject_id=row.id).order_by("event")
    with people(("social_national", Role.AUDITOR)):
        assert [one.event for one in events] == ["declared.confirmed", "declared.declared"]
        assert json.loads(events[1].body)["detail"] == {
            "indicator": "victims",
            "period": "2025",
            "mismatches": str(row.mismatches),
        }


@pytest.mark.parametrize(
    "sql",
    [
        "update declared_declaration set mismatches = 0",
        "update declared_declaration set status = 'confirmed'",
        "update declared_declaration set cells = '[[\"1\"]]'",
        "delete from declared_declaration",
        "delete from declared_decision",
        "truncate declared_decision, declared_declaration",
    ],
)
def test_the_application_cannot_change_or_remove(people, sql):
    confirmed(people, WRONG)
    with people(BOSS), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(sql)


@pytest.mark.parametrize(
    "cells",
    [[], [["total", "a name"]], [["total", "ឈ្មោះ"]], [["total", 7]], [["total", {"n": "7"}]], {"a": "b"}, ["total"]],
)
def test_the_database_takes_codes_and_nothing_typed(people, cells):
    with people(BOSS) as by, pytest.raises(DatabaseError), transaction.atomic():
        Declaration.objects.create(
            agency_id=by.agency_id, office_id=by.office_id, indicator="victims", period="2025", breakdowns=[], cells=cells,
            sums=0, mismatches=0, sha256="a" * 64, declared_by=by.person_id,
        )  # fmt: skip


@pytest.mark.parametrize("change", ["status", "declared_by", "office_id", "agency_id"])
def test_nobody_inserts_for_others_or_already_confirmed(people, actor_of, change):
    other = actor_of(*OTHER)
    others = {
        "status": "confirmed", "declared_by": other.person_id, "office_id": other.office_id,
        "agency_id": actor_of(*STATISTICIAN).agency_id,
    }  # fmt: skip
    with people(BOSS) as by:
        own = {"status": "waiting", "declared_by": by.person_id, "office_id": by.office_id, "agency_id": by.agency_id}
        values = own | {change: others[change], "breakdowns": [], "cells": [["7"]], "sums": 0, "mismatches": 0}
        with pytest.raises(DatabaseError), transaction.atomic():
            Declaration.objects.create(**values, indicator="victims", period="2025", sha256="a" * 64)


# ---- pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def browser(actor_of, client_of, acting):
    def of(key, language="en"):
        actor = actor_of(*key)
        with acting(actor):
            choose_language(language=language, by=actor)
        return client_of(actor)

    return of


def workbook(rows):
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def send(client, content, name="table.xlsx", code="victims", period="2025"):
    return client.post(
        "/declared/new/", {"indicator": code, "period": period, "file": SimpleUploadedFile(name, content)}
    )


def test_the_whole_way_through_the_pages(browser, people):
    boss, keeper, statistician = browser(BOSS), browser(KEEPER), browser(STATISTICIAN)
    asked = send(boss, workbook(WRONG))
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "does not hold" in page or "do not hold" in page
    assert Declaration.objects.count() == 0  # nothing is kept between the pages
    done = boss.post("/declared/lines/", fill(asked.content))
    assert done.status_code == 302, done.content.decode()
    address = done.headers["Location"]
    own = boss.get(address).content.decode()
    assert "You declared this table" in own
    assert "Confirm: this is what we counted" not in own
    assert "Confirm: this is what we counted" in keeper.get(address).content.decode()
    assert keeper.post(f"{address}confirm/").status_code == 302
    figure = statistician.get("/figures/?indicator=victims&period=2025&breakdowns=sex").content.decode()
    one = statistician.get("/figures/catalogue/victims/?period=2025&breakdowns=sex").content.decode()
    for shown in (figure, one):
        assert "Declared by other offices, not added" in shown
        assert "Agency social" in shown
        assert re.search(r"of its \d+ sums do(?:es)? not hold", shown)
        assert address in shown
    assert "71" in statistician.get(address).content.decode()
    assert "counted here" in statistician.get(address).content.decode()
    assert (
        "Declared by other offices" not in statistician.get("/figures/?indicator=victims&period=2024").content.decode()
    )


def test_in_khmer_with_khmer_labels(browser):
    boss = browser(BOSS, "km")
    rows = (("ភេទ", "ចំនួន"), ("ស្រី", "១០១"), ("ប្រុស", "<៥"), ("សរុប", "១០៤"))
    asked = send(boss, workbook(rows))
    done = boss.post("/declared/lines/", fill(asked.content))
    assert done.status_code == 302
    page = boss.get(done.headers["Location"]).content.decode()
    assert "១០១" in page
    assert "&lt;៥" in page


def test_a_line_that_nobody_knows_is_asked_again_with_what_was_chosen_kept(browser):
    boss = browser(BOSS)
    asked = send(boss, b"sex,count\nfemale,3\nZorblax,4\n", "t.csv")
    typed = fill(asked.content)
    answer = boss.post("/declared/lines/", typed | {"line_1": ""})
    assert answer.status_code == 422
    assert "Zorblax" in answer.content.decode()
    out = boss.post("/declared/lines/", typed | {"line_1": "out"})
    assert out.status_code == 302
    assert "Zorblax" not in boss.get(out.headers["Location"]).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from declared_declaration d where d::text ilike '%zorblax%'")
        assert cursor.fetchone() == (0,)


def test_a_table_of_another_person_or_changed_on_the_way_is_not_taken(browser):
    asked = fill(send(browser(BOSS), workbook(RIGHT)).content)
    assert browser(KEEPER).post("/declared/lines/", asked).status_code == 422
    # In the middle: the last letter of a base64 text carries two bits that mean nothing.
    middle = len(asked["sealed"]) // 2
    other = "B" if asked["sealed"][middle] == "A" else "A"
    changed = asked["sealed"][:middle] + other + asked["sealed"][middle + 1 :]
    assert browser(BOSS).post("/declared/lines/", asked | {"sealed": changed}).status_code == 422
    assert Declaration.objects.count() == 0


def test_several_sheets_no_table_and_too_many_lines_are_refused_with_a_reason(browser):
    boss, book, file = browser(BOSS), openpyxl.Workbook(), io.BytesIO()
    for sheet in (book.active, book.create_sheet("second")):
        for row in RIGHT:
            sheet.append(row)
    book.save(file)
    for content, name, said in (
        (file.getvalue(), "t.xlsx", "second"),
        (b"\x81\x8d\n", "t.csv", ""),
        (b"a,b\n" + b"".join(b"x%d,1\n" % n for n in range(400)), "t.csv", "too large"),
    ):
        answer = send(boss, content, name)
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_markup_in_a_label_stays_text(browser):
    page = send(browser(BOSS), b"sex,count\n<script>x</script>,3\nmale,4\n", "t.csv").content.decode()
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_who_may_enter(browser, client):
    for key, status in ((BOSS, 200), (CLERK, 200), (PROSECUTOR, 403), (("social_psh", Role.CASE_WORKER), 403)):
        assert browser(key).get("/declared/new/").status_code == status, key
    assert client.get("/declared/").status_code in {302, 401}
