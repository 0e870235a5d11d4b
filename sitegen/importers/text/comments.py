"""Where the comments of readers begin below a live blog that was saved as text: they are not published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from sitegen.errors import Location, Problem, Severity
from sitegen.patterns import Pattern
from sitegen.words import counted

# English, German, French, Spanish, Italian, Portuguese and Dutch. "Kommentar" alone is the opinion of an editor.
_COMMENTS = r"(?:comments?|kommentare|commentaires|comentarios|commenti|comentários|reacties)"
_COMMENT = r"(?:comment|kommentar|commentaire|comentario|commento|comentário|reactie)"
_NUMBER = r"(?:[0-9][0-9.,\u00a0\u202f]{0,6}|one|eine?|un[eoa]?|um)"
_OF_TITLE = r"(?:\s+(?:on|to|zu|auf|über|sur|à|en|a|su|em|op|about)\s.{1,200})?"  # "3 thoughts on “The storm”"
_HEADING = Pattern(
    r"[\W_]*(?:"
    rf"(?:(?:readers?[’']?s?|user|all|recent|alle|neueste|leser|vos|tous les|los|{_NUMBER})[\s-]+)?"
    rf"(?:leser|nutzer|user)?-?{_COMMENTS}(?:\s+(?:der leser|des lecteurs|de los lectores|dei lettori))?"
    r"(?:\s+(?:are closed|\(?closed\)?|off))?"
    rf"|{_NUMBER}\s+(?:{_COMMENTS}|{_COMMENT}){_OF_TITLE}|responses|replies"
    rf"|{_NUMBER}\s+(?:responses?|repl(?:y|ies)|thoughts?){_OF_TITLE}"
    rf"|{_NUMBER}\s+(?:antwort(?:en)?|gedanken?|réponses?|réflexions?|respuestas?|pensamientos?|risposte|respostas?){_OF_TITLE}"
    r"|(?:leave|post|add|write|submit|join) (?:a |your |the )?(?:comment|reply|conversation|discussion)"
    r"|(?:schreiben? sie|schreib(?:e|en)?|hinterlass(?:e|en)?(?: sie)?) (?:einen?|deinen|ihren) (?:kommentar|antwort)"
    r"|(?:einen |ihr |dein )?kommentar (?:schreiben|verfassen|abgeben|hinterlassen)|ihr kommentar|dein kommentar"
    r"|(?:laisse[rz]|ajoute[rz]|poste[rz]|écri(?:re|vez)) (?:un|votre) (?:commentaire|réponse)|votre commentaire"
    r"|vos réactions|laisser une réponse|(?:dejar?|añad(?:ir|e)|escrib(?:ir|e)) (?:un |tu |una )?(?:comentario|respuesta)"
    r"|(?:lascia|aggiungi|scrivi) un commento|deix(?:e|ar) (?:um comentário|uma resposta)|(?:plaats|geef) een reactie"
    r")[\W_]*(?:[0-9]{1,6}[\W_]*)?",
    re.IGNORECASE,
)
_SPEAKS = (
    r"(?:says|said|wrote|writes|commented|replied"
    r"|sagt|sagte|schreibt|schrieb|meint|kommentiert|antwortet"
    r"|dit|a dit|écrit|a écrit|répond|a répondu|a commenté"
    r"|dice|dijo|escribe|escribió|comenta|comentó|responde|respondió"
    r"|ha detto|scrive|ha scritto|disse|diz|escreveu|zegt|schreef)"
)
_MONTH = r"[^\W\d_]{3,10}\.?"
_DAY = (
    rf"(?:(?:[^\W\d_]{{2,10}}\.?,?\s+)?(?:{_MONTH}\s+[0-9]{{1,2}}(?:st|nd|rd|th)?|[0-9]{{1,2}}(?:\.|er|º)?\s+(?:de\s+)?{_MONTH})"
    r",?\s+(?:de\s+|del\s+)?[0-9]{4}|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2})"
)
_CLOCK = r"[0-9]{1,2}(?:\s?(?:[:.]|h|hr?s?)\s?[0-9]{2}(?:[:.][0-9]{2})?)?\s?(?:[ap]\.?\s?m\.?|uhr|h|hrs?|min)?"
_WHEN = (
    rf"(?:(?:am|on|le|el|il|em|op|vom)\s+)?{_DAY}(?:\s*(?:,|-|–|\||·|@|at|um|à|a las?|a la|alle|às|om)?\s*{_CLOCK})?"
)
# "A. Reader says:", also with the time behind it.
_SAYS = Pattern(rf"\s*\S.{{0,60}}?\s{_SPEAKS}(?:\s+{_WHEN})?\s*:\s*(?:{_WHEN}|{_CLOCK})?\s*$", re.IGNORECASE)
_STAMP = Pattern(rf"[\W_]*{_WHEN}[\W_]*(?:(?:reply|edit|permalink|antworten|répondre|responder)[\W_]*)?", re.IGNORECASE)
_UNITS = (
    r"(?:minute|hour|day|week|month|year|stunde|tag|woche|monat|jahr"
    r"|heure|jour|semaine|moi|an|minuto|hora|día|semana|mes|año)"
)
_AGO = Pattern(
    rf".{{0,60}}\b(?:[0-9]{{1,3}} {_UNITS}s? ago|(?:vor|il y a|hace) [0-9]{{1,3}} {_UNITS}(?:s|es|e|n|en)?)\b[\W_]*",
    re.IGNORECASE,
)
_REPLY = Pattern(
    r"[\W_]*(?:reply|antworten|répondre|responder|rispondi|beantwoorden)(?: to .{1,60})?[\W_]*", re.IGNORECASE
)
_FORM = Pattern(
    r".{0,20}(?:your e-?mail (?:address )?will not be (?:published|shown)"
    r"|deine e-?mail-adresse wird nicht veröffentlicht|ihre e-?mail-adresse wird nicht veröffentlicht"
    r"|votre adresse (?:e-?mail|de messagerie) ne sera pas publiée"
    r"|tu dirección de correo electrónico no será publicada)",
    re.IGNORECASE,
)
_COUNT = Pattern(rf"[\W_]*[0-9]{{1,6}}\s+(?:{_COMMENTS}|{_COMMENT})[\W_]*", re.IGNORECASE)
_OPENS = Pattern(
    r"[\W_]*(?:[^\W\d_]{1,12}[\W_]+)?(?:[0-9]{1,2}\s?(?:[:.h]\s?[0-9]{2}|[ap]\.?\s?m\b|uhr\b)|noon\b|midnight\b)",
    re.IGNORECASE,
)
_LONGEST_HEADING, _LONGEST_NAME = 120, 50
_COUNTS = 3  # lines like "2 comments": a page has one above and one below its text, and one more
_NEAR = 8  # lines with words below the heading, in one of which somebody speaks


def start_of_comments(lines: Sequence[str]) -> int:
    """The number of the line, from 0, that is the heading of comments; that of all lines where there are none.

    A heading alone proves nothing: below it somebody must speak ("A. Reader says:"). Below a clock, a name and a time above
    what was said prove it too, and the form in which to say more. Above all clocks, that may be the byline of the page.
    """
    headings = [
        at for at, line in enumerate(lines) if len(line) < _LONGEST_HEADING and _HEADING.fullmatch(line.strip())
    ]
    counts = [at for at in headings if _COUNT.fullmatch(lines[at].strip())]
    if len(counts) > _COUNTS:  # each update has its own
        several = frozenset(counts[:-1])
        headings = [at for at in headings if at not in several]
    first = next((at for at, line in enumerate(lines) if headings and _OPENS.match(line)), len(lines))
    for at in headings:
        below = (one.strip() for one in islice(lines, at + 1, None) if one.strip())
        near = list(islice(below, _NEAR))
        if any(_SAYS.match(line) for line in near) or (first < at and _is_signed(near)):
            return at
    return len(lines)


def _is_signed(lines: Sequence[str]) -> bool:
    """Whether *lines*, below a heading of comments, hold a name with a time below it, or what invites to comment."""
    for number, line in enumerate(lines):
        if _REPLY.fullmatch(line) or _FORM.match(line):
            return True
        is_time = _STAMP.fullmatch(line) or (len(line) < _LONGEST_NAME and _AGO.fullmatch(line))
        if is_time and number and _may_be_name(lines[number - 1]):
            return True
    return False


def _may_be_name(line: str) -> bool:
    return len(line) < _LONGEST_NAME and line[-1:] not in (".", "!", "?", ":", "…") and not line[:1].isdigit()


def without_comments(text: str, path: str, first_line: int = 1) -> tuple[str, list[Problem]]:
    """*text*, which begins in line *first_line* of the seed *path*, up to the comments of readers, and a note on these."""
    lines = text.split("\n")
    start = start_of_comments(lines)
    if start == len(lines):
        return text, []
    message = f"the comments of readers, {counted(len(lines) - start, 'line')} from here, are left out"
    where = Location(path, first_line + start)
    note = Problem(where, "left-out", message, "check the seed if they are no comments", Severity.NOTE)
    return "\n".join(lines[:start]), [note]
