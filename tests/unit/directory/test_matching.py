"""Who can take a 16-year-old boy, Vietnamese-speaking, with a wound, tonight, near Poipet?"""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumduol.directory.distance import kilometres
from rumduol.directory.matching import match
from rumduol.directory.types import Candidate, Finding, Grade, Group, Match, Need, Offer, Standards

NOW = datetime(2026, 11, 21, 13, 0, tzinfo=UTC)
BANTEAY_MEANCHEY, BATTAMBANG, PHNOM_PENH = "01", "02", "12"
POIPET = "0110"

BOY = Need(
    services=("shelter",),
    sex="male",
    age_from=16,
    age_to=16,
    language="vi",
    medical=frozenset({"wound"}),
    tonight=True,
    place=POIPET,
)


def house(number: int, name: str, *offers: Offer, **more: object) -> Candidate:
    return Candidate(provider_id=UUID(int=number), name=name, confidential=False, offers=offers, **more)  # type: ignore[arg-type]


def bed(*groups: Group, **more: object) -> Offer:
    settled = {"residential": True, "night": True, "free": 2, "free_as_of": NOW - timedelta(hours=3)} | more
    return Offer(service="shelter", groups=groups, **settled)  # type: ignore[arg-type]


BOYS_TO_17 = Group("male", 0, 17)
GIRLS = Group("female", 0, 17)


def found(need: Need, *candidates: Candidate) -> list[Match]:
    return match(need, candidates, now=NOW, km=kilometres)


def grades(result: Match) -> dict[Finding, Grade]:
    return {reason.finding: reason.grade for reason in result.reasons}


def test_the_house_that_takes_him_comes_first_and_says_why() -> None:
    right = house(
        1, "Right", bed(BOYS_TO_17, languages=frozenset({"vi"}), medical=frozenset({"wound"})), province=BATTAMBANG
    )
    girls = house(2, "Girls only", bed(GIRLS), province=BANTEAY_MEANCHEY)
    young = house(3, "Little boys", bed(Group("male", 0, 14)), province=BANTEAY_MEANCHEY)
    day = house(4, "Day", bed(BOYS_TO_17, night=False), province=BANTEAY_MEANCHEY)
    results = found(BOY, girls, young, day, right)
    assert results[0].candidate is right
    assert results[0].fits_wholly
    assert grades(results[0])[Finding.GROUP] == Grade.FIT
    assert [r.candidate.name for r in results if r.fits] == ["Right"]
    by_name = {r.candidate.name: grades(r) for r in results}
    assert by_name["Girls only"][Finding.GROUP] == Grade.BARRIER
    assert by_name["Little boys"][Finding.GROUP] == Grade.BARRIER
    assert by_name["Day"][Finding.NIGHT] == Grade.BARRIER


def test_no_interpreter_is_a_gap_not_a_barrier() -> None:
    result = found(BOY, house(1, "A", bed(BOYS_TO_17, medical=frozenset({"wound"}))))[0]
    assert result.fits
    assert not result.fits_wholly
    assert grades(result)[Finding.LANGUAGE] == Grade.GAP


def test_khmer_is_spoken_everywhere() -> None:
    need = Need(services=("shelter",), sex="male", age_from=16, age_to=16, language="km")
    assert Finding.LANGUAGE not in grades(found(need, house(1, "A", bed(BOYS_TO_17)))[0])


def test_a_full_house_is_a_wait_and_comes_after_one_with_a_place() -> None:
    need = Need(services=("shelter",), sex="male", age_from=16, age_to=16)
    results = found(need, house(1, "Full", bed(BOYS_TO_17, free=0)), house(2, "Open", bed(BOYS_TO_17, free=1)))
    assert [r.candidate.name for r in results] == ["Open", "Full"]
    assert grades(results[1])[Finding.PLACES] == Grade.GAP


def test_places_told_yesterday_are_stale() -> None:
    old = bed(BOYS_TO_17, free_as_of=NOW - timedelta(hours=30))
    result = found(Need(services=("shelter",)), house(1, "A", old))[0]
    stale = next(r for r in result.reasons if r.finding == Finding.PLACES_STALE)
    assert stale.grade == Grade.NOTE
    assert stale.what == {"hours": 30}


def test_an_expired_agreement_warns() -> None:
    need = Need(services=("legal_aid",))
    law = Offer(service="legal_aid")
    expired = house(1, "A", law, needs_agreement=True, agreement_until=date(2026, 11, 20))
    valid = house(2, "B", law, needs_agreement=True, agreement_until=date(2026, 11, 21))
    public = house(3, "C", law)
    by_name = {r.candidate.name: grades(r) for r in found(need, expired, valid, public)}
    assert by_name["A"][Finding.AGREEMENT] == Grade.GAP
    assert by_name["B"][Finding.AGREEMENT] == Grade.FIT
    assert Finding.AGREEMENT not in by_name["C"]


