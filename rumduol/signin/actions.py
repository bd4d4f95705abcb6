"""Signing in and out, second factors, invitations, roles. The database checks the password; the keyring opens in memory."""

import hashlib
import hmac
import os
import secrets
import unicodedata
from dataclasses import dataclass
from uuid import UUID

import pyotp
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access import cookie, database, queries
from rumduol.access.enums import AccessEvent, Permission
from rumduol.access.policies import check_may
from rumduol.access.queries import Pending
from rumduol.access.types import OWN_KEY, Actor, Keyring
from rumduol.agencies import actions as staff
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import OfficeLevel, Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere
from rumduol.signin.models import TotpUse
from rumduol.vault import crypto, keys

INVITATION_DAYS = 7
PASSWORD_LETTERS = 12


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A new session: the secret for the cookie, and whether a second factor is still owed (or must be enrolled)."""

    secret: bytes
    done: bool
    enrol: bool


def _fake_salt(username: str) -> bytes:
    return hmac.digest(settings.PEPPER, b"salt " + username.encode(), hashlib.sha256)[: crypto.SALT_BYTES]


def tidy_username(text: str) -> str:
    """As it is stored: without what no name holds and the database refuses (NUL, half characters)."""
    whole = "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter.isprintable())
    return whole.strip().lower()[:60]


def sign_in(*, username: str, password: str) -> SignedIn:
    """Check a password inside the database and start a session. The answer costs the same for an unknown name.

    Raises InvalidInput with one and the same sentence for a wrong name, a wrong password and a disabled person.
    """
    name = tidy_username(username)
    with connection.cursor() as cursor:
        cursor.execute("select access.salt_of(%s, %s)", [name, _fake_salt(name)])
        salt = bytes(cursor.fetchone()[0])
    halves = keys.derive(unicodedata.normalize("NFC", password), salt)
    secret = cookie.new_secret()
    with connection.cursor() as cursor:
        cursor.execute(
            "select outcome, person, second_factor from access.sign_in(%s, %s, %s, %s, %s)",
            [name, halves.auth_key, cookie.token_of(secret), settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS],
        )
        outcome, person_id, second_factor = cursor.fetchone()
    if outcome == "wait":
        raise InvalidInput(errors={"__all__": [_("Too many wrong tries. Wait a few minutes and try again.")]})
    if outcome != "yes":
        raise InvalidInput(errors={"__all__": [_("The name or the password is not right.")]})
    database.set_token(cookie.token_of(secret))
    private = keys.my_private_key(halves.lock_key)
    _park(secret, Keyring({OWN_KEY: private}) if private else Keyring())
    enrol = not second_factor and not settings.DEMO
    if second_factor or enrol:
        return SignedIn(secret, done=False, enrol=enrol)
    finish(secret=secret, person_id=person_id, factor="password")
    return SignedIn(secret, done=True, enrol=False)


def _park(secret: bytes, ring: Keyring) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select access.park(%s)", [cookie.park(secret, ring.to_bytes())])


def own_private_key(secret: bytes) -> bytes | None:
    """The private key parked by a pending session."""
    with connection.cursor() as cursor:
        cursor.execute("select sealed_keyring from access.me()")
        row = cursor.fetchone()
    parked = cookie.unpark(secret, bytes(row[0])) if row and row[0] else None
    return Keyring.from_bytes(parked).get(OWN_KEY) if parked else None


def finish(*, secret: bytes, person_id: UUID, factor: str, membership_id: UUID | None = None) -> Actor:
    """The second factor was given (or is not asked): open the office's keyring and act in a role.

    Raises NotAllowed when the person has no role in any office (any more).
    """
    private = own_private_key(secret)
    with connection.cursor() as cursor:
        cursor.execute("select membership, office, agency from access.my_memberships()")
        rows = cursor.fetchall()
    chosen = next((row for row in rows if membership_id in {None, row[0]}), None)
    if chosen is None:
        raise NotAllowed(_("You have no role in an office at the moment. Ask your administrator."))
    membership, office_id, agency_id = chosen
    ring = keys.open_keyring(private, office_id=office_id, agency_id=agency_id) if private else Keyring()
    _confirm(secret, membership, ring, private)
    actor, _pending = queries.who_is_asking(secret)
    if actor is None:
        raise NotAllowed()
    if not settings.DEMO and agencies.people([person_id])[person_id].demo:
        raise NotAllowed(_("Demo people are refused here."))
    made = keys.ensure_keys(actor)
    if made:
        _confirm(secret, membership, Keyring({**ring, **made}), private)
        actor, _pending = queries.who_is_asking(secret)
        if actor is None:
            raise NotAllowed()
    audit.record(AccessEvent.SIGNED_IN, by=actor, detail={"factor": factor})
    return actor


def _confirm(secret: bytes, membership_id: UUID, ring: Keyring, private: bytes | None) -> None:
    kept = Keyring({**ring, **({OWN_KEY: private} if private else {})})
    with connection.cursor() as cursor:
        cursor.execute("select access.confirm(%s, %s)", [membership_id, cookie.park(secret, kept.to_bytes())])


def act_as(*, membership_id: UUID, secret: bytes, by: Actor) -> Actor:
    """Act in another of one's own roles; the keyring of the other office opens, this one's closes."""
    return finish(secret=secret, person_id=by.person_id, factor="switch", membership_id=membership_id)


def sign_out(*, by: Actor | None) -> None:
    """End this session; its parked keyring is destroyed."""
    if by:
        audit.record(AccessEvent.SIGNED_OUT, by=by)
    with connection.cursor() as cursor:
        cursor.execute("select access.sign_out()")


def end_other_sessions(*, by: Actor) -> int:
    """End every other session of one's own. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("select access.end_sessions(%s, true)", [by.person_id])
        ended = int(cursor.fetchone()[0])
    audit.record(AccessEvent.SESSIONS_ENDED, by=by, detail={"ended": ended})
    return ended


