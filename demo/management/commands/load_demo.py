"""Load the demo nation's offices and people (seconds). What they worked on is told by `demo_stories`."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from demo import nation
from rumduol.agencies.models import Office
from rumduol.places.models import Place


class Command(BaseCommand):
    help = (
        "Load the invented demo nation into an empty database (needs the owner's connection). Does nothing when loaded."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo people are refused here.")
        if Office.objects.exists():
            self.stdout.write("demo nation: already there")
            return
        began = time.monotonic()
        provinces = {row.code: (row.name_km, row.name_latin) for row in Place.objects.filter(level="province")}
        if len(provinces) != 25:
            raise CommandError("Load the places first: ./run manage load_places")
        with transaction.atomic():
            ground = nation.found(provinces)
        self.stdout.write(
            f"demo nation: {len(ground.offices)} offices, {len(ground.people)} people in {time.monotonic() - began:.1f} s"
        )
        connection.close()
