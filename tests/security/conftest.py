"""A committed copy of the test database, for tests that need other connections, dumps or the superuser."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from tests.conftest import _built, connect_as, database_name, server_settings, superuser_connection
from tests.nation import Nation


def _server(*statements: str) -> None:
    with superuser_connection(server_settings()["NAME"], autocommit=True) as server, server.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture(scope="module")
def copied(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[str], Nation]]:
    """`copied("canary")`: from here on Django works, as the app role, in a copy of the test database of that name."""
    made: list[str] = []

    def copy(suffix: str) -> Nation:
        name = f"{database_name()}_{suffix}"
        connection.close()
        _server(
            f'drop database if exists "{name}" with (force)',
            f'create database "{name}" owner rumduol_owner template "{database_name()}"',
        )
        made.append(name)
        connect_as("rumduol_app", name)
        return _built["nation"]

    with django_db_blocker.unblock(), translation.override("km"):
        yield copy
        connect_as("rumduol_app", database_name())
        connection.close()
    _server(*(f'drop database if exists "{name}" with (force)' for name in made))
