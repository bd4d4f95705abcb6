"""Background jobs of judicial supervision. They unseal nothing and see no name."""

from django.db import connection, transaction
from procrastinate.contrib.django import app

from rumduol.agencies.enums import Role
from rumduol.courts import facts
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind

AT_ONCE = 200
COLUMNS = (
    "day_id", "supervision_id", "due_on", "criminal_number", "office_id", "officer_office_id", "sex", "age_band",
    "nationality", "place", "missed_now", "drafted",
)  # fmt: skip


def find_missed_days() -> int:
    """Days that passed unsigned: counted, told to the officer's office and the prosecutor. Returns how many.

    With the second day since the person last came a warrant request is drafted and waits for the prosecutor.
    """
    done = 0
    while True:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("select courts_extend_days(null)")
                cursor.execute("select * from courts_find_missed(%s)", [AT_ONCE])
                rows = [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]
            for row in rows:
                facts.supervision(
                    ("reporting_day", row["day_id"]), row["due_on"], "missed", office_id=row["office_id"], sex=row["sex"],
                    age_band=row["age_band"], nationality=row["nationality"], place=row["place"],
                )  # fmt: skip
                _tell(row, NoticeKind.DAY_MISSED, row["officer_office_id"], Role.INVESTIGATOR)
                _tell(row, NoticeKind.DAY_MISSED, row["office_id"], Role.PROSECUTOR)
                if row["drafted"]:
                    _tell(row, NoticeKind.WARRANT_DRAFTED, row["office_id"], Role.PROSECUTOR)
        done += len(rows)
        if len(rows) < AT_ONCE:
            return done


def _tell(row: dict[str, object], kind: NoticeKind, office: object, role: Role) -> None:
    notices.notify(
        kind=kind, record_kind="supervision", record_id=row["supervision_id"], number=str(row["criminal_number"]),  # type: ignore[arg-type]
        to_office=office, roles=(role,),  # type: ignore[arg-type]
    )  # fmt: skip


@app.periodic(cron="10 17 * * *")  # shortly after midnight in Phnom Penh
@app.task(queueing_lock="find_missed_days", pass_context=False)
def find_missed(timestamp: int) -> None:
    """Every night."""
    find_missed_days()
