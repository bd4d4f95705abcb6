"""A round over four offices, from the draft to the figure; who sees what on the way, and what is left of it."""

import io
import json
import re
from collections import Counter
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from rumduol.access import cookie, database
from rumduol.agencies.enums import Role
from rumduol.encoding.filters import Shape, key_check
from rumduol.estimation.words import METHOD
from rumduol.facts import queries as facts
from rumduol.facts.enums import Kind
from rumduol.indicators import linkage
from rumduol.indicators.catalogue import indicator
from rumduol.indicators.linkage import people
from rumduol.linkage import actions, queries, sources
from rumduol.linkage.enums import ListKind, RoundStatus
from rumduol.linkage.models import Cluster, Encoding, Home, Overlap, Part, Quality, Round, Share, Twin
from rumduol.release import queries as releases
from rumduol.release.datasets import FORMATS
from rumduol.release.documents import sha256_of
from rumduol.reports.making import files, requests
from rumduol.reports.queries import datasets
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere, WrongState
from rumduol.shared.khmer import to_khmer_digits
from tests.conftest import _built
from tests.integration.linkage.rounds import (
    APPROVER,
    LISTS,
    MATCHER,
    MISSION,
    NGO,
    POLICE,
    SOCIAL,
    STATISTICIAN,
    WORKERS,
    draft,
    encoded_elsewhere,
    four_lists,
    open_cases,
    period,
    table,
)

STRANGER = ("social_kandal", Role.SUPERVISOR)


class Stage:
    """The nation's people at work in one transaction."""

    def __init__(self, nation) -> None:
        self.nation = nation

    def actor(self, key):
        return self.nation.members[key].actor

    def acting(self, key):
        return database.session(cookie.token_of(self.nation.members[key].secret))

    def press(self, key, path, sent=None):
        """A page as that person gets it; with `sent` the form is sent. Followed to where it leads."""
        client = Client(raise_request_exception=True)
        client.cookies[settings.SESSION_COOKIE_NAME] = cookie.to_cookie(self.nation.members[key].secret)
        return client.get(path) if sent is None else client.post(path, sent, follow=True)

    def do(self, key, action, **given):
        with self.acting(key):
            return action(by=self.actor(key), **given)


def refused(stage, key, action, *errors, **given) -> None:
    with pytest.raises(errors), transaction.atomic():
        stage.do(key, action, **given)


def counts(stage, keys, model):
    found = {}
    for key in keys:
        with stage.acting(key):
            found[key] = model.objects.count()
    return found


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), translation.override("km"), transaction.atomic():
        yield tell(Stage(_built["nation"]))
        transaction.set_rollback(True)
    connection.close()


