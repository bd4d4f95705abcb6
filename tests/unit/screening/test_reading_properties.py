"""What must hold for every possible set of answers."""

from hypothesis import given, settings
from hypothesis import strategies as st

from rumduol.screening.enums import TRAFFICKED, AgeGroup, Domestic, Palermo
from rumduol.screening.questionnaire import load
from rumduol.screening.reading import age_group, read

FULL = load("full-1")
CODES = [q.code for q in FULL.questions]
answers = st.dictionaries(st.sampled_from(CODES), st.sampled_from(["yes", "no", "unknown", "declined"]))
many_yes = st.lists(st.sampled_from(CODES), max_size=40).map(lambda codes: dict.fromkeys(codes, "yes"))
any_answers = st.one_of(answers, many_yes)
ages = st.sampled_from(list(AgeGroup))
GRAVEST_FIRST = list(Domestic)


@given(any_answers, st.sampled_from(CODES), ages)
def test_one_more_yes_never_takes_anything_away(said, code, age):
    before, after = read(FULL, said, age), read(FULL, {**said, code: "yes"}, age)
    assert before.present <= after.present
    assert {m.code for m in before.means} <= {m.code for m in after.means}
    assert before.exploitation <= after.exploitation
    assert (before.palermo in TRAFFICKED) <= (after.palermo in TRAFFICKED)
    assert GRAVEST_FIRST.index(after.domestic) <= GRAVEST_FIRST.index(before.domestic)


@given(any_answers, ages)
def test_silence_weighs_the_same_however_it_is_kept(said, age):
    """Not asked, doesn't know and rather not say read alike, and none of them reads as a yes."""
    open_codes = [c for c in CODES if said.get(c) not in ("yes", "no")]
    known = {c: a for c, a in said.items() if a in ("yes", "no")}
    readings = [read(FULL, known | dict.fromkeys(open_codes, silence), age) for silence in ("unknown", "declined")] + [
        read(FULL, known, age)
    ]
    assert readings[0] == readings[1] == readings[2]
    as_no = read(FULL, known | dict.fromkeys(open_codes, "no"), age)
    assert readings[0].present == as_no.present
    assert readings[0].palermo == as_no.palermo
    assert as_no.settled


@given(any_answers)
def test_a_child_never_needs_a_means(said):
    """Without a single answer about means, exploitation and movement are enough for a child."""
    moved = {**said, "act_moved": "yes"}
    bare = {c: a for c, a in moved.items() if FULL.question(c).kind != "indicator"}
    reading = read(FULL, bare, AgeGroup.CHILD)
    assert (reading.palermo == Palermo.CHILD_TRAFFICKING) == bool(reading.purpose)


@given(any_answers)
def test_an_adult_is_never_read_as_trafficked_without_a_means(said):
    reading = read(FULL, said, AgeGroup.ADULT)
    if reading.palermo == Palermo.TRAFFICKING:
        assert reading.means
        assert reading.purpose


@given(any_answers)
def test_not_knowing_the_age_never_does_worse_than_knowing_the_child(said):
    unknown, child = read(FULL, said, AgeGroup.UNKNOWN), read(FULL, said, AgeGroup.CHILD)
    assert (unknown.palermo, unknown.domestic, unknown.suggested) == (child.palermo, child.domestic, child.suggested)
    assert unknown.otherwise is not None


@given(any_answers, ages)
def test_every_element_names_answers_that_were_yes(said, age):
    reading = read(FULL, said, age)
    for shown in (*reading.acts, *reading.means, *reading.purpose):
        assert shown.because
        assert all(said.get(code) == "yes" for code in shown.because)


@given(any_answers, ages)
def test_a_settled_reading_cannot_be_changed_by_the_open_answers(said, age):
    reading = read(FULL, said, age)
    filled = read(FULL, said | dict.fromkeys(reading.open_questions, "yes"), age)
    assert reading.settled == (filled.palermo == reading.palermo)


@given(any_answers, ages)
def test_a_machine_never_identifies(said, age):
    assert read(FULL, said, age).suggested != "identified"


@given(any_answers, st.sampled_from(CODES), ages)
@settings(max_examples=50)
def test_answers_of_another_version_are_ignored(said, code, age):
    assert read(FULL, {**said, f"{code}_old": "yes"}, age) == read(FULL, said, age)


@given(st.one_of(st.none(), st.integers()))
def test_an_impossible_age_is_not_known(years):
    expected = "unknown" if years is None or not 0 <= years <= 120 else "child" if years < 18 else "adult"
    assert age_group(years) == expected
