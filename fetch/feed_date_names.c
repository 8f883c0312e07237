#include "fetch/feed_date_names.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"

/*
 * RFC 822, section 5.1, and the abbreviations that feeds use beside it. Some stand for several
 * zones; here it is the one with the most people who write English feeds (IST: India, CST and the
 * other American ones as RFC 822 has them, BST: Britain).
 */
static const struct zone {
    const char *name;
    int minutes;
} zones[] = {
    {"z", 0},      {"ut", 0},     {"utc", 0},     {"gmt", 0},     {"wet", 0},    {"west", 60},
    {"bst", 60},   {"cet", 60},   {"met", 60},    {"mez", 60},    {"cest", 120}, {"mest", 120},
    {"mesz", 120}, {"eet", 120},  {"sast", 120},  {"eest", 180},  {"msk", 180},  {"trt", 180},
    {"gst", 240},  {"msd", 240},  {"pkt", 300},   {"ist", 330},   {"npt", 345},  {"ict", 420},
    {"wib", 420},  {"awst", 480}, {"hkt", 480},   {"sgt", 480},   {"pht", 480},  {"jst", 540},
    {"kst", 540},  {"acst", 570}, {"aest", 600},  {"acdt", 630},  {"aedt", 660}, {"nzst", 720},
    {"nzdt", 780}, {"ndt", -150}, {"art", -180},  {"brt", -180},  {"adt", -180}, {"nst", -210},
    {"at", -240},  {"ast", -240}, {"edt", -240},  {"et", -300},   {"est", -300}, {"cdt", -300},
    {"ct", -360},  {"cst", -360}, {"mdt", -360},  {"mt", -420},   {"mst", -420}, {"pdt", -420},
    {"pt", -480},  {"pst", -480}, {"akdt", -480}, {"akst", -540}, {"hst", -600},
};

bool feed_date_zone(const char *word, int *minutes)
{
    if (text_starts(word, "etc/"))
        word += strlen("etc/");
    for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
        if (strcmp(word, zones[i].name) == 0) {
            *minutes = zones[i].minutes;
            return true;
        }
    return false;
}

static bool is_one_of(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, words[i]) == 0)
            return true;
    return false;
}

bool feed_date_half(const char *word, int *hours)
{
    static const char *const before[] = {"am", "오전", "午前", "上午"};
    static const char *const after[] = {"pm", "오후", "午後", "下午"};
    bool is_after = is_one_of(word, after, sizeof(after) / sizeof(after[0]));
    *hours = is_after ? 12 : 0;
    return is_after || is_one_of(word, before, sizeof(before) / sizeof(before[0]));
}

char feed_date_unit(const char *word)
{
    static const struct {
        const char *word;
        char unit;
    } units[] = {{"년", 'y'}, {"월", 'm'}, {"일", 'd'}, {"年", 'y'}, {"月", 'm'}, {"日", 'd'}};
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (strcmp(word, units[i].word) == 0)
            return units[i].unit;
    return 0;
}
