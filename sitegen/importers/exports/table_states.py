"""Which rows of a table were published: what columns of states and flags say of them, in the languages of newsrooms.

No reader is to see a draft because its word is not known here: a value that is not known stops the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sitegen.errors import Location, Problem
from sitegen.importers.exports.stated_times import read_stated
from sitegen.importers.exports.table_columns import bare
from sitegen.importers.web.loose_text import cited

TRUE = frozenset({"1", "1.0", "true", "t", "yes", "y", "x", "key", "ja", "j", "oui", "si", "sí", "sim", "tak", "wahr",
                  "vrai", "verdadero", "vero", "on", "✓", "✔", "☑"})  # fmt: skip
"""What flags say where they are set, in small letters."""
_FALSE = frozenset({"0", "0.0", "false", "f", "no", "n", "non", "nein", "não", "nao", "nee", "nie", "falsch", "faux",
                    "falso", "off", "✗", "✘", "☐"})  # fmt: skip
_NOTHING = frozenset(
    {"", "-", "–", "—", "null", "nil", "none", "nan", "n/a", "\\n", "0000-00-00", "0000-00-00 00:00:00"}
)

# All of these are in small letters without blanks, marks and accents.
_STATUS = frozenset((
    "status state poststatus poststate publicationstatus publishstatus publicationstate workflowstatus workflowstate"
    " pubstatus visibility statut etat estado stato stan zustand sichtbarkeit visibilite visibilidad published"
    " ispublished publish visible isvisible active isactive enabled isenabled public ispublic online isonline approved"
    " isapproved posted isposted veroffentlicht veroeffentlicht sichtbar aktiv freigegeben offentlich publie publiee"
    " actif visibile publicado publicada publico activo ativo pubblicato attivo gepubliceerd zichtbaar opublikowany"
    " opublikowano widoczny"
).split())  # fmt: skip
_MOST = 40  # columns of states: more than anyone fills, and few enough to look through
_ENDS = ("status", "statut")  # of any word: "Freigabestatus"
_HELD = {name: kind for kind, names in {
    "deleted": "deleted isdeleted deletedat deletedon deletedtime deletedby deletiondate datedeleted removed isremoved"
    " removedat trashed istrashed trashedat softdeleted geloscht geloescht geloschtam supprime supprimee"
    " supprimele eliminado eliminada borrado borrada eliminato cancellato excluido apagado verwijderd"
    " usuniety usunieto",
    "draft": "draft isdraft entwurf istentwurf brouillon borrador bozza rascunho szkic",
    "hidden": "hidden ishidden hiddenat invisible isinvisible ausgeblendet versteckt masque masquee cache oculto oculta"
    " nascosto ukryty private isprivate privat internal isinternal disabled isdisabled inactive isinactive",
    "withdrawn": "unpublished isunpublished unpublishedat withdrawn withdrawnat retracted retractedat rejected isrejected",
    "spam": "spam isspam",
}.items() for name in names.split()}  # fmt: skip
_TYPE = frozenset("type kind posttype entrytype itemtype contenttype typ art tipo".split())

_PUBLISHED = frozenset((
    "published publish publ public live online visible active posted released usable enabled veroffentlicht"
    " veroeffentlicht publiziert sichtbar aktiv offentlich oeffentlich publie publiee publies publiees publique"
    " enligne actif publicado publicada publico publica activo activa enlinea ativo ativa visivel pubblicato"
    " pubblicata pubblico pubblica visibile attivo attiva gepubliceerd openbaar zichtbaar actief opublikowany"
    " opublikowana opublikowane opublikowano publiczny publiczna widoczny aktywny"
).split())  # fmt: skip
_UNPUBLISHED = frozenset((
    "deleted draft drafts drafted autodraft submitted trash trashed spam pending pendingreview review inreview"
    " private removed unpublished notpublished scheduled planned future rejected declined hidden invisible notvisible"
    " inactive disabled withdrawn retracted withheld canceled cancelled killed embargoed unapproved blocked discarded"
    " erased internal offline comment comments reply pingback trackback entwurf entwurfe entwuerfe geloscht geloescht"
    " versteckt ausgeblendet verborgen unsichtbar inaktiv deaktiviert privat geplant vorgemerkt ausstehend inprufung"
    " inpruefung inbearbeitung abgelehnt zuruckgezogen zurueckgezogen gesperrt unveroffentlicht unveroeffentlicht"
    " nichtveroffentlicht nichtveroeffentlicht depubliziert papierkorb entfernt intern verworfen kommentar kommentare"
    " brouillon brouillons supprime supprimee supprimes supprimees efface effacee masque masquee cache cachee inactif"
    " prive privee planifie planifiee programme programmee enattente arelire refuse refusee rejete rejetee retire"
    " retiree nonpublie nonpubliee depublie depubliee corbeille indesirable horsligne desactive desactivee interne"
    " commentaire commentaires borrador eliminado eliminada borrado borrada suprimido suprimida oculto oculta inactivo"
    " inactiva privado privada pendiente programado programada rechazado rechazada retirado retirada nopublicado"
    " nopublicada despublicado despublicada papelera desactivado desactivada descartado comentario comentarios bozza"
    " bozze eliminato eliminata cancellato cancellata nascosto nascosta inattivo inattiva privato privata programmato"
    " programmata inattesa rifiutato cestino nonpubblicato nonpubblicata ritirato commento commenti rascunho excluido"
    " excluida apagado apagada removido removida inativo inativa agendado agendada pendente rejeitado lixeira"
    " naopublicado naopublicada concept verwijderd inactief gepland afgewezen nietgepubliceerd prullenbak ingetrokken"
    " inafwachting reactie szkic usuniety usunieta usuniete ukryty ukryta ukryte nieaktywny prywatny zaplanowany"
    " oczekujacy odrzucony nieopublikowany nieopublikowane kosz wycofany komentarz"
).split())  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Said:
    """What one cell says: the row is *shown*, or it is *held* back as what this names; neither where it says nothing.

    *is_known* is false where the cell says something else.
    """

    shown: bool = False
    held: str = ""
    is_known: bool = True


def is_state(column: str) -> bool:
    """Whether the name of *column* may be that of a state or a flag: "Status", "deleted_at", "published"."""
    name = bare(column)
    return name in _STATUS or name in _HELD or name in _TYPE or name.endswith(_ENDS)


def is_flag(column: str, cells: Iterable[str]) -> bool:
    """Whether *column*, whose name may be that of a time ("published"), has only flags in its *cells*."""
    if bare(column) not in _STATUS:
        return False
    texts = {cell.casefold() for cell in cells} - _NOTHING
    return bool(texts) and texts <= TRUE | _FALSE


def has_states(column: str, cells: Iterable[str]) -> bool:
    """Whether *column* says which rows were published; a type does so only where one of *cells* names what was not."""
    return is_state(column) and (bare(column) not in _TYPE or any(bare(cell) in _UNPUBLISHED for cell in cells))


def is_held(column: str, cell: str) -> bool:
    """Whether *cell* of *column* says that something was not published."""
    return is_state(column) and bool(_said_in(column, [cell])[0].held)


def states_of(
    rows: Sequence[tuple[Location, Mapping[str, str]]], columns: Sequence[str]
) -> tuple[list[str], list[Problem]]:
    """For each of *rows*, with its place and its cells, what it is if it was not published, "" if it was.

    *columns* are those that say it; the problems are values that say neither.
    """
    held = [""] * len(rows)
    if rows and len(columns) > _MOST:
        message = f"{len(columns):,} columns may say whether a row was published"
        hint = "rename those that do not in a copy of the seed"
        return held, [Problem(rows[0][0], "table-status", message, hint)]
    said = {column: _said_in(column, [cells.get(column, "") for _, cells in rows]) for column in columns}
    for one in said.values():
        held = [kind or cell.held for kind, cell in zip(held, one, strict=True)]
    problems: list[Problem] = []
    for column, found in said.items():
        unknown = [
            (where, cells.get(column, ""))
            for (where, cells), kind, cell in zip(rows, held, found, strict=True)
            if not kind and not cell.is_known
        ]
        problems += _unknown(column, unknown)
    return held, problems


def _unknown(column: str, cells: Sequence[tuple[Location, str]]) -> Iterator[Problem]:
    """An error where *column* has *cells*, each with its place, that are not known."""
    if not cells:
        return
    counts = Counter(f'"{cited(text)}"' if text else "nothing" for _, text in cells)
    told = ", ".join(f"{text} ({number})" for text, number in list(counts.items())[:12])
    message = (
        f'"{cited(column)}" does not say whether these rows were published: {told}{" …" if len(counts) > 12 else ""}'
    )
    hint = 'write "published" or "draft" in a copy of the seed, or rename the column if it says something else'
    yield Problem(cells[0][0], "table-status", message, hint)


def _said_in(column: str, cells: Sequence[str]) -> list[_Said]:
    """What each of *cells* of *column* says: where some say that their rows were published, an empty one is not known."""
    name = bare(column)
    if name in _HELD:
        return [_Said(held=_HELD[name]) if _is_set(cell) else _Said() for cell in cells]
    if name in _TYPE:
        return [_Said(held=cited(cell.casefold()) if bare(cell) in _UNPUBLISHED else "") for cell in cells]
    said = [_said(cell) for cell in cells]
    if not any(one.shown for one in said):
        return said
    return [_Said(is_known=False) if one == _Said() else one for one in said]


def _is_set(cell: str) -> bool:
    return cell.casefold() not in _NOTHING and cell.casefold() not in _FALSE


def _said(cell: str) -> _Said:
    """What *cell* of a column of states or of flags says; a time is when the row was published."""
    text, word = " ".join(cell.casefold().split()), bare(cell)
    if text in _NOTHING:
        return _Said()
    if word in _UNPUBLISHED:
        return _Said(held=cited(text))
    if text in _FALSE:
        return _Said(held="not published")
    is_shown = word in _PUBLISHED or text in TRUE or read_stated(cell, day_first=True) is not None
    return _Said(shown=is_shown, is_known=is_shown)
