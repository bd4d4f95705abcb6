"""The figures' pages: who may read them, and the Collaborative's persons beside them and never among them."""

import html

import pytest
from django.core.management import call_command

from rumduol.agencies.enums import Role
from rumduol.facts.ctdc import COLUMNS
from rumduol.indicators.catalogue import catalogue
from rumduol.indicators.reports import reports

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(nation, client_of):
    return lambda role: client_of(next(m.actor for key, m in nation.members.items() if key[1] == role))


def test_who_may_read_exact_figures(reader, client):
    for role, status in ((Role.NATIONAL_COORDINATOR, 200), (Role.STATISTICIAN, 200), (Role.CASE_WORKER, 403)):
        assert reader(role).get("/figures/").status_code == status, role
    assert client.get("/figures/").status_code in {302, 401}


def test_synthetic_persons_are_shown_as_such_and_not_counted(reader, tmp_path):
    file = tmp_path / "ctdc.csv"
    people = [{"citizenship": "KHM", "gender": "Female", "isForcedLabour": "1"}] * 7
    lines = [",".join(COLUMNS), *(",".join(person.get(name, "") for name in COLUMNS) for person in people)]
    file.write_text("\n".join(lines) + "\n")
    call_command("import_ctdc", str(file))
    coordinator = reader(Role.NATIONAL_COORDINATOR)
    coordinator.cookies["language"] = "en"
    page = coordinator.get("/figures/ctdc/").content.decode()
    assert "<strong>7</strong>" in page or "<strong>៧</strong>" in page
    own = coordinator.get("/figures/?indicator=victims&period=2021&breakdowns=sex").content.decode()
    assert "<strong>0</strong>" in own or "<strong>០</strong>" in own


@pytest.mark.parametrize(
    "query",
    [
        "indicator=victims&period=2026-13&breakdowns=sex",
        "indicator=nobody&period=2026&breakdowns=sex",
        "indicator=requests&period=2026&breakdowns=palermo",
        "indicator=victims&period=%00&breakdowns=sex",
        "indicator=victims&period=2026&breakdowns=sex&breakdowns=age&breakdowns=form&breakdowns=palermo&breakdowns=province",
        "period=2026",
    ],
)
def test_a_question_that_makes_no_sense_is_answered_with_a_reason(reader, query):
    answer = reader(Role.STATISTICIAN).get(f"/figures/?{query}")
    assert answer.status_code == 422
    assert "govuk-error" in answer.content.decode()


@pytest.mark.parametrize("page", ["/figures/?indicator=screened&", "/figures/catalogue/screened/?"])
def test_a_table_that_nobody_could_read_is_refused_with_what_is_possible(coordinator, page):
    many = "&".join(f"breakdowns={name}" for name in ("district", "form_detail", "sex", "age"))
    answer = coordinator.get(f"{page}period=2026&{many}")
    assert answer.status_code == 422
    assert "ច្រើនបំផុត ៥០,០០០ ក្រឡា" in answer.content.decode()
    assert coordinator.get(f"{page}period=2026&{many.replace('&breakdowns=form_detail', '')}").status_code == 200


@pytest.fixture
def coordinator(reader):
    return reader(Role.NATIONAL_COORDINATOR)


def test_every_indicator_and_every_report_has_a_page(coordinator):
    listed = coordinator.get("/figures/catalogue/").content.decode()
    for code, subject in catalogue().items():
        assert f"/figures/catalogue/{code}/" in listed
        answer = coordinator.get(f"/figures/catalogue/{code}/")
        assert answer.status_code == 200, code
        assert subject.word("name", "km") in html.unescape(answer.content.decode()), code
    for code in reports():
        assert coordinator.get(f"/figures/reports/{code}/").status_code == 200, code
    assert coordinator.get("/figures/catalogue/nobody/").status_code == 404
    assert coordinator.get("/figures/reports/nobody/").status_code == 404


def test_a_page_answers_as_of_a_day_in_khmer_digits_and_refuses_nonsense(coordinator):
    page = "/figures/catalogue/victims/?period=2026&breakdowns=sex"
    assert "2026" in coordinator.get(f"{page}&as_of=២០២៦-០៣-៣១").content.decode()
    assert coordinator.get(f"{page}&as_of=2026-13-31").status_code == 422
    assert coordinator.get("/figures/catalogue/victims/?period=soon").status_code == 422
    assert coordinator.get("/figures/catalogue/victims/?period=2026&breakdowns=reason").status_code == 422


def test_what_has_no_source_is_no_zero(coordinator):
    page = coordinator.get("/figures/catalogue/inspections/").content.decode()
    assert "មិនទាន់មានប្រភព" in page
    assert "មិនទាន់បានផ្គូផ្គង" in coordinator.get("/figures/catalogue/victims/?period=2026").content.decode()
