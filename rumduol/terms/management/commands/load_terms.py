"""./run manage load_terms: reads every code list and says what is wrong. The lists live in memory: nothing is stored."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rumduol.terms import queries


class Command(BaseCommand):
    help = "Read and check every code list (nothing is stored; safe at any time)."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = []
        for name in queries.lists():
            terms = queries.terms(name)
            wrong += [f"{name}.{t.code}: no Khmer or English" for t in terms if not {"km", "en"} <= t.labels.keys()]
            wrong += [
                f"{name}.{t.code}: no such parent" for t in terms if t.parent and not queries.is_code(name, t.parent)
            ]
        if wrong:
            raise CommandError("\n".join(wrong))
        count = sum(len(queries.terms(name)) for name in queries.lists())
        self.stdout.write(f"terms: {len(queries.lists())} lists, {count} codes")
