"""Findings of a search in words: "takes boys to 17", "no Vietnamese interpreter"."""

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from rumduol.directory.enums import StandardsResult
from rumduol.directory.types import Finding, Grade, Group, Reason

Label = Callable[[str, str], str]  # (list, code) -> the word in the reader's language
ADULT = 18
FEMALE, MALE = "female", "male"


def say(reason: Reason, label: Label) -> str:
    """One sentence for a finding; `label` gives the words of codes: ("service", code), ("language", code), ..."""
    return _SAY[reason.finding](reason, label)


def group_words(group: Group) -> str:
    """ "boys to 17", "women from 18", "girls and women". Children under 18 are girls and boys."""
    low, high = group.age_from or 0, group.age_to
    if high is not None and high < ADULT:
        words = {
            FEMALE: (gettext("girls to %(to)s"), gettext("girls from %(from)s to %(to)s")),
            MALE: (gettext("boys to %(to)s"), gettext("boys from %(from)s to %(to)s")),
        }.get(group.sex, (gettext("children of another sex to %(to)s"),) * 2)
        return words[1 if low else 0] % {"from": low, "to": high}
    if low >= ADULT:
        words = {
            FEMALE: (gettext("women from %(from)s"), gettext("women from %(from)s to %(to)s")),
            MALE: (gettext("men from %(from)s"), gettext("men from %(from)s to %(to)s")),
        }.get(group.sex, (gettext("adults of another sex from %(from)s"),) * 2)
        return words[0 if high is None else 1] % {"from": low, "to": high}
    mixed = {
        FEMALE: (
            gettext("girls and women"),
            gettext("girls and women from %(from)s"),
            gettext("girls and women from %(from)s to %(to)s"),
            gettext("girls and women to %(to)s"),
        ),
        MALE: (
            gettext("boys and men"),
            gettext("boys and men from %(from)s"),
            gettext("boys and men from %(from)s to %(to)s"),
            gettext("boys and men to %(to)s"),
        ),
    }.get(group.sex, (gettext("people of another sex"),) * 4)
    which = (2 if low else 3) if high is not None else 1 if low else 0
    return mixed[which] % {"from": low, "to": high}


def _joined(groups: tuple[Group, ...]) -> str:
    return gettext(", ").join(group_words(group) for group in groups)


def _service(reason: Reason, label: Label) -> str:
    what = {"service": label("service", str(reason.what["service"]))}
    if reason.grade == Grade.FIT:
        return gettext("offers: %(service)s") % what
    if reason.grade == Grade.NOTE:
        return gettext("offers something near: %(service)s") % what
    return gettext("does not offer: %(service)s") % what


def _group(reason: Reason, label: Label) -> str:
    groups: tuple[Group, ...] = reason.what["groups"]  # type: ignore[assignment]
    if not groups:
        return gettext("takes people of any sex and age")
    what = {"groups": _joined(groups)}
    if reason.grade == Grade.FIT:
        return gettext("takes %(groups)s") % what
    if reason.grade == Grade.GAP:
        return gettext("takes %(groups)s: ask about this person's sex and age first") % what
    return gettext("takes only %(groups)s") % what


def _form(reason: Reason, label: Label) -> str:
    what = {"form": label("form", str(reason.what["form"]))}
    if reason.grade == Grade.FIT:
        return gettext("works with survivors of: %(form)s") % what
    return gettext("does not work with survivors of: %(form)s") % what


def _citizenship(reason: Reason, label: Label) -> str:
    if reason.what["citizen"]:
        return gettext("does not take Cambodian citizens")
    if reason.grade == Grade.FIT:
        return gettext("takes people from other countries")
    return gettext("takes Cambodian citizens only")


def _night(reason: Reason, label: Label) -> str:
    return gettext("lets people in at night") if reason.grade == Grade.FIT else gettext("no admission at night")


def _language(reason: Reason, label: Label) -> str:
    what = {"language": label("language", str(reason.what["language"]))}
    if reason.grade == Grade.FIT:
        return gettext("has an interpreter: %(language)s") % what
    return gettext("no interpreter: %(language)s") % what


def _medical(reason: Reason, label: Label) -> str:
    what = {"care": label("medical", str(reason.what["medical"]))}
    if reason.grade == Grade.FIT:
        return gettext("can care for %(care)s") % what
    return gettext("can not care for %(care)s: see a clinic first") % what


def _disability(reason: Reason, label: Label) -> str:
    what = {"disability": label("disability", str(reason.what["disability"]))}
    if reason.grade == Grade.FIT:
        return gettext("prepared for: %(disability)s") % what
    return gettext("not prepared for: %(disability)s") % what


def _places(reason: Reason, label: Label) -> str:
    free = int(str(reason.what["free"]))
    if free == 0:
        return gettext("no free place today: waiting list")
    if reason.grade == Grade.FIT:
        return ngettext("%(free)s free place", "%(free)s free places", free) % {"free": free}
    return gettext("only %(free)s of %(people)s places free") % reason.what


def _stale(reason: Reason, label: Label) -> str:
    hours = reason.what["hours"]
    if hours is None:
        return gettext("free places not told: call first")
    days = int(str(hours)) // 24
    return ngettext(
        "free places told %(days)s day ago: call first", "free places told %(days)s days ago: call first", days
    ) % {"days": days}


def _agreement(reason: Reason, label: Label) -> str:
    until = reason.what["until"]
    if not isinstance(until, date):
        return gettext("no agreement with the ministry")
    what = {"date": date_format(until, "DATE_FORMAT")}
    if reason.grade == Grade.FIT:
        return gettext("agreement until %(date)s") % what
    return gettext("agreement expired on %(date)s") % what


def _standards(reason: Reason, label: Label) -> str:
    checked = reason.what["checked_on"]
    if not isinstance(checked, date):
        return gettext("minimum standards never checked")
    what = {"date": date_format(checked, "DATE_FORMAT")}
    if reason.what["result"] == StandardsResult.NOT_MET:
        return gettext("minimum standards not met on %(date)s") % what
    if reason.what["result"] == StandardsResult.PARTLY:
        return gettext("minimum standards partly met on %(date)s") % what
    if reason.grade == Grade.FIT:
        return gettext("minimum standards met on %(date)s") % what
    return gettext("minimum standards last checked on %(date)s, more than a year ago") % what


def _reach(reason: Reason, label: Label) -> str:
    how = reason.what["how"]
    served = reason.grade == Grade.FIT
    province = label("place", str(reason.what["province"]))
    if how == "district":
        return gettext("in the same district")
    if how == "province":
        return gettext("in the same province")
    if how == "km":
        what = {"km": reason.what["km"], "province": province}
        if served:
            return gettext("about %(km)s km away, in %(province)s") % what
        return gettext("about %(km)s km away, in %(province)s; usually serves other provinces") % what
    if served:
        return gettext("takes people from %(province)s") % {"province": province}
    return gettext("usually serves other provinces than %(province)s") % {"province": province}


_SAY: dict[Finding, Callable[[Reason, Label], str]] = {
    Finding.SERVICE: _service,
    Finding.GROUP: _group,
    Finding.FORM: _form,
    Finding.CITIZENSHIP: _citizenship,
    Finding.NIGHT: _night,
    Finding.LANGUAGE: _language,
    Finding.MEDICAL: _medical,
    Finding.DISABILITY: _disability,
    Finding.PLACES: _places,
    Finding.PLACES_STALE: _stale,
    Finding.AGREEMENT: _agreement,
    Finding.STANDARDS: _standards,
    Finding.REACH: _reach,
}
