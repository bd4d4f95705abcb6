"""The frame of every page: language, errors with a next step, nothing kept, nothing from outside."""

import re
import uuid

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import Client, override_settings
from django.urls import include, path

from rumduol.agencies.enums import Role
from rumduol.shared.errors import InvalidInput, NotAllowed, NotSignedIn, NotThere, Stale, WrongState
from rumduol.web import navigation, records

pytestmark = pytest.mark.django_db

RAISED = {
    "hidden": NotThere,
    "forbidden": NotAllowed,
    "out": NotSignedIn,
    "state": WrongState,
    "stale": lambda: Stale(differences={"goal": ("theirs & co", "mine")}),
    "input": lambda: InvalidInput(errors={"age": ["too old"]}),
    "broken": lambda: ValueError("Sok Dara, born 2011"),
}


def raising(request: HttpRequest, what: str, lang: str = "") -> HttpResponse:
    raise RAISED[what]()


def saved(request: HttpRequest) -> HttpResponse:
    return HttpResponse("saved")


urlpatterns = [
    path("raise/<str:what>/", raising),
    path("<str:lang>/raise/<str:what>/", raising),
    path("save/", saved),
    path("", include("config.urls")),
]
handler400 = "rumduol.web.errors.bad_request"
handler403 = "rumduol.web.errors.not_allowed"
handler404 = "rumduol.web.errors.not_there"
handler500 = "rumduol.web.errors.broken"


@pytest.fixture(autouse=True)
def doors():
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("hidden", 404, "គ្មានអ្វីនៅទីនេះទេ"),
        ("forbidden", 403, "តួនាទីរបស់អ្នក"),
        ("state", 409, "មិនអាចធ្វើជំហាននេះ"),
        ("stale", 409, "theirs &amp; co"),
        ("input", 422, "too old"),
        ("broken", 500, "ខាងយើងមានបញ្ហា"),
    ],
)
def test_an_error_is_a_page_with_a_next_step(client, what, status, words):
    answer = client.get(f"/raise/{what}/")
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert 'href="/"' in page


def test_hidden_and_missing_are_the_same_page(client):
    hidden, missing = client.get("/raise/hidden/"), client.get("/rumduol/nothing")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content
    assert dict(hidden.headers) == dict(missing.headers)


def test_what_broke_is_never_shown_nor_logged(client, caplog):
    page = client.get("/raise/broken/").content.decode()
    assert "Sok Dara" not in page + caplog.text
    number = re.search(r'class="mono">(\w{8})<', page)
    assert number
    assert number[1] in caplog.text


def test_a_broken_shell_still_gives_a_page_with_words(client, monkeypatch):
    def breaks(*args: object) -> dict[str, object]:
        raise RuntimeError("the shell broke too")

    monkeypatch.setattr("rumduol.web.context.public_languages", breaks)
    for address in ("/raise/hidden/", "/km/raise/hidden/"):
        answer = client.get(address)
        assert answer.status_code == 500
        assert "ខាងយើងមានបញ្ហា" in answer.content.decode()


def test_every_way_through_the_system_exists():
    for way in (*navigation.WAYS, *navigation.MENU):
        assert navigation.address(way.name)
    for kind in records.PAGES:
        assert records.page_of(kind, uuid.uuid4())


def test_machines_and_fragments_get_problems_of_their_kind(client):
    problem = client.get("/raise/state/", headers={"Accept": "application/json"})
    assert problem.json()["status"] == 409
    assert problem.headers["Content-Type"] == "application/problem+json"
    part = client.post("/raise/state/", headers={"HX-Request": "true"})
    assert part.headers["HX-Retarget"] == "#messages"
    assert "<html" not in part.content.decode()


