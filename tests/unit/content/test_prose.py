from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.content.markdown import plain, render_marked, shown

BASE = "/2017/11/03/x/"
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    "body",
    [
        *(
            "",
            "One.",
            "\nOne\n\n\nTwo\nlines\n",
            '“One,” he said. "Two"  blanks > 1',
            "78 theatres\n\n3.5 million",
            "-5 °C",
        ),
        *("*em* and **strong,** _so_ __too__", "**[a](/x)** *b __c__*", "2 * 3", "snake_case", "#tag", "___."),
        *(
            "[a b](https://x.org/?q=1)",
            '[a](http://x.org/a_b "The *title*")',
            "[a *b*](../y/#t1)",
            "[mail](mailto:a@b.org)",
        ),
        *("[SANA] reports", r"[SANA\]: \*no\* \<b>", "AT&T &amp; &nbsp;x", "a < b", "<b>raw</b>", "`code <a>`", "~5"),
        *("- a\n- *b*", "1. a\n2. b", "7) a", "> a\n> b\n>\n> c", "### A *b*", "a\n\n- b\n\nc\n\n1986. d"),
    ],
)
def test_simple_bodies_are_made_without_the_parser(body: str) -> None:
    made = shown(body, BASE)
    assert made.proved
    assert made.html == render_marked(body, BASE)
    assert made.text == plain(made.html)


@pytest.mark.parametrize(
    "body",
    [
        *("a \nb", "a  \nb", "a\n1. b", "a\n- b", "a\n# b", "a\n==", "a | b\n-|-", "a\n> b", "- - a", "- # b"),
        *("![a](http://x.org)", "[![a](b)](c)", "[a](javascript:b)", "[a](x/%2e%2e/y)", "[a](<b>)", "[a][b]"),
        *("<http://a.b>", "2*3*4", "*a _b* c_", "*a **b* c**", "a* *b", "***a***", "~~a~~", "``a``", "` a `"),
        *("a\\\nb", "&eacute;"),
    ],
)
def test_bodies_that_only_look_simple_are_not(body: str) -> None:
    made = shown(body, BASE)
    assert made == (render_marked(body, BASE), plain(made.html), False)


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("a\n\n![b](c.png)\n\nd", ["![b](c.png)"]),
        ("a\n\n***\n\n<http://x.org> *b*", ["***", "<http://x.org> *b*"]),
        ("- a\n\nb\\\nc", ["b\\\nc"]),
        ("*a **b* c**\n\n> d\ne\n\nf", ["*a **b* c**", "> d\ne"]),
    ],
)
def test_a_block_in_doubt_is_left_to_the_parser_alone(
    body: str, left: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, parsed = render_marked(body, BASE), []

    def parse(part: str, base: str, top: int) -> str:
        parsed.append(part)
        return render_marked(part, base, top)

    monkeypatch.setattr("sitegen.content.markdown.render_marked", parse)
    made = shown(body, BASE)
    assert (parsed, made.html, made.text, made.proved) == (left, expected, plain(expected), False)


@pytest.mark.parametrize(
    "body",
    [
        *("- a\n\n  b", "- a\n\n- b", "- a\n\n* b\nc", "a\n- b\n\n- c\nd", "1. a\n\n2. b"),
        *(
            "[a]\n\n[a]: /b",
            "> [a]: /b\n\n[a]",
            "[a\\] `]: b`\n\n[c](d)",
            "```\na\n\nb\n```",
            "~~~\n\n*a*",
            "    a\n\nb",
        ),
    ],
)
def test_a_body_whose_blocks_reach_into_each_other_is_parsed_whole(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []

    def parse(part: str, base: str, top: int) -> str:
        parsed.append(part)
        return render_marked(part, base, top)

    monkeypatch.setattr("sitegen.content.markdown.render_marked", parse)
    made = shown(body, BASE)
    assert (parsed, made.proved) == ([body], False)


def test_the_parser_is_imported_when_it_is_needed() -> None:
    script = (
        "import sys; from sitegen.content.markdown import shown, too_deep\n"
        "shown('*a*\\n\\n- [b](http://x.org)', '/'), too_deep('a')\n"
        "before = 'markdown_it' in sys.modules; shown('***', '/')\n"
        "print(before, 'markdown_it' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout == "False True\n"


@pytest.mark.parametrize("path", sorted((ROOT / "content").rglob("*.md")), ids=lambda path: path.name)
def test_the_sample_is_made_as_the_parser_makes_it(path: Path) -> None:
    for body in path.read_text(encoding="utf-8").split("\n## "):
        assert shown(body, BASE).html == render_marked(body, BASE)
