"""One calm look at a case, put together once: for the case file page and this room's own."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from rumduol.access import queries as access
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.cases import policies
from rumduol.cases.enums import STEP_NUMBER, StepName, StepStatus, TaskStatus
from rumduol.cases.models import Case, Step
from rumduol.cases.policies import StepFacts
from rumduol.cases.queries import reading, waiting
from rumduol.cases.types import CaseOverview, Reader, StepView, TimelineEntry
from rumduol.shared.dates import PHNOM_PENH
from rumduol.vault import queries as vault

STATE = {
    StepStatus.NOT_STARTED: "open",
    StepStatus.IN_PROGRESS: "now",
    StepStatus.DONE: "done",
    StepStatus.NOT_NEEDED: "skipped",
}


def step_path(steps: Iterable[Step], facts: StepFacts | None = None) -> list[StepView]:
    """The ten steps in order, each with what is missing before it is done, when `facts` are given."""
    views = []
    for step in steps:
        name = StepName(step.step)
        open_step = step.status in {StepStatus.IN_PROGRESS, StepStatus.NOT_STARTED}
        views.append(
            StepView(
                step=step,
                number=STEP_NUMBER[name],
                label=name.label,
                state=STATE[StepStatus(step.status)],
                missing=tuple(policies.missing(name, facts)) if facts is not None and open_step else (),
            )
        )
    return views


def case_overview(by: Actor, case_id: UUID) -> CaseOverview:
    """Step path, what is due, alarms, decisions, plan, visits, rights, custody, who sees what, and the timeline.

    Everything is coded; the page opens sealed sections itself. For an office with which the case is only shared the
    parts of the owner are empty. Raises NotThere.
    """
    case = reading.case_for(by, case_id)
    own = case.office_id in by.reach
    parts = reading.Parts.all_of(case)
    workers = agencies.people([case.worker_id]) if case.worker_id else {}
    worker = workers.get(case.worker_id) if case.worker_id else None
    khmer = (translation.get_language() or "km") == "km"
    return CaseOverview(
        case=case,
        may_be_child=reading.may_be_child(case),
        path=step_path(parts.steps, reading.step_facts(case, parts) if own else None),
        due=waiting.due_of(case, steps=parts.steps, tasks=parts.tasks, visits=parts.visits) if own else [],
        alarms=parts.alarms,
        decisions=parts.decisions,
        goals=parts.goals,
        tasks=parts.tasks,
        tasks_done=sum(task.status == TaskStatus.DONE for task in parts.tasks),
        visits=parts.visits,
        rights={check.right: check for check in parts.rights},
        custody=parts.custody,
        links=parts.links,
        readers=readers_of(case),
        sections=vault.sections_of(case.id),
        broken_glass=access.broken_glass_of(case.id),
        timeline=timeline(case, parts),
        worker_name=(worker.name_km if khmer else worker.name_latin) if worker else "",
        obstacles=reading.obstacles(case, by, parts) if own else [],
    )


def readers_of(case: Case) -> list[Reader]:
    """Section by section the offices that can open it; the owner first."""
    sections = vault.readers_of(case.id)
    until = {
        (section, share.to_office_id): share.until
        for share in access.live_shares_of(case.id)
        for section in share.sections
    }
    offices = agencies.offices({office for ids in sections.values() for office in ids})
    language = translation.get_language() or "km"
    found = [
        Reader(section, office, agencies.office_name(offices[office], language), until.get((section, office)))
        for section, ids in sections.items()
        for office in ids
        if office in offices
    ]
    return sorted(found, key=lambda reader: (reader.section, reader.office_id != case.office_id, reader.office_name))


def timeline(case: Case, parts: reading.Parts) -> list[TimelineEntry]:
    """What happened, newest first: coded, no words of anybody."""
    entries = [TimelineEntry(case.opened_on, _("Case opened"), case.get_source_kind_display())]
    entries += [
        TimelineEntry(step.done_at, _("Step done"), StepName(step.step).label) for step in parts.steps if step.done_at
    ]
    entries += [
        TimelineEntry(row.on, _("Decision of the person"), f"{row.get_topic_display()}: {row.get_choice_display()}")
        for row in parts.decisions
    ]
    for alarm in parts.alarms:
        entries.append(TimelineEntry(alarm.raised_at, _("Alarm"), alarm.get_kind_display(), tone="alarm"))
        if alarm.handled_at:
            entries.append(TimelineEntry(alarm.handled_at, _("Alarm handled"), alarm.get_outcome_display()))
    if case.reintegrated_on:
        entries.append(TimelineEntry(case.reintegrated_on, _("Back in ordinary life")))
    entries += [
        TimelineEntry(row.visited_on, _("Visit"), row.get_safety_display()) for row in parts.visits if row.visited_on
    ]
    for closure in parts.closures:
        if closure.signed_at:
            entries.append(TimelineEntry(closure.signed_at, _("Case closed"), closure.get_reason_display()))
        if closure.reopened_at:
            entries.append(TimelineEntry(closure.reopened_at, _("Case reopened"), closure.get_reopened_display()))
    return sorted(entries, key=lambda entry: _moment(entry.on), reverse=True)


def _moment(on: Any) -> datetime:
    return on if isinstance(on, datetime) else datetime.combine(on, time(), tzinfo=PHNOM_PENH)
