"""The public pages as a browser without cookies and scripts sends them."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from typing import Any

import pytest
from django.test import Client

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.intake import carrying, codes, queries
from rumduol.intake.models import Message, Report

pytestmark = pytest.mark.django_db
LANGUAGES = ["km", "en", "vi", "th", "zh-hans"]
WEIGHT = 50 * 1024

ANSWERS: dict[str, dict[str, Any]] = {
    "danger": {"danger_now": "yes"},
    "where": {"province": "18"},
    "district": {"place": "1801", "place_text": "the blue tower"},
    "what": {"situations": ["cannot_leave", "scam"], "story": "They keep three people.\nPlease hurry."},
    "who": {
        "women": "", "men": "១", "girls": "๑", "boys": "-", "unknown": "", "rows": "1", "sex_1": "female",
        "minor_1": "yes", "nationality_1": "VN", "name_1": "Mai",
    },
    "you": {"relation": "family", "answering": "code", "contact": "", "contact_when": ""},
}  # fmt: skip


class Reporter:
    """Somebody with a browser that keeps nothing: each page is all there is."""

    def __init__(self, lang: str = "en") -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.url = f"/{lang}/report/"
        self.show(self.client.get(self.url))

    def show(self, response: Any) -> None:
        self.status, self.page, self.response = response.status_code, response.content.decode(), response
        assert not response.cookies
        assert not self.client.cookies
        assert len(response.content) <= WEIGHT

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.page)
        return unescape(found[1]) if found else ""

    def send(self, go: str = "next", **fields: Any) -> str:
        self.last = {"carried": self.hidden("carried"), "step": self.hidden("step"), "go": go, **fields}
        self.show(self.client.post(self.url, self.last))
        return self.page

    def walk(self, until: str = "check", **other: dict[str, Any]) -> str:
        while (step := self.hidden("step")) != until:
            before = step
            self.send(**{**ANSWERS[step], **other.get(step, {})})
            assert self.hidden("step") != before, self.page
        return self.page

    def code(self) -> str:
        return " ".join(re.findall(r"<span>(\d{4})</span>", self.page))


def operator_sees(
    acting: Callable[[Actor | None], AbstractContextManager[None]], actor_of: Callable[[str, Role], Actor]
) -> list[Report]:
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(operator):
        return queries.queue(operator)[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_six_questions_and_a_code_in_every_language(lang: str, acting: Any, actor_of: Any, nation: Any) -> None:
    reporter = Reporter(lang)
    reporter.walk()
    reporter.send("send")
    assert reporter.status == 200
    assert len(codes.parse(reporter.code()).secret) == 20
    report = operator_sees(acting, actor_of)[0]
    assert (report.men, report.girls, report.people) == (1, 1, 2)
    assert (report.place, report.danger_now, report.language) == ("1801", "yes", lang)


def test_pressing_send_twice_is_one_report_and_one_code(acting: Any, actor_of: Any, nation: Any) -> None:
    reporter = Reporter()
    reporter.walk()
    reporter.send("send")
    code = reporter.code()
    reporter.show(reporter.client.post(reporter.url, reporter.last))
    assert reporter.code() == code
    assert len(operator_sees(acting, actor_of)) == 1


def test_what_was_typed_is_not_in_the_next_page_in_plain(nation: Any) -> None:
    reporter = Reporter()
    reporter.walk(until="you")
    assert "blue tower" not in reporter.page
    assert "hurry" not in reporter.page


def test_the_code_is_nowhere_before_it_is_shown(nation: Any) -> None:
    reporter = Reporter()
    reporter.walk()
    page = reporter.page
    reporter.send("send")
    assert reporter.code().replace(" ", "") not in re.sub(r"\D", "", page)


@pytest.mark.parametrize(
    ("step", "bad"),
    [
        ("danger", {"danger_now": ""}),
        ("where", {"province": "99"}),
        ("district", {"place": "0102"}),  # of another province
        ("what", {"situations": [], "story": "  \u200b "}),
        ("what", {"situations": ["nonsense"]}),
        ("what", {"story": "ក" * 6001}),
        ("who", {"men": "many"}),
        ("who", {"men": "99999"}),
        ("who", {"name_1": "x" * 300}),
        ("who", {"name_1": "🙂"}),
        ("who", {"nationality_1": "nowhere"}),
        ("you", {"answering": "contact", "contact": ""}),
        ("you", {"contact": "12"}),
        ("you", {"contact": "1" * 400}),
    ],
)
def test_bad_input_is_explained_and_nothing_is_lost(step: str, bad: dict[str, Any], nation: Any) -> None:
    reporter = Reporter()
    reporter.walk(until=step)
    reporter.send(**{**ANSWERS[step], **bad})
    assert reporter.status == 422
    assert reporter.hidden("step") == step
    assert "govuk-error-summary" in reporter.page
    for value in bad.values():
        if isinstance(value, str) and value.strip(" \u200b"):
            assert (
                value[:50] in reporter.page
                or f'value="{value[:20]}' in reporter.page
                or step in {"where", "district", "who"}
            )
    reporter.walk()  # mended, it goes on with all that was typed before
    assert "blue tower" in reporter.page


@pytest.mark.parametrize(
    "text", ["\x00nul", "\u202eabc", "a\u200b" * 50, "<script>alert(1)</script>", "𝕏🙂" * 40, "ស្រី " * 800]
)
def test_any_text_can_be_told(text: str, nation: Any) -> None:
    reporter = Reporter()
    reporter.walk(what={"situations": ["other"], "story": text})
    assert "<script>alert" not in reporter.page
    reporter.send("send")
    assert reporter.code()


def test_i_do_not_know_is_an_answer_everywhere(acting: Any, actor_of: Any, nation: Any) -> None:
    reporter = Reporter()
    reporter.walk(
        danger={"danger_now": "unknown"},
        where={"province": "unknown"},
        district={"place": "", "place_text": ""},
        what={"situations": ["other"], "story": ""},
        who={"men": "", "girls": "", "sex_1": "unknown", "minor_1": "unknown", "nationality_1": "ZZ", "name_1": ""},
        you={"relation": "", "answering": ""},
    )
    reporter.send("send")
    assert reporter.code()
    report = operator_sees(acting, actor_of)[0]
    assert (report.people, report.place, report.persons.count()) == (0, "", 0)


def test_going_back_keeps_what_was_typed_even_if_it_is_wrong(nation: Any) -> None:
    reporter = Reporter()
    reporter.walk(until="who")
    reporter.send("back", **{**ANSWERS["who"], "men": "many"})
    assert reporter.hidden("step") == "what"
    assert "Please hurry." in reporter.page
    reporter.send(**ANSWERS["what"])
    assert 'value="many"' in reporter.page


def test_another_person_gets_a_row_and_the_language_can_change_in_the_middle(nation: Any) -> None:
    reporter = Reporter()
    reporter.walk(until="who")
    reporter.send("add", **ANSWERS["who"])
    assert 'name="name_2"' in reporter.page
    assert 'value="Mai"' in reporter.page
    reporter.url = "/vi/report/"
    reporter.send("stay", **{**ANSWERS["who"], "rows": "2", "name_2": "Lan"})
    assert 'lang="vi"' in reporter.page
    assert 'value="Lan"' in reporter.page


def test_an_answer_can_be_changed_from_the_last_page(nation: Any) -> None:
    reporter = Reporter()
    reporter.walk()
    reporter.send("district")
    assert 'value="the blue tower"' in reporter.page
    reporter.send(**{**ANSWERS["district"], "place_text": "the red gate"})
    assert reporter.hidden("step") == "check"
    assert "the red gate" in reporter.page


def test_an_old_page_begins_anew_and_keeps_what_it_held(nation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reporter = Reporter()
    reporter.walk(until="what")
    later = carrying.time.time() + 25 * 3600
    monkeypatch.setattr(carrying.time, "time", lambda: later)
    reporter.send(**ANSWERS["what"])
    assert reporter.hidden("step") == "danger"
    reporter.walk(until="what")
    assert "Please hurry." in reporter.page


def test_too_many_at_once_is_said_and_nothing_is_lost(nation: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    reporter = Reporter()
    reporter.walk()
    monkeypatch.setattr(codes, "PATIENCE_SECONDS", 0.01)
    for _ in range(codes.AT_ONCE):
        codes._turnstile.acquire()
    try:
        reporter.send("send")
        assert reporter.status == 503
        assert reporter.hidden("step") == "check"
    finally:
        for _ in range(codes.AT_ONCE):
            codes._turnstile.release()
    reporter.send("send")
    assert reporter.code()


class Mailbox:
    """The pages behind the code."""

    def __init__(self, lang: str = "en") -> None:
        self.client, self.url = Client(enforce_csrf_checks=True), f"/{lang}/report/answers/"

    def post(self, **fields: Any) -> str:
        response = self.client.post(self.url, fields)
        self.status, self.page = response.status_code, response.content.decode()
        assert not response.cookies
        assert len(response.content) <= WEIGHT
        return self.page

    def open(self, code: str) -> str:
        self.post(return_code=code)
        found = re.search(r'name="ticket" value="([^"]+)"', self.page)
        self.ticket = found[1] if found else ""
        return self.page

    def said(self) -> str:
        found = re.search(r'name="said" value="([^"]+)"', self.page)
        return found[1] if found else ""


@pytest.fixture
def code(nation: Any) -> str:
    reporter = Reporter()
    reporter.walk()
    reporter.send("send")
    return reporter.code()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_code_opens_the_thread_and_is_not_on_the_page(code: str, lang: str) -> None:
    mailbox = Mailbox(lang)
    page = mailbox.open(code)
    assert mailbox.status == 200
    assert mailbox.ticket
    assert code.replace(" ", "") not in re.sub(r"\s", "", page)


def test_a_wrong_secret_and_an_unknown_code_give_the_same_page(code: str) -> None:
    digits = code.replace(" ", "")
    wrong = digits[:8] + "0" * 20
    unknown = ("9" if digits[0] != "9" else "8") + digits[1:8] + "0" * 20
    mailbox = Mailbox()
    pages = [mailbox.open(typed).replace(typed, "") for typed in (wrong, unknown)]
    assert mailbox.status == 422
    assert pages[0] == pages[1]


def test_after_twenty_misses_a_locator_rests(code: str) -> None:
    mailbox = Mailbox()
    for _ in range(20):
        mailbox.open(code[:-1] + ("1" if code[-1] != "1" else "2"))
        assert mailbox.status == 422
    mailbox.open(code)
    assert mailbox.status == 429


def test_adding_something_twice_is_one_message(code: str, acting: Any, actor_of: Any) -> None:
    mailbox = Mailbox()
    mailbox.open(code)
    said = mailbox.said()
    for _ in range(2):
        mailbox.post(ticket=mailbox.ticket, do="write", kind="addition", text="There is a dog.", said=said)
        assert mailbox.page.count("There is a dog.") == 1
    operator = actor_of("helpline", Role.HOTLINE_OPERATOR)
    with acting(operator):
        assert Message.objects.count() == 1


def test_after_a_quarter_of_an_hour_the_code_is_asked_again_and_the_message_is_kept(
    code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox = Mailbox()
    mailbox.open(code)
    later = carrying.time.time() + 16 * 60
    monkeypatch.setattr(carrying.time, "time", lambda: later)
    page = mailbox.post(ticket=mailbox.ticket, do="write", kind="correction", text="Not three but four.")
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept
    page = mailbox.post(return_code=code, kept=kept[1])
    assert "Not three but four." in page


def test_withdrawing_is_asked_once_more(code: str, acting: Any, actor_of: Any) -> None:
    mailbox = Mailbox()
    mailbox.open(code)
    mailbox.post(ticket=mailbox.ticket, do="ask_withdraw")
    assert operator_sees(acting, actor_of)[0].status == "received"
    mailbox.post(ticket=mailbox.ticket, do="withdraw")
    assert operator_sees(acting, actor_of)[0].status == "withdrawn"


@pytest.mark.parametrize(
    "fields", [{}, {"return_code": "12"}, {"ticket": "nonsense"}, {"ticket": "", "do": "withdraw"}]
)
def test_nonsense_asks_for_the_code(fields: dict[str, str], nation: Any) -> None:
    mailbox = Mailbox()
    mailbox.post(**fields)
    assert mailbox.status in {200, 422}
    assert 'name="return_code"' in mailbox.page
