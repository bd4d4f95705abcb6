"""A passkey of the device: set up, signed out, signed in with it; and the same place refuses a device that is not known."""

import re

import pytest

from rumduol.agencies.enums import Role
from tests.functional.conftest import PHONE, assert_accessible, assert_no_inline
from tests.nation import PASSWORD

pytestmark = pytest.mark.browser
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def phone(site, browser):
    """A telephone with an authenticator of its own. Passkeys belong to a name, never to an address of numbers."""
    context = browser.new_context(viewport=PHONE, locale="km-KH", base_url=site.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    page.device = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    page.devtools = devtools
    yield page
    context.close()


def give_password(page, site):
    member = site.nation.members["clinic_psh", Role.CASE_WORKER]
    page.goto("/me/sign-in/")
    page.locator("[name=username]").fill(member.username)
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def test_a_passkey_is_set_up_and_signs_in(phone, site):
    give_password(phone, site)
    phone.goto("/me/")
    create = phone.locator("form[data-passkey=create] button")
    create.wait_for(state="visible")
    with phone.expect_navigation(url=re.compile(r"/me/$")):
        create.click()
    assert len(phone.devtools.send("WebAuthn.getCredentials", {"authenticatorId": phone.device})["credentials"]) == 1
    assert phone.locator(".message--success").count() == 1

    with phone.expect_navigation(url=re.compile(r"(?<!/me)/$")):
        phone.evaluate("document.querySelector('form[action$=\"/me/sign-out/\"]').requestSubmit()")
    give_password(phone, site)
    assert "/me/second-factor/" in phone.url, "the password alone no longer opens anything"
    phone.goto("/me/")
    assert "/me/sign-in/" in phone.url
    phone.goto("/me/second-factor/")
    assert_no_inline(phone.content())
    assert_accessible(phone)

    use = phone.locator("form[data-passkey=get] button")
    use.wait_for(state="visible")
    with phone.expect_navigation(url=re.compile(r"localhost:\d+/$")):
        use.click()
    phone.goto("/me/")
    assert phone.url.endswith("/me/")


def test_another_device_with_the_right_password_stays_outside(phone, site):
    """Runs after the passkey of this person was set up; the device here is a new one and knows no key."""
    give_password(phone, site)
    if "/me/second-factor/" not in phone.url:
        pytest.fail("the person of the test before has no passkey")
    form = phone.locator("form[data-passkey=get]")
    form.wait_for()
    # A telephone without the passkey is refused by the browser; an answer made up by hand is refused by the server.
    form.evaluate(
        "f => { f.elements.passkey.value = JSON.stringify({id: 'AAAA', rawId: 'AAAA', type: 'public-key'}); }"
    )
    with phone.expect_navigation():
        form.locator("button").click()
    assert phone.locator(".govuk-error-summary").count() == 1
    phone.goto("/me/")
    assert "/me/sign-in/" in phone.url
