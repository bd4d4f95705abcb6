"""Who keeps the directory, what it never tells, and who it finds."""

import pytest
from django.db import DatabaseError, connection, transaction

from rumduol.agencies.enums import Role
from rumduol.directory import actions, policies, queries
from rumduol.directory.models import Agreement, Contact, HelpContact, Provider, Service, UnmetNeed
from rumduol.directory.types import Finding, Grade, Group, Need
from rumduol.facts.models import Fact
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere, Stale
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import NoKey

from .conftest import entry, service

GIRL = Need(
    services=("shelter_short",), sex="female", age_from=15, age_to=15, language="vi", tonight=True, place="1801"
)
BOY = Need(
    services=("shelter_short",), sex="male", age_from=16, age_to=16, language="vi", medical=frozenset({"wound"}),
    tonight=True, place="0110",
)  # fmt: skip


def test_a_girl_finds_the_house_for_girls_and_each_answer_is_explained(houses, actor_of, acting):
    worker = actor_of("social_psh", Role.CASE_WORKER)
    with acting(worker):
        first, *rest = queries.search(worker, GIRL)
    assert first.candidate.provider_id == houses.lotus.id
    assert first.fits_wholly
    assert not any(result.fits for result in rest)
    assert all(result.reasons for result in rest)


def test_a_boy_finds_the_house_for_boys_with_gaps_named(houses, actor_of, acting):
    worker = actor_of("immigration_poipet", Role.SCREENING_OFFICER)
    with acting(worker):
        first = queries.search(worker, BOY)[0]
    assert first.candidate.provider_id == houses.boys.id
    assert first.candidate.by_hand
    assert {reason.finding for reason in first.of(Grade.GAP)} == {Finding.LANGUAGE, Finding.MEDICAL}
    assert 100 <= first.km <= 120 or 60 <= first.km <= 90  # Serei Saophoan to Battambang


def test_a_confidential_house_has_no_place_in_any_column(houses):
    with connection.cursor() as cursor:
        cursor.execute("select province || district from directory_provider where id = %s", [houses.lotus.id])
        # without a session nobody sees anything at all
        assert cursor.fetchall() == []


def test_the_database_refuses_a_place_for_a_confidential_house(houses, keeper, acting):
    with acting(keeper), pytest.raises(DatabaseError), transaction.atomic():
        Provider.objects.filter(id=houses.lotus.id).update(province="18")


def test_too_few_provinces_would_tell_where_a_confidential_house_is(keeper, acting):
    with acting(keeper), pytest.raises(InvalidInput) as refused:
        actions.register_provider(entry=entry("Hidden", confidential=True, serves=["18"]), office_id=None, by=keeper)
    assert "serves" in refused.value.errors


def test_police_see_the_house_but_neither_its_number_nor_its_place(houses, actor_of, acting):
    officer = actor_of("police_psh", Role.INVESTIGATOR)
    with acting(officer):
        provider = queries.provider_for(officer, houses.lotus.id)
        assert (provider.province, provider.district) == ("", "")
        assert queries.contact_of(officer, provider) is None
        assert queries.contact_of(officer, houses.clinic) is not None
        # and with the Python filter off: the row itself is not there
        assert set(Contact.objects.values_list("provider_id", flat=True)) == {houses.boys.id, houses.clinic.id}
    social = actor_of("social_psh", Role.CASE_WORKER)
    with acting(social):
        assert queries.contact_of(social, houses.lotus).telephone == "+85512000111"


def test_whereabouts_open_for_the_house_itself_and_nobody_else(houses, keeper, actor_of, acting):
    worker = actor_of("lotus_shelter", Role.SHELTER_WORKER)
    with acting(worker):
        actions.seal_whereabouts(
            provider_id=houses.lotus.id, address="canary street 4", directions="", telephone="", by=worker
        )
    ref = actions.whereabouts_ref(houses.lotus)
    with acting(worker):
        opened = vault.open_section(record=ref, section=Section.WHEREABOUTS, by=worker, purpose=Purpose.OWN_WORK)
        assert opened["address"] == "canary street 4"
    for other in (keeper, actor_of("police_psh", Role.INVESTIGATOR), actor_of("social_psh", Role.CASE_WORKER)):
        with acting(other), pytest.raises(NoKey):
            vault.open_section(record=ref, section=Section.WHEREABOUTS, by=other, purpose=Purpose.REFERRAL)


