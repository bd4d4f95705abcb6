"""DATABASE_URL in, Django's dictionary out."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


def from_url(url: str) -> dict[str, Any]:
    """Read `postgresql://user:password@host:port/name?option=value`.

    A socket directory is given as `?host=/path`, as libpq does.
    Raises ValueError when the scheme is not PostgreSQL: nothing else keeps our promises.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must start with postgresql://")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "")),
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Planning a statement behind row security costs more than running it: the third time it is prepared.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 2, **options},
    }
