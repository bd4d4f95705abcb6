"""The demo nation is planned before it is told: so many of everything, everywhere, the same on every machine."""

from collections import Counter
from datetime import timedelta

import pytest

from demo.plan import CASE_ENDS, CASES, DAYS, FIRST, REFERRALS, REPORTS, SCREENINGS, CaseEnd, End, plan, share_out


@pytest.fixture(scope="module")
def nation():
    return plan(1)


def test_there_are_as_many_as_were_promised(nation):
    assert len(nation) + sum(story.duplicates for story in nation) == REPORTS
    assert sum(len(s.cases) + s.screened + s.bus for s in nation) == SCREENINGS
    assert sum(len(story.cases) for story in nation) == CASES
    helped = [s for s in nation if s.cases and s.cases[0] not in {CaseEnd.IDENTIFICATION, CaseEnd.CRISIS}]
    assert sum(len(s.cases) * (1 + s.second_referral) for s in helped) == REFERRALS
    assert Counter(end for s in nation for end in s.cases) == {end: count for end, (count, _days) in CASE_ENDS.items()}


def test_the_same_seed_is_the_same_nation_and_another_is_another(nation):
    assert plan(1) == nation
    assert plan(2) != nation


def test_it_happens_everywhere_and_over_three_years(nation):
    assert {story.province for story in nation} == {f"{n:02}" for n in range(1, 26)}
    years = Counter(story.ago // timedelta(days=365) for story in nation)
    assert set(years) == {0, 1, 2}
    assert min(years.values()) > 300
    assert all(timedelta() < story.ago <= timedelta(days=DAYS) for story in nation)


def test_men_boys_girls_and_foreigners_are_among_them(nation):
    people = Counter((one.sex, one.age < 18) for story in nation for one in story.people)
    total = sum(people.values())
    assert all(
        people[kind] > total * 0.1 for kind in [("female", True), ("female", False), ("male", True), ("male", False)]
    )
    abroad = Counter(one.nationality for story in nation for one in story.people)
    assert {"KH", "VN", "CN", "TH"} <= set(abroad)
    assert abroad["KH"] > total * 0.7


def test_the_first_slice_has_something_of_each_kind_where_the_shown_accounts_are(nation):
    first = nation[:FIRST]
    assert {end for story in first for end in story.cases} >= set(CaseEnd)
    assert {story.end for story in first} >= {End.RECEIVED, End.TRIAGED, End.TRANSFERRED, End.VERIFYING, End.WITHDRAWN}
    assert Counter(story.province for story in first)["18"] >= 10


def test_everybody_in_a_story_is_there(nation):
    assert all(len(s.people) >= len(s.cases) + s.screened + s.moved for s in nation)


@pytest.mark.parametrize("tellers", [1, 2, 3])
def test_the_provinces_are_shared_out_whole_and_about_evenly(nation, tellers):
    shares = share_out(nation, tellers)
    assert sorted(code for share in shares for code in share) == [f"{n:02}" for n in range(1, 26)]
    sizes = [sum(story.province in share for story in nation) for share in shares]
    assert max(sizes) < 1.3 * min(sizes)


def test_a_small_nation_has_the_same_kinds():
    small = plan(1, scale=0.02)
    assert {end for story in small for end in story.cases} == set(CaseEnd)
    assert len(small) < 60
