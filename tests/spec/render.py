"""`python -m tests.spec.render` writes docs/figures.md from the specs, so that it cannot say anything untested,
and docs/facts.md from the schema of the facts."""

import os
import sys
from pathlib import Path

import django

from rumduol.facts.schema import document as facts_document
from tests.spec.drawing import markdown
from tests.spec.indicators.counting import COUNTING
from tests.spec.release.hiding import HIDING

TARGET = Path(__file__).resolve().parents[2] / "docs" / "figures.md"
FACTS = TARGET.with_name("facts.md")
HEAD = """# How figures are counted, and how people in them are protected

This page is made from the specs that the tests run (`python -m tests.spec.render`). In the tables, a number may be
written as a sum, so that one sees where it comes from.

Figures come from *facts*: de-identified rows that the rooms write in the same transaction as the change they count, and
that nobody can change afterwards. A fact has a kind, a day (or only a month or year), a district at most, codes, and a
key of its unit that leads back to no record. What an indicator counts stands in `rumduol/indicators/data/`; what a
fact of each kind looks like, [facts.md](facts.md).

## What counts, where and when
"""
MIDDLE = """
## What is hidden before anybody outside sees a figure

The threshold is 5 (`rumduol/release/data/rules.toml`). `s` is a hidden cell: no number, not a zero, and not
"fewer than five" either, because it may be a larger number that protects another. Zeros are shown (handbook on
statistical disclosure control of the European statistical system, 2010): they count nobody. An outsider
therefore knows that a hidden cell is at least 1, and the protection allows for that.

A table is safe when, for each hidden cell, two whole tables are at hand that agree with everything published, in this
and all earlier releases of the same figure and period, and differ in that cell; a small number must be able to move by
at least 4. Three further attacks are tried on random tables by the tests: solving the sums with fractions, tightening
bounds from sum to sum, and trying all tables.

Over time: what was hidden stays hidden; a number is not shown where subtracting the earlier one gives 1 to 4; a
release whose period overlaps another's in part is refused.
"""


def render() -> str:
    """The whole document."""
    parts = [HEAD]
    for spec in COUNTING:
        parts.append(
            f"### {spec.title}\n\n{spec.text}\n\n{markdown(spec.facts)}\n\n"
            f"`{spec.indicator}`, {spec.period}, by {' and '.join(spec.by)}:\n\n{markdown(spec.expected)}\n"
        )
    parts.append(MIDDLE)
    for hidden in HIDING:
        parts.append(
            f"### {hidden.title}\n\n{hidden.text}\n\nExact:\n\n{markdown(hidden.exact)}\n\n"
            f"Shown:\n\n{markdown(hidden.shown)}\n"
        )
    return "\n".join(parts)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    TARGET.write_text(render(), "utf-8")
    FACTS.write_text(facts_document(), "utf-8")
    sys.stdout.write(f"{TARGET} and {FACTS} written\n")
