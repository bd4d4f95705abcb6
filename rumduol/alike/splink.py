"""Batch review by Splink 5 on DuckDB, where somebody has it: in an environment of its own, never in this one.

Splink learns its weights from the list itself (Fellegi-Sunter, expectation maximisation). The list is handed over through
a pipe and comes back as pairs with a chance; nothing is written to disk. Names go as this project's keys, so that Khmer and
Latin spellings meet there too, and everything about places is one comparison: with a field for village, commune and
province each, people who moved house were lost.
"""

import json
import subprocess
from collections.abc import Sequence

from rumduol.alike.comparing import Known
from rumduol.encoding.tokens import date_parts

SPLINK = "5"  # the version asked for; 4 has another interface
TIMEOUT = 3600  # seconds

# What the other interpreter runs. Standard library, Splink and what Splink brings.
_PROGRAMME = """
import json, logging, sys
try:
    import duckdb, splink
    from splink import Linker, SettingsCreator, block_on
    from splink import comparison_level_library as cll, comparison_library as cl
    from splink.backends.duckdb import DuckDBAPI
except ImportError as error:
    print(json.dumps({"absent": str(error)})); sys.exit(0)
logging.disable(logging.CRITICAL)
rows = json.load(sys.stdin)
def column(name): return [row[name] for row in rows]
import pyarrow as pa
words = pa.list_(pa.string())
table = pa.table({
    "unique_id": pa.array(column("unique_id"), pa.int64()),
    "keys": pa.array(column("keys"), words), "words": pa.array(column("words"), words),
    "letters": pa.array(column("letters"), pa.string()), "first_key": pa.array(column("first_key"), pa.string()),
    "born": pa.array(column("born"), pa.string()), "year": pa.array(column("year"), pa.string()),
    "sex": pa.array(column("sex"), pa.string()), "place": pa.array(column("place"), words),
})
def level(sql, label): return cll.CustomLevel(sql, label_for_charts=label)
shared = "len(list_intersect(place_l, place_r)) / greatest(least(len(place_l), len(place_r)), 1)"
comparisons = [
    cl.CustomComparison(output_column_name="name", comparison_levels=[
        cll.NullLevel("keys"),
        level("letters_l = letters_r", "the same words"), level("list_has_any(keys_l, keys_r)", "sounds the same"),
        level("list_has_any(words_l, words_r)", "one word"), cll.ElseLevel()]),
    cl.CustomComparison(output_column_name="born", comparison_levels=[
        cll.NullLevel("born"), cll.ExactMatchLevel("born"), level("levenshtein(born_l, born_r) <= 1", "one figure"),
        level("year_l = year_r", "year"), cll.ElseLevel()]),
    cl.ExactMatch("sex"),
    cl.CustomComparison(output_column_name="place", comparison_levels=[
        cll.NullLevel("place"), level(shared + " >= 0.85", "the same"), level(shared + " >= 0.5", "nearly"),
        level(shared + " >= 0.2", "partly"), cll.ElseLevel()]),
]
settings = SettingsCreator(
    link_type="dedupe_only", comparisons=comparisons, retain_matching_columns=False,
    blocking_rules_to_generate_predictions=[block_on("first_key"), block_on("born"), block_on("letters")],
)
api = DuckDBAPI()
linker = Linker(api.register(table), settings)
linker.training.estimate_probability_two_random_records_match([block_on("letters", "born")], recall=0.5)
linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
linker.training.estimate_parameters_using_expectation_maximisation(block_on("born"))
linker.training.estimate_parameters_using_expectation_maximisation(block_on("first_key"))
found = linker.inference.predict(threshold_match_probability=float(sys.argv[1])).as_record_list()
print(json.dumps({"version": splink.__version__, "pairs": [
    [r["unique_id_l"], r["unique_id_r"], r["match_probability"]] for r in found]}))
"""


class SplinkAbsent(RuntimeError):
    """The interpreter that was named has no Splink 5; the text says what to do."""


def duplicates(people: Sequence[Known], python: str, *, least: float) -> list[tuple[int, int, float]]:
    """(position, position, chance) of pairs with at least this chance, by Splink run with `python`. Raises SplinkAbsent."""
    sent = json.dumps([_row(at, person) for at, person in enumerate(people)])
    try:
        done = subprocess.run(
            [python, "-W", "ignore", "-c", _PROGRAMME, str(least)], input=sent, capture_output=True, text=True,
            timeout=TIMEOUT, check=False,
        )  # fmt: skip
    except OSError as error:
        raise SplinkAbsent(f"{python} cannot be run ({error.strerror}).") from error
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        raise SplinkAbsent(f"Splink stopped: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")
    answer = json.loads(lines[-1])
    if "absent" in answer:
        raise SplinkAbsent(
            f"{python} has no Splink {SPLINK} ({answer['absent']}). Make an environment for it: "
            "python -m venv splink && splink/bin/pip install 'splink>=5,<6', then --python splink/bin/python"
        )
    pairs = [(min(a, b), max(a, b), float(chance)) for a, b, chance in answer["pairs"]]
    return sorted(pairs, key=lambda pair: -pair[2])


def _row(at: int, person: Known) -> dict[str, object]:
    year, month, day = date_parts(person.born)
    rough = (month, day) in {("", ""), ("01", "01")}
    return {
        "unique_id": at,
        "keys": sorted(person.name_keys) or None,
        "words": sorted(person.word_keys) or None,
        "letters": " ".join(sorted(min(person.letters, key=sorted))) if person.letters else None,
        "first_key": max(person.name_keys, key=lambda key: (len(key), key), default=None),
        "born": None if rough or not day else f"{year}{month}{day}",
        "year": year or None,
        "sex": person.sex or None,
        "place": sorted(person.places) or None,
    }