# Second factor: time-based codes


def new_totp_secret() -> str:
    return pyotp.random_base32()


def enrol_totp(*, totp_secret: str, code: str, pending: Pending | Actor) -> None:
    """Keep the secret sealed to the person's own key, after a first right code. Raises InvalidInput."""
    if not pyotp.TOTP(totp_secret).verify(code, valid_window=1):
        raise InvalidInput(errors={"code": [_("This code is not right. Wait for the next one and try again.")]})
    with connection.cursor() as cursor:
        cursor.execute("select public from vault.my_locked_keys()")
        row = cursor.fetchone()
        if row is None:
            raise NotThere()
        cursor.execute("select vault.set_totp(%s)", [crypto.wrap(totp_secret.encode(), bytes(row[0]))])
    ask_second_factor()


def check_totp(*, code: str, secret: bytes, person_id: UUID) -> None:
    """Raise InvalidInput unless this is a fresh code of the enrolled secret; a code works once (RFC 6238, 5.2)."""
    wrong = InvalidInput(errors={"code": [_("This code is not right. Wait for the next one and try again.")]})
    private = own_private_key(secret)
    with connection.cursor() as cursor:
        cursor.execute("select access.may_try_code()")
        if not cursor.fetchone()[0]:
            raise InvalidInput(errors={"code": [_("Too many wrong tries. Wait a few minutes and try again.")]})
        cursor.execute("select sealed_totp from vault.my_locked_keys()")
        row = cursor.fetchone()
    if private is None or row is None or row[0] is None:
        raise wrong
    totp = pyotp.TOTP(crypto.unwrap(bytes(row[0]), private).decode())
    now = int(timezone.now().timestamp()) // totp.interval
    used = TotpUse.objects.filter(person_id=person_id).values_list("step", flat=True).first() or 0
    for step in (now - 1, now, now + 1):
        if step > used and hmac.compare_digest(totp.generate_otp(step), code):
            TotpUse.objects.update_or_create(person_id=person_id, defaults={"step": step})
            return
    with connection.cursor() as cursor:
        cursor.execute("select access.wrong_code()")
    raise wrong


# People of the agency


def make_office(
    *, code: str, name_km: str, name_en: str, level: str, parent: str, province: str, confidential: bool, by: Actor
) -> UUID:
    """A new office of the administrator's agency. Its key is made by the first of its people who signs in."""
    check_may(by, Permission.OFFICES_MANAGE)
    if agencies.offices_by_code([code]):
        raise InvalidInput(errors={"code": [_("This short name is taken.")]})
    with transaction.atomic():
        office_id = staff.add_office(
            agency_id=by.agency_id, code=code, level=OfficeLevel(level), name_km=name_km, name_en=name_en,
            parent_id=UUID(parent) if parent else None, place=province, territory=(province,) if province else (),
            confidential=confidential,
        )  # fmt: skip
        audit.record(AccessEvent.OFFICE_MADE, by=by, subject=Subject("office", office_id), detail={"code": code})
    return office_id


def invite(*, username: str, name_km: str, name_latin: str, office_id: UUID, role: Role, by: Actor) -> tuple[UUID, str]:
    """A new colleague, and the one-time invitation to hand to them on paper. Raises InvalidInput when the name is taken."""
    check_may(by, Permission.OFFICES_MANAGE)
    office = agencies.office(office_id)
    if office.agency_id != by.agency_id:
        raise NotThere()
    name = tidy_username(username)
    with transaction.atomic():
        if agencies.username_taken(name):
            raise InvalidInput(errors={"username": [_("This name is taken. Choose another.")]})
        person = staff.add_person(username=name, name_km=name_km, name_latin=name_latin)
        staff.add_membership(person_id=person.id, office_id=office_id, role=role)
        code = _invite(person.id)
        audit.record(
            AccessEvent.INVITED, by=by, subject=Subject("person", person.id), detail={"office": office_id, "role": role}
        )
    return person.id, code


def invite_again(*, person_id: UUID, by: Actor) -> str:
    """A forgotten password: a new invitation. A colleague must hand the keys on again: two people, never one."""
    check_may(by, Permission.OFFICES_MANAGE)
    code = _invite(person_id)
    audit.record(AccessEvent.INVITED, by=by, subject=Subject("person", person_id), detail={"again": True})
    return code


