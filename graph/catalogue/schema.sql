-- The index of a store. Days are ISO dates, '' where there is none; relation, polarity and the like are local names.
CREATE TABLE article (
  iri TEXT PRIMARY KEY, graph TEXT NOT NULL, day TEXT NOT NULL,
  publisher TEXT NOT NULL, lang TEXT NOT NULL, source_id TEXT NOT NULL, url TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE stance (
  iri TEXT PRIMARY KEY, graph TEXT NOT NULL, article TEXT NOT NULL, day TEXT NOT NULL, dated_by TEXT NOT NULL,
  subject TEXT NOT NULL, object TEXT NOT NULL, subject_principal TEXT NOT NULL, object_principal TEXT NOT NULL,
  relation TEXT NOT NULL, polarity TEXT NOT NULL, certainty TEXT NOT NULL, confidence REAL NOT NULL,
  speaker TEXT NOT NULL, publisher TEXT NOT NULL, precision TEXT NOT NULL
);
CREATE TABLE pair (
  a TEXT NOT NULL, b TEXT NOT NULL, stance TEXT NOT NULL,
  relation TEXT NOT NULL, polarity TEXT NOT NULL, certainty TEXT NOT NULL, confidence REAL NOT NULL, day TEXT NOT NULL,
  PRIMARY KEY (a, b, stance)
) WITHOUT ROWID;
CREATE TABLE event (
  iri TEXT PRIMARY KEY, graph TEXT NOT NULL, article TEXT NOT NULL, day TEXT NOT NULL, last TEXT NOT NULL,
  precision TEXT NOT NULL, type TEXT NOT NULL, tense TEXT NOT NULL,
  polarity TEXT NOT NULL, certainty TEXT NOT NULL, confidence REAL NOT NULL
);
CREATE TABLE participant (
  actor TEXT NOT NULL, side TEXT NOT NULL, day TEXT NOT NULL, event TEXT NOT NULL,
  PRIMARY KEY (actor, side, day DESC, event)
) WITHOUT ROWID;
CREATE TABLE happening (
  iri TEXT PRIMARY KEY, day TEXT NOT NULL, last TEXT NOT NULL, type TEXT NOT NULL,
  articles INTEGER NOT NULL, sources INTEGER NOT NULL, confidence REAL NOT NULL
) WITHOUT ROWID;
CREATE TABLE party (
  actor TEXT NOT NULL, happening TEXT NOT NULL,
  PRIMARY KEY (actor, happening)
) WITHOUT ROWID;
CREATE TABLE actor (
  iri TEXT PRIMARY KEY, type TEXT NOT NULL, claims INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
-- later: 0 for a whole name, 1 for what follows from one of its later words on
CREATE TABLE name (later INTEGER NOT NULL, key TEXT NOT NULL, text TEXT NOT NULL, actor TEXT NOT NULL);
