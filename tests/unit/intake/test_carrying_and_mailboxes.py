"""Sealed forms, the mailbox's keys, and how finely a time is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumduol.intake import carrying, codes, mailboxes
from rumduol.intake.enums import (
    OWNERS,
    PAGES,
    STEP_NUMBER,
    SUGGESTED_FORMS,
    TRANSITIONS,
    ReportStatus,
    Step,
    Urgency,
)
from rumduol.intake.times import coarse, due_at, urgency_of
from rumduol.intake.types import COUNTED, Counts, PersonSaid, category
from rumduol.shared.dates import local
from rumduol.terms import queries as terms

moments = st.datetimes(datetime(2024, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
KEYS = codes.Keys(verify=bytes(32), mailbox=b"m" * 32)


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=20), st.text(max_size=200), max_size=5))
def test_a_carried_form_comes_back_and_shows_nothing(contents: dict[str, str]) -> None:
    text = carrying.carry(contents, use="report")
    assert carrying.carried(text, use="report", seconds=60) == contents


def test_a_carried_form_hides_what_was_typed() -> None:
    assert "kiln" not in carrying.carry({"story": "the kiln behind the pagoda"}, use="report")


@pytest.mark.parametrize(
    "damage", [lambda t: "", lambda t: t[:-4], lambda t: "A" + t[1:], lambda t: t + "é", lambda t: t * 9000]
)
def test_a_damaged_form_is_expired_and_not_an_error(damage: object) -> None:
    text = carrying.carry({"a": "b"}, use="report")
    with pytest.raises(carrying.Expired):
        carrying.carried(damage(text), use="report", seconds=60)  # type: ignore[operator]


def test_a_ticket_is_not_a_form_and_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    text = carrying.carry({"a": "b"}, use="mailbox")
    with pytest.raises(carrying.Expired):
        carrying.carried(text, use="report", seconds=60)
    later = carrying.time.time() + 901
    monkeypatch.setattr(carrying.time, "time", lambda: later)
    with pytest.raises(carrying.Expired):
        carrying.carried(text, use="mailbox", seconds=900)


@settings(deadline=None)
@given(st.text(max_size=700))
def test_only_the_code_opens_an_answer(text: str) -> None:
    public, locked = mailboxes.new_key_pair(KEYS)
    sealed = mailboxes.seal_to(public, text)
    assert mailboxes.open_from(mailboxes.unlock(locked, KEYS.mailbox), sealed) == text
    assert (len(sealed) - 48) % 256 == 0
    with pytest.raises(mailboxes.CannotOpen):
        mailboxes.unlock(locked, b"x" * 32)
    other = mailboxes.unlock(mailboxes.new_key_pair(KEYS)[1], KEYS.mailbox)
    with pytest.raises(mailboxes.CannotOpen):
        mailboxes.open_from(other, sealed)


@settings(deadline=None)
@given(moments)
def test_a_time_is_kept_to_a_quarter_of_a_day(moment: datetime) -> None:
    kept = coarse(moment)
    assert kept.began <= moment < kept.ended
    assert local(kept.began).hour % 6 == 0


@settings(deadline=None)
@given(moments, st.sampled_from(list(Urgency)))
def test_an_anonymous_clock_shows_no_minute_and_is_never_early(moment: datetime, urgency: Urgency) -> None:
    exact = due_at(urgency, moment, anonymous=False)
    kept = due_at(urgency, moment, anonymous=True)
    assert (kept.minute, kept.second, kept.microsecond) == (0, 0, 0)
    assert exact <= kept <= exact + timedelta(hours=6)


def test_danger_comes_before_children_before_the_rest() -> None:
    assert urgency_of(danger_now="yes", children=1) == Urgency.DANGER
    assert urgency_of(danger_now="unknown", children=1) == Urgency.CHILD
    assert urgency_of(danger_now="no", children=0) == Urgency.ORDINARY


def test_every_state_has_an_owner_a_page_and_a_way_out() -> None:
    for status in ReportStatus:
        assert TRANSITIONS[status], status
        assert OWNERS[status], status
        assert PAGES[status], status
    reachable = {ReportStatus.RECEIVED}
    while True:
        more = {new for old in reachable for new in TRANSITIONS[old]} | reachable
        if more == reachable:
            break
        reachable = more
    assert reachable == set(ReportStatus)


def test_every_step_is_one_of_six() -> None:
    assert [STEP_NUMBER[step] for step in Step] == [1, 2, 2, 3, 4, 5, 6]


def test_suggested_forms_are_codes_of_the_list() -> None:
    for form in SUGGESTED_FORMS.values():
        assert terms.is_code("form", form), form


people = st.lists(
    st.builds(
        PersonSaid,
        sex=st.sampled_from(["female", "male", "other", "unknown"]),
        minor=st.sampled_from(["yes", "no", "unknown"]),
    ),
    max_size=12,
)
counts = st.builds(Counts, **{name: st.integers(0, 50) for name in COUNTED})


@settings(deadline=None)
@given(counts, people)
def test_counts_are_never_fewer_than_the_rows_and_never_shrink(said: Counts, persons: list[PersonSaid]) -> None:
    raised = said.at_least(persons)
    for name in COUNTED:
        assert getattr(raised, name) >= getattr(said, name)
        assert getattr(raised, name) >= [category(p) for p in persons].count(name)
    assert raised.at_least(persons) == raised


def test_nobody_is_guessed() -> None:
    assert category(PersonSaid(sex="female")) == "unknown"
    assert category(PersonSaid(minor="yes")) == "unknown"
    assert category(PersonSaid(sex="other", minor="no")) == "unknown"
