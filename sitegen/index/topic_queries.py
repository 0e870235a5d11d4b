"""Questions to the index about topics and their threads."""

from __future__ import annotations

from sitegen.index.asking import Asking, Span
from sitegen.model import Head


class TopicQueries(Asking):
    """The questions about topics; each counts narrower ones as the topic itself, where nothing else is said."""

    def heads_in(self, topic: str, year: str) -> list[Head]:
        """The live blogs with an update of *topic*, or of a narrower one, in *year*; in their sequence."""
        where = "b.key IN (SELECT liveblog FROM threads WHERE topic = ? AND month >= ? AND month < ?)"
        return list(self._heads(where, (topic, year, year + "~")))

    def topic_span(self, topic: str, year: str = "") -> Span:
        """How much there is of *topic* and narrower ones, in *year* or in all, and how far it reaches."""
        return self._span(
            "SELECT count(DISTINCT liveblog), sum(updates), min(first), max(last) FROM threads"
            " WHERE draft <= ? AND topic = ? AND month >= ? AND month < ?",
            (self._drafts, topic, year, year + "~"),
        )

    def years(self, topic: str) -> list[tuple[str, int, int]]:
        """Each year with updates of *topic* or a narrower one: the year, its live blogs and its updates."""
        rows = self._connection.execute(
            "SELECT substr(month, 1, 4) AS year, count(DISTINCT liveblog), sum(updates) FROM threads"
            " WHERE topic = ? AND draft <= ? GROUP BY year ORDER BY year",
            (topic, self._drafts),
        )
        return [(year, liveblogs, updates) for year, liveblogs, updates in rows]

    def months_of(self, topic: str) -> list[tuple[str, int]]:
        """Each month with updates of *topic* or a narrower one, with their number, in order."""
        rows = self._connection.execute(
            "SELECT month, sum(updates) FROM threads WHERE topic = ? AND draft <= ? GROUP BY month ORDER BY month",
            (topic, self._drafts),
        )
        return [(month, updates) for month, updates in rows]

    def topics_during(self, period: str) -> list[tuple[str, int]]:
        """Each topic of a month or a year, with the number of updates of it or a narrower one."""
        rows = self._connection.execute(
            "SELECT topic, sum(updates) FROM threads WHERE month >= ? AND month < ? AND draft <= ?"
            " GROUP BY topic ORDER BY topic",
            (period, period + "~", self._drafts),
        )
        return [(topic, updates) for topic, updates in rows]

    def heads_of_thread_day(self, topic: str, day: int) -> list[Head]:
        """The live blogs with an update that carries *topic*, which has no narrower one, on the *day* of UTC since 1970."""
        where = "b.key IN (SELECT liveblog FROM thread_days WHERE topic = ? AND day = ?)"
        return list(self._heads(where, (topic, day)))

    def thread_day_beside(self, topic: str, day: int, *, after: bool) -> int | None:
        """The nearest day of UTC before or after *day* with an update that carries *topic*."""
        sign, order = (">", "") if after else ("<", "DESC")
        row = self._connection.execute(
            f"SELECT day FROM thread_days WHERE topic = ? AND day {sign} ? AND draft <= ? ORDER BY day {order} LIMIT 1",
            (topic, day, self._drafts),
        ).fetchone()
        return int(row[0]) if row else None

    def topics_in_use(self) -> list[str]:
        """The topics that some update carries, or a narrower one of, sorted."""
        rows = self._connection.execute(
            "SELECT DISTINCT topic FROM threads WHERE draft <= ? ORDER BY topic", (self._drafts,)
        )
        return [topic for (topic,) in rows]
