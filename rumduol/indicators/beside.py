"""What rooms above show beside a counted figure, such as tables that an agency declares. Never added to it."""

from collections.abc import Callable, Mapping
from typing import Any

from rumduol.facts.types import Period
from rumduol.indicators.catalogue import Indicator

Source = Callable[[Indicator, Period], Mapping[str, Any] | None]  # the context of the template; None: nothing to show
_sources: dict[str, Source] = {}


def stand_beside(template: str, source: Source) -> None:
    """Called once by a room when it starts. The template gets the context as `part`."""
    _sources[template] = source


def beside(subject: Indicator, period: Period) -> list[dict[str, Any]]:
    """One entry for each room that has something to show: {"template", **context}."""
    found = ((template, source(subject, period)) for template, source in _sources.items())
    return [{"template": template, **context} for template, context in found if context is not None]
