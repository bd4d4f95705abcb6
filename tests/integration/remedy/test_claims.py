"""A claim from consent to the last instalment, and every door that stays shut; asked of the program and of the database."""

import importlib
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from rumduol.access import cookie
from rumduol.agencies.enums import Role
from rumduol.facts.enums import Kind, Source
from rumduol.facts.models import Fact
from rumduol.facts.queries import count_by
from rumduol.notices.models import Notice
from rumduol.remedy import actions, queries
from rumduol.remedy.enums import RELEASE_TRANSITIONS, TRANSITIONS, ClaimStatus
from rumduol.remedy.models import Claim, Order, Payment, Release, Settlement
from rumduol.remedy.sheet import Line
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere, WrongState
from tests.claims import CHILD, CLERK, LAWYER, PROSECUTOR, begun, criminal_number

OTHER_LAWYER = ("justicehelp", Role.LEGAL_AID_LAWYER)
OTHER_COURT = ("court_kandal", Role.COURT_CLERK)


@pytest.fixture(autouse=True)
def undone(world):
    mark = transaction.savepoint()
    yield
    transaction.savepoint_rollback(mark)


def refused_by_the_database(act):
    with pytest.raises(DatabaseError), transaction.atomic():
        act()


def test_nobody_else_sees_it(world):
    for key in (OTHER_LAWYER, OTHER_COURT, ("social_psh", Role.CASE_WORKER), ("police_psh", Role.INVESTIGATOR)):
        with world.acting(key):
            assert Claim.objects.count() == Payment.objects.count() == Order.objects.count() == 0
            with pytest.raises(NotThere):
                queries.claim_for(world.actor(key), world["claim"])
    with world.acting(CLERK):  # what is not filed is the client's own business
        assert set(Claim.objects.values_list("id", flat=True)) == {world["claim"]}


def test_no_claim_without_consent_nor_an_empty_one(world):
    by = world.actor(LAWYER)
    with world.acting(LAWYER):
        claim = actions.begin(criminal_number=criminal_number(world), who=CHILD, by=by)
    with world.acting(LAWYER):
        with pytest.raises(WrongState):
            actions.file_claim(claim_id=claim.id, by=by)
        with pytest.raises(InvalidInput):
            actions.consent(claim_id=claim.id, giver="self", language="km", words="yes", by=by)  # a child is not alone
        actions.consent(claim_id=claim.id, giver="guardian", language="km", words="yes", by=by)
        with pytest.raises(InvalidInput):
            actions.file_claim(claim_id=claim.id, by=by)
        with pytest.raises(InvalidInput) as refused:
            actions.add_line(claim_id=claim.id, line=Line("medical", 500, "bill", currency="usd"), by=by)
        assert "currency" in refused.value.errors
        refused_by_the_database(lambda: Claim.objects.filter(id=claim.id).update(status="ordered"))
    with pytest.raises(InvalidInput), world.acting(LAWYER):
        actions.begin(criminal_number="J-26-000000", who=CHILD, by=by)


def test_a_payment_larger_than_what_is_owed(world):
    clerk = world.actor(CLERK)
    with world.acting(CLERK):
        facts = Fact.objects.count()
        with pytest.raises(InvalidInput) as refused:
            actions.pay(claim_id=world["claim"], on=today(), riel=6_000_001, source="accused", by=clerk)
        assert "៦,០០០,០០០" in str(refused.value.errors["riel"][0]) or "6,000,000" in str(
            refused.value.errors["riel"][0]
        )
        assert (Payment.objects.count(), Fact.objects.count()) == (1, facts)
        refused_by_the_database(
            lambda: Payment.objects.create(
                claim_id=world["claim"], office_id=clerk.office_id, by_id=clerk.person_id, on=today(), riel=6_000_001,
                source="accused", held=True,
            )
        )  # fmt: skip
        refused_by_the_database(lambda: Payment.objects.filter(id=world["payment"]).update(riel=1))
        refused_by_the_database(lambda: Claim.objects.filter(id=world["claim"]).update(status="paid"))
    with world.acting(LAWYER):
        actions.pay(claim_id=world["claim"], on=today(), riel=2_000_000, source="fund", by=world.actor(LAWYER))
    with world.acting(CLERK):
        actions.pay(claim_id=world["claim"], on=today(), riel=4_000_000, source="seized", by=clerk)
        assert Claim.objects.get(id=world["claim"]).status == ClaimStatus.PAID
        actions.cancel_payment(claim_id=world["claim"], payment_id=world["payment"], by=clerk)
        assert Claim.objects.get(id=world["claim"]).status == ClaimStatus.ORDERED
        refused_by_the_database(
            lambda: Payment.objects.filter(id=world["payment"]).update(cancelled_at=None, cancelled_by_id=None)
        )


