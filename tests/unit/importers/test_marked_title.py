import pytest

from sitegen.importers.seeds import Seed
from sitegen.importers.text.wire import WIRE
from sitegen.importers.web.page import PAGE

WIRE_TEXT = (
    "{}\n\nNov. 3, 2017\n\nBEIRUT (AP) — The Latest on the storm (all times local):\n\n7:30 p.m.\n\nThe wind grows.\n"
)


@pytest.mark.promise("X1")
@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script> storm",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "</title><script>x</script>",
        "<b>Bold</b> storm",
        "<!-- storm --> storm",
    ],
)
def test_a_headline_with_a_tag_is_that_of_a_text(title: str) -> None:
    seed = Seed("seeds/a.txt", WIRE_TEXT.format(title).encode())
    assert (WIRE.declines(seed) == "", PAGE.declines(seed) == "") == (True, False)


@pytest.mark.promise("X2")
@pytest.mark.parametrize("title", ["{{ 7*7 }} storm", "{% raw %} storm", "{#t1000} storm", "<?php echo 1 ?> storm"])
def test_a_headline_with_marks_of_templates_is_that_of_a_text(title: str) -> None:
    seed = Seed("seeds/a.txt", WIRE_TEXT.format(title).encode())
    assert (WIRE.declines(seed) == "", PAGE.declines(seed) == "") == (True, False)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("seeds/a.txt", "<script>x</script>\n<p>Storm</p>\n\n7:30 p.m.\n\nThe wind grows.\n"),
        ("seeds/a.txt", "<b>7:30 p.m.</b>\n\nThe wind grows.\n"),
        ("seeds/a.html", WIRE_TEXT.format("<b>Storm</b>")),
    ],
)
def test_a_page_stays_one_whatever_its_name(path: str, text: str) -> None:
    seed = Seed(path, text.encode())
    assert (WIRE.declines(seed) == "", PAGE.declines(seed) == "") == (False, True)
