"""Tell the demo nation's stories, through the rooms' own actions and as its own people: slow, and exactly as real work."""

import random
import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.cast import Cast
from demo.models import Told
from demo.services import found_services
from demo.stories import Teller

REPORTS, GROUPS, DAYS = 2000, 40, 730
EVERY = REPORTS // GROUPS


class Command(BaseCommand):
    help = "Tell the stories of the demo nation (as the app role). Goes on where it stopped; the same on every machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--first", type=int, default=REPORTS, help="how many of the 2,000 stories to reach")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo people are refused here.")
        done = set(Told.objects.values_list("story", flat=True))
        cast, began = Cast(), time.monotonic()
        if 0 not in done:
            found_services(cast, random.Random(2))
            Told.objects.create(story=0)
        last = 0.0
        told: dict[str, int] = {}
        for story in range(1, min(options["first"], REPORTS) + 1):
            if story in done:
                continue
            teller = Teller(cast, random.Random(story), timezone.now(), told)
            # the n-th story is the same for everybody; the sequence visits old and recent days alike
            ago = timedelta(days=(story * 193) % DAYS, hours=(story * 7) % 11 + 1)
            depth = 1.0 if ago.days > 30 else teller.rng.random()
            teller.report(teller.now - ago, depth=depth)
            if story % EVERY == 0:
                teller.group(teller.now - timedelta(days=(story * 37) % DAYS, hours=3), size=teller.rng.randint(40, 75))
            Told.objects.create(story=story)
            if time.monotonic() - last > 5:
                last = time.monotonic()
                self.stdout.write(f"demo stories: {story} of {REPORTS}  {told}")
                self.stdout.flush()
        self.stdout.write(f"demo stories: {told} in {time.monotonic() - began:.0f} s")
