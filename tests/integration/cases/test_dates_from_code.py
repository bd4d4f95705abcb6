"""A page is not the only door: dates and ages that cannot be are refused by the actions themselves, by the field's name."""

from datetime import date
from typing import Any

import pytest

from rumduol.agencies.enums import Role
from rumduol.cases import actions as cases
from rumduol.cases.types import PersonCoded
from rumduol.intake import actions as intake
from rumduol.intake.types import ReportSaid
from rumduol.screening import actions as screening
from rumduol.screening.types import PersonAsked
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import InvalidInput

pytestmark = pytest.mark.django_db
NOBODY = PersonCoded(sex="female", nationality="VN")
IMPOSSIBLE = ["yesterday", "25/02/2011", "2011-2", "2011-02-30", "2100", "2100-01", "1890", "0000", "៛"]


@pytest.fixture
def worker(actor_of: Any, acting: Any) -> Any:
    by = actor_of("social_psh", Role.CASE_WORKER)
    with acting(by):
        yield by


def opened(by: Any, **more: Any) -> Any:
    given: dict[str, Any] = {"source": ("walk_in", None), "standing": "presumed", "person": NOBODY, "by": by}
    return cases.open_case(**(given | more))


@pytest.mark.parametrize("born", IMPOSSIBLE)
def test_nobody_is_born_then(worker: Any, born: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        opened(worker, identity={"name": "Invented", "born": born})
    assert set(refused.value.errors) == {"born"}
    case = opened(worker)
    with pytest.raises(InvalidInput) as refused:
        cases.change_identity(
            case_id=case.id, revision=case.revision, identity={"born": born}, contact={}, summary="", by=worker
        )
    assert set(refused.value.errors) == {"born"}


@pytest.mark.parametrize("born", ["", "2011", "2011-02", "2011-02-25", "1901"])
def test_what_is_known_of_a_birth_is_taken(worker: Any, born: str) -> None:
    assert opened(worker, identity={"name": "Invented", "born": born}).id


def test_an_exploitation_and_a_finding_lie_behind_us(worker: Any) -> None:
    with pytest.raises(InvalidInput) as refused:
        opened(worker, person=PersonCoded(sex="male", exploited_until=PartialDate(2100)))
    assert set(refused.value.errors) == {"exploited_until"}
    with pytest.raises(InvalidInput) as refused:
        opened(worker, standing_on=PartialDate(2100))
    assert set(refused.value.errors) == {"standing_on"}


@pytest.mark.parametrize("wrong", [{"years": -1}, {"years": 121}, {"years": 150}, {"age_group": "old"}])
def test_a_screening_takes_no_impossible_age(acting: Any, actor_of: Any, wrong: dict[str, Any]) -> None:
    by = actor_of("police_psh", Role.SCREENING_OFFICER)
    person = {"sex": "female", "age_group": "adult", "nationality": "VN", "place": "1801"}
    with acting(by):
        with pytest.raises(InvalidInput) as refused:
            screening.start(person=PersonAsked(**(person | wrong)), by=by)
        assert set(refused.value.errors) == set(wrong)
        made = screening.start(person=PersonAsked(**person), by=by)
        with pytest.raises(InvalidInput) as refused:
            screening.correct_person(
                screening_id=made.id, person=PersonAsked(**(person | wrong)), revision=made.revision, by=by
            )
        assert set(refused.value.errors) == set(wrong)


@pytest.mark.parametrize("day", [date(2100, 1, 1), date(1825, 1, 1)])
def test_a_report_was_not_received_then(acting: Any, actor_of: Any, day: date) -> None:
    by = actor_of("police_psh", Role.INVESTIGATOR)
    with acting(by), pytest.raises(InvalidInput) as refused:
        intake.record_report(said=ReportSaid(language="km"), channel="walk_in", received_on=day, by=by)
    assert set(refused.value.errors) == {"received_on"}
