"""The languages of pages that need no account, as they stand in an address: `/vi/report/`."""

from django.conf import settings
from django.urls import register_converter
from django.urls.converters import StringConverter


class PublicLanguage(StringConverter):
    """`<public_language:lang>`: one of LANGUAGES. Importing this module makes it known."""

    regex = "|".join(code for code, _name in settings.LANGUAGES)
    example = settings.LANGUAGE_CODE


register_converter(PublicLanguage, "public_language")
