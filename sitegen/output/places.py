"""Where a site may be published: in a folder that holds nothing else of it."""

from __future__ import annotations

from pathlib import Path

from sitegen.errors import Location, Problem


def check_output(output: Path, root: Path) -> tuple[Problem, ...]:
    """Why *output* must not be written for the site in *root*: a file, or a folder that holds what is not output."""
    where = Location(output.as_posix())
    try:
        place, top = output.resolve(), root.resolve()
        is_nowhere = place.is_symlink()  # links in a circle: Python from 3.13 on gives them back as they are
    except (OSError, RuntimeError):  # and before, it raises the latter
        is_nowhere = True
    if is_nowhere:
        return (Problem(where, "output-unsafe", f'"{output}" leads nowhere', "choose another folder with --output"),)
    if place.exists() and not place.is_dir():
        return (Problem(where, "output-is-file", f'"{output}" is a file', "choose a folder with --output"),)
    if place.is_relative_to(top / ".sitegen" / "preview"):  # what `serve --watch` builds
        return ()
    own = [top / name for name in ("content", "seeds", "layouts", "backups", ".sitegen", ".git")]
    package = Path(__file__).resolve().parents[1]
    closed = next((folder for folder in (*own, package) if _is_in(place, folder)), None)
    above = next((folder for folder in (top, *own, Path.home(), package) if _is_in(folder, place)), None)
    if closed is None and above is None:
        return ()
    reason = f'lies in "{closed}"' if closed else f'holds "{above}"'
    hint = 'choose a folder of its own with --output, like "output"'
    return (Problem(where, "output-unsafe", f'"{output}" cannot be the output: it {reason}', hint),)


def _is_in(place: Path, folder: Path) -> bool:
    """Whether *place* is *folder* or lies in it, by whatever names."""
    if not folder.exists():
        return place.is_relative_to(folder)
    return any(part.exists() and part.samefile(folder) for part in (place, *place.parents))
