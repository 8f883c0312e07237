#include "store/fragments.h"

static const char *const fragments[FRAGMENT_COUNT] = {
    [FRAGMENT_NONE] = "",

    [COLUMNS_RELATIONS] =
        "SELECT date, subject, type AS relation, object, about, role, modality, source",
    [COLUMNS_QUANTITIES] = "SELECT date, subject, metric, value, value_high, unit, approx, change,"
                           " basis, period, modality, claimant, source",
    [COLUMNS_ENTITIES] = "SELECT e.id, e.name, e.type, e.kinds, e.maker, w.articles, w.stories,"
                         " w.mentions, w.first_seen, w.last_seen",
    [COLUMNS_ARTICLES] = "SELECT date, title, source, publisher, language, url",

    [EVIDENCE_RELATIONS] = ", sentence, rule, rule_version, title, url, sha256, fetched,"
                           " subject_id, object_id, about_id, story_id, article_id, id",
    [EVIDENCE_QUANTITIES] = ", sentence, rule, rule_version, title, url, sha256, fetched,"
                            " subject_id, metric_id, claimant_id, story_id, article_id, id",
    [EVIDENCE_ENTITIES] = ", e.names, e.family_id, e.version, e.maker_id, e.owner_id, e.wikidata",
    [EVIDENCE_ARTICLES] = ", published, date_evidence, modified, authors, sha256, fetched,"
                          " story_id, document_id, id",

    [FROM_RELATIONS] = " FROM v_relations WHERE 1",
    [FROM_QUANTITIES] = " FROM v_quantities WHERE 1",
    [FROM_ENTITIES] =
        " FROM (SELECT entity_id, count(*) AS articles, count(DISTINCT story_id) AS stories,"
        " sum(mentions) AS mentions, min(date) AS first_seen, max(date) AS last_seen"
        " FROM mention_rows WHERE 1",
    [GROUP_ENTITIES] = " GROUP BY entity_id) w JOIN entities k ON k.id = w.entity_id"
                       " JOIN v_entities e ON e.id = k.key",
    [FROM_ARTICLES] = " FROM v_articles WHERE off_topic = 0",

    [AND_SINCE] = " AND date >= ?",
    [AND_UNTIL] = " AND date <= ?",
    [AND_SOURCE] = " AND source = ?",
    [AND_LANGUAGE] = " AND language = ?",
    [AND_TYPE] = " AND type = ?",
    [AND_ROLE] = " AND role = ?",
    [AND_METRIC] = " AND metric_id = ?",
    [AND_UNIT] = " AND unit = ?",
    [AND_MODALITY] = " AND modality = ?",
    [AND_MIN] = " AND coalesce(value_high, value) >= ?",
    [AND_MAX] = " AND value <= ?",
    [AND_PERIOD_FIRST] = " AND period_first >= ?",
    [AND_PERIOD_LAST] = " AND period_last <= ?",
    [AND_FISCAL] = " AND (period = ?",
    [AND_FISCAL_PART] = " OR period GLOB ? || '-*')",

    /* Entities come as a JSON array of row numbers. */
    [AND_RELATION_PARTY] = " AND id IN (SELECT relation_id FROM relation_parties"
                           " WHERE entity_id IN (SELECT value FROM json_each(?)))",
    [AND_RELATION_SUBJECT] = " AND id IN (SELECT id FROM relations"
                             " WHERE subject_id IN (SELECT value FROM json_each(?)))",
    [AND_RELATION_OBJECT] = " AND id IN (SELECT id FROM relations"
                            " WHERE object_id IN (SELECT value FROM json_each(?)))",
    [AND_RELATION_ABOUT] = " AND id IN (SELECT id FROM relations"
                           " WHERE about_id IN (SELECT value FROM json_each(?)))",
    [AND_QUANTITY_PARTY] = " AND id IN (SELECT quantity_id FROM quantity_parties"
                           " WHERE entity_id IN (SELECT value FROM json_each(?)))",
    [AND_QUANTITY_SUBJECT] = " AND id IN (SELECT id FROM quantities"
                             " WHERE subject_id IN (SELECT value FROM json_each(?)))",
    [AND_QUANTITY_CLAIMANT] = " AND id IN (SELECT id FROM quantities"
                              " WHERE claimant_id IN (SELECT value FROM json_each(?)))",
    [AND_ENTITY] = " AND entity_id IN (SELECT value FROM json_each(?))",
    [AND_ARTICLE_MENTIONS] = " AND id IN (SELECT article_id FROM mentions"
                             " WHERE entity_id IN (SELECT value FROM json_each(?)))",

    [BY_DATE_DOWN] = " ORDER BY date DESC, published_epoch DESC, id DESC",
    [BY_DATE_UP] = " ORDER BY date, published_epoch, id",
    [BY_VALUE] = " ORDER BY value DESC, date DESC, id DESC",
    [BY_SUBJECT] = " ORDER BY subject COLLATE NOCASE, object COLLATE NOCASE, date DESC, id DESC",
    [BY_METRIC] = " ORDER BY metric COLLATE NOCASE, subject COLLATE NOCASE, period, date, id",
    [BY_TITLE] = " ORDER BY title COLLATE NOCASE, id",
    [BY_ARTICLES] = " ORDER BY w.articles DESC, w.mentions DESC, e.id",
    [BY_LAST_SEEN] = " ORDER BY w.last_seen DESC, e.id",
    [BY_FIRST_SEEN] = " ORDER BY w.first_seen, e.id",
    [BY_NAME] = " ORDER BY e.name COLLATE NOCASE, e.id",
    [LIMIT_ROWS] = " LIMIT ?",

    [TREND_BY_MONTH] = "SELECT month AS period",
    [TREND_BY_QUARTER] =
        "SELECT substr(month, 1, 4) || '-Q' || ((substr(month, 6) + 2) / 3) AS period",
    [TREND_BY_YEAR] = "SELECT substr(month, 1, 4) AS period",
    [TREND_OF_ENTITY] =
        ", count(*) AS articles, count(DISTINCT story_id) AS stories,"
        " sum((SELECT count(*) FROM mentions m WHERE m.article_id = v_articles.id AND m.entity_id"
        " IN (SELECT value FROM json_each(?)))) AS mentions FROM v_articles WHERE off_topic = 0",
    [TREND_OF_RELATION] = ", count(DISTINCT article_id) AS articles,"
                          " count(DISTINCT story_id) AS stories, count(*) AS claims"
                          " FROM v_relations WHERE 1",
    [TREND_OF_METRIC] = "SELECT period, modality, unit, basis, count(*) AS claims,"
                        " min(min(sign * value, sign * coalesce(value_high, value))) AS min,"
                        " avg(sign * (value + coalesce(value_high, value)) / 2) AS mean,"
                        " max(max(sign * value, sign * coalesce(value_high, value))) AS max"
                        " FROM v_quantities WHERE 1",
    [TREND_LEFT_OUT] = "SELECT count(*) FROM v_quantities WHERE 1",
    [AND_MONTHS] = " AND period GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]'",
    [AND_QUARTERS] = " AND (period GLOB '[0-9][0-9][0-9][0-9]-Q[1-4]'"
                     " OR period GLOB 'FY[0-9][0-9][0-9][0-9]-Q[1-4]')",
    [AND_YEARS] = " AND (period GLOB '[0-9][0-9][0-9][0-9]'"
                  " OR period GLOB 'FY[0-9][0-9][0-9][0-9]')",
    [GROUP_TREND] = " GROUP BY 1 ORDER BY 1",
    [GROUP_TREND_VALUES] = " GROUP BY modality, unit, basis, period"
                           " ORDER BY modality, unit, basis, period GLOB 'FY*', period",
};

const char *fragment_sql(enum fragment fragment)
{
    return fragments[fragment];
}
