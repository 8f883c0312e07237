#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "extract/title.h"

static struct arena *arena;

static void assert_title(struct title_evidence evidence, const char *expected)
{
    assert_string_equal(title_choose(&evidence, arena), expected);
}

static void leaves_out_the_site(void **state)
{
    (void)state;
    assert_title((struct title_evidence){.element = "Ferries sail again | The Quay"},
                 "Ferries sail again");
    assert_title((struct title_evidence){.element = "The Quay: news - Ferries sail again",
                                         .headings = {"Ferries sail again"},
                                         .heading_count = 1},
                 "Ferries sail again");
    assert_title((struct title_evidence){.element = "Ferries sail again · quaynews",
                                         .host = "quaynews.example"},
                 "Ferries sail again");
    /* Short as it is, <title> ends in another way. */
    assert_title((struct title_evidence){.open_graph = "Nine ferries are stuck in the sound - live",
                                         .element = "Nine ferries are stuck - The Quay"},
                 "Nine ferries are stuck in the sound - live");
    assert_title((struct title_evidence){.json = "Ferries sail again",
                                         .open_graph = "Ferries sail again-Harbour|Quay",
                                         .twitter = "Ferries sail again-Harbour|Quay",
                                         .element = "Ferries sail again-Harbour|Quay"},
                 "Ferries sail again");
}

static void leaves_out_a_kicker(void **state)
{
    (void)state;
    assert_title((struct title_evidence){.headings = {"Canal works - Lock closed for a year"},
                                         .heading_count = 1,
                                         .open_graph = "Lock closed for a year"},
                 "Lock closed for a year");
    assert_title((struct title_evidence){.headings = {"Canal worksLock closed for a year"},
                                         .heading_count = 1,
                                         .open_graph = "Canal works / Lock closed for a year"},
                 "Canal works / Lock closed for a year");
}

static void lets_places_vote(void **state)
{
    (void)state;
    assert_title((struct title_evidence){.headings = {"The Quay", "A lock closes"},
                                         .heading_count = 2,
                                         .open_graph = "You won't believe this lock",
                                         .site = "The Quay"},
                 "A lock closes");
    assert_title((struct title_evidence){.headings = {"A lock closes"},
                                         .heading_count = 1,
                                         .open_graph = "The end of a lock",
                                         .json = "Lock: council votes to close it",
                                         .twitter = "The end of a lock",
                                         .element = "Lock: council votes to close it"},
                 "Lock: council votes to close it");
    assert_null(title_choose(&(struct title_evidence){.element = " - "}, arena));
}

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_out_the_site),
        cmocka_unit_test(leaves_out_a_kicker),
        cmocka_unit_test(lets_places_vote),
    };
    return cmocka_run_group_tests_name("title", tests, setup, teardown);
}
