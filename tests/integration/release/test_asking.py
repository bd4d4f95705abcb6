"""Answers with noise: a budget that a restart does not forget, held by the database, with everything said in public."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.release import asking
from rumduol.release.models import OpenAnswer
from rumduol.release.rules import rules
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import InvalidInput, NotAllowed
from tests.integration.release.test_release_desk import people, victims  # noqa: F401

pytestmark = pytest.mark.django_db
QUESTIONS = [
    ["sex"],
    ["age"],
    ["form"],
    ["palermo"],
    ["domestic"],
    ["outcome"],
    ["citizenship"],
    ["agency_kind"],
    ["sex", "age"],
]


def test_the_whole_life_of_a_budget(people, acting, client, client_of):  # noqa: F811
    statistician, approver = people
    victims()
    for _person in range(40):
        facts.write(kind=Kind.VICTIM, unit=("person", uuid4()), on=PartialDate(2026, 3, 1), sex="female",
                    age_band="adult", place="1801", outcome="identified", form="labour")  # fmt: skip
    with acting(statistician):
        first = asking.answer(indicator="victims", year=2026, breakdowns=["sex", "age"], by=statistician)
        assert asking.answers_left(2026) == 7
        again = asking.answer(indicator="victims", year=2026, breakdowns=["age", "sex"], by=statistician)
        assert (again.id, again.answer) == (first.id, first.answer)  # the same question tells nothing new
        assert asking.answers_left(2026) == 7
        told = {tuple(place): number for *place, number in first.answer}
        assert abs(told["adult", "female"] - 60) <= 4 * first.error
        with pytest.raises(InvalidInput):
            asking.answer(indicator="referrals", year=2026, breakdowns=["province"], by=statistician)
        with pytest.raises(InvalidInput):
            asking.answer(indicator="victims", year=2026, breakdowns=["district"], by=statistician)
        for breakdowns in QUESTIONS[:7]:
            asking.answer(indicator="victims", year=2026, breakdowns=breakdowns, by=statistician)
        assert asking.answers_left(2026) == 0
        with pytest.raises(asking.YearIsSpent):
            asking.answer(indicator="victims", year=2026, breakdowns=["agency_kind"], by=statistician)
        assert asking.answer(indicator="victims", year=2026, breakdowns=["sex"], by=statistician)  # said before
        assert asking.answers_left(2025) == 8
        row = {"asked_on": "2026-11-01", "year": 2026, "indicator": "victims", "breakdowns": [], "question": "x",
               "epsilon": Decimal("0.001"), "error": 1, "answer": [], "answered_by": statistician.person_id}  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():  # past the code, the database still refuses
            OpenAnswer.objects.create(**row)
        OpenAnswer.objects.create(**row | {"year": 2024, "epsilon": rules().noise_budget})
        with pytest.raises(IntegrityError), transaction.atomic():
            OpenAnswer.objects.create(**row | {"year": 2023, "epsilon": Decimal("-1")})
        with connection.cursor() as cursor:
            cursor.execute("select release_noise_budget()")
            assert cursor.fetchone()[0] == rules().noise_budget
            for sql in ("update release_openanswer set epsilon = 0.001", "delete from release_openanswer"):
                with pytest.raises(DatabaseError), transaction.atomic():
                    cursor.execute(sql)
    with acting(approver):
        with pytest.raises(NotAllowed):
            asking.answer(indicator="victims", year=2025, breakdowns=["sex"], by=approver)
        with pytest.raises(DatabaseError), transaction.atomic():
            OpenAnswer.objects.create(**row | {"year": 2022})
    desk = client_of(statistician)
    assert desk.get("/releases/ask/").status_code == 200
    sent = {"indicator": "victims", "period": "2026", "breakdowns": ["agency_kind"]}
    assert "អស់ហើយ" in desk.post("/releases/ask/", sent).content.decode()  # spent
    assert desk.post("/releases/ask/", sent | {"period": "2025-Q1"}).status_code == 422
    assert desk.post("/releases/ask/", sent | {"period": "2025"}).status_code == 302
    for lang in ("km", "en", "vi", "th", "zh-hans"):
        assert client.get(f"/{lang}/figures/answers/").status_code == 200
        assert client.get(f"/{lang}/figures/answers/{first.id}/").status_code == 200
    page = client.get("/en/figures/answers/").content.decode()
    assert '2026</th><td class="number">0' in page
    assert client.get(f"/en/figures/answers/{uuid4()}/").status_code == 404
