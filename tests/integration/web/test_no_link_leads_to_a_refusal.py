"""What a page offers its reader can be opened by that reader: every link of the pages people work on, for six roles."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from lxml import html

from rumduol.access import cookie
from tests.world import BOSS, HOUSE, INVESTIGATOR, OFFICER, POLICE_BOSS, WORKER, Key, World

CASE = ["/", "/cases/", "/cases/{case}/", "/cases/{case}/step/crisis/", "/cases/{case}/step/admission/", "/cases/{case}/plan/",
        "/files/{case}/", "/cases/{case_closing}/", "/referrals/", "/referrals/case/{case}/"]  # fmt: skip
POLICE = ["/", "/reports/", "/reports/{report}/", "/screening/", "/screening/all/", "/screening/{screening}/",
          "/screening/{screening_looked}/", "/screening/groups/"]  # fmt: skip
PAGES: dict[Key, list[str]] = {
    WORKER: CASE, BOSS: CASE, INVESTIGATOR: POLICE, OFFICER: POLICE, POLICE_BOSS: POLICE, HOUSE: ["/", "/referrals/"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def undone(world: World) -> Iterator[None]:
    mark = transaction.savepoint()
    yield
    transaction.savepoint_rollback(mark)


def links(page: bytes, at: str) -> set[str]:
    tree = html.fromstring(page)
    tree.make_links_absolute(f"http://testserver{at}")
    found = {urlsplit(a.get("href")) for a in tree.iter("a") if a.get("href")}
    return {f"{u.path}?{u.query}" if u.query else u.path for u in found if u.netloc == "testserver"}


@pytest.mark.parametrize("key", PAGES, ids=lambda key: "-".join(map(str, key)))
def test_every_link_opens(key: Key, world: World) -> None:
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(world.member(key).secret)
    offered: dict[str, str] = {}
    for page in PAGES[key]:
        address = page.format(**{name: str(value) for name, value in world.ids.items()})
        answer = client.get(address)
        if answer.status_code == 200:
            for link in links(answer.content, address):
                offered.setdefault(link, page)
    assert len(offered) > 8, offered
    refused = [
        (page, link, status)
        for link, page in offered.items()
        if (status := client.get(link).status_code) >= 400 and status != 428
    ]
    assert not refused, refused


def test_somebody_presumed_is_referred_from_the_screening_itself(world: World) -> None:
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(world.member(OFFICER).secret)
    refer = f"/referrals/case/{world['screening']}/new/"
    assert refer in client.get(f"/screening/{world['screening']}/").content.decode()
    assert client.get(refer).status_code == 200
