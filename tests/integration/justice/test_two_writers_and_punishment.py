"""Two officers who save at once lose nothing; a victim among the suspects who is fined or deported rings as loudly as one in a cell."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.cases import actions as person_cases
from rumduol.cases.models import Alarm
from rumduol.cases.types import PersonCoded
from rumduol.facts.models import Fact
from rumduol.justice import actions, queries, sealed
from rumduol.justice.models import HandOver, Suspect
from rumduol.justice.types import Sentence
from rumduol.shared.errors import InvalidInput, Stale, WrongState
from rumduol.vault.enums import Purpose, Section
from tests.criminal import CLERK, INVESTIGATOR, MAN, PROSECUTOR, SAID, day, opened, suspect

WORKER = ("social_pp", Role.CASE_WORKER)
DESK = ("integrity", Role.INTEGRITY_OFFICER)


@pytest.fixture
def police(actor_of) -> Actor:
    return actor_of(*INVESTIGATOR)


@pytest.fixture
def clerk(actor_of) -> Actor:
    return actor_of(*CLERK)


@pytest.fixture
def prosecutor(actor_of) -> Actor:
    return actor_of(*PROSECUTOR)


def url(name, *args):
    return reverse(f"justice:{name}", args=args)


def in_khmer(words):
    with translation.override("km"):
        return translation.gettext(words)


def kinds_of(case):
    return sorted(Alarm.objects.filter(case_id=case.id).values_list("kind", flat=True))


@pytest.fixture
def girl(actor_of, acting):
    worker = actor_of(*WORKER)
    with acting(worker):
        return person_cases.open_case(
            source=("walk_in", None), standing="presumed", by=worker, identity={"name": "Invented Girl"},
            person=PersonCoded(sex="female", age_from=19, age_to=19, nationality="VN", forms=("criminality_scam",)),
        )  # fmt: skip


def test_fined_and_deported_ring_where_the_person_is_cared_for(girl, police, actor_of, acting):
    worker = actor_of(*WORKER)
    with acting(police):
        case = opened(police)
        her, firm = suspect(case, police, name="Invented Girl"), suspect(case, police, name="ក្រុមហ៊ុនប្រឌិត")
        Suspect.objects.filter(id=firm.id).update(kind="entity")
        actions.link_to_victim(case_id=case.id, suspect_id=her.id, case_number=girl.number, by=police)
        actions.detain(case_id=case.id, suspect_id=her.id, kind="custody", since=day("2026-03-12"), by=police)
        one = {"case_id": case.id, "suspect_id": her.id, "by": police}
        with pytest.raises(InvalidInput):
            actions.fine(on=day("2026-02"), **one)  # before anybody met her
        actions.fine(on=day("2026-03-14"), **one)
        with pytest.raises(InvalidInput):
            actions.deport(on=day("2026-03-11"), **one)  # before she was held
        actions.deport(on=day("2026-03-20"), **one)
        assert queries.held(case) == {}
        assert str(queries.detentions_of(her)[0].released_on) == "2026-03-20"
        with pytest.raises(WrongState):
            actions.deport(on=day("2026-03-21"), **one)
        with pytest.raises(InvalidInput):
            actions.deport(case_id=case.id, suspect_id=firm.id, on=day("2026-03-20"), by=police)
        with pytest.raises(DatabaseError, match="suspect_deported_is_a_person"), transaction.atomic():
            Suspect.objects.filter(id=firm.id).update(deported_on=day("2026-03-20"))
    with acting(worker):
        assert kinds_of(girl) == ["charged", "deported", "detained", "fined"]
    told = Fact.objects.filter(kind="alarm").values_list("outcome", "nationality")
    assert sorted(told) == [("charged", "VN"), ("deported", "VN"), ("detained", "VN"), ("fined", "VN")]


def test_whoever_is_linked_late_is_told_of_everything_that_happened_before(girl, police, actor_of, acting):
    with acting(police):
        case = opened(police)
        her = suspect(case, police, name="Invented Girl")
        one = {"case_id": case.id, "suspect_id": her.id, "by": police}
        actions.fine(on=day("2026-03-14"), **one)
        actions.request_cooperation(
            kind="extradition", direction="received", country="VN", on=day("2026-04"), text="words", **one
        )
        actions.link_to_victim(case_number=girl.number, **one)
    with acting(actor_of(*WORKER)):
        assert kinds_of(girl) == ["deported", "fined"]


def test_a_sentence_of_prison_and_a_fine_rings_twice(girl, police, prosecutor, actor_of, acting):
    clerk = actor_of(*CLERK)
    with acting(police):
        case = opened(police)
        her = suspect(case, police, name="Invented Girl")
        actions.link_to_victim(case_id=case.id, suspect_id=her.id, case_number=girl.number, by=police)
        actions.move(
            case_id=case.id, to="with_prosecutor", on=day("2026-04"), because="complete",
            to_office_id=prosecutor.office_id, by=police,
        )  # fmt: skip
    with acting(prosecutor):
        actions.charge(
            case_id=case.id, suspect_id=her.id, article="tipse-12", on=day("2026-04"), child="no", by=prosecutor
        )
        actions.move(case_id=case.id, to="trial", on=day("2026-05"), by=prosecutor)
    with acting(clerk):
        actions.record_verdict(
            case_id=case.id, suspect_id=her.id, outcome="convicted", on=day("2026-06"), reason="words",
            sentence=Sentence("prison", months=84, fine_riel=4_000_000), by=clerk,
        )  # fmt: skip
    with acting(actor_of(*WORKER)):
        assert kinds_of(girl) == ["charged", "detained", "fined"]


def test_whoever_saves_second_sees_what_the_first_one_saved(police, client_of, acting):
    with acting(police):
        case = opened(police)
        man = suspect(case, police)
        sealed.take(case, Section.NARRATIVE, by=police, purpose=Purpose.OWN_WORK)
        said = {"case_id": case.id, "revision": case.revision, "by": police}
        actions.change_case(said=SAID, summary="the first officer's words", **said)
        with pytest.raises(Stale) as stale:  # the summary alone differs: it is not written over either
            actions.change_case(said=SAID, summary="the second officer's words", **said)
        assert stale.value.differences == {"summary": ("the first officer's words", "the second officer's words")}
        assert sealed.take(case, Section.NARRATIVE, by=police)["summary"] == "the first officer's words"
    client = client_of(police)
    client.post(url("purpose", case.id), {"purpose": "own_work"})
    form = {
        "kind": "person", "name": "សុខ ចាន់ថា", "sex": "male", "age": "41", "nationality": "KH", "role": "recruiter",
        "level": "manager", "means": ["deception"], "language": "km", "counsel": "appointed", "counsel_on": "03/2026",
        "revision": str(man.revision),
    }  # fmt: skip
    assert client.post(url("change_suspect", case.id, man.id), form | {"level": "organiser"}).status_code == 302
    late = client.post(url("change_suspect", case.id, man.id), form | {"phone": "012 345 678"})
    assert late.status_code == 409
    assert f'<td data-label="{in_khmer("Theirs, saved")}">{in_khmer("Organiser or owner")}' in late.text
    assert "012 345 678" in late.text
    with acting(police):
        assert queries.suspect_of(case, man.id).level == "organiser"


def test_every_writer_of_words_holds_the_case_before_reading_them(prosecutor, clerk, acting, monkeypatch):
    """The words of a section stand in one sealed piece: who reads it before the lock would write over what came between."""
    read_before = []
    with acting(prosecutor):
        case = opened(prosecutor)
        man = suspect(case, prosecutor)
        item = actions.add_evidence(case_id=case.id, kind="thing", what="invented passport", by=prosecutor)
        first, second = (actions.add_node(case_id=case.id, kind="phone", label=n, by=prosecutor) for n in ("a", "b"))
        taken = CaptureQueriesContext(connection)
        for name in ("put", "take_out"):
            real = getattr(sealed, name)

            def watched(*args, _real=real, **kwargs):
                held = any("FOR UPDATE" in q["sql"] and "justice_criminalcase" in q["sql"] for q in connection.queries)
                read_before.append(held)
                return _real(*args, **kwargs)

            monkeypatch.setattr(sealed, name, watched)
        one = {"case_id": case.id, "by": prosecutor}
        writers = [
            lambda: actions.give_evidence(item_id=item.id, to_person_id=clerk.person_id, note="sealed", **one),
            lambda: actions.add_evidence(kind="thing", what="invented telephone", **one),
            lambda: actions.add_node(kind="phone", label="c", **one),
            lambda: actions.add_tie(first_id=first.id, second_id=second.id, kind="knows", note="seen", **one),
            lambda: actions.remove_node(node_id=first.id, **one),
            lambda: actions.request_cooperation(
                kind="extradition",
                direction="sent",
                country="TH",
                on=day("2026-04"),
                suspect_id=man.id,
                text="x",
                **one,
            ),
        ]
        for write in writers:
            connection.queries_log.clear()
            with taken:
                write()
        assert len(read_before) == len(writers)
        assert all(read_before)


def test_a_second_press_of_the_signature_is_answered_calmly(police, prosecutor, client_of, acting):
    with acting(police):
        case = opened(police)
        item = actions.add_evidence(case_id=case.id, kind="thing", what="invented passport", by=police)
        actions.move(
            case_id=case.id, to="with_prosecutor", on=day("2026-04"), because="complete",
            to_office_id=prosecutor.office_id, by=police,
        )  # fmt: skip
        offer = actions.give_evidence(case_id=case.id, item_id=item.id, to_person_id=prosecutor.person_id, by=police)
    client = client_of(prosecutor)
    press = {"do": "take", "id": str(offer.id), "intact": "on"}
    done = "You have signed for this item already. Nothing changed."
    for do, words in (("take", "Both sides have signed: you have the item now."), ("take", done), ("refuse", done)):
        answer = client.post(url("evidence", case.id), press | {"do": do}, follow=True)
        assert answer.status_code == 200
        assert in_khmer(words) in answer.text
    with acting(prosecutor):
        assert HandOver.objects.get(id=offer.id).status == "signed"


def test_an_official_among_the_accused_has_an_office_that_the_desk_reads(police, actor_of, client_of, acting, nation):
    office = nation.offices["police_kandal"]
    with acting(police):
        case = opened(police)
    client = client_of(police)
    form = {
        "kind": "person", "name": "ឈ្មោះប្រឌិត", "sex": "male", "level": "low", "counsel": "none", "contact_on": "03/2026",
        "official_office": str(office),
    }  # fmt: skip
    page = client.get(url("new_suspect", case.id)).text
    assert str(office) in page
    assert str(nation.offices["lotus_shelter"]) not in page
    refused = client.post(url("new_suspect", case.id), form)
    assert refused.status_code == 422  # an office without the tick
    assert "ឈ្មោះប្រឌិត" in refused.text
    assert client.post(url("new_suspect", case.id), form | {"official": "on"}).status_code == 302
    with acting(police):
        assert queries.suspects_of(case)[0].official_office_id == office
    with acting(actor_of(*DESK)), connection.cursor() as cursor:
        cursor.execute("select about_office from integrity.officials_accused()")
        assert (office,) in cursor.fetchall()
    assert MAN.official is False
