"""The preview server's life: it listens, builds when files change, and stops at Ctrl-C."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.errors import ContentError, Location, Problem
from sitegen.preview.answers import read_script
from sitegen.preview.listen import LOOPBACK, Address, Server, Site, as_host, listen
from sitegen.preview.rebuilds import Builds, Rebuilt

if TYPE_CHECKING:
    from sitegen.preview.watch import Watch

__all__ = ["Address", "Rebuilt", "open_server", "serve"]

ANY_PORT = Address(port=0)


@contextmanager
def _listening(
    folder: Path, address: Address, builds: Builds | None, announce: Callable[[str], None]
) -> Iterator[Server]:
    """Answer requests in a thread; at the end streams are let go and the port is free again."""
    names = (*LOOPBACK, as_host(address.host.strip("[]")))
    server = listen(Site(folder, names, builds, read_script() if builds else b""), address, announce)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        if builds is not None:
            builds.close()
        server.shutdown()
        thread.join()
        server.server_close()


def _greet(server: Server, announce: Callable[[str], None]) -> None:
    if not ip_address(server.server_name).is_loopback:
        announce(f"Whoever can reach this machine at {server.server_name} can read this site.")
    announce(f"Serving at {server.url} (Ctrl-C stops).")


def serve(
    folder: Path,
    address: Address,
    *,
    rebuild: Callable[[], Rebuilt] | None,
    watched: Sequence[Path],
    announce: Callable[[str], None],
) -> None:
    """Serve *folder* until Ctrl-C, then return; with *rebuild*, build first, and again when *watched* files change.

    Builds run in the calling thread, one at a time; problems, which port, and what was built go to *announce*.
    Raises `SystemFailureError` if there is no port, `ContentError` if there is nothing to serve and no *rebuild*.
    """
    if rebuild is None and not folder.is_dir():
        message = f'there is no folder "{folder.name}" to serve'
        raise ContentError([Problem(Location(folder.name), "nothing-to-serve", message, "run sitegen build")])
    with suppress(KeyboardInterrupt):
        if rebuild is None:
            with _listening(folder, address, None, announce) as server:
                _greet(server, announce)
                while True:
                    time.sleep(1)
        else:
            builds = Builds()
            with _listening(folder, address, builds, announce) as server, _watching(watched, announce) as watch:
                _keep_building(builds, rebuild, watch.wait, announce, lambda: _greet(server, announce))


@contextmanager
def open_server(
    folder: Path,
    address: Address = ANY_PORT,
    *,
    rebuild: Callable[[], Rebuilt] | None = None,
    watched: Sequence[Path] = (),
    announce: Callable[[str], None] = lambda text: None,
) -> Iterator[str]:
    """Serve as `serve` does, but in the background, and yield the URL; requests wait for the first build."""
    builds = Builds() if rebuild else None
    with _listening(folder, address, builds, announce) as server:
        if rebuild is None or builds is None:
            yield server.url
            return
        with _watching(watched, announce) as watch:
            thread = threading.Thread(target=_keep_building, args=(builds, rebuild, watch.wait, announce))
            thread.start()
            try:
                yield server.url
            finally:
                watch.close()
                thread.join()


def _keep_building(
    builds: Builds,
    rebuild: Callable[[], Rebuilt],
    wait: Callable[[], bool],
    announce: Callable[[str], None],
    built: Callable[[], None] = lambda: None,
) -> None:
    builds.run(rebuild, announce)
    built()
    while wait():
        builds.run(rebuild, announce)


def _watching(watched: Sequence[Path], announce: Callable[[str], None]) -> AbstractContextManager[Watch]:
    # Imported here, because watchdog takes 90 ms to import and plain `serve` has no use for it.
    from sitegen.preview.watch import open_watch

    return open_watch(watched, announce)
