-- The index: what planners ask. It can be deleted at any time; content, output and ledger win over it, always.

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Every content file as it was last read: stats spare reading, the digest spares parsing.
CREATE TABLE files (
  path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, ctime_ns INTEGER NOT NULL,
  inode INTEGER NOT NULL, digest TEXT NOT NULL
) WITHOUT ROWID;

-- Warnings and notes of each file, said again by every build until the file is mended.
CREATE TABLE problems (
  path TEXT NOT NULL, line INTEGER NOT NULL, col INTEGER NOT NULL, width INTEGER NOT NULL,
  code TEXT NOT NULL, message TEXT NOT NULL, hint TEXT NOT NULL, severity TEXT NOT NULL
);
CREATE INDEX problems_path ON problems (path);

-- One live blog a file. sort is the place in the sequence of all live blogs; rest is what only its own page shows, as JSON.
CREATE TABLE liveblogs (
  key INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, id TEXT NOT NULL, date TEXT NOT NULL, slug TEXT NOT NULL,
  sort TEXT NOT NULL, draft INTEGER NOT NULL, title TEXT NOT NULL, kicker TEXT NOT NULL, dateline TEXT NOT NULL,
  zone TEXT NOT NULL, zone_source TEXT NOT NULL, publisher TEXT NOT NULL, lang TEXT NOT NULL, words INTEGER NOT NULL,
  updates INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, standfirst TEXT NOT NULL, rest TEXT NOT NULL
);
CREATE INDEX liveblogs_id ON liveblogs (id);
CREATE INDEX liveblogs_address ON liveblogs (date, slug);
CREATE INDEX liveblogs_sort ON liveblogs (sort);
CREATE INDEX liveblogs_standfirst ON liveblogs (standfirst);

-- One row an update, in the order of the live blog. instant is in seconds since 1970 UTC, day the civil day where it was.
CREATE TABLE updates (
  liveblog INTEGER NOT NULL, seq INTEGER NOT NULL, instant INTEGER NOT NULL, at TEXT NOT NULL, day TEXT NOT NULL,
  anchor TEXT NOT NULL, pinned INTEGER NOT NULL, line INTEGER NOT NULL, title TEXT NOT NULL, lead TEXT NOT NULL,
  author TEXT NOT NULL, is_key INTEGER NOT NULL, updated TEXT NOT NULL, body TEXT NOT NULL, fingerprint TEXT NOT NULL,
  PRIMARY KEY (liveblog, seq)
) WITHOUT ROWID;
CREATE INDEX updates_day ON updates (day, liveblog);
CREATE INDEX updates_body ON updates (body);

CREATE TABLE update_topics (
  topic TEXT NOT NULL, day TEXT NOT NULL, liveblog INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (topic, day, liveblog, seq)
) WITHOUT ROWID;
CREATE INDEX update_topics_liveblog ON update_topics (liveblog, seq);

-- The HTML of bodies, standfirsts and the owner's pages, once each.
CREATE TABLE bodies (digest TEXT PRIMARY KEY, html TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE own_pages (path TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;

-- What changes touched: each subject with the number of the last change that touched it. A target remembers the number
-- up to which it has published, so one list serves every target and is never emptied.
CREATE TABLE touches (kind TEXT NOT NULL, name TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;
CREATE INDEX touches_sequence ON touches (sequence);
