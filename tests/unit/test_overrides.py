"""``sitegen layouts``: what is ours, what is the site's, and what changed in ours since it was copied."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import SETTINGS, build_site, make_site, replace_in, write

from sitegen.cli import run
from sitegen.overrides import State, overrides
from sitegen.pages.theme import default_layouts

OURS = (default_layouts() / "topic.html").read_text("utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return make_site(tmp_path, {"site.yaml": SETTINGS})


def states(site: Path) -> dict[str, State]:
    return {one.name: one.state for one in overrides(site / "layouts")}


def test_every_file_is_told_with_its_state(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(site), "layouts", "copy", "topic.html", "static/style.css", "strings/en.yaml"]) == 0
    write(site / "layouts/mine.html", "mine")
    write(site / "layouts/day.html", "by hand")
    write(site / "layouts/.ours/static/style.css", "as it was once")
    write(site / "layouts/.hidden.html", "")
    found = states(site)
    assert found["home.html"] is State.OURS
    assert found["mine.html"] is State.OWN
    assert found["topic.html"] is found["strings/en.yaml"] is State.SAME
    assert found["static/style.css"] is State.CHANGED
    assert found["day.html"] is State.UNKNOWN
    assert not any(name.startswith(".") for name in found)
    capsys.readouterr()
    assert run(["-C", str(site), "layouts"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(found)
    assert "static/style.css\tover ours, which has changed since it was copied" in lines


def test_what_changed_in_ours_is_shown_until_it_is_seen(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["-C", str(site), "layouts", "copy", "topic.html"])
    replace_in(site / "layouts/.ours/topic.html", "{% block thread %}\n", "{% block threads %}\n")
    replace_in(site / "layouts/topic.html", "{% block thread %}\n", "{# mine #}{% block thread %}\n")
    capsys.readouterr()
    assert run(["-C", str(site), "layouts", "diff", "topic.html"]) == 0
    said = capsys.readouterr().out
    assert "-{% block threads %}\n+{% block thread %}" in said
    assert "mine" not in said
    assert run(["-C", str(site), "layouts", "diff", "topic.html", "--seen"]) == 0
    assert states(site)["topic.html"] is State.SAME
    assert "{# mine #}" in (site / "layouts/topic.html").read_text("utf-8")
    assert run(["-C", str(site), "layouts", "diff", "topic.html"]) == 0
    assert capsys.readouterr().err.endswith("Nothing has changed in ours.\n")


def test_a_file_of_unknown_age_is_compared_with_ours(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site / "layouts/topic.html", OURS.replace("</header>", "</header> "))
    assert run(["-C", str(site), "layouts", "diff", "topic.html"]) == 0
    assert "-</header> \n+</header>" in capsys.readouterr().out


def test_nothing_is_written_over_and_all_faults_are_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site / "layouts/topic.html", "mine")
    assert run(["-C", str(site), "layouts", "copy", "topic.html", "topik.html", "../site.yaml", "home.html"]) == 2
    said = capsys.readouterr().err
    assert "layouts/topic.html: error: the file stands there already" in said
    assert "did you mean topic.html?" in said
    assert "../site.yaml" in said
    assert (site / "layouts/topic.html").read_text() == "mine"
    assert not (site / "layouts/home.html").exists()
    assert run(["-C", str(site), "layouts", "diff", "home.html"]) == 2


def test_a_site_whose_layouts_were_all_copied_is_the_same(site: Path) -> None:
    build_site(site)
    names = [one.name for one in overrides(site / "layouts")]
    assert run(["-C", str(site), "layouts", "copy", *names]) == 0
    before = {path: path.read_bytes() for path in (site / "output").rglob("*") if path.is_file()}
    build_site(site)
    assert {path: path.read_bytes() for path in (site / "output").rglob("*") if path.is_file()} == before
