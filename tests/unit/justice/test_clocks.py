"""How long somebody may be held, by age; and that every stage has its reasons."""

from datetime import datetime, timedelta

import pytest

from rumduol.justice import clocks
from rumduol.justice.enums import BECAUSE_OF, TRANSITIONS, CriminalStatus, DetentionKind
from rumduol.shared.dates import PHNOM_PENH, PartialDate

CUSTODY, PRETRIAL = DetentionKind.CUSTODY, DetentionKind.PRETRIAL
NOON = datetime(2026, 3, 10, 12, tzinfo=PHNOM_PENH)
DAY = PartialDate(2026, 3, 10)


@pytest.mark.parametrize(
    ("age", "hours"), [(None, 48), (40, 48), (18, 48), (17, 48), (16, 48), (15, 36), (14, 36), (13, 0), (0, 0)]
)
def test_police_custody_is_counted_in_hours(age, hours):
    assert clocks.ends_at(CUSTODY, since=DAY, at=NOON, age=age) == NOON + timedelta(hours=hours)


def test_an_extension_adds_and_a_month_counts_from_its_first_day():
    assert clocks.ends_at(CUSTODY, since=DAY, at=NOON, age=30, extended=1) == NOON + timedelta(hours=72)
    ends = clocks.ends_at(PRETRIAL, since=PartialDate(2026, 8), at=None, age=30)
    assert ends is not None
    assert ends.date().isoformat() == "2027-02-01"
    ends = clocks.ends_at(PRETRIAL, since=PartialDate(2026, 8, 31), at=None, age=30)
    assert ends is not None
    assert ends.date().isoformat() == "2027-02-28"
    assert clocks.ends_at(DetentionKind.SENTENCE, since=DAY, at=None, age=30) is None


def test_every_age_has_one_limit_of_each_kind():
    for kind in (CUSTODY, PRETRIAL):
        for age in range(121):
            fitting = [one for one in clocks.limits() if one.kind == kind and one.age_from <= age <= one.age_to]
            assert len(fitting) == 1, (kind, age)
            assert fitting[0].source


def test_every_door_has_its_reasons_and_no_reason_has_no_door():
    assert set(BECAUSE_OF) == {(old, new) for old in CriminalStatus for new in TRANSITIONS[old]}
    assert all(BECAUSE_OF.values())