def new_invitation() -> str:
    """80 random bits in five groups, to be written on paper."""
    return "-".join(secrets.token_hex(2) for _n in range(5))


def _invite(person_id: UUID) -> str:
    code = new_invitation()
    with connection.cursor() as cursor:
        cursor.execute(
            "select access.invite(%s, %s, %s, %s)",
            [person_id, os.urandom(crypto.SALT_BYTES), code.encode(), INVITATION_DAYS],
        )
        if not cursor.fetchone()[0]:
            raise NotThere()
    return code


def check_password(password: str) -> None:
    """At least 12 letters, none of the common ones. Raises InvalidInput."""
    from django.contrib.auth.password_validation import CommonPasswordValidator
    from django.core.exceptions import ValidationError

    if len(password) < PASSWORD_LETTERS:
        raise InvalidInput(errors={"password": [_("Use at least 12 letters; a short sentence is easy to remember.")]})
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError as error:
        raise InvalidInput(
            errors={"password": [_("This password is among the first that are guessed. Choose another.")]}
        ) from error


def accept_invitation(*, username: str, invitation: str, password: str) -> None:
    """Set the first (or a new) password: makes the person's key pair. Raises InvalidInput."""
    check_password(password)
    new = keys.new_member(unicodedata.normalize("NFC", password))
    with connection.cursor() as cursor:
        cursor.execute(
            "select vault.accept_invitation(%s, %s, %s, %s, %s, %s)",
            [
                tidy_username(username),
                invitation.strip().lower().encode(),
                new.salt,
                new.verifier,
                new.public,
                new.locked_private,
            ],
        )
        person_id = cursor.fetchone()[0]
    if person_id is None:
        raise InvalidInput(
            errors={"__all__": [_("The name and the invitation do not belong together, or it is too old.")]}
        )


def change_password(*, old: str, new: str, by: Actor) -> None:
    """Lock the same private key under a new password. Other sessions end. Raises InvalidInput."""
    check_password(new)
    person = agencies.people([by.person_id])[by.person_id]
    with connection.cursor() as cursor:
        cursor.execute("select access.salt_of(%s, %s)", [person.username, _fake_salt(person.username)])
        halves = keys.derive(unicodedata.normalize("NFC", old), bytes(cursor.fetchone()[0]))
        salt = os.urandom(crypto.SALT_BYTES)
        fresh = keys.derive(unicodedata.normalize("NFC", new), salt)
        cursor.execute(
            "select access.change_password(%s, %s, %s)",
            [halves.auth_key, salt, hashlib.sha256(fresh.auth_key).digest()],
        )
        if not cursor.fetchone()[0]:
            raise InvalidInput(errors={"old": [_("The present password is not right.")]})
    keys.relock(person_id=by.person_id, old_lock=halves.lock_key, new_lock=fresh.lock_key)
    end_other_sessions(by=by)


def disable(*, person_id: UUID, by: Actor) -> None:
    """The person is out at their next click: sessions end in the same transaction. Only within the own agency."""
    check_may(by, Permission.OFFICES_MANAGE)
    if person_id == by.person_id:
        raise NotAllowed(_("Nobody disables themselves: ask another administrator."))
    agencies.person_of_agency(person_id, by.agency_id)
    with transaction.atomic():
        if staff.disable_person(person_id=person_id, by_id=by.person_id):
            with connection.cursor() as cursor:
                cursor.execute("select access.end_sessions(%s, false)", [person_id])
            audit.record(AccessEvent.DISABLED, by=by, subject=Subject("person", person_id))


def give_role(*, person_id: UUID, office_id: UUID, role: Role, by: Actor) -> UUID:
    """One more role for a person of the agency. Returns the membership."""
    check_may(by, Permission.OFFICES_MANAGE)
    agencies.person_of_agency(person_id, by.agency_id)
    if agencies.agency_of(office_id) != by.agency_id:
        raise NotThere()
    with transaction.atomic():
        row, made = staff.add_membership(person_id=person_id, office_id=office_id, role=role)
        if made:
            detail = {"office": office_id, "role": role}
            audit.record(AccessEvent.ROLE_GIVEN, by=by, subject=Subject("person", person_id), detail=detail)
    return row.id


def end_role(*, membership_id: UUID, by: Actor) -> None:
    """The role works no longer from the next request on."""
    check_may(by, Permission.OFFICES_MANAGE)
    with transaction.atomic():
        row = staff.end_membership(membership_id=membership_id, agency_id=by.agency_id, by_id=by.person_id)
        subject = Subject("person", row.person_id)
        audit.record(AccessEvent.ROLE_ENDED, by=by, subject=subject, detail={"role": row.role})


def choose_language(*, language: str, by: Actor) -> None:
    """Khmer or English for one's own pages."""
    if language not in settings.STAFF_LANGUAGES:
        raise InvalidInput(errors={"language": [_("Choose Khmer or English.")]})
    staff.set_language(person_id=by.person_id, language=language)


def ask_second_factor() -> None:
    """From the next sign-in on, a second factor is asked."""
    with connection.cursor() as cursor:
        cursor.execute("select access.require_second_factor(true)")
