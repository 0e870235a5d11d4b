"""Where the command begins: `sitegen`, or `python -m sitegen`."""

from __future__ import annotations

import signal


def main() -> None:
    """Load the commands and run the one that the arguments of the process name; a Ctrl-C meanwhile ends it silently."""
    answer = signal.getsignal(signal.SIGINT)
    if answer is signal.default_int_handler:  # else who started us has it ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is begun yet that would have to be put in order
    from sitegen.cli import main as run_command

    signal.signal(signal.SIGINT, answer)
    run_command()


if __name__ == "__main__":
    main()
