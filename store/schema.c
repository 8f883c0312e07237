#include "store/schema.h"

#include <stddef.h>

/*
 * Times in the tables are seconds since 1970; the views show each as RFC 3339 text and as seconds,
 * so that the two can never disagree. A day is text ("2025-05-15"), a month its first 7 bytes:
 * grouping by a stored month walks along an index, grouping by strftime() scans the table.
 *
 * What has a name for people and packs (a source, an entity, a rule) has it in `key`; `id` is
 * SQLite's row number and never leaves the ledger.
 */
static const char *const version_1[] = {
    /* What the ledger knows about itself: the version of the rules that it was synced with. */
    "CREATE TABLE properties ("
    "  key TEXT PRIMARY KEY,"
    "  value TEXT NOT NULL"
    ") STRICT, WITHOUT ROWID;",

    "CREATE TABLE sources ("
    "  id INTEGER PRIMARY KEY,"
    "  key TEXT NOT NULL UNIQUE,"
    "  name TEXT NOT NULL,"
    "  kind TEXT NOT NULL CHECK (kind IN ('feed', 'index')),"
    "  url TEXT NOT NULL,"
    "  language TEXT,"
    "  every INTEGER NOT NULL," /* seconds between two polls */
    "  status TEXT NOT NULL CHECK (status IN ('verified', 'unverified', 'off', 'removed')),"
    "  etag TEXT,"
    "  last_modified TEXT,"
    "  last_attempt INTEGER,"
    "  last_success INTEGER,"
    "  next_due INTEGER,"
    "  failures INTEGER NOT NULL DEFAULT 0," /* in a row */
    "  problem_cause TEXT,"
    "  problem_message TEXT,"
    "  problem_time INTEGER,"
    "  articles INTEGER NOT NULL DEFAULT 0"
    ") STRICT;",

    "CREATE TABLE problems ("
    "  id INTEGER PRIMARY KEY,"
    "  url_key TEXT NOT NULL UNIQUE,"
    "  url TEXT NOT NULL,"
    "  source_id INTEGER REFERENCES sources (id),"
    "  stage TEXT NOT NULL,"
    "  cause TEXT NOT NULL,"
    "  message TEXT NOT NULL,"
    "  first_time INTEGER NOT NULL,"
    "  last_time INTEGER NOT NULL,"
    "  attempts INTEGER NOT NULL"
    ") STRICT;",

    "CREATE TABLE wanted ("
    "  id INTEGER PRIMARY KEY,"
    "  url_key TEXT NOT NULL UNIQUE,"
    "  url TEXT NOT NULL,"
    "  source_id INTEGER NOT NULL REFERENCES sources (id),"
    "  title TEXT,"
    "  published TEXT"
    ") STRICT;",

    "CREATE TABLE documents ("
    "  id INTEGER PRIMARY KEY,"
    "  kind TEXT NOT NULL CHECK (kind IN ('article', 'feed')),"
    "  url TEXT NOT NULL,"
    "  url_key TEXT NOT NULL,"
    "  final_url TEXT NOT NULL,"
    "  source_id INTEGER REFERENCES sources (id),"
    "  http_status INTEGER NOT NULL,"
    "  content_type TEXT,"
    "  headers TEXT,"
    "  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),"
    "  bytes INTEGER NOT NULL,"
    "  fetched INTEGER NOT NULL,"
    "  feed_title TEXT,"
    "  feed_published TEXT,"
    "  state TEXT NOT NULL DEFAULT 'fetched' CHECK (state IN ('fetched', 'extracted', 'failed')),"
    "  cause TEXT," /* of state 'failed' */
    "  message TEXT,"
    "  extracted INTEGER,"
    "  rules_version TEXT," /* what it was read with */
    "  program TEXT,"
    "  record_sha256 TEXT," /* of the record that its article and facts come from */
    "  UNIQUE (url_key, sha256)"
    ") STRICT;"
    "CREATE INDEX documents_pending ON documents (id) WHERE state = 'fetched' AND kind = 'article';"
    "CREATE INDEX documents_sha256 ON documents (sha256);",

    "CREATE TABLE diagnostics ("
    "  document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,"
    "  number INTEGER NOT NULL,"
    "  severity TEXT NOT NULL CHECK (severity IN ('note', 'warning', 'error')),"
    "  stage TEXT NOT NULL,"
    "  message TEXT NOT NULL,"
    "  PRIMARY KEY (document_id, number)"
    ") STRICT, WITHOUT ROWID;",

    /* current: of all documents of one address, the one that was fetched last, unless the same
     * article stands at a better one. */
    "CREATE TABLE articles ("
    "  id INTEGER PRIMARY KEY,"
    "  document_id INTEGER NOT NULL UNIQUE REFERENCES documents (id) ON DELETE CASCADE,"
    "  story_id INTEGER NOT NULL,"
    "  current INTEGER NOT NULL CHECK (current IN (0, 1)),"
    "  url TEXT NOT NULL,"
    "  title TEXT,"
    "  authors TEXT NOT NULL," /* a JSON array of names */
    "  published TEXT,"
    "  published_time INTEGER,"
    "  date_evidence TEXT,"
    "  modified TEXT,"
    "  date TEXT NOT NULL,"
    "  month TEXT NOT NULL,"
    "  language TEXT,"
    "  publisher TEXT,"
    "  off_topic INTEGER NOT NULL CHECK (off_topic IN (0, 1)),"
    "  text TEXT NOT NULL,"
    "  conflict TEXT,"   /* with another article that says nearly the same, but other numbers */
    "  fingerprint TEXT" /* of the text's letters and digits; NULL where there are too few */
    ") STRICT;"
    "CREATE INDEX articles_date ON articles (date);"
    "CREATE INDEX articles_story ON articles (story_id);"
    /* The smallest hashes of an article's text, by which its copies are found. */
    "CREATE TABLE shingles ("
    "  hash INTEGER NOT NULL,"
    "  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,"
    "  PRIMARY KEY (hash, article_id)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX shingles_article ON shingles (article_id);",

    /* One row per real thing. type is '' until a mention or a pack tells it. */
    "CREATE TABLE entities ("
    "  id INTEGER PRIMARY KEY,"
    "  key TEXT NOT NULL UNIQUE,"
    "  name TEXT NOT NULL,"
    "  type TEXT NOT NULL,"
    "  family_id INTEGER REFERENCES entities (id)," /* of trainium@2: trainium */
    "  version TEXT,"
    "  maker_id INTEGER REFERENCES entities (id),"
    "  owner_id INTEGER REFERENCES entities (id),"
    "  wikidata TEXT,"
    "  defined INTEGER NOT NULL CHECK (defined IN (0, 1))" /* by a pack */
    ") STRICT;"
    "CREATE INDEX entities_family ON entities (family_id) WHERE family_id IS NOT NULL;",

    "CREATE TABLE kinds ("
    "  id INTEGER PRIMARY KEY,"
    "  key TEXT NOT NULL UNIQUE,"
    "  label TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE entity_kinds ("
    "  entity_id INTEGER NOT NULL REFERENCES entities (id),"
    "  kind_id INTEGER NOT NULL REFERENCES kinds (id),"
    "  PRIMARY KEY (entity_id, kind_id)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX entity_kinds_kind ON entity_kinds (kind_id);",

    /* folded: by full Unicode case folding, which SQLite itself does not know. */
    "CREATE TABLE names ("
    "  entity_id INTEGER NOT NULL REFERENCES entities (id),"
    "  name TEXT NOT NULL,"
    "  folded TEXT NOT NULL,"
    "  PRIMARY KEY (entity_id, name)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX names_folded ON names (folded);",

    "CREATE TABLE relation_types ("
    "  id INTEGER PRIMARY KEY,"
    "  key TEXT NOT NULL UNIQUE"
    ") STRICT;"
    "CREATE TABLE metrics ("
    "  id INTEGER PRIMARY KEY,"
    "  key TEXT NOT NULL UNIQUE,"
    "  name TEXT NOT NULL"
    ") STRICT;",

    "CREATE TABLE rules ("
    "  id INTEGER PRIMARY KEY,"
    "  key TEXT NOT NULL,"
    "  version TEXT NOT NULL,"
    "  first_time INTEGER NOT NULL,"
    "  in_force INTEGER NOT NULL CHECK (in_force IN (0, 1)),"
    "  UNIQUE (key, version)"
    ") STRICT;",

    "CREATE TABLE mentions ("
    "  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,"
    "  entity_id INTEGER NOT NULL REFERENCES entities (id),"
    "  in_title INTEGER NOT NULL CHECK (in_title IN (0, 1)),"
    "  span_start INTEGER NOT NULL," /* bytes into the article's text or title */
    "  span_end INTEGER NOT NULL,"
    "  month TEXT NOT NULL,"
    "  PRIMARY KEY (article_id, entity_id, in_title, span_start, span_end)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE INDEX mentions_entity ON mentions (entity_id, month, article_id);",

    "CREATE TABLE relations ("
    "  id INTEGER PRIMARY KEY,"
    "  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,"
    "  type_id INTEGER NOT NULL REFERENCES relation_types (id),"
    "  subject_id INTEGER NOT NULL REFERENCES entities (id),"
    "  object_id INTEGER NOT NULL REFERENCES entities (id),"
    "  about_id INTEGER REFERENCES entities (id),"
    "  role TEXT,"
    "  modality TEXT NOT NULL,"
    "  in_title INTEGER NOT NULL CHECK (in_title IN (0, 1)),"
    "  span_start INTEGER NOT NULL,"
    "  span_end INTEGER NOT NULL,"
    "  sentence TEXT,"
    "  rule_id INTEGER REFERENCES rules (id),"
    "  month TEXT NOT NULL"
    ") STRICT;"
    "CREATE UNIQUE INDEX relations_once ON relations (article_id, type_id, subject_id, object_id,"
    "  coalesce(about_id, 0), coalesce(role, ''), modality, in_title, span_start, span_end);"
    "CREATE INDEX relations_type ON relations (type_id, month, article_id);"
    "CREATE INDEX relations_subject ON relations (subject_id);"
    "CREATE INDEX relations_object ON relations (object_id);"
    "CREATE INDEX relations_about ON relations (about_id) WHERE about_id IS NOT NULL;",

    /* period_first, period_last: its days; NULL for a fiscal period, which is no calendar's. */
    "CREATE TABLE quantities ("
    "  id INTEGER PRIMARY KEY,"
    "  article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,"
    "  metric_id INTEGER REFERENCES metrics (id),"
    "  subject_id INTEGER REFERENCES entities (id),"
    "  value REAL NOT NULL,"
    "  value_high REAL,"
    "  unit TEXT NOT NULL,"
    "  approx INTEGER NOT NULL CHECK (approx IN (0, 1)),"
    "  market TEXT,"
    "  region TEXT,"
    "  period TEXT,"
    "  period_first TEXT,"
    "  period_last TEXT,"
    "  modality TEXT NOT NULL,"
    "  change TEXT,"
    "  basis TEXT,"
    "  claimant_id INTEGER REFERENCES entities (id),"
    "  in_title INTEGER NOT NULL CHECK (in_title IN (0, 1)),"
    "  span_start INTEGER NOT NULL,"
    "  span_end INTEGER NOT NULL,"
    "  sentence TEXT,"
    "  rule_id INTEGER REFERENCES rules (id),"
    "  month TEXT NOT NULL"
    ") STRICT;"
    "CREATE UNIQUE INDEX quantities_once ON quantities (article_id, coalesce(metric_id, 0),"
    "  coalesce(subject_id, 0), value, unit, coalesce(period, ''), modality, in_title, span_start,"
    "  span_end);"
    "CREATE INDEX quantities_metric ON quantities (metric_id, period_first);"
    "CREATE INDEX quantities_subject ON quantities (subject_id) WHERE subject_id IS NOT NULL;"
    "CREATE INDEX quantities_claimant ON quantities (claimant_id) WHERE claimant_id IS NOT NULL;",

    "CREATE TABLE runs ("
    "  id INTEGER PRIMARY KEY,"
    "  started INTEGER NOT NULL,"
    "  ended INTEGER,"
    "  exit_status INTEGER,"
    "  program TEXT,"
    "  rules_version TEXT,"
    "  sources_polled INTEGER NOT NULL DEFAULT 0,"
    "  sources_unchanged INTEGER NOT NULL DEFAULT 0,"
    "  sources_failed INTEGER NOT NULL DEFAULT 0,"
    "  articles_new INTEGER NOT NULL DEFAULT 0,"
    "  documents INTEGER NOT NULL DEFAULT 0,"
    "  facts INTEGER NOT NULL DEFAULT 0,"
    "  problems INTEGER NOT NULL DEFAULT 0"
    ") STRICT;",

    /* A document with all that extracting it again takes. */
    "CREATE VIEW document_rows AS SELECT"
    "  d.id, d.kind, d.url, d.url_key, d.final_url, d.http_status, d.content_type, d.headers,"
    "  d.sha256, d.bytes, d.fetched, s.key AS source, d.feed_title, d.feed_published, d.state,"
    "  d.rules_version, d.program"
    "  FROM documents d LEFT JOIN sources s ON s.id = d.source_id;",

    /* ---- Who takes part in a fact, on whichever side. ---- */
    "CREATE VIEW relation_parties AS"
    "  SELECT subject_id AS entity_id, id AS relation_id FROM relations UNION ALL"
    "  SELECT object_id, id FROM relations UNION ALL"
    "  SELECT about_id, id FROM relations WHERE about_id IS NOT NULL;"
    "CREATE VIEW quantity_parties AS"
    "  SELECT subject_id AS entity_id, id AS quantity_id FROM quantities"
    "    WHERE subject_id IS NOT NULL UNION ALL"
    "  SELECT claimant_id, id FROM quantities WHERE claimant_id IS NOT NULL;",

    /* Grouped by article before anything is joined: an article names the same thing often. */
    "CREATE VIEW mention_rows AS SELECT"
    "  n.entity_id, n.mentions, a.story_id, a.date, a.language,"
    "  (SELECT s.key FROM documents d JOIN sources s ON s.id = d.source_id"
    "    WHERE d.id = a.document_id) AS source"
    "  FROM (SELECT entity_id, article_id, count(*) AS mentions FROM mentions"
    "    GROUP BY entity_id, article_id) n"
    "  JOIN articles a ON a.id = n.article_id WHERE a.current = 1 AND a.off_topic = 0;",

    /*
     * ---- The interface. ----
     * What only gives a name is joined by LEFT JOIN, also where it cannot be missing: SQLite leaves
     * such a join out when a query does not ask for the name.
     */
    "CREATE VIEW v_sources AS SELECT"
    "  key AS id, name, kind, url, language, every,"
    "  CASE WHEN status = 'unverified' AND last_success IS NOT NULL THEN 'verified'"
    "    ELSE status END AS status,"
    "  strftime('%Y-%m-%dT%H:%M:%SZ', last_attempt, 'unixepoch') AS last_attempt,"
    "  last_attempt AS last_attempt_epoch,"
    "  strftime('%Y-%m-%dT%H:%M:%SZ', last_success, 'unixepoch') AS last_success,"
    "  last_success AS last_success_epoch,"
    "  strftime('%Y-%m-%dT%H:%M:%SZ', next_due, 'unixepoch') AS next_due,"
    "  next_due AS next_due_epoch,"
    "  failures, problem_cause, problem_message,"
    "  strftime('%Y-%m-%dT%H:%M:%SZ', problem_time, 'unixepoch') AS problem_time,"
    "  problem_time AS problem_time_epoch, articles"
    "  FROM sources;",

    "CREATE VIEW v_problems AS SELECT"
    "  p.url, s.key AS source, p.stage, p.cause, p.message, p.attempts,"
    "  strftime('%Y-%m-%dT%H:%M:%SZ', p.first_time, 'unixepoch') AS first_time,"
    "  p.first_time AS first_time_epoch,"
    "  strftime('%Y-%m-%dT%H:%M:%SZ', p.last_time, 'unixepoch') AS last_time,"
    "  p.last_time AS last_time_epoch"
    "  FROM problems p LEFT JOIN sources s ON s.id = p.source_id;",

    "CREATE VIEW v_documents AS SELECT"
    "  d.id, d.kind, d.url, d.final_url, s.key AS source, d.http_status, d.content_type, d.sha256,"
    "  d.bytes, strftime('%Y-%m-%dT%H:%M:%SZ', d.fetched, 'unixepoch') AS fetched,"
    "  d.fetched AS fetched_epoch, d.state, d.cause, d.message,"
    "  strftime('%Y-%m-%dT%H:%M:%SZ', d.extracted, 'unixepoch') AS extracted,"
    "  d.extracted AS extracted_epoch, d.rules_version, d.program"
    "  FROM documents d LEFT JOIN sources s ON s.id = d.source_id;",

    "CREATE VIEW v_diagnostics AS SELECT"
    "  n.document_id, d.url, n.number, n.severity, n.stage, n.message"
    "  FROM diagnostics n JOIN documents d ON d.id = n.document_id;",

    "CREATE VIEW v_articles AS SELECT"
    "  a.id, a.document_id, a.story_id, a.url, a.title, a.authors, a.published,"
    "  a.published_time AS published_epoch, a.date_evidence, a.modified, a.date, a.month,"
    "  a.language, a.publisher, s.key AS source, a.off_topic, a.conflict, a.text, d.sha256,"
    "  strftime('%Y-%m-%dT%H:%M:%SZ', d.fetched, 'unixepoch') AS fetched,"
    "  d.fetched AS fetched_epoch"
    "  FROM articles a LEFT JOIN documents d ON d.id = a.document_id"
    "  LEFT JOIN sources s ON s.id = d.source_id WHERE a.current = 1;",

    "CREATE VIEW v_entities AS SELECT"
    "  e.key AS id, e.name, e.type,"
    "  (SELECT group_concat(key, ',') FROM (SELECT k.key FROM entity_kinds ek"
    "    JOIN kinds k ON k.id = ek.kind_id WHERE ek.entity_id = e.id ORDER BY k.key)) AS kinds,"
    "  (SELECT group_concat(name, '; ') FROM (SELECT n.name FROM names n"
    "    WHERE n.entity_id = e.id ORDER BY n.name)) AS names,"
    "  f.key AS family_id, e.version, m.key AS maker_id, m.name AS maker, o.key AS owner_id,"
    "  o.name AS owner, e.wikidata,"
    "  (SELECT count(DISTINCT article_id) FROM mentions n JOIN articles a ON a.id = n.article_id"
    "    WHERE n.entity_id = e.id AND a.current = 1) AS articles,"
    "  (SELECT min(a.date) FROM mentions n JOIN articles a ON a.id = n.article_id"
    "    WHERE n.entity_id = e.id AND a.current = 1) AS first_seen,"
    "  (SELECT max(a.date) FROM mentions n JOIN articles a ON a.id = n.article_id"
    "    WHERE n.entity_id = e.id AND a.current = 1) AS last_seen"
    "  FROM entities e LEFT JOIN entities f ON f.id = e.family_id"
    "  LEFT JOIN entities m ON m.id = e.maker_id LEFT JOIN entities o ON o.id = e.owner_id;",

    "CREATE VIEW v_mentions AS SELECT"
    "  n.article_id, a.story_id, e.key AS entity_id, e.name AS entity, e.type, n.in_title,"
    "  n.span_start, n.span_end, a.date, n.month, a.url, a.title, a.language, s.key AS source"
    "  FROM mentions n JOIN articles a ON a.id = n.article_id"
    "  LEFT JOIN entities e ON e.id = n.entity_id LEFT JOIN documents d ON d.id = a.document_id"
    "  LEFT JOIN sources s ON s.id = d.source_id WHERE a.current = 1 AND a.off_topic = 0;",

    "CREATE VIEW v_relations AS SELECT"
    "  r.id, r.article_id, a.story_id, a.date, r.month, t.key AS type,"
    "  s.key AS subject_id, s.name AS subject, o.key AS object_id, o.name AS object,"
    "  b.key AS about_id, b.name AS about, r.role, r.modality, a.published,"
    "  a.published_time AS published_epoch, r.sentence, r.in_title, r.span_start, r.span_end,"
    "  u.key AS rule, u.version AS rule_version, a.url, a.title, a.language, a.publisher,"
    "  c.key AS source, d.id AS document_id, d.sha256,"
    "  strftime('%Y-%m-%dT%H:%M:%SZ', d.fetched, 'unixepoch') AS fetched,"
    "  d.fetched AS fetched_epoch"
    "  FROM relations r JOIN articles a ON a.id = r.article_id"
    "  LEFT JOIN documents d ON d.id = a.document_id"
    "  LEFT JOIN relation_types t ON t.id = r.type_id"
    "  LEFT JOIN entities s ON s.id = r.subject_id LEFT JOIN entities o ON o.id = r.object_id"
    "  LEFT JOIN entities b ON b.id = r.about_id LEFT JOIN rules u ON u.id = r.rule_id"
    "  LEFT JOIN sources c ON c.id = d.source_id WHERE a.current = 1 AND a.off_topic = 0;",

    "CREATE VIEW v_quantities AS SELECT"
    "  q.id, q.article_id, a.story_id, a.date, q.month, m.key AS metric_id, m.name AS metric,"
    "  s.key AS subject_id, s.name AS subject, q.value, q.value_high, q.unit, q.approx,"
    "  iif(q.change = 'down' AND (q.basis IS NOT NULL OR q.unit IN ('pp', 'bps')), -1, 1) AS sign,"
    "  q.change, q.basis, q.market, q.region, q.period, q.period_first, q.period_last,"
    "  q.modality, l.key AS claimant_id, l.name AS claimant, a.published,"
    "  a.published_time AS published_epoch, q.sentence, q.in_title, q.span_start, q.span_end,"
    "  u.key AS rule, u.version AS rule_version, a.url, a.title, a.language, a.publisher,"
    "  c.key AS source, d.id AS document_id, d.sha256,"
    "  strftime('%Y-%m-%dT%H:%M:%SZ', d.fetched, 'unixepoch') AS fetched,"
    "  d.fetched AS fetched_epoch"
    "  FROM quantities q JOIN articles a ON a.id = q.article_id"
    "  LEFT JOIN documents d ON d.id = a.document_id LEFT JOIN metrics m ON m.id = q.metric_id"
    "  LEFT JOIN entities s ON s.id = q.subject_id LEFT JOIN entities l ON l.id = q.claimant_id"
    "  LEFT JOIN rules u ON u.id = q.rule_id LEFT JOIN sources c ON c.id = d.source_id"
    "  WHERE a.current = 1 AND a.off_topic = 0;",

    "CREATE VIEW v_facts AS"
    "  SELECT 'relation' AS kind, id, article_id, story_id, date, month, subject_id, subject,"
    "    type AS predicate, object_id, object, about_id, about, role, NULL AS value,"
    "    NULL AS value_high, NULL AS unit, NULL AS period, modality, published, published_epoch,"
    "    sentence, rule, rule_version, url, title, source, document_id, sha256, fetched,"
    "    fetched_epoch FROM v_relations UNION ALL"
    "  SELECT 'quantity', id, article_id, story_id, date, month, subject_id, subject,"
    "    metric, NULL, NULL, NULL, NULL, NULL, value,"
    "    value_high, unit, period, modality, published, published_epoch,"
    "    sentence, rule, rule_version, url, title, source, document_id, sha256, fetched,"
    "    fetched_epoch FROM v_quantities;",

    "CREATE VIEW v_runs AS SELECT"
    "  id, strftime('%Y-%m-%dT%H:%M:%SZ', started, 'unixepoch') AS started,"
    "  started AS started_epoch, strftime('%Y-%m-%dT%H:%M:%SZ', ended, 'unixepoch') AS ended,"
    "  ended AS ended_epoch, exit_status, program, rules_version, sources_polled,"
    "  sources_unchanged, sources_failed, articles_new, documents, facts, problems"
    "  FROM runs;",
    NULL};

