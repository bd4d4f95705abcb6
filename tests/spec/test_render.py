"""docs/figures.md says what the specs say."""

from tests.spec.render import TARGET, render


def test_the_document_is_made_from_the_specs():
    assert TARGET.read_text("utf-8") == render(), "run: python -m tests.spec.render"
