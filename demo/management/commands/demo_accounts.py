from typing import Any

from django.core.management.base import BaseCommand

from demo.nation import PASSWORD
from rumduol.agencies.enums import Role

SHOWN: list[tuple[str, Role]] = [
    ("helpline", Role.HOTLINE_OPERATOR),
    ("police-18", Role.INVESTIGATOR),
    ("police-18", Role.SCREENING_OFFICER),
    ("police-18", Role.SUPERVISOR),
    ("police-08", Role.INVESTIGATOR),
    ("transit-poipet", Role.SCREENING_OFFICER),
    ("posvy-18", Role.CASE_WORKER),
    ("posvy-18", Role.SUPERVISOR),
    ("lotus-house", Role.SHELTER_WORKER),
    ("clinic-18", Role.CASE_WORKER),
    ("lantern", Role.LEGAL_AID_LAWYER),
    ("court-12", Role.PROSECUTOR),
    ("court-12", Role.COURT_CLERK),
    ("embassy-bangkok", Role.CONSULAR_OFFICER),
    ("integrity", Role.INTEGRITY_OFFICER),
    ("inspectorate", Role.INTEGRITY_OFFICER),
    ("ncct", Role.NATIONAL_COORDINATOR),
    ("nis", Role.STATISTICIAN),
    ("nis", Role.RELEASE_APPROVER),
    ("mosvy", Role.AUDITOR),
    ("mosvy", Role.ADMINISTRATOR),
]


class Command(BaseCommand):
    help = "Print the demo accounts by role."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"  {'name for signing in':<36}  {'office':<18}  role")
        for office, role in SHOWN:
            # Role last: a terminal doesn't know how wide a Khmer word is.
            self.stdout.write(f"  {f'{office}.{role}'.replace('_', '-'):<36}  {office:<18}  {role.label}")
        self.stdout.write(f"  password of all of them: {PASSWORD}")
