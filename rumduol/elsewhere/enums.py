"""Who published the figures that are not ours."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Publisher(TextChoices):
    GLOTIP = "glotip", _("UNODC, Global Report on Trafficking in Persons")
    DOL = "dol", _("US Department of Labor, Findings on the Worst Forms of Child Labor")
