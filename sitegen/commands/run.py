"""What each command does, once its arguments are read: the steps, what it says, and its exit status."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sitegen.commands.console import Console
from sitegen.commands.reporting import format_problems, printable
from sitegen.commands.session import telling_of_system
from sitegen.commands.site import CONFIG
from sitegen.config import Config, Links
from sitegen.config_cache import current_config
from sitegen.errors import Location, LockedError, Problem
from sitegen.executors import open_executor, silence
from sitegen.words import counted

if TYPE_CHECKING:
    from sitegen.build import Options, Report

Result = TypeVar("Result")
DONE, PROBLEMS, FAILED = 0, 1, 3
PATIENCE_S, PAUSE_S = 20.0, 0.2  # how long a preview waits for another command, and how often it looks


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """The options of ``build``, ``check`` and ``serve``; None and False stand for what was not said."""

    output: Path | None
    base_url: str | None
    links: str | None
    executor: str
    drafts: bool = False
    strict: bool = False
    clean: bool = False
    dry_run: bool = False
    explain: bool = False
    report: Path | None = None
    search: bool = False
    data: bool = False


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """The arguments of ``import``; *importer* is the name that ``--format`` says."""

    paths: tuple[Path, ...]
    again: bool
    missing: bool
    dry_run: bool
    report: Path | None
    executor: str
    importer: str = ""


def make_site(console: Console, folder: Path, title: str) -> int:
    """Make a site in *folder*, and say what to do next."""
    from sitegen.scaffold import make

    for path in make(folder, title):
        console.say(f"  {path}", level=1)
    named = printable(str(folder))
    console.say(f"Made a site in {named}. Look at it with: sitegen -C {shlex.quote(named)} serve --watch")
    return DONE


def read_config(console: Console, asked: BuildRequest) -> Config:
    """``site.yaml`` with what the command line says otherwise; its warnings are told."""
    config = current_config(console.root / CONFIG)
    console.say(f"site: {printable(str(console.root))}", level=1)
    if asked.base_url:
        from sitegen.config_file import with_base_url  # brings YAML

        config = with_base_url(config, asked.base_url)
    elif asked.base_url is not None:
        config = replace(config, base_url="")
    return replace(config, links=Links(asked.links)) if asked.links else config


def options_of(console: Console, asked: BuildRequest) -> Options:
    """How to build what was *asked*."""
    from sitegen.build import Options

    output = asked.output.absolute() if asked.output else console.root / "output"
    return Options(output, asked.drafts, asked.strict, asked.dry_run, asked.clean, search=asked.search, data=asked.data)


def build_site(console: Console, asked: BuildRequest) -> int:
    """Build and publish; 1 where a seed could not be imported."""
    from sitegen.build import build

    config, options = read_config(console, asked), options_of(console, asked)
    started = time.monotonic()
    with console.progress() as announce, open_executor(asked.executor) as executor:
        report = build(console.root, config, options, executor, announce)
    if asked.explain:
        for url, why in report.rendered:
            console.data(f"{url}\t{why}")
    if asked.dry_run:
        for url in report.changed:
            console.data(f"write\t{url}")
        for path in report.removed:
            console.data(f"remove\t{path}")
    said = console.problems(report.problems)
    _note_base_url(console, config)
    _note_robots(console, config, report.changed)
    console.built(report, options.output, time.monotonic() - started, dry_run=asked.dry_run)
    return _finished(console, asked.report, report, said)


def _note_robots(console: Console, config: Config, changed: Collection[str]) -> None:
    """Say what belongs into ``robots.txt`` of the host, where the site is in a folder of it: robots ask nowhere else."""
    scheme, _, rest = config.base_url.partition("://")
    host, _, folder = rest.partition("/")
    if not folder or "/robots.txt" not in changed:
        return
    from sitegen.pages.feeds import robots

    lines = robots(config, f"/{folder}").data.decode().rstrip()
    console.say(f"note: robots ask for {scheme}://{host}/robots.txt alone; put into that file:\n\n{lines}\n")


def _note_base_url(console: Console, config: Config) -> None:
    wanted = [what for what, on in (("feed", config.pages.feed), ("sitemap", config.pages.sitemap)) if on]
    if not config.base_url and wanted:
        said = "no base_url: canonical links, " + ", ".join(wanted) + " are left out"
        console.say(f"note: {said}; set it in site.yaml or with --base-url", level=1)


def _finished(console: Console, path: Path | None, report: Report, said: str) -> int:
    if path:
        from sitegen.commands.report_files import write_report

        try:
            write_report(path, report.imported, report.problems)
        except OSError as error:  # the site is published all the same
            cause = (error.strerror or str(error)).lower()
            message, hint = f'"{path}" cannot be written: {cause}', "name another file with --report"
            console.problems([Problem(Location(str(path)), "report-failed", message, hint)])
            return FAILED
    failed = any(problem.is_error for problem in report.problems)
    if said:
        console.say(f"{said}.")
    return PROBLEMS if failed else DONE


def check_site(console: Console, asked: BuildRequest) -> int:
    """Check everything; 1 where something is wrong."""
    from sitegen.check import check

    config, options = read_config(console, asked), options_of(console, asked)
    with console.progress() as announce, open_executor(asked.executor) as executor:
        report = check(console.root, config, options, executor, announce)
    said = console.problems(report.problems)
    for directive, sources in config.csp:
        console.say(f"note: csp in {CONFIG} lets {directive} load from {' '.join(sources)}")
    what = ((report.liveblogs, "live blog"), (report.updates, "update"), (len(report.rendered), "page"))
    console.say(f"Checked {', '.join(counted(*count) for count in what)}.")
    return _finished(console, asked.report, report, said)


def serve_site(
    console: Console, asked: BuildRequest, *, watch: bool, host: str, port: int | None, browser: bool
) -> int:
    """Serve until Ctrl-C, which is how it ends well."""
    from sitegen.build import STATE, Options, build
    from sitegen.serve import Address, Rebuilt, serve

    def announce(text: str) -> None:
        console.say(text)
        if browser and "http://" in text:
            import webbrowser

            webbrowser.open(text[text.index("http://") :].split()[0])

    root = console.root
    if not watch:
        folder = asked.output.absolute() if asked.output else root / "output"
        serve(folder, Address(host, port), rebuild=None, watched=(), announce=announce)
        return DONE
    if not (root / CONFIG).is_file():  # a broken one may be mended under the preview; without one there is no site
        current_config(root / CONFIG)
    options = Options(root / STATE / "preview", drafts=True)

    def rebuild() -> Rebuilt:
        nonlocal options
        config = read_config(replace(console, level=-1), asked)
        config = replace(
            config, pages=replace(config.pages, tables=False)
        )  # they are as long as a year: for publishing
        with telling_of_system(), open_executor(asked.executor) as executor:
            report = when_free(partial(build, root, config, options, executor, silence))
        options = replace(options, is_known=True)  # a preview is nobody's but ours
        excerpts = format_problems(report.problems, root)
        return Rebuilt(report.changed, report.removed, report.problems, excerpts)

    watched = (root / "content", root / "seeds", root / "layouts", root / CONFIG)
    serve(options.output, Address(host, port), rebuild=rebuild, watched=watched, announce=announce)
    return DONE


def when_free(run: Callable[[], Result], patience_s: float = PATIENCE_S) -> Result:
    """What *run* gives; while another command holds the lock, it is tried again for *patience_s* seconds."""
    end = time.monotonic() + patience_s
    while True:
        try:
            return run()
        except LockedError:
            if time.monotonic() >= end:
                raise
            time.sleep(PAUSE_S)


def list_formats(console: Console) -> int:
    """Name the formats that can be read."""
    from sitegen.commands.formats import write_formats

    write_formats(console)
    return DONE


def import_all(console: Console, asked: ImportRequest) -> int:
    """Import new seeds, or those that were asked for; 1 where one could not be imported."""
    from sitegen.commands.importing import run_import

    config = current_config(console.root / CONFIG)
    switches = (asked.again, asked.missing, asked.dry_run)
    with console.progress() as announce, open_executor(asked.executor) as executor:
        report, notes = run_import(
            console.root, config, asked.paths, *switches, executor, announce, importer=asked.importer
        )
    said = console.problems(report.problems)
    for note in notes:
        console.say(note)
    if not asked.missing:
        console.imported(report, asked=True, dry_run=asked.dry_run)
    if asked.report:
        from sitegen.commands.report_files import write_report

        write_report(asked.report, report, report.problems)
    failed = any(problem.is_error for problem in report.problems)
    if said:
        console.say(f"{said}.")
    return PROBLEMS if failed else DONE


def pin_all(console: Console, files: tuple[Path, ...], *, dry_run: bool) -> int:
    """Write missing anchors into content files."""
    from sitegen.backups import Backup
    from sitegen.build import STATE
    from sitegen.commands.pinning import pin_files
    from sitegen.output.lock import hold_lock

    config = current_config(console.root / CONFIG)
    with hold_lock(console.root / STATE / "lock"), Backup(console.root, "pin", dry_run=dry_run) as backup:
        pinned, problems = pin_files(backup, config, files)
    said = console.problems((*problems, *backup.note()))
    for path, written in pinned:
        console.say(f"{printable(path)}: {', '.join(written)}")
    if not pinned and not problems:
        console.say("Every update has its anchor.")
    if said:
        console.say(f"{said}.")
    return PROBLEMS if any(problem.is_error for problem in problems) else DONE
