"""A letter about a warning, from the foot of a page in the bureau itself to the prosecutor; told by the people in it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from tests.functional.conftest import Site
from tests.functional.seats import Stage
from tests.functional.story_letter import (
    a_witness_follows_the_link_at_the_foot,
    the_bureau_has_seen_nothing,
    the_desk_reads_and_refers,
    the_witness_reads_the_answer_elsewhere,
    what_the_bureau_sees,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(own_site: Site, browser: Any) -> Iterator[Stage]:
    with translation.override("km"):
        stage = Stage(own_site, browser, "km")
        yield stage
        stage.close()
    assert stage.complaints == []


def test_a_letter_about_the_bureau_stays_invisible_to_the_bureau(stage: Stage) -> None:
    before = what_the_bureau_sees(stage)
    code = a_witness_follows_the_link_at_the_foot(stage)
    number = the_desk_reads_and_refers(stage)
    the_witness_reads_the_answer_elsewhere(stage, code)
    the_bureau_has_seen_nothing(stage, before, number)