@pytest.mark.parametrize(
    ("permille", "since", "payments", "at"),
    [(0, None, [10], 0), (50, 400, [300, 200, 100], 0), (73, 100, [390, 1], 30), (1000, 0, [], 0), (50, -10, [5], 0)],
)
def test_the_database_reckons_as_the_program_does(world, permille, since, payments, at):
    clerk, days = world.actor(CLERK), lambda n: today() - timedelta(days=n)
    claim_id = begun(world, criminal_number(world), "equal")
    with world.acting(LAWYER):
        actions.file_claim(claim_id=claim_id, by=world.actor(LAWYER))
    with world.acting(CLERK):
        Order.objects.create(
            claim_id=claim_id, office_id=clerk.office_id, by_id=clerk.person_id, on=days(400), riel=7_777_777,
            interest_basis="judgment" if permille else "none", interest_permille=permille,
            interest_from=days(since) if permille else None,
        )  # fmt: skip
        for n, day in enumerate(payments):
            Payment.objects.create(
                claim_id=claim_id, office_id=clerk.office_id, by_id=clerk.person_id, on=days(day), riel=1_000_003 + n,
                source="accused", held=True,
            )  # fmt: skip
        order = queries.standing_order(claim_id)
        for on in (days(at), today(), today() + timedelta(days=77)):
            with connection.cursor() as cursor:
                cursor.execute("select remedy_due(%s, %s)", [claim_id, on])
                assert cursor.fetchone()[0] == queries.owed_on(order, queries.payments_of(claim_id), on).left


def test_a_childs_money_leaves_with_two_signatures_of_others(world):
    lawyer, prosecutor, clerk = world.actor(LAWYER), world.actor(PROSECUTOR), world.actor(CLERK)
    one = {"claim_id": world["claim"], "release_id": world["child_release"]}
    with world.acting(LAWYER):
        with pytest.raises(NotAllowed):
            actions.sign_release(**one, by=lawyer)
        with pytest.raises(WrongState):
            actions.pay_out(**one, on=today(), by=lawyer)
        with pytest.raises(WrongState):  # not 18 yet
            actions.ask_release(claim_id=world["claim"], riel=1, purpose="majority", reason="", by=lawyer)
        with pytest.raises(InvalidInput):
            actions.ask_release(claim_id=world["claim"], riel=2_000_001, purpose="school", reason="", by=lawyer)
        refused_by_the_database(
            lambda: Release.objects.create(
                claim_id=world["claim"],
                office_id=lawyer.office_id,
                by_id=lawyer.person_id,
                riel=2_000_001,
                purpose="health",
            )
        )
        row = Release.objects.filter(id=world["child_release"])
        refused_by_the_database(lambda: row.update(first_by_id=prosecutor.person_id, first_at="2026-01-01T00:00Z"))
        refused_by_the_database(lambda: row.update(status="approved"))
        refused_by_the_database(lambda: row.update(riel=5))
    with world.acting(PROSECUTOR):
        assert Notice.objects.filter(record_id=world["claim"], kind="release_to_sign").exists()
        actions.sign_release(**one, by=prosecutor)
        with pytest.raises(NotAllowed):
            actions.sign_release(**one, by=prosecutor)
        refused_by_the_database(
            lambda: Release.objects.filter(id=world["child_release"]).update(
                second_by_id=prosecutor.person_id, second_at="2026-01-01T00:00Z", status="approved"
            )
        )
    with world.acting(CLERK):
        assert actions.sign_release(**one, by=clerk).status == "approved"
    with world.acting(LAWYER):
        assert actions.pay_out(**one, on=today(), by=lawyer).status == "paid_out"
        with pytest.raises(WrongState):
            actions.cancel_payment(claim_id=world["claim"], payment_id=world["payment"], by=lawyer)


def test_a_settlement_is_recorded_and_the_claim_stays(world):
    with world.acting(PROSECUTOR):
        row = Settlement.objects.get(claim_id=world["claim"])
        assert (row.proposers, row.pressure) == (["accused_family"], True)
        assert Claim.objects.get(id=world["claim"]).status == ClaimStatus.ORDERED
        assert Notice.objects.filter(record_id=world["claim"], kind="claim_settlement").exists()
        refused_by_the_database(lambda: Settlement.objects.filter(id=row.id).update(riel=1))
    with world.acting(("statistics", Role.STATISTICIAN)):
        found = Fact.objects.filter(kind="compensation").values_list("outcome", "extra")
        assert {(outcome, extra["riel"]) for outcome, extra in found} == {
            ("ordered", 9_000_000), ("paid", 3_000_000), ("settled_outside", 500_000)
        }  # fmt: skip


