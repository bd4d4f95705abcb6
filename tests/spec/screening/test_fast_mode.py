"""Fast mode: eight questions; any sign leads to a full interview."""

import pytest

from rumduol.screening.questionnaire import load
from rumduol.screening.reading import read_fast

FAST = load("fast-1")


def test_there_are_eight_questions():
    assert len(FAST.questions) == 8


@pytest.mark.parametrize("code", [q.code for q in FAST.questions])
def test_any_single_sign_leads_to_a_full_interview(code):
    answers = {q.code: "no" for q in FAST.questions} | {code: "yes"}
    assert read_fast(FAST, answers).full_interview


@pytest.mark.parametrize("answer", ["no", "unknown", "declined"])
def test_anything_else_is_not_a_sign(answer):
    assert not read_fast(FAST, {q.code: answer for q in FAST.questions}).full_interview


@pytest.mark.parametrize("answer", ["unknown", "declined"])
def test_but_what_was_not_answered_stays_visible(answer):
    assert len(read_fast(FAST, {q.code: answer for q in FAST.questions}).open_questions) == 8
