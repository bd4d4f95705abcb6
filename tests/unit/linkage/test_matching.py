"""What a matching says of bad lists; the ceremony; packing; and that no place exists where a likeness could stand."""

from dataclasses import replace
from uuid import UUID, uuid4

import numpy as np
import pytest
from django.apps import apps
from django.db import models

from rumduol.encoding.filters import Encoder
from rumduol.encoding.linking import CannotLink
from rumduol.encoding.tokens import Person
from rumduol.linkage import ceremony, matching, packing
from rumduol.linkage.drawing import draw
from rumduol.linkage.enums import Caution
from rumduol.linkage.sources import lines_of_table, seen_in
from rumduol.linkage.types import Line
from tests.load.invented_lists import Inventor

SECRET = b"invented secret of a round, 32 b"


def lines(people):
    return [Line(one, ("", one.id)) for one in people]


def told(*lists, secrets=(SECRET,) * 9):
    encoded = [Encoder(secret).encode(part) for part, secret in zip(lists, secrets, strict=False)]
    found = matching.match(encoded)
    return found, {(code, a, b) for code, a, b in matching.cautions_of([seen_in(lines(part)) for part in lists], found)}


@pytest.fixture(scope="module")
def everybody():
    return list(Inventor(11).people(60))


def renamed(people, mark):
    return [replace(one, id=f"{mark}{one.id}") for one in people]


def test_the_same_file_twice_a_list_inside_another_and_lists_that_share_nobody(everybody):
    whole, part, others = everybody[:30], renamed(everybody[:12], "p"), renamed(everybody[30:], "o")
    found, said = told(whole, renamed(whole, "w"), part, others)
    assert (Caution.SAME_FILE, 0, 1) in said
    assert (Caution.INSIDE, 2, 0) in said
    assert (Caution.NO_OVERLAP, 0, 3) in said
    assert sum(found.people.values()) == pytest.approx(60, abs=3)


def test_names_that_are_empty_or_of_one_letter_and_births_on_the_first_of_january(everybody):
    nameless = [replace(one, given_name="", surname="") for one in everybody[:20]]
    letters = [replace(one, given_name="S", surname="") for one in everybody[:20]]
    january = [replace(one, date_of_birth=f"{one.date_of_birth[:4]}-01-01") for one in everybody[20:50]]
    found, said = told(nameless, letters, january)
    assert (Caution.NO_NAMES, 0, None) in said
    assert (Caution.SHORT_NAMES, 1, None) in said
    assert (Caution.FIRST_OF_JANUARY, 2, None) in said
    assert sum(found.people.values()) >= 50  # nobody is joined with the nameless by chance alone


def test_twins_stay_two_people_and_a_person_entered_twice_is_told(everybody):
    one = everybody[0]
    twins = [replace(one, id="a", given_name="Sreymom"), replace(one, id="b", given_name="Bunthoeun")]
    twice = [*everybody[1:25], replace(everybody[1], id="again")]
    found, said = told([*twins, *everybody[30:50]], [*renamed(twins, "t"), *twice])
    first, second = found.clusters
    assert first[0] == second[0] != first[1] == second[1]
    assert (Caution.DOUBLES, 1, None) in said
    assert found.twins[1]
    assert found.twins[1][0] in {(2, 26), (26, 2)}


def test_another_secret_on_one_side_is_refused(everybody):
    with pytest.raises(CannotLink):
        told(everybody[:12], everybody[:12], secrets=(SECRET, SECRET[::-1]))


def test_the_secret_needs_every_share_and_each_share_its_commitment():
    round_id = uuid4()
    offices = [UUID(int=n) for n in range(1, 4)]
    shares = {office: ceremony.new_share() for office in offices}
    promised = {office: ceremony.commitment(round_id, office, share) for office, share in shares.items()}
    ceremony.check_shares(round_id, shares, promised)
    secret = ceremony.secret_of(round_id, shares)
    assert secret == ceremony.secret_of(round_id, dict(reversed(shares.items())))
    for other in (ceremony.secret_of(uuid4(), shares), ceremony.secret_of(round_id, shares | {offices[0]: b"x" * 32})):
        assert other != secret
    with pytest.raises(ceremony.WrongShare) as wrong:
        ceremony.check_shares(round_id, shares | {offices[1]: b"y" * 32}, promised)
    assert wrong.value.office_id == offices[1]


def test_filters_come_back_from_their_bytes_as_they_were(everybody):
    encoded = Encoder(SECRET).encode(everybody[:5])
    tokens = b"".join(bytes([n]) * packing.TOKEN for n in range(5))
    shape, filters, missing = packing.pack(encoded)
    back = packing.unpack(shape, tokens, filters, missing, encoded.check)
    assert np.array_equal(back.bits, encoded.bits)
    assert np.array_equal(back.keys, encoded.keys)
    assert back.shape == encoded.shape
    assert back.ids[1] == "01" * packing.TOKEN


def test_a_table_of_an_office_with_khmer_headings():
    found = lines_of_table("លេខ,ឈ្មោះ,ថ្ងៃខែឆ្នាំកំណើត,ភេទ,ខេត្ត\n១,សុខ សុភា,១៩៩៨,ស្រី,កណ្តាល\n".encode())
    assert [line.record for line in found] == [("", "១")]
    assert isinstance(found[0].person, Person)
    assert seen_in(found).no_name == 0


def test_no_table_has_room_for_a_likeness():
    kinds = (models.FloatField, models.DecimalField)
    for model in apps.get_app_config("linkage").get_models():
        assert not [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]


def test_the_picture_holds_every_method_that_has_a_number_and_nothing_outside():
    estimates = [
        {"method": "a", "estimate": 150.0, "low": 120.0, "high": 300.0, "intervals": [1]},
        {"method": "b", "estimate": 900.0, "low": None, "high": None, "intervals": [1]},
        {"method": "c", "estimate": None, "low": None, "high": None, "intervals": []},
    ]
    picture = draw(100, estimates)
    assert [bar.method for bar in picture.bars] == ["a", "b"]
    assert all(24 <= x <= 976 for bar in picture.bars for x in (bar.low, bar.at, bar.high))
    assert picture.bars[0].low < picture.bars[0].at < picture.bars[0].high
    assert picture.bars[1].beyond
    assert draw(100, estimates[2:]) is None


@pytest.mark.parametrize(("least", "most"), [(126, 200), (1, 3), (90, 900), (1000, 80_000)])
def test_the_scale_of_the_picture_has_three_to_six_marks_in_order(least, most):
    rows = [{"method": "m", "estimate": least, "low": least, "high": most, "intervals": [1]}]
    ticks = draw(least, rows).ticks
    assert 3 <= len(ticks) <= 6
    assert list(ticks) == sorted(set(ticks))
