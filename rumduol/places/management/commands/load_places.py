"""./run manage load_places: stores the gazetteer. Safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from rumduol.places.actions import load_gazetteer


class Command(BaseCommand):
    help = "Load provinces, districts, communes and villages (run as the owner of the database; safe to repeat)."

    def handle(self, *args: Any, **options: Any) -> None:
        load_gazetteer(say=self.stdout.write)
