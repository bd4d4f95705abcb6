"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from rumduol.access.enums import Permission, permissions_of
from rumduol.agencies.enums import Role
from rumduol.notices import queries as notices
from rumduol.web.errors import PUBLIC_LANGUAGES
from rumduol.web.navigation import address, menu, ways


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context for `web/frame.html` and its children. Asks the database only for signed-in people."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    actor = getattr(request, "actor", None)
    context = {
        "product": settings.PRODUCT_NAME,
        "language": "zh-Hans" if language == "zh-hans" else language,
        "demo": getattr(settings, "DEMO", False),
        "actor": actor,
        "here": request.get_full_path(),
        "staff_languages": [(code, name) for code, name in settings.LANGUAGES if code in settings.STAFF_LANGUAGES],
        "public_languages": public_languages(request.path, language),
        "public_home": f"/{language}/",
        "language_url": address("web:language"),
        "leave_url": address("web:leave"),
        "help_url": address("web:help"),
    }
    if actor is not None:
        context |= {
            "search_url": address("web:search") if Permission.SEARCH in permissions_of(actor.role) else "",
            # The same address from every page: it does not say where one stood. The page behind it forgets who asks.
            "letter_url": address("integrity:start", lang=language if language in settings.STAFF_LANGUAGES else "km"),
            "notices_url": address("web:notices"),
            "notice_count": notices.unread_count(actor),
            "sign_out_url": address("signin:sign_out"),
            "role_label": Role(actor.role).label,
            "office_label": actor.office_name(language),
            "ways": ways(request, actor.role),
            "me_menu": menu(actor.role),
        }
    return context


def public_languages(path: str, language: str) -> list[dict[str, Any]]:
    """The same public page in each language; empty on pages without a language in their address."""
    if path == "/":
        rest = ""
    elif path.split("/", 2)[1] in PUBLIC_LANGUAGES:
        rest = path.split("/", 2)[2] if path.count("/") > 1 else ""
    else:
        return []
    return [
        {"code": code, "name": name, "url": f"/{code}/{rest}", "here": code == language}
        for code, name in settings.LANGUAGES
    ]