def tell(stage):  # noqa: PLR0915 (one story, told once)
    """The whole story once; what a test needs to know of each moment is kept."""
    lists, who = four_lists()
    for key, rows in ((SOCIAL, lists[1]), (NGO, lists[2])):
        with stage.acting(WORKERS[key]):
            open_cases(rows, stage.actor(WORKERS[key]), "presumed" if key == NGO else "identified")
    t = SimpleNamespace(stage=stage, lists=lists, who=who)
    with stage.acting(STATISTICIAN):
        t.before = people(indicator("victims"), period())
        t.raw = facts.any_of([Kind.VICTIM])
    t.pages = [stage.press(MATCHER, "/linkage/new/", {"purpose": "hidden"}), stage.press(MATCHER, "/linkage/new/")]
    sent = {"purpose": "hidden", "period": str(period()), "basis": "agreement"}
    for number, ((office, _role), kind) in enumerate(LISTS.items()):
        sent |= {f"office_{number}": str(stage.nation.offices[office]), f"kind_{number}": str(kind)}
    t.pages.append(stage.press(MATCHER, "/linkage/new/", sent))
    with stage.acting(MATCHER):
        t.round = queries.rounds(stage.actor(MATCHER))[0]
    t.id, t.at = t.round.id, f"/linkage/{t.round.id}/"
    t.pages += [stage.press(SOCIAL, "/linkage/"), stage.press(SOCIAL, t.at)]
    refused(stage, MATCHER, actions.match_lists, WrongState, round_id=t.id)
    refused(stage, SOCIAL, actions.encode_list, WrongState, round_id=t.id)
    for key in LISTS:
        t.pages.append(stage.press(key, f"{t.at}agree/", {}))
    refused(stage, SOCIAL, actions.agree, WrongState, round_id=t.id)
    t.after_agreement = counts(stage, (MATCHER, STATISTICIAN, STRANGER, *LISTS), Share)
    t.secret = stage.press(MISSION, f"{t.at}secret/", {}).content
    t.pages += [stage.press(key, f"{t.at}encode/") for key in (POLICE, SOCIAL, MISSION)]
    refused(stage, SOCIAL, actions.take_secret, NotAllowed, round_id=t.id)
    t.pages.append(stage.press(POLICE, f"{t.at}encode/", {"file": SimpleUploadedFile("t.csv", table(lists[0]))}))
    refused(stage, MATCHER, actions.match_lists, WrongState, round_id=t.id)
    t.pages.append(stage.press(SOCIAL, f"{t.at}encode/", {}))
    stage.do(NGO, actions.encode_list, round_id=t.id)
    t.wrong = encoded_elsewhere(lists[3], b"0" * 64)
    with pytest.raises(InvalidInput) as wrong, transaction.atomic():
        stage.do(MISSION, actions.encode_file, round_id=t.id, content=t.wrong)
    t.told_wrong = wrong.value.errors["file"][0]
    stage.do(MISSION, actions.encode_file, round_id=t.id, content=encoded_elsewhere(lists[3], t.secret))
    refused(stage, MISSION, actions.encode_file, WrongState, round_id=t.id, content=t.wrong)
    t.filters_seen_by = counts(stage, (MATCHER, STATISTICIAN, APPROVER, STRANGER, *LISTS), Encoding)
    with stage.acting(MATCHER):
        t.tokens = [bytes(row.tokens)[:16].hex() for row in Encoding.objects.all()]
    t.homes_seen_by = counts(stage, (MATCHER, STATISTICIAN, APPROVER, STRANGER, *LISTS), Home)
    t.pages.append(stage.press(MATCHER, f"{t.at}match/", {}))
    with stage.acting(MATCHER):
        t.overlaps = queries.overlaps_of(t.round)
        t.qualities = queries.qualities_of(t.round)
        t.parts = queries.parts_of(t.round)
        t.matched = Round.objects.get(id=t.id)
    t.left_after_matching = {
        model.__name__: sum(counts(stage, (MATCHER, *LISTS), model).values()) for model in (Encoding, Share)
    }
    t.twins_seen_by = counts(stage, (MATCHER, STATISTICIAN, STRANGER, *LISTS), Twin)
    refused(stage, APPROVER, actions.approve, WrongState, round_id=t.id)
    for key in LISTS:
        with stage.acting(key):
            own = queries.own_part(stage.actor(key), queries.parts_of(t.round))
            twins = queries.twins_of(own)
        if twins:
            refused(stage, MATCHER, actions.end_review, WrongState, round_id=t.id)
            refused(stage, key, actions.end_own_review, WrongState, round_id=t.id)
            t.pages.append(stage.press(key, f"{t.at}review/"))
            t.pages.append(stage.press(key, f"{t.at}review/", {str(twin.id): "different" for twin in twins}))
    t.pages.append(stage.press(MATCHER, f"{t.at}end-review/", {}))
    refused(stage, MATCHER, actions.approve, NotAllowed, round_id=t.id)
    t.pages.append(stage.press(APPROVER, f"{t.at}approve/", {}))
    t.pages.append(stage.press(STATISTICIAN, f"{t.at}estimate/"))
    t.estimate_page = stage.press(STATISTICIAN, f"{t.at}estimate/", {})
    t.figure_page = stage.press(STATISTICIAN, f"/figures/catalogue/victims/?period={period()}")
    t.pages += [t.estimate_page, t.figure_page, stage.press(SOCIAL, t.at), stage.press(STATISTICIAN, t.at)]
    release_it(t, stage)
    with stage.acting(STATISTICIAN):
        t.after = people(indicator("victims"), period())
        t.answer = queries.estimated(t.round)
    t.homes_after = sum(counts(stage, (MATCHER, *LISTS), Home).values())
    stage.do(MATCHER, actions.close, round_id=t.id)
    refused(stage, MATCHER, actions.cancel, WrongState, round_id=t.id, reason="other")
    t.twins_after = sum(counts(stage, LISTS, Twin).values())
    return t


