"""`sitegen redirects`: each list read again, by rules of its own and by the hosts themselves where they are installed."""

from __future__ import annotations

import csv
import http.client
import io
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import PUBLISHED, build_site, liveblog, make_site, replace_in, update

from sitegen.cli import run
from sitegen.redirects.formats import FORMATS, unsaid
from sitegen.redirects.moves import Move, read_url

pytestmark = pytest.mark.promise("A9")

TO = "https://archive.example.org/live/2017/11/03/qaim/"
HOSTILE = (
    *(
        "/plain/",
        "/a b/",
        '/q"uote',
        "/dollar$uri/$1",
        "/semi;colon;",
        "/brace{}s/",
        "/back\\slash",
        "/hash%23tag",
        "/star*",
    ),
    *(
        "/:placeholder/x",
        "/new%0aline",
        "/nul%00",
        "/cr%0d%0aLocation: x",
        "/%25%32%65",
        "/%{HTTP_HOST}/",
        "/${x}",
        "/(a|b)+",
    ),
    *(
        "/café/",
        "/%D9%82/",
        "/Case/",
        "/case/",
        "/'apos'",
        "/`tick`",
        "/~^regex$",
        "/default",
        "/a%2Fb",
        "/^",
        "/[x]",
        "/a\tb",
    ),
    *(
        "/?p=123",
        "/?p=1&q=2",
        '/x?a="b"',
        "/x?a=$b;c}",
        "/x?a=b c",
        "/x?%0a",
        "/x?123",
        "/x?a=%2A*",
        "/x?A=1",
        "/x?a=1",
        "/=1+1",
    ),
)


def moves_of(urls: Sequence[str]) -> list[Move]:
    found: dict[tuple[str, str], Move] = {}
    for number, url in enumerate(urls):
        if read := read_url(f"https://old.example.org{url}"):
            found.setdefault(read[1:], Move(*read[1:], f"{TO}?{number}", url, "content/a.md"))
    return list(found.values())


def nginx_pairs(text: str) -> Iterator[tuple[str, str]]:
    """What nginx reads: each line of a map, its quotes undone."""
    inside = False
    for line in text.split("\n"):
        if found := re.fullmatch(r'    "((?:[^"\\]|\\["\\])*)" "([^"\\$]*)";', line):
            assert inside
            yield re.sub(r'\\(["\\])', r"\1", found[1]), found[2]
        else:
            assert re.fullmatch(
                r"#.*|map_hash_\w+ \d+;|map \$\w+ \$\w+ \{|    default (?:\"\"|\$sitegen_moved_path);|\}|", line
            )
            inside = line.startswith("    ") or line.startswith("map $")


def is_for(key: str, address: str) -> bool:
    if key.startswith("~"):
        return re.search(key[1:].encode(), address.encode()) is not None
    return key.lower() == address.lower()


def apache_answer(text: str, path: str, query: str) -> str:
    """What mod_rewrite does with a request, by its documentation."""
    condition = ""
    for line in text.split("\n"):
        if found := re.fullmatch(r'RewriteCond %\{QUERY_STRING\} "\^([A-Za-z0-9/_\-=&\\]*)\$"', line):
            condition = found[1]
        elif found := re.fullmatch(
            r'RewriteRule "\^/\?([A-Za-z0-9/_\-=&\\]*/?\??)\$" "([^"\s$]*)" \[R=301,L,NE,QSD\]', line
        ):
            is_met = not condition or re.fullmatch(condition.encode(), query.encode())
            condition = ""
            if is_met and re.fullmatch(b"/?" + found[1].encode(), path.encode()):
                return found[2].replace("\\%", "%")
        else:
            assert re.fullmatch("#.*|RewriteEngine On|", line), line
    return ""


@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=8).map("/".__add__), max_size=8))
@example(["//", "/"])
@example(["//a?b", "/a?b"])
@settings(max_examples=300)
def test_no_address_breaks_out_of_a_list_and_each_leads_where_it_should(urls: list[str]) -> None:
    moves = moves_of(urls)
    pairs = list(nginx_pairs(FORMATS["nginx"](moves)))
    apache = FORMATS["apache"](moves)
    rows = list(csv.reader(io.StringIO(FORMATS["csv"](moves))))
    lines = FORMATS["netlify"](kept := [move for move in moves if move not in unsaid("netlify", moves)]).split("\n")[
        :-1
    ]
    assert len(pairs) == len(rows) - 1 == len(moves)
    assert len(lines) == len(kept)
    for move in moves:
        address = move.address if move.query else move.path
        assert [to for key, to in pairs if is_for(key, address)] == [move.to]
        assert apache_answer(apache, move.path, move.query) == move.to
    assert rows == [["from", "to", "status"], *([move.address, move.to, "301"] for move in moves)]
    for line, move in zip(lines, sorted(kept, key=lambda move: not move.query), strict=True):
        path, *parameters, to, status = line.split(" ")
        assert (unquote(path), to, status) == (move.path, move.to, "301!")
        assert [tuple(map(unquote, one.split("="))) for one in parameters] == parse_qsl(
            move.query, keep_blank_values=True
        )
        assert not set(path + "".join(parameters)) & set("*:#\n\r\t\\")