static const char *const version_2[] = {
    /* Sources that bring less than they are in the habit of: store/yield.h. */
    "CREATE TABLE yields ("
    "  source_id INTEGER PRIMARY KEY REFERENCES sources (id),"
    "  cause TEXT NOT NULL,"
    "  message TEXT NOT NULL,"
    "  since INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX documents_source ON documents (source_id, fetched) WHERE kind = 'article';",

    "CREATE VIEW v_yields AS SELECT"
    "  s.key AS source, y.cause, y.message,"
    "  strftime('%Y-%m-%dT%H:%M:%SZ', y.since, 'unixepoch') AS since, y.since AS since_epoch"
    "  FROM yields y JOIN sources s ON s.id = y.source_id;",
    NULL};

static const char *const version_3[] = {
    /* The definitions of the rules that the documents were read with: rules/unit.h. */
    "CREATE TABLE units ("
    "  section TEXT NOT NULL,"
    "  key TEXT NOT NULL,"
    "  hash TEXT NOT NULL,"
    "  rank INTEGER NOT NULL,"
    "  reach TEXT NOT NULL,"
    "  words TEXT NOT NULL," /* with a line feed behind each */
    "  PRIMARY KEY (section, key)"
    ") STRICT, WITHOUT ROWID;",
    NULL};

