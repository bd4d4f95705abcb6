"""Referrals of the demo nation: somebody is asked, answers in time or not, takes the person, and ends; or nobody fits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from demo.people import Invented
from demo.telling import WORKER, Telling
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.directory import actions as directory_actions
from rumduol.directory import queries as directory
from rumduol.directory.types import Need
from rumduol.referrals import actions as referrals
from rumduol.referrals.enums import DeclineReason, EndReason, Giver, Manner, ReferralKind, SharingPurpose, Urgency
from rumduol.referrals.models import Referral

PURPOSES = {
    "shelter_long": "shelter", "shelter_short": "shelter", "shelter_emergency": "shelter", "medical": "health",
    "legal": "legal_aid", "vocational": "education", "psychosocial": "counselling",
}  # fmt: skip
LANGUAGES = {"VN": "vi", "CN": "zh", "TH": "th", "KH": "km"}
DISABILITIES = ["seeing", "hearing", "walking", "remembering"]
WISHES = ["យល់ព្រម ប្រសិនបើនៅជិតផ្ទះ។", "ខ្ញុំយល់ព្រម។", "សុំកុំប្រាប់អ្នកដទៃ។"]
DONE = "រួចរាល់ (បង្កើតឡើង)។"


def _wanted(one: Invented) -> list[str]:
    if one.sex == "female":
        return ["shelter_long", "shelter_emergency", "medical", "legal", "psychosocial", "vocational"]
    return ["shelter_short", "shelter_emergency", "medical", "legal", "vocational"]


def plan_referrals(t: Telling, office: str, case_id: UUID, one: Invented, province: str, how_many: int) -> None:
    """Ask so many services. What nobody offers is written down as an unmet need: for boys and men often a place to stay."""
    rng = t.rng
    disability = frozenset(rng.sample(DISABILITIES, 1)) if rng.random() < 0.07 else frozenset[str]()
    services = rng.sample(_wanted(one), len(_wanted(one)))
    left = how_many
    for service in services:
        if not left:
            break
        need = Need(
            services=(service,), sex=one.sex, age_from=one.age, age_to=one.age, citizen=one.nationality == "KH",
            language=LANGUAGES.get(one.nationality), disability=disability, place=province,
        )  # fmt: skip
        if _ask(t, office, case_id, one, need):
            left -= 1
    if rng.random() < (0.12 if one.sex == "male" else 0.04) or left:
        with t.cast.acting(office, WORKER) as worker:
            need = Need(
                services=(rng.choice(["mental_health", "shelter_long", "job"]),), sex=one.sex, age_from=one.age,
                age_to=one.age, citizen=one.nationality == "KH", disability=disability, place=province,
            )  # fmt: skip
            directory_actions.record_unmet(need=need, case_id=case_id, by=worker)
        t.count("unmet needs")


def _ask(t: Telling, office: str, case_id: UUID, one: Invented, need: Need) -> bool:
    """One referral to one of the best three who fit (else who come near); False when nobody has an account for it."""
    rng = t.rng
    service = need.services[0]
    with t.cast.acting(office, WORKER) as worker:
        near = [m for m in directory.search(worker, replace(need, language=None, disability=frozenset())) if m.fits]
        found = [m for m in near if not m.candidate.by_hand][:3]
        if not found:
            return False
        row = referrals.draft(
            case_id=case_id, kind=ReferralKind.SERVICE, need=need,
            urgency=rng.choices([Urgency.EMERGENCY, Urgency.URGENT, Urgency.ORDINARY], [10, 40, 50])[0], by=worker,
        )  # fmt: skip
        t.count("referrals")
        t.records.add(row.id)
        referrals.choose_provider(referral_id=row.id, provider_id=rng.choice(found).candidate.provider_id, by=worker)
        if t.now - timezone.now() < timedelta(days=9) and rng.random() < 0.15:
            return True  # the person still thinks about it
        wanted = ["identity", "health"] if PURPOSES[service] in {"health", "shelter"} else ["identity"]
        consent = referrals.record_decision(
            referral_id=row.id, accepts_provider=True, purpose=SharingPurpose(PURPOSES[service]),
            sections=[name for name in wanted if name in referrals.shareable(worker, row)],
            until=timezone.now() + timedelta(days=rng.choice([90, 180, 365])),
            giver=Giver.PERSON if one.age >= 18 else Giver.AD_LITEM,
            manner=rng.choice([Manner.SPOKEN, Manner.SIGNED, Manner.THUMB]), language="km", words=rng.choice(WISHES), by=worker,
        )  # fmt: skip
        row = referrals.send(referral_id=row.id, by=worker)
    if row.to_office_id is not None:
        Answered(t, office, row, consent.id).plan()
    return True


class Answered:
    """What becomes of a referral that was sent."""

    def __init__(self, t: Telling, sender: str, row: Referral, consent_id: UUID) -> None:
        self.t, self.sender, self.id, self.consent_id = t, sender, row.id, consent_id
        code = next(office.code for office in agencies.offices([row.to_office_id]).values()) if row.to_office_id else ""
        self.host = code
        self.role = (
            Role.LEGAL_AID_LAWYER if code == "lantern" else WORKER if code.startswith(("clinic", "palm-training")) else Role.SHELTER_WORKER
        )  # fmt: skip

    def plan(self) -> None:
        """Answer in hours or days; then care for weeks or months; then the end. Whatever lies ahead is left open."""
        rng, sent = self.t.rng, timezone.now()
        answered = sent + timedelta(hours=rng.choice([1, 5, 20, 60, 150]))
        ended = answered + timedelta(days=rng.choice([10, 30, 80, 150, 300]))
        roll = rng.random()
        if roll < 0.03 and self.t.now - sent > timedelta(days=12):
            self._later(
                sent + timedelta(days=11),
                self.sender,
                WORKER,
                lambda by: referrals.give_up(referral_id=self.id, by=by),
                "not answered",
            )
            return
        if roll < 0.11:
            reason = rng.choice([DeclineReason.FULL, DeclineReason.NOT_OUR_GROUP, DeclineReason.NO_INTERPRETER])
            self._later(
                answered,
                self.host,
                self.role,
                lambda by: referrals.decline(referral_id=self.id, reason=reason, by=by),
                "declined",
            )
            self._close_after(answered)
            return
        if roll < 0.14:
            self._later(
                answered,
                self.sender,
                WORKER,
                lambda by: referrals.withdraw(referral_id=self.id, by=by),
                "referrals withdrawn",
            )
            return
        self._later(answered, self.host, self.role, lambda by: referrals.accept(referral_id=self.id, by=by), "accepted")
        self._later(
            answered + timedelta(days=1),
            self.host,
            self.role,
            lambda by: referrals.admit(referral_id=self.id, by=by),
            "admitted",
        )
        if rng.random() < 0.05:
            self._later(
                answered + timedelta(days=3), self.sender, WORKER,
                lambda by: referrals.withdraw_consent(consent_id=self.consent_id, sections=None, words="ខ្ញុំប្តូរចិត្ត។", by=by),
                "consents withdrawn",
            )  # fmt: skip
        if rng.random() < 0.1:
            end: Callable[..., object] = referrals.hand_back
            reason_end = rng.choice([EndReason.PERSON_WISHED, EndReason.OTHER_SERVICE, EndReason.AWAY])
        else:
            end, reason_end = referrals.complete, EndReason.DONE
        self._later(
            ended,
            self.host,
            self.role,
            lambda by: end(referral_id=self.id, reason=reason_end, report=DONE, by=by),
            "services ended",
        )
        self._close_after(ended)

    def _close_after(self, moment: datetime) -> None:
        if self.t.rng.random() < 0.8:
            self._later(
                moment + timedelta(days=2),
                self.sender,
                WORKER,
                lambda by: referrals.close(referral_id=self.id, by=by),
                "",
            )

    def _later(self, moment: datetime, office: str, role: Role, do: Callable[..., object], what: str) -> None:
        def act() -> None:
            with self.t.cast.acting(office, role) as by:
                do(by)
            if what:
                self.t.count(what)

        self.t.later(moment, act)
