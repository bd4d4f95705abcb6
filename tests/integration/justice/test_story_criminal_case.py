"""One criminal case from the inquiry to its end, each door opened by the role that has it; what is out of order is refused."""

import pytest
from django.db import DatabaseError, transaction

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.facts.models import Fact
from rumduol.justice import actions, queries
from rumduol.justice.enums import TRANSITIONS, CriminalStatus
from rumduol.justice.models import Charge, CriminalCase, Move, Verdict
from rumduol.justice.types import Sentence
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere, WrongState
from tests.criminal import CLERK, INVESTIGATOR, PROSECUTOR, day, opened, suspect


@pytest.fixture
def police(actor_of) -> Actor:
    return actor_of(*INVESTIGATOR)


@pytest.fixture
def prosecutor(actor_of) -> Actor:
    return actor_of(*PROSECUTOR)


@pytest.fixture
def clerk(actor_of) -> Actor:
    return actor_of(*CLERK)


@pytest.fixture
def with_prosecutor(police, prosecutor, acting):
    with acting(police):
        case = opened(police)
        man = suspect(case, police)
        actions.arrest(case_id=case.id, suspect_id=man.id, on=day("2026-03-11"), by=police)
        actions.move(
            case_id=case.id, to="with_prosecutor", on=day("2026-03"), because="complete",
            to_office_id=prosecutor.office_id, by=police,
        )  # fmt: skip
    return case, man


def refused_by_the_database(act, words):
    with pytest.raises(DatabaseError, match=words), transaction.atomic():
        act()


def facts_of(kind):
    return list(Fact.objects.filter(kind=kind, corrected_by__isnull=True).order_by("recorded_on"))


def to_trial(case, man, prosecutor, clerk, acting):
    with acting(prosecutor):
        actions.charge(
            case_id=case.id, suspect_id=man.id, article="tipse-12", on=day("2026-04-02"), child="no", by=prosecutor
        )
        actions.move(case_id=case.id, to="investigating_judge", on=day("2026-04"), by=prosecutor)
    with acting(clerk):
        actions.move(case_id=case.id, to="closing_order", on=day("2026-06"), by=clerk)
        actions.move(case_id=case.id, to="trial", on=day("2026-07-01"), by=clerk)


def test_from_the_inquiry_to_the_end(with_prosecutor, police, prosecutor, clerk, acting):
    case, man = with_prosecutor
    with acting(police):
        # The police see how far it is; names went to the prosecutor with the keys.
        assert queries.case_for(police, case.id).status == CriminalStatus.WITH_PROSECUTOR
        with pytest.raises(NotThere):
            queries.own_case_for(police, case.id)
    with acting(prosecutor), pytest.raises(WrongState):
        actions.move(case_id=case.id, to="trial", on=day("2026-04"), by=prosecutor)  # nobody is charged
    to_trial(case, man, prosecutor, clerk, acting)
    with acting(clerk):
        with pytest.raises(WrongState):
            actions.move(case_id=case.id, to="verdict", on=day("2026-08"), by=clerk)  # nobody is judged
        first = actions.record_verdict(
            case_id=case.id, suspect_id=man.id, outcome="convicted", on=day("2026-08-03"),
            sentence=Sentence("prison", months=120), by=clerk,
        )  # fmt: skip
        actions.move(case_id=case.id, to="verdict", on=day("2026-08"), by=clerk)
        actions.move(case_id=case.id, to="appeal", on=day("2026-08"), by=clerk)
        second = actions.record_verdict(
            case_id=case.id, suspect_id=man.id, outcome="convicted", on=day("2026-10-05"),
            sentence=Sentence("prison", months=84), by=clerk,
        )  # fmt: skip
        actions.move(case_id=case.id, to="final", on=day("2026-10"), by=clerk)
        assert [v.id for v in queries.history_of(man)] == [second.id, first.id]
        assert [v.id for v in queries.verdicts_of(case)] == [second.id]
        assert second.replaces_id == first.id
    with acting(prosecutor):
        actions.move(case_id=case.id, to="execution", on=day("2026-10"), by=prosecutor)
        actions.move(case_id=case.id, to="ended", on=day("2026-11"), by=prosecutor)
        assert [m.new for m in queries.moves_of(case)][-1] == "ended"
        with pytest.raises(WrongState):
            actions.add_node(case_id=case.id, kind="phone", label="x", by=prosecutor)
    (verdict,) = facts_of("verdict")
    assert verdict.outcome == "convicted"
    assert verdict.extra["final"] is True
    assert verdict.extra["level"] == "manager"
    assert verdict.extra["days"] > 100
    assert [f.outcome for f in facts_of("prosecution")] == ["judged"]
    assert [f.outcome for f in facts_of("investigation")] == ["to_prosecutor"]
    assert (
        len(facts_of("accused")) == len(facts_of("arrest")) == len(facts_of("suspect")) == len(facts_of("offence")) == 1
    )


