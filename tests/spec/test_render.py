"""The documents say what the specs and the schema say."""

from rumduol.facts.schema import document
from tests.spec.render import FACTS, TARGET, render


def test_the_document_is_what_the_specs_say():
    assert TARGET.read_text("utf-8") == render(), "run: python -m tests.spec.render"


def test_the_list_of_facts_is_what_the_schema_says():
    assert FACTS.read_text("utf-8") == document(), "run: python -m tests.spec.render"
