/* fiscal: with which month companies end their fiscal years. */
#include <string.h>

#include "rules/loader.h"

static const char *const MONTHS[] = {"january",   "february", "march",    "april",
                                     "may",       "june",     "july",     "august",
                                     "september", "october",  "november", "december"};

static void read_company(struct loader *loader, const struct yaml_node *id, int month)
{
    /* The entities are the ruleset's own, constant only for those who use it. */
    struct entity *entity = (struct entity *)loader_entity(loader, id);
    if (!entity)
        return;
    if (entity->year_ends != 0) {
        yaml_error(id, loader->diags, "the fiscal year of '%s' ends in %s already", entity->id,
                   MONTHS[entity->year_ends - 1]);
        return;
    }
    entity->year_ends = month;
}

static void read_months(struct loader *loader, const struct yaml_node *map)
{
    yaml_check_keys(map, MONTHS, 12, loader->diags);
    for (int i = 0; i < 12; i++) {
        const struct yaml_node *companies = yaml_get(map, MONTHS[i]);
        if (!companies || !yaml_is_list(companies, loader->diags))
            continue;
        for (size_t j = 0; j < companies->count; j++)
            read_company(loader, companies->items[j], i + 1);
    }
}

/* Every file may add to it: the companies of its own pack. */
void fiscal_years_load(struct loader *loader)
{
    for (size_t i = 0; i < loader->file_count; i++) {
        const struct yaml_node *map = yaml_get(loader->files[i], "fiscal_years");
        if (map && yaml_is_map(map, loader->diags))
            read_months(loader, map);
    }
}
