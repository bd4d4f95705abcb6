import re

import pytest

from rumduol.screening import questionnaire
from rumduol.screening.enums import AgeGroup, Domestic, Outcome, Palermo
from rumduol.screening.questionnaire import BrokenQuestionnaireError, load, load_law
from rumduol.terms import queries as terms

KHMER = re.compile(r"[\u1780-\u17ff]")
VERSIONS = ["full-1", "fast-1"]


@pytest.mark.parametrize("code", VERSIONS)
def test_every_sentence_is_there_in_khmer_and_english(code):
    q = load(code)
    words = [
        q.title,
        *(w for s in q.sections for w in (s.title, s.say)),
        *(w for x in q.questions for w in (x.sign, x.text)),
    ]
    for word in words:
        assert KHMER.search(word.km), word
        assert word.en, word
        assert not KHMER.search(word.en), word


def test_the_six_dimensions_hold_as_many_signs_as_the_published_list():
    full = load("full-1")
    counts = {d.code: sum(q.dimension == d.code for q in full.questions) for d in full.dimensions}
    assert counts == {
        "deceptive_recruitment": 10,
        "coercive_recruitment": 10,
        "vulnerability_recruitment": 16,
        "exploitative_conditions": 9,
        "coercion_destination": 15,
        "vulnerability_destination": 7,
    }


def test_weights_differ_by_set():
    hours = load("full-1").question("des_threats").weights
    assert (hours["adult_labour"], hours["child_labour"]) == ("medium", "strong")
    assert "weak" not in {q.weights.get("child_labour") for q in load("full-1").questions}


@pytest.mark.parametrize("code", VERSIONS)
def test_nobody_is_asked_with_the_words_we_do_not_use(code):
    for question in load(code).questions:
        assert not re.search(r"child prostitut|pornograph|illegal migrant|illegal immigrant", question.text.en)


def test_every_element_that_the_law_asks_for_can_be_shown_by_an_answer():
    full = load("full-1")
    known = {f"act.{q.act}" for q in full.questions if q.act} | {f"form.{q.form}" for q in full.questions if q.form}
    known |= {f"answer.{q.code}" for q in full.questions}
    known |= {"movement", "means", "exploitation", "forced_labour", "child"}
    for offence in load_law().offences:
        assert offence.all_of | offence.any_of <= known, offence.article


@pytest.mark.parametrize("code", ["../full-1", "full-99", "", "/etc/passwd"])
def test_only_our_own_files_are_loaded(code):
    with pytest.raises(BrokenQuestionnaireError):
        load(code)


def test_a_broken_file_is_named_with_its_faults(tmp_path, monkeypatch):
    text = (questionnaire.DATA / "fast-1.toml").read_text().replace('code = "fast_debt"', 'code = "fast_papers"')
    (tmp_path / "broken-1.toml").write_text(text)
    monkeypatch.setattr(questionnaire, "DATA", tmp_path)
    with pytest.raises(BrokenQuestionnaireError, match="fast_papers: twice"):
        load("broken-1")


@pytest.mark.parametrize(
    ("choices", "list_name"),
    [(Outcome, "screening_outcome"), (Palermo, "palermo"), (Domestic, "domestic"), (AgeGroup, "age")],
)
def test_codes_are_those_of_the_term_lists(choices, list_name):
    assert all(terms.is_code(list_name, code) for code in choices.values)


def test_every_form_asked_about_is_a_term():
    for question in load("full-1").questions:
        assert not question.form or terms.is_code("form", question.form), question.code
