"""Long pieces of work take turns: as many at once as there are cores, in the order they came, and nobody waits for the dead."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rumduol.linkage.turns import turn

ROOT = Path(__file__).resolve().parents[3]
HOLDS = """
import sys, pathlib, time
from rumduol.linkage.turns import turn
with turn(print, at_once=9, folder=pathlib.Path(sys.argv[1])):
    print("begun", flush=True)
    time.sleep(60)
"""


class Gone(Exception):
    pass


@pytest.fixture
def child(tmp_path):
    """A process that has begun and never ends by itself."""
    started = subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT)
    assert started.stdout.readline() == b"begun\n"
    yield started
    started.kill()
    started.wait(10)


def test_one_more_than_the_cores_waits_and_a_killed_one_gives_its_place(tmp_path, child):
    told = []

    def waiting(before):
        told.append(before)
        if len(told) == 3:
            child.kill()
            child.wait(10)

    with turn(waiting, at_once=2, folder=tmp_path):
        assert told == []
        with turn(waiting, at_once=2, folder=tmp_path, look=0.001):
            assert told == [2, 2, 2, 0]
            assert len([*tmp_path.iterdir()]) == 2, "the ticket of the dead is taken away"
    assert [*tmp_path.iterdir()] == []


def test_who_came_first_begins_first(tmp_path):
    begun, told = [], {1: threading.Event(), 2: threading.Event()}

    def later(number):
        with turn(lambda before: told[number].set(), at_once=1, folder=tmp_path, look=0.001):
            begun.append(number)

    with turn(lambda before: None, at_once=1, folder=tmp_path):
        threads = [threading.Thread(target=later, args=(number,)) for number in told]
        for number, thread in zip(told, threads, strict=True):
            thread.start()
            assert told[number].wait(10)
        assert begun == []
    for thread in threads:
        thread.join(10)
    assert begun == [1, 2]


def test_who_signs_out_while_waiting_keeps_nobody_waiting(tmp_path):
    def gone(_before):
        raise Gone

    with turn(gone, at_once=1, folder=tmp_path):
        with pytest.raises(Gone), turn(gone, at_once=1, folder=tmp_path):
            pytest.fail("it was not its turn")
        assert len([*tmp_path.iterdir()]) == 1
