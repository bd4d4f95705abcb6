"""A girl's case in Preah Sihanouk, sealed in parts, and the providers of the directory tests."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from rumduol.agencies.enums import Role
from rumduol.cases import actions as cases
from rumduol.cases.enums import Source, Standing
from rumduol.cases.types import PersonCoded
from rumduol.directory.types import Need
from rumduol.referrals import actions
from rumduol.referrals.enums import Giver, Manner, ReferralKind, SharingPurpose, Urgency
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef
from tests.integration.directory.conftest import houses, keeper  # noqa: F401
from tests.nation import link_chain_now

SECRETS = {
    Section.IDENTITY: {"name": "canary-name"},
    Section.HEALTH: {"care": "canary-health"},
    Section.INTERVIEW: {"answers": "canary-interview"},
    Section.WHEREABOUTS: {"address": "canary-whereabouts"},
}
NEED = Need(services=("shelter_short",), sex="female", age_from=15, age_to=15, language="vi", place="1801")


@pytest.fixture
def worker(actor_of):
    return actor_of("social_psh", Role.CASE_WORKER)


@pytest.fixture
def house(actor_of):
    return actor_of("lotus_shelter", Role.SHELTER_WORKER)


@pytest.fixture(scope="module")
def case(ground):
    """A girl of 15 from Viet Nam, with sealed parts; made once for a module, what a test does to it is rolled back."""
    worker = ground.members["social_psh", Role.CASE_WORKER].actor
    with ground.acting("social_psh", Role.CASE_WORKER):
        opened = cases.open_case(
            source=(Source.WALK_IN, None), standing=Standing.PRESUMED,
            person=PersonCoded(
                sex="female", age_from=15, age_to=15, nationality="VN", language="vi", found_in="1801",
                forms=("sexual_prostitution",),
            ),
            identity=SECRETS[Section.IDENTITY], by=worker,
        )  # fmt: skip
        ref = RecordRef("case", opened.id, worker.office_id)
        for section, fields in SECRETS.items():
            vault.seal(record=ref, section=section, fields=fields, by=worker)
    link_chain_now()
    return SimpleNamespace(id=opened.id, ref=ref, number=opened.number)


@pytest.fixture
def make(case, houses, worker, acting):  # noqa: F811
    """make(provider, sections=[...], sent=True) -> a referral of the girl's case."""

    def referral(provider=None, sections=("identity", "health"), *, sent=True, **more):
        provider = provider or houses.lotus
        with acting(worker):
            row = actions.draft(
                case_id=case.id, kind=more.pop("kind", ReferralKind.SERVICE), need=NEED,
                urgency=more.pop("urgency", Urgency.URGENT), by=worker,
            )  # fmt: skip
            actions.choose_provider(referral_id=row.id, provider_id=provider.id, by=worker)
            decision = {
                "accepts_provider": True,
                "sections": list(sections),
                "purpose": SharingPurpose.SHELTER,
                "until": timezone.now() + timedelta(days=60),
                "giver": Giver.AD_LITEM,
                "manner": Manner.THUMB,
                "language": "vi",
                "words": "I want to stay near the sea.",
                **more,
            }
            actions.record_decision(referral_id=row.id, **decision, by=worker)
            actions.write_message(referral_id=row.id, message="canary-message", by=worker)
            if sent:
                row = actions.send(referral_id=row.id, by=worker)
        return row

    return referral
