"""The words of every room: what the code says in English, and which catalogue says it in the reader's language.

Source strings are found in Python (gettext and its kin) and in templates; a string is missing in a language only
when no room's catalogue, and not Django's own either, supplies it. gettext's programs are not needed.
"""

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import django
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOMS = Path(__file__).resolve().parent.parent
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
STAFF_LANGUAGES = ("km",)
PUBLIC_LANGUAGES = ("km", "vi", "th", "zh_Hans")
PUBLIC_ROOMS = ("intake", "web")  # rooms with pages that are read without an account
# Frame, forms and errors of public pages are shared with the staff side.
PUBLIC_FILES = (
    "/web/templates/web/frame.html",
    "/web/templates/web/error.html",
    "/web/templates/django/",
    "/web/errors.py",
    "/web/form_words.py",
    "/integrity/public_",
    "/integrity/actions/letters.py",
    "/integrity/templates/integrity/public/",
    "/law/templates/",
    "/law/ranges.py",
    "/law/types.py",
)
CATALOGUE = "LC_MESSAGES/django.po"
# How Django spells our locales in its own folder.
DJANGO_LOCALES = {"zh_Hans": "zh_Hans"}

Key = tuple[str | None, str]  # (context, English source)


@dataclass
class Source:
    """One English string and where it stands."""

    key: Key
    plural: str | None
    room: str
    places: list[str] = field(default_factory=list)
    public: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        return PUBLIC_LANGUAGES if self.public else STAFF_LANGUAGES


@dataclass(frozen=True)
class Fault:
    """`kind`: missing, fuzzy, obsolete or placeholders. Obsolete is untidy, not wrong."""

    kind: str
    language: str
    room: str
    text: str
    where: str

    @property
    def breaks(self) -> bool:
        return self.kind != "obsolete"


# --- finding --------------------------------------------------------------------------------------------------------


def strings_in(text: str) -> Iterator[tuple[int, Key, str | None]]:
    """(line, (context, source), plural) of every marked string in Python text."""
    for line, found, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS, ()):
        parts = found if isinstance(found, tuple) else (found,)
        if parts[0]:
            yield line, (context, parts[0]), parts[1] if len(parts) > 1 else None


def strings_in_template(text: str, name: str) -> Iterator[tuple[int, Key, str | None]]:
    """The same for a template: Django turns its tags into Python calls first."""
    return strings_in(templatize(text, origin=name))


def _files(room: Path) -> Iterator[Path]:
    for pattern in ("**/*.py", "templates/**/*.html", "templates/**/*.txt"):
        for file in sorted(room.glob(pattern)):
            if "migrations" not in file.parts:
                yield file


def is_public(file: Path, room: Path) -> bool:
    """Whether readers without an account meet this file: it lies in a folder `public`, or is named public*."""
    if any(part in file.as_posix() for part in PUBLIC_FILES):
        return True
    inside = file.relative_to(room)
    return room.name in PUBLIC_ROOMS and ("public" in inside.parts or file.name.startswith("public"))


def sources(rooms: Path = ROOMS) -> dict[Key, Source]:
    """Every source string of every room, once; the first room (by name) that says it owns it."""
    found: dict[Key, Source] = {}
    for room in sorted(path for path in rooms.iterdir() if path.is_dir() and not path.name.startswith(("_", "."))):
        for file in _files(room):
            text = file.read_text("utf-8")
            name = file.relative_to(rooms.parent).as_posix()
            strings = strings_in(text) if file.suffix == ".py" else strings_in_template(text, name)
            public = is_public(file, room)
            for line, key, plural in strings:
                source = found.setdefault(key, Source(key, plural, room.name))
                source.plural = source.plural or plural
                source.places.append(f"{name}:{line}")
                source.public = source.public or public
    return found


# --- catalogues -----------------------------------------------------------------------------------------------------


def po_file(rooms: Path, room: str, language: str) -> Path:
    return rooms / room / "locale" / language / CATALOGUE


def read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language, ignore_obsolete=False)


def catalogues(rooms: Path, language: str) -> dict[str, Catalog]:
    """{room: its catalogue} in one language, for rooms that have one."""
    files = sorted(rooms.glob(f"*/locale/{language}/{CATALOGUE}"))
    return {file.relative_to(rooms).parts[0]: read(file, language) for file in files}


def _key(message: Message) -> Key:
    return (message.context, message.id[0] if isinstance(message.id, (tuple, list)) else message.id)


def is_translated(message: Message) -> bool:
    words = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return bool(message.id) and all(words) and not message.fuzzy


