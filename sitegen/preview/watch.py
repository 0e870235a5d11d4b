"""When watched files changed: file events, gathered until they pause, and a slow look at stats for what events miss."""

from __future__ import annotations

import errno
import logging
import os
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch

QUIET_S = 0.05
"""An editor's save is several events within milliseconds; this long without one and the save is over."""
GATHER_S = 5.0
"""The longest wait for a pause, so that a file which is written to all the time cannot put off a build for ever."""
RESCAN_S = 2.0
"""How often stats are compared: events are lost when the kernel's queue overflows, and network disks send none."""
POLL_S = 1.0
"""How often stats are compared where there are no events at all."""
SCAN_SHARE = 20
"""A look at the stats of a large tree takes at most one part in this many of the time."""

# watchdog reports reads too (opened, closed_no_write), and a build reads: to wake on those would be a loop without end.
WAKING: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileDeletedEvent,
    FileClosedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
DROPPING_ENDS = ("~", ".swp", ".swo", ".swx", ".tmp", ".part", ".crdownload", "___jb_tmp___", "___jb_old___")
DROPPING_NAMES = frozenset({"4913", "Thumbs.db", "desktop.ini"})  # 4913: Vim's test whether a folder can be written to

Stats = dict[str, tuple[int, int, int, int]]

# Without a handler, logging would print watchdog's warnings; what they tell of (lost events), the scan makes good.
logging.getLogger("watchdog").addHandler(logging.NullHandler())


def is_dropping(name: str) -> bool:
    """Whether a file or folder of this name is no part of a site: hidden, or a passing file of an editor or a desktop.

    >>> [name for name in (".git", ".a.md.swp", "a.md~", "#a.md#", "a.md", "#1.md") if not is_dropping(name)]
    ['a.md', '#1.md']
    """
    between_hashes = name.startswith("#") and name.endswith("#")
    return name.startswith(".") or name.endswith(DROPPING_ENDS) or name in DROPPING_NAMES or between_hashes


def scan(watched: Sequence[Path]) -> Stats:
    """Modification and change time (ns), size and inode of each file in or at *watched*, without droppings.

    What cannot be read, or goes while it is looked for, is left out. Equal scans mean that nothing changed.
    """
    stats: Stats = {}
    folders: list[str | Path] = []
    for path in watched:
        if path.is_dir():
            folders.append(path)
        elif path.is_file():
            _note(stats, str(path), path.stat)
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if is_dropping(entry.name):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    else:
                        _note(stats, entry.path, entry.stat)
        except OSError:
            continue
    return stats


def _note(stats: Stats, path: str, look: Callable[[], os.stat_result]) -> None:
    try:
        found = look()
    except OSError:  # a dangling link, or the file went a moment ago
        return
    stats[path] = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino)