def release_it(t, stage):
    """The statistician takes the round into a release draft, a second person publishes it, everybody reads it."""
    sent = {"indicator": "victims", "period": str(period()), "breakdowns": ["sex"], "round_to": "0"}
    t.refused_drafts = [
        stage.press(STATISTICIAN, "/releases/new/", sent | {"period": "2019", "matched_by": t.round.number}),
        stage.press(
            STATISTICIAN,
            "/releases/new/",
            sent | {"indicator": "requests", "breakdowns": ["province"], "matched_by": t.round.number},
        ),
        stage.press(STATISTICIAN, "/releases/new/", sent | {"matched_by": "L-1999-01"}),
    ]
    t.offered = {}
    for key in (STATISTICIAN, SOCIAL, STRANGER):
        with stage.acting(key):
            t.offered[key] = [one.number for one in linkage.rounds(period())]
    t.draft_form = stage.press(STATISTICIAN, "/releases/new/")
    t.draft_page = stage.press(STATISTICIAN, "/releases/new/", sent | {"matched_by": t.round.number})
    where = t.draft_page.request["PATH_INFO"]
    t.pages += [stage.press(STATISTICIAN, f"{where}send/", {}), stage.press(APPROVER, f"{where}publish/", {})]
    with stage.acting(APPROVER):
        t.release = releases.standing_for("victims", str(period()), ["sex"])
    t.public = {lang: Client().get(f"/{lang}/figures/{t.release.number}/").content.decode() for lang in ("km", "en")}
    t.files = {kind: Client().get(f"/en/figures/{t.release.number}/{kind}/").content for kind in FORMATS}
    t.open_data = Client().get(f"/api/open/releases/{t.release.number}").json()
    with stage.acting(STATISTICIAN):
        (one,) = requests("annual", year=today().year, lang="en")
        t.report = dict(files(one, datasets([today().year], "en"), ("html", "xlsx")))


def test_offices_agree_and_nobody_else_gets_a_share_of_the_secret(told):
    assert told.after_agreement[MATCHER] == told.after_agreement[STATISTICIAN] == told.after_agreement[STRANGER] == 0
    assert {told.after_agreement[key] for key in LISTS} == {len(LISTS)}
    assert len(told.secret) == 64
    assert len({part.check_value for part in told.parts}) == 1
    assert told.parts[0].check_value == key_check(told.secret, Shape())


def test_a_file_under_another_secret_is_refused_and_said(told):
    assert "សម្ងាត់" in str(told.told_wrong)


def test_filters_are_seen_by_the_matching_office_alone_and_gone_afterwards(told):
    assert told.filters_seen_by.pop(MATCHER) == 4
    assert not any(told.filters_seen_by.values())
    assert told.left_after_matching == {"Encoding": 0, "Share": 0}


def test_which_line_is_which_record_stays_with_its_office(told):
    seen = told.homes_seen_by
    assert seen[SOCIAL] == 2 * len(told.lists[1])  # a case and a victim each
    assert seen[NGO] == 2 * len(told.lists[2])
    assert not any(seen[key] for key in (MATCHER, STATISTICIAN, APPROVER, STRANGER, POLICE, MISSION))
    assert told.homes_after == 0


