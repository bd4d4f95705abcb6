"""A committed copy of the test database, for tests that need other connections, dumps or the superuser."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from tests.conftest import _built, connect_as, copy_database, database_name, drop_database
from tests.nation import Nation


@pytest.fixture(scope="module")
def copied(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[..., Nation]]:
    """`copied("canary")`: from here on Django works, as the app role, in a copy of the test database of that name.

    `of`: a copy of that database instead.
    """
    made: list[str] = []

    def copy(suffix: str, of: str = "") -> Nation:
        name = f"{database_name()}_{suffix}"
        connection.close()
        copy_database(name, of or database_name())
        made.append(name)
        connect_as("rumduol_app", name)
        return _built["nation"]

    with django_db_blocker.unblock(), translation.override("km"):
        yield copy
        connect_as("rumduol_app", database_name())
        connection.close()
    for name in made:
        drop_database(name)
