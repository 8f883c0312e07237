/*
 * xpath: whether an XPath of a rule file can be used on foreign pages, and its use on one.
 *
 * Two things make libxml2 slow beyond repair on a page with thousands of nested or neighbouring
 * elements: each // multiplies the work by the page's depth (//div//div//div//div on 1,000 nested
 * elements ran 84 s), and an axis to siblings or to all that follows is walked for every element
 * that a // before it found (cubic). Both are refused.
 */
#ifndef RULES_XPATH_H
#define RULES_XPATH_H

#include <libxml/xpath.h>
#include <stddef.h>

/* What is wrong with an expression, and where. */
struct xpath_fault {
    char message[160];
    const char *hint; /* or NULL */
    size_t at;        /* bytes into the expression */
};

/* 0, or -1 with the fault. */
int xpath_check(const char *expression, struct xpath_fault *fault);

/*
 * What a checked expression gives on a page: nodes in document order, a text, a number or a truth.
 * NULL where it takes too many steps. Released with xmlXPathFreeObject.
 */
xmlXPathObject *xpath_select(xmlDoc *page, const char *expression);

#endif
