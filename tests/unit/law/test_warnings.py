"""What a prosecutor is warned of, in both languages and never more than the law file says."""

import pytest
from django.utils import translation

from rumduol.law.queries import articles
from rumduol.law.warnings import WarningKind, for_charge, for_sentence
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import NotThere

W = WarningKind


def kinds(warnings):
    return [one.kind for one in warnings]


@pytest.mark.parametrize(
    ("code", "given", "found"),
    [
        ("tipse-12", {"facts": {"act", "means", "purpose"}}, []),
        (
            "tipse-12",
            {"child": True, "facts": {"act", "purpose"}},
            [W.CHILD_RANGE, W.NO_FACT],
        ),  # means even for a child
        ("tipse-10", {"child": False, "facts": {"act"}}, [W.NO_FACT]),
        ("tipse-10", {"facts": None}, []),
        ("tipse-10", {"on": PartialDate(2007)}, [W.NOT_IN_FORCE]),
        ("tipse-10", {"on": PartialDate(2008, 6)}, [W.PERHAPS_NOT_IN_FORCE]),
        ("tipse-24", {}, [W.SUPERSEDED]),
        ("tipse-24", {"on": PartialDate(2009, 6)}, []),  # before the Penal Code there was nothing to prevail
        ("tipse-24", {"on": PartialDate(2020, 6)}, [W.SUPERSEDED]),
        ("tipse-34", {"child": False}, [W.AGE_AGAINST]),
        ("tipse-34", {"under_15": True}, [W.CHILD_RANGE]),
        ("tipse-13", {}, [W.NOT_AN_OFFENCE]),
    ],
)
def test_a_charge(code, given, found):
    assert kinds(for_charge(code, **given)) == found


@pytest.mark.parametrize(
    ("code", "given", "found"),
    [
        ("tipse-10", {"months": 120, "child": False}, []),
        ("tipse-10", {"months": 120, "child": True}, [W.BELOW]),
        ("tipse-10", {"months": 190, "child": False}, [W.ABOVE]),
        ("tipse-10", {"months": 2400}, [W.IMPOSSIBLE]),  # two hundred years
        ("tipse-10", {"months": -1}, [W.IMPOSSIBLE]),
        ("tipse-10", {"months": 84, "suspended_months": 85}, [W.IMPOSSIBLE]),
        ("tipse-41", {"months": 30, "fine": 3_000_000, "conduct": "distributing"}, [W.FINE_OUTSIDE]),
        ("tipse-41", {"months": 30, "fine": 10**15}, [W.IMPOSSIBLE]),
        ("penal-284", {"months": 12}, [W.NOT_STATED]),
    ],
)
def test_a_sentence(code, given, found):
    assert kinds(for_sentence(code, **given)) == found


def test_what_stops_and_what_only_warns():
    assert for_sentence("tipse-10", months=2400)[0].stops
    assert not for_sentence("tipse-10", months=12)[0].stops
    with pytest.raises(NotThere):
        for_charge("nothing")


def test_each_message_is_a_whole_sentence_in_both_languages():
    seen = set()
    for article in articles():
        found = (
            for_charge(article.code)
            + for_charge(article.code, on=PartialDate(1900), child=False, facts=())
            + for_charge(article.code, on=article.since, child=True, facts=())
        )
        for months, fine in ((1, 1), (500, 1), (9999, 1)):
            found += for_sentence(article.code, months=months, fine=fine, child=True)
        for one in found:
            for language in ("en", "km"):
                with translation.override(language):
                    text = one.message
                assert "%(" not in text
                assert text.strip() == text != ""
                assert (language == "km") == any("\u1780" <= c <= "\u17ff" for c in text), text
            seen.add(one.kind)
    assert seen == set(WarningKind)
