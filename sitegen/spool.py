"""Values that wait on disk for their turn, so that a long job holds few of them in memory."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, TypeVar, overload

if TYPE_CHECKING:
    from typing import Self

Item = TypeVar("Item")


class Spool(Sequence[Item]):
    """A sequence to which values are appended, and which may be read in any order meanwhile; gone when it is closed.

    It lies in a file without a name in *folder*, which is made. Raises OSError where the disk does not take it.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 (closed by __exit__)
        self._ends, self._folder = [0], folder

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        with suppress(OSError):  # it is gone, whatever the disk says: all that was asked for has been read
            self._file.close()

    def append(self, item: Item) -> None:
        """Put *item* at the end."""
        with self._naming():
            self._file.seek(self._ends[-1])
            self._file.write(pickle.dumps(item, pickle.HIGHEST_PROTOCOL))
            self._ends.append(self._file.tell())

    @contextmanager
    def _naming(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            error.filename = str(self._folder)  # a full disk does not say which it is, and this file has no name
            raise

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> list[Item]: ...
    def __getitem__(self, at: int | slice) -> Item | list[Item]:
        places = range(len(self))[at]
        return self._load(places) if isinstance(places, int) else [self._load(place) for place in places]

    def _load(self, place: int) -> Item:
        with self._naming():  # what was appended may be written only now
            self._file.seek(self._ends[place])
            item: Item = pickle.loads(self._file.read(self._ends[place + 1] - self._ends[place]))
        return item


class Selection(Sequence[Item]):
    """Those of *items* that stand at *places*, in that order, each taken when it is asked for."""

    def __init__(self, items: Sequence[Item], places: Sequence[int]) -> None:
        self._items, self._places = items, places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> Item: ...
    @overload
    def __getitem__(self, at: slice) -> list[Item]: ...
    def __getitem__(self, at: int | slice) -> Item | list[Item]:
        if isinstance(at, slice):
            return [self._items[place] for place in self._places[at]]
        return self._items[self._places[at]]
