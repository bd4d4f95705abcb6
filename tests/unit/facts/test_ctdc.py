"""Reading the Collaborative's file: good rows, bad rows, other files."""

import pytest

from rumduol.facts.ctdc import COLUMNS, Person, read
from rumduol.shared.layouts import BadRow, NotThisFile


def lines(*rows, header=COLUMNS):
    return [",".join(header) + "\n", *(",".join(row) + "\n" for row in rows)]


def row(**cells):
    return [cells.get(name, "") for name in COLUMNS]


def test_a_good_row():
    [person] = read(
        lines(row(gender="Female", citizenship="KHM", isForcedLabour="1", meansOfControlThreats="1", ageBroad="09--17"))
    )
    assert isinstance(person, Person)
    assert (person.row_number, person.sex, person.citizenship, person.age_band) == (1, "Female", "KHM", "09--17")
    assert (person.forced_labour, person.sexual_exploitation) == (True, None)  # blank is not "no"
    assert person.signs == ("meansOfControlThreats",)


@pytest.mark.parametrize(
    ("cells", "named"),
    [
        ({"gender": "Femal"}, "gender: 'Femal'"),
        ({"ageBroad": "9-17"}, "ageBroad"),
        ({"citizenship": "kh"}, "citizenship"),
        ({"CountryOfExploitation": "\ufffd\ufffdM"}, "CountryOfExploitation"),
        ({"yearOfRegistration": "2563"}, "yearOfRegistration"),
        ({"isSexualExploit": "yes"}, "isSexualExploit"),
        ({"recruiterRelationOther": "=1+1"}, "recruiterRelationOther"),
    ],
)
def test_a_bad_row_is_named_by_line_and_reason_and_the_next_is_read(cells, named):
    good, bad, after = read(lines(row(), row(**cells), row()))
    assert isinstance(bad, BadRow)
    assert bad.line == 3
    assert named in bad.reason
    assert [good.row_number, after.row_number] == [1, 3]


def test_a_short_row_and_an_open_quote():
    short, good = read(lines(["2020", "Male"], row(gender="Male")))
    assert short == BadRow(2, f"2 columns instead of {len(COLUMNS)}")
    assert good.sex == "Male"
    [unclosed] = read([*lines(), '"never closed,,\n'])
    assert isinstance(unclosed, BadRow)


def test_columns_in_another_order_and_a_byte_order_mark():
    turned = list(reversed(COLUMNS))
    text = lines(list(reversed(row(gender="Male", citizenship="VNM"))), header=turned)
    [person] = read(["\ufeff" + text[0], text[1]])
    assert (person.sex, person.citizenship) == ("Male", "VNM")


@pytest.mark.parametrize("text", [[], ["a,b,c\n"], [",".join(COLUMNS[:-1]) + "\n"], [",".join([*COLUMNS, "gender"])]])
def test_another_file_is_refused(text):
    with pytest.raises(NotThisFile):
        list(read(text))
