"""Arguments -> functions -> exit status. Everything heavy is imported inside the commands: ``--help`` must be quick."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from sitegen import __version__
from sitegen.commands.anchor_states import anchors
from sitegen.commands.group import Commands
from sitegen.commands.keeping import pack, redirects, verify
from sitegen.commands.layouts import layouts
from sitegen.commands.options import FILE, FOLDER, common, publishing, working
from sitegen.commands.session import Session, end_when_asked, is_of_system, own_up, system_failure, tell
from sitegen.commands.taking_down import restore, withhold
from sitegen.errors import SitegenError

INTERRUPTED = 130  # 128 + SIGINT, as a shell says it


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "SITEGEN", "max_content_width": 100},
    epilog="Start with: sitegen new my-archive && sitegen -C my-archive serve --watch",
)
@click.version_option(__version__, "-V", "--version", message="sitegen %(version)s")
@click.option("-C", "--root", type=FOLDER, help="The site's folder. [default: here, or the nearest above]")
@click.pass_obj
def cli(session: Session, root: Path | None) -> None:
    """Give archived live blogs a permanent home: seeds -> content -> pages.

    Every option can be set in the environment, as SITEGEN_<COMMAND>_<OPTION>.
    """
    session.root = root


@cli.command()
@click.argument("folder", type=FOLDER)
@click.option("--title", default="", help="The title of the site. [default: the folder's name]")
@click.pass_obj
def new(session: Session, folder: Path, title: str) -> int:
    """Make a site in FOLDER, with one sample seed.

    \b
    Example:
      sitegen new my-archive
      sitegen -C my-archive serve --watch
    """
    from sitegen.commands import run

    return run.make_site(session.open(folder, False, 0), folder, title)


@cli.command("import")
@click.argument("paths", nargs=-1, type=FILE)
@click.option("--again", is_flag=True, help="Apply a changed sidecar or importer to all that nobody edited.")
@click.option("--missing", is_flag=True, help="Write the seeds that need a date or zone into seeds/_meta.csv.")
@click.option("--format", "importer", metavar="NAME", default="", help="The format of PATHS, or of all new seeds.")
@click.option("--list-formats", is_flag=True, help="Name the formats that can be read, and leave.")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
@click.option("--report", type=FILE, help="Write all that was found to FILE.json or FILE.csv.")
@working
@common
@click.pass_obj
def import_(
    session: Session,
    paths: tuple[Path, ...],
    again: bool,
    missing: bool,
    importer: str,
    list_formats: bool,
    dry_run: bool,
    report: Path | None,
    root: Path | None,
    quiet: bool,
    verbose: int,
) -> int:
    """Turn seeds into content: all new ones, or PATHS (copied into seeds/ first).

    \b
    Examples:
      sitegen import                      every new seed in seeds/
      sitegen import ~/wire/*.txt         copy these into seeds/, then import them
      sitegen import seeds/a.txt          apply a seed that has changed since
      sitegen import --again seeds/a.txt  apply its changed sidecar
      sitegen import --format log a.txt   read it in this format, whatever it looks like
    """
    from sitegen.commands import run

    if list_formats:
        return run.list_formats(session.without_site(quiet, verbose))
    asked = run.ImportRequest(paths, again, missing, dry_run, report, session.executor, importer)
    return run.import_all(session.open(root, quiet, verbose), asked)


@cli.command()
@click.argument("files", nargs=-1, type=FILE)
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@common
@click.pass_obj
def pin(session: Session, files: tuple[Path, ...], dry_run: bool, root: Path | None, quiet: bool, verbose: int) -> int:
    """Write anchors into update headings that lack them, in FILES or all of content/.

    \b
    Example:
      sitegen pin content/2017/11/03/qaim.md
    """
    from sitegen.commands import run

    return run.pin_all(session.open(root, quiet, verbose), files, dry_run=dry_run)


@cli.command()
@publishing
@working
@click.option("--drafts", is_flag=True, help="Publish drafts too.")
@click.option("--strict", is_flag=True, help="Let every warning stop the build.")
@click.option("--clean", is_flag=True, help="Forget what is known, and read and render everything again.")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be written or removed, and write nothing.")
@click.option("--no-search", is_flag=True, help="Leave the search index as it is.")
@click.option("--data", is_flag=True, help="Publish data/archive.db too, a SQLite database of the archive.")
@click.option("--explain", is_flag=True, help="Say why each page is rendered.")
@click.option("--report", type=FILE, help="Write all that was found to FILE.json or FILE.csv.")
@common
@click.pass_obj
def build(
    session: Session,
    output: Path | None,
    base_url: str | None,
    links: str | None,
    drafts: bool,
    strict: bool,
    clean: bool,
    dry_run: bool,
    no_search: bool,
    data: bool,
    explain: bool,
    report: Path | None,
    root: Path | None,
    quiet: bool,
    verbose: int,
) -> int:
    """Import new seeds and publish what changed.

    \b
    Examples:
      sitegen build
      sitegen build --base-url https://example.org/live/ --strict
      sitegen build --links file --output /media/stick/archive
    """
    from sitegen.commands import run

    session.failing = ": nothing was published"
    where = (output, base_url, links, session.executor)
    asked = run.BuildRequest(*where, drafts, strict, clean, dry_run, explain, report, not no_search, data)
    return run.build_site(session.open(root, quiet, verbose), asked)


@cli.command()
@publishing
@working
@click.option("-w", "--watch", is_flag=True, help="Build a preview with drafts, and again whenever a file is saved.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("-p", "--port", type=click.IntRange(0, 65535), help="[default: 8000, or the next that is free]")
@click.option("--open", "browser", is_flag=True, help="Open a browser.")
@common
@click.pass_obj
def serve(
    session: Session,
    output: Path | None,
    base_url: str | None,
    links: str | None,
    watch: bool,
    host: str,
    port: int | None,
    browser: bool,
    root: Path | None,
    quiet: bool,
    verbose: int,
) -> int:
    """Show output/ as it was built; with --watch, a preview that follows what you edit.

    \b
    Examples:
      sitegen serve
      sitegen serve --watch --port 9000
    """
    from sitegen.commands import run

    asked = run.BuildRequest(output, base_url, links, session.executor)
    return run.serve_site(session.open(root, quiet, verbose), asked, watch=watch, host=host, port=port, browser=browser)


@cli.command()
@publishing
@working
@click.option("--drafts", is_flag=True, help="Check drafts too.")
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--report", type=FILE, help="Write all that was found to FILE.json or FILE.csv.")
@common
@click.pass_obj
def check(
    session: Session,
    output: Path | None,
    base_url: str | None,
    links: str | None,
    drafts: bool,
    strict: bool,
    report: Path | None,
    root: Path | None,
    quiet: bool,
    verbose: int,
) -> int:
    """Check seeds, content, layouts, anchors and every link; publish nothing.

    \b
    Examples:
      sitegen check
      sitegen check --strict --report problems.json
    """
    from sitegen.commands import run

    asked = run.BuildRequest(output, base_url, links, session.executor, drafts, strict, report=report)
    return run.check_site(session.open(root, quiet, verbose), asked)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script that completes sitegen's commands in SHELL.

    \b
    Example:
      sitegen completion bash >> ~/.bashrc
    """
    from click.shell_completion import BashComplete, FishComplete, ZshComplete

    kinds = {"bash": BashComplete, "fish": FishComplete, "zsh": ZshComplete}
    click.echo(kinds[shell](cli, {}, "sitegen", "_SITEGEN_COMPLETE").source())


for _command in (verify, pack, redirects, withhold, anchors, layouts, restore):
    cli.add_command(_command)

# Objects made, less those let go, before Python looks for circles of garbage, and how seldom it looks at those that stayed.
# Its own numbers, 700, 10 and 10, are for programs that make many circles: a build makes few, and a fifth of its time for a
# live blog of 100,000 updates went into looking at all it holds.
GARBAGE = (50_000, 20, 100)


def main() -> None:
    """Run the command that the arguments of the process name, and leave with its exit status."""
    end_when_asked()
    gc.set_threshold(*GARBAGE)
    if sys.stderr is None:  # closed by who started us: what is said goes nowhere, and no file gets its number
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run the command that *arguments* name; its exit status (docs/errors.md), whatever happens but a signal to end."""
    session = Session()
    try:
        return int(cli.main([*arguments], prog_name="sitegen", standalone_mode=False, obj=session) or 0)
    except (click.Abort, KeyboardInterrupt):  # the first is click's word for Ctrl-C
        return INTERRUPTED
    except click.ClickException as error:
        from sitegen.commands.reporting import printable  # here: the quick commands do without

        shown = io.StringIO()
        error.show(shown)
        sys.stderr.write("\n".join(map(printable, shown.getvalue().split("\n"))))
        return error.exit_code
    except SitegenError as error:
        return tell(session, error)
    except Exception as error:  # noqa: BLE001 - the last wall: a bug is said to be one, and asks to be reported
        return tell(session, system_failure(error)) if is_of_system(error) else own_up(session, error)


if __name__ == "__main__":
    main()