@pytest.mark.parametrize(
    ("office", "role"),
    [
        ("police_psh", Role.SUPERVISOR),
        ("lotus_shelter", Role.SUPERVISOR),
        ("social_psh", Role.CASE_WORKER),
        ("police_national", Role.ADMINISTRATOR),
    ],
)
def test_only_social_affairs_and_the_committee_keep_the_directory(office, role, houses, actor_of, acting):
    other = actor_of(office, role)
    with acting(other):
        with pytest.raises(NotAllowed):
            actions.register_provider(entry=entry("Mine"), office_id=None, by=other)
        with pytest.raises(NotAllowed):
            actions.record_agreement(
                provider_id=houses.lotus.id, reference="x", begins_on="2026-01-01", ends_on="2027-01-01", by=other
            )
        # the database alone
        with pytest.raises(DatabaseError), transaction.atomic():
            Provider.objects.create(**entry("Mine"), kept_by_office_id=other.office_id)
        with pytest.raises(DatabaseError), transaction.atomic():
            Agreement.objects.create(
                provider=houses.lotus, reference="x", begins_on="2026-01-01", ends_on="2027-01-01",
                recorded_by_office_id=other.office_id,
            )  # fmt: skip


def test_a_house_tells_its_own_free_places_and_no_other(houses, actor_of, acting):
    stranger = actor_of("harbour_shelter", Role.SHELTER_WORKER)
    with acting(stranger):
        with pytest.raises(NotThere):  # the row can be read but not locked for writing
            actions.tell_places(provider_id=houses.lotus.id, free={houses.girls_bed.id: 0}, by=stranger)
        assert Service.objects.filter(id=houses.girls_bed.id).update(free=0) == 0
    own = actor_of("lotus_shelter", Role.SHELTER_WORKER)
    with acting(own):
        actions.tell_places(provider_id=houses.lotus.id, free={houses.girls_bed.id: 0}, by=own)
        assert Service.objects.get(id=houses.girls_bed.id).free == 0
        with pytest.raises(InvalidInput):
            actions.tell_places(provider_id=houses.lotus.id, free={houses.girls_bed.id: -1}, by=own)
        with pytest.raises(NotThere):
            actions.tell_places(provider_id=houses.lotus.id, free={houses.boys_bed.id: 1}, by=own)


def test_two_people_editing_an_entry_notice_each_other(houses, keeper, acting):
    with acting(keeper):
        clinic = queries.provider_for(keeper, houses.clinic.id)
        values = entry("Sea Clinic", kind="health", standing="public", province="18", district="1801")
        actions.change_provider(
            provider_id=clinic.id, entry={**values, "name_en": "Sea Clinic 2"}, telephone="", hours="",
            revision=clinic.revision, by=keeper,
        )  # fmt: skip
        with pytest.raises(Stale) as stale:
            actions.change_provider(
                provider_id=clinic.id, entry=values, telephone="", hours="", revision=clinic.revision, by=keeper
            )
    assert stale.value.differences["name_en"] == ("Sea Clinic 2", "Sea Clinic")


def test_ages_upside_down_are_refused(houses, actor_of, acting):
    own = actor_of("lotus_shelter", Role.SHELTER_WORKER)
    with acting(own), pytest.raises(InvalidInput):
        actions.save_service(
            provider_id=houses.lotus.id, service_id=None, values=service("legal"), groups=[Group("male", 17, 8)], by=own
        )


def test_a_need_nobody_meets_is_counted_once_a_day_with_sex_and_band_and_no_exact_age(houses, actor_of, acting):
    worker = actor_of("social_psh", Role.CASE_WORKER)
    case_id = houses.lotus.id  # any key: the need only keeps it
    man = Need(services=("shelter_long",), sex="male", age_from=34, age_to=34, place="1801")
    with acting(worker):
        row = actions.record_unmet(need=man, case_id=case_id, by=worker)
        again = actions.record_unmet(need=man, case_id=case_id, by=worker)
        assert again.id == row.id
        assert (row.sex, row.age_from, row.age_to) == ("male", 25, 59)
        assert Finding.GROUP in row.lacking
        fact = Fact.objects.get(kind="unmet_need")
        assert (fact.sex, fact.age_band, fact.place) == ("male", "adult", "1801")
        assert fact.extra["services"] == ["shelter_long"]
    other = actor_of("social_kandal", Role.CASE_WORKER)
    with acting(other):
        assert queries.unmet(other) == []
        assert not UnmetNeed.objects.exists()


def test_a_help_line_is_public_only_after_somebody_tried_it(keeper, actor_of, acting):
    rows = [{"country": "kh", "name_en": "Line (invented)", "name_km": "", "channel": "Phone", "value": "1999"}]
    assert actions.import_help(rows, source="test") == (1, 0)
    assert actions.import_help(rows, source="test") == (0, 1)
    assert queries.help_contacts() == []
    line = HelpContact.objects.get(value="1999")
    officer = actor_of("police_psh", Role.SUPERVISOR)
    with acting(officer), pytest.raises(NotAllowed):
        actions.verify_help(help_id=line.id, by=officer)
    assert not policies.can_keep(officer)
    with acting(keeper):
        actions.verify_help(help_id=line.id, by=keeper)
    assert [row.value for row in queries.help_contacts()] == ["1999"]
