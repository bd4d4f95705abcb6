"""Signing in, the second factor, the own account."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from rumduol.access import cookie
from rumduol.access.enums import Permission
from rumduol.access.gates import page, public_page
from rumduol.access.types import StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.audit import queries as audit
from rumduol.shared.errors import InvalidInput
from rumduol.signin import actions, passkeys
from rumduol.signin.forms import CodeForm, LanguageForm, PasswordForm, SignInForm, WelcomeForm
from rumduol.signin.models import Passkey
from rumduol.vault import keys

FORGET = '"cache", "storage"'


def add_errors(form: Any, error: InvalidInput) -> None:
    """Show an action's errors at the form's fields."""
    for field, texts in error.errors.items():
        for text in texts:
            form.add_error(field if field in form.fields else None, text)


def next_of(request: HttpRequest) -> str:
    """Where to go after signing in: only to a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()) else "/"


def with_cookie(response: HttpResponse, secret: bytes) -> HttpResponse:
    """Hand the session's secret to the browser: this session only, never to scripts or other sites."""
    response.set_cookie(
        settings.SESSION_COOKIE_NAME, cookie.to_cookie(secret), httponly=True, samesite="Strict",
        secure=getattr(settings, "SESSION_COOKIE_SECURE", False),
    )  # fmt: skip
    return response


def host_of(request: HttpRequest) -> str:
    return request.get_host().rsplit(":", 1)[0]


