"""Jobs that run without anybody signed in."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from rumduol.access.enums import AccessEvent
from rumduol.access.tasks import close_expired_sessions
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.tasks import export_heads
from rumduol.audit.verify import public_key, read_heads
from tests.conftest import database_name, superuser_connection
from tests.nation import link_chain_now


def test_keyrings_of_sessions_that_ran_out_are_destroyed(member_of):
    """A session that ran out is closed once; running again finds nothing more to close."""
    member = member_of("labour_pp", Role.LABOUR_INSPECTOR)
    change = "update access_session set seen_at = %s where id = %s"
    old, fresh = timezone.now() - timedelta(minutes=601), timezone.now() + timedelta(hours=8)
    with superuser_connection(database_name(), autocommit=True) as server:
        server.execute(change, [old, member.actor.session_id])
        with transaction.atomic():
            assert close_expired_sessions() == 1
            assert close_expired_sessions() == 0
            transaction.set_rollback(True)  # lets the row go, so that it can be put back as it was
        server.execute(change, [fresh, member.actor.session_id])


def test_exported_heads_are_signed_and_current(tmp_path, actor_of, acting):
    actor = actor_of("police_psh", Role.INVESTIGATOR)
    with acting(actor):
        audit.record(AccessEvent.PURPOSE_GIVEN, by=actor)
        link_chain_now()
        path = export_heads(tmp_path / "heads")
    heads = read_heads(path.read_text().splitlines(), key=public_key(settings.NODE_KEY))
    assert actor.agency_id in {head.chain for head in heads}
    assert path.stat().st_mode & 0o077 == 0 or path.parent.stat().st_mode & 0o077 == 0
