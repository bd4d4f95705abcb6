"""Partial dates, ages, typed dates, clocks."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumduol.shared.clocks import due, is_working_day, left
from rumduol.shared.dates import PartialDate, PartialDateField, age_on, local
from rumduol.shared.errors import InvalidInput
from rumduol.shared.typed_dates import read_date

NOW = date(2026, 11, 21)
whole = st.dates(min_value=date(1000, 1, 1)).map(PartialDate.of)
partial = whole | whole.map(PartialDate.to_month) | whole.map(PartialDate.to_year)


@given(partial, partial)
def test_sorts_as_its_text_does_and_reads_back(a, b):
    assert (a < b) == (str(a) < str(b))
    assert PartialDate.from_text(str(a)) == a


@given(partial)
def test_holds_its_own_days(a):
    assert a.contains(a)
    assert a.contains(a.first)
    assert a.contains(a.last)
    assert a.to_year().contains(a)
    assert not a.contains(PartialDate(a.year - 1 if a.year > 1000 else a.year + 1))


@pytest.mark.parametrize("text", ["2025-3", "25", "2025-02-30", "2025-13", "", "២០២៥", "2025-03-05-01", "0000"])
def test_stored_text_is_strict(text):
    with pytest.raises(ValueError, match=r"."):
        PartialDate.from_text(text)


def test_words():
    day = PartialDate(2025, 3, 5)
    assert day.in_words("en") == "5 March 2025"
    assert day.in_words("km", khmer_digits=True) == "៥ មីនា ២០២៥"
    assert PartialDate(2025, 3).in_words("en", short=True) == "Mar 2025"
    assert day.in_words("zh-hans") == "2025年三月5日" or day.in_words("zh-hans").startswith("2025年")


def test_column_keeps_and_gives_back():
    field = PartialDateField(null=True)
    assert field.get_prep_value(PartialDate(2025, 3)) == "2025-03"
    assert field.from_db_value("2025-03", None, None) == PartialDate(2025, 3)
    assert field.get_prep_value(None) is None
    assert field.from_db_value(None, None, None) is None
    assert "max_length" not in field.deconstruct()[3]


def test_ages_in_doubt_are_a_childs():
    seventeen = age_on(PartialDate(2009), NOW)
    assert (seventeen.youngest, seventeen.oldest) == (16, 17)
    eighteen = age_on(PartialDate(2008), NOW)
    assert (eighteen.youngest, eighteen.oldest) == (17, 18)
    assert eighteen.may_be_child
    assert not age_on(PartialDate(2008, 11, 21), NOW).may_be_child
    assert age_on(PartialDate(2008, 11, 22), NOW).youngest == 17
    assert age_on(PartialDate(2004, 2, 29), date(2026, 2, 28)).oldest == 21
    with pytest.raises(ValueError, match=r"."):
        age_on(PartialDate(2027), NOW)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("25/03/2024", "2024-03-25"),
        ("២៥/០៣/២០២៤", "2024-03-25"),
        ("2024-03-25", "2024-03-25"),
        ("25.3.2024", "2024-03-25"),
        ("3/2024", "2024-03"),
        ("2024-03", "2024-03"),
        ("2024", "2024"),
        ("25 March 2024", "2024-03-25"),
        ("March 25, 2024", "2024-03-25"),
        ("25th of Mar 2024", "2024-03-25"),
        ("ថ្ងៃទី២៥ ខែមីនា ឆ្នាំ២០២៤", "2024-03-25"),
        ("មីនា ២០២៤", "2024-03"),
        ("ខែវិច្ឆិកា ឆ្នាំ២០២៣", "2023-11"),
        ("ngày 5 tháng 3 năm 2024", "2024-03-05"),
        ("2024年3月5日", "2024-03-05"),
        ("วันที่ 5 มีนาคม พ.ศ. 2567", "2024-03-05"),
        ("5/3/2567", "2024-03-05"),
        ("ព.ស. ២៥៦៨", "2025"),
    ],
)
def test_reads_what_people_write(typed, stored):
    assert str(read_date(typed, now=NOW).date) == stored


def test_a_buddhist_year_is_explained():
    (note,) = read_date("2568", now=NOW).notes
    assert "2568" in str(note)
    assert "2025" in str(note)
    assert "2024" in str(note)
    (sure,) = read_date("5/1/2568", now=NOW).notes
    assert "2024" not in str(sure)
    assert read_date("2024", now=NOW).notes == ()


@pytest.mark.parametrize(
    "typed",
    [
        "31/02/2024",
        "25/13/2024",
        "03/25/2024",
        "1/1/2027",
        "2027",
        "1850",
        "5/3/24",
        "x",
        "🙂",
        "12345678",
        "5 Foo 2024",
        "/",
        "3",
    ],
)
def test_refuses_with_a_reason(typed):
    with pytest.raises(InvalidInput) as refused:
        read_date(typed, now=NOW)
    assert len(str(refused.value.message)) > 20


@given(st.text(max_size=40) | st.from_regex(r"[0-9០-៩/.\- ]{1,14}", fullmatch=True))
def test_never_breaks_on_any_text(typed):
    try:
        read = read_date(typed, now=NOW)
    except InvalidInput:
        return
    assert read.date.first <= NOW


@given(st.dates(min_value=date(1930, 1, 1), max_value=NOW))
def test_reads_its_own_words(day):
    written = PartialDate.of(day)
    for language in ("km", "en"):
        for digits in (False, True):
            assert read_date(written.in_words(language, khmer_digits=digits), now=NOW).date == written


def test_working_days_step_over_weekends_and_holidays():
    friday = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
    assert local(due(friday, working_days=1)).date() == date(2026, 11, 26)  # weekend, then the Water Festival
    assert not is_working_day(date(2026, 1, 7))
    assert is_working_day(date(2026, 1, 8))
    assert due(friday, hours=24) - friday == timedelta(hours=24)
    with pytest.raises(ValueError, match=r"."):
        due(friday)


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)), st.integers(1, 30))  # noqa: DTZ001
def test_a_due_day_is_a_working_day(moment, days):
    assert is_working_day(local(due(moment.replace(tzinfo=UTC), working_days=days)).date())


def test_time_left_in_kind_words():
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert left(now + timedelta(hours=3), now).amount == 3
    assert left(now + timedelta(hours=3), now).unit == "hours"
    assert left(now - timedelta(days=2), now).late
    assert left(now - timedelta(days=2), now).unit == "days"
