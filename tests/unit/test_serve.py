"""The preview server over real sockets on loopback: what it gives, what it refuses, and what it tells open pages."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sitegen.errors import ContentError, Location, Problem, Severity, SystemFailureError
from sitegen.preview.answers import is_own_host
from sitegen.preview.listen import DEFAULT_PORT, HEARTBEAT_S, PORTS_TRIED
from sitegen.serve import Address, Rebuilt, open_server, serve

PAGE = "<!doctype html><title>Home</title><body><p>Good evening.</p></body>"
FAULT = Problem(Location("content/a.md", 3, 1), "update-time", '"25:70" is not a time of day', "write a 24-hour time")
FAILED = Rebuilt(problems=(FAULT,), excerpts="content/a.md:3:1: error: <25:70> is not a time of day")
PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def connect(url: str) -> socket.socket:
    parts = urlsplit(url)
    assert parts.hostname
    assert parts.port
    return socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE_S)


def exchange(url: str, request: bytes) -> Reply:
    """Send bytes as they are and read until the server closes."""
    with connect(url) as client:
        client.sendall(request)
        received = b""
        while more := client.recv(65536):
            received += more
    head, _, body = received.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines[1:])
    return Reply(int(lines[0].split()[1]), headers, body)


def ask(url: str, target: str, method: str = "GET", **headers: str) -> Reply:
    fields = {"Host": urlsplit(url).netloc, **{name.replace("_", "-"): value for name, value in headers.items()}}
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items() if value), "", ""]
    return exchange(url, "\r\n".join(lines).encode("latin-1"))


@contextmanager
def stream(url: str, since: int = 0, **headers: str) -> Iterator[Callable[[], dict[str, object]]]:
    """Follow the builds: each call gives the next message."""
    with connect(url) as client:
        fields = {"Host": urlsplit(url).netloc, **{name.replace("_", "-"): value for name, value in headers.items()}}
        lines = [f"GET /__sitegen__/events?since={since} HTTP/1.1", *(f"{k}: {v}" for k, v in fields.items()), "", ""]
        client.sendall("\r\n".join(lines).encode())
        with client.makefile("rb") as lines_in:

            def message() -> dict[str, object]:
                for line in lines_in:
                    if line.startswith(b"data: "):
                        told = json.loads(line.removeprefix(b"data: "))
                        assert isinstance(told, dict)
                        return told
                raise AssertionError("the stream ended")

            yield message


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def build_number(page: bytes) -> int:
    return int(page.split(b'data-build="')[1].split(b'"')[0])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a few pages, and beside it what no request may reach."""
    folder = tmp_path / "output"
    (folder / "2017" / "11").mkdir(parents=True)
    (folder / "assets").mkdir()
    (folder / ".hidden").mkdir()
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "2017" / "11" / "index.html").write_text("November", encoding="utf-8")
    (folder / "assets" / "style.css").write_text("body {}", encoding="utf-8")
    (folder / "naïve & co.txt").write_text("ï", encoding="utf-8")
    (folder / ".hidden" / "index.html").write_text("SECRET", encoding="utf-8")
    (folder / ".env").write_text("SECRET", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("SECRET", encoding="utf-8")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "index.html").write_text("SECRET", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "links").symlink_to(tmp_path / "secrets")
    (folder / "sly.txt").symlink_to(folder / ".env")
    (folder / "loop").symlink_to(folder / "loop")
    return folder


@pytest.fixture
def url(site: Path) -> Iterator[str]:
    with open_server(site) as url:
        yield url


def test_files_are_given_whole_with_type_and_length(url: str) -> None:
    page = ask(url, "/")
    assert (page.status, page.body) == (200, PAGE.encode())
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Content-Length"] == str(len(PAGE))
    assert page.headers["Cache-Control"] == "no-store"
    assert not [name for name in page.headers if name.startswith("Access-Control")]
    style = ask(url, "/assets/style.css?v=3")
    assert (style.body, style.headers["Content-Type"]) == (b"body {}", "text/css; charset=utf-8")
    assert ask(url, "/na%C3%AFve%20&%20co.txt").body == "ï".encode()


def test_head_is_get_without_the_body(url: str) -> None:
    get, head = ask(url, "/"), ask(url, "/", method="HEAD")
    assert head.body == b""
    assert {**head.headers, "Date": ""} == {**get.headers, "Date": ""}
    assert ask(url, "/nothing", method="HEAD").body == b""


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_are_refused(url: str, method: str) -> None:
    reply = ask(url, "/", method=method)
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD")


