import pytest

from launch import checks
from launch.home import ROOT


def test_our_own_locks_have_no_address_and_every_pin_has_a_hash():
    assert checks.lock_files(ROOT) == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example/simple",
        "-i http://mirror.example",
        "--find-links /opt/wheels",
        "django @ https://files.example/django.whl",
        "x @ git+ssh://host.example/x",
        "y @ file:///tmp/y.whl",
    ],
)
def test_an_address_in_a_lock_is_found(line):
    found = checks.registry_addresses(f"django==5.2 \\\n    --hash=sha256:aa\n{line}\n")
    assert len(found) == 1
    assert found[0].startswith("line 3")


def test_a_pin_without_hash_is_found():
    text = "a==1 \\\n    --hash=sha256:aa\nb==2\nc>=3 --hash=sha256:cc\n# a remark\n"
    assert checks.pins_without_hash(text) == ["b==2", "c>=3"]


def test_a_lock_that_carries_addresses_by_nature_is_refused(tmp_path):
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-uv.lock"):
        (tmp_path / name).write_text("a==1 --hash=sha256:aa\n")
    assert checks.lock_files(tmp_path) == []
    (tmp_path / "uv.lock").touch()
    assert len(checks.lock_files(tmp_path)) == 1


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ("<script>go()</script>", "inline script"),
        ('<script type="module">go()</script>', "inline script"),
        ("<style>p{}</style>", "inline style"),
        ('<p class="a" style="color:red">', "style attribute"),
        ('<a href="/" onclick="go()">', "event attribute"),
        ('<a href="javascript:go()">', "javascript: address"),
        ('<script src="https://cdn.example/x.js"></script>', "loads from outside"),
        ('<link rel="stylesheet" href="//cdn.example/x.css">', "loads from outside"),
    ],
)
def test_what_the_policy_would_block_is_found_with_its_line(markup, fault):
    assert checks.inline_code(f"<p>\n{markup}\n</p>") == [f"line 2: {fault}"]


@pytest.mark.parametrize(
    "markup",
    [
        "<script src=\"{% static 'web/htmx.js' %}\" defer></script>",
        '<p class="style-a" data-once="x">on = off; style = plain</p>',
        '<a href="https://example.org">elsewhere</a>',
        "{# <style> is not for us #}",
        "{% comment %}<script>go()</script>{% endcomment %}",
    ],
)
def test_what_is_allowed_passes(markup):
    assert checks.inline_code(markup) == []


def test_our_own_templates_are_clean():
    assert checks.templates(ROOT) == []
