"""Linking on Apache Spark: the same kernel, with the first list cut into pieces that many machines take.

PySpark is no dependency of this project (it is larger than all others together and needs Java). Where it is installed,
`--engine spark` uses it; the pairs found are the same as without it. The second list is sent to every machine once
(about 470 bytes a line), so a machine needs room for that list and for its own pieces.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import numpy.typing as npt

from rumduol.encoding import linking
from rumduol.encoding.candidates import Pairs
from rumduol.encoding.filters import Encoded

PIECES_A_CORE = 4
ROOT = Path(__file__).resolve().parents[2]


class SparkAbsent(RuntimeError):
    """PySpark or Java is not there; the text says what to do."""

    code = "spark_absent"


class Spark:
    """A Spark session while it is open: `with Spark() as spark: link(one, other, look=spark.look)`."""

    def __init__(self, master: str = "local[*]") -> None:
        try:
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise SparkAbsent(
                "PySpark is not installed. In the environment that runs this: pip install pyspark"
            ) from error
        paths = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
        os.environ["PYTHONPATH"] = paths
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else whichever python3 comes first, without NumPy
        builder = SparkSession.builder.master(os.environ.get("SPARK_MASTER", master)).appName("rumduol-link")
        try:
            self._session: Any = (
                builder.config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.executorEnv.PYTHONPATH", paths)
                .config("spark.driver.maxResultSize", "0")
                .config("spark.ui.showConsoleProgress", "false")
                .getOrCreate()
            )
        except Exception as error:  # PySpark says by many kinds of errors that there is no Java, or too old a one
            raise SparkAbsent(
                f"Spark did not start ({type(error).__name__}). It needs Java 17 or newer: java -version"
            ) from error
        self._session.sparkContext.setLogLevel("ERROR")

    def __enter__(self) -> "Spark":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.stop()

    def look(self, one: Encoded, other: Encoded, some: npt.NDArray[np.int64], *, within: bool = False) -> Pairs:
        """As `linking.look_here`: the pairs of `some` lines of the first list with the second, in the same order."""
        context = self._session.sparkContext
        many = max(1, min(len(some), context.defaultParallelism * PIECES_A_CORE))
        sent = context.broadcast((_bare(one), _bare(other)))
        pieces = [piece for piece in np.array_split(some, many) if len(piece)]
        if not pieces:
            return linking.look_here(one, other, some, within=within)
        found = context.parallelize(pieces, len(pieces)).map(_taking(sent, within)).collect()
        sent.destroy()
        return Pairs.of([Pairs(*part) for part in found])


def _bare(part: Encoded) -> Encoded:
    """Without the ids, which nobody needs there."""
    return Encoded([""] * len(part), part.bits, part.keys, part.missing, part.shape, part.check)


def _taking(sent: Any, within: bool) -> Callable[[npt.NDArray[np.int64]], tuple[Any, Any, Any]]:
    def take(piece: npt.NDArray[np.int64]) -> tuple[Any, Any, Any]:
        one, other = sent.value
        pairs = linking.look_here(one, other, piece, within=within)
        return pairs.a, pairs.b, pairs.likeness

    return take
