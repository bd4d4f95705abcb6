"""Which pages keep what was typed: every one on which somebody writes at length, or a reason stands here."""

import re
from uuid import UUID

from lxml import html

from tests.architecture.registry import OTHERS, THINGS, things_of
from tests.architecture.routes import routes
from tests.integration.drafts.test_drafts import browser
from tests.world import BOSS, INVESTIGATOR, OPERATOR, POLICE_BOSS, WORKER, World

# Long texts on pages that keep no draft, and why that is right.
NO_DRAFT = {
    "access:glass": "seconds count, and the reason is one sentence",
    "cases:feedback_box": "feedback without a name is tied to nobody, not even to who types it",
    "signin:recovery": "words of custodians are secrets",
    "operations:new": "a draft lies under the office's key; a plan is for the people named to it alone",
    "operations:change": "the same",
}  # fmt: skip


def test_every_page_with_a_long_text_keeps_drafts(world: World) -> None:
    """Each page that staff of the world may open: a form with a text area carries the button, or a reason stands above."""
    bare, seen = [], set()
    for route in routes():
        if route.public or "GET" not in route.methods or route.name in NO_DRAFT or "POST" not in route.methods:
            continue
        if route.name.partition(":")[0] in {"directory", "release"}:
            continue  # they write nothing about a person
        ids: dict[str, UUID] = {name: THINGS[kind].id(world) for name, kind in things_of(route).items()}
        for key in (WORKER, INVESTIGATOR, POLICE_BOSS, BOSS, OPERATOR):
            page = browser(world, key).get(route.example(**OTHERS.get(route.name, {}), **ids))
            if page.status_code != 200 or b"<textarea" not in page.content:
                continue
            seen.add(route.name)
            for form in html.fromstring(page.content).forms:
                if form.xpath(".//textarea") and "draft_form" not in form.fields:
                    bare.append((route.name, re.sub(r"\s+", " ", form.text_content())[:60]))
            break
    assert not bare, bare
    assert len(seen) > 15, seen
