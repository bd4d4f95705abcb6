"""The girl is identified (no means needed); the man says he is no victim, and a second officer presumes him one."""

import re
from uuid import uuid4

import pytest

from rumduol.agencies.enums import Role
from rumduol.screening.models import Screening
from rumduol.screening.questionnaire import load

FULL = load("full-1")
CONDITIONS = {
    "private_place": "True", "suspects_away": "True", "needs_first": "True", "explained": "True",
    "right_to_stop": "True", "sex_as_preferred": "True", "interpreter": "not_needed", "support": "not_wanted",
    "consent": "True",
}  # fmt: skip
CHILD_CONDITIONS = CONDITIONS | {"child_setting": "on", "trained_interviewer": "on", "guardian": "ad_litem"}
MAN = {
    "name": "សុខ ប្រឌិត",
    "years": "៣១",
    "age_group": "unknown",
    "sex": "male",
    "nationality": "KH",
    "place_unknown": "on",
}
GIRL = {
    "name": "Nguyễn Thị Tưởng Tượng",
    "years": "15",
    "age_group": "unknown",
    "sex": "female",
    "nationality": "VN",
    "place_unknown": "on",
}


@pytest.fixture
def officer(actor_of, client_of):
    return client_of(actor_of("police_psh", Role.SCREENING_OFFICER))


@pytest.fixture
def colleague(actor_of, client_of):
    return client_of(actor_of("police_psh", Role.INVESTIGATOR))


@pytest.fixture
def with_officer(actor_of, acting):
    return lambda: acting(actor_of("police_psh", Role.SCREENING_OFFICER))


def the_only_one(with_officer):
    with with_officer():
        return Screening.objects.get()


def begin(client, person, conditions):
    """Start, settle the conditions; answers the address of the screening."""
    started = client.post("/screening/new/", person | {"key": str(uuid4())})
    assert started.status_code == 302, started.content.decode()[:3000]
    address = re.match(r"(/screening/[0-9a-f-]{36}/)", started["Location"])[1]
    recorded = client.post(f"{address}conditions/", conditions)
    assert recorded.status_code == 302, recorded.content.decode()[:3000]
    return address


def answer_all(client, address, yes=()):
    """Walk through every part of the interview, page by page."""
    page = client.get(f"{address}interview/")
    for section in FULL.sections:
        assert page["Location"].endswith(f"/interview/{section.code}/")
        shown = client.get(page["Location"])
        assert str(section.title) in shown.content.decode()
        revision = re.search(r'name="revision" value="(\d+)"', shown.content.decode())[1]
        answers = {q.code: "yes" if q.code in yes else "no" for q in FULL.in_section(section.code)}
        page = client.post(page["Location"], answers | {"revision": revision, "then": "next"})
        assert page.status_code == 302
    assert page["Location"].endswith("/reading/")
    return client.get(page["Location"]).content.decode()


def test_the_girl(officer, with_officer):
    address = begin(officer, GIRL, CHILD_CONDITIONS)
    reading = answer_all(officer, address, yes=("kind_sex", "act_moved"))
    assert "ការជួញដូរកុមារ" in reading
    assert str(FULL.question("act_moved").sign) in reading
    decided = officer.post(
        f"{address}decide/",
        {
            "outcome": "identified", "palermo": "child_trafficking", "domestic": "sexual_exploitation",
            "form": "sexual_prostitution", "other_form": "", "reason": "",
        },
    )  # fmt: skip
    assert decided.status_code == 302
    girl = the_only_one(with_officer)
    assert (girl.outcome, girl.age_band, girl.is_presumed) == ("identified", "9-17", True)
    page = officer.get(address).content.decode()
    assert GIRL["name"] not in page
    assert GIRL["name"] in officer.post(address).content.decode()


