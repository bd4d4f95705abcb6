"""What every page's frame needs. Asks the database nothing on error pages (there the transaction is gone)."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from rumduol.web.errors import PUBLIC_LANGUAGES
from rumduol.web.navigation import me_menu, ways


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for `web/frame.html` and its children."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    actor = getattr(request, "actor", None)
    return {
        "product": settings.PRODUCT_NAME,
        "language": "zh-Hans" if language == "zh-hans" else language,
        "demo": getattr(settings, "DEMO", False),
        "actor": actor,
        "here": request.get_full_path(),
        "staff_languages": [(code, name) for code, name in settings.LANGUAGES if code in settings.STAFF_LANGUAGES],
        "public_languages": public_languages(request.path, language),
        "public_home": f"/{language}/" if _is_public(request.path) else "/",
        "language_url": _url("web:language"),
        "leave_url": _url("web:leave"),
        "search_url": _url("web:search"),
        "help_url": _url("web:help"),
        "notices_url": _url("web:notices"),
        "sign_out_url": _url("signin:sign_out"),
        "ways": ways(request) if actor else [],
        "me_menu": me_menu(request) if actor else [],
    }


def public_languages(path: str, language: str) -> list[dict[str, Any]]:
    """The same public page in each language; empty on pages without a language in their address."""
    if not _is_public(path):
        return []
    rest = path.split("/", 2)[2] if path.count("/") > 1 else ""
    return [
        {"code": code, "name": name, "url": f"/{code}/{rest}", "here": code == language}
        for code, name in settings.LANGUAGES
    ]


def _is_public(path: str) -> bool:
    return path.split("/", 2)[1] in PUBLIC_LANGUAGES


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