static const char *const version_4[] = {
    /* What sites ask of programs: store/robots.h. */
    "CREATE TABLE robots ("
    "  origin TEXT PRIMARY KEY," /* https://news.example */
    "  text TEXT NOT NULL,"
    "  fetched INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;",
    NULL};

static const char *const version_5[] = {
    /* What a source's server says of its address, and how long it has been quiet. */
    "ALTER TABLE sources ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN moved_to TEXT;"
    "ALTER TABLE sources ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;",
    NULL};

static const char *const version_6[] = {
    /* When an article was looked at again: store/look.h. */
    "CREATE TABLE looks ("
    "  url_key TEXT PRIMARY KEY,"
    "  time INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;",

    "CREATE VIEW v_revisions AS WITH"
    "  versions AS (SELECT a.id, a.url, a.title, s.key AS source, d.fetched,"
    "    lag(a.id) OVER (PARTITION BY d.url_key ORDER BY d.fetched, d.id) AS before"
    "    FROM articles a JOIN documents d ON d.id = a.document_id"
    "    LEFT JOIN sources s ON s.id = d.source_id),"
    "  changes AS (SELECT *, id AS has, before AS lacks, 'came' AS change FROM versions"
    "    WHERE before IS NOT NULL UNION ALL"
    "    SELECT *, before, id, 'went' FROM versions WHERE before IS NOT NULL)"
    "  SELECT c.url, c.title, c.source,"
    "    strftime('%Y-%m-%dT%H:%M:%SZ', c.fetched, 'unixepoch') AS fetched,"
    "    c.fetched AS fetched_epoch, c.change, 'relation' AS kind, s.name AS subject,"
    "    t.key AS predicate, o.name AS object, NULL AS value, NULL AS value_high, NULL AS unit,"
    "    NULL AS period, r.modality, r.sentence"
    "  FROM changes c JOIN relations r ON r.article_id = c.has"
    "  JOIN relation_types t ON t.id = r.type_id JOIN entities s ON s.id = r.subject_id"
    "  JOIN entities o ON o.id = r.object_id WHERE NOT EXISTS (SELECT 1 FROM relations x"
    "    WHERE x.article_id = c.lacks AND x.type_id = r.type_id AND x.subject_id = r.subject_id"
    "    AND x.object_id = r.object_id AND x.about_id IS r.about_id AND x.role IS r.role"
    "    AND x.modality = r.modality) UNION ALL"
    "  SELECT c.url, c.title, c.source,"
    "    strftime('%Y-%m-%dT%H:%M:%SZ', c.fetched, 'unixepoch'), c.fetched, c.change, 'quantity',"
    "    s.name, m.name, NULL, q.value, q.value_high, q.unit, q.period, q.modality, q.sentence"
    "  FROM changes c JOIN quantities q ON q.article_id = c.has"
    "  LEFT JOIN metrics m ON m.id = q.metric_id LEFT JOIN entities s ON s.id = q.subject_id"
    "  WHERE NOT EXISTS (SELECT 1 FROM quantities x WHERE x.article_id = c.lacks"
    "    AND x.metric_id IS q.metric_id AND x.subject_id IS q.subject_id AND x.value = q.value"
    "    AND x.value_high IS q.value_high AND x.unit = q.unit AND x.period IS q.period"
    "    AND x.change IS q.change AND x.modality = q.modality);",
    NULL};

