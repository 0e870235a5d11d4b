"""What commands say: to people on stderr, data on stdout, in colour on a terminal only."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.reporting import format_problems, plain_style, printable, summary
from sitegen.errors import Location, Problem, Severity, UntoldError
from sitegen.executors import Announce, silence
from sitegen.importers.outcomes import OUTCOMES

if TYPE_CHECKING:
    from sitegen.build import Report
    from sitegen.importers.outcomes import ImportReport

NO_SEEDS = "There are no seeds: put live blogs into seeds/ as text files, or name them: sitegen import PATH"
SLOW_S = 0.7  # a progress bar that comes and goes sooner only flickers


@dataclass(frozen=True, slots=True)
class Console:
    """How much to say: *level* is -1 for errors only, 0 as usual, 1 for more."""

    root: Path
    level: int = 0

    def say(self, text: str, level: int = 0) -> None:
        """Tell people *text*, where they want to hear that much."""
        if self.level >= level:
            with suppress(OSError):  # nobody hears it any more: that is no reason to leave work half done
                click.echo("\n".join(map(printable, text.split("\n"))), err=True, color=has_colour())

    def data(self, text: str) -> None:
        """Write *text* for a program to read; it was asked for, so ``-q``, which is about messages, leaves it in.

        Raises UntoldError where stdout does not take it, and BrokenPipeError where its reader went away.
        """
        try:
            click.echo(text)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _untold(error) from error

    def problems(self, problems: Iterable[Problem]) -> str:
        """Tell all *problems* (errors only where quiet); give their number in words."""
        found = tuple(problems)
        shown = [problem for problem in found if self.level >= 0 or problem.is_error]
        if shown:
            text = format_problems(shown, self.root, style if has_colour() else plain_style)
            with suppress(OSError):
                click.echo(text, err=True, color=True)
        return summary(found)

    @contextmanager
    def progress(self) -> Iterator[Announce]:
        """A function that is told how far a stage is: a bar on a terminal once it takes long, else silence."""
        if self.level < 0 or not sys.stderr.isatty() or os.environ.get("CI"):
            yield silence
            return
        started = time.monotonic()
        bars: list[Announce] = []

        with ExitStack() as stack:

            def announce(stage: str, done: int, total: int) -> None:
                if time.monotonic() - started > SLOW_S:
                    if not bars:
                        bars.append(_bar(stack))
                    bars[0](stage, done, total)

            yield announce

    def imported(self, report: ImportReport, *, asked: bool = False, dry_run: bool = False) -> None:
        """Tell what an import did, as one table; where nobody *asked* for it, only if there was something to do."""
        counts = Counter(seed.outcome for seed in report.seeds if seed.outcome != "known")
        assumed = sum(seed.zone_source == "assumed" and seed.outcome == "imported" for seed in report.seeds)
        warned = sum(any(p.severity is Severity.WARNING for p in seed.problems) for seed in report.seeds)
        would = "would be " if dry_run else ""
        done = {**OUTCOMES, "imported": f"{would}imported{_formats(report)}", "merged": f"{would}{OUTCOMES['merged']}"}
        rows = [(words, counts[outcome]) for outcome, words in done.items() if outcome in counts]
        if not rows and not asked and self.level < 1:
            return
        rows += [("known already", report.known), ("left aside (no seeds)", report.junk)]
        rows += [("time zone assumed", assumed), ("with warnings", warned)]
        if table := "\n".join(f"  {count:>5}  {words}" for words, count in rows if count):
            self.say(table)
        elif asked:
            self.say(NO_SEEDS)
        if report.discovered:
            from sitegen.files import TOPICS

            where = "would be written to" if dry_run else "see"
            said = f"No topics were declared, so {_were(len(report.discovered))} found in the seeds: {where} {TOPICS}."
            self.say(
                f"{said}\n  hint: rename, merge or delete them there, or move the good ones to topics: in site.yaml"
            )

    def built(self, report: Report, options_output: Path, seconds: float, *, dry_run: bool) -> None:
        """Tell what a build did, in a line."""
        self.imported(report.imported, dry_run=dry_run)
        if not report.liveblogs and not report.imported.seeds and not report.imported.known:
            self.say(f"note: this site has no live blog yet. {NO_SEEDS}")
        done = "would write" if dry_run else "wrote"
        removed = f", {'would remove' if dry_run else 'removed'} {len(report.removed)}" if report.removed else ""
        anchors = f", {report.new_anchors} new anchors in the ledger" if report.new_anchors else ""
        self.say(
            f"{_count(report.liveblogs, 'live blog')}, {_count(report.updates, 'update')}: "
            f"rendered {_count(len(report.rendered), 'page')}, {done} {_count(len(report.changed), 'file')}{removed}"
            f"{anchors} in {seconds:.2f} s -> {_shown(options_output)}"
        )


def _untold(error: OSError) -> UntoldError:
    message = f"stdout cannot be written: {(error.strerror or str(error)).lower()}"
    return UntoldError([Problem(Location("stdout"), "system", message, "")])


def _formats(report: ImportReport) -> str:
    """How many seeds of each format were imported, the most first, where there are several formats."""
    counts = Counter(seed.importer for seed in report.seeds if seed.outcome == "imported")
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return f": {', '.join(f'{count:,} {name}' for name, count in ranked)}" if len(ranked) > 1 else ""


def _were(number: int) -> str:
    return "1 was" if number == 1 else f"{number} were"


def _shown(path: Path) -> str:
    try:
        return printable(str(path.relative_to(Path.cwd()))) + "/"
    except ValueError:
        return printable(str(path))


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _bar(stack: ExitStack) -> Announce:
    """A bar for each stage, on the terminal until *stack* is closed."""
    # Here, because its import takes 70 ms, which only a long build on a terminal should pay.
    from rich.console import Console as Terminal
    from rich.progress import Progress, TaskID

    progress = stack.enter_context(Progress(console=Terminal(stderr=True), transient=True))
    tasks: dict[str, TaskID] = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = progress.add_task(stage, total=total)
        progress.update(tasks[stage], completed=done)

    return show


def has_colour() -> bool:
    """Whether stderr takes colour: a terminal does, unless NO_COLOR is set; FORCE_COLOR overrules (no-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stderr.isatty()


def style(text: str, name: str) -> str:
    """*text* for a terminal in colour *name*, or bold or dim."""
    return (
        click.style(text, bold=True)
        if name == "bold"
        else click.style(text, dim=True)
        if name == "dim"
        else (click.style(text, fg=name))
    )
