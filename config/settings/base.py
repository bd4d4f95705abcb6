"""What is the same everywhere. Nothing here is secret and nothing here is safe to run alone."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent

ROOMS = [
    "shared",
    "places",
    "terms",
    "names",
    "law",
    "audit",
    "facts",
    "elsewhere",
    "agencies",
    "access",
    "notices",
    "vault",
    "signin",
    "drafts",
    "directory",
    "intake",
    "screening",
    "cases",
    "referrals",
    "operations",
    "justice",
    "courts",
    "remedy",
    "casework",
    "integrity",
    "indicators",
    "declared",
    "linkage",
    "release",
    "reports",
    "api",
    "web",
]

INSTALLED_APPS = [
    *[f"rumduol.{room}" for room in reversed(ROOMS)],
    "demo",
    "procrastinate.contrib.django",
    "django.contrib.staticfiles",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.forms",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "rumduol.web.middleware.NothingKept",
    "django.middleware.common.CommonMiddleware",
    "rumduol.access.middleware.DatabaseSession",
    "rumduol.web.middleware.Language",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "rumduol.web.middleware.Errors",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "rumduol.web.context.shell",
            ],
        },
    }
]

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "km"
LANGUAGES = [
    ("km", "ភាសាខ្មែរ"),
    ("en", "English"),
    ("vi", "Tiếng Việt"),
    ("th", "ภาษาไทย"),
    ("zh-hans", "中文"),
]
STAFF_LANGUAGES = ["km", "en"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Phnom_Penh"  # shown; PostgreSQL stores UTC
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path] = []

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF],
        "style-src": [SELF],
        "script-src": [SELF],
        "connect-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None  # ends with the browser
CSRF_COOKIE_NAME = "form"
CSRF_FAILURE_VIEW = "rumduol.web.errors.page_expired"
LANGUAGE_COOKIE_SAMESITE = "Strict"

# A form may carry text, not files, up to this size; files go through the sealed upload handler.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000
FILE_UPLOAD_MAX_BYTES = 20 * 1024 * 1024
FILE_UPLOAD_LARGER = {"linkage:encode": 250 * 1024 * 1024}  # of an address; what fits is then asked of the memory
LINKAGE_AT_ONCE = 3_000  # lines encoded while the page waits: some three seconds
FILE_UPLOAD_HANDLERS = [
    "rumduol.vault.uploads.InMemory"
]  # Django's own would write to the temporary folder in the clear

# Sessions (access room): half an hour idle, twelve hours at most.
SESSION_IDLE_MINUTES = 30
SESSION_HOURS = 12
SESSION_COOKIE_NAME = "rumduol"

# Argon2id at sign-in (libsodium's "moderate" memory is too much for 2 cores).
ARGON2_OPS = 3
ARGON2_MEMORY = 64 * 1024 * 1024
# Argon2id for return codes: 66 random bits behind a pepper, not a password somebody chose, so the cost keeps a stolen
# database slow to search and still lets ten people a second report on two cores (OWASP's second parameter set).
CODE_ARGON2_OPS = 2
CODE_ARGON2_MEMORY = 19 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A request line would hold a path and so a record id; nothing of a request is logged.
    # Nor of a page: a template that misses a variable would tell, at the finest level, all it was given.
    "loggers": {
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
        "django.template": {"level": "CRITICAL"},
        "PIL": {"level": "CRITICAL"},  # it tells every EXIF field it reads, places and names included
    },
}

SILENCED_SYSTEM_CHECKS: list[str] = []
# Where "leave quickly" goes: a page that anybody may be looking at.
LEAVE_TO = "https://www.google.com/search?q=weather+phnom+penh"
PRODUCT_NAME = _("Rumduol")
