"""Who is found on both lists, and what happens with lists that are strange."""

from dataclasses import replace

import numpy as np
import pytest

from rumduol.encoding.assigning import Link, clusters, one_to_one
from rumduol.encoding.candidates import Buckets, TooMany, likeness
from rumduol.encoding.every_pair import EveryPair
from rumduol.encoding.filters import BadSecret, Encoder, Shape
from rumduol.encoding.linking import CannotLink, doubles, first_of_equals, link
from rumduol.encoding.tokens import Person
from tests.load.invented_lists import Inventor, two_lists

SECRET = b"0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def encoder():
    return Encoder(SECRET)


@pytest.fixture(scope="module")
def lists():
    return two_lists(1_200, seed=31)


def f1(found, one, other, truth):
    right = sum(truth.get(one.ids[a]) == other.ids[b] for a, b in zip(found.a, found.b, strict=True))
    return 2 * right / (len(found) + len(truth))


def test_invented_people_are_found_again(encoder, lists):
    a, b, truth = lists
    one, other = encoder.encode(a), encoder.encode(b)
    found = link(one, other)
    assert f1(found, one, other, truth) >= 0.98
    assert abs(found.expected_precision - 1) < 0.02
    assert len(set(found.a.tolist())) == len(found) == len(set(found.b.tolist()))


def test_few_pairs_are_lost_by_looking_only_where_a_key_is_shared(encoder, lists):
    a, b, truth = lists
    one, other = encoder.encode(a), encoder.encode(b)
    at = {known: i for i, known in enumerate(other.ids)}
    a, b = Buckets(other.keys).meet(one.keys)
    met = set((a * len(other) + b).tolist())
    i = np.array([i for i, known in enumerate(one.ids) if known in truth])
    j = np.array([at[truth[one.ids[x]]] for x in i])
    alike = likeness(one.bits, other.bits, i, j, one.shape)
    sure = link(one, other).model.chance(alike, one.missing[i] | other.missing[j]) >= 0.5
    lost = sum(code not in met for code in (i * len(other) + j)[sure].tolist())
    assert sure.sum() > 0.95 * len(truth)
    assert lost <= 0.005 * len(truth)


def test_half_of_the_bits_are_set_whatever_was_written(encoder):
    people = [
        Person("1", "Sok", "Dara", "1990-05-12", "m", "Phnom Penh"),
        Person("2", "S", "", "1990", "", "x"),
        Person("3"),
        Person("4", "a" * 300, "b" * 300, "1990-05-12", "f", "long " * 300),
    ]
    share = np.bitwise_count(encoder.encode(people).bits).sum(axis=1) / sum(Shape().bits)
    assert (abs(share - 0.5) < 0.06).all()


def test_the_same_line_gives_the_same_bits_and_another_secret_others(encoder):
    person = Person("1", "Dara", "Sok", "1990-05-12", "m", "Phnom Penh")
    again = Encoder(SECRET).encode([replace(person, id="other")])
    here = encoder.encode([person])
    assert (here.bits == again.bits).all()
    other = Encoder(SECRET[::-1]).encode([person])
    assert other.check != here.check
    assert abs(likeness(here.bits, other.bits, np.array([0]), np.array([0]), Shape())).max() < 0.2


def test_what_is_missing_agrees_with_nothing(encoder):
    one = encoder.encode([Person(str(i), "Dara", f"Sok{i}") for i in range(40)])
    a, b = np.triu_indices(40, 1)
    assert abs(likeness(one.bits, one.bits, a, b, Shape())).max() < 0.25
    assert (one.missing == 6).all()


def test_secrets():
    with pytest.raises(BadSecret):
        Encoder(b"short")
    people = [Person("1", "Dara", "Sok", "1990-05-12")]
    with pytest.raises(CannotLink) as refused:
        link(Encoder(SECRET).encode(people), Encoder(SECRET[::-1]).encode(people))
    assert refused.value.code == "secret"
    with pytest.raises(CannotLink) as refused:
        link(Encoder(SECRET).encode(people), Encoder(SECRET, Shape(noise=0.1)).encode(people))
    assert refused.value.code == "shape"


def test_nobody_on_a_list(encoder):
    nobody, somebody = encoder.encode([]), encoder.encode([Person("1", "Dara", "Sok", "1990")])
    assert len(link(nobody, somebody)) == len(link(somebody, nobody)) == len(link(nobody, nobody)) == 0


def test_the_same_list_twice_is_everybody(encoder, lists):
    one = encoder.encode(lists[0])
    found = link(one, one)
    assert len(found) >= 0.99 * len(one)
    assert (found.a == found.b).mean() >= 0.99


def test_a_list_inside_another(encoder, lists):
    one = encoder.encode(lists[0])
    inside = encoder.encode(lists[0][:200])
    found = link(one, inside)
    assert len(found) >= 198
    assert (found.a == found.b).mean() >= 0.99


def test_lists_that_share_nobody(encoder):
    strangers = list(Inventor(41).people(1_600))
    found = link(encoder.encode(strangers[:800]), encoder.encode(strangers[800:]))
    assert len(found) <= 8


