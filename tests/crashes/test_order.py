"""What is on the disk when: power may go at any instant, and a name may outlive the bytes that it stands for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from scenes import next_build
from support import build_site


@pytest.mark.promise("C7")
def test_all_is_on_the_disk_before_the_first_rename_and_the_names_before_the_journal_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = next_build(tmp_path).copy(tmp_path / "site")
    calls = watch(site, monkeypatch)
    build_site(site)
    kinds = [kind for kind, _ in calls]
    journal = calls.index(("replace", "x.journal"))
    gone = calls.index(("unlink", "x.journal"))
    moved = [at for at, (kind, name) in enumerate(calls) if kind == "replace" and name.startswith("output/")]
    pruned = [at for at, (kind, name) in enumerate(calls) if kind == "unlink" and name.startswith("output/")]
    written = [at for at, (kind, name) in enumerate(calls) if kind == "open" and ".sitegen/staging/" in name]
    assert len(moved) > 5
    assert pruned
    first_sync = kinds.index("sync")
    assert max(written) < first_sync < journal < min(moved + pruned)
    assert ("fsync", "x.new") in calls[first_sync:journal]  # the journal itself
    assert ("fsync", ".sitegen/targets") in calls[journal : min(moved + pruned)]  # and its name
    ledger = calls.index(("replace", "content/anchors.lock"))
    assert ("fsync", "content/.anchors.lock.new") in calls[journal:ledger]
    assert max([*moved, ledger]) < kinds.index("sync", first_sync + 1) < gone
    assert kinds.count("sync") == 2  # one before the renames, one after: not one for each file


def watch(site: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The calls that a build of *site* makes from now on, in their order, each with its file."""
    calls: list[tuple[str, str]] = []
    files: dict[int, str] = {}
    real = {name: getattr(os, name) for name in ("replace", "unlink", "fsync", "sync", "open")}

    def name_of(path: object) -> str:
        place = Path(os.fsdecode(path)) if isinstance(path, (str, bytes, Path)) else Path("?")
        return shown(place)

    def shown(place: Path) -> str:
        if place.parent.name == "targets":
            return f"x{place.suffix}"
        return place.relative_to(site).as_posix() if place.is_relative_to(site) else place.name

    def replace(source: object, file: object) -> None:
        real["replace"](source, file)
        calls.append(("replace", name_of(file)))

    def unlink(path: object, **named: object) -> None:
        real["unlink"](path, **named)
        calls.append(("unlink", name_of(path)))

    def fsync(descriptor: int) -> None:
        real["fsync"](descriptor)
        calls.append(("fsync", shown(Path(f"/proc/self/fd/{descriptor}").readlink())))

    def sync() -> None:
        calls.append(("sync", ""))

    def opened(path: object, flags: int, *arguments: object, **named: object) -> int:
        descriptor: int = real["open"](path, flags, *arguments, **named)
        files[descriptor] = name_of(path)
        if flags & os.O_CREAT:
            calls.append(("open", name_of(path)))
        return descriptor

    for name, function in (
        ("replace", replace),
        ("unlink", unlink),
        ("fsync", fsync),
        ("sync", sync),
        ("open", opened),
    ):
        monkeypatch.setattr(os, name, function)
    return calls
