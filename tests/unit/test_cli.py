"""The command line: exit statuses, options from everywhere, signals, and failures that are nobody's fault but ours."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest

from sitegen import __version__
from sitegen.cli import cli, run
from sitegen.commands.options import common
from sitegen.executors import SerialExecutor

ROOT = Path(__file__).parents[2]
NOBODY = 65534  # the user that owns nothing, on every Unix
SEED = """\
Live: Storm closes the harbor

March 8, 2021

{place} (Sample) — The latest on the storm (all times local):

4:40 p.m.

The harbor master has opened the outer quay again.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path / "site")


def make_site(root: Path, place: str = "LONDON") -> Path:
    for name, text in {
        "site.yaml": "title: Test\npublished: false\ntopics:\n  - {slug: quay, label: Quay}\n",
        "seeds/storm.txt": SEED.format(place=place),
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def call(*words: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run sitegen in a process of its own."""
    command = [sys.executable, "-m", "sitegen.cli", *map(str, words)]
    settings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(command, cwd=cwd, env=settings, capture_output=True, text=True, timeout=60, check=False)


# Words and options


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"sitegen {__version__}\n"


HEAVY = (
    "jinja2 yaml markdown_it rich watchdog slugify selectolax sqlite3 multiprocessing concurrent.futures importlib.metadata"
    " logging zoneinfo sitegen.settings sitegen.build sitegen.importers.text.wire"
)


@pytest.mark.parametrize("modules", ["sitegen.commands.run", "sitegen.config_cache, sitegen.executors"])
def test_a_command_imports_nothing_heavy_before_its_work(modules: str) -> None:
    code = f"import sys, {modules}; print([name for name in {HEAVY!r}.split() if name in sys.modules])"
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_quick_command_imports_nothing_heavy() -> None:
    code = (
        "import sys; from sitegen.cli import run; run(['--version']); run(['build', '--help']); "
        f"print([name for name in {HEAVY!r}.split() if name in sys.modules])"
    )
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=settings, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_the_help_of_every_command_shows_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    text = capsys.readouterr().out
    assert "Example" in text
    assert f"\n    sitegen {name}" in text


def test_the_help_of_all_says_how_to_start(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-h"]) == 0
    text = capsys.readouterr().out
    assert "sitegen new my-archive" in text
    assert all(name in text for name in cli.commands)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    assert "_SITEGEN_COMPLETE" in capsys.readouterr().out


def test_completion_completes() -> None:
    done = call(_SITEGEN_COMPLETE="bash_complete", COMP_WORDS="sitegen bu", COMP_CWORD="1")
    assert done.stdout == "plain,build\n"


@pytest.mark.promise("E3")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["biuld"], "biuld"),
        (["build", "--strcit"], "--strict"),
        (["build", "extra"], "extra"),
        (["build", "--links", "up"], "up"),
        (["serve", "--port", "70000"], "70000"),
        (["import", "--jobs", "0"], "0"),
        (["build", "--executor", "threads"], "threads"),
        (["check", "--executor", "processes:2", "-j", "3"], "--jobs and --executor"),
        (["completion", "tcsh"], "tcsh"),
        (["new"], "FOLDER"),
    ],
)
def test_wrong_usage_is_status_2_and_quotes_what_is_wrong(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert "--help" in shown.err
    assert shown.out == ""


# Where it works


@pytest.mark.parametrize(
    ("words", "jobs", "name"),
    [
        (["build"], "", "auto"),
        (["build", "-j", "1"], "", "serial"),
        (["build"], "3", "processes:3"),
        (["check", "--executor", "processes:2", "--jobs", "2"], "", "processes:2"),
        (["import", "--executor", "serial"], "", "serial"),
    ],
)
def test_where_it_works(words: list[str], jobs: str, name: str, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []

    def recorded(asked: str) -> SerialExecutor:
        opened.append(asked)
        return SerialExecutor()

    monkeypatch.setattr("sitegen.commands.run.open_executor", recorded)
    if jobs:
        monkeypatch.setenv("SITEGEN_BUILD_JOBS", jobs)
    assert run([*words, "-q", "-C", str(site)]) == 0
    assert opened == [name]


def test_no_cluster_is_a_line_and_status_2(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sitegen.cluster.PATIENCE_S", 0.5)
    assert run(["build", "-C", str(site), "--executor", "dask:tcp://127.0.0.1:1"]) == 2
    assert capsys.readouterr().err.startswith(
        '--executor: error: no scheduler answers at "tcp://127.0.0.1:1" [no-cluster]\n'
    )
    assert not (site / "output").exists()


# Where the site is


def test_the_root_may_be_given_before_or_behind_the_command(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(site), "check", "-q"]) == 0
    assert run(["check", "-q", "-C", str(site)]) == 0
    assert run(["-C", str(site / "none"), "check", "-q", "--root", str(site)]) == 0
    assert capsys.readouterr().err == ""


def test_the_root_may_be_in_the_environment(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITEGEN_ROOT", str(site))
    assert run(["check", "-q"]) == 0
    monkeypatch.setenv("SITEGEN_ROOT", str(site / "none"))
    assert run(["check", "-q"]) == 2
    monkeypatch.setenv("SITEGEN_CHECK_ROOT", str(site))
    assert run(["check", "-q"]) == 0


def test_the_root_is_the_nearest_folder_above_with_a_site(site: Path) -> None:
    assert call("check", cwd=site / "seeds").returncode == 0
    assert call("check", cwd=site.parent).returncode == 2


def test_options_may_be_in_the_environment(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_site(site, "PORT ELLERY")  # a dateline that nobody knows: a warning
    monkeypatch.setenv("SITEGEN_BUILD_STRICT", "1")
    assert run(["-C", str(site), "build"]) == 1
    monkeypatch.setenv("SITEGEN_BUILD_STRICT", "0")
    monkeypatch.setenv("SITEGEN_BUILD_OUTPUT", str(site / "public"))
    assert run(["-C", str(site), "build"]) == 0
    assert (site / "public" / "index.html").is_file()
    assert "Traceback" not in capsys.readouterr().err


def test_seeds_and_content_are_named_from_the_root_as_messages_name_them(site: Path) -> None:
    assert run(["-C", str(site), "import", "-q", "seeds/storm.txt"]) == 0
    assert run(["-C", str(site), "pin", "-q", "content/2021/03/08/storm-closes-the-harbor.md"]) == 0


# What is said, and where


@pytest.mark.promise("E3")
def test_quiet_changes_what_is_printed_and_never_the_status(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_site(site, "PORT ELLERY")
    assert run(["-C", str(site), "build", "-q"]) == 0
    assert capsys.readouterr() == ("", "")
    (site / "seeds" / "empty.txt").write_text("", encoding="utf-8")
    assert run(["-C", str(site), "build", "-q"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "seeds/empty.txt: error: the seed is empty [empty-seed]",
        "  hint: remove it from seeds/, or put the text into it",
    ]


def test_data_goes_to_stdout_and_messages_to_stderr(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(site), "build", "--explain"]) == 0
    out, err = capsys.readouterr()
    assert "/2021/03/08/storm-closes-the-harbor/\t" in out
    assert "1 live blog" in err
    assert run(["-C", str(site), "build", "--clean", "--dry-run", "-q"]) == 0
    assert capsys.readouterr().err == ""


def test_a_dry_run_of_a_build_writes_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(site), "build", "--dry-run"]) == 0
    assert sorted(path.name for path in site.iterdir()) == [".sitegen", "seeds", "site.yaml"]
    assert "would be imported" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colour(
    environment: dict[str, str],
    coloured: bool,
    site: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    (site / "site.yaml").write_text("title: Test\nzone: Nowhere\n", encoding="utf-8")
    assert run(["-C", str(site), "check"]) == 2
    assert ("\x1b[" in capsys.readouterr().err) is coloured


def test_a_report_in_json_and_csv(site: Path) -> None:
    make_site(site, "PORT ELLERY")
    (site / "seeds" / "empty.txt").write_text("", encoding="utf-8")
    assert run(["-C", str(site), "import", "-q", "-n", "--report", str(site / "new" / "r.json")]) == 1
    whole = json.loads((site / "new" / "r.json").read_text(encoding="utf-8"))
    assert [(seed["seed"], seed["outcome"], seed["updates"]) for seed in whole["seeds"]] == [
        ("seeds/empty.txt", "failed", 0),
        ("seeds/storm.txt", "imported", 1),
    ]
    assert {problem["code"] for problem in whole["problems"]} >= {"empty-seed", "zone-assumed"}
    assert run(["-C", str(site), "build", "-q", "--report", str(site / "r.csv")]) == 1
    rows = list(csv.DictReader((site / "r.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["seed"], row["outcome"], row["zone_source"]) for row in rows] == [
        ("seeds/empty.txt", "failed", ""),
        ("seeds/storm.txt", "imported", "assumed"),
    ]
    assert "the seed is empty" in rows[0]["problems"]


# Signals and pipes


@contextmanager
def heard(number: signal.Signals) -> Iterator[None]:
    """Who is started meanwhile does not ignore the signal, though we may: under nohup, for one."""
    before = signal.signal(number, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(number, before)


@contextmanager
def stuck_build(site: Path) -> Iterator[subprocess.Popen[str]]:
    """A build that is deep in its work, and stays there: a layout counts without end."""
    (site / "layouts").mkdir()
    (site / "layouts" / "day.html").write_text("{% for number in range(10 ** 12) %}{% endfor %}", encoding="utf-8")
    command = [sys.executable, "-m", "sitegen.cli", "-C", str(site), "build"]
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    with heard(signal.SIGHUP), subprocess.Popen(command, env=settings, stderr=subprocess.PIPE, text=True) as process:
        end = time.monotonic() + 60
        while not any((site / ".sitegen" / "staging").glob("*")):  # made once all else is read
            assert process.poll() is None, process.communicate()[1]
            assert time.monotonic() < end
            time.sleep(0.02)
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.promise("C6")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_a_build_without_a_word(site: Path, number: signal.Signals, status: int) -> None:
    with stuck_build(site) as process:
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    assert process.returncode == status
    assert err.strip() == ""
    (site / "layouts" / "day.html").unlink()
    assert run(["-C", str(site), "build", "-q"]) == 0


ASKED_WHILE_LOADING = """
import os, signal, sys
class Asking:
    @staticmethod
    def find_spec(name, *where):
        if name == "sitegen.cli":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Asking)
from sitegen.__main__ import main
main()
"""


@pytest.mark.promise("C6")
def test_a_signal_before_there_is_a_command_ends_it_without_a_word() -> None:
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", ASKED_WHILE_LOADING, "--version"]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, "", "")


@pytest.mark.parametrize("arguments", [["build", "--explain"], ["--help"], ["build", "--help"]])
def test_a_reader_that_goes_away_is_no_traceback(site: Path, arguments: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "sitegen.cli", "-C", str(site), *arguments]
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=settings, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writer)
    assert done.returncode == 141
    assert done.stderr == ""


# Failures that are not in the project


@pytest.fixture
def faulty() -> Iterator[None]:
    """A command with a bug."""

    @click.command("stumble")
    @common
    @click.pass_obj
    def stumble(session: object, root: Path | None, quiet: bool, verbose: int) -> int:
        from sitegen.commands.session import Session

        assert isinstance(session, Session)
        session.open(root, quiet, verbose)
        return {"a": 1}["b"]

    cli.add_command(stumble)
    yield
    del cli.commands["stumble"]


@pytest.mark.usefixtures("faulty")
def test_a_bug_says_that_it_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stumble"]) == 70
    assert capsys.readouterr().err == (
        f"error: KeyError: 'b'\n  This is a bug in sitegen {__version__}. "
        "Please report it with its traceback; run with -v to see it.\n"
    )
    assert run(["stumble", "-v"]) == 70
    assert 'return {"a": 1}["b"]' in capsys.readouterr().err


@contextmanager
def without_rights() -> Iterator[None]:
    """Lay down the rights that only root has, if these tests run as root: it may read and write everything."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def owned() -> Iterator[Path]:
    """A built site in a folder of nobody's, where closing a folder closes it to this process."""
    with tempfile.TemporaryDirectory() as folder:
        site = make_site(Path(folder) / "site")
        assert run(["-C", str(site), "build", "-q"]) == 0
        if not os.geteuid():
            for path in (Path(folder), *Path(folder).rglob("*")):
                os.chown(path, NOBODY, NOBODY)
        yield site
        for path in site.rglob("*"):
            path.chmod(0o700)


@pytest.mark.promise("C3")
@pytest.mark.promise("E3")
@pytest.mark.parametrize(
    ("closed", "mode", "said"),
    [
        ("content", 0, "content/anchors.lock: error: permission denied [system]\n"),
        (
            "content/2021/03/08/storm-closes-the-harbor.md",
            0,
            "/08/storm-closes-the-harbor.md: error: permission denied [",
        ),
        ("site.yaml", 0, "site.yaml: error: permission denied [system]\n"),
        ("seeds", 0, "seeds: error: permission denied [system]\n"),
        (".sitegen/lock", 0, '".sitegen/lock" cannot be written: permission denied'),
        ("output", 0, "output/MANIFEST-sha256.txt: error: permission denied [system]\n"),
        ("output", 0o500, " cannot be written: permission denied [not-permitted]\n  hint: allow yourself to"),
    ],
)
def test_what_the_system_refuses_is_a_line_and_status_3(
    owned: Path, closed: str, mode: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = owned / "content" / "2021" / "03" / "08" / "storm-closes-the-harbor.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    (owned / closed).chmod(mode)
    with without_rights():
        assert run(["-C", str(owned), "build"]) == 3
    shown = capsys.readouterr().err.replace(f"{owned}/", "")
    assert said in shown
    assert "Traceback" not in shown
    assert "bug" not in shown


@pytest.mark.promise("E1", "E3")
def test_memory_that_is_used_up_is_a_line_too(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def use_up(*asked: object, **more: object) -> None:
        raise MemoryError

    monkeypatch.setattr("sitegen.commands.run.build_site", use_up)
    assert run(["-C", str(site), "build"]) == 3
    assert capsys.readouterr().err.startswith("sitegen: error: there is no memory left [system]")


@pytest.mark.promise("E1")
def test_an_index_that_cannot_be_opened_is_a_line_too(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / ".sitegen" / "index.db" / "x").mkdir(parents=True)
    assert run(["-C", str(site), "build"]) == 3
    said, *rest = capsys.readouterr().err.splitlines()
    assert said.startswith(".sitegen/index.db: error: ")
    assert rest[-1] == "1 error: nothing was published."


def test_a_seed_that_cannot_be_read_stops_no_other(owned: Path, capsys: pytest.CaptureFixture[str]) -> None:
    calm = owned / "seeds" / "calm.txt"
    shutil.copy(owned / "seeds" / "storm.txt", calm)
    text = calm.read_text(encoding="utf-8").replace("Storm", "Calm").replace("(Sample)", "(Pilot)")
    calm.write_text(text, encoding="utf-8")
    closed = owned / "seeds" / "closed.txt"
    closed.write_text("x", encoding="utf-8")
    closed.chmod(0)
    with without_rights():
        assert run(["-C", str(owned), "import"]) == 1
    shown = capsys.readouterr().err
    assert "seeds/closed.txt: error: the seed cannot be read: permission denied [unreadable]" in shown
    assert "1  imported" in shown
    assert "1  not imported" in shown
