"""Settings of the benches: the local ones with the Argon2 of production, so that what is measured is what people get."""

from config.settings.base import ARGON2_MEMORY, ARGON2_OPS
from config.settings.local import *  # noqa: F403

ARGON2_OPS, ARGON2_MEMORY = ARGON2_OPS, ARGON2_MEMORY  # noqa: PLW0127  (local weakens them for the demo)
DEMO = False
WHITENOISE_AUTOREFRESH = False