def test_the_planted_people_are_found(told):
    true = Counter()
    for number in set().union(*map(set, told.who)):
        true[sum(1 << at for at, part in enumerate(told.who) if number in part)] += 1
    assert sum(told.overlaps.values()) == pytest.approx(sum(true.values()), rel=0.08)
    for quality in told.qualities:
        both = len(set(told.who[quality.one]) & set(told.who[quality.other]))
        assert quality.both == pytest.approx(both, abs=max(5, 0.3 * both)), (quality.one, quality.other)
        assert quality.precision is None or 50 <= quality.precision <= 100


def test_the_unique_count_stands_beside_the_raw_sum(told):
    assert told.before is None
    raw = len(told.lists[1]) + len(told.lists[2])
    unique = len(set(told.who[1]) | set(told.who[2]))
    assert told.after.raw == raw
    assert told.after.unlinked == 0
    assert told.after.unique == pytest.approx(unique, abs=4)
    assert told.after.overlap > 0


def test_several_estimates_with_their_intervals_and_what_they_believe(told):
    answer = told.answer.answer
    with_number = [one for one in answer["estimates"] if one["estimate"] is not None]
    assert len(with_number) >= 4
    assert all(one["assumes"] for one in with_number)
    assert {one["change"] for one in answer["sensitivity"]} >= {"without_list", "added"}
    assert answer["observed"] == sum(told.overlaps.values())


def test_pairs_of_a_list_are_seen_by_its_own_office_alone(told):
    assert told.twins_seen_by[MATCHER] == told.twins_seen_by[STATISTICIAN] == told.twins_seen_by[STRANGER] == 0
    assert told.twins_after == 0


def test_every_page_opens_and_none_shows_a_mark_a_filter_or_a_likeness(told):
    assert len(told.tokens) == 4
    for answer in told.pages:
        assert answer.status_code in {200, 422}, (answer.status_code, answer.request["PATH_INFO"])
        text = answer.content.decode()
        assert not [token for token in told.tokens if token in text]
        assert told.secret.decode() not in text
        assert "0." not in re.sub(r"<(head|svg).*?</\1>", "", text, flags=re.DOTALL), answer.request["PATH_INFO"]
    assert sum(answer.status_code == 422 for answer in told.pages) == 1


def test_the_estimate_has_a_picture_and_never_one_number_alone(told):
    text = told.estimate_page.content.decode()
    assert "<svg" in text
    assert "<script" not in re.sub(r'<script src="[^"]*" defer></script>', "", text)
    assert "កុំដកស្រង់តួលេខតែមួយ" in text
    assert METHOD["independence"]["km"] in text
    assert METHOD["lower_bound"]["km"] in text


def test_the_page_of_the_figure_says_both_numbers(told):
    text = re.sub(r"<[^>]+>", " ", told.figure_page.content.decode())
    for words, number in (("As summed", told.after.raw), ("Different people", told.after.unique)):
        said = translation.gettext(words)
        assert re.search(rf"{said}\s+{to_khmer_digits(str(number))}\b", text), words
    assert "រួមទាំងអ្នកដែលគ្មាននរណារកឃើញ" in text  # and beside them what the methods say of the others
    assert told.at in told.figure_page.content.decode()


def test_a_round_is_offered_to_whoever_may_read_figures_alone(told):
    assert told.offered == {STATISTICIAN: [told.round.number], SOCIAL: [], STRANGER: []}


