"""The return code: enough digits, read kindly, and a miss that looks like a hit."""

import math
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumduol.intake import codes
from rumduol.intake.codes import Code, NotACode, parse

DIGIT_SCRIPTS = ["0123456789", "០១២៣៤៥៦៧៨៩", "๐๑๒๓๔๕๖๗๘๙", "０１２３４５６７８９", "໐໑໒໓໔໕໖໗໘໙"]
digits28 = st.text("0123456789", min_size=28, max_size=28)


def test_the_secret_has_sixty_six_bits_and_the_locator_eight_digits() -> None:
    code = codes.new_code()
    assert len(code.locator) == 8
    assert len(code.secret) == 20
    assert math.log2(10 ** len(code.secret)) > 66
    assert len(code.groups()) == 7
    assert {len(group) for group in code.groups()} == {4}


def test_two_codes_share_nothing() -> None:
    made = [codes.new_code() for _ in range(500)]
    assert len({code.secret for code in made}) == 500
    assert {code.secret[0] for code in made} == set("0123456789")  # leading zeros are not lost


@settings(deadline=None)
@given(digits28, st.sampled_from(DIGIT_SCRIPTS), st.sampled_from(["", " ", "-", " – ", "\u200b", "\n", ".", "\u200e"]))
def test_a_code_is_read_in_any_script_and_grouping(digits: str, script: str, between: str) -> None:
    written = between.join(script[int(digit)] for digit in digits)
    read = parse(written)
    assert read.locator + read.secret == digits


@settings(deadline=None)
@given(digits28)
def test_what_is_shown_can_be_typed(digits: str) -> None:
    code = Code(digits[:8], digits[8:])
    assert parse(code.shown()) == code


@settings(deadline=None)
@given(st.text(max_size=60))
def test_anything_else_is_refused_and_never_breaks(text: str) -> None:
    found = sum(unicodedata.decimal(sign, None) is not None for sign in text)
    if found == 28:
        return
    with pytest.raises(NotACode):
        parse(text)


def test_the_number_of_digits_found_is_told() -> None:
    with pytest.raises(NotACode) as refused:
        parse("1234 5678 90")
    assert refused.value.digits == 10


def test_a_seed_gives_the_same_code_again_and_another_at_the_next_attempt() -> None:
    seed = codes.new_seed()
    assert codes.code_from(seed) == codes.code_from(seed)
    assert codes.code_from(seed, 1) != codes.code_from(seed)
    assert codes.salt_from(seed) != codes.salt_from(seed, 1)
    assert len(codes.salt_from(seed)) == 16


def test_a_locator_that_does_not_exist_has_a_salt_that_stays(settings: object) -> None:
    assert codes.fake_salt("12345678") == codes.fake_salt("12345678")
    assert codes.fake_salt("12345678") != codes.fake_salt("12345679")
    settings.PEPPER = bytes(32)  # type: ignore[attr-defined]
    other = codes.fake_salt("12345678")
    settings.PEPPER = bytes(31) + b"1"  # type: ignore[attr-defined]
    assert codes.fake_salt("12345678") != other


def test_verify_and_mailbox_keys_are_strangers_and_need_salt_and_pepper(settings: object) -> None:
    one = codes.stretch("1" * 20, bytes(16))
    assert one.verify != one.mailbox
    assert codes.stretch("1" * 20, bytes(16)) == one
    assert codes.stretch("1" * 20, b"1" * 16).verify != one.verify
    assert codes.verify_hash(one) != one.verify
    settings.PEPPER = bytes(32)  # type: ignore[attr-defined]
    assert codes.stretch("1" * 20, bytes(16)).verify != one.verify


def test_secrets_do_not_show_in_a_repr() -> None:
    code = Code("12345678", "99999999999999999999")
    keys = codes.stretch(code.secret, bytes(16))
    assert "9999" not in repr(code)
    assert keys.verify.hex() not in repr(keys)
    assert repr(keys.mailbox) not in repr(keys)


def test_in_a_crowd_one_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "PATIENCE_SECONDS", 0.01)
    for _ in range(codes.AT_ONCE):
        codes._turnstile.acquire()
    try:
        with pytest.raises(codes.Busy):
            codes.stretch("1" * 20, bytes(16))
    finally:
        for _ in range(codes.AT_ONCE):
            codes._turnstile.release()
    assert codes.stretch("1" * 20, bytes(16)).verify
