"""`manage.py check` reads the law files, so that a slip of the pen is found before anybody is charged by it."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from rumduol.law.reading import read


@register()
def law_files(**_options: Any) -> list[CheckMessage]:
    """One error for each fault, in the words of `reading.read`."""
    _law, faults = read()
    return [Error(fault, hint="rumduol/law/data/README.md shows how.", id="law.E001") for fault in faults]
