"""Estimates of hidden populations against published values, exact reasoning and populations that we made ourselves."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumduol.estimation import averaging, decomposable, latent, stepwise
from rumduol.estimation.__main__ import main
from rumduol.estimation.capture import CannotEstimate, CaptureTable, check, contained, pairs, read
from rumduol.estimation.estimating import METHODS, by_steps, estimate, independence, lower_bound, sensitivity
from rumduol.estimation.gamma import log_gamma
from rumduol.estimation.loglinear import design, exists, fit
from rumduol.estimation.words import ASSUMES, METHOD, REFUSAL, WARNING
from tests.load.invented_populations import drawn

# Victims of modern slavery in the United Kingdom, 2013, by the lists they were on: local authorities, non-governmental
# organisations, police forces, government organisations, the public, the National Crime Agency (Silverman, Home Office 2014).
UNITED_KINGDOM = {
    "LA": 54,
    "NG": 463,
    "PF": 907,
    "GO": 695,
    "GP": 316,
    "NCA": 57,
    "LA NG": 15,
    "LA PF": 19,
    "LA GO": 3,
    "NG PF": 56,
    "NG GO": 19,
    "NG GP": 1,
    "NG NCA": 3,
    "PF GO": 69,
    "PF GP": 10,
    "PF NCA": 31,
    "GO GP": 8,
    "GO NCA": 6,
    "GP NCA": 1,
    "LA NG PF": 1,
    "LA NG GO": 1,
    "NG PF GO": 4,
    "NG PF NCA": 3,
    "PF GO NCA": 1,
    "LA NG PF GO": 1,
}


def table_of(cells: dict[int, int], k: int) -> CaptureTable:
    counts = np.zeros(1 << k, dtype=np.int64)
    for cell, number in cells.items():
        counts[cell] = number
    return CaptureTable(tuple("ABCDEFGHIJ"[:k]), counts)


@pytest.fixture(scope="module")
def united_kingdom() -> CaptureTable:
    lists = ("LA", "NG", "PF", "GO", "GP", "NCA")
    cells = {sum(1 << lists.index(one) for one in on.split()): number for on, number in UNITED_KINGDOM.items()}
    return CaptureTable(lists, table_of(cells, 6).counts)


class TestThePublishedTable:
    def test_main_effects(self, united_kingdom: CaptureTable) -> None:
        assert united_kingdom.observed == 2_744
        answer = independence(united_kingdom, np.random.default_rng(1))
        assert round(answer.estimate) == 12_214
        assert (round(answer.intervals[0].low), round(answer.intervals[0].high)) == (10_989, 13_621)

    def test_stepwise(self, united_kingdom: CaptureTable) -> None:
        answer = by_steps(united_kingdom, np.random.default_rng(1), draws=0)
        assert round(answer.estimate) == 11_418
        assert (round(answer.intervals[0].low), round(answer.intervals[0].high)) == (9_977, 13_146)

    def test_choosing_again_widens_the_interval(self, united_kingdom: CaptureTable) -> None:
        answer = by_steps(united_kingdom, np.random.default_rng(1), draws=100)
        fixed, again = answer.intervals
        assert again.high - again.low > fixed.high - fixed.low
        assert again.low < answer.estimate < again.high


class TestLogLinear:
    def test_two_by_two_by_two_independence_is_the_closed_form(self) -> None:
        """With two lists the estimate is Petersen's; a third that depends on neither in a saturated model has
        n_A n_B n_C n_ABC / (n_AB n_AC n_BC) unseen (Fienberg 1972)."""
        cells = {1: 60, 2: 50, 4: 40, 3: 20, 5: 10, 6: 15, 7: 8}
        every = np.ones((1, 3), dtype=bool)
        fitted = fit(3, table_of(cells, 3).counts[None].astype(float), every)
        assert np.exp(fitted.log_dark[0]) == pytest.approx(60 * 50 * 40 * 8 / (20 * 10 * 15))

    def test_expectations_reproduce_what_the_model_counts(self) -> None:
        table = drawn(np.random.default_rng(3), 4000, (0.2, 0.3, 0.15, 0.25), {(0, 1): 1.0})
        chosen = np.array([[pair == (0, 1) for pair in pairs(4)]])
        fitted = fit(4, table.counts[None].astype(float), chosen)
        mu = np.exp(design(4)[1:] @ fitted.beta[0])
        assert mu[1:].sum() + mu[0] == pytest.approx(table.observed)
        assert (mu @ design(4)[1:, 1:5]) == pytest.approx(table.on_list())

    def test_a_pair_without_shared_people_is_at_minus_infinity(self) -> None:
        table = table_of({1: 60, 2: 50, 4: 40, 8: 30, 5: 10, 6: 15, 9: 9, 10: 7, 12: 5}, 4)  # A and B share nobody
        chosen = np.array([[pair == (0, 1) for pair in pairs(4)]])
        fitted = fit(4, table.counts[None].astype(float), chosen)
        assert fitted.good[0]
        assert fitted.beta[0, 5] == 0  # left the model, with the cells that hold both

    def test_existence_is_asked_of_the_linear_programme(self) -> None:
        """Haberman's example: every margin of two is positive, and yet there is no estimate."""
        x = design(3)[1:]
        saturated = x[:, :7]
        assert exists(saturated, np.full(7, 3.0))
        assert not exists(saturated, np.array([3.0, 3, 3, 3, 3, 3, 0]))

    def test_lists_that_are_the_same_pair_twice_have_no_estimate(self) -> None:
        table = table_of({1: 5, 2: 5, 4: 5}, 3)
        fitted = fit(3, table.counts[None].astype(float), np.zeros((1, 3), dtype=bool))
        assert not fitted.good[0]

    @given(st.lists(st.integers(0, 40), min_size=15, max_size=15))
    def test_a_fit_that_is_good_is_a_maximum(self, cells: list[int]) -> None:
        counts = np.array([[0, *cells]], dtype=float)
        chosen = np.zeros((1, 6), dtype=bool)
        fitted = fit(4, counts, chosen)
        if fitted.good[0]:
            mu = np.exp(design(4)[1:] @ fitted.beta[0])
            slope = (counts[0, 1:] - mu[0:]) @ design(4)[1:, :5]
            assert np.abs(slope).max() < 1e-4 * max(counts.sum(), 1)


