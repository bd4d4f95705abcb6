"""The same pairs on Spark as here, where PySpark and Java are; and plain words where they are not."""

import importlib.util
import shutil

import numpy as np
import pytest

from rumduol.encoding.__main__ import main
from rumduol.encoding.filters import Encoder
from rumduol.encoding.linking import link
from rumduol.encoding.spark import Spark
from tests.load.invented_lists import two_lists

HERE = importlib.util.find_spec("pyspark") is not None and shutil.which("java") is not None


@pytest.mark.skipif(not HERE, reason="PySpark and Java are not installed; they are optional (docs/linkage.md)")
def test_spark_finds_the_same_pairs():
    first, second, _truth = two_lists(600, seed=3)
    encoder = Encoder(b"a secret that is long enough")
    one, other = encoder.encode(first), encoder.encode(second)
    here = link(one, other)
    with Spark("local[2]") as spark:
        there = link(one, other, look=spark.look)
    assert len(here) > 200
    assert np.array_equal(here.a, there.a)
    assert np.array_equal(here.b, there.b)
    assert np.allclose(here.chance, there.chance)


@pytest.mark.skipif(HERE, reason="PySpark is installed, so nothing is refused")
def test_without_pyspark_it_says_what_to_do(tmp_path, capsys):
    people = tmp_path / "a.csv"
    people.write_text(
        "id,given_name,surname,date_of_birth,sex,address\n1,Dara,Sok,1990-05-12,m,Kampot\n", encoding="utf-8"
    )
    assert main(["link", str(people), str(people), "--engine", "spark"]) == 2
    assert "pip install pyspark" in capsys.readouterr().err
