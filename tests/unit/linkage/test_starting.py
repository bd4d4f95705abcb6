"""What the child of a request is handed, and how: through a pipe, and in nothing that others can read."""

import json
import subprocess
import sys
import threading
from io import BytesIO
from uuid import uuid4

from rumduol.linkage import behind

SECRET, CONTENT = b"\x11" * 32, "ឈ្មោះ,Sok Dara\n".encode() * 400_000  # larger than any pipe's buffer


class Pipe(BytesIO):
    def close(self) -> None:
        self.kept = self.getvalue()
        super().close()


def test_secret_and_list_go_through_the_pipe_alone(monkeypatch):
    started: dict = {}

    class Recorded:
        def __init__(self, argv, **given):
            started.update(given, argv=argv)
            self.stdin = started["pipe"] = Pipe()

        def wait(self):
            started["waited"] = threading.current_thread().daemon
            return 0

    monkeypatch.setattr(behind.subprocess, "Popen", Recorded)
    behind.start(what=behind.ENCODE, round_id=uuid4(), secret=SECRET, language="km", content=CONTENT)
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and thread.daemon and thread.name.startswith("Thread"):
            thread.join(5)
    told = repr(started["argv"]) + repr(started["env"])
    assert SECRET.hex() not in told
    assert "Dara" not in told
    assert started["stdout"] == started["stderr"] == subprocess.DEVNULL
    first, _end, rest = started["pipe"].kept.partition(b"\n")
    assert json.loads(first)["secret"] == SECRET.hex()
    assert rest == CONTENT
    assert started["waited"], "reaped, and by nobody whom a page waits for"


def test_the_request_does_not_wait_for_a_child_that_reads_nothing(monkeypatch, tmp_path):
    """A real process that never reads: the pipe's buffer is full, and the page has long been answered."""
    real, begun = subprocess.Popen, []

    def sleeper(_argv, **given):
        begun.append(real([sys.executable, "-c", "import time; time.sleep(60)"], **given | {"cwd": tmp_path}))
        return begun[-1]

    told, heard = [], threading.Event()
    monkeypatch.setattr(behind.subprocess, "Popen", sleeper)
    monkeypatch.setattr(behind, "_tell_of_death", lambda task: (told.append(task.what), heard.set()))
    behind.start(what=behind.ENCODE, round_id=uuid4(), secret=SECRET, language="km", content=CONTENT)
    assert begun[0].poll() is None, "answered while the child still sleeps"
    begun[0].kill()
    assert begun[0].wait(10) != 0
    assert heard.wait(10), "whoever looks at the page learns at once that it was killed"
    assert told == [behind.ENCODE]
