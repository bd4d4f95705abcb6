from typing import Any

from django.apps import AppConfig


class CourtsConfig(AppConfig):
    name = "rumduol.courts"
    label = "courts"

    def ready(self) -> None:
        """The page of a criminal case shows the way to its hearings and supervisions; that room does not know this one."""
        from django.urls import reverse
        from django.utils.translation import gettext as _
        from django.utils.translation import ngettext

        from rumduol.access.enums import Permission, permissions_of
        from rumduol.courts import queries
        from rumduol.justice.above import Link, hang

        def hearings(case: Any, by: Any) -> list[Link]:
            if Permission.HEARING_READ not in permissions_of(by.role):
                return []
            n = len(queries.hearings_of_case(by, case.id))
            note = ngettext("%(n)d hearing", "%(n)d hearings", n) % {"n": n}
            return [Link(_("Hearings and supervision"), reverse("courts:case", args=[case.id]), note)]

        hang(hearings)
