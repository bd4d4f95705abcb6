"""A coordinator opens a round, four offices take part, a second person approves, the methods answer: told by the people in it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.functional.conftest import Site
from tests.functional.seats import Stage
from tests.functional.story_matching import (
    a_second_person_approves,
    an_office_declines,
    planted,
    the_coordinator_matches,
    the_coordinator_opens_a_round,
    the_methods_answer_side_by_side,
    the_offices_agree,
    the_offices_encode,
    the_offices_look_at_their_own_pairs,
    the_statistician_releases_both_numbers,
)

pytestmark = [pytest.mark.browser]


@pytest.fixture
def long_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """On this site the longest of the lists is long enough to be encoded behind the page."""
    monkeypatch.setenv("RUMDUOL_TEST_LINKAGE_AT_ONCE", "66")


@pytest.fixture
def stage(long_from: None, own_site: Site, browser: Any) -> Iterator[Stage]:
    stage = Stage(own_site, browser, "km")
    yield stage
    stage.close()
    assert stage.complaints == []


def test_four_offices_count_their_people_without_a_name(stage: Stage) -> None:
    lists, truth = planted()
    at = the_coordinator_opens_a_round(stage)
    the_offices_agree(stage, at)
    an_office_declines(stage, at)
    the_offices_encode(stage, at, lists)
    found = the_coordinator_matches(stage, at, truth)
    the_offices_look_at_their_own_pairs(stage, at)
    a_second_person_approves(stage, at)
    page = the_methods_answer_side_by_side(stage, at)
    page += the_statistician_releases_both_numbers(stage, at, lists, found)
    assert found < sum(map(len, lists))
    for one in (row for rows in lists for row in rows):
        assert one.name not in page