def test_on_appeal_a_new_order_replaces_the_old_and_less_than_was_paid_is_refused(world):
    clerk = world.actor(CLERK)
    with world.acting(CLERK):
        with pytest.raises(InvalidInput):
            actions.order(claim_id=world["claim"], on=today(), riel=2_999_999, by=clerk)
        actions.order(claim_id=world["claim"], on=today(), riel=3_000_000, by=clerk)
        assert Claim.objects.get(id=world["claim"]).status == ClaimStatus.PAID
        with pytest.raises(InvalidInput):
            actions.order(claim_id=world["claim"], on=today() + timedelta(days=1), riel=5, by=clerk)
        for bad in ({"basis": "judgment"}, {"basis": "judgment", "permille": 2000, "since": today()}, {"article": "x"}):
            with pytest.raises(InvalidInput):
                actions.order(claim_id=world["claim"], on=today(), riel=4_000_000, by=clerk, **bad)
    with world.acting(("statistics", Role.STATISTICIAN)):  # the claim counts once, with the order that stands
        ordered = count_by(
            source=Source.NATIONAL, kinds=[Kind.COMPENSATION], by=["outcome"], where={"outcome": ["ordered"]}, riel=True
        )
        assert ordered == [(("ordered",), 3_000_000)]


def test_the_database_knows_the_same_steps():
    written = importlib.import_module("rumduol.remedy.migrations.0002_walls_and_ledger")
    steps = {f"{old} {new}" for old, follow in TRANSITIONS.items() for new in follow}
    releases = {f"{old} {new}" for old, follow in RELEASE_TRANSITIONS.items() for new in follow}
    assert (set(written.STEPS), set(written.RELEASES)) == (steps, releases)


def test_pages(world):
    def client(key):
        made = Client()
        made.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(world.member(key).secret)
        return made

    lawyer, clerk = client(LAWYER), client(CLERK)
    page = reverse("remedy:claim", args=[world["claim"]])
    for who in (lawyer, clerk):
        html = who.get(page).content.decode()
        assert "៦,០០០,០០០" in html
        assert who.get(reverse("remedy:list")).status_code == 200
    draft = world["claim_draft"]
    with_words = lawyer.get(reverse("remedy:sheet", args=[draft]))
    assert with_words.status_code == 200  # the lawyer wrote it today: the purpose is known
    assert "១០,០០០,០០០" in with_words.content.decode()
    assert "invented claim.settlement" in lawyer.get(reverse("remedy:words", args=[world["claim"]])).content.decode()
    assert clerk.get(reverse("remedy:sheet", args=[world["claim"]])).status_code == 428
    typed = {
        "kind": "wages",
        "currency": "usd",
        "amount": "250.50",
        "months": "១២",
        "paid": "",
        "percent": "",
        "basis": "x",
    }
    refused = lawyer.post(reverse("remedy:sheet", args=[draft]), typed)
    assert refused.status_code == 422
    assert "250.50" in refused.content.decode()  # nothing typed is lost
    day = f"{today():%d/%m/%Y}"
    lawyer.post(reverse("remedy:rate", args=[draft]), {"rate": "4,100", "source": "national_bank", "on": day})
    assert lawyer.post(reverse("remedy:sheet", args=[draft]), typed).status_code == 302
    assert "១២,៣២៤,៦០០" in lawyer.get(reverse("remedy:sheet", args=[draft])).content.decode()  # 250.50 x 12 x 4,100
    too_much = clerk.post(
        reverse("remedy:payment", args=[world["claim"]]), {"on": day, "riel": "99000000", "source": "accused"}
    )
    assert too_much.status_code == 422
    assert "99000000" in too_much.content.decode()
    assert (
        clerk.post(
            reverse("remedy:payment", args=[world["claim"]]), {"on": day, "riel": "x", "source": "?"}
        ).status_code
        == 422
    )


def test_what_was_typed_is_kept_for_its_writer_alone(world):
    clients = {}
    for key in (LAWYER, CLERK):
        clients[key] = Client()
        clients[key].cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(world.member(key).secret)
    claim, draft = [world["claim"]], [world["claim_draft"]]
    for key, name, form, args, typed in (
        (LAWYER, "new", "BeginForm", [], {"criminal_number": "J-26-XX"}), (LAWYER, "sheet", "LineForm", draft, {"basis": "វិក្កយបត្រ"}),
        (LAWYER, "settlement", "SettlementForm", claim, {"words": "គេផ្ដល់ប្រាក់"}), (LAWYER, "testimony", "TestimonyForm", claim, {"words": "ពាក្យបង្កើតឡើង ៧៧"}),
        (CLERK, "order", "OrderForm", claim, {"riel": "7654321"}), (CLERK, "payment", "PaymentForm", claim, {"riel": "7654321"}),
    ):  # fmt: skip
        page = reverse(f"remedy:{name}", args=args)
        kept = clients[key].post(reverse("drafts:keep"), {"draft_page": page, "draft_form": form, **typed})
        assert kept.status_code < 400, name
        (words,) = typed.values()
        assert words in clients[key].get(f"{page}?draft={form}").content.decode(), name
    page = reverse("remedy:testimony", args=claim)
    assert "ពាក្យបង្កើតឡើង ៧៧" not in clients[CLERK].get(f"{page}?draft=TestimonyForm").content.decode()
