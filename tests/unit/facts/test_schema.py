"""The schema of facts: every kind has one, and the writer of a strict kind may write nothing else."""

from rumduol.cases.enums import StepName
from rumduol.facts.enums import KINDS, Kind
from rumduol.facts.schema import schema, schemas, values


def test_every_kind_is_defined_and_described():
    assert set(schemas()) == set(Kind) == set(KINDS)
    for one in schemas().values():
        assert one.room, one.kind
        assert one.when, one.kind
        assert not one.strict or one.outcomes, one.kind


def test_outcomes_are_codes_and_lists_resolve():
    for one in schemas().values():
        for outcome in one.outcomes:
            assert outcome == outcome.lower()
            assert " " not in outcome
        for key, rule in one.extra.items():
            text = rule if isinstance(rule, str) else ""
            assert "list:" not in text or values(one.kind, key), (one.kind, key)
    assert set(schema("step").outcomes) == set(StepName.values)


def test_a_strict_kind_names_what_does_not_fit():
    inspection = schema(Kind.INSPECTION)
    assert inspection.faults("done", {"worksite": True, "workplace": "kiln"}) == []
    assert inspection.faults("gone", {"worksite": "yes", "owner": "x", "workplace": "school"}) == [
        "outcome", "worksite", "owner", "workplace",
    ]  # fmt: skip
    assert schema(Kind.BUDGET).faults("spent", {"riel": True}) == ["riel"]
    assert schema(Kind.ONLINE_REPORT).faults("received", {"platform": "nowhere"}) == ["platform"]


def test_older_rooms_are_not_held_to_it():
    assert schema(Kind.STEP).faults("anything", {"new": 1}) == []
