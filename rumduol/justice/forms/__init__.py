"""Forms of the pages of a criminal case."""

from rumduol.justice.forms.cases import (
    CaseChangeForm,
    CaseForm,
    ListForm,
    MoveForm,
    OpenForm,
    ShareForm,
    VictimForm,
)
from rumduol.justice.forms.courts import (
    AnswerForm,
    ChargeForm,
    CooperationForm,
    DropForm,
    ReplaceForm,
    VerdictForm,
)
from rumduol.justice.forms.proof import (
    EvidenceForm,
    GiveForm,
    NodeForm,
    TieForm,
)
from rumduol.justice.forms.suspects import (
    DayOnlyForm,
    DetainForm,
    NewSuspectForm,
    SearchForm,
    SuspectChangeForm,
    SuspectForm,
    VictimLinkForm,
)

__all__ = [
    "AnswerForm",
    "CaseChangeForm",
    "CaseForm",
    "ChargeForm",
    "CooperationForm",
    "DayOnlyForm",
    "DetainForm",
    "DropForm",
    "EvidenceForm",
    "GiveForm",
    "ListForm",
    "MoveForm",
    "NewSuspectForm",
    "NodeForm",
    "OpenForm",
    "ReplaceForm",
    "SearchForm",
    "ShareForm",
    "SuspectChangeForm",
    "SuspectForm",
    "TieForm",
    "VerdictForm",
    "VictimForm",
    "VictimLinkForm",
]
