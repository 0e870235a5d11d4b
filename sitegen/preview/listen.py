"""The socket of the preview server, and what happens to one request that comes in through it."""

from __future__ import annotations

import errno
import os
import socket
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from socketserver import BaseServer
from urllib.parse import parse_qs, urlsplit

from sitegen.errors import Location, Problem, SystemFailureError
from sitegen.preview.answers import TEXT, Answer, answer_preview, is_own_host, respond
from sitegen.preview.rebuilds import BUG, Builds

EVENTS_URL = "/__sitegen__/events"
DEFAULT_PORT = 8000
PORTS_TRIED = 21
HEARTBEAT_S = 15.0
STREAM_POLL_S = 1.0
"""How soon a stream notices that its page has gone."""
CLIENT_TIMEOUT_S = 30.0
CHUNK_BYTES = 1 << 18
DRAIN_BYTES = 1 << 20
DRAIN_S = 1.0
FULL_S = 0.1
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen. Without *port*: `DEFAULT_PORT`, or the next one that is free; port 0 is any free one."""

    host: str = "127.0.0.1"
    port: int | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """What is served, under which *names*: a folder as it is, or a preview whose pages follow the *builds*."""

    folder: Path
    names: tuple[str, ...]
    builds: Builds | None
    script: bytes

    def answer(self, target: str) -> Answer:
        """Give the response to a request target; a preview's waits for the first build."""
        if self.builds is None:
            return respond(self.folder, target)
        # Asked before the bytes are read: a page may be newer than its number says, and reload once more, never older.
        build, rebuilt = self.builds.last()
        return answer_preview(self.folder, target, build, rebuilt.excerpts if rebuilt.failed else "", self.script)


