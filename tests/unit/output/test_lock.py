import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.errors import LockedError, SystemFailureError
from sitegen.output.lock import hold_lock

HOLDER = """
import sys
from pathlib import Path
from sitegen.output.lock import hold_lock
with hold_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_can_be_had_again_after_it_was_let_go(tmp_path: Path) -> None:
    lock = tmp_path / "state" / "lock"
    for _ in range(2):
        with hold_lock(lock):
            assert lock.read_text().splitlines()[0] == str(os.getpid())


@pytest.mark.promise("C5")
def test_a_held_lock_names_its_holder_and_a_dead_holder_does_not_block(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    command = [sys.executable, "-c", HOLDER, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(LockedError) as caught, hold_lock(lock):
            pytest.fail("two hold one lock")
        since = lock.read_text().splitlines()[1]
        (problem,) = caught.value.problems
        assert problem.message == f"another build is running: process {holder.pid}, since {since}"
        assert caught.value.status == 4
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with hold_lock(lock):
        assert lock.read_text().splitlines()[0] == str(os.getpid())


def test_a_lock_that_cannot_be_made_is_a_failure_of_the_system(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemFailureError), hold_lock(tmp_path / "file" / "lock"):
        pytest.fail("there is no such folder")


def test_an_error_inside_lets_the_lock_go(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="inside"), hold_lock(tmp_path / "lock"):
        raise ValueError("inside")
    with hold_lock(tmp_path / "lock"):
        assert (tmp_path / "lock").exists()
