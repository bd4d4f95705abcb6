"""The last chapter: a visit found an empty house, somebody in the bureau writes about it, and the bureau never knows.

A policeman's cousin is among the accused; the deputy of the bureau is one too. The letter goes its way to the prosecutor,
and all the while the bureau's own people list, count, search, export and ask: nothing they see changes.
"""

import re
from dataclasses import replace

import pytest
from django.test import Client

from rumduol.agencies.enums import Role
from rumduol.integrity import queries
from rumduol.integrity.models import Complaint
from rumduol.notices.models import Notice
from tests.browsing import fill
from tests.criminal import INVESTIGATOR as DETECTIVE
from tests.criminal import MAN, opened, suspect
from tests.integration.integrity.letters import OFFICER

BUREAU = [("police_psh", Role.INVESTIGATOR), ("police_psh", Role.SUPERVISOR), ("police_national", Role.SUPERVISOR)]
HIDDEN = re.compile(rb'(<input type="hidden" name="[a-z_]+" value=")[^"]*')
WRITTEN = "They had packed before we turned into the road"


def looks(client_of, actor_of, asked: list[str]) -> dict[tuple[str, str], tuple[int, bytes]]:
    """What each of the bureau sees, page by page, and what their search answers."""
    seen = {}
    for key in BUREAU:
        client = client_of(actor_of(*key))
        for page in (
            "/",
            "/reports/?state=all",
            "/operations/",
            "/screening/all/",
            "/news/",
            "/criminal/",
            "/me/history/",
            "/drafts/",
        ):
            answer = client.get(page)
            seen[str(key), page] = answer.status_code, HIDDEN.sub(rb"\1", answer.content)
        for word in asked:
            answer = client.post("/search/", {"q": word})
            seen[str(key), word] = answer.status_code, HIDDEN.sub(rb"\1", answer.content)
    return seen


@pytest.fixture
def deputy_accused(nation, actor_of, acting):
    """A criminal case of the bureau next door, in which the deputy of police_psh is accused."""
    by = actor_of(*DETECTIVE)
    with acting(by):
        case = opened(by)
        suspect(case, by, said=replace(MAN, official=True, official_office_id=nation.offices["police_psh"]))
    return case


def test_the_bureau_never_knows(nation, actor_of, acting, client_of, deputy_accused):
    letter = Client()
    officer = actor_of(*OFFICER)
    before = looks(client_of, actor_of, [WRITTEN, "I-26-ABCDEF", "012 555 014"])

    # An investigator of the bureau itself, signed in, follows the link at the foot of any page.
    witness = client_of(actor_of("police_psh", Role.INVESTIGATOR))
    foot = witness.get("/reports/").content.decode()
    address = re.search(r'<a href="(/km/letter/)" target="_blank" rel="noopener noreferrer">', foot).group(1)
    page = witness.get(address)
    for typed in (
        {"service": "police", "province": "18"},
        {"office": str(nation.offices["police_psh"]), "official": "the deputy"},
        {"conducts": ["tip_off"], "month": "", "story": WRITTEN, "record": ""},
        {"knowing": "colleague", "contact": "012 555 014", "fear": "He signs my leave"},
    ):
        page = witness.post(address, fill(page.content) | {"go": "next"} | typed)
    page = witness.post(address, fill(page.content) | {"go": "send"})
    code = "".join(re.findall(r"<span>(\d{4})</span>", page.content.decode()))
    assert len(code) == 28

    with acting(officer):
        (row,) = queries.queue(officer)[0]
        number = row.number
        assert not Notice.objects.filter(record_id=row.id).exists()
    assert looks(client_of, actor_of, [WRITTEN, "I-26-ABCDEF", "012 555 014"]) == before

    # The desk reads it, asks back, refers it; the deputy stands among the accused of a case.
    desk = client_of(officer)
    at = f"/letters/{row.id}/"
    desk.post("/purpose/", {"kind": "complaint", "record": row.id, "purpose": "law", "next": at})
    opened_page = desk.get(at).content.decode()
    assert WRITTEN in opened_page
    assert "He signs my leave" not in opened_page
    assert desk.post(f"{at}answer/", {"text": "Did anybody telephone on the way?"}).status_code == 302
    assert desk.post(f"{at}protect/", {"kind": "post_kept"}).status_code == 302
    for step in ({"to": "assessed"}, {"to": "referred", "referred_to": "prosecutor"}):
        sent = fill(desk.get(f"{at}step/").content) | {"text": "x", "referred_to": ""} | step
        assert desk.post(f"{at}step/", sent).status_code == 302
    flags = desk.get("/letters/accused/").content.decode()
    assert deputy_accused.number in flags
    assert desk.get("/operations/known-before/").status_code == 200

    # The witness reads the answer from another telephone.
    thread = letter.post("/km/letter/answers/", {"return_code": code}).content.decode()
    assert "Did anybody telephone" in thread

    # And the bureau: lists, counts, search, also for the letter's own number; the desk's pages are shut, as for everybody.
    assert looks(client_of, actor_of, [WRITTEN, "I-26-ABCDEF", "012 555 014"]) == before
    for key in BUREAU:
        client = client_of(actor_of(*key))
        assert number not in client.post("/search/", {"q": number}).content.decode().replace(f'value="{number}"', "")
        doors = {client.get(door).status_code for door in (at, "/letters/", "/letters/accused/", "/letters/patterns/")}
        assert doors == {403}
        with acting(actor_of(*key)):
            assert not Complaint.objects.exists()
