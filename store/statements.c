#include "store/statements.h"

static const char *const statements[STATEMENT_COUNT] = {
    /* IMMEDIATE: a transaction that turns into a writer midway fails under a second writer. */
    [SQL_BEGIN] = "BEGIN IMMEDIATE",
    [SQL_COMMIT] = "COMMIT",
    [SQL_ROLLBACK] = "ROLLBACK",

    [SQL_PROPERTY_GET] = "SELECT value = :value FROM properties WHERE key = :key",
    [SQL_PROPERTY_PUT] = "INSERT INTO properties (key, value) VALUES (:key, :value)"
                         " ON CONFLICT (key) DO UPDATE SET value = excluded.value",

    [SQL_SOURCE_ID] = "SELECT id FROM sources WHERE key = :key",
    [SQL_SOURCE_PUT] =
        "INSERT INTO sources (key, name, kind, url, language, every, status)"
        " VALUES (:key, :name, :kind, :url, :language, :every, :status)"
        " ON CONFLICT (key) DO UPDATE SET name = excluded.name, kind = excluded.kind,"
        /* Another address: what the old one's server said to remember is of no use there. */
        "  etag = iif(url = excluded.url, etag, NULL),"
        "  last_modified = iif(url = excluded.url, last_modified, NULL),"
        "  next_due = iif(url = excluded.url, next_due, NULL),"
        "  moved_to = iif(url = excluded.url, moved_to, NULL),"
        "  gone = iif(url = excluded.url, gone, 0),"
        "  resume = iif(url = excluded.url, resume, NULL),"
        "  url = excluded.url, language = excluded.language, every = excluded.every,"
        "  status = excluded.status",
    [SQL_SOURCES_REMOVE] = "UPDATE sources SET status = 'removed'",
    [SQL_SOURCE_STATE_GET] =
        "SELECT etag, last_modified, last_attempt, last_success, next_due, failures,"
        " problem_cause, problem_message, problem_time, articles, unchanged, moved_to, gone,"
        " ttl, skip_hours, skip_days, resume, noted FROM sources WHERE id = :id",
    [SQL_SOURCE_STATE_PUT] =
        "UPDATE sources SET etag = :etag, last_modified = :last_modified,"
        " last_attempt = :last_attempt, last_success = :last_success, next_due = :next_due,"
        " failures = :failures, problem_cause = :problem_cause,"
        " problem_message = :problem_message, problem_time = :problem_time, articles = :articles,"
        " unchanged = :unchanged, moved_to = :moved_to, gone = :gone, ttl = :ttl,"
        " skip_hours = :skip_hours, skip_days = :skip_days, resume = :resume,"
        " noted = :noted WHERE id = :id",

    [SQL_YIELD_SOURCES] =
        "SELECT id, key FROM (SELECT s.id, s.key, (SELECT max(d.fetched) FROM documents d"
        "   WHERE d.source_id = s.id AND d.kind = 'article') AS newest"
        "  FROM sources s WHERE s.failures = 0 AND s.last_success >= :since)"
        " WHERE newest >= :since OR newest < :yesterday ORDER BY key",
    [SQL_YIELD_ARTICLES] =
        "SELECT a.text <> '', EXISTS (SELECT 1 FROM relations r WHERE r.article_id = a.id)"
        "  OR EXISTS (SELECT 1 FROM quantities q WHERE q.article_id = a.id)"
        " FROM documents d JOIN articles a ON a.document_id = d.id"
        " WHERE d.source_id = :source_id AND a.current = 1 ORDER BY d.fetched DESC, d.id DESC"
        " LIMIT :limit",
    [SQL_YIELD_DAYS] =
        "WITH last AS (SELECT max(fetched) / 86400 AS day FROM documents"
        "  WHERE source_id = :source_id AND kind = 'article')"
        " SELECT count(DISTINCT fetched / 86400), min(fetched) / 86400, max(fetched) / 86400"
        " FROM documents WHERE source_id = :source_id AND kind = 'article'"
        " AND fetched >= ((SELECT day FROM last) - :days + 1) * 86400",
    [SQL_YIELD_KNOWN] = "SELECT 1 FROM yields WHERE source_id = :source_id AND cause = :cause",
    [SQL_YIELD_PUT] =
        "INSERT INTO yields (source_id, cause, message, since)"
        " VALUES (:source_id, :cause, :message, :time)"
        " ON CONFLICT (source_id) DO UPDATE SET message = excluded.message,"
        "  since = iif(cause = excluded.cause, since, excluded.since), cause = excluded.cause",
    [SQL_YIELD_FORGET] = "DELETE FROM yields WHERE source_id = :source_id",

    [SQL_PROBLEM_ADD] =
        "INSERT INTO problems (url_key, url, source_id, stage, cause, message, first_time,"
        "  last_time, attempts)"
        " VALUES (:url_key, :url, (SELECT id FROM sources WHERE key = :source), :stage, :cause,"
        "  :message, :time, :time, :attempts)"
        " ON CONFLICT (url_key) DO UPDATE SET url = excluded.url, source_id = excluded.source_id,"
        "  stage = excluded.stage, cause = excluded.cause, message = excluded.message,"
        "  last_time = excluded.last_time, attempts = attempts + excluded.attempts",
    [SQL_PROBLEM_ATTEMPTS] = "SELECT attempts FROM problems WHERE url_key = :url_key",
    [SQL_PROBLEM_FORGET] = "DELETE FROM problems WHERE url_key = :url_key",

    [SQL_WANTED_ADD] = "INSERT INTO wanted (url_key, url, source_id, title, published)"
                       " SELECT :url_key, :url, :source_id, :title, :published WHERE NOT EXISTS"
                       "  (SELECT 1 FROM documents WHERE url_key = :url_key AND kind = 'article')"
                       " ON CONFLICT (url_key) DO NOTHING RETURNING 1",
    [SQL_WANTED_LIST] =
        "SELECT w.url, w.url_key, s.key, w.title, w.published, coalesce(p.attempts, 0)"
        " FROM wanted w JOIN sources s ON s.id = w.source_id"
        " LEFT JOIN problems p ON p.url_key = w.url_key"
        " WHERE coalesce(p.attempts, 0) < :max_attempts ORDER BY w.id",
    [SQL_WANTED_KNOWN] = "SELECT EXISTS (SELECT 1 FROM wanted WHERE url_key = :url_key) OR EXISTS"
                         " (SELECT 1 FROM documents WHERE url_key = :url_key"
                         "  AND kind = 'article')",
    [SQL_FURTHER_GET] = "SELECT etag, last_modified, fetched FROM further WHERE url_key = :url_key",
    [SQL_FURTHER_PUT] = "INSERT OR REPLACE INTO further (url_key, etag, last_modified, fetched)"
                        " VALUES (:url_key, :etag, :last_modified, :fetched)",
    [SQL_WANTED_FORGET] = "DELETE FROM wanted WHERE url_key = :url_key",

    /* Bare columns are those of the row with the greatest id (SQLite's documentation of SELECT). */
    [SQL_LOOKS_DUE] =
        "WITH last AS (SELECT d.url, d.url_key, s.key AS source, d.feed_title, d.feed_published,"
        "  iif(d.content_type LIKE 'multipart/%', NULL, d.headers) AS headers, d.sha256,"
        "  max(d.id) AS id, (SELECT min(e.fetched) FROM documents e WHERE e.url_key = d.url_key)"
        "  AS first FROM sources s JOIN documents d ON d.source_id = s.id AND d.kind = 'article'"
        "  AND d.fetched > :now - 37 * :day WHERE s.status <> 'removed' GROUP BY d.url_key)"
        " SELECT l.url, l.url_key, l.source, l.feed_title, l.feed_published, l.headers, l.sha256"
        " FROM last l LEFT JOIN looks k ON k.url_key = l.url_key"
        " WHERE max(l.first, coalesce(k.time, 0)) < iif(:now >= l.first + 7 * :day,"
        "  l.first + 7 * :day, l.first + :day)"
        " AND :now >= l.first + :day AND :now < l.first + 37 * :day ORDER BY l.id",
    [SQL_LOOKED] = "INSERT OR REPLACE INTO looks (url_key, time) VALUES (:url_key, :now)",

    [SQL_ROBOTS_GET] = "SELECT text, fetched FROM robots WHERE origin = :origin",
    [SQL_ROBOTS_PUT] = "INSERT OR REPLACE INTO robots (origin, text, fetched)"
                       " VALUES (:origin, :text, :fetched)",

    /* The columns of enum recall_column, in its order. */
    [SQL_RECALL] =
        "SELECT type AS predicate, subject_id, object_id, about_id, role, NULL AS value,"
        " NULL AS value_high, NULL AS unit, NULL AS period, modality, NULL AS approx,"
        " NULL AS change, NULL AS basis, NULL AS claimant_id, rule, in_title, span_start,"
        " span_end, sentence FROM v_relations WHERE document_id = :document_id UNION ALL"
        " SELECT 'is ' || coalesce(metric_id, 'any'), subject_id, NULL, NULL, NULL, value,"
        " value_high, unit, period, modality, approx, change, basis, claimant_id, rule, in_title,"
        " span_start, span_end, sentence FROM v_quantities WHERE document_id = :document_id"
        " ORDER BY in_title DESC, span_start, span_end, predicate, subject_id, object_id",
    [SQL_SUPERSEDED] = "SELECT 1 FROM articles WHERE document_id = :document_id AND current = 0",
    [SQL_UNITS] = "SELECT section, key, hash, rank, reach, words FROM units ORDER BY section, key",
    [SQL_UNITS_KNOWN] = "SELECT EXISTS (SELECT 1 FROM units)",
    [SQL_UNITS_CLEAR] = "DELETE FROM units",
    [SQL_UNIT_PUT] = "INSERT INTO units (section, key, hash, rank, reach, words)"
                     " VALUES (:section, :key, :hash, :rank, :reach, :words)",
    [SQL_DOCUMENTS_READ] =
        "SELECT d.id, a.title, iif(d.state = 'failed', NULL, a.text), d.final_url, s.key,"
        " a.off_topic, d.rules_version, d.program FROM documents d"
        " LEFT JOIN articles a ON a.document_id = d.id LEFT JOIN sources s ON s.id = d.source_id"
        " WHERE d.kind = 'article' AND d.state <> 'fetched' ORDER BY d.id",
    [SQL_DOCUMENTS_UP_TO_DATE] = "UPDATE documents SET rules_version = :rules_version"
                                 " WHERE kind = 'article' AND state = 'extracted'",
    [SQL_DOCUMENTS_FORGET_FEEDS] =
        "DELETE FROM documents WHERE kind = 'feed' AND fetched < :before RETURNING sha256",
    [SQL_DOCUMENT_PENDING] =
        "UPDATE documents SET state = 'fetched', rules_version = NULL WHERE id = :id",
    [SQL_DOCUMENT_ROW] = "SELECT * FROM document_rows WHERE id = :id",

    [SQL_DOCUMENT_FIND] = "SELECT id FROM documents WHERE url_key = :url_key AND sha256 = :sha256",
    [SQL_DOCUMENT_ADD] =
        "INSERT INTO documents (kind, url, url_key, final_url, source_id, http_status,"
        "  content_type, headers, sha256, bytes, fetched, feed_title, feed_published)"
        " VALUES (:kind, :url, :url_key, :final_url, :source_id, :http_status, :content_type,"
        "  :headers, :sha256, :bytes, :fetched, :feed_title, :feed_published) RETURNING id",
    [SQL_DOCUMENT_KNOWN] =
        "SELECT 1 FROM documents WHERE url_key = :url_key AND kind = 'article' LIMIT 1",
    [SQL_DOCUMENT_GET] =
        "SELECT url_key, final_url, fetched, feed_title, feed_published, rules_version,"
        " record_sha256 FROM documents WHERE id = :id",
    [SQL_DOCUMENT_EXTRACTED] =
        "UPDATE documents SET state = 'extracted', cause = NULL, message = NULL,"
        " extracted = :time, rules_version = :rules_version, program = :program,"
        " record_sha256 = :record_sha256 WHERE id = :id",
    [SQL_DOCUMENT_FAILED] =
        "UPDATE documents SET state = 'failed', cause = :cause, message = :message,"
        " extracted = :time, rules_version = :rules_version, program = :program"
        " WHERE id = :id",
    [SQL_DOCUMENTS_PENDING] =
        "SELECT * FROM document_rows WHERE kind = 'article' AND state = 'fetched' AND id > :after"
        " ORDER BY id LIMIT :batch",
    [SQL_DOCUMENTS_OUTDATED] =
        "SELECT * FROM document_rows WHERE kind = 'article' AND id > :after"
        " AND (rules_version IS NOT :rules_version OR program IS NOT :program)"
        " ORDER BY id LIMIT :batch",
    [SQL_DOCUMENTS_ALL] = "SELECT * FROM document_rows WHERE kind = 'article' AND id > :after"
                          " ORDER BY id LIMIT :batch",
    [SQL_DOCUMENTS_AND_FEEDS] =
        "SELECT * FROM document_rows WHERE id > :after ORDER BY id LIMIT :batch",
    [SQL_DOCUMENT_BODY] = "SELECT 1 FROM documents WHERE sha256 = :sha256 LIMIT 1",
    [SQL_DIAGNOSTICS_CLEAR] = "DELETE FROM diagnostics WHERE document_id = :document_id",
    [SQL_DIAGNOSTIC_ADD] = "INSERT INTO diagnostics (document_id, number, severity, stage, message)"
                           " VALUES (:document_id, (SELECT count(*) + 1 FROM diagnostics"
                           "  WHERE document_id = :document_id), :severity, :stage, :message)",

    [SQL_ARTICLE_GET] =
        "SELECT story_id, fingerprint FROM articles WHERE document_id = :document_id",
    [SQL_ARTICLE_PUT] =
        "INSERT INTO articles (document_id, story_id, current, url, title, authors, published,"
        "  published_time, date_evidence, modified, date, month, language, publisher, off_topic,"
        "  text, fingerprint, identity)"
        " VALUES (:document_id, 0, 0, :url, :title, :authors, :published, :published_time,"
        "  :date_evidence, :modified, :date, :month, :language, :publisher,"
        "  :off_topic, :text, :fingerprint, :identity)"
        " ON CONFLICT (document_id) DO UPDATE SET url = excluded.url, title = excluded.title,"
        "  authors = excluded.authors, published = excluded.published,"
        "  published_time = excluded.published_time, date_evidence = excluded.date_evidence,"
        "  modified = excluded.modified, date = excluded.date, month = excluded.month,"
        "  language = excluded.language, publisher = excluded.publisher,"
        "  off_topic = excluded.off_topic, text = excluded.text,"
        "  fingerprint = excluded.fingerprint, identity = excluded.identity RETURNING id",
    [SQL_ARTICLE_SET_STORY] = "UPDATE articles SET story_id = :story_id, conflict = :conflict"
                              " WHERE id = :id",
    [SQL_ARTICLES_SET_CURRENT] =
        "UPDATE articles SET current = (id = (SELECT a.id FROM articles a"
        "  JOIN documents d ON d.id = a.document_id WHERE d.url_key = :url_key"
        "  ORDER BY d.fetched DESC, d.id DESC LIMIT 1))"
        " WHERE document_id IN (SELECT id FROM documents WHERE url_key = :url_key)",
    /*
     * Texts that are much the same and say that they are the same article, or that are the same, of
     * one day, and stand on one site or, of one source, under one path (sites move): only the one
     * at the address that it says it has is current, else the first one.
     */
    [SQL_ARTICLES_SET_SAME] =
        "WITH same AS (SELECT a.id, a.document_id, d.url_key = a.identity AS at_home"
        "  FROM articles me JOIN documents m ON m.id = me.document_id"
        "  JOIN articles a ON a.story_id = me.story_id JOIN documents d ON d.id = a.document_id"
        "  WHERE me.id = :id AND (a.identity = me.identity"
        "    OR (a.fingerprint = me.fingerprint AND a.date = me.date"
        "     AND (substr(d.url_key, 1, length(:site)) = :site OR (d.source_id = m.source_id"
        "      AND length(:path) > 1 AND substr(d.url_key, -length(:path)) = :path))))"
        "  AND NOT EXISTS (SELECT 1 FROM documents n JOIN articles b ON b.document_id = n.id"
        "   WHERE n.url_key = d.url_key AND (n.fetched, n.id) > (d.fetched, d.id)))"
        " UPDATE articles SET current = 0 WHERE id IN (SELECT id FROM same) AND id <>"
        " (SELECT id FROM same ORDER BY at_home DESC, document_id LIMIT 1)",
    /* An earlier version of the same page is no copy of it, and may well have been corrected. */
    [SQL_STORY_CANDIDATES] =
        "SELECT a.story_id, a.text, a.url FROM (SELECT s.article_id, count(*) AS shared"
        "  FROM shingles s JOIN articles o ON o.id = s.article_id"
        "  JOIN documents d ON d.id = o.document_id"
        "  WHERE s.hash IN (SELECT value FROM json_each(:hashes)) AND d.url_key <> (SELECT url_key"
        "   FROM documents m JOIN articles n ON n.document_id = m.id WHERE n.id = :article_id)"
        "  GROUP BY s.article_id HAVING shared >= :shared ORDER BY shared DESC, s.article_id"
        "  LIMIT :limit) c JOIN articles a ON a.id = c.article_id ORDER BY c.shared DESC, a.id",
    [SQL_STORY_LEAVE] = "UPDATE articles SET story_id = (SELECT min(id) FROM articles"
                        "  WHERE story_id = :id AND id <> :id) WHERE story_id = :id AND id <> :id",
    [SQL_SHINGLES_CLEAR] = "DELETE FROM shingles WHERE article_id = :article_id",
    [SQL_SHINGLE_ADD] = "INSERT INTO shingles (hash, article_id) VALUES (:hash, :article_id)",

    [SQL_MENTIONS_CLEAR] = "DELETE FROM mentions WHERE article_id = :article_id",
    [SQL_MENTION_ADD] =
        "INSERT INTO mentions (article_id, entity_id, in_title, span_start, span_end, month)"
        " VALUES (:article_id, :entity_id, :in_title, :span_start, :span_end, :month)"
        " ON CONFLICT DO NOTHING",
    [SQL_RELATIONS_CLEAR] = "DELETE FROM relations WHERE article_id = :article_id",
    [SQL_RELATION_ADD] =
        "INSERT INTO relations (article_id, type_id, subject_id, object_id, about_id, role,"
        "  modality, in_title, span_start, span_end, sentence, rule_id, month)"
        " VALUES (:article_id, :type_id, :subject_id, :object_id, :about_id, :role, :modality,"
        "  :in_title, :span_start, :span_end, :sentence, :rule_id, :month)"
        " ON CONFLICT DO NOTHING",
    [SQL_QUANTITIES_CLEAR] = "DELETE FROM quantities WHERE article_id = :article_id",
    [SQL_QUANTITY_ADD] =
        "INSERT INTO quantities (article_id, metric_id, subject_id, value, value_high, unit,"
        "  approx, market, region, period, period_first, period_last, modality, change, basis,"
        "  claimant_id, in_title, span_start, span_end, sentence, rule_id, month)"
        " VALUES (:article_id, :metric_id, :subject_id, :value, :value_high, :unit, :approx,"
        "  :market, :region, :period, :period_first, :period_last, :modality, :change, :basis,"
        "  :claimant_id, :in_title, :span_start, :span_end, :sentence, :rule_id, :month)"
        " ON CONFLICT DO NOTHING",

    [SQL_SAVE_COUNTS] =
        "SELECT (SELECT count(*) FROM mentions m WHERE m.article_id = a.id),"
        " (SELECT count(*) FROM relations r WHERE r.article_id = a.id),"
        " (SELECT count(*) FROM quantities q WHERE q.article_id = a.id),"
        " (SELECT count(*) FROM diagnostics g WHERE g.document_id = d.id AND g.stage = 'store')"
        " FROM documents d LEFT JOIN articles a ON a.document_id = d.id WHERE d.id = :document_id",

    [SQL_ENTITY_GET] = "SELECT id, type FROM entities WHERE key = :key",
    [SQL_ENTITY_ADD] =
        "INSERT INTO entities (key, name, type, family_id, version, maker_id, defined)"
        " VALUES (:key, :name, coalesce((SELECT type FROM entities WHERE id = :family_id), :type),"
        "  :family_id, :version,"
        "  coalesce((SELECT maker_id FROM entities WHERE id = :family_id), :maker_id), 0)"
        " RETURNING id",
    [SQL_ENTITY_SET_TYPE] = "UPDATE entities SET type = :type WHERE id = :id",
    [SQL_ENTITY_DEFINE] =
        "INSERT INTO entities (key, name, type, family_id, version, wikidata, defined)"
        " VALUES (:key, :name, :type, :family_id, :version, :wikidata, 1)"
        " ON CONFLICT (key) DO UPDATE SET name = excluded.name, type = excluded.type,"
        "  family_id = excluded.family_id, version = excluded.version,"
        "  wikidata = excluded.wikidata, defined = 1 RETURNING id",
    [SQL_ENTITY_SET_MAKERS] =
        "UPDATE entities SET maker_id = (SELECT id FROM entities WHERE key = :maker),"
        " owner_id = (SELECT id FROM entities WHERE key = :owner) WHERE key = :key",
    [SQL_ENTITIES_UNDEFINE] = "UPDATE entities SET defined = 0",
    [SQL_ENTITY_OF_NAME] =
        "SELECT entity_id FROM names WHERE folded = :folded ORDER BY entity_id LIMIT 1",
    [SQL_ENTITY_KINDS_CLEAR] = "DELETE FROM entity_kinds WHERE entity_id = :id",
    [SQL_ENTITY_KIND_ADD] = "INSERT INTO entity_kinds (entity_id, kind_id)"
                            " SELECT :id, id FROM kinds WHERE key = :kind ON CONFLICT DO NOTHING",
    [SQL_ENTITY_NAMES_CLEAR] = "DELETE FROM names WHERE entity_id = :id",
    [SQL_ENTITY_NAME_ADD] = "INSERT INTO names (entity_id, name, folded)"
                            " VALUES (:id, :name, :folded) ON CONFLICT DO NOTHING",
    [SQL_VERSIONS_CLEAR_NAMES] =
        "DELETE FROM names WHERE EXISTS (SELECT 1 FROM entities e WHERE e.id = entity_id"
        "  AND e.family_id IS NOT NULL AND e.name <> names.name)",
    [SQL_VERSIONS_CLEAR_KINDS] =
        "DELETE FROM entity_kinds WHERE entity_id IN (SELECT v.id FROM entities v"
        "  JOIN entities f ON f.id = v.family_id WHERE f.defined = 1)",
    [SQL_VERSIONS_ADD_KINDS] =
        "INSERT INTO entity_kinds (entity_id, kind_id) SELECT v.id, k.kind_id FROM entities v"
        "  JOIN entities f ON f.id = v.family_id JOIN entity_kinds k ON k.entity_id = f.id"
        "  WHERE f.defined = 1",
    [SQL_VERSIONS_SET_MAKERS] =
        "UPDATE entities SET maker_id = f.maker_id, type = f.type FROM entities f"
        " WHERE f.id = entities.family_id AND f.defined = 1",
    [SQL_ENTITY_KINDS_OF_FAMILY] =
        "INSERT INTO entity_kinds (entity_id, kind_id) SELECT :id, kind_id FROM entity_kinds"
        " WHERE entity_id = :family_id ON CONFLICT DO NOTHING",
    [SQL_KIND_ADD] = "INSERT INTO kinds (key, label) VALUES (:key, :key) ON CONFLICT DO NOTHING",
    [SQL_KIND_PUT] = "INSERT INTO kinds (key, label) VALUES (:key, :label)"
                     " ON CONFLICT (key) DO UPDATE SET label = excluded.label",
    [SQL_RELATION_TYPE_GET] = "SELECT id FROM relation_types WHERE key = :key",
    [SQL_RELATION_TYPE_ADD] = "INSERT INTO relation_types (key) VALUES (:key) RETURNING id",
    [SQL_RELATION_TYPE_PUT] =
        "INSERT INTO relation_types (key) VALUES (:key) ON CONFLICT DO NOTHING",
    [SQL_METRIC_GET] = "SELECT id FROM metrics WHERE key = :text OR name = :text COLLATE NOCASE"
                       " ORDER BY key = :text DESC, id LIMIT 1",
    [SQL_METRIC_PUT] = "INSERT INTO metrics (key, name) VALUES (:key, :name)"
                       " ON CONFLICT (key) DO UPDATE SET name = excluded.name RETURNING id",
    [SQL_RULE_GET] = "SELECT id FROM rules WHERE key = :key ORDER BY in_force DESC, id DESC"
                     " LIMIT 1",
    [SQL_RULE_PUT] = "INSERT INTO rules (key, version, first_time, in_force)"
                     " VALUES (:key, :version, :time, 1)"
                     " ON CONFLICT (key, version) DO UPDATE SET in_force = 1 RETURNING id",
    [SQL_RULES_RETIRE] = "UPDATE rules SET in_force = 0",

    [SQL_RUN_BEGIN] = "INSERT INTO runs (started, program, rules_version)"
                      " VALUES (:started, :program, :rules_version) RETURNING id",
    [SQL_RUN_END] =
        "UPDATE runs SET ended = :ended, exit_status = :exit_status,"
        " sources_polled = :sources_polled, sources_unchanged = :sources_unchanged,"
        " sources_failed = :sources_failed, articles_new = :articles_new, documents = :documents,"
        " facts = :facts, problems = :problems WHERE id = :id",
    [SQL_ANALYZE] = "ANALYZE",

    /* An entity by its id or a name, with its versions; all where :word is NULL. */
    [SQL_ENTITIES_MATCHING] =
        "WITH found AS (SELECT id FROM entities WHERE :word IS NULL OR key = :word COLLATE NOCASE"
        "  UNION SELECT entity_id FROM names WHERE folded = :folded),"
        " family AS (SELECT id FROM found"
        "  UNION SELECT e.id FROM entities e JOIN found ON found.id = e.family_id)"
        " SELECT (SELECT json_group_array(f.id) FROM family f WHERE :kind IS NULL OR EXISTS ("
        "   SELECT 1 FROM entity_kinds e JOIN kinds k ON k.id = e.kind_id"
        "   WHERE e.entity_id = f.id AND k.key = :kind)),"
        "  (SELECT group_concat(key, ', ') FROM (SELECT DISTINCT k.key FROM family f"
        "   JOIN entity_kinds e ON e.entity_id = f.id JOIN kinds k ON k.id = e.kind_id"
        "   ORDER BY k.key))"
        " WHERE :word IS NULL OR EXISTS (SELECT 1 FROM found)",
    [SQL_ENTITY_SPELLINGS] = "SELECT key FROM entities UNION SELECT name FROM names",
    [SQL_KINDS] = "SELECT key FROM kinds ORDER BY key",
    [SQL_RELATION_TYPES] = "SELECT key FROM relation_types ORDER BY key",
    [SQL_METRICS] = "SELECT key FROM metrics UNION SELECT name FROM metrics",
    [SQL_METRIC_KEY] = "SELECT key FROM metrics WHERE key = :text COLLATE NOCASE"
                       " OR name = :text COLLATE NOCASE ORDER BY key = :text DESC, id LIMIT 1",
    [SQL_SOURCES] = "SELECT key FROM sources ORDER BY key",

    [SQL_STATUS_SOURCES] =
        "SELECT s.id AS source, s.name, s.status, s.articles, s.last_success, s.next_due,"
        " s.failures, iif(s.failures > 0, s.problem_cause, coalesce(y.cause, s.problem_cause))"
        "  AS cause,"
        " iif(s.failures > 0, s.problem_message, coalesce(y.message, s.problem_message))"
        "  AS problem,"
        " iif(s.failures > 0, s.problem_time, coalesce(y.since, s.problem_time)) AS problem_time"
        " FROM v_sources s LEFT JOIN v_yields y ON y.source = s.id WHERE s.status <> 'removed'"
        " ORDER BY s.failures > 0 DESC, y.cause IS NOT NULL DESC, s.id",
    [SQL_STATUS_TOTALS] =
        "SELECT 'sources' AS name, count(*) AS count FROM v_sources"
        " WHERE status NOT IN ('removed', 'off') UNION ALL"
        " SELECT 'documents', count(*) FROM documents WHERE kind = 'article' UNION ALL"
        " SELECT 'documents pending', count(*) FROM documents"
        "  WHERE kind = 'article' AND state = 'fetched' UNION ALL"
        " SELECT 'documents failed', count(*) FROM documents WHERE state = 'failed' UNION ALL"
        " SELECT 'articles', count(*) FROM articles WHERE current = 1 UNION ALL"
        " SELECT 'articles off topic', count(*) FROM articles"
        "  WHERE current = 1 AND off_topic = 1 UNION ALL"
        " SELECT 'stories', count(DISTINCT story_id) FROM articles WHERE current = 1 UNION ALL"
        " SELECT 'entities mentioned', count(DISTINCT entity_id) FROM mentions UNION ALL"
        " SELECT 'relations', count(*) FROM v_relations UNION ALL"
        " SELECT 'quantities', count(*) FROM v_quantities UNION ALL"
        " SELECT 'addresses with problems', count(*) FROM problems",
    [SQL_STATUS_RUNS] =
        "SELECT id AS run, started, ended, exit_status, sources_polled, sources_failed,"
        " articles_new, documents, facts, problems FROM v_runs ORDER BY id DESC LIMIT 10",
    [SQL_STATUS_METRICS] =
        "WITH asked AS (SELECT * FROM v_sources WHERE status NOT IN ('removed', 'off')"
        "  AND last_attempt IS NOT NULL),"
        " newest AS (SELECT * FROM v_runs ORDER BY id DESC LIMIT 1)"
        " SELECT 'source_failing' AS metric, iif(failures > 0, 'cause', NULL) AS label,"
        "  iif(failures > 0, problem_cause, NULL) AS label_value, id AS source,"
        "  failures > 0 AS value FROM asked UNION ALL"
        " SELECT 'source_failures', NULL, NULL, id, failures FROM asked UNION ALL"
        " SELECT 'source_below_habit', iif(y.cause IS NULL, NULL, 'cause'), y.cause, a.id,"
        "  y.cause IS NOT NULL FROM asked a LEFT JOIN v_yields y ON y.source = a.id UNION ALL"
        " SELECT 'source_last_success_timestamp_seconds', NULL, NULL, id, last_success_epoch"
        "  FROM asked WHERE last_success_epoch IS NOT NULL UNION ALL"
        " SELECT 'source_next_due_timestamp_seconds', NULL, NULL, id, next_due_epoch"
        "  FROM asked WHERE next_due_epoch IS NOT NULL UNION ALL"
        " SELECT 'source_articles_total', NULL, NULL, id, articles FROM asked UNION ALL"
        " SELECT 'last_run_start_timestamp_seconds', NULL, NULL, NULL, started_epoch"
        "  FROM newest UNION ALL"
        " SELECT 'last_run_end_timestamp_seconds', NULL, NULL, NULL, ended_epoch"
        "  FROM newest WHERE ended_epoch IS NOT NULL UNION ALL"
        " SELECT 'last_run_exit_status', NULL, NULL, NULL, exit_status FROM (SELECT * FROM v_runs"
        "  WHERE exit_status IS NOT NULL ORDER BY id DESC LIMIT 1) UNION ALL"
        " SELECT 'last_run_problems', NULL, NULL, NULL, problems FROM newest UNION ALL"
        " SELECT 'documents', 'state', state, NULL, count(*) FROM documents"
        "  WHERE kind = 'article' GROUP BY state UNION ALL"
        " SELECT 'articles', NULL, NULL, NULL, count(*) FROM articles WHERE current = 1 UNION ALL"
        " SELECT 'stories', NULL, NULL, NULL, count(DISTINCT story_id) FROM articles"
        "  WHERE current = 1 UNION ALL"
        " SELECT 'facts', 'kind', 'relation', NULL, count(*) FROM v_relations UNION ALL"
        " SELECT 'facts', 'kind', 'quantity', NULL, count(*) FROM v_quantities UNION ALL"
        " SELECT 'problem_addresses', NULL, NULL, NULL, count(*) FROM problems",
    [SQL_STATUS_KINDS] =
        "SELECT k.key AS kind, k.label, count(e.entity_id) AS entities FROM kinds k"
        " LEFT JOIN entity_kinds e ON e.kind_id = k.id GROUP BY k.id ORDER BY k.key",
};

const char *statement_sql(enum statement statement)
{
    return statements[statement];
}
