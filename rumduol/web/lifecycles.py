"""Every lifecycle of every room, found and drawn: the diagrams of docs/architecture.md come from the tables themselves."""

import importlib
import pkgutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db.models import TextChoices

import rumduol

BEGIN, END = "<!-- generated: {} -->", "<!-- /generated -->"


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A TRANSITIONS table with the owners and pages that stand beside it. `name` is e.g. `intake.TRANSITIONS`."""

    name: str
    table: dict[TextChoices, set[TextChoices]]
    owners: dict[TextChoices, str]
    pages: dict[TextChoices, str]

    @property
    def states(self) -> type[TextChoices]:
        return type(next(iter(self.table)))


def lifecycles() -> Iterator[Lifecycle]:
    """All of them, rooms in alphabetical order. A table without OWNERS and PAGES beside it raises AttributeError."""
    for room in sorted(module.name for module in pkgutil.iter_modules(rumduol.__path__)):
        try:
            enums = importlib.import_module(f"rumduol.{room}.enums")
        except ModuleNotFoundError:
            continue
        for name in sorted(vars(enums)):
            table = getattr(enums, name)
            if name.endswith("TRANSITIONS") and isinstance(table, dict):
                prefix = name.removesuffix("TRANSITIONS")
                yield Lifecycle(
                    f"{room}.{name}", table, getattr(enums, f"{prefix}OWNERS"), getattr(enums, f"{prefix}PAGES")
                )


def diagram(life: Lifecycle) -> str:
    """One lifecycle as a Mermaid state diagram. The first state of the list is where it begins."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {next(iter(life.states)).value}"]
    for old, follow in life.table.items():
        lines += [f"    {old.value} --> {new.value}" for new in sorted(follow, key=list(life.states).index)]
        if not follow:
            lines.append(f"    {old.value} --> [*]")
    return "\n".join([*lines, "```"])


def state_section() -> str:
    """All diagrams, each under the name of its room and list."""
    parts = []
    for life in lifecycles():
        room = life.name.split(".")[0]
        parts.append(f"### {room}: {life.states.__name__}\n\n{diagram(life)}")
    return "\n\n".join(parts)


def room_section(base: Path | None = None) -> str:
    """The layers of the rooms, top first, from the contract that CI checks."""
    text = ((base or settings.BASE_DIR) / "pyproject.toml").read_text()
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["id"] == "rooms")
    return "```\n" + "\n".join(layers) + "\n```\n\nNames in brackets are planned and do not exist yet."


def with_generated(text: str) -> str:
    """The document with its generated parts made anew. Raises ValueError when a marker is missing."""
    for name, part in (("rooms", room_section()), ("states", state_section())):
        begin = BEGIN.format(name)
        start = text.index(begin) + len(begin)
        stop = text.index(END, start)
        text = f"{text[:start]}\n{part}\n{text[stop:]}"
    return text