def test_the_man_and_the_second_officer(officer, colleague, with_officer):
    address = begin(officer, MAN, CONDITIONS)
    answer_all(officer, address)
    refused = officer.post(
        f"{address}decide/",
        {"outcome": "no_indication", "palermo": "not_trafficking", "domestic": "none", "form": "", "other_form": "", "reason": ""},
    )  # fmt: skip
    assert refused.status_code == 422
    decided = officer.post(
        f"{address}decide/",
        {
            "outcome": "no_indication", "palermo": "not_trafficking", "domestic": "none", "form": "", "other_form": "",
            "reason": "គាត់ថាគាត់មិនមែនជាជនរងគ្រោះ។",
        },
    )  # fmt: skip
    assert decided.status_code == 302
    assert officer.post(f"{address}second-look/", {"asked_by": "colleague", "reason": ""}).status_code == 302
    assert address not in officer.get("/screening/second-looks/").content.decode()
    assert officer.get(f"{address}review/").status_code == 403
    assert f"{address}review/" in colleague.get("/screening/second-looks/").content.decode()
    page = colleague.get(f"{address}review/").content.decode()
    assert "គាត់ថាគាត់មិនមែនជាជនរងគ្រោះ។" in page
    reviewed = colleague.post(
        f"{address}review/",
        {
            "outcome": "presumed", "palermo": "trafficking", "domestic": "labour", "form": "labour", "other_form": "",
            "reason": "Same house, same boss, no papers.",
        },
    )  # fmt: skip
    assert reviewed.status_code == 302
    man = the_only_one(with_officer)
    assert (man.status, man.outcome, man.is_presumed) == ("reviewed", "presumed", True)


def test_stop_is_on_every_page_and_keeps_what_was_said(officer, with_officer):
    address = begin(officer, MAN, CONDITIONS)
    for section in FULL.sections:
        assert 'value="stop"' in officer.get(f"{address}interview/{section.code}/").content.decode()
    with with_officer():
        revision = Screening.objects.get().revision
    stopped = officer.post(f"{address}interview/journey/", {"revision": revision, "act_moved": "yes", "then": "stop"})
    assert stopped["Location"] == address
    man = the_only_one(with_officer)
    assert (man.status, man.answered) == ("stopped", 1)
    assert officer.get(f"{address}interview/").status_code == 409
    assert officer.post(f"{address}resume/").status_code == 302
    assert officer.get(f"{address}interview/")["Location"].endswith("/promise/")


def test_two_officers_on_one_page_lose_nothing(officer, colleague):
    address = begin(officer, MAN, CONDITIONS)
    shown = officer.get(f"{address}interview/journey/").content.decode()
    revision = re.search(r'name="revision" value="(\d+)"', shown)[1]
    assert colleague.post(f"{address}interview/journey/", {"revision": revision, "act_moved": "yes"}).status_code == 302
    late = officer.post(f"{address}interview/journey/", {"revision": revision, "act_moved": "no"})
    assert late.status_code == 409
    page = late.content.decode()
    assert str(FULL.question("act_moved").text) in page
    newer = re.search(r'name="revision" value="(\d+)"', page)[1]
    assert int(newer) > int(revision)
    again = officer.post(f"{address}interview/journey/", {"revision": newer, "act_moved": "no"})
    assert again.status_code == 302


def test_a_missing_condition_asks_for_a_reason_and_keeps_what_was_ticked(officer):
    started = officer.post("/screening/new/", MAN | {"key": str(uuid4())})
    page = officer.post(started["Location"], CONDITIONS | {"private_place": "False"})
    assert page.status_code == 422
    text = page.content.decode()
    assert re.search(r'name="private_place" value="False"[^>]*checked', text)
    assert 'href="#id_reason"' in text


def test_the_page_sent_twice_starts_one_screening(officer, with_officer):
    form = MAN | {"key": str(uuid4())}
    first, second = officer.post("/screening/new/", form), officer.post("/screening/new/", form)
    assert first["Location"] == second["Location"]
    the_only_one(with_officer)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("years", "150"),
        ("years", "-1"),
        ("years", "ten"),
        ("sex", "f"),
        ("nationality", "XX"),
        ("name", "x" * 300),
        ("key", "1"),
    ],
)
def test_bad_input_gets_the_page_back(officer, field, value):
    page = officer.post("/screening/new/", MAN | {"key": str(uuid4()), field: value})
    assert page.status_code == 422
    assert "data-error-summary" in page.content.decode()


def test_unknown_age_shows_both_readings(officer):
    person = MAN | {"years": ""}
    address = begin(officer, person, CHILD_CONDITIONS)
    reading = answer_all(officer, address, yes=("kind_sex", "act_moved"))
    assert "ការជួញដូរកុមារ" in reading
    assert "<details" in reading
