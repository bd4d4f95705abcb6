"""Under which categories the lines of another office's table are filed, and what is refused instead of guessed."""

import pytest
from django.utils import translation

from rumduol.declared.filing import NotFiled, filed, labels_of, suggest
from rumduol.declared.upload import NotOneTable, read
from rumduol.facts.types import Period
from rumduol.indicators.catalogue import indicator
from rumduol.reconcile.grids import grid_of
from rumduol.reconcile.tables import table_of

pytestmark = pytest.mark.django_db  # places stand in the database
VICTIMS = indicator("victims")


def table(*rows):
    return table_of(grid_of("t", rows))


def said(error):
    return " ".join(str(one) for one in error.value.errors["lines"])


def texts(meaning):
    return {label.text: choice for label, choice in meaning.items()}


ENGLISH = table(("sex", "Children", "Adults", "Total"), ("Women", 3, "<5", 7), ("Men", 0, 10, 10), ("Total", 3, 14, 17))
KHMER = table(
    ("ភេទ", "កុមារ", "ពេញវ័យ", "សរុប"), ("ស្រី", "៣", "<៥", "៧"), ("ប្រុស", "០", "១០", "១០"), ("សរុប", "៣", "១៤", "១៧")
)


@pytest.mark.parametrize("one", [ENGLISH, KHMER], ids=["en", "km"])
@pytest.mark.parametrize("language", ["en", "km"])
def test_labels_are_suggested_in_either_language_whoever_reads(one, language):
    with translation.override(language):
        meaning = suggest(one, VICTIMS)
    assert set(meaning.values()) == {"sex=female", "sex=male", "age=child", "age=adult", "total"}
    done = filed(one, VICTIMS, meaning)
    assert done.breakdowns == ("sex", "age")
    assert {place: cell.code for place, cell in done.cells.items()} == {
        ("female", "child"): "3", ("female", "adult"): "<5", ("female", "total"): "7",
        ("male", "child"): "0", ("male", "adult"): "10", ("male", "total"): "10",
        ("total", "child"): "3", ("total", "adult"): "14", ("total", "total"): "17",
    }  # fmt: skip


def test_unknown_belongs_to_what_its_neighbours_are():
    meaning = texts(suggest(table(("nationality", "count"), ("Vietnamese", 3), ("Thai", 2), ("Unknown", 1)), VICTIMS))
    assert meaning == {
        "Vietnamese": "nationality=VN", "Thai": "nationality=TH", "Unknown": "nationality=unknown", "count": "total",
    }  # fmt: skip


def test_provinces_with_their_titles():
    meaning = texts(suggest(table(("province", "n"), ("ខេត្តកែប", 3), ("Kep Province", 2), ("រាជធានីភ្នំពេញ", 9)), VICTIMS))
    assert meaning["ខេត្តកែប"] == meaning["Kep Province"] == "province=23"
    assert meaning["រាជធានីភ្នំពេញ"] == "province=12"


def test_what_means_nothing_to_us_is_asked_and_never_dropped_silently():
    odd = table(("place", "number"), ("Somewhere", 3), ("Kep", 2))
    meaning = suggest(odd, VICTIMS)
    assert "Somewhere" not in texts(meaning)
    with pytest.raises(NotFiled) as error:
        filed(odd, VICTIMS, meaning)
    assert "Somewhere" in said(error)
    where = {label.text: label for label in labels_of(odd)}
    done = filed(odd, VICTIMS, meaning | {where["Somewhere"]: "out"})
    assert {place: cell.code for place, cell in done.cells.items()} == {("23",): "2"}


def test_a_choice_that_is_no_category_is_refused():
    meaning = dict.fromkeys(labels_of(ENGLISH), "sex=purple")
    with pytest.raises(NotFiled):
        filed(ENGLISH, VICTIMS, meaning)


def test_two_cells_of_one_heading_are_named_and_neither_wins():
    twice = table(("sex", "count"), ("female", 3), ("women", 4), ("male", 4))
    meaning = suggest(twice, VICTIMS)
    with pytest.raises(NotFiled) as error:
        filed(twice, VICTIMS, meaning)
    assert "B2" in said(error)
    assert "B3" in said(error)
    same = table(("sex", "count"), ("female", 3), ("women", 3))
    assert len(filed(same, VICTIMS, suggest(same, VICTIMS)).cells) == 1


def test_a_row_and_a_column_of_the_same_kind_contradict():
    odd = table(("sex", "Men", "Total"), ("Women", 3, 7), ("Men", 2, 10))
    with pytest.raises(NotFiled) as error:
        filed(odd, VICTIMS, suggest(odd, VICTIMS))
    assert "B2" in said(error)


def test_percentages_are_left_out_and_cannot_be_declared_as_counts():
    shares = table(("sex", "count", "%"), ("female", 3, "30%"), ("male", 7, "70%"))
    meaning = suggest(shares, VICTIMS)
    assert texts(meaning)["%"] == "out"
    where = {label.text: label for label in labels_of(shares)}
    with pytest.raises(NotFiled):
        filed(shares, VICTIMS, meaning | {where["%"]: "age=child"})


def test_words_among_numbers_are_named():
    odd = table(("sex", "count", "more"), ("female", 7, 1), ("male", "some", 2), ("unknown", 2, 3))
    where = {label.text: label for label in labels_of(odd)}
    meaning = suggest(odd, VICTIMS) | {where["count"]: "age=child", where["more"]: "age=adult"}
    with pytest.raises(NotFiled) as error:
        filed(odd, VICTIMS, meaning)
    assert "B3" in said(error)


def test_a_row_of_words_is_not_taken_for_a_heading_and_lost():
    content = b"sex,count\nfemale,7\nmale,some\nunknown,2\n"
    with pytest.raises(NotOneTable) as error:
        read(name="t.csv", content=content, indicator="victims", period=Period.year(2025))
    assert "some" in str(error.value.errors["file"][0])
    note = content.replace(b"male,some", b"of whom:,")
    assert read(name="t.csv", content=note, indicator="victims", period=Period.year(2025)).table.rows
