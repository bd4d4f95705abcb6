"""What somebody typed into a form, to be given back: never a secret, never a file."""

from django.http import HttpRequest

# Secrets, and the old token (the last part of a prefixed name counts).
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "code", "return_code", "otp", "pin", "secret", "token"})


def typed_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything typed, as (name, value), without secrets and files."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if isinstance(value, str) and not _secret(name.lower())
    ]


def _secret(name: str) -> bool:
    return "password" in name or name.rsplit("-", 1)[-1] in NOT_KEPT
