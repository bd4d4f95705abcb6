"""A passkey of the device: set up, signed out, signed in with it; and the same place refuses a device that is not known."""

import re

import pytest

from rumduol.agencies.enums import Role
from tests.functional.conftest import PHONE, assert_accessible, assert_no_inline
from tests.nation import PASSWORD

pytestmark = pytest.mark.browser
NURSE, INSPECTOR = ("clinic_psh", Role.CASE_WORKER), ("labour_pp", Role.LABOUR_INSPECTOR)
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def phones(site, browser):
    """`phones()`: a telephone with an authenticator of its own. Passkeys belong to a name, never to an address of numbers."""
    made = []

    def phone():
        address = site.url.replace("127.0.0.1", "localhost")
        context = browser.new_context(viewport=PHONE, locale="km-KH", base_url=address)
        made.append(context)
        page = context.new_page()
        devtools = context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        page.device = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
        page.devtools = devtools
        return page

    yield phone
    for context in made:
        context.close()


def give_password(page, site, person):
    member = site.nation.members[person]
    page.goto("/me/sign-in/")
    page.locator("[name=username]").fill(member.username)
    page.locator("[name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").first.click()


def set_up(phone, site, person):
    give_password(phone, site, person)
    phone.goto("/me/")
    create = phone.locator("form[data-passkey=create] button")
    create.wait_for(state="visible")
    with phone.expect_navigation(url=re.compile(r"/me/$")):
        create.click()


def test_a_passkey_is_set_up_and_signs_in(phones, site):
    phone = phones()
    set_up(phone, site, NURSE)
    assert len(phone.devtools.send("WebAuthn.getCredentials", {"authenticatorId": phone.device})["credentials"]) == 1
    assert phone.locator(".message--success").count() == 1

    with phone.expect_navigation(url=re.compile(r"(?<!/me)/$")):
        phone.evaluate("document.querySelector('form[action$=\"/me/sign-out/\"]').requestSubmit()")
    give_password(phone, site, NURSE)
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


def test_another_device_with_the_right_password_stays_outside(phones, site):
    """It knows no key."""
    set_up(phones(), site, INSPECTOR)
    phone = phones()
    give_password(phone, site, INSPECTOR)
    assert "/me/second-factor/" in phone.url
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
