"""Reads a seed as import does: what an importer makes of it has passed the proof of its words before a test sees it."""

from __future__ import annotations

from dataclasses import replace

from sitegen.config import Config
from sitegen.content.anchors import mint_all
from sitegen.content.markdown import plain, render
from sitegen.content.reader import loads
from sitegen.content.writer import dumps
from sitegen.errors import Problem
from sitegen.importers.evidence import contradictions
from sitegen.importers.seeds import Found, Importer, Seed
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar
from sitegen.model import LiveBlog

CONFIG = Config(title="A site", zone="Europe/London")


def read_seed(
    importer: Importer, path: str, text: str | bytes, sidecar: Sidecar = NOTHING
) -> tuple[list[LiveBlog], list[Problem]]:
    """The live blogs of a seed as their files say them, and its problems, those of the proof among them."""
    data = text.encode() if isinstance(text, str) else text
    blogs: list[LiveBlog] = []
    problems: list[Problem] = []
    for item in importer.read(Seed(path, data, sidecar), CONFIG):
        if isinstance(item, Problem):
            problems.append(item)
            continue
        assert isinstance(item, Found)
        blog = mint_all(replace(item.liveblog, slug="a", id=f"{item.liveblog.date}-a"))
        again = loads(dumps(blog), "content/a.md", CONFIG, set())
        problems += [problem for problem in again.problems if problem.is_error]
        problems += contradictions(path, again.liveblog, item.evidence, lambda body: plain(render(body, "/")))
        blogs.append(again.liveblog)
    return blogs, problems


def codes(problems: list[Problem]) -> list[str]:
    """The codes of *problems*, in their order."""
    return [problem.code for problem in problems]
