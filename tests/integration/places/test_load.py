"""Loading again changes nothing and says so; damage is mended."""

import io

import pytest
from django.core.management import call_command
from django.db import connection

from rumduol.places import queries
from rumduol.places.models import Place, Spelling
from tests.conftest import superuser_connection

pytestmark = pytest.mark.django_db


def test_the_web_role_cannot_load() -> None:
    from django.db.utils import ProgrammingError

    with superuser_connection(connection.settings_dict["NAME"], autocommit=True) as owner:
        owner.execute("UPDATE places_place SET name_latin = 'Broken' WHERE code = '0110'")
        try:
            with pytest.raises(ProgrammingError):
                call_command("load_places", stdout=io.StringIO())
        finally:
            owner.execute("UPDATE places_place SET name_latin = 'Paoy Paet' WHERE code = '0110'")


def test_loading_twice_changes_nothing() -> None:
    out = io.StringIO()
    before = (Place.objects.count(), Spelling.objects.count())
    call_command("load_places", stdout=out)  # as the web role: it could not write if there were anything to write
    assert (Place.objects.count(), Spelling.objects.count()) == before == (16472, before[1])
    assert "(0 new or changed)" in out.getvalue()
    assert all("(0 new" in line for line in out.getvalue().splitlines())
    queries.forget()
