"""Laws of the wire importer: whatever a seed says, it is read without a loss or refused with a problem."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.config import Config
from sitegen.content.markdown import plain, render
from sitegen.content.reader import loads
from sitegen.content.writer import dumps
from sitegen.errors import Problem
from sitegen.importers.fidelity import unexplained
from sitegen.importers.seeds import Seed
from sitegen.importers.sidecars.sidecar import parse_sidecar, parse_table, table_rows
from sitegen.importers.text.wire import WIRE
from sitegen.model import LiveBlog
from sitegen.times import clock_line, leading_clock, long_date, near_clock, read_date
from sitegen.words import words

CONFIG = Config(title="A site", zone="Europe/London")
HOSTILE = [
    "1986. A year", "[SANA]: x", "2*3*4", "# x", "    four blanks", "<b>bold</b>", "## 2017-11-03 10:00 {#t1000}",
    "> quoted", "```", "~~~ python", "- item", "+ item", "| a | b |", "[^1]: note", "&amp; &copy;", "back\\slash",
    "![x](y)", "a  b", "At 6 p.m. it rained", "10 a.m. briefing postponed", "The pier. (AP Photo/X)", "on Friday",
    "BEIRUT (AP) — Again", "By A. Person", "This story has been corrected", "…", "—", "x" * 300, "عاجل: خبر",
    "_under_ score", "http://example.org/a_b",
]  # fmt: skip


def is_prose(text: str) -> bool:
    """Whether *text* is neither blank nor a clock, a date, or something that reads like one."""
    odd = clock_line(text), leading_clock(text), near_clock(text), read_date(text.strip())
    return bool(words(text)) and not any(odd) and not any(char in text for char in "\n\r")


LETTERS = st.characters(exclude_categories=("Cc", "Cs", "Cn"), exclude_characters="\u2028\u2029")
PARAGRAPHS = st.one_of(st.sampled_from(HOSTILE), st.text(LETTERS, min_size=1, max_size=60)).filter(is_prose)
TITLES = st.from_regex(r"[A-Z][a-z]{2,9}( [a-z]{2,9}){1,5}\.?", fullmatch=True).filter(is_prose)
CLOCKS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
SEPARATORS = st.sampled_from(["", "___\n\n", "___.\n\n", "———\n\n", "---\n\n", "____\n\n"])


def heading(clock: time) -> str:
    half = "p.m." if clock.hour >= 12 else "a.m."
    return f"{clock.hour % 12 or 12}:{clock.minute:02} {half}"


def proof(text: str, liveblog: LiveBlog) -> tuple[Problem, ...]:
    return unexplained(text, "seeds/a.txt", liveblog, lambda body: plain(render(body, "/")))


@st.composite
def seeds(draw: st.DrawFn) -> tuple[str, int]:
    """A seed and the number of its updates."""
    number = draw(st.integers(1, 5))
    text = f"The Latest: {draw(TITLES)}\n\nNovember 3, 2017\n\nBEIRUT (AP) — The Latest (all times local):\n\n"
    for index in range(number):
        # The number makes each update its own: two that say the same are kept once.
        paragraphs = [f"Update {index}.", *draw(st.lists(PARAGRAPHS, max_size=4))]
        text += "".join(f"{part}\n\n" for part in [heading(draw(CLOCKS)), *paragraphs]) + draw(SEPARATORS)
    return text, number


@given(seeds())
@settings(max_examples=150, deadline=None)
def test_every_update_is_found_and_no_word_is_lost(seed: tuple[str, int]) -> None:
    text, number = seed
    found = list(WIRE.read(Seed("seeds/a.txt", text.encode()), CONFIG))
    [liveblog] = [item for item in found if isinstance(item, LiveBlog)]
    assert len(liveblog.updates) == number
    assert list(liveblog.updates) == sorted(liveblog.updates, key=lambda update: update.at)
    assert liveblog.date == liveblog.updates[0].at.date()
    assert proof(text, liveblog) == ()


@given(seeds())
@settings(max_examples=100, deadline=None)
def test_a_live_blog_comes_back_from_its_content_file(seed: tuple[str, int]) -> None:
    text, _ = seed
    [liveblog] = [item for item in WIRE.read(Seed("seeds/a.txt", text.encode()), CONFIG) if isinstance(item, LiveBlog)]
    pinned = tuple(replace(update, anchor=f"t{number:04}") for number, update in enumerate(liveblog.updates))
    liveblog = replace(liveblog, id="2017-11-03-x", slug="x", updates=pinned)
    again = loads(dumps(liveblog), "content/x.md", CONFIG, ()).liveblog
    assert again == liveblog
    assert proof(text, again) == ()


CHANGES = st.sampled_from([date(2017, 11, 5), date(2018, 3, 11), date(2017, 10, 29), date(2018, 3, 25)])
ZONES = st.sampled_from(
    ["", "", "", " ET", " GMT", " BST", " PDT", " IST", " UTC+2", " UTC-3:30", " CET", " local time"]
)
PLACES = st.sampled_from(["BEIRUT", "NEW YORK", "LONDON", "TOKYO", "SYDNEY", "NOWHERE"])
NIGHT = st.builds(time, st.sampled_from([0, 1, 2, 3, 12, 13, 23]), st.sampled_from([0, 10, 30, 59]))


@st.composite
def seeds_of_changes(draw: st.DrawFn) -> str:
    """A seed from a day on which clocks were changed, some of whose clocks have zones and dates of their own."""
    day = draw(CHANGES)
    text = f"The Latest: Clocks\n\n{long_date(day, 'en')}\n\n{draw(PLACES)} (AP) — The Latest (all times local):\n\n"
    for index in range(draw(st.integers(1, 6))):
        clock = draw(NIGHT)
        shown = draw(st.sampled_from([heading(clock), f"{clock:%H:%M}"])) + draw(ZONES)
        if draw(st.integers(0, 3)) == 0:
            shown += f", {long_date(day + timedelta(days=draw(st.integers(-1, 1))), 'en').partition(' ')[2]}"
        text += f"{shown}\n\nUpdate {index}.\n\n"
    return text


@given(seeds_of_changes())
@settings(max_examples=150, deadline=None)
def test_clocks_with_zones_and_dates_around_a_change_of_clocks(text: str) -> None:
    for item in WIRE.read(Seed("seeds/a.txt", text.encode()), CONFIG):
        if isinstance(item, LiveBlog):
            assert proof(text, item) == ()
        else:
            assert isinstance(item, Problem)
            assert not item.is_error or item.code == "skipped-time"


LINES = st.one_of(
    st.sampled_from(HOSTILE),
    st.sampled_from(
        ["", "7:30 p.m.", "6 p.m.", "12:25", "19:30", "Midnight", "9L15 p.m.", "___", "7 p.m. — Text", "6 p.m. PDT"]
    ),
    st.sampled_from(
        [
            *(
                "### 7:10 PM",
                "UPDATE 7:40 p.m.",
                "8 p.m. UTC+2",
                "7:45 p.m. (1745 GMT)",
                "7:30 p.m. ___",
                "[8:15] text",
            ),
            *(
                "- 19:01 UTC: x",
                "- 20:09 UTC – y",
                "+++ 19:05 Uhr: Titel +++",
                "10:40 text",
                "10:45 more",
                "10:50 last",
            ),
            *("8:30 p.m. Friday", "3:05 p.m., November 3, 2017", "3 a.m., March 3, 2021", "2:31 pm. words"),
        ]
    ),
    st.sampled_from(
        ["November 3, 2017", "Sunday, 2017-11-03", "BEIRUT (AP) — The Latest (all times EST)", "The Latest: X"]
    ),
    st.sampled_from(
        [
            *("DAY TWO – TUESDAY", "Sunday", "Nov. 5", "November 2, 2017", "Engadget 11:32", "Updated at 12.08 BST"),
            *("Ann Lee 10/22/2013 5:00:03 PM", "October 22, 2013 5:03 PM", "11.08am BST", "11:08", "COMMENTS"),
            *(
                "Bob RoeMay 6, 2016 11:19PMRain.",
                "Cy9:52:13 PMHail",
                "It ends.May 7, 2016 1:19 pmBye",
                "sign10:02AM  text",
            ),
            *("A. Reader says:", "9 p.m. ET, March 3, 2021", "1 a.m. AEDT", "22:25 Uhr | Titel", "21h56 : texte"),
        ]
    ),
    st.text(max_size=30),
)


def is_repeatable(line: str) -> bool:
    return not words(line) or clock_line(line) is not None


# Lines that are said twice, of which one paragraph begins with another, can be told apart in more than one way.
@given(st.lists(LINES, max_size=25, unique_by=lambda line: object() if is_repeatable(line) else line).map("\n".join))
@example("6 p.m.")
@example("1986. A year\n7:30 p.m.\n\U00018cd6\n19:30")
@example("1986. A year\n7:30 p.m.\n19:30\n7:30 p.m.")
@example("7:30 p.m.\n\n___\n7:30\n\nText")
@example("The Latest: X\n\n2017-11-03\n\n7:30 p.m.\n\n7:30 p.m.\n\n7:30 p.m.\n")
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_whole_or_refused(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    for item in WIRE.read(Seed("seeds/a_2017-11-03.txt", data), CONFIG):
        if isinstance(item, LiveBlog):
            assert proof(text, item) == ()
        else:
            assert isinstance(item, Problem)
            assert item.hint[:1].islower()


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    seed = Seed("seeds/a.txt", data)
    assert "\n" not in WIRE.declines(seed)
    assert list(WIRE.read(seed, CONFIG))


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_sidecar_or_has_problems(text: str) -> None:
    parse_sidecar(text, "x")
    parse_table(text, "x")
    parse_table(f"seed,date,zone\n{text}", "x")


NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\\"), min_size=1, max_size=20)


@given(st.lists(NAMES.filter(lambda name: name == name.strip() and not name.startswith("./")), unique=True))
@settings(max_examples=100, deadline=None)
def test_rows_that_are_written_are_read(names: list[str]) -> None:
    text = table_rows("", names)
    sidecars, problems = parse_table(text, "x")
    assert (list(sidecars), problems) == (names, ())
    assert table_rows(text, names) == text
