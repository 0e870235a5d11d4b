from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from sitegen.errors import Problem, Severity
from sitegen.importers.folder import is_junk, is_sidecar
from sitegen.importers.registry import GROUP, OURS, choose, importers, sniff
from sitegen.importers.seeds import Importer, Seed
from sitegen.importers.text.wire import WIRE

ANYTHING = Importer("anything", "", lambda seed: "", lambda seed, config: ())
NOTHING = Importer("nothing", "", lambda seed: "it is something", lambda seed, config: ())
NOT_AN_IMPORTER = "text"


@pytest.mark.parametrize(
    "path",
    [
        "seeds/.DS_Store",
        "seeds/.git/config",
        "seeds/2017/Thumbs.db",
        "seeds/THUMBS.DB",
        "seeds/desktop.ini",
        "seeds/__MACOSX/a.txt",
        "seeds/storm.txt~",
        "seeds/~$storm.txt",
        "seeds/storm.txt.meta.yaml",
        "seeds/2017/_meta.yaml",
        "seeds/_meta.csv",
        "seeds/page_files/style.css",
        "seeds/page_files/deep/picture.png",
        "seeds/old/storm.bak",
        "seeds/drafts/storm.txt",
    ],
)
def test_junk(path: str) -> None:
    assert is_junk(path, ["*.bak", "drafts/*"])


@pytest.mark.parametrize("path", ["seeds/storm.txt", "seeds/2017/a~b.txt", "seeds/meta.yaml", "seeds/files/storm"])
def test_no_junk(path: str) -> None:
    assert not is_junk(path, ["*.bak", "drafts/*"])


def test_a_folder_of_files_is_junk_only_beside_its_page() -> None:
    assert is_junk("seeds/a/page_files/x.js", (), {"seeds/a/page.html", "seeds/a/page_files/x.js"})
    assert not is_junk("seeds/a/case_files/x.txt", (), {"seeds/a/page.html", "seeds/a/case_files/x.txt"})


def test_patterns_know_capitals() -> None:
    assert not is_junk("seeds/STORM.BAK", ["*.bak"])


def test_sidecars() -> None:
    assert is_sidecar("seeds/a.txt.meta.yaml")
    assert not is_sidecar("seeds/a.yaml")


def test_our_own_importers_need_no_installation() -> None:
    assert importers([]) == (OURS, ())
    assert WIRE in OURS
    assert len({importer.name for importer in OURS}) == len(OURS)


def test_another_package_adds_an_importer() -> None:
    known, problems = importers([EntryPoint("anything", f"{__name__}:ANYTHING", GROUP)])
    assert known == (*OURS, ANYTHING)
    assert problems == ()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("no_such_module_at_all:X", "cannot be loaded"),
        (f"{__name__}:NO_SUCH_NAME", "cannot be loaded"),
        (f"{__name__}:NOT_AN_IMPORTER", "is not an Importer"),
    ],
)
def test_a_broken_importer_is_a_problem(value: str, reason: str) -> None:
    known, problems = importers([EntryPoint("odd", value, GROUP)])
    assert known == OURS
    assert [(problem.code, problem.severity) for problem in problems] == [("broken-importer", Severity.WARNING)]
    assert reason in problems[0].message


def test_two_importers_of_one_name_are_a_problem() -> None:
    points = [EntryPoint(name, f"{__name__}:ANYTHING", GROUP) for name in ("one", "two")]
    known, problems = importers(points)
    assert known == (*OURS, ANYTHING)
    assert [problem.code for problem in problems] == ["broken-importer"]


def test_sniffing_finds_the_one_that_accepts() -> None:
    assert sniff(Seed("seeds/a", b""), [NOTHING, ANYTHING]) is ANYTHING


def test_sniffing_names_whom_it_asked() -> None:
    problem = sniff(Seed("seeds/a.xyz", b""), [NOTHING])
    assert isinstance(problem, Problem)
    assert (problem.code, problem.where.path) == ("unknown-format", "seeds/a.xyz")
    assert "nothing: it is something" in problem.message


def test_importers_that_decline_for_one_reason_are_named_together() -> None:
    problem = sniff(Seed("seeds/a.xyz", b""), [NOTHING, Importer("void", "", NOTHING.declines, NOTHING.read)])
    assert isinstance(problem, Problem)
    assert "(nothing, void: it is something)" in problem.message


def test_sniffing_names_both_that_accept() -> None:
    second = Importer("second", "", ANYTHING.declines, ANYTHING.read)
    problem = sniff(Seed("seeds/a", b""), [ANYTHING, NOTHING, second])
    assert isinstance(problem, Problem)
    assert problem.code == "ambiguous-format"
    assert "anything and second" in problem.message


def test_a_format_that_is_named_needs_no_sniffing() -> None:
    assert choose(Seed("seeds/a", b""), [ANYTHING, NOTHING], "nothing") is NOTHING
    assert choose(Seed("seeds/a", b""), [ANYTHING, NOTHING]) is ANYTHING


def test_a_format_that_there_is_not_is_a_problem() -> None:
    problem = choose(Seed("seeds/a", b""), [ANYTHING, NOTHING], "nothin")
    assert isinstance(problem, Problem)
    assert (problem.code, problem.where.path) == ("no-such-format", "seeds/a")
    assert problem.hint.startswith('write "nothing"')