def test_residential_care_that_failed_its_check_is_a_gap_and_an_old_check_a_note() -> None:
    need = Need(services=("shelter",), sex="male", age_from=16, age_to=16)
    failed = house(1, "A", bed(BOYS_TO_17), standards=Standards(date(2026, 8, 1), "not_met"))
    old = house(2, "B", bed(BOYS_TO_17), standards=Standards(date(2025, 1, 1), "met"))
    good = house(3, "C", bed(BOYS_TO_17), standards=Standards(date(2026, 8, 1), "met"))
    never = house(4, "D", bed(BOYS_TO_17))
    by_name = {r.candidate.name: grades(r)[Finding.STANDARDS] for r in found(need, failed, old, good, never)}
    assert by_name == {"A": Grade.GAP, "B": Grade.NOTE, "C": Grade.FIT, "D": Grade.NOTE}


def test_an_age_band_that_is_partly_taken_asks_first() -> None:
    need = Need(services=("shelter",), sex="male", age_from=12, age_to=17)
    assert grades(found(need, house(1, "A", bed(Group("male", 0, 14))))[0])[Finding.GROUP] == Grade.GAP


def test_unknown_sex_is_asked_first_unless_everybody_is_taken() -> None:
    need = Need(services=("shelter",), age_from=16, age_to=16)
    assert grades(found(need, house(1, "A", bed(BOYS_TO_17)))[0])[Finding.GROUP] == Grade.GAP
    assert grades(found(need, house(1, "A", bed()))[0])[Finding.GROUP] == Grade.FIT


def test_the_best_of_two_offers_of_one_house_counts() -> None:
    two = house(1, "A", bed(GIRLS, free=5), bed(BOYS_TO_17, free=1))
    result = found(BOY, two)[0]
    assert result.offers[0].groups == (BOYS_TO_17,)


def test_one_service_of_two_missing_is_a_gap_none_offered_a_barrier() -> None:
    need = Need(services=("shelter", "legal_aid"))
    assert found(need, house(1, "A", bed()))[0].fits
    assert not found(need, house(1, "A", Offer(service="training")))[0].fits


def test_nearer_first_when_all_else_is_equal() -> None:
    need = Need(services=("legal_aid",), place=POIPET)
    law = Offer(service="legal_aid")
    results = found(
        need,
        house(1, "Far", law, province=PHNOM_PENH),
        house(2, "Near", law, province=BATTAMBANG),
        house(3, "Here", law, province=BANTEAY_MEANCHEY, district=POIPET),
    )
    assert [r.candidate.name for r in results] == ["Here", "Near", "Far"]
    assert results[0].km == 0
    assert results[2].km is not None
    assert 350 <= results[2].km <= 420  # by road it is about 400 km from Serei Saophoan to Phnom Penh


def test_a_confidential_house_has_no_place_and_no_distance() -> None:
    with pytest.raises(ValueError, match="no place"):
        Candidate(provider_id=UUID(int=1), name="A", confidential=True, offers=(), province="01")
    hidden = Candidate(
        provider_id=UUID(int=1),
        name="A",
        confidential=True,
        offers=(Offer(service="legal_aid"),),
        serves=frozenset({"01", "02", "17"}),
    )
    here = found(Need(services=("legal_aid",), place=POIPET), hidden)[0]
    assert here.km is None
    assert grades(here)[Finding.REACH] == Grade.FIT
    away = found(Need(services=("legal_aid",), place="1201"), hidden)[0]
    assert grades(away)[Finding.REACH] == Grade.GAP


def test_a_house_for_citizens_only_does_not_take_a_foreigner() -> None:
    need = Need(services=("shelter",), citizen=False)
    assert not found(need, house(1, "A", bed(foreigners=False)))[0].fits
    assert found(need, house(1, "A", bed()))[0].fits


sexes = st.sampled_from(["male", "female", None])
needs = st.builds(
    lambda sex, age, tonight, people, place: Need(
        services=("shelter",), sex=sex, age_from=age, age_to=age, tonight=tonight, people=people, place=place
    ),
    sexes,
    st.integers(0, 100),
    st.booleans(),
    st.integers(1, 4),
    st.sampled_from([None, "0110", "1201", "99"]),
)
offers = st.builds(
    lambda sex, low, span, free, night: bed(Group(sex, low, low + span), free=free, night=night),
    st.sampled_from(["male", "female"]),
    st.integers(0, 90),
    st.integers(0, 30),
    st.one_of(st.none(), st.integers(0, 9)),
    st.booleans(),
)


@given(needs, st.lists(offers, max_size=8))
def test_everybody_is_listed_once_and_who_fits_comes_before_who_does_not(need: Need, several: list[Offer]) -> None:
    candidates = [house(n, f"H{n}", offer) for n, offer in enumerate(several)]
    results = found(need, *candidates)
    assert sorted(r.candidate.provider_id for r in results) == sorted(c.provider_id for c in candidates)
    fits = [r.fits for r in results]
    assert fits == sorted(fits, reverse=True)
    for result in results:
        assert result.reasons, "every place in the list is explained"


@given(needs, offers)
def test_who_is_outside_the_ages_is_never_said_to_fit(need: Need, offer: Offer) -> None:
    result = found(need, house(1, "A", offer))[0]
    group = offer.groups[0]
    outside = need.age_from < group.age_from or need.age_from > group.age_to  # type: ignore[operator]
    if outside or (need.sex is not None and need.sex != group.sex):
        assert not result.fits
