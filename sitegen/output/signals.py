"""What is not broken off half way: a Ctrl-C during a commit waits until all files are in place."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_ASKING = tuple(
    signal.Signals[name] for name in ("SIGINT", "SIGTERM", "SIGHUP") if name in signal.Signals.__members__
)  # Windows has no SIGHUP: no terminal that hangs up


@contextmanager
def signals_wait() -> Iterator[None]:
    """Have a signal to end wait for the end of the body; who sends a second one is not made to wait.

    A commit is short, and one that is broken off leaves a site that is partly the old and partly the new one until the
    next build. Python hears signals in its main thread alone: in another one there is nothing to hold back.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    waiting: list[int] = []
    answers = {number: answer for number in _ASKING if callable(answer := signal.getsignal(number))}

    def hear(number: int, frame: FrameType | None) -> None:
        if waiting:
            answers[signal.Signals(number)](number, frame)
        waiting.append(number)

    for number in answers:
        signal.signal(number, hear)
    try:
        yield
    finally:
        for number, answer in answers.items():
            signal.signal(number, answer)
        if waiting:
            os.kill(os.getpid(), waiting[0])