class TestStepwise:
    def test_finds_the_planted_dependence(self) -> None:
        table = drawn(np.random.default_rng(5), 20_000, (0.1, 0.15, 0.12, 0.2), {(1, 3): 1.5})
        answer = by_steps(table, np.random.default_rng(1), draws=0)
        assert "social:labour" in answer.model

    def test_one_table_or_many_is_the_same_choice(self) -> None:
        rng = np.random.default_rng(8)
        tables = stepwise.resample(drawn(rng, 3000, (0.2, 0.1, 0.15, 0.1, 0.2), {(0, 1): 1.0}).counts, 12, rng)
        together, fitted = stepwise.choose(5, tables)
        for row, table in enumerate(tables):
            alone, one = stepwise.choose(5, table[None])
            assert (alone[0] == together[row]).all()
            assert one.log_dark[0] == pytest.approx(fitted.log_dark[row], abs=1e-5)

    def test_accelerated_interval_of_a_symmetric_case_is_the_percentile_interval(self) -> None:
        values = np.linspace(-3, 3, 2001)
        low, high = stepwise.bca(0.0, values, np.array([-1.0, 1.0]), np.array([1.0, 1.0]))
        assert (low, high) == pytest.approx((np.quantile(values, 0.025), np.quantile(values, 0.975)), abs=0.01)


class TestBayes:
    def test_numbers_of_decomposable_graphs(self) -> None:
        """1, 2, 8, 61, 822 labelled chordal graphs (OEIS A058862)."""
        counted = [
            sum(decomposable.junction(k, graph) is not None for graph in range(1 << len(pairs(k))))
            for k in (2, 3, 4, 5)
        ]
        assert counted == [2, 8, 61, 822]

    def test_log_gamma(self) -> None:
        x = np.array([1 / 64, 0.3, 1.0, 2.0, 9.99, 10.0, 171.3, 2e7])
        assert log_gamma(x) == pytest.approx([math.lgamma(one) for one in x], rel=1e-12, abs=1e-12)

    @pytest.mark.parametrize("method", [averaging.average, decomposable.average])
    def test_a_known_population_is_within_the_interval(self, method: object) -> None:
        table = drawn(np.random.default_rng(21), 10_000, (0.15, 0.2, 0.1, 0.18), {})
        answer = method(table)  # type: ignore[operator]
        assert answer.interval.low < 10_000 < answer.interval.high
        assert answer.estimate == pytest.approx(10_000, rel=0.15)

    def test_latent_classes_see_two_kinds_of_people_where_independence_sees_one(self) -> None:
        rng = np.random.default_rng(4)
        easy = drawn(rng, 2000, (0.6, 0.6, 0.6, 0.6, 0.6), {})
        hard = drawn(rng, 6000, (0.1, 0.1, 0.1, 0.1, 0.1), {})
        both = CaptureTable(easy.lists, easy.counts + hard.counts)
        plain = independence(both, rng).estimate
        classes = latent.estimate(both, rng, sweeps=1500)
        assert plain < 6500
        assert abs(classes.estimate - 8000) < abs(plain - 8000)

    def test_lower_bound_is_the_formula(self) -> None:
        table = table_of({1: 10, 2: 20, 4: 30, 3: 5, 5: 4, 6: 3, 7: 2}, 3)
        assert lower_bound(table, np.random.default_rng(1)).estimate == pytest.approx(74 + 2 / 3 * 60 * 59 / (2 * 13))


