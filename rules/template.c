#include "rules/template.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "rules/backtrack.h"
#include "rules/fragment.h"
#include "rules/loader.h"
#include "rules/reference.h"
#include "rules/yaml.h"

/* Fragments in fragments grow exponentially when somebody is careless. */
#define EXPANSION_MAX ((size_t)64 * 1024)
#define NEST_MAX      64

/* A group that is open at the scanner's place; the first is the pattern itself. */
struct group {
    size_t need_count; /* before it: what it would add is dropped when it is optional */
    bool optional;     /* has an alternative, or asserts an absence */
    bool extended;     /* (?x) before it */
    bool behind;       /* in a lookbehind, which PCRE2 wants to be of a fixed length */
};

struct scanner {
    struct loader *loader;
    const struct yaml_node *node;
    enum template_mode mode;
    const char *text;
    size_t len;
    size_t at;
    struct buf out;
    struct buf essence;
    struct template_step *steps; /* one a byte at most; the last one is the end */
    size_t step_count;
    struct group groups[NEST_MAX];
    size_t depth;
    bool extended; /* (?x): blanks and # comments are PCRE2's */
    bool typed;    /* holds mentions */
    bool failed;
    struct template_parts parts;
    size_t slot_capacity, need_capacity;
};

static void fail_at(struct scanner *scanner, size_t at, const char *message, const char *hint)
{
    struct position position = yaml_position(scanner->node, at);
    diags_add_at(scanner->loader->diags, SEVERITY_ERROR, "rules", &position, "%s", message);
    if (hint)
        diags_hint(scanner->loader->diags, "%s", hint);
    scanner->failed = true;
}

static char peek(const struct scanner *scanner, size_t ahead)
{
    return scanner->at + ahead < scanner->len ? scanner->text[scanner->at + ahead] : '\0';
}

static void copy(struct scanner *scanner, size_t count)
{
    if (count > scanner->len - scanner->at)
        count = scanner->len - scanner->at;
    buf_add(&scanner->out, scanner->text + scanner->at, count);
    scanner->at += count;
}

/* Copies up to and with the next `end`, or all that is left: PCRE2 complains about the rest. */
static void copy_through(struct scanner *scanner, const char *end)
{
    const char *found = strstr(scanner->text + scanner->at, end);
    copy(scanner, found ? (size_t)(found - scanner->text) + strlen(end) - scanner->at
                        : scanner->len - scanner->at);
}

