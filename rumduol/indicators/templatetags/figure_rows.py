"""The rows of a table of figures, drawn in one go: there may be ten thousand."""

from django import template
from django.utils import translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from rumduol.indicators.layout import Layout
from rumduol.shared.khmer import number

register = template.Library()


@register.simple_tag
def figure_rows(layout: Layout) -> SafeString:
    """`<tr>` for each row of a layout whose cells are whole numbers. All words are escaped here."""
    language = translation.get_language() or "km"
    khmer = language == "km"
    drawn = []
    for row in layout.rows:
        drawn.append('<tr class="total">' if row.is_total else "<tr>")
        for words, span in row.heads:
            if span:
                spans = f' rowspan="{span:d}"' if span > 1 else ""
                drawn.append(f'<th scope="row"{spans}>{escape(words)}</th>')
        drawn += [f'<td class="number">{number(int(cell), language, khmer_digits=khmer)}</td>' for cell in row.cells]
        drawn.append("</tr>\n")
    return mark_safe("".join(drawn))
