#include "cli/config.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "rules/yaml.h"

#define HOST_DELAY_DEFAULT 1.0
#define HOST_DELAY_MAX     3600.0 /* a run shall end some day */
#define KEEP_FEEDS_MAX     36500.0

enum setting_type { SETTING_TEXT, SETTING_PATH, SETTING_RANGES, SETTING_SECONDS, SETTING_DAYS };

static const struct setting {
    const char *key;    /* in the file; in capitals behind NEWSLEDGER_ in the environment */
    const char *option; /* without its dashes */
    enum setting_type type;
    size_t offset; /* into struct config */
} settings[] = {
    {"rules", "rules", SETTING_PATH, offsetof(struct config, rules)},
    {"ledger", "ledger", SETTING_PATH, offsetof(struct config, ledger)},
    {"archive", "archive", SETTING_PATH, offsetof(struct config, archive)},
    {"contact", "contact", SETTING_TEXT, offsetof(struct config, contact)},
    {"allow_addresses", "allow-addresses", SETTING_RANGES,
     offsetof(struct config, allow_addresses)},
    {"host_delay", "host-delay", SETTING_SECONDS, offsetof(struct config, host_delay)},
    {"keep_feeds", "keep-feeds", SETTING_DAYS, offsetof(struct config, keep_feeds)},
};

#define SETTING_COUNT (sizeof(settings) / sizeof(*settings))

static const struct option_spec specs[] = {
    {"config", OPTION_TEXT, "FILE", "settings, instead of ~/.config/newsledger/config.yaml"},
    {"rules", OPTION_TEXT, "FOLDER", "the folder of rule packs"},
    {"ledger", OPTION_TEXT, "FILE", "the database"},
    {"archive", OPTION_TEXT, "FOLDER", "where fetched pages are kept (archive/ beside the ledger)"},
    {"contact", OPTION_TEXT, "TEXT", "an address for the User-Agent, so that sites can reach you"},
    {"allow-addresses", OPTION_TEXT, "RANGES",
     "fetch from these, too, though they are not public: 10.1.0.0/16"},
    {"host-delay", OPTION_TEXT, "SECONDS", "pause between two requests to one host (1)"},
    {"keep-feeds", OPTION_TEXT, "DAYS",
     "a run forgets older feeds, never an article (0: keeps all)"},
    {"help", OPTION_SWITCH, NULL, "this text"},
    {0},
};

const struct option_spec *config_options(void)
{
    return specs;
}

struct loader {
    struct config *config;
    struct arena *arena;
    struct diags *diags;
};

static int read_number(const char *text, double max, double *value)
{
    char *end;
    errno = 0;
    *value = strtod(text, &end);
    if (errno || end == text || *end || !isfinite(*value))
        return -1;
    return *value < 0 || *value > max ? -1 : 0;
}

/* Returns what the setting expects when the text is something else, or NULL. */
static const char *set(struct loader *loader, const struct setting *setting, const char *text)
{
    char *field = (char *)loader->config + setting->offset;
    switch (setting->type) {
    case SETTING_RANGES:
        return address_ranges_parse(text, (struct address_ranges *)(void *)field) == 0
                   ? NULL
                   : "ranges of addresses (at most 16) like 10.1.0.0/16, fd00::/8";
    case SETTING_SECONDS:
        return read_number(text, HOST_DELAY_MAX, (double *)field) == 0 ? NULL
                                                                       : "seconds from 0 to 3600";
    case SETTING_DAYS:
        return read_number(text, KEEP_FEEDS_MAX, (double *)field) == 0 ? NULL
                                                                       : "days from 0 to 36500";
    case SETTING_TEXT:
    case SETTING_PATH:
        break;
    }
    *(const char **)field = arena_strdup(loader->arena, text);
    return *text ? NULL : "a text that is not empty";
}

/* A relative path in the file starts from the file's folder, wherever the program is called. */
static const char *beside(struct arena *arena, const char *file, const char *path)
{
    const char *slash = strrchr(file, '/');
    if (*path == '/' || !slash)
        return path;
    return arena_printf(arena, "%.*s/%s", (int)(slash - file), file, path);
}

