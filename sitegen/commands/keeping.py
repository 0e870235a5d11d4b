"""The commands that keep an archive: whether every byte is as it was made, and all of it in one file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.options import FILE, common, publishing, working
from sitegen.commands.session import Session

if TYPE_CHECKING:
    from sitegen.commands.console import Console
    from sitegen.commands.run import BuildRequest


@click.command()
@publishing
@working
@click.option("--drafts", is_flag=True, help="The output was built with drafts.")
@click.option("--report", type=FILE, help="Write all that was found to FILE.json or FILE.csv.")
@common
@click.pass_obj
def verify(
    session: Session,
    output: Path | None,
    base_url: str | None,
    links: str | None,
    drafts: bool,
    report: Path | None,
    root: Path | None,
    quiet: bool,
    verbose: int,
) -> int:
    """Hash and import every seed again, make the site again, and say which byte is not as it was.

    \b
    Examples:
      sitegen verify
      sitegen verify --output /media/stick/archive --links file
      sitegen verify --report verified.json
    """
    from sitegen.commands import run

    asked = run.BuildRequest(output, base_url, links, session.executor, drafts, report=report)
    return _verify(session.open(root, quiet, verbose), asked)


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option("--public", is_flag=True, help="Leave out seeds, drafts and the record of imports.")
@publishing
@working
@common
@click.pass_obj
def pack(
    session: Session,
    file: Path | None,
    public: bool,
    output: Path | None,
    base_url: str | None,
    links: str | None,
    root: Path | None,
    quiet: bool,
    verbose: int,
) -> int:
    """Write the whole archive into one zip, FILE, which is the same bytes wherever it is made.

    \b
    Examples:
      sitegen pack                            title-of-the-site.zip, beside site.yaml
      sitegen pack --public /srv/archive.zip
    """
    from sitegen.commands import run

    asked = run.BuildRequest(output, base_url, links, session.executor)
    return _pack(session.open(root, quiet, verbose), asked, file, public=public)


def _verify(console: Console, asked: BuildRequest) -> int:
    """Hold seeds, content and output against each other; 1 where a byte lies."""
    from sitegen.check import verify as verify_all
    from sitegen.commands.run import DONE, PROBLEMS, options_of, read_config
    from sitegen.executors import open_executor
    from sitegen.words import counted

    config, options = read_config(console, asked), options_of(console, asked)
    with console.progress() as announce, open_executor(asked.executor) as executor:
        found = verify_all(console.root, config, options, executor, announce)
    said = console.problems(found.problems)
    counts = ((found.seeds, "seed"), (found.liveblogs, "live blog"), (found.files, "file"))
    what = f"{', '.join(counted(*count) for count in counts)} of {options.output.name}"
    console.say(f"Verified {what}.")
    if asked.report:
        from sitegen.commands.report_files import write_problems

        write_problems(asked.report, found.problems)
    console.say(f"{said}." if said else "Every byte is as it was made.")
    return PROBLEMS if any(problem.is_error for problem in found.problems) else DONE


def _pack(console: Console, asked: BuildRequest, file: Path | None, *, public: bool) -> int:
    """Write the archive into one file; its SHA-256 and name go to stdout, as ``sha256sum --check`` reads them."""
    from sitegen.check import pack as pack_all
    from sitegen.commands.run import DONE, options_of, read_config
    from sitegen.content.naming import slug_of
    from sitegen.executors import open_executor
    from sitegen.words import counted

    config, options = read_config(console, asked), options_of(console, asked)
    name = f"{slug_of(config.title) or 'archive'}{'-public' if public else ''}.zip"
    target = file.absolute() if file else console.root / name
    with console.progress() as announce, open_executor(asked.executor) as executor:
        packed = pack_all(console.root, config, options, target, executor, announce, public=public)
    console.problems(packed.problems)
    console.data(f"{packed.digest}  {target.name if file is None else file}")
    console.say(f"Packed {counted(packed.files, 'file')}, {target.stat().st_size:,} bytes.")
    return DONE


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["nginx", "apache", "netlify", "csv"]), required=True, help="For whom."
)
@click.option("--host", default="", help="Only sources that were published at this host. [default: all]")
@click.option("-b", "--base-url", help="Where the site is: https://example.org/live/. [default: site.yaml]")
@common
@click.pass_obj
def redirects(
    session: Session, form: str, host: str, base_url: str | None, root: Path | None, quiet: bool, verbose: int
) -> int:
    """List every address that leads elsewhere now, for your host: aliases, former addresses, sources.

    \b
    Examples:
      sitegen redirects --format nginx > redirects.conf
      sitegen redirects --format csv --host old.example.org
    """
    from sitegen.commands.redirecting import RedirectsRequest, write_redirects

    asked = RedirectsRequest(form, host, base_url, session.executor)
    return write_redirects(session.open(root, quiet, verbose), asked)
