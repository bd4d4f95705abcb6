"""`./run`: one machine, the demo nation, an embedded database. Secrets are made once per data folder by ./run."""

import os

from config.database import from_url
from config.settings.base import *  # noqa: F403
from config.settings.base import LOGGING

DEMO = True
DEBUG = False
SECRET_KEY = os.environ.get("RUMDUOL_SECRET_KEY", "local-only-never-for-people")
PEPPER = bytes.fromhex(os.environ.get("RUMDUOL_PEPPER", "11" * 32))
FACT_KEY = bytes.fromhex(os.environ.get("RUMDUOL_FACT_KEY", "22" * 32))
NODE_KEY = bytes.fromhex(os.environ.get("RUMDUOL_NODE_KEY", "33" * 32))
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
DATABASES = {"default": from_url(os.environ.get("DATABASE_URL", "postgresql://rumduol_app@127.0.0.1:5499/rumduol"))}
LOGGING["root"]["level"] = os.environ.get("LOG_LEVEL", "WARNING")  # type: ignore[index]
WHITENOISE_USE_FINDERS = True  # static files straight from the rooms: nothing to collect
ARGON2_OPS = 1
ARGON2_MEMORY = 8 * 1024 * 1024
