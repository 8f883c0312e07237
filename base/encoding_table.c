#include "base/encoding_table.h"

/* ICU has no ISO-8859-16: read as ISO-8859-1, these differ. */
static const struct encoding_range iso_8859_16[] = {
    {0xA1, 0xA2, 0x104},  {0xA3, 0xA3, 0x141},
    {0xA4, 0xA4, 0x20AC}, {0xA5, 0xA5, 0x201E},
    {0xA6, 0xA6, 0x160},  {0xA8, 0xA8, 0x161},
    {0xAA, 0xAA, 0x218},  {0xAC, 0xAC, 0x179},
    {0xAE, 0xAF, 0x17A},  {0xB2, 0xB2, 0x10C},
    {0xB3, 0xB3, 0x142},  {0xB4, 0xB4, 0x17D},
    {0xB5, 0xB5, 0x201D}, {0xB8, 0xB8, 0x17E},
    {0xB9, 0xB9, 0x10D},  {0xBA, 0xBA, 0x219},
    {0xBC, 0xBD, 0x152},  {0xBE, 0xBE, 0x178},
    {0xBF, 0xBF, 0x17C},  {0xC3, 0xC3, 0x102},
    {0xC5, 0xC5, 0x106},  {0xD0, 0xD0, 0x110},
    {0xD1, 0xD1, 0x143},  {0xD5, 0xD5, 0x150},
    {0xD7, 0xD7, 0x15A},  {0xD8, 0xD8, 0x170},
    {0xDD, 0xDD, 0x118},  {0xDE, 0xDE, 0x21A},
    {0xE3, 0xE3, 0x103},  {0xE5, 0xE5, 0x107},
    {0xF0, 0xF0, 0x111},  {0xF1, 0xF1, 0x144},
    {0xF5, 0xF5, 0x151},  {0xF7, 0xF7, 0x15B},
    {0xF8, 0xF8, 0x171},  {0xFD, 0xFD, 0x119},
    {0xFE, 0xFE, 0x21B},  {0},
};

/* The standard's x-user-defined puts the upper half into private use. */
static const struct encoding_range user_defined[] = {
    {0x80, 0xFF, 0xF780},
    {0},
};

/* The Belarusian letters of KOI8-RU, which the standard reads as KOI8-U. */
static const struct encoding_range koi8_u[] = {
    {0x255D, 0x255D, 0x45E},
    {0x256C, 0x256C, 0x40E},
    {0},
};

/* HOLAM HASER FOR VAV. */
static const struct encoding_range windows_1255_more[] = {
    {0xCA, 0xCA, 0x5BA},
    {0},
};

/* ICU's private-use code points that Unicode has since encoded. */
static const struct encoding_range gb18030[] = {
    {0xE5E5, 0xE5E5, 0x3000},
    {0xE78D, 0xE78D, 0xFE10},
    {0xE78E, 0xE78E, 0xFE12},
    {0xE78F, 0xE78F, 0xFE11},
    {0xE790, 0xE796, 0xFE13},
    {0xE81E, 0xE81E, 0x9FB4},
    {0xE826, 0xE826, 0x9FB5},
    {0xE82B, 0xE82C, 0x9FB6},
    {0xE832, 0xE832, 0x9FB8},
    {0xE843, 0xE843, 0x9FB9},
    {0xE854, 0xE854, 0x9FBA},
    {0xE864, 0xE864, 0x9FBB},
    {0},
};

