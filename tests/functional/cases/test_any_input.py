"""Whatever is posted to a page of a case: an answer in words, never a broken page, and nothing half-saved."""

import pytest
from django.db.models import TextChoices
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumduol.agencies.enums import Role
from rumduol.cases import enums
from rumduol.cases.models import Case, Step

pytestmark = pytest.mark.django_db
NEW = {"standing": "presumed", "sex": "female", "name": "A", "found_in_unknown": "on", "exploited_in_unknown": "on"}
PAGES = (
    "identity", "person", "risk", "custody", "plan", "decisions", "rights", "alarms", "visits", "feedback", "notes",
    "documents", "links", "closure", "assign", "take", "purpose", "detail",
)  # fmt: skip
FIELDS = (
    "do", "id", "text", "item", "reason", "risk", "review_on", "kind", "holder", "decided_by", "paper", "from_on",
    "until_on", "best_interest", "area", "goal", "doer", "due_on", "answer", "words", "language", "topic", "choice",
    "right", "status", "happened_on", "outcome", "on", "way", "relation", "number", "name", "informed", "explanation",
    "because", "revision", "standing", "sex", "age_from", "age_to", "nationality", "form", "palermo", "domestic",
    "born", "phone", "purpose", "next", "refused", "screening", "found_with", "page", "whose",
)  # fmt: skip
LISTS = [v for v in vars(enums).values() if isinstance(v, type) and issubclass(v, TextChoices) and v.__members__]
WORDS = sorted({value for names in LISTS for value in names.values})
VALUES = (
    st.sampled_from(
        [*WORDS, "goal", "task", "answer", "ask", "raise", "handle", "check", "finish", "km", "KH", "//evil"]
    )
    | st.text(max_size=30)
    | st.sampled_from(
        ["31/02/2024", "1/1/9999", "២៥៦៨", "99999999999999999999", "\x00", "\u202e", "🙂", "0" * 400, "²", "-1"]
    )
)


@given(
    page=st.sampled_from(PAGES)
    | st.sampled_from(list(enums.StepName))
    | st.sampled_from(["list", "open", "feedback_box"]),
    data=st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=12),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_input(page, data, client_of, actor_of, acting):
    by = actor_of("social_psh", Role.CASE_WORKER)
    worker = client_of(by)
    with acting(by):
        case_id = Case.objects.values_list("id", flat=True).first()
    if case_id is None:
        case_id = worker.post(reverse("cases:open"), NEW).headers["Location"].split("/")[2]
    if isinstance(page, enums.StepName):
        address = reverse("cases:step", args=[case_id, page.value])
    elif page in {"list", "open", "feedback_box"}:
        address = reverse(f"cases:{page}")
    else:
        address = reverse(f"cases:{page}", args=[case_id])
    answer = worker.post(address, data)
    assert answer.status_code < 500, (page, data)
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith("/")
        assert not answer.headers["Location"].startswith("//")
    assert worker.get(reverse("cases:list"), data).status_code < 500
    with acting(by):
        assert Step.objects.filter(case_id=case_id).count() == 10