def test_a_release_draft_takes_both_numbers_in(told):
    assert told.round.number in told.draft_form.content.decode()
    assert [answer.status_code for answer in told.refused_drafts] == [422, 422, 422]
    draft = told.draft_page.content.decode()
    assert "Nothing" not in draft
    assert draft.count("<svg") == 1, "the estimate with its picture"
    people = told.release.content["people"]
    figure, lists = people["parts"]
    whole = told.release.content["cells"][-1][-1]
    assert figure["of"] == "figure"
    assert figure["cells"] == {"first": told.after.unique, "again": told.after.overlap, "total": whole}
    assert whole == told.after.raw
    rows, unique = sum(part.people for part in told.parts), sum(told.overlaps.values())
    assert lists["cells"] == {"first": unique, "again": rows - unique, "total": rows}
    assert people["covered"] == "nearly_all"
    assert 50 <= people["precision"][1] <= people["precision"][0] <= 100
    assert len(people["estimates"]) >= 4
    assert all(one["estimate"] % 10 == 0 for one in people["estimates"])
    assert told.release.sha256 == sha256_of(told.release.content)


def test_everybody_reads_both_numbers_in_every_format(told):
    unique, raw = told.after.unique, told.after.raw
    km, en = (re.sub(r"<[^>]+>", " ", told.public[lang]) for lang in ("km", "en"))
    assert re.search(rf"Records of this figure\s+{raw}\s+{unique}\s+{raw - unique}\b", en)
    assert to_khmer_digits(str(unique)) in km
    for text in (en, km):
        assert told.round.number in text
        assert "None" not in text
    assert told.public["km"].count("<svg") >= 1
    csv_rows = [row.split(",") for row in told.files["csv"].decode().splitlines()]
    assert [row[5] for row in csv_rows if row[1] == "victims.figure.unique"] == [str(unique)]
    assert [row[5] for row in csv_rows if row[1] == "victims.figure.records"] == [str(raw)]
    assert f"VICTIMS_FIGURE_UNIQUE,_T,{period()},{unique},A" in told.files["sdmx"].decode()
    assert f"victims.figure.unique,{period()},,,{unique},A" in told.files["htcds"].decode()
    counts = {one["code"]: one["number"] for one in json.loads(told.files["jsonstat"])["extension"]["people"]["counts"]}
    assert counts["figure.unique"] == unique
    book = load_workbook(io.BytesIO(told.files["xlsx"]))
    assert [cell.value for cell in book["Different people"][2]][1:4] == [raw, unique, raw - unique]
    assert told.open_data["people"]["counts"][1] == {
        "code": "figure.unique", "label": "Records of this figure: Different people", "number": unique, "kind": "number"
    }  # fmt: skip
    assert len(told.open_data["people"]["estimates"]) >= 4


def test_the_annual_report_says_both_numbers(told):
    text = re.sub(r"<[^>]+>", " ", told.report["html"].decode())
    assert re.search(rf"Records of this figure\s+{told.after.raw}\s+{told.after.unique}\b", text)
    assert METHOD["independence"]["en"] in text
    assert "no number" not in text


def test_no_public_file_says_how_many_are_on_two_lists(told):
    """The overlap table stays inside: only sum, different people and those counted again go out."""
    for name, content in told.files.items():
        if name != "xlsx":
            assert "people on exactly" not in content.decode()
    assert set(told.release.content["people"]) == {
        "round", "lists", "approved_on", "covered", "precision", "recall", "known_found", "parts", "estimates"
    }  # fmt: skip


def test_a_stranger_sees_nothing_of_it(told):
    with told.stage.acting(STRANGER):
        assert not Round.objects.exists()
        assert not Part.objects.exists()
        assert not Overlap.objects.exists()
        with pytest.raises(NotThere):
            queries.round_for(told.stage.actor(STRANGER), told.id)
    with told.stage.acting(SOCIAL):  # takes part, and still reads no overlap: a list of one person would ask about it
        assert Round.objects.exists()
        assert not Overlap.objects.exists()
        assert not Quality.objects.exists()


