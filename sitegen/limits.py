"""What the system lets this process do."""

from __future__ import annotations


def file_size_hint() -> str:
    """What to do about a limit on the size of files, as ``ulimit -f`` sets it; "" where there is none.

    SQLite says "disk I/O error" of a file that may grow no further, and the system "file too large": neither names it.
    """
    try:
        from resource import RLIM_INFINITY, RLIMIT_FSIZE, getrlimit
    except ImportError:  # Windows has none
        return ""
    most, _ = getrlimit(RLIMIT_FSIZE)
    return (
        ""
        if most == RLIM_INFINITY
        else f"files may have {most:,} bytes at most here: raise that limit (ulimit -f), or "
    )
