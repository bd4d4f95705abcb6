"""The parts of a case read in one statement are those read one by one."""

import pytest

from rumduol.agencies.enums import Role
from rumduol.cases import actions
from rumduol.cases.queries import case_for, reading
from tests.integration.casework.test_file import open_girl

pytestmark = pytest.mark.django_db


def test_all_parts_at_once_are_the_parts_one_by_one(acting, actor_of):
    worker = actor_of("social_psh", Role.CASE_WORKER)
    with acting(worker):
        case = open_girl(worker)
        actions.raise_alarm(case_id=case.id, kind="detained", happened_on=case.standing_on, text="", by=worker)
        case = case_for(worker, case.id)
        at_once, one_by_one = reading.Parts.all_of(case), reading.Parts(case)
        for part in reading._WHOLE:
            together, alone = getattr(at_once, part), getattr(one_by_one, part)
            assert [row.pk for row in together] == [row.pk for row in alone], part
            for row, other in zip(together, alone, strict=True):
                for field in row._meta.concrete_fields:
                    assert getattr(row, field.attname) == getattr(other, field.attname), (part, field.attname)
        assert all((at_once.steps, at_once.tasks, at_once.alarms))
        assert at_once.tasks[0].goal in at_once.goals
