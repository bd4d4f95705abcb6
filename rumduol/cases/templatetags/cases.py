"""Words of sections in the templates of this room."""

from django import template

from rumduol.vault.enums import Section

register = template.Library()


@register.filter
def section_label(code: str) -> str:
    """The words for a sealed section."""
    return str(Section(code).label) if code in Section.values else code