def test_a_large_body_does_not_hide_the_refusal(url: str) -> None:
    size = 500_000
    head = f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n"
    assert exchange(url, head.encode() + b"x" * size).status == 405


@pytest.mark.promise("S5")
def test_a_long_request_line_is_refused(url: str) -> None:
    line = b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
    assert exchange(url, line).status == 414


@pytest.mark.promise("S5")
@pytest.mark.parametrize(
    "line", ["GET / HTTP/9.9", "GET / HTTP/x", "GET / HTTP/0.9", "GET /", "\x16\x03\x01", "a b c d"]
)
def test_what_cannot_be_read_is_answered_with_a_status(url: str, line: str) -> None:
    assert exchange(url, f"{line}\r\n\r\n".encode()).status in (400, 403, 505)


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:8000", "[::1]:8000", "[::1]"])
def test_own_hosts_are_answered(url: str, host: str) -> None:
    assert ask(url, "/", Host=host).status == 200


@pytest.mark.promise("S2")
@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test", "127.0.0.1.nip.io", "127.0.0.2", "a@localhost"])
def test_foreign_hosts_are_refused_with_a_hint(url: str, host: str) -> None:
    reply = ask(url, "/", Host=host)
    assert reply.status == 403
    assert b"localhost" in reply.body
    assert b"Good evening" not in reply.body


