"""Every transition the table forbids is refused by every action, whatever the state."""

from uuid import uuid4

import pytest

from rumduol.agencies.enums import Role
from rumduol.screening import actions
from rumduol.screening.enums import DECIDED, OWNERS, PAGES, TRANSITIONS, ScreeningStatus
from rumduol.screening.models import Screening
from rumduol.shared.errors import RumduolError
from tests.integration.screening.people import GOOD, PRESUMED, concluded, interviewed

S = ScreeningStatus

MOVES = {
    "conditions": (S.INTERVIEWING, lambda i, by: actions.record_conditions(screening_id=i, said=GOOD, by=by)),
    "pause": (S.PAUSED, lambda i, by: actions.pause(screening_id=i, by=by)),
    "resume": (S.INTERVIEWING, lambda i, by: actions.resume(screening_id=i, by=by)),
    "stop": (S.STOPPED, lambda i, by: actions.stop(screening_id=i, by=by)),
    "full": (S.PLANNED, lambda i, by: actions.take_up_full(screening_id=i, by=by)),
    "conclude": (S.CONCLUDED, lambda i, by: actions.conclude(screening_id=i, decision=PRESUMED, by=by)),
    "second_look": (
        S.SECOND_LOOK,
        lambda i, by: actions.request_second_look(screening_id=i, asked_by="person", reason="", by=by),
    ),
    "review": (S.REVIEWED, lambda i, by: actions.review(screening_id=i, decision=PRESUMED, by=by)),
}
FORBIDDEN = [
    (move, state) for move, (to, _do) in MOVES.items() for state in S if to not in TRANSITIONS[state] and to != state
]


@pytest.mark.parametrize(("move", "state"), FORBIDDEN, ids=[f"{m}-from-{s}" for m, s in FORBIDDEN])
def test_a_forbidden_transition_is_refused(actor_of, acting, move, state):
    by = actor_of("police_psh", Role.SCREENING_OFFICER)
    with acting(by):
        screening = concluded(by) if state in DECIDED else interviewed(by)
        Screening.objects.filter(id=screening.id).update(status=state)
        with pytest.raises(RumduolError):
            MOVES[move][1](screening.id, by)
        screening.refresh_from_db()
        assert screening.status == state


def test_every_state_has_an_owner_a_page_and_a_way_out():
    roles = set(Role.values)
    for state in S:
        assert OWNERS[state] in roles
        assert PAGES[state].startswith("screening:")
        assert TRANSITIONS[state]
        assert all(to in set(S) for to in TRANSITIONS[state])


@pytest.mark.parametrize("move", MOVES)
def test_a_screening_that_is_not_there_is_not_there(actor_of, acting, move):
    by = actor_of("police_psh", Role.SCREENING_OFFICER)
    with acting(by), pytest.raises(RumduolError) as refused:
        MOVES[move][1](uuid4(), by)
    assert refused.value.status == 404
