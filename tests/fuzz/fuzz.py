"""Fuzz one target for some time, guided by what its inputs reach: ``make fuzz TARGET=clock TIME=60``.

Needs atheris (Apache-2.0; Linux and macOS), which tests do not: they try the same targets with Hypothesis. What it finds is
left in a file ``crash-…``, named at the end; give it back as the last word to see it again.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]


def main() -> int:
    """Run one target under libFuzzer; its exit status."""
    parser = argparse.ArgumentParser(description="Fuzz one target.")
    parser.add_argument("target", choices=["clock", "content", "markup", "wire"])
    parser.add_argument("--time", type=int, default=60, help="how long, in seconds")
    parser.add_argument("again", nargs="*", help="files that were found: try these alone")
    asked = parser.parse_args()
    try:
        import atheris
    except ImportError:
        print("atheris is not installed here: .venv/bin/python -m pip install atheris", file=sys.stderr)
        return 2
    # Without its hook for patterns, whose stand-ins take no place to begin at: the words of the dictionary lead instead.
    with atheris.instrument_imports(include=["sitegen", "targets"]):
        from targets import FRAGMENTS, MOST_BYTES, TARGETS
    with tempfile.TemporaryDirectory(prefix="sitegen-fuzz-") as folder:
        words = Path(folder) / "words"
        words.write_text("".join(f'"{_quoted(one)}"\n' for one in FRAGMENTS[asked.target] if one), "utf-8")
        limits = [f"-max_total_time={asked.time}", f"-max_len={MOST_BYTES}", "-timeout=20", "-rss_limit_mb=4096"]
        atheris.Setup([sys.argv[0], f"-dict={words}", *limits, *asked.again], TARGETS[asked.target])
        atheris.Fuzz()
    return 0


def _quoted(text: str) -> str:
    """*text* as a word of a dictionary of libFuzzer: bytes that are no plain letters in hexadecimal."""
    return "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"\\x{byte:02x}" for byte in text.encode())


if __name__ == "__main__":
    sys.exit(main())