@contextmanager
def served(command: list[str], port: int) -> Iterator[None]:
    """A host that runs *command* and listens at *port*."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, "it does not take the list"
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def nginx_of(folder: Path, port: int, text: str) -> list[str]:
    (folder / "redirects.conf").write_text(text, encoding="utf-8")
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ access_log off; include {folder}/redirects.conf;\n"
        + "".join(
            f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f"server {{ listen 127.0.0.1:{port}; root {folder};\nif ($sitegen_moved) {{ return 301 $sitegen_moved; }} }} }}\n",
        encoding="utf-8",
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


MODULES = ("/usr/lib/apache2/modules", "/usr/libexec/apache2", "/usr/lib/httpd/modules")


def apache_of(folder: Path, port: int, text: str) -> list[str]:
    modules = next(filter(Path.is_dir, map(Path, MODULES)))
    wanted = ["mpm_event", "authz_core", "rewrite"]
    loads = "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in wanted)
    (folder / "httpd.conf").write_text(
        f"{loads}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\nErrorLog {folder}/error.log\n"
        f"DocumentRoot {folder}\nMutex file:{folder}\n<VirtualHost *:{port}>\n{text}</VirtualHost>\n",
        encoding="utf-8",
    )
    program = shutil.which("apache2") or "httpd"
    return [program, "-X", "-d", str(folder), "-f", str(folder / "httpd.conf")]


def asked(port: int, move: Move) -> str:
    """Where the host at *port* sends those who ask for *move*."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", quote(move.path, safe="/-._~!'()*+,;=:@&$") + (f"?{move.query}" if move.query else ""))
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.getheader("Location", "") if answer.status == 301 else f"{answer.status}"


INSTALLED = [
    name
    for name, programs in (("nginx", ["nginx"]), ("apache", ["apache2", "httpd"]))
    if any(map(shutil.which, programs))
]


def site(root: Path, aliases: str, *urls: str, more: str = "") -> Path:
    sources = ", ".join(f"{{seed: {number}, url: '{url}'}}" for number, url in enumerate(urls))
    said = {"aliases": f"[{aliases}]"} if aliases else {}
    stamps = [update("10:00", "It is quiet.", "#t1000")]
    text = liveblog(
        "Qaim", "2017-11-03", stamps, id="2017-11-03-qaim", slug="qaim", zone="UTC", sources=f"[{sources}]", **said
    )
    return make_site(root, {"site.yaml": PUBLISHED + more, "content/2017/11/03/qaim.md": text})


def listed(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[list[list[str]], str]:
    """The rows of the list as a table, and what was said beside it."""
    assert run(["-C", str(root), "redirects", "--format", "csv", *arguments]) == 0
    out, err = capsys.readouterr()
    return list(csv.reader(io.StringIO(out)))[1:], err


def test_the_list_has_aliases_former_addresses_and_sources(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site(
        tmp_path,
        "/old.html",
        "https://a.example/?p=123",
        "https://b.example/story",
        more="base_url: https://c.example/live/\n",
    )
    build_site(tmp_path)
    replace_in(tmp_path / "content/2017/11/03/qaim.md", "slug: qaim", "slug: free")
    to = "https://c.example/live/2017/11/03/free/"
    rows, said = listed(tmp_path, capsys)
    assert rows == [
        ["/live/old.html", to, "301"],
        ["/live/2017/11/03/qaim/", to, "301"],
        ["/live/2017/11/03/qaim", to, "301"],
        ["/?p=123", to, "301"],
        ["/story", to, "301"],
        ["/story/", to, "301"],
    ]
    assert "[redirect" not in said
    assert [row[0] for row in listed(tmp_path, capsys, "--host", "B.example")[0]][3:] == ["/story", "/story/"]
    assert listed(tmp_path, capsys, "--base-url", "https://d.example/")[0][0] == [
        "/old.html",
        "https://d.example/2017/11/03/free/",
        "301",
    ]


def test_no_list_sends_readers_of_a_page_elsewhere_or_in_a_circle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    urls = ("/", "/2017/11/03/qaim", "/2017/11/", "/topics/x/", "/about/", "/assets/style.css", "/index.html")
    site(tmp_path, "", *(f"https://c.example{url}" for url in urls), "ftp://c.example/x", "https://[x/")
    about = tmp_path / "content/pages/about.md"
    about.parent.mkdir(parents=True)
    about.write_text("---\ntitle: About\n---\n\nAn archive.\n", encoding="utf-8")
    rows, said = listed(tmp_path, capsys)
    assert rows == []
    assert said.count("[redirect-page]") == 6  # the live blog's own address is nothing to speak of
    assert said.count("[redirect-unclear]") == 2
    assert "content/2017/11/03/qaim.md:7:" in said


def test_the_first_of_two_live_blogs_has_the_address_of_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site(tmp_path, "", "https://a.example/?p=1")
    text = (tmp_path / "content/2017/11/03/qaim.md").read_text(encoding="utf-8")
    other = tmp_path / "content/2017/11/02/rawa.md"
    other.parent.mkdir(parents=True)
    other.write_text(text.replace("qaim", "rawa").replace("2017-11-03", "2017-11-02"), encoding="utf-8")
    rows, said = listed(tmp_path, capsys)
    assert rows == [["/?p=1", "/2017/11/02/rawa/", "301"]]
    assert "[redirect-twice]" in said
    assert "content/2017/11/02/rawa.md" in said


@pytest.mark.promise("X12")
def test_no_cell_of_the_table_is_a_formula(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site(tmp_path, "", *(f"https://a.example/{sign}cmd" for sign in "=+-@"))
    rows, _ = listed(tmp_path, capsys)
    assert len(rows) == 8
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.slow
def test_the_hosts_that_are_installed_lead_on_as_the_lists_say(tmp_path: Path) -> None:
    long = f"/{'long-' * 60}/"
    moves = moves_of([*HOSTILE, long])
    for name in INSTALLED:
        folder, port = tmp_path / name, free_port()
        folder.mkdir()
        folder.chmod(0o777)
        command = {"nginx": nginx_of, "apache": apache_of}[name](folder, port, FORMATS[name](moves))
        with served(command, port):
            said = {move.said: asked(port, move) for move in moves}
        assert {move.said: move.to for move in moves} == said, name
    assert len(moves) > 30
