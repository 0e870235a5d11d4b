"""Faults on purpose: the nth call that writes fails, or ends the process, as a full disk and a loss of power would."""

from __future__ import annotations

import builtins
import io
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import IO, NoReturn, Protocol

from sitegen.cli import run

KILLED = 99
CALLS = ("replace", "rename", "fsync", "sync", "mkdir", "unlink", "rmdir", "write", "open")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Count(Protocol):
    """Is told of each call that writes: its name, the file that it names, the file that it is about."""

    def __call__(self, call: str, path: str = "", of: str = "") -> None: ...


Fault = Callable[[str, str], NoReturn]
"""What happens at the call of that name, of a file where the call names one."""


@dataclass(frozen=True, slots=True)
class Broken:
    """How a command ended of which one call was broken: *call* is that one, "" where there were fewer calls."""

    status: int
    said: str
    call: str


def failing(number: int) -> Fault:
    """The failure that the system calls *number* (errno); of SQLite, in its own words."""

    def fail(call: str, path: str) -> NoReturn:
        if call == "sqlite":
            raise sqlite3.OperationalError("database or disk is full")
        raise OSError(number, os.strerror(number), *([path] if path else []))

    return fail


def dying(call: str, path: str) -> NoReturn:
    """A loss of power, as far as one process can show it: nothing is tidied up."""
    os._exit(KILLED)


def run_broken(arguments: Sequence[str], nth: int, fault: Fault) -> Broken:
    """What comes of the command line *arguments*, run in a child whose *nth* call that writes meets *fault*.

    The child is a fork, so that hundreds of them take seconds; what it says goes to a file.
    """
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as met:
        child = os.fork()
        if child == 0:
            try:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
                sys.stdout = sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
                break_nth(nth, fault, met.fileno())
                os._exit(run(arguments))
            finally:
                os._exit(70)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        met.seek(0)
        return Broken(status, said.read().decode(), met.read().decode())


def break_nth(nth: int, fault: Fault, met: int) -> None:
    """Have the *nth* call that writes meet *fault*, in this process and for good; which it was goes to the file *met*."""
    left, write = [nth], os.write

    def count(call: str, path: str = "", of: str = "") -> None:
        left[0] -= 1
        if left[0] == 0:
            write(met, f"{call} {path or of}".encode())
            fault(call, path)

    for name in CALLS:
        _break_call(name, count)
    _break_streams(count)
    _break_sqlite(count)


def _break_call(name: str, count: Count) -> None:
    real: Callable[..., object] = getattr(os, name)

    def counted(*arguments: object, **named: object) -> object:
        if name == "open" and not (isinstance(arguments[1], int) and arguments[1] & _WRITING):
            return real(*arguments, **named)
        count(name, str(arguments[0]) if name not in ("write", "fsync", "sync") else "")
        return real(*arguments, **named)

    setattr(os, name, counted)


def _break_streams(count: Count) -> None:
    real: Callable[..., IO[bytes]] = io.open

    def opened(file: object, mode: str = "r", *arguments: object, **named: object) -> object:
        if not set(mode) & set("wxa+"):
            return real(file, mode, *arguments, **named)
        count("open", str(file))
        return _Stream(real(file, mode, *arguments, **named), count, str(file))

    for module in (io, builtins):
        setattr(module, "open", opened)  # noqa: B010 - mypy knows what both are


class _Stream:
    """A stream that counts what it writes."""

    def __init__(self, real: IO[bytes], count: Count, name: str) -> None:
        self._real, self._count, self._name = real, count, name

    def __enter__(self) -> _Stream:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)

    def write(self, data: bytes) -> int:
        self._count("write", of=self._name)
        return self._real.write(data)

    def flush(self) -> None:
        self._count("flush", of=self._name)
        self._real.flush()

    def close(self) -> None:
        try:
            if not self._real.closed:
                self._count("close", of=self._name)
        finally:
            self._real.close()


def _break_sqlite(count: Count) -> None:
    reading = ("SELECT", "PRAGMA USER", "PRAGMA QUICK")

    class Connection(sqlite3.Connection):
        """Counts statements that may write, and the ends of transactions."""

        def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
            if not sql.lstrip().upper().startswith(reading):
                count("sqlite", of=sql)
            return super().execute(sql, *parameters)  # type: ignore[arg-type]

        def executemany(self, sql: str, *parameters: object) -> sqlite3.Cursor:
            count("sqlite", of=sql)
            return super().executemany(sql, *parameters)  # type: ignore[arg-type]

        def __exit__(self, *raised: object) -> bool:  # type: ignore[override]
            try:
                count("sqlite", of="COMMIT")
            except sqlite3.OperationalError:
                self.rollback()
                raise
            return super().__exit__(*raised)  # type: ignore[arg-type]

    real: Callable[..., sqlite3.Connection] = sqlite3.connect

    def connect(*arguments: object, **named: object) -> sqlite3.Connection:
        return real(*arguments, **{"factory": Connection, **named})

    setattr(sqlite3, "connect", connect)  # noqa: B010
