#include "rules/pattern.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

/*
 * What one match may cost. 100,000 steps from one start position are more than any honest rule
 * needs on a sentence; the others bound what such a match keeps in memory.
 */
#define MATCH_LIMIT     100000
#define DEPTH_LIMIT     10000
#define HEAP_LIMIT_KB   (16u * 1024)
#define JIT_STACK_START ((size_t)32 * 1024)
#define JIT_STACK_MAX   ((size_t)128 * 1024)

/* What one pattern may cost to compile. */
#define PATTERN_TEXT_MAX  ((size_t)256 * 1024)
#define PATTERN_NEST_MAX  100
#define ERROR_MESSAGE_MAX 200

/* Machine code is made when a pattern is searched for first: most runs need few of them. */
enum jit { JIT_NOT_YET, JIT_READY, JIT_NONE };

struct pattern {
    pcre2_code *code;
    char *text;
    enum jit *jit; /* apart, as the one thing that a search changes */
};

/* The room of a match in progress: each thread has its own, made once and used for every pattern.
 */
struct scratch {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

static const struct scratch *thread_scratch(void)
{
    static _Thread_local struct scratch scratch;
    if (scratch.data)
        return &scratch;
    scratch.data = pcre2_match_data_create(PATTERN_GROUPS_MAX, NULL);
    scratch.context = pcre2_match_context_create(NULL);
    if (!scratch.data || !scratch.context)
        mem_die("out of memory");
    pcre2_set_match_limit(scratch.context, MATCH_LIMIT);
    pcre2_set_depth_limit(scratch.context, DEPTH_LIMIT);
    pcre2_set_heap_limit(scratch.context, HEAP_LIMIT_KB);
    /* NULL without JIT support: then nothing asks for it. */
    scratch.stack = pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK_MAX, NULL);
    pcre2_jit_stack_assign(scratch.context, NULL, scratch.stack);
    return &scratch;
}

static pcre2_code *compile(const char *text, int *code, PCRE2_SIZE *at)
{
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        mem_die("out of memory");
    pcre2_set_max_pattern_length(context, PATTERN_TEXT_MAX);
    pcre2_set_parens_nest_limit(context, PATTERN_NEST_MAX);
    /* \C would leave a match in the middle of a character. */
    uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C;
    pcre2_code *compiled =
        pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, options, code, at, context);
    pcre2_compile_context_free(context);
    return compiled;
}

static char *error_message(int code)
{
    char message[ERROR_MESSAGE_MAX];
    pcre2_get_error_message(code, (PCRE2_UCHAR *)message, sizeof(message));
    return mem_strdup(message);
}

struct pattern *pattern_compile(const char *text, struct pattern_error *error)
{
    int code;
    PCRE2_SIZE at;
    pcre2_code *compiled = compile(text, &code, &at);
    if (!compiled) {
        *error = (struct pattern_error){.message = error_message(code), .at = at};
        return NULL;
    }
    struct pattern *pattern = mem_alloc(sizeof(*pattern));
    pattern->code = compiled;
    pattern->text = mem_strdup(text);
    pattern->jit = mem_alloc(sizeof(*pattern->jit));
    if (pattern_captures(pattern) >= PATTERN_GROUPS_MAX) {
        struct buf message = {0};
        buf_printf(&message, "more than %d capturing groups", PATTERN_GROUPS_MAX - 1);
        *error = (struct pattern_error){.message = buf_detach(&message)};
        pattern_free(pattern);
        return NULL;
    }
    return pattern;
}

/* The column of the mistake, where the pattern stands in the excerpt as it was compiled. */
static struct position position_of(const char *text, const struct position *position, size_t at)
{
    struct position moved = *position;
    if (!position->excerpt || position->column == 0)
        return moved;
    size_t len = strlen(position->excerpt), start = 0;
    for (size_t column = 1; column < position->column && start < len; column++)
        utf8_decode(position->excerpt, len, &start);
    const char *found = strstr(position->excerpt + start, text);
    if (!found)
        return moved;
    const char *end = found + at;
    for (size_t i = start; position->excerpt + i < end; moved.column++)
        utf8_decode(position->excerpt, len, &i);
    return moved;
}

