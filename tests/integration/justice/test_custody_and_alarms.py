"""Custody is what both sides signed; a victim among the suspects is told of at once; nothing illegal is ever stored."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from rumduol.access import actions as access
from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.cases import actions as person_cases
from rumduol.cases import queries as person_queries
from rumduol.cases.models import Alarm
from rumduol.cases.types import PersonCoded
from rumduol.facts.models import Fact
from rumduol.justice import actions, queries
from rumduol.justice.models import Evidence, HandOver, VictimSign
from rumduol.justice.types import VictimSaid
from rumduol.notices.models import Notice
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere, WrongState
from rumduol.vault.models import SealedFile
from tests.criminal import CLERK, INVESTIGATOR, PROSECUTOR, day, opened, suspect

WORKER = ("social_pp", Role.CASE_WORKER)


@pytest.fixture
def police(actor_of) -> Actor:
    return actor_of(*INVESTIGATOR)


@pytest.fixture
def prosecutor(actor_of) -> Actor:
    return actor_of(*PROSECUTOR)


@pytest.fixture
def given(police, prosecutor, acting):
    """A case with an item, given on to the prosecutor who has not signed."""
    with acting(police):
        case = opened(police)
        item = actions.add_evidence(case_id=case.id, kind="thing", what="invented passport", by=police)
        actions.move(
            case_id=case.id, to="with_prosecutor", on=day("2026-04"), because="complete",
            to_office_id=prosecutor.office_id, by=police,
        )  # fmt: skip
        with pytest.raises(InvalidInput) as said:  # what can't be kept is refused before anything is lost
            actions.give_evidence(
                case_id=case.id, item_id=item.id, to_person_id=prosecutor.person_id, note="a note", by=police
            )
        assert set(said.value.errors) == {"note"}
        offer = actions.give_evidence(case_id=case.id, item_id=item.id, to_person_id=prosecutor.person_id, by=police)
    return case, item, offer


def refused(act, words="row-level security|custody passes|not rewritten|hand_over_"):
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        act()


def test_signed_by_one_side_only_is_no_custody_whoever_tries(given, police, prosecutor, actor_of, acting):
    case, item, offer = given
    clerk = actor_of(*CLERK)
    with acting(police):
        assert queries.item_of(case, item.id).custodian_id == police.person_id
        assert [h.status for h in queries.hand_overs_of(case)] == ["open"]
        with pytest.raises(NotAllowed):  # the giver can't sign for the taker
            actions.take_evidence(case_id=case.id, hand_over_id=offer.id, intact=True, by=police)
        forged = {"status": "signed", "taken_at": timezone.now(), "taken_by_id": prosecutor.person_id, "intact": True}
        assert HandOver.objects.filter(id=offer.id).update(**forged) == 0
        refused(lambda: HandOver.objects.create(
            case=case, office_id=case.office_id, item=item, from_person_id=police.person_id, from_office_id=police.office_id,
            to_person_id=prosecutor.person_id, to_office_id=prosecutor.office_id, given_at=timezone.now(),
            given_by_id=police.person_id, **forged,
        ))  # fmt: skip
        with pytest.raises(InvalidInput):  # a second hand-over while one is open
            actions.give_evidence(case_id=case.id, item_id=item.id, to_person_id=clerk.person_id, by=police)
    with acting(clerk):
        with pytest.raises(NotAllowed):
            actions.take_evidence(case_id=case.id, hand_over_id=offer.id, intact=True, by=clerk)
        with pytest.raises(NotAllowed):
            actions.give_evidence(case_id=case.id, item_id=item.id, to_person_id=prosecutor.person_id, by=clerk)
        refused(lambda: Evidence.objects.filter(id=item.id).update(custodian_id=clerk.person_id), "permission denied")
    with acting(prosecutor):
        assert [row.id for row in queries.waiting_for_me(prosecutor)] == [offer.id]
        refused(
            lambda: HandOver.objects.filter(id=offer.id).update(status="signed"), "hand_over_counts_when_both_signed"
        )
        actions.take_evidence(case_id=case.id, hand_over_id=offer.id, intact=True, by=prosecutor)
        assert queries.item_of(case, item.id).custodian_id == prosecutor.person_id
        with pytest.raises(WrongState):  # replayed
            actions.take_evidence(case_id=case.id, hand_over_id=offer.id, intact=True, by=prosecutor)
        refused(lambda: HandOver.objects.filter(id=offer.id).update(intact=False))


def test_an_item_not_taken_stays_where_it_was(given, police, prosecutor, acting):
    case, item, offer = given
    with acting(prosecutor):
        actions.refuse_evidence(case_id=case.id, hand_over_id=offer.id, by=prosecutor)
        assert queries.item_of(case, item.id).custodian_id == police.person_id


def test_illegal_images_are_never_stored(police, acting):
    with acting(police):
        case = opened(police)
        one = {"case_id": case.id, "kind": "digital", "what": "x", "illegal_image": True, "by": police}
        full = {"sha256": "ab" * 32, "locator": "a device", "custodian": "a laboratory"}
        with pytest.raises(InvalidInput) as answer:
            actions.add_evidence(upload=SimpleUploadedFile("x.jpg", b"never read"), **full, **one)
        assert "upload" in answer.value.errors
        with pytest.raises(InvalidInput) as answer:
            actions.add_evidence(**one)
        assert {"sha256", "locator", "custodian"} <= set(answer.value.errors)
        item = actions.add_evidence(**full, **one)
        assert item.file_id is None
        assert not SealedFile.objects.filter(record_id=case.id).exists()
        with pytest.raises(InvalidInput):
            actions.add_evidence(case_id=case.id, kind="digital", what="x", sha256="no hash", by=police)


@pytest.fixture
def girl(actor_of, acting):
    worker = actor_of(*WORKER)
    with acting(worker):
        return person_cases.open_case(
            source=("walk_in", None), standing="presumed", by=worker, identity={"name": "Invented Girl"},
            person=PersonCoded(sex="female", age_from=17, age_to=17, nationality="KH", forms=("criminality_scam",)),
        )  # fmt: skip


def test_a_victim_among_the_suspects_is_told_of_and_the_police_learn_nothing(girl, police, actor_of, acting):
    worker = actor_of(*WORKER)
    with acting(police):
        case = opened(police)
        her = suspect(case, police, name="Invented Girl")
        with pytest.raises(InvalidInput):
            actions.link_to_victim(case_id=case.id, suspect_id=her.id, case_number="K-26-000000", by=police)
        sign = actions.link_to_victim(case_id=case.id, suspect_id=her.id, case_number=girl.number, by=police)
        assert sign.told_owner
        with pytest.raises(NotAllowed):  # the case itself stays closed to them
            person_queries.case_for(police, girl.id)
        assert not Alarm.objects.exists()
        actions.detain(case_id=case.id, suspect_id=her.id, kind="custody", since=day("2026-03-12"), by=police)
        actions.detain(case_id=case.id, suspect_id=her.id, kind="custody", since=day("2026-03-13"), by=police)
    with acting(worker):
        assert sorted(Alarm.objects.filter(case_id=girl.id).values_list("kind", flat=True)) == ["charged", "detained"]
        assert Notice.objects.filter(record_id=girl.id, kind="case_alarm").exists()
    assert sorted(Fact.objects.filter(kind="alarm").values_list("outcome", "sex")) == [
        ("charged", "female"), ("detained", "female"),
    ]  # fmt: skip
    with acting(police):
        assert [s.told_owner for s in queries.signs_of(case)] == [True]
        actions.answer_sign(case_id=case.id, sign_id=sign.id, same=False, by=police)
        with pytest.raises(WrongState):
            actions.answer_sign(case_id=case.id, sign_id=sign.id, same=True, by=police)
        assert VictimSign.objects.get().same is False


def test_officers_see_in_care_and_nothing_else(girl, police, acting):
    with acting(police):
        case = opened(police)
        known = actions.add_victim(case_id=case.id, said=VictimSaid(sex="female", case_number=girl.number), by=police)
        other = actions.add_victim(case_id=case.id, said=VictimSaid(sex="male"), by=police)
        assert queries.in_care(case) == {known.id}
        assert other.id not in queries.in_care(case)
        with pytest.raises(InvalidInput):
            actions.add_victim(case_id=case.id, said=VictimSaid(case_number=girl.number), by=police)


def test_detention_has_the_limits_of_the_law(police, acting):
    with acting(police):
        case = opened(police)
        man = suspect(case, police)
        key = {"case_id": case.id, "suspect_id": man.id, "by": police}
        held = actions.detain(kind="pretrial", since=day("2026-03"), **key)
        assert held.limit_at.date().isoformat()[:7] in {"2026-08", "2026-09"}  # six months from the first of March
        actions.extend_detention(**key)
        assert actions.extend_detention(**key).limit_at.year == 2027
        with pytest.raises(WrongState):
            actions.extend_detention(**key)
        with pytest.raises(WrongState):
            actions.mark_at_large(since=day("2026-04"), **key)
        with pytest.raises(InvalidInput):
            actions.release(on=day("2026-02"), **key)
        actions.release(on=day("2026-04"), **key)
        actions.mark_at_large(since=day("2026-05"), **key)
        actions.record_search(where="invented village", **key)


def test_a_conflict_of_interest_hides_the_case_and_a_share_opens_its_part_until_it_ends(police, actor_of, acting):
    lawyer = actor_of("justiceaid", Role.LEGAL_AID_LAWYER)
    with acting(police):
        case = opened(police)
        suspect(case, police)
        share = actions.share_case(
            case_id=case.id, to_office_id=lawyer.office_id, sections=["narrative"], purpose="legal_aid",
            until=timezone.now() + timedelta(days=9), by=police,
        )  # fmt: skip
        with pytest.raises(InvalidInput):
            actions.share_case(
                case_id=case.id, to_office_id=lawyer.office_id, sections=["whereabouts"], purpose="x",
                until=timezone.now() + timedelta(days=9), by=police,
            )  # fmt: skip
    with acting(lawyer):
        assert queries.case_for(lawyer, case.id).number == case.number
        assert [line.case.id for line in queries.shared_cases(lawyer)] == [case.id]
    with acting(police):
        actions.unshare_case(case_id=case.id, share_id=share, by=police)
    with acting(lawyer), pytest.raises(NotThere):
        queries.case_for(lawyer, case.id)
    with acting(police):
        access.declare_conflict(
            kind="criminal_case", record_id=case.id, person_id=police.person_id, because="suspect", by=police
        )
        with pytest.raises(NotThere):
            queries.case_for(police, case.id)
