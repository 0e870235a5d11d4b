"""A real build of which the nth call that writes fails, or is the last: files are whole, and the next build mends it."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from faults import Fault, dying, failing
from scenes import SCENES
from trials import fault_in

FAULTS = {
    "no space": failing(errno.ENOSPC),
    "quota": failing(errno.EDQUOT),
    "bad disk": failing(errno.EIO),
    "read-only": failing(errno.EROFS),
    "not permitted": failing(errno.EACCES),
    "power": dying,
}
STEP = 61  # every call is broken by `make torture`


def sweep(scene_name: str, fault: Fault, first: int, step: int, folder: Path) -> int:
    """Break each *step*th call from *first* on; how many there were."""
    scene = SCENES[scene_name](folder)
    for nth in range(first, 10_000, step):
        call, wrong = fault_in(scene, folder / "site", nth, fault)
        assert wrong == "", f"call {nth}, {call}"
        if not call:
            return nth
    pytest.fail("a build has no end")


@pytest.mark.slow
@pytest.mark.promise("C1")
@pytest.mark.promise("C2")
@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize(("number", "fault"), list(enumerate(FAULTS.values())), ids=list(FAULTS))
def test_a_build_of_which_a_call_fails(scene: str, number: int, fault: Fault, tmp_path: Path) -> None:
    assert sweep(scene, fault, 1 + 7 * number, STEP, tmp_path) > 150  # the import, the index, staging, the commit


@pytest.mark.promise("C2")
@pytest.mark.parametrize("scene", SCENES)
def test_a_full_disk_is_a_line_that_names_the_file(scene: str, tmp_path: Path) -> None:
    made = SCENES[scene](tmp_path)
    for nth in (60, 150):
        call, wrong = fault_in(made, tmp_path / "site", nth, failing(errno.ENOSPC))
        assert (bool(call), wrong) == (True, "")
