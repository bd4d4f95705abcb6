"""The case file: one calm page out of what cases, referrals and screening know. Coded but for the words the reader opened."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from rumduol.access import queries as access
from rumduol.access.enums import Permission, permissions_of
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.cases import queries as cases
from rumduol.cases.enums import GoalStatus, Right, RightStatus, Source
from rumduol.cases.types import CaseOverview, Due, StepView
from rumduol.casework.types import CaseFile, DueLine, Flow, NextStep, Opened, Said, SeenPart, Sight
from rumduol.directory import queries as directory
from rumduol.places import queries as places
from rumduol.referrals import queries as referrals
from rumduol.remedy import queries as remedy
from rumduol.screening import queries as screening
from rumduol.shared.addresses import address_if_any
from rumduol.shared.dates import PHNOM_PENH
from rumduol.shared.errors import NotThere
from rumduol.shared.khmer import to_khmer_digits
from rumduol.terms import queries as terms
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import NoKey, RecordRef

# The parts people ask about first.
ORDER = (
    Section.IDENTITY, Section.CONTACT, Section.WHEREABOUTS, Section.HEALTH, Section.WISHES, Section.PLAN,
    Section.JUSTICE, Section.NARRATIVE, Section.NOTES, Section.INTERVIEW, Section.EVIDENCE,
)  # fmt: skip

DUE_SHOWN = 8


def case_file(by: Actor, case_id: UUID, *, want_words: bool = False) -> CaseFile:
    """Everything on the page. Sealed words come when asked for, or when a purpose was given for this file today.

    Raises NotThere, and PurposeNeeded when words are wanted and no purpose was given today.
    """
    overview = cases.case_overview(by, case_id)
    case = overview.case
    own = case.office_id in by.reach
    opened = None
    if want_words or access.purpose_today(by, case_id):
        opened = open_words(by, overview)
    of_case = referrals.of_case(by, case_id)
    shares = referrals.shares_of_case(by, case_id, referrals_of_it=of_case)
    return CaseFile(
        overview=overview,
        own=own,
        path=path_of(overview),
        title=title_of(overview),
        next_step=next_step(by, overview) if own else None,
        due_lines=[DueLine(due_words(due), due.at, due_url(due, by)) for due in overview.due[:DUE_SHOWN]],
        seen=seen_parts(overview, shares),
        flow=flow(by, overview, of_case),
        decisions=decisions(overview, opened),
        referrals=of_case,
        claims=remedy.of_person_case(by, case_id),
        companions=_companions(by, overview),
        rights_seen_to=sum(check.status == RightStatus.RESPECTED for check in overview.rights.values()),
        rights_at_risk=[
            Right(right).label for right, check in overview.rights.items() if check.status == RightStatus.AT_RISK
        ],
        goals_reached=sum(goal.status == GoalStatus.REACHED for goal in overview.goals),
        office_name=_office(case.office_id, by),
        opened=opened,
    )


def title_of(overview: CaseOverview) -> str:
    """`girl, 15 · Banteay Meanchey`: coded words, no name."""
    case = overview.case
    if case.age_from is None:
        age = terms.label("age", case.age_band) if case.age_band not in {"", "unknown"} else _("age not known")
    elif case.age_to is None or case.age_to == case.age_from:
        age = _("%(age)s years") % {"age": _digits(case.age_from)}
    else:
        age = _("%(from)s to %(to)s years") % {"from": _digits(case.age_from), "to": _digits(case.age_to)}
    parts = [terms.label("sex", case.sex) if case.sex != "unknown" else _("sex not known"), age]
    if case.found_in:
        parts.append(places.label(case.found_in))
    return " · ".join(str(part) for part in parts)


def path_of(overview: CaseOverview) -> list[StepView]:
    """The ten steps; when none is under way, the first one not begun is where the case stands."""
    path = list(overview.path)
    if not any(view.state == "now" for view in path):
        for place, view in enumerate(path):
            if view.state == "open":
                path[place] = replace(view, state="now")
                break
    return path


def next_step(by: Actor, overview: CaseOverview) -> NextStep | None:
    """What comes first: an open alarm, what is late or due next, else what the present step lacks."""
    case_id = overview.case.id
    alarm = next((alarm for alarm in overview.alarms if alarm.handled_at is None), None)
    if alarm is not None:
        return NextStep(alarm.get_kind_display(), _("Stop it first, then write down what was done."), None,
                        page("cases:alarms", case_id))  # fmt: skip
    if overview.due:
        first = overview.due[0]
        return NextStep(due_words(first), "", first.at, due_url(first, by))
    for step in path_of(overview):
        if step.state == "now":
            lacking = ", ".join(str(words) for words in step.missing)
            url = page("cases:step", case_id, step.step.step) if Permission.CASE_WORK in permissions_of(by.role) else ""
            return NextStep(step.label, lacking, step.step.due_at, url)
    return None


def due_words(due: Due) -> str:
    """`Visit, month 3`, `Step: assessment`."""
    if due.what == "visit":
        return str(_("Visit, month %(n)s") % {"n": _digits(due.label)})
    names = {"step": _("Step: %(what)s"), "task": _("Plan: %(what)s"), "risk": _("Look at the risk again: %(what)s")}
    return str(names.get(due.what, "%(what)s") % {"what": due.label})


def due_url(due: Due, by: Actor) -> str:
    """The page where something due is done; the file itself for somebody who does not work on cases."""
    if Permission.CASE_WORK not in permissions_of(by.role):
        return page("casework:file", due.case_id)
    part = due.code or due.part_id  # a step is named by its word, a visit by its id
    return (
        (page(due.url_name, due.case_id, part) if part else "")
        or page(due.url_name, due.case_id)
        or page("casework:file", due.case_id)
    )


def seen_parts(overview: CaseOverview, shares: list[Any]) -> list[SeenPart]:
    """Section by section who sees it now, who will when they accept, and what was taken back."""
    by_section: dict[str, list[Sight]] = {}
    open_now: set[tuple[str, UUID]] = set()
    for reader in overview.readers:
        own = reader.office_id == overview.case.office_id
        open_now.add((reader.section, reader.office_id))
        by_section.setdefault(reader.section, []).append(Sight(reader.office_name, own, reader.until, "open"))
    providers = directory.names({share.provider_id for share in shares})
    for share in shares:
        if share.open and (share.section, share.to_office_id) in open_now:
            continue
        state = "withdrawn" if share.withdrawn else "open" if share.open else "waits"
        sight = Sight(providers.get(share.provider_id, ""), False, share.until, state)
        if sight not in by_section.setdefault(share.section, []):
            by_section[share.section].append(sight)
    known = [section for section in ORDER if section in by_section or section in overview.sections]
    return [SeenPart(section, section.label, by_section.get(section, [])) for section in known]


def flow(by: Actor, overview: CaseOverview, of_case: list[Any]) -> list[Flow]:
    """The way through the offices, newest first: what came before the case, the case itself, its referrals."""
    opened = overview.case
    begun = datetime.combine(opened.opened_on, time(), tzinfo=PHNOM_PENH)  # what happened on that day came after it
    entries = [
        Flow(begun if entry.on is opened.opened_on else entry.on, entry.label, entry.detail, tone=entry.tone)
        for entry in overview.timeline
    ]
    entries += _before(by, overview)
    names = directory.names({row.provider_id for row in of_case if row.provider_id}) if of_case else {}
    for row in of_case:
        url = page("referrals:referral", row.id)
        who = names.get(row.provider_id, "") if row.provider_id else ""
        if row.sent_at:
            entries.append(Flow(row.sent_at, _("Referred"), row.number, url, who=who))
        if row.answered_at:
            entries.append(Flow(row.answered_at, _("Answer to a referral"), row.get_status_display(), url, who=who))
        if row.admitted_at:
            entries.append(Flow(row.admitted_at, _("Admitted"), row.number, url, who=who))
        if row.ended_at:
            entries.append(
                Flow(row.ended_at, _("Service ended"), row.get_end_reason_display(), url, tone="quiet", who=who)
            )
    return sorted(entries, key=lambda entry: moment(entry.when), reverse=True)


def _before(by: Actor, overview: CaseOverview) -> list[Flow]:
    """The screening (and the finding) a case was opened from, as far as the reader may see it."""
    case = overview.case
    if case.source_kind != Source.SCREENING or Permission.SCREENING_READ not in permissions_of(by.role):
        return []
    try:
        row = screening.screening_for(by, case.source_id) if case.source_id else None
    except NotThere:
        return []
    if row is None:
        return []
    url = page("screening:screening", row.id)
    found = [Flow(row.created_at, _("Met by a screening officer"), _office(row.office_id, by), url)]
    if row.presumed_at:
        found.append(Flow(row.presumed_at, _("Presumed a victim"), "", url))
    if row.decided_at:
        found.append(Flow(row.decided_at, _("Screened"), row.get_outcome_display(), url))
    return found


def decisions(overview: CaseOverview, opened: Opened | None) -> list[Said]:
    """What the person decided, newest first, with their words when they were opened."""
    words = opened.decisions if opened else {}
    return [
        Said(row.on, row.get_topic_display(), row.get_choice_display(), row.language,
             str(words.get(str(row.id), {}).get("words", "")))
        for row in overview.decisions
    ]  # fmt: skip


def open_words(by: Actor, overview: CaseOverview) -> Opened:
    """The name and the person's own words. The log is written first. Raises PurposeNeeded."""
    case = overview.case
    record = RecordRef("case", case.id, case.office_id)
    found: dict[Section, dict[str, Any]] = {}
    closed: list[str] = []
    for section in (Section.IDENTITY, Section.WISHES):
        try:
            found[section] = vault.open_section(record=record, section=section, by=by)
        except NoKey:
            closed.append(section)
            found[section] = {}
    identity, wishes = found[Section.IDENTITY], found[Section.WISHES]
    return Opened(
        name=str(identity.get("name", "")),
        other_names=str(identity.get("other_names", "")),
        decisions=dict(wishes.get("decisions", {})),
        closed=tuple(closed),
    )


def _companions(by: Actor, overview: CaseOverview) -> list[tuple[Any, str, UUID | None]]:
    """Family and people found together: relation, number of their case if the reader may see it."""
    numbers = cases.numbers_of(link.other_case_id for link in overview.links if link.other_case_id)
    return [
        (link.get_relation_display(), numbers.get(link.other_case_id, "") if link.other_case_id else "",
         link.other_case_id if link.other_case_id in numbers else None)
        for link in overview.links
    ]  # fmt: skip


def page(name: str, *args: Any) -> str:
    """The address of a page; empty when there is none of that shape."""
    return address_if_any(name, *args)


def moment(when: datetime | date) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, time(23, 59), tzinfo=PHNOM_PENH)


def _office(office_id: UUID, by: Actor) -> str:
    language = translation.get_language() or "km"
    if office_id == by.office_id and by.office_km:
        return by.office_name(language)
    return agencies.office_name(agencies.office(office_id), language)


def _digits(value: object) -> str:
    return to_khmer_digits(str(value)) if (translation.get_language() or "km") == "km" else str(value)
