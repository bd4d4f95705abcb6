"""What the documents name exists: commands, files, links, tests."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from launch.commands import COMMANDS

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", document.read_text()):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_named_exists(document):
    text = document.read_text()
    for word in re.findall(r"`?\./run ([a-z_]+)", text):
        assert word in COMMANDS, f"./run {word}"
    for word in re.findall(r"(?:\./run manage|manage\.py) ([a-z_]+)", text):
        assert word in get_commands(), f"manage {word}"


def test_every_test_the_threat_model_names_exists():
    found = re.findall(r"`(tests/[\w/]+(?:\.py)?)(?:::(\w+))?`", (ROOT / "docs/threat-model.md").read_text())
    assert len(found) >= 10
    for path, name in found:
        assert (ROOT / path).exists(), path
        if name:
            assert f"def {name}(" in (ROOT / path).read_text(), name