static void scan_escape(struct scanner *scanner)
{
    char next = peek(scanner, 1);
    if (next == 'Q')
        copy_through(scanner, "\\E");
    else if (next && strchr("pPxgkNo", next) && peek(scanner, 2) == '{')
        copy_through(scanner, "}");
    else
        copy(scanner, 2);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_quantifier(const struct scanner *scanner)
{
    char c = peek(scanner, 0), next = peek(scanner, 1);
    return (c && strchr("?*+", c)) || (c == '{' && next >= '0' && next <= '9');
}

/* Whether what stands before the scanner's place may be absent. */
static bool is_optional_here(const struct scanner *scanner)
{
    char c = peek(scanner, 0);
    return c == '?' || c == '*' || (c == '{' && (peek(scanner, 1) == '0'));
}

static void scan_blanks(struct scanner *scanner)
{
    while (is_blank(peek(scanner, 0)))
        scanner->at++;
    if (scanner->groups[scanner->depth - 1].behind)
        buf_puts(&scanner->out, "\\s");
    else
        buf_puts(&scanner->out, is_quantifier(scanner) ? "(?:\\s+)" : "\\s+");
}

/* "(?ix)" and "(?ix:": returns the letters' length, 0 when it is something else. */
static size_t option_length(const struct scanner *scanner)
{
    const char *options = scanner->text + scanner->at + 2;
    size_t len = strspn(options, "abcdefghijklmnopqrstuvwxyzJU^-");
    return options[len] == ')' || options[len] == ':' ? len : 0;
}

static bool sets_extended(const char *options, size_t len, bool before)
{
    const char *on = memchr(options, 'x', len), *minus = memchr(options, '-', len);
    if (!on)
        return before;
    return !minus || on < minus;
}

/* Opens the group whose start is at the scanner's place, `len` bytes long. */
static void push_group(struct scanner *scanner, struct group group, size_t len)
{
    if (scanner->depth == NEST_MAX) {
        fail_at(scanner, scanner->at, "parentheses are nested too deep", NULL);
        scanner->at = scanner->len;
        return;
    }
    group.need_count = scanner->parts.need_count;
    group.behind |= scanner->groups[scanner->depth - 1].behind;
    group.extended = scanner->extended;
    scanner->groups[scanner->depth++] = group;
    copy(scanner, len);
}

static void scan_group_start(struct scanner *scanner)
{
    if (peek(scanner, 1) != '?') {
        push_group(scanner, (struct group){.optional = false}, 1);
        return;
    }
    if (peek(scanner, 2) == '#') {
        copy_through(scanner, ")");
        return;
    }
    size_t options = option_length(scanner);
    bool extended = sets_extended(scanner->text + scanner->at + 2, options, scanner->extended);
    if (options > 0 && peek(scanner, 2 + options) == ')') {
        scanner->extended = extended; /* up to the end of the group around it */
        copy(scanner, options + 3);
        return;
    }
    char kind = peek(scanner, 2), look = kind == '<' ? peek(scanner, 3) : '\0';
    push_group(scanner,
               (struct group){.optional = kind == '!' || look == '!' || kind == '(',
                              .behind = look == '!' || look == '='},
               kind == '(' ? 2 : 3);
    scanner->extended = extended;
}

static void scan_group_end(struct scanner *scanner)
{
    copy(scanner, 1);
    if (scanner->depth == 1)
        return; /* none is open: PCRE2 complains about it */
    const struct group *group = &scanner->groups[--scanner->depth];
    scanner->extended = group->extended;
    if (group->optional || is_optional_here(scanner))
        scanner->parts.need_count = group->need_count;
}

/* What joins the mentions of a list: the packs' slot `joint`, else commas and a few words. */
static const char *list_joint(struct scanner *scanner)
{
    struct fragment *joint = fragment_find(scanner->loader, "joint");
    if (!joint)
        return "(?:\\s*[,&/]\\s*(?:(?:and|or)\\s+)?|\\s+(?:and|or|as\\s+well\\s+as)\\s+)";
    switch (fragment_expand(scanner->loader, joint)) {
    case FRAGMENT_READY:
        buf_printf(&scanner->essence, "%s\n", joint->expansion.essence);
        return joint->expansion.text;
    case FRAGMENT_BUSY:
        fail_at(scanner, scanner->at, "the slot 'joint' cannot hold a list itself", NULL);
        return "";
    default: /* its own mistake has been told */
        scanner->failed = true;
        return "";
    }
}

/* One mention, or several: "A, B and C". */
static void put_mentions(struct scanner *scanner, kind_set kinds, bool list)
{
    struct buf class = {0};
    buf_puts(&class, "[");
    symbols_put(scanner->loader->ruleset, kinds, true, &class);
    buf_puts(&class, "]");
    buf_puts(&scanner->out, class.data);
    if (list)
        buf_printf(&scanner->out, "(?:%s%s)*", list_joint(scanner), class.data);
    buf_free(&class);
    scanner->typed = true;
}

static void add_slot(struct scanner *scanner, const char *name, kind_set kinds, bool list)
{
    struct template_parts *parts = &scanner->parts;
    for (size_t i = 0; i < parts->slot_count; i++) {
        if (strcmp(parts->slots[i].name, name) != 0)
            continue;
        fail_at(scanner, scanner->at, "two slots have the same name",
                "name them apart: {buyer:org} … {seller:org}; or write two rules");
        return;
    }
    if (parts->slot_count == PATTERN_GROUPS_MAX - 1) {
        fail_at(scanner, scanner->at, "too many slots in one pattern", NULL);
        return;
    }
    parts->slots = arena_grow(scanner->loader->arena, parts->slots, parts->slot_count,
                              &scanner->slot_capacity, sizeof(*parts->slots));
    parts->slots[parts->slot_count] = (struct slot){
        .name = name, .kinds = kinds, .group = (int)parts->slot_count + 1, .list = list};
    parts->slot_count++;
}

static void add_need(struct scanner *scanner, kind_set kinds)
{
    struct template_parts *parts = &scanner->parts;
    parts->needs = arena_grow(scanner->loader->arena, parts->needs, parts->need_count,
                              &scanner->need_capacity, sizeof(*parts->needs));
    parts->needs[parts->need_count++] = kinds;
}

static void use_fragment(struct scanner *scanner, const struct fragment *fragment)
{
    if (fragment->expansion.typed && scanner->mode == TEMPLATE_TEXT) {
        fail_at(scanner, scanner->at,
                "this slot holds mentions, which a pattern over plain text "
                "cannot see",
                NULL);
        return;
    }
    scanner->typed |= fragment->expansion.typed;
    buf_puts(&scanner->out, fragment->expansion.text);
    buf_printf(&scanner->essence, "%s\n", fragment->expansion.essence);
    if (scanner->out.len <= EXPANSION_MAX && scanner->essence.len <= EXPANSION_MAX)
        return;
    fail_at(scanner, scanner->at, "the pattern grows beyond 64 KB with its slots", NULL);
    scanner->len = scanner->at; /* one complaint is enough */
}

static kind_set read_kinds(struct scanner *scanner, const struct reference *reference)
{
    kind_set kinds = 0;
    size_t at = reference->kinds_at, end = at + reference->kinds_len;
    while (at < end) {
        size_t len = reference_word(scanner->text + at);
        struct position position = yaml_position(scanner->node, at);
        int kind = loader_kind(scanner->loader, scanner->text + at, len, &position);
        if (kind < 0)
            scanner->failed = true;
        else
            kinds |= (kind_set)1 << kind;
        at += len + 1;
    }
    return kinds;
}

/* "[^;{org}]": a kind in a class stands for what is named of that kind, pronouns not among it. */
static void scan_class_kind(struct scanner *scanner)
{
    struct reference reference;
    if (scanner->mode == TEMPLATE_TEXT) {
        copy(scanner, 1);
        return;
    }
    if (!reference_read(scanner->text, scanner->at, &reference) || reference.named ||
        reference.list) {
        fail_at(scanner, scanner->at, "expected {kind}: a class of characters takes nothing else",
                "for the character itself write \\{");
        copy(scanner, 1);
        return;
    }
    symbols_put(scanner->loader->ruleset, read_kinds(scanner, &reference), false, &scanner->out);
    scanner->typed = true;
    scanner->at = reference.end;
}

static void scan_class(struct scanner *scanner)
{
    copy(scanner, peek(scanner, 1) == '^' ? 2 : 1);
    if (peek(scanner, 0) == ']')
        copy(scanner, 1);
    while (scanner->at < scanner->len && peek(scanner, 0) != ']') {
        if (peek(scanner, 0) == '\\')
            scan_escape(scanner);
        else if (peek(scanner, 0) == '[' && peek(scanner, 1) == ':')
            copy_through(scanner, ":]");
        else if (peek(scanner, 0) == '{')
            scan_class_kind(scanner);
        else
            copy(scanner, 1);
    }
    copy(scanner, 1);
}

/* {word} that is no kind. */
static void scan_fragment(struct scanner *scanner, const char *name)
{
    struct loader *loader = scanner->loader;
    struct fragment *fragment = fragment_find(loader, name);
    if (!fragment) {
        struct position position = yaml_position(scanner->node, scanner->at);
        fragment_unknown(loader, name, &position);
        scanner->failed = true;
        return;
    }
    switch (fragment_expand(loader, fragment)) {
    case FRAGMENT_READY:
        use_fragment(scanner, fragment);
        break;
    case FRAGMENT_BUSY:
        fail_at(scanner, scanner->at, "a slot that contains itself", NULL);
        break;
    default: /* its own mistake has been told */
        scanner->failed = true;
    }
}

static void scan_mentions(struct scanner *scanner, const struct reference *reference,
                          const char *name)
{
    if (scanner->mode == TEMPLATE_TEXT) {
        fail_at(scanner, scanner->at, "mentions are not known here: this pattern reads plain text",
                NULL);
        return;
    }
    if (scanner->mode == TEMPLATE_TYPED && reference->named) {
        fail_at(scanner, scanner->at, "only a rule's match can name a mention",
                "write {kind} instead of {name:kind}");
        return;
    }
    kind_set kinds = read_kinds(scanner, reference);
    bool captured = scanner->mode == TEMPLATE_RULE;
    if (captured)
        add_slot(scanner, name, kinds, reference->list);
    /* Named, since plain parentheses capture nothing here; by number, since any name will do. */
    if (captured)
        buf_printf(&scanner->out, "(?<s%zu>", scanner->parts.slot_count);
    else
        buf_puts(&scanner->out, "(?:");
    put_mentions(scanner, kinds, reference->list);
    buf_puts(&scanner->out, ")");
    scanner->at = reference->end;
    if (!is_optional_here(scanner))
        add_need(scanner, kinds);
}

static void scan_brace(struct scanner *scanner)
{
    struct reference reference;
    char next = peek(scanner, 1);
    if ((next >= '0' && next <= '9') || next == ',') {
        copy(scanner, 1); /* a quantifier */
        return;
    }
    if (!reference_read(scanner->text, scanner->at, &reference)) {
        fail_at(scanner, scanner->at, "expected {name:kind}, {kind} or {slot}",
                "for the character itself write \\{");
        copy(scanner, 1);
        return;
    }
    const char *name =
        arena_strndup(scanner->loader->arena, scanner->text + scanner->at + 1, reference.name_len);
    if (reference.alone && ruleset_kind(scanner->loader->ruleset, name) < 0)
        scan_fragment(scanner, name);
    else
        scan_mentions(scanner, &reference, name);
    scanner->at = reference.end;
}

static void scan_one(struct scanner *scanner)
{
    char c = peek(scanner, 0);
    if (c == '\\')
        scan_escape(scanner);
    else if (c == '[')
        scan_class(scanner);
    else if (c == '(')
        scan_group_start(scanner);
    else if (c == ')')
        scan_group_end(scanner);
    else if (c == '{')
        scan_brace(scanner);
    else if (is_blank(c) && !scanner->extended)
        scan_blanks(scanner);
    else if (c == '#' && scanner->extended)
        copy_through(scanner, "\n");
    else
        copy(scanner, 1);
    if (c == '|')
        scanner->groups[scanner->depth - 1].optional = true;
}

static void add_step(struct scanner *scanner)
{
    scanner->steps[scanner->step_count++] = (struct template_step){.in = scanner->at,
                                                                   .out = scanner->out.len,
                                                                   .depth = scanner->depth,
                                                                   .extended = scanner->extended};
}

static void scan(struct scanner *scanner)
{
    scanner->depth = 1; /* groups[0] is the pattern itself */
    while (scanner->at < scanner->len) {
        add_step(scanner);
        scan_one(scanner);
    }
    add_step(scanner);
    if (scanner->groups[0].optional)
        scanner->parts.need_count = 0;
}

/*
 * The byte of the author's text that byte `out` of the expansion comes from; for the end, where the
 * last piece begins, since a caret behind the text points to nothing.
 */
static size_t origin_of(const struct scanner *scanner, size_t out)
{
    size_t i = scanner->step_count - 1;
    while (i > 0 && scanner->steps[i - 1].out > out)
        i--;
    return i > 0 ? scanner->steps[i - 1].in : 0;
}

static bool explodes(struct scanner *scanner)
{
    struct backtrack_fault fault;
    if (!backtrack_explodes(buf_text(&scanner->out), &fault))
        return false;
    fail_at(scanner, origin_of(scanner, fault.at), fault.message, fault.hint);
    return true;
}

/* Compiles what was scanned; a mistake is shown in the author's text. */
static struct pattern *compile(struct scanner *scanner)
{
    struct pattern_error error;
    struct pattern *pattern = pattern_compile(buf_text(&scanner->out), &error);
    if (!pattern) {
        fail_at(scanner, origin_of(scanner, error.at), error.message, NULL);
        free(error.message);
        return NULL;
    }
    if (scanner->mode != TEMPLATE_TEXT &&
        (size_t)pattern_captures(pattern) != scanner->parts.slot_count) {
        fail_at(scanner, 0, "named groups cannot be used here", "use {name:kind}, or plain (…)");
        pattern_free(pattern);
        return NULL;
    }
    if (explodes(scanner)) {
        pattern_free(pattern);
        return NULL;
    }
    return pattern;
}

static bool is_verbatim(struct loader *loader, const struct yaml_node *node)
{
    if (!yaml_text(node, loader->diags))
        return false;
    if (node->style == YAML_SINGLE_QUOTED || node->style == YAML_LITERAL)
        return true;
    yaml_error(node, loader->diags, "a pattern must stand in single quotes or a | block");
    diags_hint(loader->diags, "%s",
               node->style == YAML_DOUBLE_QUOTED ? "in double quotes YAML reads \\b as a backspace"
               : node->style == YAML_FOLDED      ? "a > block joins lines"
                                            : "bare, YAML reads : # { [ and others as its own");
    return false;
}

static struct scanner scanner_new(struct loader *loader, const struct yaml_node *node,
                                  enum template_mode mode)
{
    struct scanner scanner = {.loader = loader, .node = node, .mode = mode};
    size_t len = strlen(node->text);
    while (len > 0 && (node->text[len - 1] == '\n' || node->text[len - 1] == '\r'))
        len--; /* a block's last line end is not part of the pattern */
    scanner.text = arena_strndup(loader->arena, node->text, len);
    scanner.len = len;
    scanner.steps = mem_alloc((len + 1) * sizeof(*scanner.steps));
    buf_printf(&scanner.essence, "%s\n", scanner.text);
    return scanner;
}

static void scanner_free(struct scanner *scanner)
{
    buf_free(&scanner->out);
    buf_free(&scanner->essence);
    free(scanner->steps);
}

struct pattern *template_compile(struct loader *loader, const struct yaml_node *node,
                                 enum template_mode mode, struct template_parts *parts)
{
    if (!is_verbatim(loader, node))
        return NULL;
    struct scanner scanner = scanner_new(loader, node, mode);
    if (mode != TEMPLATE_TEXT)
        buf_puts(&scanner.out, "(?n)"); /* plain parentheses capture nothing */
    scan(&scanner);
    struct pattern *pattern = scanner.failed ? NULL : compile(&scanner);
    if (parts) {
        *parts = scanner.parts;
        parts->essence = arena_strdup(loader->arena, buf_text(&scanner.essence));
        parts->elements =
            elements_split(scanner.text, scanner.steps, scanner.step_count - 1, loader->arena);
    }
    scanner_free(&scanner);
    return pattern;
}

bool template_expand(struct loader *loader, const struct yaml_node *node, struct expansion *out)
{
    if (!is_verbatim(loader, node))
        return false;
    struct scanner scanner = scanner_new(loader, node, TEMPLATE_TYPED);
    buf_puts(&scanner.out, "(?n:");
    scan(&scanner);
    buf_puts(&scanner.out, ")");
    struct pattern *pattern = scanner.failed ? NULL : compile(&scanner);
    pattern_free(pattern);
    *out = (struct expansion){.text = arena_strdup(loader->arena, buf_text(&scanner.out)),
                              .essence = arena_strdup(loader->arena, buf_text(&scanner.essence)),
                              .typed = scanner.typed};
    scanner_free(&scanner);
    return pattern != NULL;
}
