"""The public front page: neutral, for it is seen on telephones of people who are watched."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from rumduol.shared.gates import public_page
from rumduol.web.errors import PUBLIC_LANGUAGES
from rumduol.web.navigation import address


@public_page(methods=("GET",))
def front(request: HttpRequest, lang: str = "") -> HttpResponse:
    """Write to us, read an answer, figures, sign in; in five languages, without a cookie."""
    if lang and lang not in PUBLIC_LANGUAGES:
        raise Http404
    code = lang or request.LANGUAGE_CODE
    ways = [
        (address("intake:start", lang=code), _("Tell us that somebody needs help"), _("You need not say who you are.")),
        (
            address("intake:return", lang=code),
            _("I have a number: read the answer"),
            _("Also to add something, or to take it back."),
        ),
        (
            address("integrity:start", lang=code),
            _("Write about an official"),
            _("An independent office reads it. The official's office does not see it."),
        ),
        (address("figures:public", code), _("Figures for everybody"), _("Without any names.")),
        (address("signin:sign_in"), _("Sign in"), _("For people who work here.")),
    ]
    shown = [{"url": url, "label": label, "hint": hint} for url, label, hint in ways]
    return render(request, "web/public/front.html", {"ways": shown})