static const char *const version_7[] = {
    /* Keys of addresses have one scheme: fetch/url.h. One that is there already stays as it is. */
    "UPDATE OR IGNORE documents SET url_key = 'https' || substr(url_key, 5)"
    " WHERE url_key LIKE 'http://%'"
    " AND substr(url_key, 8, instr(substr(url_key, 8), '/') - 1) NOT LIKE '%:%';",

    "UPDATE OR IGNORE wanted SET url_key = 'https' || substr(url_key, 5)"
    " WHERE url_key LIKE 'http://%'"
    " AND substr(url_key, 8, instr(substr(url_key, 8), '/') - 1) NOT LIKE '%:%';",

    "UPDATE OR IGNORE problems SET url_key = 'https' || substr(url_key, 5)"
    " WHERE url_key LIKE 'http://%'"
    " AND substr(url_key, 8, instr(substr(url_key, 8), '/') - 1) NOT LIKE '%:%';",

    "UPDATE OR IGNORE looks SET url_key = 'https' || substr(url_key, 5)"
    " WHERE url_key LIKE 'http://%'"
    " AND substr(url_key, 8, instr(substr(url_key, 8), '/') - 1) NOT LIKE '%:%';",
    NULL};

static const char *const version_8[] = {
    /* What a feed wants between polls, how far a list of many pages has been read, and whether the
     * problem is one of a source that answers. */
    "ALTER TABLE sources ADD COLUMN ttl INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN resume TEXT;"
    "ALTER TABLE sources ADD COLUMN noted INTEGER NOT NULL DEFAULT 0;",

    /* Pages of sources beyond the one that their definition names: store/further.h. */
    "CREATE TABLE further ("
    "  url_key TEXT PRIMARY KEY,"
    "  etag TEXT,"
    "  last_modified TEXT,"
    "  fetched INTEGER NOT NULL"
    ") STRICT, WITHOUT ROWID;",

    /* What an article says is its address, as a key: one that stands at several has it in common.
     */
    "ALTER TABLE articles ADD COLUMN identity TEXT;"
    "UPDATE articles SET identity = (SELECT url_key FROM documents WHERE id = document_id);",
    NULL};

const char *const *const schema_migrations[SCHEMA_VERSION] = {
    version_1, version_2, version_3, version_4, version_5, version_6, version_7, version_8};
