"""Fill a page's form as somebody at a browser would."""

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone
from lxml import html


def fill(page: bytes) -> dict[str, Any]:
    """The largest form of a page with something chosen or written in every field."""
    forms = [f for f in html.fromstring(page).forms if (f.method or "").upper() == "POST"]
    if not forms:
        return {}
    form = max(forms, key=lambda f: len(list(f.inputs)))
    typed: dict[str, Any] = {}
    for item in form.inputs:
        name, kind = item.name, item.get("type", item.tag)
        if not name or name == "csrfmiddlewaretoken":
            continue
        if item.tag == "select":
            chosen = item.value if isinstance(item.value, str) and item.value else None
            options = [option.get("value") for option in item.iter("option") if option.get("value")]
            typed[name] = chosen or (options[0] if options else "")
        elif kind in {"radio", "checkbox"}:
            typed.setdefault(name, item.get("value") or "on")
        elif re.search(r"(_|^)(day|month|year)$", name) or name in {"on", "until", "due_on", "from_on"}:
            today = timezone.localdate() + timedelta(days=0 if name == "on" else 5)
            part = name.rpartition("_")[2]
            typed[name] = str(getattr(today, part, today.isoformat()))
        else:
            typed[name] = item.value or ("1" if kind == "number" else "x")
    return typed