def origin_of(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


@public_page
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; then the second factor, or work."""
    form = SignInForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            signed = actions.sign_in(**form.cleaned_data)
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return with_cookie(_onward(request, signed), signed.secret)
    context = {"form": form, "next": next_of(request)}
    return render(request, "signin/sign_in.html", context, status=422 if form.errors else 200)


def _onward(request: HttpRequest, signed: actions.SignedIn) -> HttpResponse:
    if signed.done:
        return HttpResponseRedirect(next_of(request))
    name = "signin:enrol" if signed.enrol else "signin:second_factor"
    return HttpResponseRedirect(f"{reverse(name)}?next={next_of(request)}")


@public_page
def second_factor(request: HttpRequest) -> HttpResponse:
    """A code, or a passkey. Only for somebody whose password was right a moment ago."""
    pending = request.pending  # type: ignore[attr-defined]
    secret = request.session_secret  # type: ignore[attr-defined]
    if pending is None or secret is None or not pending.second_factor:
        return HttpResponseRedirect(reverse("signin:sign_in"))
    form = CodeForm(request.POST if "code" in request.POST else None)
    try:
        if request.POST.get("passkey"):
            passkeys.check(
                person_id=pending.person_id, answer=request.POST["passkey"], challenge=request.POST.get("challenge", ""),
                host=host_of(request), origin=origin_of(request),
            )  # fmt: skip
            return _finished(request, secret, pending.person_id, "passkey")
        if form.is_bound and form.is_valid():
            actions.check_totp(code=form.cleaned_data["code"], secret=secret, person_id=pending.person_id)
            return _finished(request, secret, pending.person_id, "totp")
    except InvalidInput as error:
        if not form.is_bound:
            form = CodeForm({"code": ""})
            form.full_clean()
            form.errors.clear()
        add_errors(form, error)
    offer = passkeys.authentication(person_id=pending.person_id, host=host_of(request))
    context = {"form": form, "next": next_of(request), "offer": offer}
    return render(request, "signin/second_factor.html", context, status=422 if form.errors else 200)


def _finished(request: HttpRequest, secret: bytes, person_id: Any, factor: str) -> HttpResponse:
    actions.finish(secret=secret, person_id=person_id, factor=factor)
    return HttpResponseRedirect(next_of(request))


@public_page
def enrol(request: HttpRequest) -> HttpResponse:
    """Set up codes on a phone: at the first sign-in, or later from the profile."""
    import segno

    who = request.actor or request.pending  # type: ignore[attr-defined]
    secret = request.session_secret  # type: ignore[attr-defined]
    if who is None or (request.actor is None and who.second_factor):  # type: ignore[attr-defined]
        return HttpResponseRedirect(reverse("signin:sign_in"))
    from django.core import signing

    salt = f"enrol {who.person_id}"
    try:
        totp_secret = signing.loads(request.POST.get("secret", ""), salt=salt, max_age=1800)
    except signing.BadSignature:
        totp_secret = actions.new_totp_secret()
    form = CodeForm(request.POST if "code" in request.POST else None)
    if form.is_bound and form.is_valid():
        try:
            actions.enrol_totp(totp_secret=totp_secret, code=form.cleaned_data["code"], pending=who)
        except InvalidInput as error:
            add_errors(form, error)
        else:
            if request.actor is None:  # type: ignore[attr-defined]
                return _finished(request, secret, who.person_id, "totp")
            messages.success(request, _("Codes are set up. You will be asked for one at your next sign-in."))
            return HttpResponseRedirect(reverse("signin:profile"))
    address = f"otpauth://totp/Rumduol?secret={totp_secret}&issuer=Rumduol"
    context = {
        "form": form, "next": next_of(request), "totp_secret": totp_secret, "signed": signing.dumps(totp_secret, salt=salt),
        "picture": segno.make(address, error="m").svg_inline(scale=5, svgclass=None, lineclass=None, omitsize=False),
    }  # fmt: skip
    return render(request, "signin/enrol.html", context, status=422 if form.errors else 200)


@public_page(methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the browser forgets everything of us."""
    actions.sign_out(by=request.actor)  # type: ignore[attr-defined]
    response = HttpResponseRedirect("/")
    response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Strict")
    response.headers["Clear-Site-Data"] = FORGET
    return response


@public_page
def welcome(request: HttpRequest) -> HttpResponse:
    """An invited person sets a password."""
    form = WelcomeForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.accept_invitation(
                username=form.cleaned_data["username"], invitation=form.cleaned_data["invitation"],
                password=form.cleaned_data["password"],
            )  # fmt: skip
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Your password is set. Sign in; then a colleague hands you the office key."))
            return HttpResponseRedirect(reverse("signin:sign_in"))
    return render(request, "signin/welcome.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.OWN_ACCOUNT)
def profile(request: StaffRequest) -> HttpResponse:
    """Language, roles, second factors."""
    form = LanguageForm(request.POST or None, initial={"language": request.actor.language})
    if form.is_bound and form.is_valid():
        actions.choose_language(language=form.cleaned_data["language"], by=request.actor)
        return HttpResponseRedirect(reverse("signin:profile"))
    context = {
        "form": form,
        "memberships": agencies.memberships_of(request.actor.person_id),
        "passkeys": Passkey.objects.filter(person_id=request.actor.person_id),
        "registration": passkeys.registration(
            person_id=request.actor.person_id, username=str(request.actor.person_id), display_name=request.actor.display_name,
            host=host_of(request),
        ),
        "keys": keys.holds_office_key(request.actor),
    }  # fmt: skip
    return render(request, "signin/profile.html", context)


@page(Permission.OWN_ACCOUNT, methods=("POST",))
def add_passkey(request: StaffRequest) -> HttpResponse:
    try:
        passkeys.register(
            person_id=request.actor.person_id, name=request.POST.get("name", ""), answer=request.POST.get("passkey", ""),
            challenge=request.POST.get("challenge", ""), host=host_of(request), origin=origin_of(request),
        )  # fmt: skip
    except InvalidInput as error:
        messages.error(request, " ".join(str(text) for texts in error.errors.values() for text in texts))
    else:
        actions.ask_second_factor()
        messages.success(request, _("The passkey is set up. You will be asked for it at your next sign-in."))
    return HttpResponseRedirect(reverse("signin:profile"))


@page(Permission.OWN_ACCOUNT)
def password(request: StaffRequest) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.change_password(old=form.cleaned_data["old"], new=form.cleaned_data["password"], by=request.actor)
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The password is changed. Your other sessions have ended."))
            return HttpResponseRedirect(reverse("signin:profile"))
    return render(request, "signin/password.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.OWN_ACCOUNT, methods=("POST",))
def act_as(request: StaffRequest, membership_id: Any) -> HttpResponse:
    """Act in another of one's own roles."""
    actions.act_as(membership_id=membership_id, secret=request.session_secret, by=request.actor)  # type: ignore[attr-defined]
    return HttpResponseRedirect("/")


@page(Permission.OWN_ACCOUNT)
def history(request: StaffRequest) -> HttpResponse:
    """When and how I signed in; end my other sessions."""
    if request.method == "POST":
        ended = actions.end_other_sessions(by=request.actor)
        messages.success(request, _("Your other sessions have ended: %(n)s.") % {"n": ended})
        return HttpResponseRedirect(reverse("signin:history"))
    return render(request, "signin/history.html", {"lines": audit.own_history(request.actor.person_id)})
