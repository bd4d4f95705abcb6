"""Everybody signed in may look for help; the entry is kept by the office it belongs to or the one that entered it."""

from django.db import migrations

from rumduol.access.walls import wall

SIGNED_IN = "(select access.person_id()) is not null"
KINDS = "select id from agencies_agency where kind in"
KEEPER = (
    "(select access.role()) in ('supervisor', 'national_coordinator')"
    f" and (select access.agency_id()) in ({KINDS} ('social_affairs', 'committee'))"
)
NOT_POLICE = f"(select access.agency_id()) not in ({KINDS} ('police', 'gendarmerie', 'cybercrime'))"
OWN = "(kept_by_office_id = (select access.office_id()) or office_id = (select access.office_id()))"
OF_MINE = f"provider_id in (select id from directory_provider where {OWN})"
OF_MY_SERVICE = f"service_id in (select id from directory_service where {OF_MINE})"
RECORDED_HERE = f"recorded_by_office_id = (select access.office_id()) and {KEEPER}"


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0001_initial"),
        ("access", "0003_walls"),
        ("agencies", "0001_initial"),
    ]

    operations = [
        wall(
            "directory_provider",
            read=SIGNED_IN,
            insert=f"kept_by_office_id = (select access.office_id()) and {KEEPER}",
            update=OWN,
        ),
        wall(
            "directory_contact",
            # A number can be traced to a house: police see that of an open provider only.
            read=f"{SIGNED_IN} and ({NOT_POLICE} or provider_id in"
            " (select id from directory_provider where not confidential))",
            write=OF_MINE,
        ),
        wall("directory_service", read=SIGNED_IN, write=OF_MINE),
        wall("directory_audience", read=SIGNED_IN, write=OF_MY_SERVICE, delete=OF_MY_SERVICE),
        wall("directory_agreement", read=SIGNED_IN, insert=RECORDED_HERE),
        wall("directory_standardscheck", read=SIGNED_IN, insert=RECORDED_HERE),
        # Public record. A line that nobody has tried is entered by anyone and shown to nobody outside.
        wall("directory_helpcontact", read="true", insert="verified_at is null", update=KEEPER),
        wall(
            "directory_unmetneed",
            read="office_id = any((select access.reach())::uuid[])",
            insert="office_id = (select access.office_id())",
        ),
    ]
