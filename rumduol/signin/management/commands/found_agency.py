"""`./run manage found_agency`: the first office and administrator of an agency. Everybody else is invited by them."""

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from rumduol.agencies import actions as staff
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import AgencyKind, OfficeLevel, Role
from rumduol.signin import actions as signin
from rumduol.vault import crypto


class Command(BaseCommand):
    help = "Found an agency with its national office and one administrator; prints the invitation once (owner's connection)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="short name of the agency, e.g. mosvy")
        parser.add_argument("--kind", choices=AgencyKind.values, required=True)
        parser.add_argument("--km", required=True, help="name in Khmer")
        parser.add_argument("--en", required=True, help="name in English")
        parser.add_argument("--identifies", action="store_true", help="may formally identify victims")
        parser.add_argument(
            "--answers",
            nargs="*",
            default=[],
            help="channels whose new reports come to its national office, e.g. web phone",
        )
        parser.add_argument("--administrator", required=True, help="the administrator's name for signing in")

    def handle(self, *args: Any, **options: Any) -> None:
        if agencies.username_taken(options["administrator"]):
            raise CommandError("This name for signing in is taken.")
        with transaction.atomic():
            agency_id = staff.add_agency(
                code=options["code"], kind=AgencyKind(options["kind"]), identifies=options["identifies"],
                name_km=options["km"], name_en=options["en"],
            )  # fmt: skip
            office_id = staff.add_office(
                agency_id=agency_id, code=options["code"], level=OfficeLevel.NATIONAL, name_km=options["km"],
                name_en=options["en"], answers=options["answers"],
            )  # fmt: skip
            person = staff.add_person(
                username=options["administrator"], name_km=options["km"], name_latin=options["en"]
            )
            staff.add_membership(person_id=person.id, office_id=office_id, role=Role.ADMINISTRATOR)
            code = signin.new_invitation()
            with connection.cursor() as cursor:
                cursor.execute(
                    "insert into access_credential (person_id, salt, invitation_hash, invitation_until, failures, second_factor)"
                    " values (%s, %s, sha256(%s), now() + make_interval(days => %s), 0, false)",
                    [person.id, os.urandom(crypto.SALT_BYTES), code.encode(), signin.INVITATION_DAYS],
                )
        self.stdout.write(
            f"Invitation for {options['administrator']}, shown once, good for {signin.INVITATION_DAYS} days: {code}"
        )
