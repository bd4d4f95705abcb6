"""Tell the demo nation's stories, through the rooms' own actions and as its own people, on the days they happened."""

import gc
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from demo import courtrooms, letters, tally
from demo.cast import Cast
from demo.criminal import tell_criminal_cases
from demo.matching import tell_round
from demo.memory import remembered, within_a_story
from demo.models import Told
from demo.operations import tell_operations
from demo.plan import FIRST, Story, plan, share_out
from demo.releases import publish_years
from demo.services import found_services
from demo.stories import Teller
from demo.swift import hurry
from demo.telling import Telling, read_all
from launch.processes import dies_with_parent

TRIES = 4
LETTERS = 1_000_000  # the story number of the letters, beyond all others
COURTROOMS = 1_000_001
ALONE = 20231109  # the number of our advisory lock: one teller founds the services, the others wait


class Command(BaseCommand):
    help = "Tell the stories of the demo nation (as the app role). Goes on where it stopped; the same on every machine."
    requires_system_checks: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.failed: list[int] = []
        self.as_of: datetime | None = None

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--first", type=int, default=0, help="only the stories up to this number")
        parser.add_argument("--tellers", type=int, default=min(2, os.cpu_count() or 1), help="processes at work")
        parser.add_argument("--share", type=int, default=0, help="which teller this is (used between them)")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--as-of", type=datetime.fromisoformat, help="tell it as of this moment; for tests")
        parser.add_argument("--check", action="store_true", help="tell nothing; print what there is, against the plan")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo people are refused here.")
        stories, self.as_of = plan(options["seed"]), options["as_of"]
        if options["check"]:
            lines, whole = tally.table(stories)
            self.stdout.write("\n".join(lines))
            if not whole:
                raise CommandError("This is not the whole nation.")
            return
        began = time.monotonic()
        hurry()
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 50)
        tellers = options["tellers"]
        wanted = [story for story in stories if not options["first"] or story.number <= options["first"]]
        others: list[subprocess.Popen[bytes]] = []
        if not options["share"]:
            with connection.cursor() as cursor:
                cursor.execute("select pg_advisory_lock(%s)", [ALONE])
            cast = Cast()
            self._found(cast)
            self._tell([s for s in wanted if s.number <= FIRST], cast, tell=True)
            self._letters(cast)
            os.nice(10)  # the pages of those who look around come first
            others = [self._colleague(n, options) for n in range(2, tellers + 1)]
        else:
            cast = Cast()
            os.nice(10)
        share = share_out(stories, tellers)[max(1, options["share"]) - 1]
        self._tell([s for s in wanted if s.province in share], cast, tell=not options["share"])
        if sum(other.wait() != 0 for other in others) or self.failed:
            raise CommandError("Not every story could be told; see above. Starting again tells the missing ones.")
        told = Told.objects.exclude(story__in=[0, LETTERS, COURTROOMS]).count()
        if told == len(stories):
            self.stdout.write(f"demo stories: {tell_operations(cast, now=self.as_of)} operations made")
            self.stdout.write(f"demo stories: {tell_criminal_cases(cast, now=self.as_of)} criminal cases made")
            self._courtrooms(cast)
            self.stdout.write("".join(f"demo stories: {line}\n" for line in tell_round(cast)), ending="")
            self.stdout.write(f"demo stories: {publish_years(cast)} releases made")
        self.stdout.write(f"demo stories: {told} of {len(stories)} told in {time.monotonic() - began:.0f} s")

    def _colleague(self, number: int, options: dict[str, Any]) -> "subprocess.Popen[bytes]":
        """Another process of this command that tells its share, and ends with us."""
        argv = [sys.executable, sys.argv[0], "demo_stories", "--share", str(number)]
        argv += [part for name in ("first", "tellers", "seed") for part in (f"--{name}", str(options[name]))]
        argv += ["--as-of", self.as_of.isoformat()] if self.as_of else []
        return subprocess.Popen(argv, stdin=subprocess.DEVNULL, preexec_fn=dies_with_parent(signal.SIGTERM))  # noqa: PLW1509

    def _found(self, cast: Cast) -> None:
        if Told.objects.filter(story=0).exists():
            return
        with transaction.atomic():
            found_services(cast, random.Random(2))
            Told.objects.create(story=0)

    def _letters(self, cast: Cast) -> None:
        """Letters about officials; no report's story knows of them."""
        if Told.objects.filter(story=LETTERS).exists():
            return
        with transaction.atomic():
            letters.tell(cast, self.as_of or timezone.now())
            Told.objects.create(story=LETTERS)

    def _courtrooms(self, cast: Cast) -> None:
        """Hearings, supervision and compensation, in the criminal cases that are there by then."""
        if Told.objects.filter(story=COURTROOMS).exists():
            return
        with transaction.atomic():
            made = courtrooms.tell(cast, self.as_of or timezone.now())
            Told.objects.create(story=COURTROOMS)
        self.stdout.write("demo stories: " + ", ".join(f"{n} {what}" for what, n in made.items()) + " before the court")

    def _tell(self, stories: list[Story], cast: Cast, *, tell: bool) -> None:
        """Tell what is not told yet. Progress goes to the output every few seconds."""
        known = set(Told.objects.values_list("story", flat=True))
        waiting = [story for story in stories if story.number not in known]
        last = time.monotonic()
        read: set[UUID] = set()
        with remembered():
            for n, story in enumerate(waiting, 1):
                try:
                    read |= tell_one(story, cast, now=self.as_of)
                except Exception:  # the others are told all the same, and this one the next time
                    cast.forget_new()
                    self.failed.append(story.number)
                    self.stderr.write(f"story {story.number} could not be told:\n{traceback.format_exc()}")
                if tell and (time.monotonic() - last > 10):
                    last = time.monotonic()
                    self.stdout.write(f"demo stories: {Told.objects.count() - 1} told")
                    self.stdout.flush()
                if n % 40 == 0 or n == len(waiting):
                    read_all(cast, read)


def tell_one(story: Story, cast: Cast, told: dict[str, int] | None = None, now: datetime | None = None) -> set[UUID]:
    """One story in one transaction: whole or not at all. Answers the records of which all news have been read by now.

    Told again when two tellers got into each other's way.
    """
    for attempt in range(TRIES):
        cast.begin()
        telling = Telling(cast, random.Random(story.seed), now or timezone.now(), told if told is not None else {})
        try:
            with transaction.atomic(), within_a_story():
                Told.objects.create(story=story.number)
                teller = Teller(telling)
                teller.tell(story)
                if story.bus:
                    teller.bus(story)
        except OperationalError:
            cast.forget_new()
            if attempt == TRIES - 1:
                raise
            connection.close()
        else:
            return telling.records if telling.is_old(telling.now - story.ago) else set()
    return set()
