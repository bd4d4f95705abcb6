"""An office that does not take part; what is measured where offices looked; the truth beside invented people."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from rumduol.linkage import actions, measuring, queries
from rumduol.linkage.enums import DeclineReason, ListKind, RoundStatus
from rumduol.linkage.measuring import Planted
from rumduol.linkage.models import Called, Part, Share
from rumduol.linkage.reviewing import pairs_of
from rumduol.shared.errors import InvalidInput, NotAllowed, WrongState
from rumduol.shared.khmer import to_khmer_digits
from tests.conftest import _built
from tests.integration.linkage.rounds import (
    LISTS,
    MATCHER,
    MISSION,
    NGO,
    POLICE,
    SOCIAL,
    STATISTICIAN,
    draft,
    four_lists,
    table,
)
from tests.integration.linkage.test_round import Stage, refused

TABLES = {POLICE: ListKind.TABLE, SOCIAL: ListKind.TABLE, NGO: ListKind.TABLE}


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), translation.override("km"), transaction.atomic():
        yield Stage(_built["nation"])
        transaction.set_rollback(True)
    connection.close()


@pytest.fixture(autouse=True)
def nothing_stays(stage):
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def drafted(stage, lists):
    with stage.acting(MATCHER):
        return draft(stage.nation, stage.actor(MATCHER), lists)


def state(stage, one):
    with stage.acting(MATCHER):
        return queries.round_for(stage.actor(MATCHER), one.id).status


def test_with_three_lists_left_the_round_goes_on_by_itself_without_the_share_of_who_declined(stage):
    one = drafted(stage, LISTS)
    at = f"/linkage/{one.id}/"
    for key in (POLICE, NGO):
        stage.do(key, actions.agree, round_id=one.id)
    assert stage.press(SOCIAL, f"{at}decline/", {}).status_code == 422
    refused(stage, SOCIAL, actions.decline, InvalidInput, round_id=one.id, reason="because")
    refused(stage, POLICE, actions.decline, WrongState, round_id=one.id, reason="fear")
    refused(stage, MATCHER, actions.decline, NotAllowed, round_id=one.id, reason="fear")
    answer = stage.press(SOCIAL, f"{at}decline/", {"reason": "fear"})
    assert str(DeclineReason.FEAR.label) in answer.content.decode()
    with stage.acting(SOCIAL):
        assert not Share.objects.exists(), "with all shares it could open the others' secret"
    assert state(stage, one) == RoundStatus.DRAFTED
    refused(stage, SOCIAL, actions.agree, NotAllowed, round_id=one.id)
    refused(stage, MATCHER, actions.go_on, WrongState, round_id=one.id)
    stage.do(MISSION, actions.agree, round_id=one.id)
    assert state(stage, one) == RoundStatus.AGREED
    assert str(DeclineReason.FEAR.label) in stage.press(MATCHER, at).content.decode()
    with stage.acting(SOCIAL), pytest.raises(DatabaseError), transaction.atomic():
        Part.objects.filter(round=one, office_id=stage.actor(SOCIAL).office_id).update(
            decline_reason="", declined_at=None
        )


def test_with_two_lists_left_whoever_opened_it_says_so_and_they_are_matched(stage):
    lists, who = four_lists(40)
    one = drafted(stage, TABLES)
    stage.do(POLICE, actions.decline, round_id=one.id, reason="no_list")
    stage.do(SOCIAL, actions.agree, round_id=one.id)
    refused(stage, MATCHER, actions.go_on, WrongState, round_id=one.id)
    stage.do(NGO, actions.agree, round_id=one.id)
    assert state(stage, one) == RoundStatus.DRAFTED
    refused(stage, NGO, actions.go_on, NotAllowed, round_id=one.id)
    assert "តិចពេកសម្រាប់ប៉ាន់ប្រមាណ" in stage.press(MATCHER, f"/linkage/{one.id}/").content.decode()
    stage.press(MATCHER, f"/linkage/{one.id}/go-on/", {})
    assert state(stage, one) == RoundStatus.AGREED
    for key, rows in ((SOCIAL, lists[1]), (NGO, lists[2])):
        stage.do(key, actions.encode_table, round_id=one.id, content=table(rows))
    stage.press(MATCHER, f"/linkage/{one.id}/match/", {})
    with stage.acting(STATISTICIAN):
        found = queries.overlaps_of(one)
        (quality,) = queries.qualities_of(one)
    both = len(set(who[1]) & set(who[2]))
    assert set(found) <= {1, 2, 3}, "bits count the lists that take part"
    assert (quality.one, quality.other) == (0, 1)
    assert found[3] == pytest.approx(both, abs=3)


@pytest.fixture
def reviewed(stage, nothing_stays):
    """A list in which four people stand twice; of those in the sample its office says so, and is not sure of one."""
    lists, _who = four_lists(120)
    twice = [type(one)(f"again-{one.id}", *[getattr(one, name) for name in one.__dataclass_fields__ if name != "id"])
             for one in lists[0][:4]]  # fmt: skip
    one = drafted(stage, {POLICE: ListKind.TABLE, SOCIAL: ListKind.TABLE})
    for key in (POLICE, SOCIAL):
        stage.do(key, actions.agree, round_id=one.id)
    for key, rows in ((POLICE, [*lists[0], *twice]), (SOCIAL, lists[1])):
        stage.do(key, actions.encode_table, round_id=one.id, content=table(rows))
    stage.do(MATCHER, actions.match_lists, round_id=one.id)
    with stage.acting(POLICE):
        own = queries.own_part(stage.actor(POLICE), queries.parts_of(one))
        pairs = pairs_of(own, queries.twins_of(own), stage.actor(POLICE))
    true = [pair for pair in pairs if {side.known_as.removeprefix("again-") for side in pair.sides} in
            [{line.id} for line in lists[0][:4]]]  # fmt: skip
    verdicts = dict.fromkeys((pair.twin.id for pair in pairs), "different")
    verdicts |= dict.fromkeys((pair.twin.id for pair in true), "same") | {true[0].twin.id: "unsure"}
    stage.do(POLICE, actions.judge, round_id=one.id, verdicts=verdicts)
    stage.do(POLICE, actions.end_own_review, round_id=one.id)
    return SimpleNamespace(round=one, pairs=pairs, true=true)


def test_what_an_office_said_is_counted_and_which_pairs_were_called_is_read_by_nobody(stage, reviewed):
    many = len(reviewed.true)
    assert many >= 2
    with stage.acting(MATCHER):
        part = queries.parts_of(reviewed.round)[0]
    assert (part.said_same, part.said_unsure) == (many - 1, 1)
    assert part.said_same + part.said_different + part.said_unsure == len(reviewed.pairs)
    assert part.called_right == many - 1, "the same line twice is called one person by the matching"
    assert part.called_right + part.called_wrong <= part.said_same + part.said_different
    for key in (MATCHER, POLICE, STATISTICIAN):
        with stage.acting(key), pytest.raises(DatabaseError), transaction.atomic():
            Called.objects.count()
    with stage.acting(MATCHER), pytest.raises(DatabaseError), transaction.atomic():
        Part.objects.filter(id=part.id).update(doubles=9)
    with stage.acting(MATCHER):
        Part.objects.filter(id=part.id).update(called_right=12, said_same=12)
        assert queries.parts_of(reviewed.round)[0].called_right == many - 1, "nobody writes these counts by hand"
    text = stage.press(STATISTICIAN, f"/linkage/{reviewed.round.id}/").content.decode()
    judged = part.called_right + part.called_wrong
    said = [to_khmer_digits(str(number)) for number in (judged, part.called_right)]
    assert f"គូគំរូ {said[0]} " in text
    assert f"ការិយាល័យបានប្រាប់ថា {said[1]} គូ" in text


def test_the_truth_stands_on_the_page_where_people_are_invented_and_nowhere_else(stage, reviewed, monkeypatch):
    at = f"/linkage/{reviewed.round.id}/"
    monkeypatch.setattr(measuring, "_sources", [])
    assert translation.gettext("What was planted") not in stage.press(STATISTICIAN, at).content.decode()
    truth = Planted(4321, {1: 700, 2: 800, 3: 900})
    monkeypatch.setattr(measuring, "_sources", [lambda number: truth if number == reviewed.round.number else None])
    text = stage.press(STATISTICIAN, at).content.decode()
    assert translation.gettext("What was planted") in text
    assert all(to_khmer_digits(said) in text for said in ("4,321", "2,400", "900"))
    assert "ប្រឌិត" in text, "flagged as invented"
    assert "៤,៣២១" not in stage.press(POLICE, at).content.decode(), "overlaps are not shown to the offices"


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"), [(0, 5, 0, 43), (5, 5, 57, 100), (6, 12, 25, 75), (95, 100, 89, 98)]
)
def test_the_interval_of_a_measured_share(right, judged, low, high):
    """Wilson's, as printed by others: 0 of 5 is 0 to .434, 6 of 12 is .254 to .746."""
    found = measuring.measured(right, judged)
    assert (found.low, found.high) == (low, high)
    assert measuring.measured(0, 0) is None