static void load_entry(struct loader *loader, const struct setting *setting,
                       const struct yaml_node *node)
{
    const char *value = yaml_text(node, loader->diags);
    if (!value)
        return;
    bool path = setting->type == SETTING_PATH;
    const char *text = path ? beside(loader->arena, node->position.file, value) : value;
    const char *expected = set(loader, setting, text);
    if (expected)
        yaml_error(node, loader->diags, "'%s' is not what %s expects: %s", value, setting->key,
                   expected);
}

static void load_file(struct loader *loader, const char *path, bool needed)
{
    char *bytes = NULL;
    size_t len = 0;
    int error = file_read(path, YAML_BYTES_MAX, &bytes, &len);
    if (error == -ENOENT && !needed)
        return;
    if (error) {
        diags_add(loader->diags, SEVERITY_ERROR, "config", path, "cannot be read: %s",
                  strerror(-error));
        return;
    }
    const char *keys[SETTING_COUNT];
    for (size_t i = 0; i < SETTING_COUNT; i++)
        keys[i] = settings[i].key;
    const struct yaml_node *root = yaml_parse(path, bytes, len, loader->arena, loader->diags);
    if (root && yaml_is_map(root, loader->diags))
        yaml_check_keys(root, keys, SETTING_COUNT, loader->diags);
    for (size_t i = 0; root && i < SETTING_COUNT; i++) {
        const struct yaml_node *node = yaml_get(root, keys[i]);
        if (node)
            load_entry(loader, &settings[i], node);
    }
    free(bytes);
}

static void load_environment(struct loader *loader)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        char *name = arena_printf(loader->arena, "NEWSLEDGER_%s", settings[i].key);
        for (char *at = name; *at; at++)
            *at = (char)toupper((unsigned char)*at);
        const char *text = getenv(name);
        const char *expected = text ? set(loader, &settings[i], text) : NULL;
        if (expected)
            diags_add(loader->diags, SEVERITY_ERROR, "config", name, "'%s' is not %s", text,
                      expected);
    }
}

static void load_options(struct loader *loader, const struct options *options)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (!options_has(options, settings[i].option))
            continue;
        const char *text = options_text(options, settings[i].option);
        const char *expected = set(loader, &settings[i], text);
        if (expected)
            diags_add(loader->diags, SEVERITY_ERROR, "config", settings[i].option,
                      "--%s takes %s, not '%s'", settings[i].option, expected, text);
    }
}

/* A folder of the XDG Base Directory Specification: $XDG_CONFIG_HOME, else below $HOME. */
static const char *xdg_folder(struct arena *arena, const char *variable, const char *below_home)
{
    const char *folder = getenv(variable), *home = getenv("HOME");
    if (folder && *folder == '/') /* "must be absolute", else they are to be ignored */
        return arena_printf(arena, "%s/newsledger", folder);
    return arena_printf(arena, "%s/%s/newsledger", home ? home : ".", below_home);
}

static bool is_folder(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

static void fill_defaults(struct loader *loader, const char *config_folder)
{
    struct config *config = loader->config;
    struct arena *arena = loader->arena;
    if (!config->rules) {
        const char *own = arena_printf(arena, "%s/rules", config_folder);
        const char *installed = NEWSLEDGER_DATADIR "/rules";
        config->rules = is_folder(own) ? own : is_folder(installed) ? installed : "rules";
    }
    if (!config->ledger)
        config->ledger =
            arena_printf(arena, "%s/ledger.db", xdg_folder(arena, "XDG_DATA_HOME", ".local/share"));
    if (!config->archive)
        config->archive = beside(arena, config->ledger, "archive");
}

int config_load(struct config *config, const struct options *options, struct arena *arena,
                struct diags *diags)
{
    struct loader loader = {config, arena, diags};
    size_t errors = diags_errors(diags);
    *config = (struct config){.host_delay = HOST_DELAY_DEFAULT};

    const char *folder = xdg_folder(arena, "XDG_CONFIG_HOME", ".config");
    const char *file = options_text(options, "config");
    load_file(&loader, file ? file : arena_printf(arena, "%s/config.yaml", folder), file != NULL);
    load_environment(&loader);
    load_options(&loader, options);
    fill_defaults(&loader, folder);
    return diags_errors(diags) == errors ? 0 : -1;
}
