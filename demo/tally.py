"""How many of what the demo nation holds, counted with the owner's eyes, against the plan."""

import os
from collections import Counter

import psycopg

from demo.models import Told
from demo.plan import REFERRALS, SCREENINGS, Story

GROUPS = {
    "reports": "select status, count(*) from intake_report where parent_id is null group by 1",
    "parts sent to another province": "select 'part', count(*) from intake_report where parent_id is not null",
    # Not even the owner reads these two tables past their walls: the numbers given out, and the facts.
    "screenings": "select 'numbered', count(*) from access_recordnumber where kind = 'screening'",
    "cases": "select status, count(*) from cases_case group by 1",
    "cases by the step they are in": """
        select coalesce(step, 'all done'), count(*) from cases_case c left join lateral (
          select step from cases_step s where s.case_id = c.id and s.status in ('not_started', 'in_progress')
          order by array_position(array['identification', 'crisis', 'referral', 'admission', 'assessment', 'planning',
            'reintegration', 'follow_up', 'feedback', 'closure'], s.step::text) limit 1) now on true group by 1""",
    "referrals": "select status, count(*) from referrals_referral group by 1",
    "visits": "select status, count(*) from cases_visit group by 1",
    "visits overdue": "select 'overdue', count(*) from cases_visit where status in ('planned', 'tried') and due_on < now()",
    "closures": "select status, count(*) from cases_closure group by 1",
    "consents withdrawn": "select 'withdrawn', count(*) from referrals_consent where withdrawn_at is not null",
    "unmet needs": "select sex, count(*) from facts_fact where kind = 'unmet_need' group by 1",
    "alarms": "select status, count(*) from cases_alarm group by 1",
    "people of cases": "select sex || ', ' || case when age_from < 18 then 'child' else 'adult' end, count(*) from cases_case group by 1",
    "nationalities of cases": "select nationality, count(*) from cases_case group by 1",
    "facts by year": "select left(happened_on, 4), count(*) from facts_fact group by 1",
}


def counts() -> dict[str, dict[str, int]]:
    """What -> value -> how many. Reads as DATABASE_OWNER_URL: the application itself never sees across the offices."""
    url = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    with psycopg.connect(url) as owner:
        owner.execute("set row_security = on")
        return {name: {str(k): int(v) for k, v in owner.execute(query).fetchall()} for name, query in GROUPS.items()}


def planned(stories: list[Story]) -> dict[str, int]:
    """Totals of the plan."""
    return {
        "reports": len(stories) + sum(story.duplicates for story in stories),
        "screenings": sum(len(s.cases) + s.screened + s.bus for s in stories) or SCREENINGS,
        "cases": sum(len(story.cases) for story in stories),
        "referrals": REFERRALS,
    }


def table(stories: list[Story]) -> tuple[list[str], bool]:
    """Lines to print, and whether every story has been told."""
    found = counts()
    wanted = planned(stories)
    lines = []
    for name, values in found.items():
        total = sum(values.values())
        of = f" of {wanted[name]}" if name in wanted else ""
        lines.append(f"{name}: {total}{of}")
        lines += [f"    {value:<28}{count:>6}" for value, count in sorted(values.items(), key=lambda v: -v[1])]
    told = set(Told.objects.values_list("story", flat=True))
    missing = [story.number for story in stories if story.number not in told]
    lines.append(f"stories told: {len(stories) - len(missing)} of {len(stories)}")
    by_end = Counter(str(story.end) for story in stories if story.number in told)
    lines.append("    " + ", ".join(f"{end} {count}" for end, count in sorted(by_end.items())))
    return lines, not missing