def test_no_role_reads_which_lines_are_one_person(told):
    for key in (MATCHER, STATISTICIAN, SOCIAL, APPROVER):
        with told.stage.acting(key), pytest.raises(DatabaseError), transaction.atomic():
            Cluster.objects.count()
        with told.stage.acting(key), connection.cursor() as cursor:
            cursor.execute("select count(*) from linkage_links(%s)", [told.id])
            assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("status", [one for one in RoundStatus if one != RoundStatus.CLOSED])
def test_the_database_lets_no_round_go_back(told, status):
    with told.stage.acting(MATCHER), pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.filter(id=told.id).update(status=status)


def test_a_dry_run_reaches_no_figure(told):
    stage = told.stage
    with transaction.atomic():
        lists = {POLICE: ListKind.TABLE, SOCIAL: ListKind.CASES, NGO: ListKind.CASES}
        with stage.acting(MATCHER):
            one = draft(stage.nation, stage.actor(MATCHER), lists, dry_run=True)
        for key in lists:
            stage.do(key, actions.agree, round_id=one.id)
        stage.do(POLICE, actions.encode_table, round_id=one.id, content=table(told.lists[0]))
        stage.do(SOCIAL, actions.encode_list, round_id=one.id)
        stage.do(NGO, actions.encode_list, round_id=one.id)
        stage.do(MATCHER, actions.match_lists, round_id=one.id)
        for key in lists:
            with stage.acting(key):
                twins = queries.twins_of(queries.own_part(stage.actor(key), queries.parts_of(one)))
            if twins:
                stage.do(key, actions.judge, round_id=one.id, verdicts={twin.id: "unsure" for twin in twins})
                stage.do(key, actions.end_own_review, round_id=one.id)
        stage.do(MATCHER, actions.end_review, round_id=one.id)
        approved = stage.do(APPROVER, actions.approve, round_id=one.id)
        assert approved.links_id is None
        with stage.acting(STATISTICIAN):
            assert people(indicator("victims"), period()) == told.after
        transaction.set_rollback(False)


def test_an_office_that_gives_different_shares_is_found_out(told):
    stage = told.stage
    lists = {POLICE: ListKind.TABLE, SOCIAL: ListKind.CASES}
    with stage.acting(MATCHER):
        one = draft(stage.nation, stage.actor(MATCHER), lists)
    stage.do(SOCIAL, actions.agree, round_id=one.id)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rumduol.linkage.ceremony.commitment", lambda *_given: b"x" * 32)
        stage.do(POLICE, actions.agree, round_id=one.id)
    with pytest.raises(WrongState, match="police_psh"):
        stage.do(SOCIAL, actions.encode_list, round_id=one.id)


def test_bad_lists_are_told(told):
    stage = told.stage
    lists = {POLICE: ListKind.TABLE, SOCIAL: ListKind.CASES}
    with stage.acting(MATCHER):
        one = draft(stage.nation, stage.actor(MATCHER), lists)
    for key in lists:
        stage.do(key, actions.agree, round_id=one.id)
    nameless = b"name,date_of_birth,place\n" + b",1990-01-01,Kandal\n" * 12
    for content in (
        nameless,
        b"name,place\nSok,Kandal\n",
        b"\xff\xfe",
        b"a,b\n1,2\n",
        b"",
        b"id,name,place\n1,a,b\n1,c,d\n",
    ):
        with pytest.raises(InvalidInput) as refusal, transaction.atomic():
            stage.do(POLICE, actions.encode_table, round_id=one.id, content=content)
        assert refusal.value.errors["file"]
    with pytest.raises(InvalidInput):
        stage.do(MATCHER, lambda by: draft(stage.nation, by, {POLICE: ListKind.TABLE}))
    with pytest.raises(InvalidInput):
        stage.do(MATCHER, lambda by: draft(stage.nation, by, {POLICE: ListKind.TABLE, MATCHER: ListKind.TABLE}))


def test_a_screening_counts_by_its_year_of_birth_and_district():
    assert sources._year_of(21, 23, 2026) == ("2004", True)
    assert sources._year_of(9, 17, 2026) == ("", False)
