from typing import Any

from django.apps import AppConfig


class CourtsConfig(AppConfig):
    name = "rumduol.courts"
    label = "courts"

    def ready(self) -> None:
        """The page of a criminal case shows the way to its hearings and supervisions; that room does not know this one."""
        from django.urls import reverse
        from django.utils.translation import get_language, ngettext
        from django.utils.translation import gettext as _

        from rumduol.access.enums import Permission, permissions_of
        from rumduol.courts import queries
        from rumduol.justice.above import Link, hang
        from rumduol.shared.khmer import number

        def hearings(case: Any, by: Any) -> list[Link]:
            if Permission.HEARING_READ not in permissions_of(by.role):
                return []
            n = len(queries.hearings_of_case(by, case.id))
            language = get_language() or "km"
            shown = number(n, language, khmer_digits=language == "km")
            note = ngettext("%(n)s hearing", "%(n)s hearings", n) % {"n": shown}
            return [Link(_("Hearings and supervision"), reverse("courts:case", args=[case.id]), note)]

        hang(hearings)
