"""What a release says of different people, in the reader's words: for the desk, the public page, files and documents."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.estimation.words import ASSUMES, METHOD, say
from rumduol.indicators.types import TOTAL
from rumduol.linkage.drawing import Picture, draw
from rumduol.release.formats.dataset import Estimated, Observation, Together, TogetherRow
from rumduol.release.people import AGAIN, FIGURE, FIRST, LISTS, shown_parts
from rumduol.release.types import Cell, NoNumber


def together(content: Mapping[str, Any]) -> Together | None:
    """The different people beside a release's table, with how far to believe it; None where no round was taken in."""
    people = content.get("people")
    if not people:
        return None
    lang = "km" if get_language() == "km" else "en"
    return Together(
        round=people["round"],
        rows=tuple(
            TogetherRow(
                one.indicator,
                _part_words()[one.indicator],
                records=_observed(one.cells[(TOTAL,)]),
                unique=_observed(one.cells[(FIRST,)]),
                again=_observed(one.cells[(AGAIN,)]),
                heads=(_("As summed"), _("Different people"), _("Counted again")),
            )
            for one in shown_parts(content)
        ),
        said=tuple(_said(people)),
        estimates=tuple(
            Estimated(
                one["method"], say(METHOD, one["method"], lang), ASSUMES[one["method"]][lang], one["estimate"],
                one["low"], one["high"],
            )
            for one in people.get("estimates", ())
        ),
        heads=together_heads(),
    )  # fmt: skip


def together_heads() -> dict[str, str]:
    return {
        "title": _("Different people"),
        "what": _("What is counted"),
        "records": _("As summed"),
        "unique": _("Different people"),
        "again": _("Counted again"),
        "estimates": _("With those whom nobody found"),
        "method": _("Method"),
        "all": _("In all, about"),
        "interval": _("95 per cent interval"),
        "low": _("from"),
        "high": _("to"),
        "assumes": _("What one has to believe"),
        "no_end": _("no upper end"),
        "never_one": _(
            "No method is right by itself. Quote all of them with their intervals, never one number. Numbers are in two digits."
        ),
    }


def _part_words() -> dict[str, str]:
    return {FIGURE: _("Records of this figure"), LISTS: _("Lines on the lists that were compared")}


def _observed(cell: Cell) -> Observation:
    return Observation(cell.kind) if isinstance(cell, NoNumber) else Observation.of(cell)


def _said(people: Mapping[str, Any]) -> list[str]:
    """How the number came about, and how far it can be trusted."""
    day = date_format(date.fromisoformat(people["approved_on"]), "j F Y")
    told = [
        _("Offices compared %(lists)s lists without names; a second office approved it on %(day)s.")
        % {"lists": people["lists"], "day": day}
    ]
    covered = {
        "nearly_all": _("Nearly all records of this figure stand on these lists."),
        "most": _("Most records of this figure stand on these lists; the others count as one person each."),
        "some": _(
            "Less than half of the records of this figure stand on these lists; the others count as one person each, so more people may be in it twice."
        ),
    }
    if people["covered"]:
        told.append(covered[people["covered"]])
    if people["precision"] and people["recall"]:
        told.append(
            _(
                "The matching expects that %(right)s in 100 of the pairs it took for one person are right, and that it found %(found)s in 100 of those there are; between the two lists that are worst matched, %(right_worst)s and %(found_worst)s in 100."
            )
            % {
                "right": people["precision"][0],
                "found": people["recall"][0],
                "right_worst": people["precision"][1],
                "found_worst": people["recall"][1],
            }
        )
    if people["known_found"] is not None:
        told.append(
            _("Of lines that are known to be one record it found %(percent)s in 100: that is measured.")
            % {"percent": people["known_found"]}
        )
    return told


def picture_of(shown: Together | None) -> tuple[Picture, list[tuple[Any, str]]] | None:
    """The estimates as drawn lines, and (bar, words) of each; None without estimates."""
    if shown is None or not shown.estimates:
        return None
    observed = next((row.unique.number for row in shown.rows if row.code == LISTS), None)
    rows = [
        {
            "method": one.code, "estimate": one.number, "low": one.low, "high": one.high,
            "intervals": [1] if one.low is not None or one.high is not None else [],
        }
        for one in shown.estimates
    ]  # fmt: skip
    drawn = draw(observed or 0, rows)
    words = {one.code: one.words for one in shown.estimates}
    return (drawn, [(bar, words[bar.method]) for bar in drawn.bars]) if drawn else None