class Watch:
    """Watched files and folders, some of which may not exist yet; one thread waits, any thread may close."""

    def __init__(
        self,
        watched: Sequence[Path],
        announce: Callable[[str], None],
        observe: Callable[[], BaseObserver],
        quiet_s: float,
        rescan_s: float,
    ) -> None:
        self._quiet_s = quiet_s
        self._rescan_s = self._pause_s = rescan_s
        self._watched = tuple(path.parent.resolve() / path.name for path in watched)
        self._announce = announce
        self._woken = threading.Event()
        self._closed = False
        self._scheduled: dict[tuple[Path, bool], tuple[ObservedWatch, tuple[int, int]]] = {}
        self._observer: BaseObserver | None = None
        try:
            self._observer = observe()
            self._observer.start()
        except OSError as error:
            self._do_without_events(error)
        self._renew()
        self._stats = scan(self._watched)

    def wait(self) -> bool:
        """Block until something changed since the last call and the events paused; False when closed.

        What changes after this returns is told by the next call, so a build that starts now misses nothing.
        """
        while not self._closed:
            if self._woken.wait(self._pause_s) or self._looks_changed():
                self._gather()
                self._renew()
                self._stats = scan(self._watched)
                return not self._closed
            self._renew()
        return False

    def close(self) -> None:
        """Let a call of `wait` that is under way, and each after it, return False."""
        self._closed = True
        self._woken.set()

    def stop_events(self) -> None:
        """Stop the threads that gather events; not while another thread waits."""
        observer, self._observer = self._observer, None
        self._scheduled.clear()
        if observer is not None:
            observer.stop()
            if observer.is_alive():
                observer.join()

    def _looks_changed(self) -> bool:
        started = time.monotonic()
        stats = scan(self._watched)
        self._pause_s = max(self._rescan_s if self._observer else POLL_S, SCAN_SHARE * (time.monotonic() - started))
        return stats != self._stats

    def _gather(self) -> None:
        deadline = time.monotonic() + GATHER_S
        while time.monotonic() < deadline and not self._closed:
            self._woken.clear()
            if not self._woken.wait(self._quiet_s):
                return

    def _renew(self) -> None:
        """Watch each folder that is there now, also one that was made, or deleted and made again, since the last call.

        The parent of each path is watched too, alone: that is how a file is watched, and how a folder is seen to come.
        """
        parents = {path.parent for path in self._watched}
        for folder, whole in [*((path, True) for path in self._watched), *((path, False) for path in parents)]:
            if self._observer is None:
                return
            try:
                self._renew_one(self._observer, folder, whole)
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EMFILE):  # no more watches: inotify_add_watch(2)
                    self._do_without_events(error)

    def _renew_one(self, observer: BaseObserver, folder: Path, whole: bool) -> None:
        found = folder.stat() if folder.is_dir() else None
        identity = (found.st_dev, found.st_ino) if found else None
        known, known_identity = self._scheduled.get((folder, whole), (None, None))
        alive = any(emitter.watch == known and emitter.is_alive() for emitter in observer.emitters)
        if known is not None and (identity != known_identity or not alive):
            observer.unschedule(known)
            del self._scheduled[folder, whole]
            known = None
        if known is None and identity is not None:
            place = folder.resolve()
            counts = _in_tree(place) if whole else _one_of(self._watched)
            handler = _Waker(counts, self._woken.set)
            watch = observer.schedule(handler, str(place), recursive=whole, event_filter=WAKING)
            self._scheduled[folder, whole] = (watch, identity)

    def _do_without_events(self, error: OSError) -> None:
        self._announce(
            f"The system gives no file events ({error.strerror or error}): "
            f"looking at all files every {POLL_S:.0f} s instead, so a change shows a little later."
        )
        self._pause_s = POLL_S
        self.stop_events()


class _Waker(FileSystemEventHandler):
    """Wakes on an event whose path counts. An atomic save arrives as a move: its destination is the file."""

    def __init__(self, counts: Callable[[str], bool], wake: Callable[[], None]) -> None:
        self._counts = counts
        self._wake = wake

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Wake if the event tells of a change at a path that counts."""
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        if isinstance(event, tuple(WAKING)) and any(map(self._counts, paths)):
            self._wake()


def _in_tree(folder: Path) -> Callable[[str], bool]:
    def counts(path: str) -> bool:
        return not any(is_dropping(part) for part in Path(os.path.relpath(path, folder)).parts)

    return counts


def _one_of(watched: Sequence[Path]) -> Callable[[str], bool]:
    names = frozenset(map(str, watched))
    return lambda path: path in names


@contextmanager
def open_watch(
    watched: Sequence[Path],
    announce: Callable[[str], None],
    observe: Callable[[], BaseObserver] = lambda: Observer(),
    quiet_s: float = QUIET_S,
    rescan_s: float = RESCAN_S,
) -> Iterator[Watch]:
    """Watch files and whole folders, there or not yet; *announce* is told if there are no file events.

    A change of a dropping (`is_dropping`) does not count, nor does one anywhere else in the folders around.
    """
    # watchdog 7.1 warns, without harm, when a folder and one in it are made at once, as an import does: it sees the
    # inner one twice. The filter is set here, not on import, because others may reset the filters after it.
    warnings.filterwarnings("ignore", "Callback with id", RuntimeWarning, r"watchdog\.")
    watch = Watch(watched, announce, observe, quiet_s, rescan_s)
    try:
        yield watch
    finally:
        watch.close()
        watch.stop_events()
