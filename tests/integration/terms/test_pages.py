"""Pages of words in both languages, and the downloads."""

import csv
import io

import pytest
from django.test import Client

from rumduol.terms import queries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("path", ["/terms/", *(f"/terms/{name}/" for name in queries.lists())])
def test_pages(client: Client, language: str, path: str) -> None:
    client.cookies["language"] = language
    page = client.get(path)
    assert page.status_code == 200
    assert "style=" not in page.content.decode()


@pytest.mark.parametrize("name", queries.lists())
def test_download_holds_the_whole_list(client: Client, name: str) -> None:
    answer = client.get(f"/terms/{name}.csv")
    assert answer.status_code == 200
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["code"] for row in rows] == [term.code for term in queries.terms(name)]
    assert all(row["km"] and row["en"] for row in rows)


@pytest.mark.parametrize("path", ["/terms/nope/", "/terms/_nationality/", "/terms/nope.csv"])
def test_missing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
