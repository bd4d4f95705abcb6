"""What a victim is owed: a settlement that ends nothing, an order, three payments with interest.

Parts of a story told through pages only (tests/functional/seats.py).
"""

from rumduol.agencies.enums import Role
from rumduol.shared.khmer import to_latin_digits
from tests.functional.seats import Seat, Stage
from tests.functional.story_criminal import CLERK, LIEUTENANT, Matter, on

LAWYER = ("justiceaid", Role.LEGAL_AID_LAWYER)
OTHER_LAWYER = ("justicehelp", Role.LEGAL_AID_LAWYER)
HER_WISH = "ខ្ញុំចង់បានប្រាក់ខែរបស់ខ្ញុំវិញ (ប្រឌិត)"
CAME = "ពួកគេមកផ្ទះជាមួយប្រាក់ក្នុងស្រោមសំបុត្រ (ប្រឌិត)"
ORDERED, PART, DAYS = 10_000_000, 4_000_000, 219


def a_lawyer_claims_for_her(stage: Stage, matter: Matter) -> str:
    """Her consent first, then the sheet, then the court. Answers the claim."""
    lawyer = stage.seat(*LAWYER).go("/remedy/").follow("/remedy/new/").look_once("claim-new")
    lawyer.send({"criminal_number": matter.number, "sex": "female", "lawyer_since": on()})
    claim = lawyer.record()
    lawyer.follow("/consent/").send({"giver": "self", "language": "km", "words": HER_WISH})
    lawyer.follow("/sheet/").send(
        {"kind": "wages", "currency": "khr", "amount": "600,000", "months": "10", "paid": "0", "basis": HER_WISH}
    )
    lawyer.send({"kind": "moral", "currency": "khr", "amount": "6,000,000", "basis": HER_WISH}).look_once("sheet")
    assert "12,000,000" in to_latin_digits(lawyer.main())
    lawyer.go(f"/remedy/{claim}/").press("/file/")
    assert stage.seat(*OTHER_LAWYER).refused(f"/remedy/{claim}/")
    assert stage.seat(*LIEUTENANT).refused(f"/remedy/{claim}/")
    return claim


def her_family_is_offered_money(stage: Stage, claim: str) -> None:
    """It is written down as what it is: who came, that they pressed; and the claim stands where it stood."""
    lawyer = stage.seat(*LAWYER).go(f"/remedy/{claim}/")
    stands = state(lawyer)
    lawyer.follow("/settlement/").look_once("settlement").send(
        {
            "on": on(), "proposers": ["accused_family", "police"], "riel": "2,000,000", "answer": "refused", "pressure": True,
            "words": CAME,
        }
    )  # fmt: skip
    assert state(lawyer) == stands
    assert lawyer.said("A settlement ends nothing: the claim stays.") in lawyer.main()
    clerk = stage.seat(*CLERK).go(f"/remedy/{claim}/")
    assert state(clerk) == stands
    assert "2,000,000" in to_latin_digits(clerk.main())
    assert CAME not in clerk.whole(), "her words are her lawyer's"


def the_court_orders_and_it_is_paid_in_three_parts(stage: Stage, claim: str) -> None:
    """Interest runs from when the wages were kept: two parts are not enough, a riel too much is refused, the third ends it."""
    clerk = stage.seat(*CLERK).go(f"/remedy/{claim}/order/").look_once("order")
    clerk.send({"on": on(), "riel": str(ORDERED), "basis": "restitution", "percent": "5", "since": on(-DAYS)})
    with_interest = owed(clerk)
    assert with_interest == ORDERED + round(ORDERED * 0.05 * DAYS / 365)
    lawyer = stage.seat(*LAWYER)
    for payer, source in ((clerk, "accused"), (lawyer, "fund")):
        payer.go(f"/remedy/{claim}/payment/").send({"on": on(), "riel": str(PART), "source": source})
    left = owed(lawyer.look_once("claim"))
    assert left == with_interest - 2 * PART
    over = lawyer.go(f"/remedy/{claim}/payment/").page
    over.fill("[name=on]", on())
    over.fill("[name=riel]", str(left + 1))
    over.check("[name=source][value=seized]")
    with over.expect_navigation() as refused:
        over.locator("main form button").first.click()
    assert refused.value.status == 422
    assert over.input_value("[name=riel]") == str(left + 1), "what was typed is still there"
    lawyer.send({"riel": str(left)})
    assert owed(lawyer) == 0
    assert lawyer.page.locator("main table tbody tr").count() == 3


def state(seat: Seat) -> str:
    """Where the claim stands."""
    return str(seat.page.locator("h1 .tag").first.inner_text())


def owed(seat: Seat) -> int:
    """What is still owed, in riel, whatever digits it is shown in."""
    text = to_latin_digits(seat.page.locator("main dl.summary strong").first.inner_text())
    return int("".join(digit for digit in text if digit.isdigit()))
