"""Who can take this person? A pure ranking, each place in it explained.

Nothing is hidden for not fitting: a worker may know that a barrier can be talked away. What does not fit comes last and
says why. Men and boys, people with disabilities and foreigners are the ones whom few services take (ODI 2023; US TIP
2021): for them the answer is often "nobody", and then the need itself is recorded.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from rumduol.directory.enums import StandardsResult
from rumduol.directory.types import Candidate, Finding, Grade, Match, Need, Offer, Reason

Kilometres = Callable[[str, str], int | None]

SHELTERS = frozenset({"shelter_emergency", "shelter_short", "shelter_long"})

STALE_AFTER = timedelta(hours=24)  # "free today" told longer ago than this is only a hint
STANDARDS_LAST = timedelta(days=366)  # residential care is checked every year
UNKNOWN_KM = 10_000  # sorts behind everything with a known way
# A gap that hurts more counts more: a place that is full weighs as much as language and doctor together.
GAP_WEIGHT = {
    Finding.PLACES: 4,
    Finding.AGREEMENT: 3,
    Finding.STANDARDS: 3,
    Finding.REACH: 3,
    Finding.GROUP: 3,
    Finding.SERVICE: 2,
    Finding.DISABILITY: 2,
    Finding.LANGUAGE: 2,
    Finding.MEDICAL: 2,
}


def match(need: Need, candidates: Iterable[Candidate], *, now: datetime, km: Kilometres) -> list[Match]:
    """Rank all `candidates`: fewest barriers, lightest gaps, freshest, nearest first. `now` is aware."""
    return sorted((_match(need, candidate, now, km) for candidate in candidates), key=_rank)


def _rank(found: Match) -> tuple[int, int, int, int, int, str]:
    gaps = sum(GAP_WEIGHT.get(reason.finding, 1) for reason in found.of(Grade.GAP))
    free = max((offer.free or 0 for offer in found.offers), default=0)
    return (
        len(found.of(Grade.BARRIER)),
        gaps,
        UNKNOWN_KM if found.km is None else found.km,
        len(found.of(Grade.NOTE)),
        -free,
        found.candidate.name,
    )


def _match(need: Need, candidate: Candidate, now: datetime, km: Kilometres) -> Match:
    reasons: list[Reason] = []
    chosen: list[Offer] = []
    missing: list[str] = []
    for service in need.services:
        offers = [offer for offer in candidate.offers if offer.service == service]
        instead = ""
        if not offers and service in SHELTERS:
            # A bed is a bed: another kind of shelter is worth a call when it takes this person.
            offers = [offer for offer in candidate.offers if offer.service in SHELTERS]
            instead = "shelter"
        if not offers:
            missing.append(service)
            continue
        judged = [(_judge(need, offer, now), offer) for offer in offers]
        # The same service may be offered to several groups; take the one that suits this person best.
        best, offer = min(judged, key=lambda pair: _weight(pair[0]))
        chosen.append(offer)
        if instead:
            reasons.append(Reason(Finding.SERVICE, Grade.NOTE, {"service": offer.service, "asked": service}))
        else:
            reasons.append(Reason(Finding.SERVICE, Grade.FIT, {"service": service}))
        reasons += [reason for reason in best if reason not in reasons]
    for service in missing:
        # One missing of several can be had elsewhere; if none is offered, there is nothing to go there for.
        grade = Grade.GAP if chosen else Grade.BARRIER
        reasons.append(Reason(Finding.SERVICE, grade, {"service": service}))
    reasons += _house(candidate, chosen, now)
    distance, reach = _reach(need, candidate, km)
    reasons += reach
    reasons.sort(key=lambda reason: -reason.grade)
    return Match(candidate=candidate, offers=tuple(chosen), reasons=tuple(reasons), km=distance)


def _weight(reasons: list[Reason]) -> tuple[int, int]:
    barriers = sum(1 for reason in reasons if reason.grade == Grade.BARRIER)
    return barriers, sum(GAP_WEIGHT.get(reason.finding, 1) for reason in reasons if reason.grade == Grade.GAP)


def _judge(need: Need, offer: Offer, now: datetime) -> list[Reason]:
    """The offer against the person."""
    found: list[Reason] = []
    found += _group(need, offer)
    if need.form and offer.forms:
        grade = Grade.FIT if need.form in offer.forms else Grade.BARRIER
        found.append(Reason(Finding.FORM, grade, {"form": need.form}))
    if need.citizen is not None:
        taken = offer.citizens if need.citizen else offer.foreigners
        if not taken or not need.citizen:
            grade = Grade.FIT if taken else Grade.BARRIER
            found.append(Reason(Finding.CITIZENSHIP, grade, {"citizen": need.citizen}))
    if need.tonight:
        found.append(Reason(Finding.NIGHT, Grade.FIT if offer.night else Grade.BARRIER))
    if need.language:
        spoken = need.language == "km" or need.language in offer.languages
        if need.language != "km" or not spoken:
            found.append(Reason(Finding.LANGUAGE, Grade.FIT if spoken else Grade.GAP, {"language": need.language}))
    for code in sorted(need.medical):
        grade = Grade.FIT if code in offer.medical else Grade.GAP
        found.append(Reason(Finding.MEDICAL, grade, {"medical": code}))
    for code in sorted(need.disability):
        grade = Grade.FIT if code in offer.disability else Grade.GAP
        found.append(Reason(Finding.DISABILITY, grade, {"disability": code}))
    if offer.residential:
        found += _places(need, offer, now)
    return found


def _group(need: Need, offer: Offer) -> list[Reason]:
    if not offer.groups:
        return [Reason(Finding.GROUP, Grade.FIT, {"groups": ()})]
    span = (need.age_from if need.age_from is not None else 0, need.age_to if need.age_to is not None else 120)
    same_sex = [group for group in offer.groups if need.sex is None or group.sex == need.sex]
    whole = [group for group in same_sex if group.covers(*span)]
    if whole and need.sex is not None:
        return [Reason(Finding.GROUP, Grade.FIT, {"groups": tuple(whole)})]
    if any(group.touches(*span) for group in same_sex):
        # Taken for some of the ages or sexes it could be: ask before travelling.
        return [Reason(Finding.GROUP, Grade.GAP, {"groups": tuple(same_sex)})]
    return [Reason(Finding.GROUP, Grade.BARRIER, {"groups": offer.groups})]


def _places(need: Need, offer: Offer, now: datetime) -> list[Reason]:
    if offer.free is None or offer.free_as_of is None:
        return [Reason(Finding.PLACES_STALE, Grade.NOTE, {"hours": None})]
    enough = offer.free >= need.people
    found = [Reason(Finding.PLACES, Grade.FIT if enough else Grade.GAP, {"free": offer.free, "people": need.people})]
    age = now - offer.free_as_of
    if age > STALE_AFTER:
        found.append(Reason(Finding.PLACES_STALE, Grade.NOTE, {"hours": int(age.total_seconds() // 3600)}))
    return found


def _house(candidate: Candidate, offers: list[Offer], now: datetime) -> list[Reason]:
    """The provider itself: its agreement with the ministry and the standards of residential care."""
    found: list[Reason] = []
    today = now.date()
    if candidate.needs_agreement:
        until = candidate.agreement_until
        grade = Grade.FIT if until and until >= today else Grade.GAP
        found.append(Reason(Finding.AGREEMENT, grade, {"until": until}))
    if any(offer.residential for offer in offers):
        checked = candidate.standards
        if checked is None:
            found.append(Reason(Finding.STANDARDS, Grade.NOTE, {"checked_on": None, "result": None}))
        else:
            what = {"checked_on": checked.checked_on, "result": checked.result}
            if checked.result == StandardsResult.NOT_MET:
                grade = Grade.GAP
            elif checked.result == StandardsResult.PARTLY or today - checked.checked_on > STANDARDS_LAST:
                grade = Grade.NOTE
            else:
                grade = Grade.FIT
            found.append(Reason(Finding.STANDARDS, grade, what))
    return found


def _reach(need: Need, candidate: Candidate, km: Kilometres) -> tuple[int | None, list[Reason]]:
    """The way there. Of a confidential provider only whether it serves the person's province is used, or told."""
    if need.province is None:
        return None, []
    served = not candidate.serves or need.province in candidate.serves
    grade = Grade.FIT if served else Grade.GAP
    if candidate.confidential:
        return None, [Reason(Finding.REACH, grade, {"how": "serves", "province": need.province})]
    if candidate.province is None:
        return None, [Reason(Finding.REACH, grade, {"how": "serves", "province": need.province})]
    if need.district and need.district == candidate.district:
        return 0, [Reason(Finding.REACH, Grade.FIT, {"how": "district", "province": need.province})]
    if need.province == candidate.province:
        return 0, [Reason(Finding.REACH, Grade.FIT, {"how": "province", "province": need.province})]
    distance = km(need.province, candidate.province)
    if distance is None:
        return None, [Reason(Finding.REACH, grade, {"how": "serves", "province": need.province})]
    return distance, [Reason(Finding.REACH, grade, {"how": "km", "km": distance, "province": candidate.province})]