def _supplied_by_django(language: str) -> set[Key]:
    """What Django itself and those of its apps that are installed say: the words of its admin are not loaded here."""
    base = Path(django.__file__).parent
    name = DJANGO_LOCALES.get(language, language)
    installed = [app.rsplit(".", 1)[1] for app in settings.INSTALLED_APPS if app.startswith("django.contrib.")]
    files = [
        base / "conf/locale" / name / CATALOGUE,
        *(base / "contrib" / app / "locale" / name / CATALOGUE for app in installed),
    ]
    return {_key(m) for file in files if file.exists() for m in read(file, language) if is_translated(m)}


# --- comparing ------------------------------------------------------------------------------------------------------

PERCENT = re.compile(r"%(?:\((\w+)\))?[#0\- +]*(?:\d+|\*)?(?:\.\d+)?([diouxXeEfFgGcrs])")
BRACES = re.compile(r"\{(\w*)(?:[!:][^{}]*)?\}")


def placeholders(text: str) -> list[str]:
    """The pieces that are filled in later: `%(name)s`, `%s`, `{name}`; sorted, so that word order is free."""
    found = [f"%({name})" if name else "%" + kind for name, kind in PERCENT.findall(text.replace("%%", ""))]
    return sorted(found + [f"{{{name}}}" for name in BRACES.findall(text)])


def placeholders_agree(message: Message) -> bool:
    """Every translation fills in what the source fills in. A plural form may leave the number out in words."""
    ids = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    words = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    allowed = [placeholders(text) for text in ids]
    return all(placeholders(text) in allowed for text in words if text)


def faults(rooms: Path = ROOMS) -> list[Fault]:
    """Everything wrong between the code and the catalogues, by room and language."""
    wanted = sources(rooms)
    found: list[Fault] = []
    for language in PUBLIC_LANGUAGES:
        ours = catalogues(rooms, language)
        supplied = _supplied_by_django(language)
        fuzzy: dict[Key, str] = {}
        for room, catalogue in ours.items():
            for message in catalogue:
                if not message.id:
                    continue
                key = _key(message)
                if is_translated(message):
                    supplied.add(key)
                elif message.fuzzy:
                    fuzzy[key] = room
                if not placeholders_agree(message):
                    found.append(Fault("placeholders", language, room, key[1], _first(message.locations)))
                if key not in wanted:
                    found.append(Fault("obsolete", language, room, key[1], _first(message.locations)))
        for key, source in wanted.items():
            if language in source.languages and key not in supplied:
                kind = "fuzzy" if key in fuzzy else "missing"
                found.append(Fault(kind, language, fuzzy.get(key, source.room), key[1], source.places[0]))
    order = {"placeholders": 0, "missing": 1, "fuzzy": 2, "obsolete": 3}
    return sorted(found, key=lambda fault: (order[fault.kind], fault.language, fault.room, fault.where))


def _first(locations: Iterable[tuple[str, int]]) -> str:
    return next((f"{name}:{line}" for name, line in locations), "")


# --- writing --------------------------------------------------------------------------------------------------------


def write_missing(rooms: Path = ROOMS) -> dict[Path, int]:
    """Add an empty entry for each missing string to its room's catalogue. Returns {file: how many}."""
    wanted = sources(rooms)
    by_text = defaultdict(list)
    for key, source in wanted.items():
        by_text[key[1], source.places[0]].append((key, source))
    added: dict[Path, int] = {}
    for fault in faults(rooms):
        if fault.kind != "missing":
            continue
        path = po_file(rooms, fault.room, fault.language)
        catalogue = read(path, fault.language) if path.exists() else Catalog(locale=fault.language, project="Rumduol")
        for key, source in by_text[fault.text, fault.where]:
            if catalogue.get(key[1], key[0]) is None:
                message_id = (key[1], source.plural) if source.plural else key[1]
                catalogue.add(message_id, context=key[0])
                added[path] = added.get(path, 0) + 1
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=120, no_location=True, omit_header=False)
    return added


def compile_catalogues(rooms: Path = ROOMS) -> list[Path]:
    """Make each .mo that is older than its .po (they are not kept in the repository). Returns what was made."""
    made = []
    for po in sorted(rooms.glob(f"*/locale/*/{CATALOGUE}")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        temporary = mo.with_suffix(".mo.new")
        with temporary.open("wb") as file:
            write_mo(file, read(po, po.parts[-3]))
        temporary.replace(mo)
        made.append(mo)
    return made