class TestBadTables:
    @pytest.mark.parametrize(
        ("cells", "k", "code"),
        [
            ({1: 5, 2: 5, 3: 1}, 2, "too_few_lists"),
            ({1: 5, 2: 5, 4: 5}, 3, "no_overlap"),
            ({1: 5, 2: 5, 3: 2, 4: 9}, 3, "list_without_overlap"),
            ({1: 5, 2: 5, 3: 2}, 3, "empty_list"),
            ({1: 5, 7: 5, 6: 4}, 3, "same_list_twice"),
        ],
    )
    def test_refused_with_a_reason(self, cells: dict[int, int], k: int, code: str) -> None:
        with pytest.raises(CannotEstimate) as refusal:
            check(table_of(cells, k))
        assert refusal.value.code == code

    def test_a_list_inside_another_is_said(self) -> None:
        table = table_of({1: 20, 3: 6, 4: 10, 7: 1, 5: 4}, 3)
        assert ("B", "A") in contained(table)
        assert any(code == "list_inside_another" for code, _detail in estimate(table, ["lower_bound"]).warnings)

    @pytest.mark.parametrize(
        ("text", "code", "detail"),
        [
            ("", "empty_file", ""),
            ("A,B,A,count\n1,0,0,1", "names_of_lists", "A, B, A"),
            ("A,B,C,count\n1,0,2,1", "not_0_or_1", "2"),
            ("A,B,C,count\n1,0,0,1\n1,0,0,-1", "not_a_count", "3"),
            ("A,B,C,count\n1,0,0,many", "not_a_count", "2"),
            ("A,B,C,count\n1,0,1", "line_length", "2"),
            ("A,B,C,count\n0,0,0,7", "people_on_no_list", "2"),
        ],
    )
    def test_a_file_that_is_not_a_table(self, text: str, code: str, detail: str) -> None:
        with pytest.raises(CannotEstimate) as refusal:
            read(text)
        assert (refusal.value.code, refusal.value.detail) == (code, detail)

    def test_khmer_digits_semicolons_and_equal_lines(self) -> None:
        table = read("\ufeffA;B;C;ចំនួន\n១;០;០;១២\n1;0;0;3\n1;1;0;2\n")
        assert table.counts[1] == 15
        assert table.counts[3] == 2

    def test_without_a_count_every_line_is_a_person(self) -> None:
        assert read("A,B,C\n1,0,1\n1,0,1\n0,1,0\n").counts[0b101] == 2


class TestTheAnswer:
    TABLE = table_of({1: 60, 2: 50, 4: 40, 8: 33, 3: 20, 5: 10, 6: 15, 9: 8, 10: 6, 12: 9, 7: 3, 11: 2}, 4)

    def test_same_seed_same_answer_other_seed_another_interval(self) -> None:
        one, same, other = (estimate(self.TABLE, ["stepwise"], seed, draws=50) for seed in (1, 1, 2))
        assert one.estimates[0].intervals[1] == same.estimates[0].intervals[1] != other.estimates[0].intervals[1]

    def test_every_list_and_every_pair_is_tried_otherwise(self) -> None:
        tried = sensitivity(self.TABLE)
        assert [one.what for one in tried if one.change == "without_list"] == ["A", "B", "C", "D"]
        assert len([one for one in tried if one.change != "without_list"]) == 6

    def test_leaving_a_list_out_forgets_whom_only_it_found(self) -> None:
        smaller = self.TABLE.without(1)
        assert smaller.lists == ("A", "C", "D")
        assert smaller.observed == self.TABLE.observed - 50

    def test_everything_is_said_in_both_languages(self) -> None:
        for words in (METHOD, ASSUMES, REFUSAL, WARNING):
            assert all(one["en"] and one["km"] for one in words.values())
        assert set(METHODS) == set(METHOD) == set(ASSUMES)

    def test_command(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "table.csv"
        file.write_text("A,B,C,count\n1,0,0,60\n0,1,0,50\n0,0,1,40\n1,1,0,20\n1,0,1,10\n0,1,1,15\n1,1,1,8\n", "utf-8")
        assert main([str(file), "--json", "--draws", "40", "--method", "stepwise,lower_bound"]) == 0
        said = json.loads(capsys.readouterr().out)
        assert said["observed"] == 203
        assert [one["method"] for one in said["estimates"]] == ["stepwise", "lower_bound"]
        assert said["estimates"][0]["low"] < said["estimates"][0]["estimate"] < said["estimates"][0]["high"]
        assert main([str(file), "--draws", "0", "--method", "stepwise,independence", "--lang", "km"]) == 0
        assert "គំរូ" in capsys.readouterr().out

    def test_command_refuses(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "two.csv"
        file.write_text("A,B,count\n1,0,5\n0,1,5\n1,1,2\n", "utf-8")
        assert main([str(file), "--json"]) == 2
        out = capsys.readouterr()
        assert json.loads(out.out)["refused"] == "too_few_lists"
        assert "three lists" in out.err
