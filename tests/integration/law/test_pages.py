"""The law for everybody and for staff: every article in every language, small, without script."""

import pytest
from django.urls import reverse

from rumduol.agencies.enums import Role
from rumduol.law import queries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lang", ["km", "en", "vi", "th", "zh-hans"])
def test_public_pages(client, lang):
    pages = ["", "treaties/", "gaps/", *(f"{one.code}/" for one in queries.articles()[:: 11 if lang != "km" else 4])]
    for rest in pages:
        answer = client.get(f"/{lang}/law/{rest}")
        html = answer.content.decode()
        assert answer.status_code == 200, rest
        assert "style=" not in html
        assert len(html) <= 50_000, (rest, len(html))
        assert not answer.cookies
    assert client.get(f"/{lang}/law/nothing/").status_code == 404
    assert "2005" in client.get("/en/law/treaties/").content.decode()


def test_what_is_not_stated_is_said_to_be_not_stated(client):
    assert "not stated in our sources" in client.get("/en/law/penal-284/").content.decode()
    html = client.get("/en/law/tipse-41/").content.decode()
    assert "4,000,000 to 10,000,000 riel" in html
    assert "Penal Code 298 prevails" in client.get("/en/law/tipse-24/").content.decode()


def test_a_prosecutor_tries_a_charge_and_a_sentence(nation, client_of, actor_of):
    client = client_of(next(m.actor for (_o, role), m in nation.members.items() if role == Role.PROSECUTOR))
    listed = client.get(reverse("web:law"), {"q": "recruitment"}).content.decode()
    assert "tipse-12" in listed
    assert "tipse-34" not in listed
    page = reverse("web:law_article", args=["tipse-12"])
    asked = {"age": "under_15", "months": "60", "facts": ["act"], "on": "2020"}
    html = client.get(page, asked).content.decode()
    assert "ពន្ធនាគារ៖ ពី ១៥ ឆ្នាំ ដល់ ២០ ឆ្នាំ" in html
    assert "ទោសស្រាលជាងកម្រិត" in html
    assert "មិនទាន់មានអង្គហេតុសម្រាប់៖ មានការបោកបញ្ឆោត" in html
    assert "គ្មានតុលាការណា" in client.get(page, {"months": "2400"}).content.decode()
    assert client.get(page, {"months": "many", "on": "yesterday", "age": "x"}).status_code == 200
    for one in queries.articles()[::9]:
        assert client.get(reverse("web:law_article", args=[one.code])).status_code == 200
