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

-- One live blog a file. sort is its place in the sequence of all live blogs, newest the instant of its last update; opening is
-- the plain text of its standfirst, rest what only its own page shows, and how it is cited, as JSON; corrections too, or nothing. The last four are digests: of what other pages count, of what they say of the live
-- blog itself, of what they show of its updates, of everything.
CREATE TABLE liveblogs (
  key INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, id TEXT NOT NULL, date TEXT NOT NULL, slug TEXT NOT NULL,
  sort TEXT NOT NULL, draft INTEGER NOT NULL, title TEXT NOT NULL, kicker TEXT NOT NULL, dateline TEXT NOT NULL,
  zone TEXT NOT NULL, zone_source TEXT NOT NULL, publisher TEXT NOT NULL, lang TEXT NOT NULL, words INTEGER NOT NULL,
  updates INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, newest INTEGER NOT NULL, standfirst INTEGER NOT NULL,
  opening TEXT NOT NULL, rest TEXT NOT NULL, corrections TEXT NOT NULL, counted TEXT NOT NULL, outline TEXT NOT NULL, shown TEXT NOT NULL, whole TEXT NOT NULL
);
CREATE INDEX liveblogs_id ON liveblogs (id);
CREATE INDEX liveblogs_address ON liveblogs (date, slug);
CREATE INDEX liveblogs_sort ON liveblogs (sort);
CREATE INDEX liveblogs_newest ON liveblogs (newest);
CREATE INDEX liveblogs_corrected ON liveblogs (sort) WHERE corrections <> '';

-- The updates of a live blog as one text, in its order: all that pages and the ledger need, but bodies. Read whole, always.
CREATE TABLE entries (liveblog INTEGER PRIMARY KEY, rows TEXT NOT NULL, pins TEXT NOT NULL);

-- The HTML of its standfirst and of the body of each update, in UTF-8, with a NUL between.
CREATE TABLE bodies (liveblog INTEGER PRIMARY KEY, html BLOB NOT NULL);

-- The pictures that lie beside its file and that it refers to, and what the file system says of each ("" where it is not there).
CREATE TABLE beside (liveblog INTEGER, name TEXT, state TEXT NOT NULL, PRIMARY KEY (liveblog, name)) WITHOUT ROWID;

-- The former addresses that its file says, in their order: the URL, the file that answers it by `fold`, and the date and the slug
-- of the live blog in whose folder that lies, "" where it lies in none.
CREATE TABLE aliases (
  liveblog INTEGER NOT NULL, place INTEGER NOT NULL, url TEXT NOT NULL, fold TEXT NOT NULL, date TEXT NOT NULL, slug TEXT NOT NULL,
  PRIMARY KEY (liveblog, place)
) WITHOUT ROWID;
CREATE INDEX aliases_url ON aliases (url);
CREATE INDEX aliases_fold ON aliases (fold);

-- How many updates a live blog has on each civil day, and of each topic or a narrower one in each month.
CREATE TABLE days (
  day TEXT NOT NULL, liveblog INTEGER NOT NULL, draft INTEGER NOT NULL, updates INTEGER NOT NULL,
  PRIMARY KEY (day, liveblog)
) WITHOUT ROWID;
CREATE INDEX days_liveblog ON days (liveblog);
CREATE TABLE threads (
  topic TEXT NOT NULL, month TEXT NOT NULL, liveblog INTEGER NOT NULL, draft INTEGER NOT NULL, updates INTEGER NOT NULL,
  first TEXT NOT NULL, last TEXT NOT NULL, PRIMARY KEY (topic, month, liveblog)
) WITHOUT ROWID;
CREATE INDEX threads_liveblog ON threads (liveblog);
CREATE INDEX threads_month ON threads (month, topic);

-- On which days of UTC (counted from 1970) a live blog has updates that carry a topic without narrower ones: who stands beside
-- whom in a thread is asked a day at a time.
CREATE TABLE thread_days (
  topic TEXT NOT NULL, day INTEGER NOT NULL, liveblog INTEGER NOT NULL, draft INTEGER NOT NULL,
  PRIMARY KEY (topic, day, liveblog)
) WITHOUT ROWID;
CREATE INDEX thread_days_liveblog ON thread_days (liveblog);

CREATE TABLE own_pages (path TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, html TEXT NOT NULL) WITHOUT ROWID;

-- What pages need of the ledger: every address ever published, and every anchor that is not live any more. The note "ledger"
-- in meta tells of which ledger, by what the file system says of it.
CREATE TABLE ledger (
  liveblog TEXT NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, said TEXT NOT NULL, PRIMARY KEY (liveblog, name)
) WITHOUT ROWID;
CREATE INDEX ledger_name ON ledger (name);
CREATE INDEX ledger_said ON ledger (said);

-- What import wrote of each live blog: its anchors and the marks of their texts. The note "imports" in meta is like "ledger".
CREATE TABLE imported (liveblog TEXT PRIMARY KEY, marks TEXT NOT NULL) WITHOUT ROWID;

-- What changes touched: each subject with the number of the last change that touched it. A target remembers the number
-- up to which it has published, so one list serves every target and is never emptied.
CREATE TABLE touches (kind TEXT NOT NULL, name TEXT NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;
CREATE INDEX touches_sequence ON touches (sequence);
