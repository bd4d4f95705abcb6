"""From two reports to the last riel: told by the people in it, some in Khmer, some in English, one chapter after the other."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.functional.conftest import Site
from tests.functional.seats import Stage
from tests.functional.story_claim import (
    a_lawyer_claims_for_her,
    her_family_is_offered_money,
    the_court_orders_and_it_is_paid_in_three_parts,
)
from tests.functional.story_criminal import (
    one_of_them_is_a_policemans_cousin,
    one_on_supervision_misses_two_days,
    the_bureau_opens_a_criminal_case,
    the_court_judges_three,
    the_number_finds_it,
    the_prosecutor_charges,
    what_the_bureau_takes_out,
)
from tests.functional.story_letter import (
    a_witness_follows_the_link_at_the_foot,
    the_bureau_has_seen_nothing,
    the_desk_reads_and_refers,
    the_witness_reads_the_answer_elsewhere,
    what_the_bureau_sees,
)
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


@pytest.fixture
def stage(own_site: Site, browser: Any) -> Iterator[Stage]:
    stage = Stage(own_site, browser, "en")
    yield stage
    stage.close()
    assert stage.complaints == []


def test_from_two_reports_to_the_last_payment(stage: Stage) -> None:
    reports = two_people_tell_of_the_same_gate(stage)
    raid = they_become_a_plan(stage, reports)
    two_people_let_the_chief_read_it(stage, raid)
    the_chief_reads_and_approves(stage, raid)
    nobody_local_sees_it(stage, raid, LOCAL, INTERVIEWER, NEIGHBOUR)
    the_hour_comes(stage, raid)
    nine_people_are_found(stage, raid)
    all_nine_are_asked_together(stage, raid, asked=5)
    only_the_desk_reads_who_knew(stage, raid)

    matter = the_bureau_opens_a_criminal_case(stage, raid)
    one_of_them_is_a_policemans_cousin(stage, matter)

    before, taken = what_the_bureau_sees(stage), what_the_bureau_takes_out(stage, matter)
    code = a_witness_follows_the_link_at_the_foot(stage)
    number = the_desk_reads_and_refers(stage)
    the_witness_reads_the_answer_elsewhere(stage, code)
    the_bureau_has_seen_nothing(stage, before, number)
    assert what_the_bureau_takes_out(stage, matter) == taken

    the_prosecutor_charges(stage, matter)
    one_on_supervision_misses_two_days(stage, matter)
    claim = a_lawyer_claims_for_her(stage, matter)
    her_family_is_offered_money(stage, claim)
    the_court_judges_three(stage, matter)
    the_number_finds_it(stage, matter)
    the_court_orders_and_it_is_paid_in_three_parts(stage, claim)
