"""The words a provider is described with. Codes of services, languages and the like are in `terms`."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProviderKind(TextChoices):
    SOCIAL_AFFAIRS = "social_affairs", _("Social affairs office")
    SHELTER = "shelter", _("Shelter")
    DROP_IN = "drop_in", _("Drop-in or day centre")
    HEALTH = "health", _("Hospital or health centre")
    COUNSELLING = "counselling", _("Counselling service")
    LEGAL_AID = "legal_aid", _("Legal aid")
    TRAINING = "training", _("School or vocational training")
    REINTEGRATION = "reintegration", _("Reintegration or family support")
    TRANSIT = "transit", _("Transit centre")


# Public bodies work by law; a non-governmental service needs an agreement with the ministry of social affairs.
class Standing(TextChoices):
    PUBLIC = "public", _("Public body")
    NGO = "ngo", _("Non-governmental organisation")
    PRIVATE = "private", _("Private")


class StandardsResult(TextChoices):
    MET = "met", _("Minimum standards met")
    PARTLY = "partly", _("Partly met, with a date to mend")
    NOT_MET = "not_met", _("Not met")


class Medical(TextChoices):
    """What a service can care for on the spot."""

    FIRST_AID = "first_aid", _("first aid")
    WOUND = "wound", _("wounds")
    SURGERY = "surgery", _("operations")
    PREGNANCY = "pregnancy", _("pregnancy and birth")
    SEXUAL_ASSAULT = "sexual_assault", _("care after rape (72 hours)")
    HIV_TB = "hiv_tb", _("HIV and tuberculosis")
    MEDICINE = "medicine", _("medicine to be taken every day")
    WITHDRAWAL = "withdrawal", _("withdrawal from drugs")
    MENTAL_ILLNESS = "mental_illness", _("severe mental illness")
    INFANT = "infant", _("an infant")
