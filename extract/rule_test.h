/* rule_test: runs the inline tests of rules. */
#ifndef EXTRACT_RULE_TEST_H
#define EXTRACT_RULE_TEST_H

#include "base/diag.h"
#include "extract/reading.h"

struct rule_test_result {
    size_t run;
    size_t failed;
};

/*
 * Runs all tests of all rules, or of the one with this id (NULL: all). Each failure is an error in
 * `diags` at the test's place, with what was wanted, what came, what stopped the rule where it came
 * closest, and facts ready to be pasted.
 */
struct rule_test_result rule_tests_run(const struct extractor *extractor, const char *rule_id,
                                       struct diags *diags);

#endif
