"""A code list or a code named in the program or in a template exists: a misspelt name would show bare codes to people."""

import re
from pathlib import Path

from rumduol.terms import queries

ROOMS = Path(queries.__file__).resolve().parents[1]
ASKED = re.compile(
    r"\b(?:terms|term_queries|terms_queries)\.(?:choices|is_code|label|label_lazy|term|terms|term_list|htcds|root|children)"
    r"\(\s*\"([^\"]+)\"(?:\s*,\s*\"([^\"]+)\")?"
)
SHOWN = re.compile(r"\|term:[\"']([^\"']+)[\"']")


def test_the_patterns_see_what_they_should() -> None:
    assert ASKED.findall('terms.label("sex", "female")') == [("sex", "female")]
    assert ASKED.findall('terms.is_code("form", code)') == [("form", "")]
    assert SHOWN.findall('{{ p.sex|term:"sex" }}') == ["sex"]


def test_every_list_and_code_named_in_the_program_exists() -> None:
    wrong, seen = [], 0
    for file in sorted(ROOMS.glob("**/*.py")):
        for name, code in ASKED.findall(file.read_text("utf-8")):
            seen += 1
            if name not in queries.lists() or (code and not queries.is_code(name, code)):
                wrong.append((file.relative_to(ROOMS).as_posix(), name, code))
    assert seen > 10
    assert wrong == []


def test_every_list_named_in_a_template_exists() -> None:
    named = {
        (file.relative_to(ROOMS).as_posix(), name)
        for file in ROOMS.glob("*/templates/**/*.html")
        for name in SHOWN.findall(file.read_text("utf-8"))
    }
    assert {name for _, name in named} <= set(queries.lists()), named