/* Likewise. */
static const struct encoding_range big5[] = {
    {0xF303, 0xF307, 0x31C0}, {0xF309, 0xF309, 0x31C5},
    {0xF30C, 0xF30D, 0x31C6}, {0xF310, 0xF310, 0x31C8},
    {0xF312, 0xF315, 0x31C9}, {0xF317, 0xF318, 0x31CD},
    {0xF34A, 0xF34B, 0x23DA}, {0xF57A, 0xF57A, 0x9FA6},
    {0xF5A4, 0xF5A4, 0x9FA7}, {0xF5AB, 0xF5AB, 0x9FA8},
    {0xF5CC, 0xF5CC, 0x9FA9}, {0xF5CE, 0xF5CE, 0x9FAA},
    {0xF5D0, 0xF5D0, 0x9FAB}, {0xF5D5, 0xF5D5, 0x9FAC},
    {0xF5EC, 0xF5ED, 0x9FAD}, {0xF5EF, 0xF5EF, 0x9FAF},
    {0xF602, 0xF602, 0x9FB2}, {0xF61C, 0xF61C, 0x9FB3},
    {0xF7E5, 0xF7E5, 0x31CF}, {0xF7EB, 0xF7EB, 0x9FB0},
    {0xF7ED, 0xF7ED, 0x9FB1}, {0},
};

/* Second codes for characters of plain Big5, and control pictures, that HKSCS lacks. */
static const struct encoding_range big5_more[] = {
    {0x87A4, 0x87A4, 0x9F97}, {0x87AC, 0x87AC, 0x9F96},
    {0x8E69, 0x8E69, 0x7BB8}, {0x8E6F, 0x8E6F, 0x7C06},
    {0x8E7E, 0x8E7E, 0x7CCE}, {0x8EAB, 0x8EAB, 0x7DD2},
    {0x8EB4, 0x8EB4, 0x7E1D}, {0x8ECD, 0x8ECD, 0x8005},
    {0x8ED0, 0x8ED0, 0x8028}, {0x8F57, 0x8F57, 0x83C1},
    {0x8F69, 0x8F69, 0x84A8}, {0x8F6E, 0x8F6E, 0x840F},
    {0x8FCB, 0x8FCB, 0x89A6}, {0x8FCC, 0x8FCC, 0x89A9},
    {0x8FFE, 0x8FFE, 0x8D77}, {0x906D, 0x906D, 0x90FD},
    {0x907A, 0x907A, 0x92B9}, {0x90DC, 0x90DC, 0x975C},
    {0x90F1, 0x90F1, 0x97FF}, {0x91BF, 0x91BF, 0x9F16},
    {0x9244, 0x9244, 0x8503}, {0x92AF, 0x92AF, 0x5159},
    {0x92B0, 0x92B0, 0x515B}, {0x92B1, 0x92B2, 0x515D},
    {0x92C8, 0x92C8, 0x936E}, {0x92D1, 0x92D1, 0x7479},
    {0x9447, 0x9447, 0x6D67}, {0x94CA, 0x94CA, 0x799B},
    {0x95D9, 0x95D9, 0x9097}, {0x9644, 0x9644, 0x975D},
    {0x96ED, 0x96ED, 0x701E}, {0x96FC, 0x96FC, 0x5B28},
    {0x9B76, 0x9B76, 0x7201}, {0x9B78, 0x9B78, 0x77D7},
    {0x9B7B, 0x9B7B, 0x7E87}, {0x9BC6, 0x9BC6, 0x99D6},
    {0x9BDE, 0x9BDE, 0x91D4}, {0x9BEC, 0x9BEC, 0x60DE},
    {0x9BF6, 0x9BF6, 0x6FB6}, {0x9C42, 0x9C42, 0x8F36},
    {0x9C53, 0x9C53, 0x4FBB}, {0x9C62, 0x9C62, 0x71DF},
    {0x9C68, 0x9C68, 0x9104}, {0x9C6B, 0x9C6B, 0x9DF0},
    {0x9C77, 0x9C77, 0x83CF}, {0x9CBC, 0x9CBC, 0x5C10},
    {0x9CBD, 0x9CBD, 0x79E3}, {0x9CD0, 0x9CD0, 0x5A67},
    {0x9D57, 0x9D57, 0x8F0B}, {0x9D5A, 0x9D5A, 0x7B51},
    {0x9DC4, 0x9DC4, 0x62D0}, {0x9EA9, 0x9EA9, 0x6062},
    {0x9EEF, 0x9EEF, 0x75F9}, {0x9EFD, 0x9EFD, 0x6C4A},
    {0x9F60, 0x9F60, 0x9B2E}, {0x9F66, 0x9F66, 0x9F17},
    {0x9FCB, 0x9FCB, 0x50ED}, {0x9FD8, 0x9FD8, 0x5F0C},
    {0xA063, 0xA063, 0x880F}, {0xA077, 0xA077, 0x62CE},
    {0xA0D5, 0xA0D5, 0x7468}, {0xA0DF, 0xA0DF, 0x7162},
    {0xA0E4, 0xA0E4, 0x7250}, {0xA3C0, 0xA3DF, 0x2400},
    {0xA3E0, 0xA3E0, 0x2421}, {0xC6CF, 0xC6CF, 0x5EF4},
    {0xC6D3, 0xC6D3, 0x65E0}, {0xC6D5, 0xC6D5, 0x7676},
    {0xC6D7, 0xC6D7, 0x96B6}, {0xC6DE, 0xC6DE, 0x3003},
    {0xC6DF, 0xC6DF, 0x4EDD}, {0xFA5F, 0xFA5F, 0x5029},
    {0xFA66, 0xFA66, 0x507D}, {0xFABD, 0xFABD, 0x5305},
    {0xFAC5, 0xFAC5, 0x5344}, {0xFAD5, 0xFAD5, 0x537F},
    {0xFB48, 0xFB48, 0x5605}, {0xFBB8, 0xFBB8, 0x5A77},
    {0xFBF3, 0xFBF3, 0x5E75}, {0xFBF9, 0xFBF9, 0x5ED0},
    {0xFC4F, 0xFC4F, 0x5F58}, {0xFC6C, 0xFC6C, 0x60A4},
    {0xFCB9, 0xFCB9, 0x6490}, {0xFCE2, 0xFCE2, 0x6674},
    {0xFCF1, 0xFCF1, 0x675E}, {0xFDB7, 0xFDB7, 0x6C9C},
    {0xFDB8, 0xFDB8, 0x6E1D}, {0xFDBB, 0xFDBB, 0x6E2F},
    {0xFDF1, 0xFDF1, 0x716E}, {0xFE52, 0xFE52, 0x732A},
    {0xFE6F, 0xFE6F, 0x745C}, {0xFEAA, 0xFEAA, 0x74E9},
    {0xFEDD, 0xFEDD, 0x7809}, {0},
};