def test_a_verdict_before_a_charge_is_refused_by_the_action_and_by_the_database(
    with_prosecutor, prosecutor, clerk, acting
):
    case, man = with_prosecutor
    with acting(clerk), pytest.raises(WrongState):
        actions.record_verdict(case_id=case.id, suspect_id=man.id, outcome="convicted", on=day("2026-08"), by=clerk)
    to_trial(case, man, prosecutor, clerk, acting)
    with acting(clerk):
        other = suspect(case, clerk, name="Invented Vannak")
        with pytest.raises(InvalidInput) as refused:
            actions.record_verdict(
                case_id=case.id, suspect_id=other.id, outcome="acquitted", on=day("2026-08"), by=clerk
            )
        assert "outcome" in refused.value.errors
        with pytest.raises(InvalidInput) as refused:
            actions.record_verdict(case_id=case.id, suspect_id=man.id, outcome="acquitted", on=day("2026-03"), by=clerk)
        assert "on" in refused.value.errors
        row = {"case": case, "office_id": clerk.office_id, "outcome": "acquitted", "by_id": clerk.person_id}
        refused_by_the_database(
            lambda: Verdict.objects.create(suspect=other, on=day("2026-08"), **row), "no verdict before a charge"
        )
        refused_by_the_database(
            lambda: Verdict.objects.create(suspect=man, on=day("2026-03"), **row), "no verdict before a charge"
        )


def test_two_hundred_years_are_refused_with_words(with_prosecutor, prosecutor, clerk, acting):
    case, man = with_prosecutor
    to_trial(case, man, prosecutor, clerk, acting)
    with acting(clerk):
        one = {"case_id": case.id, "suspect_id": man.id, "outcome": "convicted", "on": day("2026-08"), "by": clerk}
        with pytest.raises(InvalidInput) as refused:
            actions.record_verdict(sentence=Sentence("prison", months=2400), **one)
        assert "200" in str(refused.value.errors["months"][0]) or "២០០" in str(refused.value.errors["months"][0])
        with pytest.raises(InvalidInput) as refused:
            actions.record_verdict(sentence=Sentence("prison", months=12), **one)  # below the range, no reason
        assert "reason" in refused.value.errors
        assert actions.record_verdict(
            sentence=Sentence("prison", months=12), reason="the court's own words", **one
        ).outside_range
        with pytest.raises(InvalidInput):
            actions.record_verdict(sentence=Sentence("fine", months=12), **one)
        with pytest.raises(InvalidInput):
            actions.record_verdict(**(one | {"outcome": "acquitted"}), sentence=Sentence("prison", months=12))