def test_signed_out_people_come_back_to_their_page(client):
    answer = client.get("/raise/out/?page=2")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("?next=%2Fraise%2Fout%2F%3Fpage%3D2")


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def test_an_expired_page_gives_back_everything_typed_but_secrets(strict):
    typed = {"story": 'ពាក្យ "ខ្ញុំ" <b>\nline two', "place_code": "1801", "password": "hunter2", "code": "123456"}
    answer = strict.post("/save/", typed, headers={"Origin": "http://testserver"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "ពាក្យ &quot;ខ្ញុំ&quot; &lt;b&gt;\nline two</textarea>" in page
    assert 'name="place_code"' in page
    assert "hunter2" not in page
    assert "123456" not in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    again = strict.post(
        "/save/", {"story": "x", "csrfmiddlewaretoken": token[1]}, headers={"Origin": "http://testserver"}
    )
    assert again.content == b"saved"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Referer": "https://elsewhere.example/testserver"},
        {},
    ],
)
def test_a_form_from_another_site_gets_nothing_back(strict, headers):
    page = strict.post("/save/", {"story": "planted"}, headers=headers)
    assert page.status_code == 403
    assert "planted" not in page.content.decode()


def test_the_language_of_the_address_wins(client):
    for code, word in [
        ("km", "គ្មានអ្វី"),
        ("en", "nothing here"),
        ("vi", "Ở đây"),
        ("th", "ไม่มี"),
        ("zh-hans", "这里没有"),
    ]:
        client.cookies["language"] = "en"
        page = client.get(f"/{code}/raise/hidden/")
        assert word in page.content.decode()
        assert page.headers["Content-Language"] == code


def test_khmer_unless_chosen_otherwise(client, actor_of, client_of):
    assert 'lang="km"' in client.get("/raise/hidden/", headers={"Accept-Language": "en-US"}).content.decode()
    answer = client.post("/language/", {"language": "en", "next": "/raise/hidden/"})
    assert answer.headers["Location"] == "/raise/hidden/"
    assert 'lang="en"' in client.get("/raise/hidden/").content.decode()
    assert (
        client.post("/language/", {"language": "en", "next": "https://elsewhere.example/"}).headers["Location"] == "/"
    )
    client.post("/language/", {"language": "xx"})
    assert client.cookies["language"].value == "en"


def test_public_pages_set_no_cookie_and_are_small(client):
    answer = client.get("/vi/raise/hidden/")
    assert not answer.cookies
    page = answer.content.decode()
    sheets = re.findall(r'(?:href|src)="/static/(web/[^"]+)"', page)
    assert sheets
    weight = len(answer.content) + sum(len((settings.BASE_DIR / "rumduol/web/static" / s).read_bytes()) for s in sheets)
    assert weight + len((settings.BASE_DIR / "rumduol/web/static/web/fonts/khmer-400.woff2").read_bytes()) < 50_000


def test_nothing_is_kept_and_nothing_comes_from_outside(client):
    answer = client.get("/km/raise/hidden/")
    assert answer.headers["Cache-Control"] == "no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    page = answer.content.decode()
    assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_leaving_empties_the_browser(client):
    answer = client.get("/leave/")
    assert answer.status_code == 302
    assert '"storage"' in answer.headers["Clear-Site-Data"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_wrong_method_is_a_page_too(client):
    answer = client.get("/language/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "<h1" in answer.content.decode()


def test_every_language_of_a_public_page_is_one_link_away(client):
    page = client.get("/km/raise/hidden/").content.decode()
    for code in ("en", "vi", "th", "zh-hans"):
        assert f'href="/{code}/raise/hidden/"' in page


def test_staff_frame_shows_the_person_and_no_address_of_others(actor_of, client_of, rf):
    actor = actor_of("social_psh", Role.CASE_WORKER)
    request = rf.get("/cases/")
    request.actor = actor
    html = Template("{% extends 'web/page.html' %}{% block content %}here{% endblock %}").render(
        Context({"request": request, "actor": actor, "product": "Rumduol", "language": "km"})
    )
    assert actor.display_name in html
    assert "data-draw-curtain" in html
