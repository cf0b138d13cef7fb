/** Format 1: the first one. JSON columns hold what contract/ names; times are milliseconds since 1970. */
export const first = `
CREATE TABLE datasets (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  json TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE models (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  layers INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  document TEXT NOT NULL
) STRICT;

-- What the table of runs shows stands first, so that listing never reads a run's model.
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  ended_at INTEGER,
  dataset_id TEXT NOT NULL,
  dataset_name TEXT NOT NULL,
  model_name TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  colour INTEGER NOT NULL,
  settings TEXT NOT NULL,
  epochs_done INTEGER NOT NULL DEFAULT 0,
  last TEXT NOT NULL DEFAULT '{}',
  best TEXT NOT NULL DEFAULT '{}',
  best_epoch INTEGER,
  device TEXT,
  failure TEXT,
  dataset_version INTEGER NOT NULL,
  dataset_digest TEXT NOT NULL,
  classes TEXT NOT NULL,
  task TEXT NOT NULL,
  parameters INTEGER,
  weights TEXT,
  resolved TEXT,
  environment TEXT,
  evaluation TEXT,
  model TEXT NOT NULL
) STRICT;
CREATE INDEX runs_by_time ON runs (created_at);
CREATE INDEX runs_by_name ON runs (name);
CREATE INDEX runs_by_status ON runs (status);

CREATE TABLE epochs (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  seconds REAL NOT NULL,
  metrics TEXT NOT NULL,
  PRIMARY KEY (run_id, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE steps (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  metrics TEXT NOT NULL,
  PRIMARY KEY (run_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE preferences (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
`
