"""The test suite: the app role on a database of its own; weak Argon2 so that sign-in does not eat the ten minutes."""

import os

from config.settings.local import *  # noqa: F403
from config.settings.local import DATABASES

DATABASES["default"]["TEST"] = {"NAME": os.environ.get("RUMDUOL_TEST_DATABASE", "rumduol_test")}
DATABASES["default"]["CONN_MAX_AGE"] = 0
ARGON2_OPS = 1
ARGON2_MEMORY = 8 * 1024
CODE_ARGON2_OPS = 1
CODE_ARGON2_MEMORY = 8 * 1024
# Every test client builds the middleware anew: a static file is looked for when somebody asks for it, not listed with all others.
WHITENOISE_AUTOREFRESH = True
TESTING = True
# The story of a round has short lists, and yet some are encoded behind the page.
LINKAGE_AT_ONCE = int(os.environ.get("RUMDUOL_TEST_LINKAGE_AT_ONCE", "3000"))
