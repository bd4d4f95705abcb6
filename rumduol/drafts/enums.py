"""How long a draft lives, and how its sealed section is called."""

from datetime import timedelta

from rumduol.vault.enums import Section

KEPT = timedelta(days=14)  # erase_old() in the database is told the same number
# The one section that no duty key opens: a draft may hold anything, also where somebody is.
SECTION = Section.WHEREABOUTS
