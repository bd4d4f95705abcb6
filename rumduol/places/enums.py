"""The four levels of Cambodia's administration and what each kind of place is called."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """How deep a place lies; its code has 2, 4, 6 or 8 digits."""

    PROVINCE = "province", _("province or capital")
    DISTRICT = "district", _("district, khan or town")
    COMMUNE = "commune", _("commune or sangkat")
    VILLAGE = "village", _("village")


class Kind(TextChoices):
    """The word put before the name. The law on administrative management (2008) fixes them."""

    CAPITAL = "capital", _("capital")
    PROVINCE = "khet", _("province")
    KHAN = "khan", _("khan")
    KRONG = "krong", _("town")
    SROK = "srok", _("district")
    SANGKAT = "sangkat", _("sangkat")
    KHUM = "khum", _("commune")
    PHUM = "phum", _("village")


DIGITS = {Level.PROVINCE: 2, Level.DISTRICT: 4, Level.COMMUNE: 6, Level.VILLAGE: 8}
LEVEL_OF_DIGITS = {digits: level for level, digits in DIGITS.items()}

# As written in front of the name in Khmer, and after or before it in Latin letters.
KHMER_WORD = {
    Kind.CAPITAL: "រាជធានី",
    Kind.PROVINCE: "ខេត្ត",
    Kind.KHAN: "ខណ្ឌ",
    Kind.KRONG: "ក្រុង",
    Kind.SROK: "ស្រុក",
    Kind.SANGKAT: "សង្កាត់",
    Kind.KHUM: "ឃុំ",
    Kind.PHUM: "ភូមិ",
}
LATIN_WORD = {
    Kind.CAPITAL: "capital",
    Kind.PROVINCE: "province",
    Kind.KHAN: "khan",
    Kind.KRONG: "town",
    Kind.SROK: "district",
    Kind.SANGKAT: "sangkat",
    Kind.KHUM: "commune",
    Kind.PHUM: "village",
}