class _Request(BaseHTTPRequestHandler):
    """One request of one client; a connection is closed after its answer (HTTP/1.0), so none holds a thread idle."""

    timeout = CLIENT_TIMEOUT_S
    refused = False

    def __init__(self, site: Site, request: socket.socket, client_address: tuple[str, int], server: BaseServer) -> None:
        self.site = site
        super().__init__(request, client_address, server)

    def do_GET(self) -> None:
        """Answer a GET, or a HEAD: the same without the body."""
        builds = self.site.builds
        if self.request_version == "HTTP/0.9":  # which has no status line, and no Host
            self._refuse(HTTPStatus.BAD_REQUEST, "This server speaks HTTP/1.1.")
        elif not is_own_host(self.headers.get_all("Host", []), self._names()) or not self.path.startswith("/"):
            names = ", ".join(dict.fromkeys(self._names()))
            self._refuse(HTTPStatus.FORBIDDEN, f"This server answers only as {names}: open it by one of these names.")
        elif builds is None or self.path.partition("?")[0] != EVENTS_URL:
            self._send(self.site.answer(self.path))
        elif self.headers.get("Origin") not in (None, f"http://{self.headers['Host']}"):
            self._refuse(HTTPStatus.FORBIDDEN, "Only pages of this site may follow its builds.")
        else:
            self._stream(builds)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what http.server could not read or has no method for (its 501 is our 405)."""
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else HTTPStatus(code)
        allow = (("Allow", "GET, HEAD"),) if status == HTTPStatus.METHOD_NOT_ALLOWED else ()
        self._refuse(status, status.phrase, allow)

    def finish(self) -> None:
        """End the connection; of a refused request, read the rest, or the client would see a reset, not the answer."""
        super().finish()
        if self.refused:
            with suppress(OSError):
                self.connection.shutdown(socket.SHUT_WR)
                self.connection.settimeout(DRAIN_S)
                left = DRAIN_BYTES
                while left > 0 and (rest := self.connection.recv(65536)):
                    left -= len(rest)

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: who reads which page is no news."""

    def version_string(self) -> str:
        """Give the Server header's text, without versions."""
        return "sitegen"

    def _names(self) -> tuple[str, ...]:
        # Where all addresses are bound, the one that this request came to is a name too.
        return (*self.site.names, as_host(str(self.connection.getsockname()[0])))

    def _refuse(self, status: HTTPStatus, text: str, headers: tuple[tuple[str, str], ...] = ()) -> None:
        self.refused = True
        # What http.server cannot read it takes for HTTP/0.9, and answers without a status line.
        self.request_version = self.protocol_version
        self._send(Answer(status, TEXT, f"{text}\n".encode(), headers))

    def _send(self, answer: Answer) -> None:
        with answer.file or nullcontext() as file:
            size_bytes = os.fstat(file.fileno()).st_size if file else len(answer.body)
            self._send_head(answer.status, answer.kind, (*answer.headers, ("Content-Length", str(size_bytes))))
            if self.command == "HEAD":
                return
            self.wfile.write(answer.body)
            while file and size_bytes > 0 and (some := file.read(min(size_bytes, CHUNK_BYTES))):
                self.wfile.write(some)
                size_bytes -= len(some)

    def _send_head(self, status: HTTPStatus, kind: str, headers: Sequence[tuple[str, str]]) -> None:
        self.send_response(status)
        common = (("Content-Type", kind), ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"))
        for name, value in (*common, *headers):
            self.send_header(name, value)
        self.end_headers()

    def _stream(self, builds: Builds) -> None:
        """Send what the page missed, then each build, until the page goes (server-sent events, HTML section 9.2)."""
        self._send_head(HTTPStatus.OK, "text/event-stream; charset=utf-8", ())
        build, is_news, sent_at = self._page_build(), True, 0.0
        while self.command != "HEAD" and not builds.closed and not self._is_gone():
            text = ""
            if is_news:
                build, data = builds.since(build)
                text = f"retry: 1000\nid: {build}\ndata: {data}\n\n"
            elif time.monotonic() - sent_at >= HEARTBEAT_S:
                text = ": still here\n\n"
            if text:
                self.wfile.write(text.encode())
                sent_at = time.monotonic()
            is_news = builds.wait_for_news(build, STREAM_POLL_S)

    def _page_build(self) -> int:
        asked = parse_qs(urlsplit(self.path).query).get("since", [""])[0]
        number = self.headers.get("Last-Event-ID", asked)
        return int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0

    def _is_gone(self) -> bool:
        self.connection.settimeout(0)
        try:
            return not self.connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        finally:
            self.connection.settimeout(CLIENT_TIMEOUT_S)


class Server(ThreadingHTTPServer):
    """Listens; each request has a thread, which does not keep the process from ending."""

    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = sys.platform != "win32"  # there it would share a port that another program listens on

    def __init__(self, host: str, port: int, site: Site, announce: Callable[[str], None]) -> None:
        self.announce = announce
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), partial(_Request, site))

    def server_bind(self) -> None:
        """Bind without asking the name service who we are, as http.server does: that may take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(self.allow_reuse_address))
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def get_request(self) -> tuple[socket.socket, object]:
        """Take the next connection; where too many files are open, after a moment, in which some may have closed."""
        try:
            return super().get_request()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                time.sleep(FULL_S)  # asked again at once, it would keep a processor busy with nothing
            raise

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that went away; anything else is a bug, told and survived."""
        if not isinstance(sys.exception(), OSError):
            self.announce(BUG + traceback.format_exc())

    @property
    def url(self) -> str:
        """The address to open, like ``http://127.0.0.1:8000/``."""
        host = "localhost" if ip_address(self.server_name).is_unspecified else as_host(self.server_name)
        return f"http://{host}:{self.server_port}/"


def as_host(name: str) -> str:
    """*name* as a URL has it: IPv6 addresses are in brackets (RFC 3986 section 3.2.2)."""
    return f"[{name}]".lower() if ":" in name else name.lower()


def listen(site: Site, address: Address, announce: Callable[[str], None]) -> Server:
    """Give a server that has its port but answers nothing yet; raise `SystemFailureError` if there is no port."""
    first = DEFAULT_PORT if address.port is None else address.port
    ports = range(first, first + (PORTS_TRIED if address.port is None else 1))
    host, where = address.host.strip("[]"), Location(f"{address.host}:{first}")
    if not host:  # the system would take it for all addresses that there are
        hint = "write one, like --host 127.0.0.1"
        raise SystemFailureError([Problem(where, "cannot-listen", "there is no address to listen at", hint)])
    for port in ports:
        try:
            server = Server(host, port, site, announce)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                message = f"cannot listen at {host} port {port}: {error.strerror or error}"
                hint = "choose another address or a port above 1023 with --port"
                raise SystemFailureError([Problem(where, "cannot-listen", message, hint)]) from error
            continue
        if port != first:
            announce(f"Port {first} is in use; using port {port}.")
        return server
    message = f"port {first} is in use" if len(ports) == 1 else f"ports {ports[0]} to {ports[-1]} are in use"
    raise SystemFailureError([Problem(where, "port-in-use", message, "choose another port with --port")])
