"""Evidence from hand to hand, and the network."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rumduol.justice import enums
from rumduol.justice.forms.fields import MONTH, SEALED, choice, tick
from rumduol.places.fields import PlaceField
from rumduol.shared.fields import LineField, PartialDateField


class EvidenceForm(forms.Form):
    readers = SEALED
    kind = choice(_("What kind of thing"), enums.EvidenceKind)
    what = LineField(label=_("What it is"))
    where = LineField(label=_("Where it was found, and where it is kept"), required=False)
    place = PlaceField(label=_("District in which it was found"), required=False)
    found_on = PartialDateField(label=_("When it was found"), required=False, help_text=MONTH)
    sha256 = LineField(
        label=_("SHA-256"),
        required=False,
        max_length=200,
        help_text=_("Of a file; it is reckoned by itself when you add the file."),
    )
    upload = forms.FileField(label=_("File"), required=False)
    illegal_image = tick(
        _("It shows the abuse of a child"),
        help_text=_("Such material is never stored here. Give its hash, where it is and who has it; add no file."),
    )  # fmt: skip
    locator = LineField(label=_("Where the material is (address, device)"), required=False)
    custodian = LineField(label=_("Who has the material"), required=False)


class GiveForm(forms.Form):
    readers = SEALED
    item = forms.UUIDField(widget=forms.HiddenInput)
    to_person = forms.ChoiceField(label=_("I give it to"))
    note = LineField(label=_("How it is packed and sealed"), required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_person"].choices = [("", "---"), *people]  # type: ignore[attr-defined]


class NodeForm(forms.Form):
    readers = SEALED
    suspect = forms.ChoiceField(label=_("A suspect of this case"), required=False)
    kind = forms.ChoiceField(label=_("Or something else"), required=False)
    label = LineField(label=_("Name or number"), required=False)
    note = LineField(label=_("Note"), required=False)

    def __init__(self, *args: Any, suspects: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspect"].choices = [("", "---"), *suspects]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "---"), *[pair for pair in enums.NodeKind.choices if pair[0] != enums.NodeKind.SUSPECT]
        ]  # fmt: skip


class TieForm(forms.Form):
    readers = SEALED
    first = forms.ChoiceField(label=_("From"))
    kind = choice(_("Tie"), enums.TieKind)
    second = forms.ChoiceField(label=_("To"))
    certain = tick(_("It is certain"), initial=True)
    note = LineField(label=_("How it is known"), required=False)

    def __init__(self, *args: Any, nodes: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].choices = [("", "---"), *nodes]  # type: ignore[attr-defined]
