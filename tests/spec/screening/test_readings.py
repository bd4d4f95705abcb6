"""What the answers of a person show. Every line is somebody whom the interview must not misread.

age: years, or ? when not known. The answers are the questions said yes to; all others were answered no, except those after
"open", which the person did not know or did not want to answer.
"""

import pytest

from rumduol.screening.questionnaire import load
from rumduol.screening.reading import read

FULL = load("full-1")
HOURS_AND_PAY = "kind_labour con_hours con_pay"
PAPERS_AND_GUARDS = "des_documents des_confined"
PROMISE = "dec_job dec_pay"

# who | age | yes | Palermo | national law | suggestion
TABLE = f"""
kiln worker, bad conditions only            | 30 | {HOURS_AND_PAY}                                         | not_trafficking   | none                | exploited
scam compound, guarded, paid well           | 26 | kind_scam {PAPERS_AND_GUARDS}                           | trafficking       | labour              | presumed
scam compound, free to go                   | 26 | kind_scam                                               | not_trafficking   | none                | no_indication
man deceived, driven, exploited at sea      | 41 | act_recruited act_moved {PROMISE} {HOURS_AND_PAY}       | trafficking       | trafficking         | presumed
man deceived, exploited, wants to go back   | 41 | act_recruited {PROMISE} {HOURS_AND_PAY} now_back        | trafficking       | trafficking         | presumed
same, refuses the word victim               | 41 | act_recruited {PROMISE} {HOURS_AND_PAY} now_word        | trafficking       | trafficking         | presumed
woman deceived, found before it began       | 22 | act_recruited act_moved {PROMISE} act_intended          | trafficking       | trafficking         | presumed
woman deceived, purpose not shown           | 22 | act_recruited act_moved {PROMISE}                       | not_trafficking   | trafficking         | at_risk
girl in prostitution, taken there           | 15 | kind_sex act_moved                                      | child_trafficking | sexual_exploitation | presumed
girl in prostitution, nobody moved her      | 15 | kind_sex                                                | not_trafficking   | sexual_exploitation | exploited
girl recruited, exploited, no means         | 15 | kind_sex act_recruited                                  | child_trafficking | sexual_exploitation | presumed
boy begging for others, brought there       | 9  | kind_beg act_moved                                      | child_trafficking | none                | presumed
man begging for others, brought there       | 33 | kind_beg act_moved                                      | not_trafficking   | none                | no_indication
woman selling sex on her own                | 24 | kind_sex                                                | not_trafficking   | none                | no_indication
woman, others take the money                | 24 | kind_sex kind_sex_others                                | not_trafficking   | sexual_exploitation | exploited
woman, others take the money, locked in     | 24 | kind_sex kind_sex_others {PAPERS_AND_GUARDS}            | trafficking       | sexual_exploitation | presumed
bride to another country, deceived          | 20 | kind_marriage act_moved act_border dec_marriage dec_job | trafficking       | trafficking         | presumed
man sold from boat to boat                  | 35 | act_sold {HOURS_AND_PAY}                                | trafficking       | trafficking         | presumed
baby sold, no exploitation                  | 1  | act_sold                                                | not_trafficking   | trafficking         | at_risk
debt bondage on a plantation                | 38 | kind_debt des_debt des_wages                            | trafficking       | labour              | presumed
poor migrant, nothing else                  | 28 | act_moved act_border vul_poverty                        | not_trafficking   | none                | no_indication
one beating, nothing else                   | 28 | des_violence                                            | not_trafficking   | none                | at_risk
nothing at all                              | 28 |                                                         | not_trafficking   | none                | no_indication
age not known, in prostitution, taken there | ?  | kind_sex act_moved                                      | child_trafficking | sexual_exploitation | presumed
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]


def said(yes: str, *, otherwise: str | None = "no") -> dict[str, str]:
    codes = set(yes.split())
    assert codes <= {q.code for q in FULL.questions}, codes
    rest = {q.code: otherwise for q in FULL.questions} if otherwise else {}
    return {**rest, **dict.fromkeys(codes, "yes")}


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_reading(row):
    _who, age, yes, palermo, domestic, suggested = row
    reading = read(FULL, said(yes), None if age == "?" else int(age))
    assert (reading.palermo, reading.domestic, reading.suggested) == (palermo, domestic, suggested)


def test_a_girl_needs_no_means_under_palermo_but_national_law_asks_for_one():
    reading = read(FULL, said("kind_sex act_recruited"), 15)
    assert reading.means == ()
    assert "TIPSE 12" not in {o.article for o in reading.offences}
    assert reading.law_differs


def test_procuring_is_shown_only_by_somebody_who_forces_or_profits():
    alone = read(FULL, said("kind_sex act_moved"), 15)
    others = read(FULL, said("kind_sex kind_sex_others act_moved"), 15)
    assert "TIPSE 28" not in {o.article for o in alone.offences}
    assert "TIPSE 28" in {o.article for o in others.offences}


def test_taking_over_the_border_by_deceit_is_article_11_without_any_exploitation():
    reading = read(FULL, said("act_moved act_border dec_job dec_pay"), 24)
    assert "TIPSE 11" in {o.article for o in reading.offences}
    assert reading.purpose == ()
    assert reading.law_differs


def test_age_not_known_shows_both_readings_and_gives_the_benefit_of_the_doubt():
    reading = read(FULL, said("kind_sex act_moved"), None)
    assert (reading.age_group, reading.read_as, reading.palermo) == ("unknown", "child", "child_trafficking")
    assert (reading.otherwise.read_as, reading.otherwise.palermo) == ("adult", "not_trafficking")


def test_the_sale_of_a_child_is_seen_though_nobody_exploited_it():
    assert read(FULL, said("act_sold"), 2).sale_of_child
    assert not read(FULL, said("act_sold"), 32).sale_of_child


def test_the_reading_names_the_answers_that_led_to_it():
    reading = read(FULL, said(f"act_recruited {PROMISE} {HOURS_AND_PAY}"), 41)
    assert [(m.code, m.because) for m in reading.means] == [("deceptive_recruitment", ("dec_job", "dec_pay"))]
    assert [(p.code, p.because) for p in reading.purpose] == [("exploitative_conditions", ("con_hours", "con_pay"))]
    assert [(a.code, a.implied) for a in reading.acts] == [("recruitment", False)]


def test_being_held_at_a_place_implies_harbouring():
    reading = read(FULL, said(f"kind_scam {PAPERS_AND_GUARDS}"), 26)
    assert [(a.code, a.implied) for a in reading.acts] == [("harbouring", True)]


@pytest.mark.parametrize("silence", ["unknown", "declined", None])
def test_silence_is_not_a_no(silence):
    """Somebody who says nothing is not somebody with nothing to say."""
    reading = read(FULL, said("", otherwise=silence), 26)
    assert reading.suggested is None
    assert not reading.settled


def test_needs_and_wishes_are_shown_and_change_nothing():
    plain = read(FULL, said(HOURS_AND_PAY), 30)
    wishing = read(FULL, said(f"{HOURS_AND_PAY} now_back now_word now_care"), 30)
    assert (wishing.wishes, wishing.needs) == (("now_back", "now_word"), ("now_care",))
    assert plain.exploitation
    assert (plain.palermo, plain.suggested) == (wishing.palermo, wishing.suggested)
