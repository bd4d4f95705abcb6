"""Lines are what `for` would have written, and what is fixed can hold nothing of one reader."""

import pytest
from django.template import Context, Template
from django.template.exceptions import TemplateSyntaxError
from django.utils import translation
from django.utils.safestring import mark_safe

ROWS = [
    {"url": "/a/1/", "number": "<1>", "name": "", "made": mark_safe("<b>x</b>"), "count": 12, "flag": True},
    {"url": "/a/2/?x=1&y=2", "number": "2", "name": 'O"Neill', "made": "", "count": 0, "flag": False},
]
BODY = (
    '<li{% if wide %} class="{{ tone }}"{% endif %}><a href="{{ line.url }}">{{ line.number }}</a>'
    "{% if line.name %}({{ line.name }}){% else %}-{% endif %}{% if not line.flag %}!{% endif %}{{ line.made }}"
    '{{ line.count|digits }}{% translate "Number" %}{% if wide and tone %}{{ line.name }}{% endif %}</li>'
)


def rendered(source, **context):
    return Template("{% load i18n rumduol lines fixed %}" + source).render(Context(context))


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("wide", [True, False])
def test_lines_write_what_for_writes(language, wide):
    given = {"rows": ROWS, "wide": wide, "tone": 'a"b'}
    with translation.override(language):
        by_lines = rendered("{% lines line in rows %}" + BODY + "{% endlines %}", **given)
        assert by_lines == rendered("{% for line in rows %}" + BODY + "{% endfor %}", **given)
    assert "&lt;1&gt;" in by_lines
    assert "<b>x</b>" in by_lines


@pytest.mark.parametrize(
    "body",
    [
        '{% include "parts/tag.html" with label=line.name only %}',
        "{% if line.name and line.flag %}x{% endif %}",
        "{% if wide %}a{% elif line.count > 3 %}b{% endif %}",
        "{% if line.name %}a{% elif wide %}b{% endif %}",
        '{{ line.name|default:"-" }}',
        "{% blocktranslate %}about {{ line.name }}{% endblocktranslate %}",
    ],
)
def test_what_lines_cannot_write_is_refused_when_the_template_is_read(body):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load i18n rumduol lines %}{% lines line in rows %}" + body + "{% endlines %}")


@pytest.mark.parametrize(
    "body",
    [
        "{{ actor.display_name }}",
        "{% csrf_token %}",
        "{% if actor %}x{% endif %}",
        "{% translate name %}",
        "{% translate 'Number' as number %}",
        "{% url name %}",
        "{% url 'casework:file' case.id %}",
        "{% for item in ways %}x{% endfor %}",
    ],
)
def test_nothing_that_may_differ_between_two_readers_is_fixed(body):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load i18n fixed %}{% fixed %}" + body + "{% endfixed %}")


def test_what_is_fixed_is_kept_for_each_language():
    page = Template(
        "{% load i18n static fixed %}{% fixed %}<p>{% translate 'Number' %}{% static 'web/base.css' %}</p>{% endfixed %}"
    )
    said = []
    for language in ("km", "en", "km"):
        with translation.override(language):
            said.append(page.render(Context()))
    assert said[0] == said[2] != said[1]
    assert "Number" in said[1]
    assert "Number" not in said[0]
