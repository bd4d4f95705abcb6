"""A girl's case in Preah Sihanouk, sealed in parts, and the providers of the directory tests."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import timezone

from rumduol.agencies.enums import Role
from rumduol.directory.types import Need
from rumduol.referrals import actions, persons
from rumduol.referrals.enums import Giver, Manner, ReferralKind, SharingPurpose, Urgency
from rumduol.shared.errors import NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef
from tests.integration.directory.conftest import houses, keeper  # noqa: F401

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


@pytest.fixture
def case(worker, acting, monkeypatch):
    """The sealed parts of a case and what a referral knows of it."""
    case_id = uuid4()
    ref = RecordRef("case", case_id, worker.office_id)
    with acting(worker):
        for section, fields in SECRETS.items():
            vault.seal(record=ref, section=section, fields=fields, by=worker)

    def person_of(by, wanted):
        if wanted != case_id or by.office_id != worker.office_id:
            raise NotThere()
        return persons.PersonInCase(case_id=case_id, number="K-26-AAAAAA", office_id=worker.office_id)

    monkeypatch.setattr(persons, "person_of", person_of)
    return SimpleNamespace(id=case_id, ref=ref)


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
