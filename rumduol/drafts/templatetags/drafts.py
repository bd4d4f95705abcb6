"""`{% draft_offer form %}` over a form, `{% draft_button form %}` as the last thing in it."""

from typing import Any

from django import forms, template

from rumduol.drafts import queries
from rumduol.drafts.keeping import PageDrafts, fill

register = template.Library()


@register.inclusion_tag("drafts/offer.html", takes_context=True)
def draft_offer(context: dict[str, Any], form: forms.Form, name: str = "") -> dict[str, Any]:
    """Offers the draft of this form, or fills the form with it when the reader asked for that."""
    drafts, name = _drafts(context), name or type(form).__name__
    typed = None if drafts is None or form.is_bound else drafts.typed(name)
    if typed is not None:
        fill(form, typed)
    row = drafts.kept.get(name) if drafts is not None and not (form.is_bound and typed is None) else None
    return {
        "draft": queries.shown(row) if row else None,
        "filled": typed is not None,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("drafts/button.html", takes_context=True)
def draft_button(context: dict[str, Any], form: forms.Form | None = None, name: str = "") -> dict[str, Any]:
    drafts = _drafts(context)
    return {"page": drafts.page if drafts else "", "name": name or type(form).__name__}


def _drafts(context: dict[str, Any]) -> PageDrafts | None:
    """None on a page whose view keeps no drafts (the same template serves several)."""
    return getattr(context["request"], "drafts", None)