def test_everybody_born_on_the_first_of_january(encoder, lists):
    a, b, truth = lists
    a, b = (
        [replace(p, date_of_birth=p.date_of_birth[:4] and f"{p.date_of_birth[:4]}-01-01") for p in x] for x in (a, b)
    )
    one, other = encoder.encode(a), encoder.encode(b)
    assert f1(link(one, other), one, other, truth) >= 0.85


def test_twins_are_two_people(encoder, lists):
    """Same surname, birth and village; other given names."""
    twins = [("Sophea", "Sothy"), ("Dara", "Vuthy"), ("Channa", "Makara"), ("Bopha", "Kunthea")]
    a, b = list(lists[0]), list(lists[1])
    for i, (first, second) in enumerate(twins):
        base = replace(lists[0][-1 - i], given_name=first, surname="Sok", sex="F")
        a += [replace(base, id=f"t{i}a"), replace(base, id=f"t{i}b", given_name=second)]
        b += [replace(base, id=f"u{i}b", given_name=second), replace(base, id=f"u{i}a")]
    one, other = encoder.encode(a), encoder.encode(b)
    found = link(one, other)
    said = {one.ids[i]: other.ids[j] for i, j in zip(found.a, found.b, strict=True)}
    assert all(said.get(f"t{i}{x}") == f"u{i}{x}" for i in range(4) for x in "ab")


def test_people_entered_twice_do_not_teach_that_strangers_are_alike(encoder):
    """300 people, 60 of them twice: with the pairs within the list taken for strangers 103 of 150 were found."""
    people, others, truth = two_lists(300, seed=4)
    twice = [*people, *(replace(one, id=f"{one.id} again") for one in people[:60])]
    clean, one, other = encoder.encode(people), encoder.encode(twice), encoder.encode(others)
    assert first_of_equals(one).nonzero()[0].tolist() == [*range(300)]
    for found in (link(clean, other), link(one, other), link(one, encoder.encode([*others, *others[:90]]))):
        ids = {(one.ids[a].removesuffix(" again"), b) for a, b in zip(found.a.tolist(), found.b.tolist(), strict=True)}
        assert len({a for a, b in ids if b < 300 and truth.get(a) == other.ids[b]}) >= 148
    first, second, chance = doubles(one, link(one, other).model, 0.9)
    assert {(a, 300 + a) for a in range(60)} <= {*zip(first.tolist(), second.tolist(), strict=True)}
    assert (chance >= 0.9).all()


def test_lines_that_say_nothing_or_one_letter_meet_nobody(encoder):
    a = [Person(f"a{i}", "", "", "", "", "") for i in range(50)] + [Person("x", "S", "K", "1990", "", "")]
    b = [Person(f"b{i}", "", "", "", "", "") for i in range(50)] + [Person("y", "V", "T", "1971", "", "")]
    assert len(link(encoder.encode(a), encoder.encode(b))) == 0


def test_more_alike_than_fits_is_refused(encoder, monkeypatch):
    monkeypatch.setattr("rumduol.encoding.linking.MOST_PAIRS", 10_000)
    monkeypatch.setattr("rumduol.encoding.every_pair.MOST_PAIRS", 10_000)
    people = [Person(str(i), f"Dara{i % 7}", "Sok", "1990-05-12", "m", "Phnom Penh") for i in range(400)]
    monkeypatch.setattr("rumduol.encoding.candidates.FULLEST", 10**9)
    one = encoder.encode(people)
    for look in (None, EveryPair().look):
        with pytest.raises(TooMany):
            link(one, one, look=look)


def test_three_lists_make_clusters(encoder):
    everybody = list(Inventor(51).people(300))
    parts = [everybody[:200], everybody[100:], [*everybody[:50], *everybody[150:250]]]
    lists = [encoder.encode(part) for part in parts]
    links = []
    for one, other in ((0, 1), (0, 2), (1, 2)):
        found = link(lists[one], lists[other])
        rows = zip(found.a.tolist(), found.b.tolist(), found.chance.tolist(), strict=True)
        links += [Link(one, a, other, b, chance) for a, b, chance in rows]
    numbers = clusters([len(part) for part in parts], links)
    who = {}
    for part, mine in zip(parts, numbers, strict=True):
        assert len(set(mine.tolist())) == len(part)
        for person, number in zip(part, mine.tolist(), strict=True):
            who.setdefault(person.id, set()).add(number)
    assert sum(len(found) == 1 for found in who.values()) >= 297


def test_a_cluster_has_one_line_of_a_list():
    links = [Link(0, 0, 1, 0, 0.99), Link(1, 0, 2, 0, 0.98), Link(0, 1, 2, 0, 0.97)]
    first, second, third = clusters([2, 1, 1], links)
    assert first[0] == second[0] == third[0] != first[1]


def test_the_likeliest_pair_comes_first():
    a, b = np.array([0, 0, 1]), np.array([0, 1, 0])
    assert one_to_one(a, b, np.array([0.9, 0.8, 0.95]), 0.5).tolist() == [2, 1]
    assert one_to_one(a, b, np.array([0.9, 0.8, 0.95]), 0.85).tolist() == [2]
