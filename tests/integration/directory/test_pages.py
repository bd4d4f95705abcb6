"""Pages of the directory, in both languages; what each house keeps itself; what police do not see."""

from uuid import uuid4

import pytest
from django.urls import reverse

from rumduol.agencies.enums import Role
from rumduol.directory import actions, queries
from rumduol.directory.models import HelpContact
from rumduol.shared.dates import today

ASK = {
    "service": "shelter_short",
    "sex": "male",
    "age": "16",
    "language": "vi",
    "medical": "wound",
    "tonight": "on",
    "people": "1",
}


def url(name, *args):
    return reverse(f"directory:{name}", args=args)


def body(response):
    return response.content.decode()


@pytest.mark.parametrize("language", ["km", "en"])
def test_search_explains_each_answer(language, houses, client_of, actor_of):
    desk = client_of(actor_of("social_psh", Role.CASE_WORKER))
    desk.post("/language/", {"language": language})
    found = desk.get(url("search"), {**ASK, "place": "0110"})
    assert found.status_code == 200
    assert f'<html lang="{language}"' in body(found)
    assert body(found).index("Sunrise Boys") < body(found).index("Lotus House")
    for name in ("list", "help_lines", "unmet_list"):
        assert desk.get(url(name)).status_code == 200
    assert desk.get(url("provider", houses.lotus.id)).status_code == 200
    assert desk.get(url("provider", uuid4())).status_code == 404


def test_english_reasons_are_sentences_a_worker_can_read(houses, client_of, actor_of, acting):
    from django.utils import translation

    from rumduol.directory.showing import shown
    from rumduol.directory.types import Need

    worker = actor_of("social_psh", Role.CASE_WORKER)
    need = Need(
        services=("shelter_short",), sex="male", age_from=16, age_to=16, language="vi", medical=frozenset({"wound"}),
        tonight=True, place="0110",
    )  # fmt: skip
    with acting(worker), translation.override("en"):
        first, *rest = [shown(result) for result in queries.search(worker, need)]
    assert "takes boys from 8 to 17" in first.goods
    assert "no interpreter: Vietnamese" in first.gaps
    assert "can not care for wounds: see a clinic first" in first.gaps
    lotus = next(row for row in rest if "Lotus" in row.candidate.name)
    assert "takes only girls and women to 25" in lotus.barriers
    assert lotus.km is None


def test_a_wrong_question_keeps_what_was_typed(houses, client_of, actor_of):
    desk = client_of(actor_of("social_psh", Role.CASE_WORKER))
    answer = desk.get(url("search"), {**ASK, "age": "abc", "place": "9999"})
    assert answer.status_code == 200
    assert "abc" in body(answer)
    assert "govuk-error-summary" in body(answer)


def test_the_unmet_need_is_recorded_from_the_page(houses, client_of, actor_of):
    desk = client_of(actor_of("social_psh", Role.CASE_WORKER))
    assert desk.post(url("unmet"), ASK).headers["Location"] == url("unmet_list")
    officer = client_of(actor_of("police_psh", Role.INVESTIGATOR))
    assert officer.post(url("unmet"), ASK).status_code == 403


def test_police_read_no_number_and_no_place_of_a_confidential_house(houses, client_of, actor_of):
    officer = client_of(actor_of("police_psh", Role.INVESTIGATOR))
    page = body(officer.get(url("provider", houses.lotus.id)))
    assert "+85512000111" not in page
    assert "012 000 111" not in page
    social = client_of(actor_of("social_psh", Role.CASE_WORKER))
    assert "12000111" in body(social.get(url("provider", houses.lotus.id))).replace(" ", "")


def test_a_house_keeps_its_own_entry(houses, client_of, actor_of, acting):
    worker = actor_of("lotus_shelter", Role.SHELTER_WORKER)
    desk = client_of(worker)
    for name in ("edit", "service_new", "places", "whereabouts"):
        assert desk.get(url(name, houses.lotus.id)).status_code == 200, name
        assert desk.get(url(name, houses.boys.id)).status_code == 403, name
    told = desk.post(url("places", houses.lotus.id), {str(houses.girls_bed.id): "០"})
    assert told.status_code in {302, 422}
    assert desk.post(url("places", houses.lotus.id), {str(houses.girls_bed.id): "4"}).status_code == 302
    with acting(worker):
        assert queries.provider_for(worker, houses.lotus.id).services.all()[0].free == 4
    sealed = desk.post(url("whereabouts", houses.lotus.id), {"address": "canary street"})
    assert sealed.status_code == 302
    assert "canary street" in body(desk.get(url("whereabouts", houses.lotus.id)))
    assert "canary street" not in body(desk.get(url("provider", houses.lotus.id)))
    wrong = desk.post(
        url("service", houses.lotus.id, houses.girls_bed.id),
        {"kind": "shelter_short", "female": "on", "female_from": "20", "female_to": "10", "citizens": "on"},
    )
    assert wrong.status_code == 422


def test_the_keeper_enters_a_provider_its_agreement_and_its_check(keeper, client_of):
    desk = client_of(keeper)
    entry = {
        "name_km": "ផ្ទះសាក", "name_en": "Trial House", "kind": "shelter", "standing": "ngo", "place": "0204",
        "telephone": "012 345 678", "revision": "0", "active": "on",
    }  # fmt: skip
    made = desk.post(url("new"), entry)
    assert made.status_code == 302
    address = made.headers["Location"]
    assert (
        desk.post(
            address + "agreement/", {"reference": "12", "begins_on": "1/1/2026", "ends_on": "1/1/2025"}
        ).status_code
        == 422
    )
    good = {"reference": "12", "begins_on": "1/1/2026", "ends_on": f"1/1/{today().year + 2}"}
    assert desk.post(address + "agreement/", good).status_code == 302
    assert desk.post(address + "check/", {"checked_on": "1/6/2026", "result": "met"}).status_code == 302
    hidden = desk.post(url("new"), {**entry, "confidential": "on", "serves": ["02"]})
    assert hidden.status_code == 422
    assert "Trial House" in body(hidden)


def test_nobody_else_enters_providers(client_of, actor_of):
    for office, role, answer in (
        ("police_psh", Role.SUPERVISOR, 403),
        ("social_psh", Role.CASE_WORKER, 403),
        ("committee", Role.NATIONAL_COORDINATOR, 200),
    ):
        assert client_of(actor_of(office, role)).get(url("new")).status_code == answer


@pytest.mark.parametrize("language", ["km", "en", "vi", "th", "zh-hans"])
def test_the_public_page_shows_tried_lines_only_and_sets_no_cookie(language, client, keeper, acting):
    rows = [
        {"country": "kh", "name_en": f"Line {n} (invented)", "name_km": "", "channel": "Phone", "value": f"199{n}"}
        for n in (1, 2)
    ]
    actions.import_help(rows, source="test")
    tried = HelpContact.objects.get(value="1991")
    with acting(keeper):
        actions.verify_help(help_id=tried.id, by=keeper)
    page = client.get(f"/{language}/help-lines/")
    assert page.status_code == 200
    assert "1991" in body(page)
    assert "1992" not in body(page)
    assert not page.cookies
    assert len(page.content) < 50_000