const struct encoding encoding_table[] = {
    {"UTF-8", "UTF-8", "unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf-8 utf8 x-unicode20utf8",
     NULL, NULL},
    {"IBM866", "IBM866", "866 cp866 csibm866 ibm866", NULL, NULL},
    {"ISO-8859-2", "ISO-8859-2",
     "csisolatin2 iso-8859-2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 "
     "latin2",
     NULL, NULL},
    {"ISO-8859-3", "ISO-8859-3",
     "csisolatin3 iso-8859-3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 "
     "latin3",
     NULL, NULL},
    {"ISO-8859-4", "ISO-8859-4",
     "csisolatin4 iso-8859-4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 "
     "latin4",
     NULL, NULL},
    {"ISO-8859-5", "ISO-8859-5",
     "csisolatincyrillic cyrillic iso-8859-5 iso-ir-144 iso8859-5 iso88595 iso_8859-5 "
     "iso_8859-5:1988",
     NULL, NULL},
    {"ISO-8859-6", "ISO-8859-6",
     "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6 "
     "iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987",
     NULL, NULL},
    {"ISO-8859-7", "ISO-8859-7",
     "csisolatingreek ecma-118 elot_928 greek greek8 iso-8859-7 iso-ir-126 iso8859-7 "
     "iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek",
     NULL, NULL},
    {"ISO-8859-8", "ISO-8859-8",
     "csiso88598e csisolatinhebrew hebrew iso-8859-8 iso-8859-8-e iso-ir-138 iso8859-8 "
     "iso88598 iso_8859-8 iso_8859-8:1988 visual",
     NULL, NULL},
    {"ISO-8859-8-I", "ISO-8859-8", "csiso88598i iso-8859-8-i logical", NULL, NULL},
    {"ISO-8859-10", "ISO-8859-10",
     "csisolatin6 iso-8859-10 iso-ir-157 iso8859-10 iso885910 l6 latin6", NULL, NULL},
    {"ISO-8859-13", "ISO-8859-13", "iso-8859-13 iso8859-13 iso885913", NULL, NULL},
    {"ISO-8859-14", "ISO-8859-14", "iso-8859-14 iso8859-14 iso885914", NULL, NULL},
    {"ISO-8859-15", "ISO-8859-15", "csisolatin9 iso-8859-15 iso8859-15 iso885915 iso_8859-15 l9",
     NULL, NULL},
    {"ISO-8859-16", "ISO-8859-1", "iso-8859-16", iso_8859_16, NULL},
    {"KOI8-R", "KOI8-R", "cskoi8r koi koi8 koi8-r koi8_r", NULL, NULL},
    {"KOI8-U", "KOI8-U", "koi8-ru koi8-u", koi8_u, NULL},
    {"macintosh", "macintosh", "csmacintosh mac macintosh x-mac-roman", NULL, NULL},
    {"windows-874", "windows-874", "dos-874 iso-8859-11 iso8859-11 iso885911 tis-620 windows-874",
     NULL, NULL},
    {"windows-1250", "windows-1250", "cp1250 windows-1250 x-cp1250", NULL, NULL},
    {"windows-1251", "windows-1251", "cp1251 windows-1251 x-cp1251", NULL, NULL},
    {"windows-1252", "windows-1252",
     "ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 "
     "iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii windows-1252 "
     "x-cp1252",
     NULL, NULL},
    {"windows-1253", "windows-1253", "cp1253 windows-1253 x-cp1253", NULL, NULL},
    {"windows-1254", "windows-1254",
     "cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 "
     "iso_8859-9:1989 l5 latin5 windows-1254 x-cp1254",
     NULL, NULL},
    {"windows-1255", "windows-1255", "cp1255 windows-1255 x-cp1255", NULL, windows_1255_more},
    {"windows-1256", "windows-1256", "cp1256 windows-1256 x-cp1256", NULL, NULL},
    {"windows-1257", "windows-1257", "cp1257 windows-1257 x-cp1257", NULL, NULL},
    {"windows-1258", "windows-1258", "cp1258 windows-1258 x-cp1258", NULL, NULL},
    {"x-mac-cyrillic", "x-mac-cyrillic", "x-mac-cyrillic x-mac-ukrainian", NULL, NULL},
    {"GBK", "gb18030",
     "chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 gbk iso-ir-58 x-gbk", gb18030,
     NULL},
    {"gb18030", "gb18030", "gb18030", gb18030, NULL},
    {"Big5", "Big5-HKSCS", "big5 big5-hkscs cn-big5 csbig5 x-x-big5", big5, big5_more},
    {"EUC-JP", "EUC-JP", "cseucpkdfmtjapanese euc-jp x-euc-jp", NULL, NULL},
    {"ISO-2022-JP", "ISO-2022-JP", "csiso2022jp iso-2022-jp", NULL, NULL},
    {"Shift_JIS", "Shift_JIS",
     "csshiftjis ms932 ms_kanji shift-jis shift_jis sjis windows-31j x-sjis", NULL, NULL},
    {"EUC-KR", "windows-949",
     "cseuckr csksc56011987 euc-kr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 "
     "ksc5601 ksc_5601 windows-949",
     NULL, NULL},
    {"replacement", NULL,
     "csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr replacement", NULL, NULL},
    {"UTF-16BE", "UTF-16BE", "unicodefffe utf-16be", NULL, NULL},
    {"UTF-16LE", "UTF-16LE", "csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16 utf-16le",
     NULL, NULL},
    {"x-user-defined", "ISO-8859-1", "x-user-defined", user_defined, NULL},
};

const size_t encoding_table_count = sizeof(encoding_table) / sizeof(encoding_table[0]);
