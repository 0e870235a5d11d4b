"""What may be an alias, and which URL it stands for."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.addresses import RESERVED, path_of
from sitegen.content.aliases import Unusable, read_alias
from sitegen.filenames import LONGEST
from sitegen.output.paths import is_safe

pytestmark = pytest.mark.promise("A8")


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("/old/page/", "/old/page/"),
        ("/old/page", "/old/page/"),
        ("/old/page.html", "/old/page.html"),
        ("/old/PAGE.HTM", "/old/PAGE.HTM"),
        ("/old/page.php", "/old/page.php/"),
        ("/old/index.html", "/old/"),
        ("/2017/11/03/old-slug/", "/2017/11/03/old-slug/"),
        ("/20171103/", "/20171103/"),
        ("/caf%C3%A9/", "/café/"),
        ("/a%20b", "/a b/"),
        ("/قائم/", "/قائم/"),
        ("/می‌خواهم/", "/می‌خواهم/"),  # with a zero-width non-joiner, as Persian is written
        ("/cafe\u0301/", "/cafe\u0301/"),  # the old links say which form it has
        ("/it's-(all)-here,_now~!/", "/it's-(all)-here,_now~!/"),
    ],
)
def test_an_alias_stands_for_a_url(said: str, url: str) -> None:
    assert read_alias(said) == url


HOSTILE = [
    *("old/page", "", " /old/", "//host/x", "http://host/x", "HTTPS://host", "javascript:alert(1)", "data:text/html,x"),
    *("/../x/", "/a/../../x", "/a/./b/", "/a//b/", "/%2e%2e/x/", "/%2E%2e/x", "/a%2fb/", "/a%5cb/", "/%252e%252e/x/"),
    *(
        "\\\\host\\x",
        "/a\\b/",
        "/a?b=c",
        "/a/#b",
        "/a%3Fb/",
        "/a%23b/",
        "/a\0b/",
        "/a\nb/",
        "/a\tb",
        "/a%00/",
        "/a%0d%0a/",
    ),
    *(
        "/a%zz/",
        "/a%",
        "/%ff/",
        "/a\x7fb/",
        "/a\x85b/",
        "/a\u202eb/",
        "/a\u2028b/",
        "/a\ufeffb/",
        "/a\ud800b/",
        "/a\ufffeb/",
    ),
    *(
        "/",
        "/index.html",
        "/2017/",
        "/2017/11",
        "/2017/11/03/",
        "/topics/",
        "/Topics/x",
        "/ASSETS/style.css/",
        "/feed.xml",
    ),
    *("/%74opics/", "/_headers", "/_redirects", "/MANIFEST-sha256.txt", "/404.html", "/search/x/", "/data/a.html"),
    *("/.git/config", "/a/.htaccess", "/.well-known/x/", "/a./b/", "/a /b/", "/a/b ", "/con/", "/a/AUX.html", "/com1/"),
    *("/a:b/", "/a*b/", '/a"b/', "/a<b>/", "/a|b/", f"/{'x' * 300}/", "/" + "a/" * 600, f"/{'é' * 200}/"),
]


@pytest.mark.parametrize("said", HOSTILE)
def test_what_is_no_address_of_a_file_is_refused_with_a_remedy(said: str) -> None:
    found = read_alias(said)
    assert isinstance(found, Unusable), found
    assert found.hint.split(" ")[0] in ("write", "take", "leave")
    assert found.message.isprintable()


PIECES = st.sampled_from(
    ["/", "a", "B", "..", ".", "%2e", "%2F", "\\", "?", "#", "é", "e\u0301", "topics", "index.html"]
)
TEXTS = st.lists(PIECES | st.characters(), max_size=8).map("".join) | st.sampled_from(HOSTILE)


@given(TEXTS.map("/".__add__) | TEXTS)
def test_every_alias_is_a_file_in_the_site_that_nothing_else_has(said: str) -> None:
    url = read_alias(said)
    if isinstance(url, Unusable):
        return
    path = path_of(url)
    assert url.startswith("/")
    assert is_safe(path)
    assert path.endswith((".html", ".htm")) or path.lower().endswith((".html", ".htm"))
    assert path.partition("/")[0].lower() not in RESERVED
    assert all(len(name.encode()) <= LONGEST for name in path.removesuffix("/index.html").split("/"))
    assert not any(unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp") for one in path)
    assert read_alias(quote(url)) == url
    assert read_alias(url) == url
