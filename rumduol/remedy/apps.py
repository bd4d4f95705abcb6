from typing import Any

from django.apps import AppConfig


class RemedyConfig(AppConfig):
    name = "rumduol.remedy"
    label = "remedy"

    def ready(self) -> None:
        """The page of a criminal case shows the claims that its reader may see, and lets a lawyer begin one."""
        from django.urls import reverse
        from django.utils.translation import gettext as _

        from rumduol.justice.above import Link, hang
        from rumduol.remedy import policies, queries

        def claims(case: Any, by: Any) -> list[Link]:
            found = [
                Link(
                    f"{_('Compensation')} {one.number}",
                    reverse("remedy:claim", args=[one.id]),
                    one.get_status_display(),
                )
                for one in queries.of_criminal_case(by, case.id)
            ]
            if policies.can_begin(by):
                found.append(Link(_("Begin a claim"), f"{reverse('remedy:new')}?case={case.number}"))
            return found

        hang(claims)