def test_every_door_has_its_role_and_its_order_in_the_database(with_prosecutor, police, prosecutor, clerk, acting):
    case, _man = with_prosecutor
    with acting(clerk), pytest.raises(NotAllowed):
        actions.move(case_id=case.id, to="filed", because="not_enough", on=day("2026-04"), by=clerk)
    with acting(prosecutor):
        with pytest.raises(InvalidInput) as refused:
            actions.move(case_id=case.id, to="filed", because="not_enough", on=day("2026-02"), by=prosecutor)
        assert "on" in refused.value.errors
        # The month of the step before it: it can have been later in that month.
        row = {
            "case": case, "office_id": prosecutor.office_id, "by_id": prosecutor.person_id, "old": "with_prosecutor",
            "by_office_id": prosecutor.office_id, "to_office_id": prosecutor.office_id,
        }  # fmt: skip
        refused_by_the_database(
            lambda: Move.objects.create(position=2, new="verdict", on=day("2026-04"), **row), "door is closed"
        )
        refused_by_the_database(
            lambda: Move.objects.create(position=2, new="filed", on=day("2026-02"), **row), "not earlier"
        )
        refused_by_the_database(
            lambda: Move.objects.create(position=7, new="filed", on=day("2026-04"), **row), "numbered"
        )
        refused_by_the_database(
            lambda: Move.objects.create(
                position=2, new="filed", on=day("2026-04"), **(row | {"by_id": police.person_id})
            ),
            "row-level security",
        )
        refused_by_the_database(lambda: CriminalCase.objects.filter(id=case.id).update(status="filed"), "signed move")
        refused_by_the_database(
            lambda: CriminalCase.objects.filter(id=case.id).update(judged_on=day("2026-05")),
            "criminal_no_verdict_before",
        )
        actions.move(case_id=case.id, to="filed", because="not_enough", on=day("2026-03"), by=prosecutor)
        assert [f.outcome for f in facts_of("investigation")] == ["closed"]
        actions.move(case_id=case.id, to="with_prosecutor", on=day("2026-05"), by=prosecutor)
        actions.move(case_id=case.id, to="preliminary", on=day("2026-05"), by=prosecutor)
        with pytest.raises(NotThere):
            queries.case_for(prosecutor, case.id)
    with acting(police):
        assert queries.own_case_for(police, case.id).status == "preliminary"
        refused_by_the_database(
            lambda: Charge.objects.create(
                case=case,
                suspect=_man,
                office_id=police.office_id,
                article="tipse-12",
                on=day("2026-05"),
                by_id=police.person_id,
            ),
            "charge is made by the prosecutor",
        )


def test_the_database_holds_the_same_table_of_doors(acting, police):
    from django.db import connection

    from rumduol.justice.enums import OWNERS

    with acting(police), connection.cursor() as cursor:
        for old in CriminalStatus:
            for new in CriminalStatus:
                for role in Role:
                    cursor.execute("select justice_may_move(%s, %s, %s)", [old, new, role])
                    assert cursor.fetchone()[0] is (new in TRANSITIONS[old] and OWNERS[old] == role), (old, new, role)


def test_a_charge_that_shrinks_says_why(with_prosecutor, prosecutor, clerk, acting):
    case, man = with_prosecutor
    with acting(prosecutor):
        big = actions.charge(
            case_id=case.id, suspect_id=man.id, article="tipse-12", on=day("2026-04"), child="yes", by=prosecutor,
            elements={"act": "invented words"},
        )  # fmt: skip
        one = {"case_id": case.id, "charge_id": big.id, "article": "tipse-12", "on": day("2026-05"), "by": prosecutor}
        with pytest.raises(InvalidInput) as refused:
            actions.replace_charge(because="victim_adult", reason="", child="no", **one)
        assert "reason" in refused.value.errors
        small = actions.replace_charge(
            because="victim_adult", reason="A birth certificate was found.", child="no", **one
        )
        assert small.reduced
        assert [c.status for c in queries.charges_of(case)] == ["replaced", "standing"]
        with pytest.raises(InvalidInput):
            actions.charge(case_id=case.id, suspect_id=man.id, article="no-such", on=day("2026-05"), by=prosecutor)
        with pytest.raises(InvalidInput):
            actions.charge(case_id=case.id, suspect_id=man.id, article="tipse-12", on=day("2026-05"), by=prosecutor)
    assert [f.outcome for f in facts_of("accused")] == ["reduced_charge"]
