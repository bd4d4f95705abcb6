"""Parts of a page that are the same for everybody who reads its language: put into words once for each process.

`{% fixed %}...{% endfixed %}` takes text, `{% translate "..." %}`, `{% static "..." %}` and `{% url "name" %}` without
arguments. Whatever could differ between two readers is refused when the template is read, so that nothing of one person
can ever stand on the page of another.
"""

from typing import Any

from django import template
from django.template.base import Node, NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.template.defaulttags import LoadNode, URLNode
from django.template.exceptions import TemplateSyntaxError
from django.templatetags.i18n import TranslateNode
from django.templatetags.static import StaticNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.tag
def fixed(parser: Parser, token: Token) -> "Fixed":
    """`{% fixed %}`."""
    body = parser.parse(("endfixed",))
    parser.delete_first_token()
    for node in body:
        if not _is_the_same(node):
            raise TemplateSyntaxError(f"this may differ between two readers: {node.token}")
    return Fixed(body)


class Fixed(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.kept: dict[str, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language() or ""
        if language not in self.kept:
            self.kept[language] = self.nodelist.render(context)
        return self.kept[language]


def _is_the_same(node: Node) -> bool:
    if isinstance(node, (TextNode, LoadNode)):
        return True
    if isinstance(node, TranslateNode):
        return not node.asvar and _is_written_out(node.filter_expression)
    if isinstance(node, URLNode):
        return not (node.asvar or node.args or node.kwargs) and _is_written_out(node.view_name)
    return isinstance(node, StaticNode) and not node.varname and _is_written_out(node.path)


def _is_written_out(expression: Any) -> bool:
    """Whether it is a text in quotes and no variable."""
    return not expression.filters and getattr(expression.var, "lookups", None) is None
