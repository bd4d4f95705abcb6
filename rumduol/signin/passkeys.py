"""Passkeys as the second factor (WebAuthn level 3). The password stays: it opens the keyring, a passkey can't."""

import json
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext_lazy as _
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from rumduol.shared.errors import InvalidInput
from rumduol.signin.models import Passkey

MINUTES_5 = 300


def _wrong() -> InvalidInput:
    return InvalidInput(errors={"__all__": [_("The passkey was not accepted. Try again or use a code.")]})


def registration(*, person_id: UUID, username: str, display_name: str, host: str) -> tuple[str, str]:
    """(options as JSON for the browser, signed challenge for the form)"""
    options = generate_registration_options(
        rp_id=host, rp_name="Rumduol", user_id=person_id.bytes, user_name=username, user_display_name=display_name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.DISCOURAGED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=bytes(key.credential_id)) for key in Passkey.objects.filter(person_id=person_id)
        ],
    )  # fmt: skip
    return options_to_json(options), signing.dumps(options.challenge.hex(), salt=f"passkey {person_id}")


def register(*, person_id: UUID, name: str, answer: str, challenge: str, host: str, origin: str) -> Passkey:
    """Keep a new passkey. Raises InvalidInput when the browser's answer does not fit the challenge."""
    try:
        verified = verify_registration_response(
            credential=json.loads(answer), expected_challenge=_challenge(challenge, person_id), expected_rp_id=host,
            expected_origin=origin,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise _wrong() from error
    return Passkey.objects.create(
        person_id=person_id, credential_id=verified.credential_id, public_key=verified.credential_public_key,
        sign_count=verified.sign_count, name=name[:60] or "passkey",
    )  # fmt: skip


def authentication(*, person_id: UUID, host: str) -> tuple[str, str] | None:
    """(options as JSON, signed challenge); None when the person has no passkey."""
    own = list(Passkey.objects.filter(person_id=person_id))
    if not own:
        return None
    options = generate_authentication_options(
        rp_id=host, allow_credentials=[PublicKeyCredentialDescriptor(id=bytes(key.credential_id)) for key in own]
    )
    return options_to_json(options), signing.dumps(options.challenge.hex(), salt=f"passkey {person_id}")


def check(*, person_id: UUID, answer: str, challenge: str, host: str, origin: str) -> None:
    """Raise InvalidInput unless one of the person's passkeys signed the challenge; a counter that goes back is refused."""
    try:
        credential: dict[str, Any] = json.loads(answer)
        key = (
            Passkey.objects.select_for_update()
            .filter(person_id=person_id, credential_id=base64url_to_bytes(credential["id"]))
            .first()
        )
        if key is None:
            raise _wrong()
        verified = verify_authentication_response(
            credential=credential, expected_challenge=_challenge(challenge, person_id), expected_rp_id=host,
            expected_origin=origin, credential_public_key=bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise _wrong() from error
    key.sign_count = verified.new_sign_count
    key.save(update_fields=["sign_count"])


def _challenge(signed: str, person_id: UUID) -> bytes:
    try:
        return bytes.fromhex(signing.loads(signed, salt=f"passkey {person_id}", max_age=MINUTES_5))
    except signing.BadSignature as error:
        raise _wrong() from error
