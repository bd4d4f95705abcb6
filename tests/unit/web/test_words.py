import gettext
import os

import pytest
from babel.messages.pofile import read_po

from rumduol.web import words

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture
def rooms(tmp_path):
    """A package with one room `intake`, one page for staff and one for everybody."""
    root = tmp_path / "rumduol"
    write(root, "intake/views.py", 'from django.utils.translation import gettext as _\nA = _("Who was found?")\n')
    write(root, "intake/templates/intake/queue.html", '{% load i18n %}\n{% translate "Your queue" %}\n')
    write(root, "intake/templates/intake/public/start.html", '{% load i18n %}{% translate "Leave quickly" %}')
    return root


def write(root, name, text):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def po(root, room, language, entries, *, flags=""):
    text = HEADER + "".join(f'{flags}msgid "{source}"\nmsgstr "{target}"\n\n' for source, target in entries.items())
    return write(root, f"{room}/locale/{language}/LC_MESSAGES/django.po", text)


def of_kind(kind, rooms):
    return {(fault.language, fault.text) for fault in words.faults(rooms) if fault.kind == kind}


@pytest.mark.parametrize(
    ("code", "key", "plural"),
    [
        ('_("a")', (None, "a"), None),
        ('gettext("a")', (None, "a"), None),
        ('gettext_lazy("a" "b")', (None, "ab"), None),
        ('ngettext("%(n)s case", "%(n)s cases", n)', (None, "%(n)s case"), "%(n)s cases"),
        ('pgettext("month", "May")', ("month", "May"), None),
        ('npgettext("list", "one", "many", n)', ("list", "one"), "many"),
    ],
)
def test_marked_strings_in_python(code, key, plural):
    assert list(words.strings_in(code)) == [(1, key, plural)]


def test_unmarked_strings_are_not_words():
    assert list(words.strings_in('print("a"); name = f"b"; other("c")')) == []


def test_marked_strings_in_templates():
    text = (
        '{% load i18n %}{% translate "One" %}\n'
        '{% translate "May" context "month" %}\n'
        "{% blocktranslate trimmed with who=name %}\n  Hello\n  {{ who }}\n{% endblocktranslate %}\n"
        "{% blocktranslate count n=cases|length %}{{ n }} case{% plural %}{{ n }} cases{% endblocktranslate %}"
    )
    found = {(key, plural) for _line, key, plural in words.strings_in_template(text, "x.html")}
    assert found == {
        ((None, "One"), None),
        (("month", "May"), None),
        ((None, "Hello %(who)s"), None),
        ((None, "%(n)s case"), "%(n)s cases"),
    }


def test_staff_words_need_khmer_and_public_words_four_languages(rooms):
    assert of_kind("missing", rooms) == {
        ("km", "Who was found?"),
        ("km", "Your queue"),
        *((language, "Leave quickly") for language in ("km", "vi", "th", "zh_Hans")),
    }


def test_any_rooms_catalogue_may_supply_a_word(rooms):
    po(rooms, "shared", "km", {"Who was found?": "រកឃើញអ្នកណា?", "Your queue": "ជួររបស់អ្នក", "Leave quickly": "ចេញ"})
    assert {language for language, _text in of_kind("missing", rooms)} == {"vi", "th", "zh_Hans"}


def test_what_django_says_already_is_not_missing(rooms):
    write(rooms, "intake/templates/intake/public/mail.html", '{% load i18n %}{% translate "This field is required." %}')
    languages = {language for language, text in of_kind("missing", rooms) if text == "This field is required."}
    assert not languages & {"vi", "th", "zh_Hans"}


def test_an_empty_or_unsure_translation_does_not_count(rooms):
    po(rooms, "intake", "km", {"Your queue": ""})
    assert ("km", "Your queue") in of_kind("missing", rooms)
    po(rooms, "intake", "km", {"Your queue": "ជួរ"}, flags="#, fuzzy\n")
    assert of_kind("fuzzy", rooms) == {("km", "Your queue")}


def test_a_word_nobody_says_any_more_is_obsolete_but_breaks_nothing(rooms):
    po(rooms, "intake", "km", {"Old words": "ពាក្យចាស់"})
    obsolete = [fault for fault in words.faults(rooms) if fault.kind == "obsolete"]
    assert [fault.text for fault in obsolete] == ["Old words"]
    assert not obsolete[0].breaks


@pytest.mark.parametrize(
    ("source", "target", "agree"),
    [
        ("%(count)s of %(all)s", "%(all)s ក្នុង %(count)s", True),
        ("%(count)s left", "នៅសល់", False),
        ("{name} is due", "{nom} ដល់ពេល", False),
        ("{name} is due", "{name} ដល់ពេល", True),
        ("100%% sure of %s", "ប្រាកដ %s", True),
        ("%d days", "%s ថ្ងៃ", False),
        ("no holes", "មិន {x}", False),
    ],
)
def test_placeholders_must_survive(rooms, source, target, agree):
    po(rooms, "intake", "km", {source: target})
    assert (of_kind("placeholders", rooms) == set()) is agree


def test_plural_forms_are_each_compared(rooms):
    entry = 'msgid "%(n)s day"\nmsgid_plural "%(n)s days"\nmsgstr[0] "{}"\n'
    path = "intake/locale/km/LC_MESSAGES/django.po"
    write(rooms, path, HEADER + entry.format("%(n)s ថ្ងៃ"))
    assert not of_kind("placeholders", rooms)
    write(rooms, path, HEADER + entry.format("ថ្ងៃ"))
    assert of_kind("placeholders", rooms)


def test_write_adds_each_missing_word_once_and_keeps_what_is_there(rooms):
    path = po(rooms, "intake", "km", {"Your queue": "ជួររបស់អ្នក"})
    words.write_missing(rooms)
    words.write_missing(rooms)
    with path.open("rb") as file:
        catalogue = read_po(file, locale="km")
    assert {message.id: message.string for message in catalogue if message.id} == {
        "Your queue": "ជួររបស់អ្នក",
        "Who was found?": "",
        "Leave quickly": "",
    }
    assert ("km", "Who was found?") in of_kind("missing", rooms)


def test_compile_only_what_is_older(rooms):
    path = po(rooms, "intake", "km", {"Your queue": "ជួររបស់អ្នក"})
    assert [file.name for file in words.compile_catalogues(rooms)] == ["django.mo"]
    assert words.compile_catalogues(rooms) == []
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Your queue") == "ជួររបស់អ្នក"
    later = path.with_suffix(".mo").stat().st_mtime + 5
    os.utime(path, (later, later))
    assert len(words.compile_catalogues(rooms)) == 1
