"""A report of the demo nation: how it arrives, where it goes, what is found. All through the rooms' own actions."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from demo import asking, travel
from demo.plan import End, Story
from demo.telling import POLICE, Telling
from rumduol.access import database
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.intake import actions as intake
from rumduol.intake import queries as intake_queries
from rumduol.intake.codes import Code
from rumduol.intake.enums import SUGGESTED_FORMS, ClosingReason, Situation
from rumduol.intake.models import Report
from rumduol.intake.types import Counts, PersonSaid, ReportSaid

HELPLINE = ("helpline", Role.HOTLINE_OPERATOR)
EMBASSY = ("embassy-bangkok", Role.CONSULAR_OFFICER)
STORIES = [
    "ពួកគេមិនឱ្យចេញក្រៅទេ ហើយយកលិខិតឆ្លងដែនអស់ (រឿងបង្កើតឡើង)។",
    "គេសន្យាថាធ្វើការក្នុងភោជនីយដ្ឋាន តែមកដល់ត្រូវបង្ខំធ្វើការផ្សេង (រឿងបង្កើតឡើង)។",
    "ក្មួយខ្ញុំទូរស័ព្ទមកយំ ប្រាប់ថាត្រូវគេវាយ (រឿងបង្កើតឡើង)។",
    "They owe the boss money and cannot leave until it is paid (invented).",
    "មានក្មេងៗធ្វើការនៅឡឥដ្ឋ មិនបានទៅរៀនទេ (រឿងបង្កើតឡើង)។",
    "Họ giữ hộ chiếu và không cho gọi điện về nhà (chuyện bịa).",
]
CHANNELS = ["phone", "phone", "phone", "social", "walk_in", "ngo", "embassy", "sms", "commune"]


@dataclass
class Teller:
    """Tells one planned story after the other."""

    telling: Telling
    desk: tuple[str, Role] = HELPLINE  # who has the report first

    def tell(self, story: Story) -> None:
        """One report from its first words to where it stands today, and what follows from it."""
        t, rng = self.telling, self.telling.rng
        began = t.now - story.ago
        tale = asking.TALES[rng.randrange(len(asking.TALES))]
        if story.people[0].age < 15:
            tale = rng.choice([tale for tale in asking.TALES if tale.for_children])
        said = self._said(story, tale.situation)
        with travel.on(began):
            report_id, code = self._arrive(story, said)
        if story.end == End.RECEIVED:
            return
        if story.end in {End.WITHDRAWN, End.FORGOTTEN} and code is not None:
            self._take_back(story, report_id, code)
            return
        triaged = began + timedelta(hours=rng.choice([0.3, 0.5, 1, 3, 10]))
        if story.duplicates:
            with travel.on(began + timedelta(hours=0.2)):
                self._again(report_id, story, said)
        t.later(triaged, lambda: self._triage(story, report_id, said))
        t.go_on()
        if story.end in {End.TRIAGED, End.TRANSFERRED}:
            return
        t.later(triaged + timedelta(hours=rng.choice([1, 5, 20])), lambda: self._go_there(story, report_id, tale))
        t.go_on()

    def bus(self, story: Story) -> None:
        """People come back over the border together; each is asked the eight questions."""
        with travel.on(self.telling.now - story.ago + timedelta(hours=2)):
            asking.ask_group(self.telling, story.bus)

    def _said(self, story: Story, situation: Situation) -> ReportSaid:
        rng = self.telling.rng
        counts = dict.fromkeys(("women", "men", "girls", "boys"), 0)
        for one in story.people:
            young = one.age < 18
            counts[("girls" if young else "women") if one.sex == "female" else ("boys" if young else "men")] += 1
        danger = rng.choices(["yes", "no", "unknown"], [15, 55, 30])[0]
        more = [rng.choice(list(Situation))] if rng.random() < 0.5 else []
        return ReportSaid(
            language=rng.choices(["km", "vi", "en", "zh-hans", "th"], [84, 6, 5, 3, 2])[0], danger_now=danger,
            place=story.province, situations=[situation, *more], story=rng.choice(STORIES), counts=Counts(**counts),
            persons=[
                PersonSaid(sex=p.sex, minor="yes" if p.age < 18 else "no", nationality=p.nationality, name=p.name if n == 0 or rng.random() < 0.3 else "")
                for n, p in enumerate(story.people)
            ], relation=rng.choice(["family", "family", "friend", "neighbour", "self", "duty"]),
        )  # fmt: skip

    # How it arrives

    def _arrive(self, story: Story, said: ReportSaid) -> tuple[UUID, Code | None]:
        """A quarter comes from the public page, the rest is written down by the help line or an embassy."""
        t = self.telling
        t.count("reports")
        if story.end in {End.WITHDRAWN, End.FORGOTTEN} or t.rng.random() < 0.25:
            return self._from_the_web(said)
        channel = t.rng.choice(CHANNELS)
        self.desk = EMBASSY if channel == "embassy" else HELPLINE
        with t.cast.acting(*self.desk) as writer:
            row, _code = intake.record_report(said=said, channel=channel, by=writer)
        t.records.add(row.id)
        return row.id, None

    def _from_the_web(self, said: ReportSaid) -> tuple[UUID, Code]:
        """The operator's new report is the one that came; its reporter keeps the code."""
        before = self._waiting(said.place)
        with database.session(None):
            code = intake.receive_web_report(said=said, seed=self.telling.rng.randbytes(32)).code
        (report_id,) = self._waiting(said.place) - before
        self.telling.records.add(report_id)
        return report_id, code

    def _waiting(self, province: str) -> set[UUID]:
        with self.telling.cast.acting(*HELPLINE) as operator:
            rows = Report.objects.filter(office_id=operator.office_id, status="received", place=province)
            return set(rows.values_list("id", flat=True))

    def _take_back(self, story: Story, report_id: UUID, code: Code) -> None:
        t = self.telling
        with travel.on(t.now - story.ago + timedelta(hours=2)), database.session(None):
            intake.withdraw_report(ticket=intake.open_mailbox(code), text="ខ្ញុំសុំដកវិញ (បង្កើតឡើង)។")
        t.count("withdrawn")
        if story.end == End.FORGOTTEN:
            with travel.on(t.now - story.ago + timedelta(days=3)), t.cast.acting(*self.desk) as operator:
                intake.close(report_id=report_id, reason=ClosingReason.WITHDRAWN, by=operator)

    def _again(self, report_id: UUID, story: Story, said: ReportSaid) -> None:
        """Somebody else tells of the same people; the operator sees it and joins the two."""
        t = self.telling
        with t.cast.acting(*self.desk) as operator:
            row, _code = intake.record_report(said=said, channel="phone", by=operator)
            intake.join(report_id=row.id, to_report_id=report_id, by=operator)
        t.records.add(row.id)
        t.count("reports")
        t.count("joined")

    # Where it goes

    def _triage(self, story: Story, report_id: UUID, said: ReportSaid) -> None:
        t = self.telling
        forms = list(dict.fromkeys(SUGGESTED_FORMS[Situation(s)] for s in said.situations if s in SUGGESTED_FORMS))
        young = any(one.age < 18 for one in story.people)
        urgency = "danger" if said.danger_now == "yes" else "child" if young else "ordinary"
        with t.cast.acting(*self.desk) as operator:
            intake.triage(report_id=report_id, urgency=urgency, forms=forms, place=said.place, by=operator)
            if story.end == End.TRIAGED:
                return
            to = agencies.offices_by_code([f"police-{story.province}"])[f"police-{story.province}"]
            intake.transfer(report_id=report_id, to_office_id=to.id, reason="competent", by=operator)
        t.count("sent on")

    def _go_there(self, story: Story, report_id: UUID, tale: asking.Tale) -> None:
        t = self.telling
        police = f"police-{story.province}"
        with t.cast.acting(police, POLICE) as officer:
            intake.keep(report_id=report_id, by=officer)
            if story.end == End.ASSIGNED:
                return
            rows = intake_queries.persons_of(intake_queries.report_for(officer, report_id))
            pairs = list(zip(rows, story.people, strict=True))
            if story.moved:
                row, _one = pairs.pop()
                self._moved_away(story, report_id, row.id)
            wanted = len(story.cases) + story.screened
            finding = self._finding(wanted)
            for n, (row, _one) in enumerate(pairs):
                if story.end == End.VERIFYING and n and n == len(pairs) - 1:
                    return
                result = "found" if n < wanted else self._result(finding)
                known = result in {"found", "already_home"}
                intake.verify_person(
                    report_id=report_id, person_id=row.id, result=result, finding=finding if known else "", by=officer
                )
        met = [(row.id, one) for row, one in pairs[:wanted]]
        now = timezone.now()
        t.later(now + timedelta(hours=t.rng.choice([3, 8, 30])), lambda: self._conclude(story, report_id, finding))
        t.later(now + timedelta(hours=2), lambda: asking.screen_all(t, story, report_id, met, tale))

    def _finding(self, wanted: int) -> str:
        if wanted:
            return self.telling.rng.choices(["trafficking", "exploitation"], [65, 35])[0]
        return self.telling.rng.choices(
            ["unfounded", "labour_dispute", "immigration_only", "other_crime", "exploitation"], [40, 25, 12, 10, 13]
        )[0]

    def _result(self, finding: str) -> str:
        rest = ["not_at_place", "place_closed", "too_little_information", "already_home", "declined"]
        if finding == "unfounded":
            return self.telling.rng.choices(["not_at_place", "too_little_information"], [50, 50])[0]
        return self.telling.rng.choices(rest, [38, 16, 26, 14, 6])[0]

    def _moved_away(self, story: Story, report_id: UUID, person_id: UUID) -> None:
        """One of them was taken elsewhere: that part of the report goes to the other province."""
        t = self.telling
        there = t.rng.choice([code for code in ("12", "18", "08", "01", "17", "02") if code != story.province])
        with t.cast.acting(f"police-{story.province}", POLICE) as officer:
            intake.verify_person(report_id=report_id, person_id=person_id, result="other_province", by=officer)
            to = agencies.offices_by_code([f"police-{there}"])[f"police-{there}"]
            intake.transfer_part(
                report_id=report_id, person_ids=[person_id], to_office_id=to.id, reason="moved", place=there, by=officer
            )
        t.count("moved")

    def _conclude(self, story: Story, report_id: UUID, finding: str) -> None:
        t = self.telling
        if story.end == End.VERIFYING:
            return
        with t.cast.acting(f"police-{story.province}", POLICE) as officer:
            intake.conclude(report_id=report_id, finding=finding, by=officer)
            report = intake_queries.report_for(officer, report_id)
            if story.end == End.VERIFIED:
                return
            if report.mailbox_id is not None:
                intake.answer(
                    report_id=report_id, text="យើងបានទៅដល់កន្លែងនោះហើយ។ អរគុណដែលបានប្រាប់យើង (បង្កើតឡើង)។", by=officer
                )
            if story.end == End.CLOSED:
                reason = ClosingReason.DONE if finding in {"trafficking", "exploitation"} else ClosingReason.NO_TRACE
                intake.close(report_id=report_id, reason=reason, by=officer)
