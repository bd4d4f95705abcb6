"""Pages of places in both languages; the search as JSON sets no cookie."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize(
    "path", ["/places/", "/places/?q=poipet", "/places/?q=zzqq", "/places/12/", "/places/01100101/"]
)
def test_pages(client: Client, language: str, path: str) -> None:
    client.cookies["language"] = language
    page = client.get(path)
    assert page.status_code == 200
    html = page.content.decode()
    assert "style=" not in html
    assert "data.mef.gov.kh" in html


@pytest.mark.parametrize("path", ["/places/99/", "/places/0199/", "/places/01100199/"])
def test_missing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_found_by_name_on_the_page(client: Client) -> None:
    client.cookies["language"] = "en"
    html = client.get("/places/?q=poi%20pet").content.decode()
    assert "/places/0110/" in html
    assert "Paoy Paet town" in html


def test_search_as_json(client: Client) -> None:
    answer = client.get("/places/search/?q=siem&within=17&limit=2")
    places = answer.json()["places"]
    assert [p["code"] for p in places] == ["17", "1710"]
    assert set(places[0]) == {"code", "name", "other_name", "where", "level", "sure"}
    assert not answer.cookies


@pytest.mark.parametrize(
    "query",
    ["", "q=", "q=%00", "q=siem&limit=-1", "q=siem&limit=x", "q=siem&limit=99999", "q=siem&within=%25", "limit=%C2%B2"],
)
def test_search_never_breaks(client: Client, query: str) -> None:
    answer = client.get(f"/places/search/?{query}")
    assert answer.status_code == 200
    assert len(answer.json()["places"]) <= 50


def test_only_reading(client: Client) -> None:
    assert client.post("/places/search/").status_code in {403, 405}