struct pattern *pattern_new(const char *text, const struct position *position, struct diags *diags)
{
    struct pattern_error error;
    struct pattern *pattern = pattern_compile(text, &error);
    if (!pattern) {
        struct position place = position_of(text, position, error.at);
        diags_add_at(diags, SEVERITY_ERROR, "rules", &place, "pattern: %s", error.message);
        free(error.message);
    }
    return pattern;
}

void pattern_free(struct pattern *pattern)
{
    if (!pattern)
        return;
    pcre2_code_free(pattern->code);
    free(pattern->jit);
    free(pattern->text);
    free(pattern);
}

static void copy_spans(const struct scratch *scratch, int count, struct span *spans)
{
    const PCRE2_SIZE *offsets = pcre2_get_ovector_pointer(scratch->data);
    for (int i = 0; i < PATTERN_GROUPS_MAX; i++) {
        bool set = i < count && offsets[2 * i] != PCRE2_UNSET;
        spans[i].start = set ? offsets[2 * i] : PATTERN_UNSET;
        spans[i].end = set ? offsets[2 * i + 1] : PATTERN_UNSET;
    }
}

/* Whether a byte continues a character, so that a text must not be cut before it. */
static bool continues(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static bool has_jit(const struct pattern *pattern)
{
    if (*pattern->jit == JIT_NOT_YET)
        *pattern->jit =
            pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE) == 0 ? JIT_READY : JIT_NONE;
    return *pattern->jit == JIT_READY;
}

static enum pattern_result run(const struct pattern *pattern, const char *subject, size_t len,
                               size_t start, struct span *spans, bool anchored)
{
    const struct scratch *scratch = thread_scratch();
    if (len > PATTERN_SUBJECT_MAX) {
        len = PATTERN_SUBJECT_MAX;
        while (len > 0 && continues(subject[len]))
            len--;
    }
    if (start > len)
        return PATTERN_NO_MATCH;

    int count;
    if (!anchored &&
        has_jit(pattern)) /* JIT code cannot be told at match time to stay at the start */
        count = pcre2_jit_match(pattern->code, (PCRE2_SPTR)subject, len, start, PCRE2_NO_UTF_CHECK,
                                scratch->data, scratch->context);
    else
        count = pcre2_match(pattern->code, (PCRE2_SPTR)subject, len, start,
                            PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT | (anchored ? PCRE2_ANCHORED : 0),
                            scratch->data, scratch->context);
    if (count == PCRE2_ERROR_NOMATCH)
        return PATTERN_NO_MATCH;
    if (count < 0)
        return PATTERN_LIMIT; /* match, depth or heap limit, JIT stack, or an endless recursion */
    if (spans)
        copy_spans(scratch, count, spans);
    return PATTERN_MATCH;
}

enum pattern_result pattern_search(const struct pattern *pattern, const char *subject, size_t len,
                                   size_t start, struct span *spans)
{
    return run(pattern, subject, len, start, spans, false);
}

enum pattern_result pattern_match_at(const struct pattern *pattern, const char *subject, size_t len,
                                     size_t start, struct span *spans)
{
    return run(pattern, subject, len, start, spans, true);
}

int pattern_group(const struct pattern *pattern, const char *name)
{
    int number = pcre2_substring_number_from_name(pattern->code, (PCRE2_SPTR)name);
    return number > 0 ? number : -1;
}

int pattern_captures(const struct pattern *pattern)
{
    uint32_t count = 0;
    pcre2_pattern_info(pattern->code, PCRE2_INFO_CAPTURECOUNT, &count);
    return (int)count;
}

const char *pattern_text(const struct pattern *pattern)
{
    return pattern->text;
}
