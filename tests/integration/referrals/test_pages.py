"""The pages: a girl is referred with consent, sees it through, and takes her health back at the next click."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from rumduol.agencies.enums import Role
from rumduol.cases import queries as cases
from rumduol.referrals import actions, queries
from rumduol.referrals.models import Referral
from rumduol.shared.dates import today


@pytest.fixture
def desk(client_of, worker):
    return client_of(worker)


@pytest.fixture
def door(client_of, house):
    return client_of(house)


def url(name, *args):
    return reverse(f"referrals:{name}", args=args)


def body(response):
    return response.content.decode()


NEED = {
    "kind": "service", "urgency": "urgent", "service": "shelter_short", "sex": "female", "age": "១៥", "language": "vi",
    "place": "1801", "citizen": "no", "people": "1",
}  # fmt: skip
DECISION = {
    "accepts_provider": "yes", "sections": ["identity", "health"], "purpose": "shelter", "until": f"31/12/{today().year + 1}",
    "giver": "ad_litem", "manner": "thumb", "language": "vi", "words": "Toi muon o gan bien",
}  # fmt: skip


def test_the_story_of_a_referral(desk, door, case, houses, worker, acting):  # noqa: PLR0917
    start = desk.get(url("new", case.id))
    assert start.status_code == 200
    assert 'value="15"' in body(start)  # filled in from the case
    made = desk.post(url("new", case.id), NEED)
    with acting(worker):
        row = Referral.objects.get()
    assert made.headers["Location"] == url("provider", row.id)

    found = body(desk.get(url("provider", row.id)))
    assert "សេវា Lotus House" in found
    assert found.index("Lotus House") < found.index("Sunrise Boys")
    assert desk.post(url("provider", row.id), {"provider": str(houses.lotus.id)}).status_code == 302

    ask = body(desk.get(url("decision", row.id)))
    assert "checked" not in ask.split('name="sections"')[1].split("</div>")[0]  # nothing is ticked for the person
    assert desk.post(url("decision", row.id), DECISION).headers["Location"] == url("check", row.id)

    shown = body(desk.get(url("check", row.id)))
    assert "canary" not in shown
    assert "១៥" in shown or "15" in shown
    assert desk.post(url("check", row.id), {"message": "canary-message"}).headers["Location"] == url("referral", row.id)

    # the house, before: the coded minimum and no way in
    before = body(door.get(url("referral", row.id)))
    assert row.number in before
    assert "canary" not in before
    opened = body(door.post(url("open", row.id, "identity")))
    assert "canary-name" not in opened
    assert door.get(url("list")).status_code == 200

    assert door.post(url("accept", row.id)).status_code == 302
    assert "canary-name" in body(door.post(url("open", row.id, "identity")))
    assert "canary-health" in body(door.post(url("open", row.id, "health")))
    assert "canary-message" in body(door.post(url("open", row.id, "message")))
    for part in ("interview", "whereabouts", "words", "evidence", "nonsense"):
        assert door.post(url("open", row.id, part)).status_code == 404

    # she takes her health back
    case_page = body(desk.get(url("case", case.id)))
    with acting(worker):
        consent_id = queries.referral_for(worker, row.id).consent_id
    assert url("withdraw_consent", consent_id) in case_page
    back = desk.post(url("withdraw_consent", consent_id), {"sections": ["health"], "words": "no more"})
    assert back.headers["Location"] == url("case", case.id)
    gone = body(door.post(url("open", row.id, "health")))
    assert "canary-health" not in gone
    assert "canary-name" in body(door.post(url("open", row.id, "identity")))

    assert door.post(url("admit", row.id)).status_code == 302
    done = door.post(url("end", row.id), {"how": "handed_back", "reason": "family", "report": "canary-report"})
    assert done.headers["Location"] == url("referral", row.id)
    assert "canary-name" not in body(door.post(url("open", row.id, "identity")))
    assert "canary-report" in body(desk.post(url("open", row.id, "report")))
    assert "Toi muon o gan bien" in body(desk.post(url("open", row.id, "words")))
    assert desk.post(url("close", row.id)).status_code == 302


def test_what_was_typed_stays_when_an_answer_is_missing(desk, case, make, houses):
    wrong = desk.post(url("new", case.id), {**NEED, "service": ""})
    assert wrong.status_code == 422
    assert "១៥" in body(wrong)
    row = make(sent=False)
    wrong = desk.post(url("decision", row.id), {**DECISION, "until": "1/1/2020", "words": "kept-words"})
    assert wrong.status_code == 422
    assert "kept-words" in body(wrong)
    assert "govuk-error-summary" in body(wrong)
    wrong = desk.post(url("decision", row.id), {**DECISION, "giver": "best_interest"})
    assert wrong.status_code == 422


def test_refusing_the_provider_leads_to_another_one(desk, make, houses, worker, acting):
    row = make(sent=False)
    answer = desk.post(url("decision", row.id), {**DECISION, "accepts_provider": "no"})
    assert answer.headers["Location"] == url("provider", row.id)
    with acting(worker):
        assert queries.referral_for(worker, row.id).consent.accepts_provider is False


def test_nobody_fits_is_recorded_for_the_case(desk, make, case, worker, acting):
    from rumduol.directory import queries as directory

    row = make(sent=False)
    assert desk.post(url("unmet", case.id), {"referral": str(row.id)}).status_code == 302
    with acting(worker):
        assert [need.case_id for need in directory.unmet(worker)] == [case.id]
    assert desk.post(url("unmet", case.id), {"referral": "nonsense"}).status_code == 404


GET_PAGES = ("referral", "need", "provider", "decision", "check", "withdraw", "decline", "end")
POST_PAGES = ("withdraw", "give_up", "hand_over", "close", "accept", "decline", "admit", "end", "need", "decision")


def test_hidden_and_missing_are_the_same_page(make, client_of, actor_of):
    row = make()
    stranger = client_of(actor_of("social_kandal", Role.CASE_WORKER))
    for name in GET_PAGES:
        hidden, missing = stranger.get(url(name, row.id)), stranger.get(url(name, uuid4()))
        assert hidden.status_code == missing.status_code == 404, name
        assert len(hidden.content) == len(missing.content), name
    for name in POST_PAGES:
        assert stranger.post(url(name, row.id)).status_code == 404, name
    assert stranger.post(url("open", row.id, "identity")).status_code == 404
    assert stranger.get(url("withdraw_consent", row.consent_id)).status_code == 404
    assert stranger.get(url("case", row.case_id)).status_code == 404
    assert stranger.get(url("new", row.case_id)).status_code == 404


@pytest.mark.parametrize(
    ("office", "role"),
    [("police_psh", Role.INVESTIGATOR), ("committee", Role.NATIONAL_COORDINATOR), ("social_national", Role.AUDITOR)],
)
def test_roles_without_referrals_are_refused_at_the_door(office, role, make, client_of, actor_of):
    row = make()
    client = client_of(actor_of(office, role))
    assert client.get(url("list")).status_code == 403
    assert client.get(url("referral", row.id)).status_code == 403
    assert client.post(url("accept", row.id)).status_code == 403


def test_signed_out_people_are_sent_to_sign_in(make, client):
    row = make()
    assert client.get(url("referral", row.id)).status_code in {302, 401}


def test_the_sender_can_not_answer_for_the_house(make, desk):
    row = make()
    assert desk.post(url("accept", row.id)).status_code == 403
    assert desk.get(url("decline", row.id)).status_code == 403


def test_a_step_that_is_over_says_so(make, door, worker, acting):
    row = make()
    door.post(url("accept", row.id))
    assert door.get(url("decline", row.id)).status_code == 409
    with acting(worker):
        actions.withdraw(referral_id=row.id, by=worker)
    assert door.post(url("admit", row.id)).status_code == 409
    assert "canary" not in body(door.get(url("referral", row.id)))


def test_a_case_is_handed_over_whole_after_acceptance(  # noqa: PLR0917
    make, desk, client_of, keeper, nation, worker, actor_of, acting, case
):
    from rumduol.directory import actions as directory
    from tests.integration.directory.conftest import entry

    with acting(keeper):
        kandal = directory.register_provider(
            entry=entry("Kandal social affairs", kind="social_affairs", standing="public", province="08"),
            office_id=nation.offices["social_kandal"], by=keeper,
        )  # fmt: skip
    row = make(kandal, sections=("identity",), kind="transfer")
    theirs = actor_of("social_kandal", Role.CASE_WORKER)
    there = client_of(theirs)
    assert there.post(url("accept", row.id)).status_code == 302
    assert there.post(url("admit", row.id)).status_code == 409
    assert desk.post(url("hand_over", row.id)).status_code == 302
    with acting(theirs):
        assert cases.case_for(theirs, case.id).office_id == theirs.office_id
    assert desk.get(url("case", case.id)).status_code == 404  # it is not ours any more


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_page_is_there_in_both_languages(language, make, desk, door, case, worker, acting):  # noqa: PLR0917
    for client in (desk, door):
        client.post("/language/", {"language": language})
    draft = make(sent=False)
    row = make()
    with translation.override(language):
        for name in ("need", "provider", "decision", "check", "withdraw"):
            assert desk.get(url(name, draft.id)).status_code == 200, name
        assert f'<html lang="{language}"' in desk.get(url("list")).content.decode()
        assert desk.get(url("case", case.id)).status_code == 200
        assert desk.get(url("referral", row.id)).status_code == 200
        assert desk.get(url("withdraw_consent", row.consent_id)).status_code == 200
        for name in ("referral", "decline"):
            assert door.get(url(name, row.id)).status_code == 200, name
        door.post(url("accept", row.id))
        assert door.get(url("end", row.id)).status_code == 200


def test_an_open_referral_stands_against_closing_the_case(make, case, worker, acting):
    row = make()
    with acting(worker):
        words = [str(o.words) for o in cases.obstacles(cases.case_for(worker, case.id), worker)]
        assert any(row.number in text for text in words)
        actions.withdraw(referral_id=row.id, by=worker)
        words = [str(o.words) for o in cases.obstacles(cases.case_for(worker, case.id), worker)]
        assert not any(row.number in text for text in words)
