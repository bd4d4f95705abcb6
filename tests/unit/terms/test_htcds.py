"""Every HTCDS code we use stands in the standard itself (read from beside the project when it is there)."""

import re
from pathlib import Path

import pytest

from rumduol.terms import queries

STANDARD = Path(__file__).resolve().parents[4] / "shared" / "reference" / "htcds.md"
ROW = re.compile(r"^\|[^|]*\|[^|]*\| `(\w+)` \|[^|]*\|[^|]*\|([^|]*)\|", re.MULTILINE)
# Values the standard takes from elsewhere (ISO 639-2, ISO 3166).
ELSEWHERE = {"prs_PrimaryLanguage": re.compile("[a-z]{3}"), "prs_Citizenship": re.compile("[A-Z]{2}")}
USED = sorted(
    {(field, value) for name in queries.lists() for t in queries.terms(name) for field, value in t.htcds.items()}
)


def _standard() -> Path:
    here = [STANDARD, *(p / "shared" / "reference" / "htcds.md" for p in Path(__file__).resolve().parents)]
    return next((path for path in here if path.is_file()), STANDARD)


def test_every_code_used_is_in_the_standard() -> None:
    path = _standard()
    if not path.is_file():
        pytest.skip("the HTCDS field list is not beside the project (../shared/reference/htcds.md)")
    fields = {name: {c.strip() for c in codes.split(";")} for name, codes in ROW.findall(path.read_text("utf-8"))}
    assert len(fields) == 83
    wrong = [
        (field, value)
        for field, value in USED
        if field not in fields or (field not in ELSEWHERE and value not in fields[field])
    ]
    assert wrong == []


def test_values_from_other_standards_have_their_shape() -> None:
    for field, value in USED:
        if field in ELSEWHERE:
            assert ELSEWHERE[field].fullmatch(value), (field, value)


@pytest.mark.parametrize(
    ("list_name", "field", "values"),
    [
        ("sex", "prs_Gender", {"Feminine", "Masculine"}),
        (
            "gender",
            "prs_Gender",
            {
                "Feminine",
                "Masculine",
                "TransgenderFeminine",
                "TransgenderMasculine",
                "NonConforming",
                "NonSpecifiedUnknown",
            },
        ),
        (
            "form",
            "vic_TypeOfExploitation",
            {
                "ForcedLabour",
                "SexualExploitation",
                "ChildLabour",
                "ForcedMarriage",
                "Servitude",
                "OrganRemoval",
                "ForcedMilitaryByNonStateActors",
                "ForcedBegging",
                "ForcedAdoption",
                "Surrogacy",
                "Other",
            },
        ),
        (
            "screening_outcome",
            "vic_TraffickingStatus",
            {"ActualVictimOfTrafficking", "PossibleVictimOfTrafficking", "NotAVictimOfTrafficking"},
        ),
        (
            "decided_by",
            "vic_TraffickingStatusDecisionMakingOrg",
            {"Police", "NGO", "CourtOrProsecution", "NonPoliceGovernmentalOrganization", "Other"},
        ),
    ],
)
def test_the_whole_standard_list_can_be_said(list_name: str, field: str, values: set[str]) -> None:
    assert values <= {term.htcds.get(field) for term in queries.terms(list_name)}


def test_every_industry_of_the_standard() -> None:
    assert {t.htcds["vic_ForcedLabourIndustry"][0] for t in queries.terms("isic")} == set("ABCDEFGHIJKLMNOPQRSTU")
    for term in queries.terms("isic"):
        assert (len(term.code) == 1) == (not term.parent)
