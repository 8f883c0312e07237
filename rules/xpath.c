#include "rules/xpath.h"

#include <libxml/xpathInternals.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

/* Quadratic on a page's depth, which is bounded, at worst. */
#define DESCENTS_MAX 2

/*
 * libxml2 counts an operation for each node that a step visits, and then may compare that node with
 * all that are selected already. So many operations are fifty walks through the largest page that
 * fetch/html.h lets through; what is dear on any page is refused by xpath_check.
 */
#define XPATH_OPERATIONS_MAX 1000000

/* With a handler, libxml2 keeps where it stopped in the context and prints nothing. */
static void ignore_error(void *user, xmlErrorPtr error)
{
    (void)user, (void)error;
}

static int refuse(struct xpath_fault *fault, const char *message, const char *hint, size_t at)
{
    snprintf(fault->message, sizeof(fault->message), "XPath: %s", message);
    fault->hint = hint;
    fault->at = at;
    return -1;
}

static int check_syntax(const char *expression, struct xpath_fault *fault)
{
    xmlXPathContextPtr context = xmlXPathNewContext(NULL);
    if (!context)
        mem_die("out of memory");
    context->error = ignore_error;
    xmlXPathCompExprPtr compiled = xmlXPathCtxtCompile(context, BAD_CAST expression);
    size_t at = context->lastError.int1 > 0 ? (size_t)context->lastError.int1 : 0;
    bool good = compiled != NULL;
    xmlXPathFreeCompExpr(compiled);
    xmlXPathFreeContext(context);
    if (at > strlen(expression))
        at = strlen(expression);
    return good ? 0 : refuse(fault, "cannot be read from here on", NULL, at);
}

/* The length of an axis with its colons, between which blanks may stand; 0 for something else. */
static size_t axis_length(const char *text, const char *axis)
{
    size_t len = strlen(axis);
    if (!text_starts(text, axis))
        return 0;
    len += strspn(text + len, " \t\r\n");
    return text_starts(text + len, "::") ? len + 2 : 0;
}

/* Steps that visit all below a node. */
static size_t descent_length(const char *text)
{
    size_t length = axis_length(text, "descendant");
    return text_starts(text, "//") ? 2 : length ? length : axis_length(text, "descendant-or-self");
}

/* Steps that visit all beside, before or behind a node. */
static bool is_sideways(const char *text)
{
    static const char *const axes[] = {"following", "following-sibling", "preceding",
                                       "preceding-sibling"};
    for (size_t i = 0; i < sizeof(axes) / sizeof(*axes); i++)
        if (axis_length(text, axes[i]) > 0)
            return true;
    return false;
}

static bool is_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

/* Whether a name before a parenthesis is XPath 1.0's; libxml2 would tell only on a page. */
static bool is_function(const char *name, size_t len)
{
    static const char *const names[] = {"boolean",
                                        "ceiling",
                                        "comment",
                                        "concat",
                                        "contains",
                                        "count",
                                        "false",
                                        "floor",
                                        "id",
                                        "lang",
                                        "last",
                                        "local-name",
                                        "name",
                                        "namespace-uri",
                                        "node",
                                        "normalize-space",
                                        "not",
                                        "number",
                                        "position",
                                        "processing-instruction",
                                        "round",
                                        "starts-with",
                                        "string",
                                        "string-length",
                                        "substring",
                                        "substring-after",
                                        "substring-before",
                                        "sum",
                                        "text",
                                        "translate",
                                        "true",
                                        "and",
                                        "or",
                                        "div",
                                        "mod"};
    for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
        if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
            return true;
    return false;
}

/* Predicates are counted with the path that they stand in: they run for each of its elements. */
static int check_steps(const char *expression, struct xpath_fault *fault)
{
    size_t descents = 0;
    int depth = 0; /* of brackets */
    for (size_t at = 0; expression[at];) {
        const char *text = expression + at;
        size_t length = descent_length(text);
        if (*text == '"' || *text == '\'') {
            const char *end = strchr(text + 1, *text);
            at = end ? (size_t)(end - expression) + 1 : strlen(expression);
        } else if (length > 0) {
            if (++descents > DESCENTS_MAX)
                return refuse(fault, "more than two // in one path",
                              "name the steps between: //article/div/p; or use an id or class", at);
            at += length;
        } else if (descents > 0 && is_sideways(text)) {
            return refuse(fault, "an axis to siblings behind //, which is cubic on long pages",
                          "select the parent and take the rest out with strip", at);
        } else if (is_name_char(*text)) {
            size_t len = 1;
            while (is_name_char(text[len]))
                len++;
            if (text[len + strspn(text + len, " ")] == '(' && !is_function(text, len))
                return refuse(fault, "a function that XPath 1.0 does not have", NULL, at);
            at += len;
        } else {
            depth += (*text == '[' || *text == '(') - (*text == ']' || *text == ')');
            if (*text == '|' && depth == 0)
                descents = 0; /* another path */
            at++;
        }
    }
    return 0;
}

int xpath_check(const char *expression, struct xpath_fault *fault)
{
    *fault = (struct xpath_fault){.at = 0};
    if (check_syntax(expression, fault) != 0)
        return -1;
    return check_steps(expression, fault);
}

xmlXPathObject *xpath_select(xmlDoc *page, const char *expression)
{
    xmlXPathContextPtr context = xmlXPathNewContext(page);
    if (!context)
        mem_die("out of memory");
    context->error = ignore_error;
    context->opLimit = XPATH_OPERATIONS_MAX;
    xmlXPathOrderDocElems(page); /* else putting the nodes in order walks their siblings */
    xmlXPathObject *found = xmlXPathEval(BAD_CAST expression, context);
    xmlXPathFreeContext(context);
    if (found && found->type == XPATH_NODESET && found->nodesetval)
        xmlXPathNodeSetSort(found->nodesetval);
    return found;
}
