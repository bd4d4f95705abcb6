"""Two reports, a plan that nobody local sees until its hour, nine people: told by the people in it, in Khmer and in English."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from tests.functional.conftest import Site
from tests.functional.seats import Stage
from tests.functional.story_operation import (
    INTERVIEWER,
    LOCAL,
    NEIGHBOUR,
    all_nine_are_asked_together,
    nine_people_are_found,
    nobody_local_sees_it,
    only_the_desk_reads_who_knew,
    the_chief_reads_and_approves,
    the_hour_comes,
    they_become_a_plan,
    two_people_let_the_chief_read_it,
    two_people_tell_of_the_same_gate,
)

pytestmark = pytest.mark.browser


@pytest.fixture(params=["km", "en"])
def stage(request: pytest.FixtureRequest, own_site: Site, browser: Any) -> Iterator[Stage]:
    with translation.override(request.param):
        stage = Stage(own_site, browser, request.param)
        yield stage
        stage.close()
    assert stage.complaints == []


def test_two_reports_become_an_operation_nobody_local_sees_until_its_hour(stage: Stage) -> None:
    """In Khmer to the last look; in English the same way with fewer people asked and fewer strangers at the door."""
    long = stage.language == "km"
    reports = two_people_tell_of_the_same_gate(stage)
    raid = they_become_a_plan(stage, reports)
    two_people_let_the_chief_read_it(stage, raid)
    the_chief_reads_and_approves(stage, raid)
    nobody_local_sees_it(stage, raid, *((LOCAL, INTERVIEWER, NEIGHBOUR) if long else (LOCAL,)))
    the_hour_comes(stage, raid)
    nine_people_are_found(stage, raid)
    all_nine_are_asked_together(stage, raid, asked=5 if long else 1)
    only_the_desk_reads_who_knew(stage, raid)
