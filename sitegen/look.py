"""The look that ``theme:`` sets: which values are sound, and the CSS that they become.

What is written into the stylesheet is of a strict grammar, so that no value ends a declaration or loads from elsewhere:
colours, names of typefaces, and files of ``layouts/static/``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from sitegen.patterns import Pattern

COLORS = ("paper", "ink", "quiet", "hairline", "accent", "wash")
"""The custom properties of the stylesheet that are colours."""
_GENERIC = frozenset(
    "serif sans-serif monospace system-ui ui-serif ui-sans-serif ui-monospace ui-rounded -apple-system".split(" ")
)
# CSS Color 4: hexadecimal notation, a named colour, or a function of numbers.
_COLOR = Pattern(
    r"#(?:[0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})"
    r"|(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch)\([0-9.,%/ a-z+-]{1,60}\)"
)
_NAMED = frozenset(
    (
        "aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown "
        "burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan "
        "darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred "
        "darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink "
        "deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold "
        "goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush "
        "lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey "
        "lightpink lightsalmon lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow "
        "lime limegreen linen magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen "
        "mediumslateblue mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin "
        "navajowhite navy oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise "
        "palevioletred papayawhip peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue "
        "saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue slategray slategrey snow "
        "springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen "
    ).split()
)
_FAMILY = Pattern(r"(?=-?\w)[^\x00-\x1f\x7f\"'\\<>{};@()*/]{1,60}")
_FILE = Pattern(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*")
_WEIGHT = Pattern(r"[1-9][0-9]{0,2}(?: [1-9][0-9]{0,2})?")
_FORMATS = {"woff2": "woff2", "woff": "woff", "ttf": "truetype", "otf": "opentype"}
PICTURES = ("svg", "png", "jpg", "jpeg", "webp", "gif", "avif")


class Style(Enum):
    """Whether a typeface is upright."""

    NORMAL = "normal"
    ITALIC = "italic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A typeface in a *file* below ``layouts/static/``. *weight* is one number, or two for a range, "" for any."""

    family: str
    file: str
    weight: str = ""
    style: Style = Style.NORMAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What a site says of its look; "" and nothing where it is as ours.

    *light* and *dark* are names of `COLORS` with colours. *text* and *plain* are typefaces, the first that there is being
    taken. *logo* is a file below ``layouts/static/``, *wordmark* what stands for the title at the head of pages.
    """

    light: tuple[tuple[str, str], ...] = ()
    dark: tuple[tuple[str, str], ...] = ()
    text: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    faces: tuple[Face, ...] = ()
    logo: str = ""
    wordmark: str = ""

    @property
    def files(self) -> Iterator[str]:
        """The files below ``layouts/static/`` that it needs."""
        yield from (face.file for face in self.faces)
        if self.logo:
            yield self.logo


def color_fault(text: str) -> tuple[str, str] | None:
    """Why *text* is no colour, with a hint; None where it is one."""
    if _COLOR.fullmatch(text) or text.lower() in _NAMED:
        return None
    return "is no colour", 'write one like "#8a1f1b", "darkred" or "oklch(40% 0.1 30)"'


def family_fault(text: str) -> tuple[str, str] | None:
    """Why *text* cannot be the name of a typeface, with a hint."""
    if _FAMILY.fullmatch(text) and text.strip() == text:
        return None
    return "is no name of a typeface", 'write the name alone, like "Iowan Old Style" or "serif"'


def file_fault(text: str, endings: tuple[str, ...]) -> tuple[str, str] | None:
    """Why *text* cannot be a file of one of *endings* below ``layouts/static/``, with a hint."""
    if _FILE.fullmatch(text) and text.lower().rpartition(".")[2] in endings:
        return None
    said = " or ".join(f".{ending}" for ending in endings)
    return (
        "is no file of layouts/static/ that a page can load",
        f"name a file below layouts/static/ that ends in {said}",
    )


def font_fault(text: str) -> tuple[str, str] | None:
    """Why *text* cannot be a file of a typeface, with a hint."""
    return file_fault(text, tuple(_FORMATS))


def weight_fault(text: str) -> tuple[str, str] | None:
    """Why *text* is no weight, with a hint."""
    if not text or _WEIGHT.fullmatch(text):
        return None
    return "is no weight of a typeface", 'write one number, like "400", or two for a range, like "400 700"'


def theme_css(theme: Theme) -> str:
    """What *theme* adds at the end of the stylesheet; nothing where it says nothing of it."""
    rules = [_face(face) for face in theme.faces]
    families = (("text", theme.text), ("plain", theme.plain))
    rules += _rule("", [(name, _families(names)) for name, names in families if names])
    # Of screens of one kind alone: what is said of light ones must not reach a dark one, and print stays black on white.
    rules += _rule("screen and (prefers-color-scheme: light)", theme.light)
    rules += _rule("screen and (prefers-color-scheme: dark)", theme.dark)
    return "".join(f"{rule}\n" for rule in ("\n/* theme: of site.yaml */", *rules)) if rules else ""


def _rule(media: str, properties: Sequence[tuple[str, str]]) -> list[str]:
    """The rule that sets *properties* where *media* says, "" everywhere; none where there are none."""
    if not properties:
        return []
    rule = f":root {{ {' '.join(f'--{name}: {value};' for name, value in properties)} }}"
    return [f"@media {media} {{ {rule} }}" if media else rule]


def _families(names: tuple[str, ...]) -> str:
    return ", ".join(name if name.lower() in _GENERIC else f'"{name}"' for name in names)


def _face(face: Face) -> str:
    kind = _FORMATS[face.file.lower().rpartition(".")[2]]
    said = [f'font-family: "{face.family}";', f'src: url("{face.file}") format("{kind}");', "font-display: swap;"]
    said += [f"font-weight: {face.weight};"] if face.weight else []
    said += [f"font-style: {face.style.value};"] if face.style is not Style.NORMAL else []
    return f"@font-face {{ {' '.join(said)} }}"
