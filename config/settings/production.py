"""Production: everything from the environment; what is missing is named, all at once, and nothing starts."""

import os

from config.database import from_url
from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, INSTALLED_APPS

REQUIRED = {
    "RUMDUOL_SECRET_KEY": "50 or more random characters",
    "RUMDUOL_PEPPER": "32 random bytes as hex, kept outside the database and its backups",
    "RUMDUOL_FACT_KEY": "32 random bytes as hex: turns record ids into unit keys of facts",
    "RUMDUOL_NODE_KEY": "32 random bytes as hex: signs the audit heads",
    "RUMDUOL_HOSTS": "comma-separated host names",
    "DATABASE_URL": "postgresql://rumduol_app:...@host/name (a role that owns nothing)",
}
_missing = [f"  {name}: {what}" for name, what in REQUIRED.items() if not os.environ.get(name)]
if _missing:
    raise SystemExit("Rumduol does not start, these settings are missing:\n" + "\n".join(_missing))

DEMO = False
INSTALLED_APPS.remove("demo")
DEBUG = False
SECRET_KEY = os.environ["RUMDUOL_SECRET_KEY"]
if len(SECRET_KEY) < 50:
    raise SystemExit("RUMDUOL_SECRET_KEY is too short: 50 characters or more.")


def _key(name: str) -> bytes:
    try:
        key = bytes.fromhex(os.environ[name])
    except ValueError:
        key = b""
    if len(key) != 32:
        raise SystemExit(f"{name} must be 32 bytes written as 64 hex digits.")
    return key


PEPPER = _key("RUMDUOL_PEPPER")
FACT_KEY = _key("RUMDUOL_FACT_KEY")
NODE_KEY = _key("RUMDUOL_NODE_KEY")
ALLOWED_HOSTS = [h.strip() for h in os.environ["RUMDUOL_HOSTS"].split(",") if h.strip()]
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
DATABASES = {"default": from_url(os.environ["DATABASE_URL"])}

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
STATIC_ROOT = BASE_DIR / "static-built"  # filled by `manage.py collectstatic`
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
