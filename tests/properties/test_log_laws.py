"""Laws of logs in Markdown: whatever a seed says, it is read without a loss or refused with a problem."""

from __future__ import annotations

from datetime import time

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.config import Config
from sitegen.content.markdown import plain, render
from sitegen.errors import Problem
from sitegen.importers.evidence import contradictions
from sitegen.importers.seeds import Found, Seed
from sitegen.importers.sidecars.sidecar import Sidecar
from sitegen.importers.text.log import LOG
from sitegen.words import words

CONFIG = Config(title="A site", zone="Europe/London")
HEAD = "---\ntitle: The harbor\ndate: 2017-11-03\n---\n"
MARKDOWN = st.lists(
    st.one_of(
        st.sampled_from([
            "plain", "**bold**", "*a", "b*", "_x_", "`code`", "``", "[a](http://x.org/a_b)", "[a](../b)", "[ref]",
            "[x][ref]", "![p](p.jpg)", "![](http://x.org/p.jpg)", "<b>", "</b>", "<script>", "<!--", "-->", "<br>", "&amp;",
            "&copy", "\\*", "\\", "~~", "|", "http://x.org", "<http://x.org>", "1 < 2", "a_b_c", "#", "  ", "\t",
        ]),
        st.text(max_size=8),
    ),
    max_size=6,
).map(" ".join)  # fmt: skip
BLOCKS = st.one_of(
    MARKDOWN,
    st.sampled_from([
        "", "", "---", "***", "```", "~~~", "> quote", "- item", "  - inner", "1. one", "    code", "## Heading",
        "Heading\n===", "| a | b |\n|---|---|\n| 1 | 2 |", "[ref]: http://x.org/ref", "### 2017-11-04", "**Sunday**",
        "DAY TWO", "<div>", "</div>", "<!-- more -->", "Nov. 5", "<p>x</p>",
    ]),
)  # fmt: skip
CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59)).map(lambda clock: f"{clock:%H:%M}")
FORMS = st.sampled_from([
    "### {}", "## {} – Title", "- {} UTC: ", "- **{}: bold**", "**[{}]** ", "{} ", "{} — ", "  - {}: ", "- 2017-11-05 {}: ",
    "**{}**", "`{}` ", "* {}-10:00 ", "### {}:99", "[{}](http://x.org/1): ", "{}", "- Nov. 4, {} Z - ", "Update {}: ",
])  # fmt: skip


@st.composite
def entries(draw: st.DrawFn) -> str:
    return draw(FORMS).format(draw(CLOCKS)) + draw(MARKDOWN)


LOGS = st.lists(st.one_of(entries(), entries(), BLOCKS), max_size=14).map("\n".join)


def check(text: str, path: str = "seeds/a.md") -> None:
    seed = Seed(path, text.encode("utf-8", "surrogatepass"), Sidecar(zone="Asia/Tokyo"))
    assert "\n" not in LOG.declines(seed)
    found = list(LOG.read(seed, CONFIG))
    assert found
    for item in found:
        if isinstance(item, Found):
            proof = contradictions(path, item.liveblog, item.evidence, lambda body: plain(render(body, "/")))
            assert [problem.message for problem in proof] == []
        else:
            assert isinstance(item, Problem)
            assert item.hint[:1].islower() or item.hint[:1] == '"'


@given(LOGS)
@settings(max_examples=200, deadline=None)
def test_any_log_is_read_whole_or_refused(text: str) -> None:
    check(HEAD + text)


@given(LOGS, st.integers(0, 400), st.text(max_size=5))
@settings(max_examples=60, deadline=None)
def test_a_log_that_was_cut_or_changed(text: str, at: int, new: str) -> None:
    whole = HEAD + text
    check(whole[:at] + new + whole[at + len(new) :])
    check(whole[:at])


@given(st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for seed in (Seed("seeds/a.md", data), Seed("seeds/a.md", HEAD.encode() + data)):
        assert "\n" not in LOG.declines(seed)
        assert list(LOG.read(seed, CONFIG))


@given(st.lists(st.tuples(FORMS.filter(lambda form: form.startswith("- ")), MARKDOWN), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_every_item_with_a_clock_is_an_update(items: list[tuple[str, str]]) -> None:
    text = HEAD + "".join(f"{form.format(f'{9 + at}:10')}Update {at}.\n" for at, (form, _) in enumerate(items))
    made = [item for item in LOG.read(Seed("seeds/a.md", text.encode()), CONFIG) if isinstance(item, Found)]
    assert [len(item.liveblog.updates) for item in made] == [len(items)]


SHAPES = st.sampled_from([
    "### {clock} {word}", "- {clock}: {word}", "**[{clock}]** {word}", "{clock} {word}", "{word}", "- {word}", "## {word}",
    "", "### 2017-11-05", "**Saturday**", "DAY TWO {word}", "- **{clock} {word}**", "> {word}", "  - {word}",
    "{word} at {clock}",
])  # fmt: skip


@given(st.lists(st.tuples(SHAPES, CLOCKS), min_size=1, max_size=20))
@settings(max_examples=150, deadline=None)
def test_every_line_goes_somewhere_and_only_once(lines: list[tuple[str, str]]) -> None:
    text = "\n".join(shape.format(clock=clock, word=f"Word{at}x") for at, (shape, clock) in enumerate(lines))
    for item in LOG.read(Seed("seeds/a.md", (HEAD + text).encode()), CONFIG):
        if isinstance(item, Found):
            blog = item.liveblog
            said = " ".join([blog.standfirst, *(f"{update.title} {update.body}" for update in blog.updates)])
            wanted = [word for word in words(text) if word.startswith("Word")]
            assert sorted(word for word in words(said) if word.startswith("Word")) == sorted(wanted)