def test_a_missing_or_second_host_and_an_absolute_target_are_refused(url: str) -> None:
    assert exchange(url, b"GET / HTTP/1.1\r\n\r\n").status == 403
    assert exchange(url, b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\n\r\n").status == 403
    assert exchange(url, b"GET http://evil.test/ HTTP/1.1\r\nHost: localhost\r\n\r\n").status == 403


def test_the_bound_host_is_a_name_of_its_own() -> None:
    assert is_own_host(["archive.local:80"], ("localhost", "archive.local"))
    assert not is_own_host([], ("localhost",))
    assert not is_own_host([""], ("localhost",))


@pytest.mark.promise("S3")
@pytest.mark.promise("S4")
@pytest.mark.parametrize(
    "target",
    [
        "/../secret.txt",
        "/2017/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/2017/..%5c..%5c..%5csecret.txt",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/C:/windows/win.ini",
        "/index.html%00.txt",
        "/index.html.",
        "/index.html/",
        "/2017//11/",
        "/./index.html",
        "/%ff",
        "/.env",
        "/%2eenv",
        "/.hidden/",
        "/link.txt",
        "/links/",
        "/links",
        "/sly.txt",
        "/loop",
        "/" + "a" * 5000,
        "/2017/",
        "/2017",
        "/assets/",
        "/nothing",
        "/__sitegen__/reload.js",
        "/__sitegen__/events",
    ],
)
def test_what_is_no_page_of_the_site_is_not_found(url: str, target: str) -> None:
    reply = ask(url, target)
    assert reply.status == 404
    assert b"SECRET" not in reply.body
    assert b"root:" not in reply.body


def test_a_folder_redirects_to_its_page_and_keeps_the_query(url: str) -> None:
    reply = ask(url, "/2017/11?day=3")
    assert (reply.status, reply.headers["Location"]) == (302, "./11/?day=3")


@pytest.mark.promise("S4")
@pytest.mark.parametrize("name", ["evil.test", "javascript:alert(1)", "a b"])
def test_a_redirect_never_leaves_the_host(site: Path, url: str, name: str) -> None:
    (site / name).mkdir()
    (site / name / "index.html").write_text("here", encoding="utf-8")
    for slashes in ("/", "//", "///"):
        reply = ask(url, slashes + name.replace(" ", "%20"))
        assert reply.status == 302
        assert reply.headers["Location"].startswith("./")
        assert " " not in reply.headers["Location"]


def test_the_sites_own_404_page_is_shown(site: Path, url: str) -> None:
    assert ask(url, "/nothing").headers["Content-Type"] == "text/html; charset=utf-8"
    (site / "404.html").write_text("<p>Gone fishing</p>", encoding="utf-8")
    reply = ask(url, "/nothing")
    assert (reply.status, reply.body) == (404, b"<p>Gone fishing</p>")


@pytest.mark.promise("S5")
def test_slow_and_vanished_clients_disturb_nobody(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (site / "large.txt").write_bytes(b"x" * 8_000_000)
    told: list[str] = []
    with open_server(site, announce=told.append) as url:
        slow = [connect(url) for _ in range(50)]
        for client in slow:
            client.sendall(b"GET / HT")
        for _ in range(20):
            with connect(url) as client:
                client.sendall(b"GET /large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
        with ThreadPoolExecutor(20) as pool:
            replies = list(pool.map(lambda _: ask(url, "/").status, range(200)))
        for client in slow:
            client.close()
        until(lambda: threading.active_count() < 10)
    assert replies == [200] * 200
    assert told == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.promise("S5")
def test_a_large_file_is_not_held_in_memory(site: Path, url: str) -> None:
    size = 16 << 20
    with (site / "film.mp4").open("wb") as stream:
        stream.truncate(size)
    tracemalloc.start()
    try:
        with ExitStack() as clients:
            for _ in range(8):  # who do not read
                client = clients.enter_context(connect(url))
                client.sendall(f"GET /film.mp4 HTTP/1.1\r\nHost: {urlsplit(url).netloc}\r\n\r\n".encode())
            assert ask(url, "/").status == 200
            assert ask(url, "/film.mp4", "HEAD").headers["Content-Length"] == str(size)
        assert tracemalloc.get_traced_memory()[1] < size / 2
    finally:
        tracemalloc.stop()
    assert len(ask(url, "/film.mp4").body) == size


@pytest.mark.promise("S5")
@pytest.mark.skipif(sys.platform == "win32", reason="it has no limit of open files that a process sets itself")
def test_with_all_files_open_it_waits_and_keeps_no_processor_busy(url: str) -> None:
    import resource

    limit, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    parts = urlsplit(url)
    with ExitStack() as held:
        held.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (limit, most))
        waiting = held.enter_context(socket.socket())
        resource.setrlimit(resource.RLIMIT_NOFILE, (waiting.fileno() + 1, most))
        with suppress(OSError):
            while True:
                held.enter_context(open(os.devnull, "rb"))  # noqa: PTH123 - a path would open more
        waiting.connect((parts.hostname, parts.port))
        time.sleep(0.2)
        start = time.process_time()
        time.sleep(1)
        assert time.process_time() - start < 0.2
    assert ask(url, "/").status == 200


@pytest.mark.promise("S8")
def test_a_page_is_never_cut_while_builds_replace_it(site: Path, url: str) -> None:
    pages = [letter * 300_000 for letter in (b"a", b"b")]
    (site / "page.html").write_bytes(pages[0])
    stop = threading.Event()

    def replace() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            (site / "page.new").write_bytes(pages[turn % 2])
            (site / "page.new").replace(site / "page.html")

    writer = threading.Thread(target=replace)
    writer.start()
    try:
        replies = [ask(url, "/page.html") for _ in range(100)]
    finally:
        stop.set()
        writer.join()
    assert {reply.status for reply in replies} == {200}
    assert all(reply.body in pages for reply in replies)


# --- ports


def test_a_given_port_that_is_busy_is_a_problem(site: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemFailureError) as caught, open_server(site, Address(port=port)):
            pass
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("port-in-use", f"port {port} is in use")
    assert problem.hint == "choose another port with --port"
    assert caught.value.status == 3


def test_without_a_port_the_next_free_one_is_taken_and_announced(site: Path) -> None:
    told: list[str] = []
    with open_server(site, Address()) as first, open_server(site, Address(), announce=told.append) as second:
        ports = [urlsplit(url).port or 0 for url in (first, second)]
        assert DEFAULT_PORT <= ports[0] < ports[1] < DEFAULT_PORT + PORTS_TRIED
        assert ask(second, "/").status == 200
    assert told == [f"Port {DEFAULT_PORT} is in use; using port {ports[1]}."]


def test_a_foreign_address_is_a_problem(site: Path) -> None:
    for host in ("192.0.2.1", "", "[]"):
        with pytest.raises(SystemFailureError) as caught, open_server(site, Address(host, 0)):
            pass
        assert [problem.code for problem in caught.value.problems] == ["cannot-listen"]


def test_an_address_may_be_written_as_in_a_url(site: Path) -> None:
    try:
        with open_server(site, Address("[::1]", 0)) as url:
            assert ask(url, "/").status == 200
    except SystemFailureError:
        pytest.skip("this machine has no IPv6")


def test_nothing_to_serve(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        serve(tmp_path / "output", Address(port=0), rebuild=None, watched=(), announce=print)
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("nothing-to-serve", "run sitegen build")


# --- the preview


@pytest.mark.promise("S9")
def test_pages_carry_the_script_and_files_do_not(site: Path) -> None:
    (site / "bare.html").write_text("<p>no end tag", encoding="utf-8")
    with open_server(site, rebuild=Rebuilt) as url:
        page = ask(url, "/")
        script = ask(url, "/__sitegen__/reload.js")
        bare, missing = ask(url, "/bare.html"), ask(url, "/nothing")
        style = ask(url, "/assets/style.css")
    tag = f'<script src="/__sitegen__/reload.js" defer data-build="{build_number(page.body)}"></script>'
    assert page.body.decode() == PAGE.replace("</body>", f"{tag}</body>")
    assert page.headers["Content-Length"] == str(len(page.body))
    assert bare.body.decode() == f"<p>no end tag{tag}"
    assert (missing.status, tag.encode() in missing.body) == (404, True)
    assert style.body == b"body {}"
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert b"EventSource" in script.body
    assert not [path for path in site.rglob("*.html") if b"__sitegen__" in path.read_bytes()]


def test_requests_wait_for_the_first_build(tmp_path: Path) -> None:
    folder, may_build = tmp_path / "preview", threading.Event()

    def rebuild() -> Rebuilt:
        assert may_build.wait(PATIENCE_S)
        folder.mkdir()
        (folder / "index.html").write_text(PAGE, encoding="utf-8")
        return Rebuilt(changed=("/",))

    with open_server(folder, rebuild=rebuild) as url, ThreadPoolExecutor() as pool:
        asked = pool.submit(ask, url, "/")
        time.sleep(0.2)
        assert not asked.done()
        may_build.set()
        assert b"Good evening." in asked.result().body


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A file whose edits start builds."""
    path = tmp_path / "content" / "a.md"
    path.parent.mkdir()
    path.write_text("0", encoding="utf-8")
    return path


def test_a_build_tells_open_pages_what_changed(site: Path, edited: Path) -> None:
    told: list[str] = []
    builds = iter([Rebuilt(), Rebuilt(changed=("/2017/11/", "/"), removed=("/old/",)), FAILED, Rebuilt()])
    with open_server(site, rebuild=lambda: next(builds), watched=[edited.parent], announce=told.append) as url:
        number = build_number(ask(url, "/").body)
        empty: dict[str, object] = {"changed": [], "removed": [], "missed": False, "problems": ""}
        with stream(url, number) as message:
            assert message() == {**empty, "build": number}
            edited.write_text("1", encoding="utf-8")
            news = {**empty, "build": number + 1, "changed": ["/", "/2017/11/"], "removed": ["/old/"]}
            assert message() == news
            edited.write_text("2", encoding="utf-8")
            assert message() == {**empty, "build": number + 2, "problems": FAILED.excerpts}
            with stream(url, number) as late:  # a page that slept hears of all it missed
                assert late() == {**news, "build": number + 2, "problems": FAILED.excerpts}
            edited.write_text("3", encoding="utf-8")
            assert message() == {**empty, "build": number + 3}
        with stream(url, 0, Last_Event_ID=str(number + 2)) as again:  # what EventSource sends when it connects again
            assert again() == {**empty, "build": number + 3}
        with stream(url, number - 5) as stranger:  # a page of an earlier server
            assert stranger()["missed"] is True
    assert told == ["Built: 2 changed, 1 removed.", FAILED.excerpts, "The problems are gone."]


def test_warnings_are_announced_but_not_laid_over_pages(site: Path) -> None:
    warning = Problem(Location("content/a.md"), "unpinned", "no anchor", "run sitegen pin", Severity.WARNING)
    told: list[str] = []
    with open_server(
        site, rebuild=lambda: Rebuilt(problems=(warning,), excerpts="a warning"), announce=told.append
    ) as url:
        with stream(url) as message:
            assert message()["problems"] == ""
        assert told == ["a warning"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Origin": "http://evil.test"}, 403), ({"Origin": "null"}, 403), ({"Host": "evil.test"}, 403), ({}, 200)],
)
def test_only_own_pages_follow_the_builds(site: Path, headers: dict[str, str], status: int) -> None:
    with open_server(site, rebuild=Rebuilt) as url:
        assert ask(url, "/__sitegen__/events", method="HEAD", **headers).status == status
        own = url.rstrip("/")
        reply = ask(url, "/__sitegen__/events", method="HEAD", Origin=own)
        assert (reply.status, reply.headers["Content-Type"]) == (200, "text/event-stream; charset=utf-8")
        assert ask(url, "/__sitegen__/events", method="HEAD", Origin="http://127.0.0.1:1").status == 403


def test_a_failed_first_build_is_shown_at_every_address(tmp_path: Path) -> None:
    with open_server(tmp_path / "preview", rebuild=lambda: FAILED) as url:
        for target in ("/", "/2017/11/03/x/", "/assets/style.css"):
            reply = ask(url, target)
            assert reply.status == 500
            assert b"&lt;25:70&gt; is not a time of day" in reply.body
            assert b"/__sitegen__/reload.js" in reply.body
            assert b"data-sitegen-problems" in reply.body


@pytest.mark.promise("S6")
def test_a_failed_build_keeps_the_last_good_pages(site: Path) -> None:
    with open_server(site, rebuild=lambda: FAILED) as url:
        assert (ask(url, "/").status, ask(url, "/nothing").status) == (200, 404)


@pytest.mark.promise("S6")
def test_a_failed_build_is_told_on_the_last_good_pages_without_a_script_too(site: Path) -> None:
    with open_server(site, rebuild=lambda: FAILED) as url:
        told = ask(url, "/").body
    assert b"<noscript><pre>" in told
    assert b"&lt;25:70&gt; is not a time of day" in told


def test_problems_that_are_raised_and_bugs_are_shown_and_survived(site: Path, edited: Path) -> None:
    told: list[str] = []
    errors = iter([ContentError([FAULT]), ZeroDivisionError("seven"), None])

    def rebuild() -> Rebuilt:
        if error := next(errors):
            raise error
        return Rebuilt()

    with open_server(site, rebuild=rebuild, watched=[edited.parent], announce=told.append) as url:
        with stream(url) as message:
            text = 'content/a.md:3:1: error: "25:70" is not a time of day [update-time]\n  hint: write a 24-hour time'
            assert message()["problems"] == text
            edited.write_text("1", encoding="utf-8")
            bug = str(message()["problems"])
            assert "bug in sitegen" in bug
            assert "ZeroDivisionError: seven" in bug
            edited.write_text("2", encoding="utf-8")
            assert message()["problems"] == ""
        assert ask(url, "/").status == 200
    assert told == [text, bug, "The problems are gone."]


def test_streams_end_with_their_pages(site: Path) -> None:
    with open_server(site, rebuild=Rebuilt) as url:
        before = threading.active_count()
        clients = [stream(url) for _ in range(20)]
        for client in clients:
            client.__enter__()()
        assert threading.active_count() >= before + 20
        for client in clients:
            client.__exit__(None, None, None)
        until(lambda: threading.active_count() <= before)


def test_closing_is_quick_with_streams_open(site: Path) -> None:
    with open_server(site, rebuild=Rebuilt) as url:
        client = stream(url)
        client.__enter__()()
        started = time.monotonic()
    assert time.monotonic() - started < 2
    client.__exit__(None, None, None)


SCRIPT = """
import sys
from pathlib import Path
from sitegen.serve import Address, Rebuilt, serve
rebuild = Rebuilt if sys.argv[2] == "watch" else None
serve(Path(sys.argv[1]), Address(sys.argv[3], 0), rebuild=rebuild, watched=[Path(sys.argv[1])],
      announce=lambda text: print(text, flush=True))
print("returned")
"""


@pytest.mark.parametrize("mode", ["watch", "plain"])
def test_ctrl_c_stops_at_once(site: Path, mode: str) -> None:
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-c", SCRIPT, str(site), mode, "127.0.0.1"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        greeting = process.stdout.readline()
        url = greeting.removeprefix("Serving at ").split()[0]
        if mode == "watch":
            client = stream(url)
            client.__enter__()()
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE_S)
        assert time.monotonic() - started < 2
        if mode == "watch":
            client.__exit__(None, None, None)
    assert (process.returncode, out, err) == (0, "returned\n", "")
    assert greeting.endswith(" (Ctrl-C stops).\n")


@pytest.mark.promise("S1")
@pytest.mark.promise("S2")
def test_listening_for_others_is_said_and_keeps_foreign_names_out(site: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", SCRIPT, str(site), "plain", "0.0.0.0"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        warning, greeting = process.stdout.readline(), process.stdout.readline()
        url = greeting.removeprefix("Serving at ").split()[0]
        statuses = [ask(url, "/").status, ask(url, "/", Host="0.0.0.0").status, ask(url, "/", Host="evil.test").status]
        process.send_signal(signal.SIGINT)
    assert warning == "Whoever can reach this machine at 0.0.0.0 can read this site.\n"
    assert url.startswith("http://localhost:")
    assert statuses == [200, 200, 403]


def test_a_quiet_stream_has_a_heartbeat(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert HEARTBEAT_S == 15.0  # proxies close what is silent for longer; here nobody need wait so long
    monkeypatch.setattr("sitegen.preview.listen.HEARTBEAT_S", 1.0)
    with open_server(site, rebuild=Rebuilt) as url, connect(url) as client:
        client.settimeout(10)
        client.sendall(b"GET /__sitegen__/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        with client.makefile("rb") as lines:
            assert next(line for line in lines if line.startswith(b":")) == b": still here\n"
