"""People at their screens, for a story told through pages only: who signs in, reads, fills in, presses a button.

Whatever page they come to is looked at in passing: no inline script or style, nothing fetched from elsewhere, no complaint
of the browser, no refusal that the story did not ask for.

A story is told once, and half of its people read Khmer, the other half English, in turn as they take their seats. Whatever
page one of them opens is also asked for in the other language; what is looked at closely is looked at in both.
RUMDUOL_STORY_LANGUAGE=km (or en) tells it among people who all read that language.
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils import translation

from rumduol.agencies.enums import Role
from tests.functional.conftest import DESK, PHONE, Site, assert_accessible
from tests.functional.looking import inline_in
from tests.nation import PASSWORD

PICTURES = os.environ.get("RUMDUOL_PICTURES", "")
RECORD = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
LANGUAGES = ("km", "en")
ALL_READ = os.environ.get("RUMDUOL_STORY_LANGUAGE", "")  # km or en: a story whose people all read that one
READ_IN = "X-Read-In"  # what tests/functional/serve.py listens to
SIZES = {"phone": PHONE, "desk": {"width": 1100, "height": 800}}


@dataclass
class Stage:
    """The site, the language of those without an account, and everybody who has taken a seat."""

    site: Site
    browser: Any
    language: str
    provider: str = ""  # the house of the story, in the directory
    complaints: list[str] = field(default_factory=list)
    seats: dict[tuple[str, Role], "Seat"] = field(default_factory=dict)
    contexts: list[Any] = field(default_factory=list)

    def seat(self, office: str, role: Role) -> "Seat":
        """A person of this office in this role, signed in with name and password; the same seat as before, if there is one."""
        if (office, role) not in self.seats:
            self.seats[office, role] = self._sign_in(office, role)
        return self.seats[office, role]

    def anybody(self, *, script: bool = True, size: dict[str, int] | None = None) -> "Seat":
        """Somebody without an account and without a cookie."""
        context = self.browser.new_context(viewport=size or PHONE, java_script_enabled=script, locale="km-KH")
        return self._sit(context, self.language)

    def years_pass(self, days: int) -> None:
        self.site.let_pass(days)

    def close(self) -> None:
        for context in self.contexts:
            context.close()

    def _sign_in(self, office: str, role: Role) -> "Seat":
        language = ALL_READ or LANGUAGES[len(self.seats) % len(LANGUAGES)]
        context = self.browser.new_context(viewport=DESK, locale="km-KH")
        wanted = {"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": self.site.url}
        context.add_cookies([wanted])
        seat = self._sit(context, language)
        seat.go("/me/sign-in/")
        seat.send({"username": self.site.nation.members[office, role].username, "password": PASSWORD})
        if seat.page.locator("html").get_attribute("lang") != language:
            with seat.page.expect_navigation():
                seat.page.locator(f".head__languages button[value={language}]").click()
        assert seat.page.locator("html").get_attribute("lang") == language
        return seat

    def _sit(self, context: Any, language: str) -> "Seat":
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._hear(page, said))
        page.on("request", lambda request: self._watch(page, request))
        return Seat(page, self.site.url, self.complaints, language)

    def _hear(self, page: Any, said: Any) -> None:
        if said.type == "error" and "Failed to load resource" not in said.text:
            self.complaints.append(f"{page.url}: {said.text}")

    def _watch(self, page: Any, request: Any) -> None:
        if not request.url.startswith((self.site.url, "data:", "about:")):
            self.complaints.append(f"{page.url}: asks {request.url}")


@dataclass
class Seat:
    """One person's browser."""

    page: Any
    base: str
    complaints: list[str]
    language: str
    asked: bool = False  # the page stands at an address of its own: nothing was sent to get it

    def go(self, path: str) -> "Seat":
        """Open a page that must answer."""
        return self._arrive(self.page.goto(self.base + path))

    def refused(self, path: str) -> bool:
        """Whether this page is hidden from the person, or not theirs."""
        return self.page.goto(self.base + path).status in {403, 404}

    def follow(self, ending: str) -> "Seat":
        """Press the link that leads there."""
        return self.click(f"main a[href*='{ending}']")

    def click(self, selector: str, at: int = 0) -> "Seat":
        """Press one of these links."""
        return self._press(self.page.locator(selector).nth(at))

    def send(self, answers: dict[str, Any], *, do: str = "", button: str = "button") -> "Seat":
        """Fill in the form that asks this, and press its button; a refused form is a failure, in its own words."""
        form = self._form(answers, do)
        for name, value in answers.items():
            self._answer(form, name, value)
        return self._press(form.locator(button).first)

    def press(self, action: str) -> "Seat":
        """Press the button of a form that asks nothing, known by where it leads."""
        return self._press(self.page.locator(f"main form[action*='{action}'] button").first)

    def press_do(self, do: str) -> "Seat":
        """Press a button known by what it does."""
        return self._press(
            self.page.locator(f"main form:has(input[name=do][value={do}]) button, main button[value={do}]").first
        )

    def said(self, words: Any) -> str:
        """These words of the site as this person reads them."""
        with translation.override(self.language):
            return translation.gettext(words) if isinstance(words, str) else str(words)

    def main(self) -> str:
        """What stands on the page."""
        return str(self.page.locator("main").inner_text())

    def whole(self) -> str:
        """The page as it came over the wire and as it stands."""
        return str(self.page.content())

    def record(self, at: int = 0) -> str:
        """The record whose page this is."""
        return RECORD.findall(self.page.url)[at]

    def has(self, selector: str) -> bool:
        return bool(self.page.locator(selector).count())

    def look(self, name: str = "") -> "Seat":
        """Read the page as a screen reader and a narrow screen do, in both languages; keep a picture when asked for."""
        self.look_once(name)
        if self.asked:
            here, (there, more) = self.page.url, self._elsewhere()
            self.page.set_extra_http_headers(more)
            self.page.goto(there)
            assert self.page.locator("html").get_attribute("lang") == self._other(), there
            assert_accessible(self.page)
            self.page.set_extra_http_headers({})
            self.page.goto(here)
        return self

    def look_once(self, name: str = "") -> "Seat":
        """As above, in the reader's own language: for a story of many pages, whose people read both."""
        assert_accessible(self.page)
        if PICTURES and name:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            before = self.page.viewport_size
            for size, dimensions in SIZES.items():
                self.page.set_viewport_size(dimensions)
                self.page.screenshot(path=f"{PICTURES}/{name}-{size}.png")
            self.page.set_viewport_size(before)
        return self

    def _other(self) -> str:
        return LANGUAGES[1 - LANGUAGES.index(self.language)]

    def _elsewhere(self) -> tuple[str, dict[str, str]]:
        """Where this page stands in the other language, and what has to be said to get it."""
        path = self.page.url.removeprefix(self.base)
        if path.startswith(f"/{self.language}/"):
            return f"{self.base}/{self._other()}{path.removeprefix(f'/{self.language}')}", {}
        return self.page.url, {READ_IN: self._other()}

    def _form(self, answers: dict[str, Any], do: str) -> Any:
        asks = "".join(f":has([name='{name}'])" for name in answers)
        does = f":has([name=do][value='{do}'])" if do else ""
        return self.page.locator(f"main form{asks}{does}").first

    def _answer(self, form: Any, name: str, value: Any) -> None:
        fields = form.locator(f"[name='{name}']")
        folded = form.locator("xpath=ancestor::details[not(@open)]/summary")
        if folded.count():
            folded.first.click()
        kind = _kind(fields.first)
        if kind == "radio":
            form.locator(f"[name='{name}'][value='{value}']").check()
        elif kind == "checkbox":
            if value is True:
                fields.first.check()
            for one in value if isinstance(value, list) else []:
                form.locator(f"[name='{name}'][value='{one}']").check()
        elif kind == "select":
            fields.first.select_option(value)
        else:
            fields.first.fill(value)

    def _press(self, button: Any) -> "Seat":
        with self.page.expect_navigation() as came:
            button.click()
        return self._arrive(came.value)

    def _arrive(self, answer: Any) -> "Seat":
        """A page that came as it should; else what it says is the failure."""
        if not answer.ok:
            wrong = self.page.locator("[data-error-summary], .govuk-error-summary")
            told = wrong.first.inner_text() if wrong.count() else self.main()[:600]
            raise AssertionError(f"{self.page.url} answers {answer.status}: {told}")
        self.asked = answer.request.method == "GET"
        there, source = self._in_the_other_language() if self.asked else (self.page.url, answer.text())
        self.complaints += [f"{there}: inline {piece}" for piece in inline_in(source)]
        return self

    def _in_the_other_language(self) -> tuple[str, str]:
        """Where the same page stands, and what it says, without drawing it; what is inline in one is in both."""
        there, more = self._elsewhere()
        cookies = "; ".join(f"{one['name']}={one['value']}" for one in self.page.context.cookies())
        try:
            with urlopen(Request(there, headers={**more, "Cookie": cookies}), timeout=60) as answer:  # noqa: S310
                source = answer.read().decode()
        except HTTPError as refused:
            source = f"answers {refused.status}"
        if f'<html lang="{self._other()}"' not in source:
            self.complaints.append(f"{there} in {self._other()}: {source[:100]}")
        return f"{there} in {self._other()}", source


def _kind(one: Any) -> str:
    """radio, checkbox, select or something to write in; asked without script, for pages that have none."""
    return one.get_attribute("type") or ("select" if one.locator("option").count() else "text")
