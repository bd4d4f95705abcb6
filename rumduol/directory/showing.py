"""Rows as the pages show them: words instead of codes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from rumduol.directory import queries
from rumduol.directory.models import Provider, Service, UnmetNeed
from rumduol.directory.types import Candidate, Finding, Grade, Match, Need
from rumduol.directory.words import group_words, say
from rumduol.shared.dates import today


@dataclass(frozen=True, slots=True)
class Shown:
    candidate: Candidate
    fits: bool
    wholly: bool
    barriers: list[str]
    gaps: list[str]
    notes: list[str]
    goods: list[str]
    free: int | None
    free_as_of: datetime | None
    km: int | None
    where: str


def shown(found: Match) -> Shown:
    """One result of a search in words."""

    def words(grade: Grade, without: Finding | None = None) -> list[str]:
        return [say(reason, queries.label) for reason in found.of(grade) if reason.finding != without]

    told = [offer for offer in found.offers if offer.residential]
    where = next((say(r, queries.label) for r in found.reasons if r.finding == Finding.REACH), "")
    return Shown(
        candidate=found.candidate,
        fits=found.fits,
        wholly=found.fits_wholly,
        barriers=words(Grade.BARRIER),
        gaps=words(Grade.GAP, Finding.REACH),
        notes=words(Grade.NOTE),
        goods=words(Grade.FIT, Finding.REACH),
        free=told[0].free if told else None,
        free_as_of=told[0].free_as_of if told else None,
        km=found.km,
        where=where,
    )


def need_rows(need: Need) -> list[dict[str, Any]]:
    """A need as rows of key and value: exactly the coded minimum that a provider sees before it accepts."""

    def words(list_name: str, codes: Iterable[str]) -> str:
        return gettext(", ").join(queries.label(list_name, code) for code in codes)

    low, high = need.age_from, need.age_to
    ages = "" if low is None else str(low) if low == high else gettext("%(from)s to %(to)s") % {"from": low, "to": high}
    citizen = {True: gettext("Cambodian"), False: gettext("another country or stateless"), None: ""}[need.citizen]
    rows = [
        (gettext("Needed"), words("service", need.services)),
        (gettext("Sex"), words("sex", [need.sex] if need.sex else [])),
        (gettext("Age"), ages),
        (gettext("Language"), words("language", [need.language] if need.language else [])),
        (gettext("Care needed"), words("medical", sorted(need.medical))),
        (gettext("Difficulty with"), words("disability", sorted(need.disability))),
        (gettext("Kind of exploitation"), words("form", [need.form] if need.form else [])),
        (gettext("Citizenship"), citizen),
        (gettext("Where the person is now"), words("place", [need.place] if need.place else [])),
        (gettext("Tonight"), gettext("yes") if need.tonight else ""),
        (gettext("People together"), str(need.people) if need.people > 1 else ""),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def entry(provider: Provider) -> dict[str, Any]:
    """An entry in a list: name, kind, place in words, agreement, last check."""
    agreement = queries.agreement_until(provider)
    check = next(iter(provider.checks.all()), None)
    return {
        "id": provider.id,
        "name": queries.name_of(provider),
        "kind": provider.get_kind_display(),
        "standing": provider.get_standing_display(),
        "confidential": provider.confidential,
        "place": queries.label("place", provider.district or provider.province),
        "serves": ", ".join(queries.label("place", code) for code in provider.serves),
        "active": provider.active,
        "by_hand": provider.office_id is None,
        "services": sorted({queries.label("service", s.kind) for s in provider.services.all()}),
        "needs_agreement": queries.needs_agreement(provider),
        "agreement": agreement,
        "expired": agreement is not None and agreement.ends_on < today(),
        "check": check,
        "residential": any(s.residential for s in provider.services.all()),
    }


def service(row: Service) -> dict[str, Any]:
    """A service in words."""
    offer = queries.offer_of(row)
    return {
        "row": row,
        "label": queries.label("service", row.kind),
        "groups": [group_words(group) for group in offer.groups],
        "languages": [queries.label("language", code) for code in row.languages],
        "medical": [queries.label("medical", code) for code in row.medical],
        "disability": [queries.label("disability", code) for code in row.disability],
        "forms": [queries.label("form", code) for code in row.forms],
    }


def unmet(row: UnmetNeed) -> dict[str, Any]:
    need = Need(
        services=tuple(row.services), sex=row.sex or None, age_from=row.age_from, age_to=row.age_to,
        language=row.language or None, place=row.place or None,
    )  # fmt: skip
    return {"on": row.recorded_on, "words": [part["value"] for part in need_rows(need)]}
