"""How a page keeps drafts: one decorator on the view, two tags in the template.

@page(Permission.CASE_READ)
@keeps_drafts(_("Note on a case"))
def notes(request, case_id): ...

{% load drafts %}{% draft_offer form %}<form method="post">{% csrf_token %}{{ form }}<button>...</button>{% draft_button form %}</form>
"""

import re
from collections.abc import Callable
from functools import cached_property, wraps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.forms.utils import ErrorDict
from django.http import HttpRequest, HttpResponse, QueryDict

from rumduol.access.types import Actor
from rumduol.drafts import actions, queries
from rumduol.drafts.models import Draft
from rumduol.shared.gates import View

# Fields that say which draft it is; not part of what was typed.
PAGE_FIELD, FORM_FIELD = "draft_page", "draft_form"
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class PageDrafts:
    """The reader's drafts of the page that is asked for. Nothing is read before a template (or a view) asks."""

    def __init__(self, request: HttpRequest, by: Actor) -> None:
        self.by = by
        self.page = _page(request)
        self.asked = request.GET.get("draft", "") if request.method == "GET" else ""

    @cached_property
    def kept(self) -> dict[str, Draft]:
        return queries.drafts_on(self.by, self.page)

    def typed(self, form: str) -> QueryDict | None:
        """What the draft holds, when the reader asked to go on with it."""
        row = self.kept.get(form) if form and form == self.asked else None
        return queries.typed_in(row, self.by) if row else None

    def sent(self, form: str) -> None:
        """The form was taken: its draft goes. Views call this that answer a sent form with a page, not a redirect."""
        actions.let_go(page=self.page, form=form, by=self.by)


def keeps_drafts(label: Any) -> Callable[[View], View]:
    """The page's forms may be kept as drafts; `label` names them in the list. A redirect after a post means: sent."""

    def keeping(view: View) -> View:
        @wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            drafts = PageDrafts(request, request.actor)  # type: ignore[attr-defined]
            request.drafts = drafts  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
            if request.method == "POST" and 300 <= response.status_code < 400 and request.POST.get(FORM_FIELD):
                drafts.sent(request.POST[FORM_FIELD])
            return response

        kept.draft_label = label  # type: ignore[attr-defined]
        return kept

    return keeping


def fill(form: forms.Form, typed: QueryDict) -> None:
    """Show what was typed, exactly and without judging it: errors are for what was sent."""
    form.data = typed
    form.is_bound = True
    form._errors = ErrorDict()  # type: ignore[attr-defined]


def _page(request: HttpRequest) -> str:
    """The address with the ids of its question (which report, which screening), without anything else that was asked."""
    asked = [(name, value) for name, value in request.GET.items() if ID.fullmatch(str(value))]
    return f"{request.path}?{urlencode(asked)}" if asked else request.path
