"""An answer as lines to read and as JSON. Pure."""

from math import log
from typing import Any

from rumduol.estimation.estimating import Answer
from rumduol.estimation.results import Estimate, Interval
from rumduol.estimation.words import ASSUMES, CHANGE, HOW, LABEL, METHOD, WARNING, say

PICTURE = 48  # characters


def to_json(answer: Answer) -> dict[str, Any]:
    """Numbers unrounded; a method without an estimate has `failed` and null."""
    return {
        "lists": list(answer.lists),
        "observed": answer.observed,
        "estimates": [_one(one) for one in answer.estimates],
        "disagreement": answer.disagreement,
        "sensitivity": [vars(one) for one in answer.sensitivity],
        "warnings": [{"code": code, "detail": detail} for code, detail in warnings(answer)],
    }


def _one(one: Estimate) -> dict[str, Any]:
    interval = one.interval
    return {
        "method": one.method,
        "estimate": one.estimate,
        "low": interval.low if interval else None,
        "high": interval.high if interval else None,
        "intervals": [vars(each) for each in one.intervals],
        "model": list(one.model),
        "failed": one.failed or None,
        "assumes": ASSUMES[one.method]["en"],
        **one.more,
    }


def warnings(answer: Answer) -> list[tuple[str, str]]:
    """Codes and details: those of the table, and those of the answers."""
    out = list(answer.warnings)
    if answer.disagreement is not None and answer.disagreement > 1.2:
        out.append(("disagree", f"{answer.disagreement:.1f}"))
    out += [
        ("chains_disagree", f"{one.more['r_hat']:.2f}")
        for one in answer.estimates
        if one.more.get("chains_agree") is False
    ]
    return out


def lines(answer: Answer, lang: str) -> list[str]:
    """The whole answer in Khmer or English, with a picture made of characters."""
    out = [f"{say(LABEL, 'observed', lang)}: {answer.observed:,} ({', '.join(answer.lists)})", ""]
    scale = _Scale.over(answer)
    for one in answer.estimates:
        if one.estimate is None:
            out += [f"{say(METHOD, one.method, lang)}: {say(LABEL, 'none', lang)}", ""]
            continue
        out.append(f"{say(METHOD, one.method, lang)}: {one.estimate:,.0f}")
        for each in one.intervals:
            out.append(f"  {scale.bar(one.estimate, each)} {each.low:,.0f} - {each.high:,.0f} ({HOW[each.how][lang]})")
        if one.model:
            out.append(f"  {' '.join(one.model)}")
        out += [f"  {ASSUMES[one.method][lang]}", ""]
    out.append(f"{say(LABEL, 'sensitivity', lang)}:")
    for change in answer.sensitivity:
        number = f"{change.estimate:,.0f}" if change.estimate is not None else say(LABEL, "none", lang)
        out.append(f"  {say(CHANGE, change.change, lang, what=change.what)}: {number}")
    out += ["", *(f"! {say(WARNING, code, lang, detail=detail)}" for code, detail in warnings(answer))]
    return out


class _Scale:
    """People along a line, by their logarithm: the estimates differ by factors."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, max(high, low * 1.01)

    @classmethod
    def over(cls, answer: Answer) -> "_Scale":
        ends = [each for one in answer.estimates for each in one.intervals]
        return cls(min(each.low for each in ends), min(max(each.high for each in ends), 100 * answer.observed))

    def place(self, value: float) -> int:
        share = log(max(value, self.low) / self.low) / log(self.high / self.low)
        return min(PICTURE - 1, max(0, round(share * (PICTURE - 1))))

    def bar(self, estimate: float, interval: Interval) -> str:
        low, high, at = self.place(interval.low), self.place(interval.high), self.place(estimate)
        return "".join("o" if n == at else "-" if low <= n <= high else " " for n in range(PICTURE))
