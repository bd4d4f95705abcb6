"""Who is asking, in one statement: the same answer as the wall's own functions give."""

import pytest
from django.db import connection

from rumduol.access import cookie, database, queries
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role

pytestmark = pytest.mark.django_db

PEOPLE = [("social_psh", Role.CASE_WORKER), ("social_psh", Role.SUPERVISOR), ("police_psh", Role.INVESTIGATOR)]


def walls_say():
    with connection.cursor() as cursor:
        cursor.execute(
            "select access.person_id(), access.office_id(), access.agency_id(), access.role(), access.reach()"
        )
        return cursor.fetchone()


@pytest.mark.parametrize("key", PEOPLE)
def test_the_actor_is_the_one_for_whom_the_walls_open(nation, key):
    secret = nation.members[key].secret
    with database.session(None):
        assert walls_say()[0] is None
        actor, pending = queries.who_is_asking(secret)
        assert pending is None
        assert actor is not None
        person, office, agency, role, reach = walls_say()
        assert (actor.person_id, actor.office_id, actor.agency_id, actor.role) == (person, office, agency, role)
        assert actor.reach == frozenset(reach)
        at = agencies.office(office)
        assert (actor.office_name("km"), actor.office_name("en")) == (at.name_km, at.name_en)
    with database.session(cookie.token_of(secret)), connection.cursor() as cursor:
        cursor.execute("select * from access.enter('')")
        assert cursor.fetchone() is None
        assert walls_say()[0] is None  # nobody's token opens nothing
