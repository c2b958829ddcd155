#include "persist/lines.h"

#include "persist/hex_number.h"
#include "persist/sink.h"

#include <stdio.h>
#include <string.h>

const char hk_lines_beginning[] = "hillock ";

hk_lines hk_lines_of(const char *text, size_t length, const char *kind, unsigned newest,
                     hk_message *message)
{
    return (hk_lines){.at = text,
                      .end = text + length,
                      .kind = kind,
                      .newest = newest,
                      .message = message,
                      .status = HILLOCK_OK};
}

bool hk_lines_fail(hk_lines *r, const char *what)
{
    r->status = hk_say(r->message, HILLOCK_ERROR_FORMAT, "line %zu: %s", r->number, what);
    return false;
}

/* `what` names the kind of text. */
__attribute__((format(printf, 2, 0))) static bool fail_kind(hk_lines *r, const char *what)
{
    char sentence[128];
    snprintf(sentence, sizeof sentence, what, r->kind);
    return hk_lines_fail(r, sentence);
}

/* The piece that begins at `at`, up to a blank or, where it is quoted, to the closing quote; where
 * the next thing stands, or NULL. */
static const char *cut_piece(const char *at, const char *stop, hk_piece *cut)
{
    const char close = at < stop && *at == '"' ? '"' : ' ';
    const char *const begin = at + (close == '"');
    const char *const end = memchr(begin, close, (size_t)(stop - begin));
    *cut = (hk_piece){begin, (size_t)((end ? end : stop) - begin), close == '"'};
    if (close == '"')
        return end ? end + 1 : NULL;
    return cut->length > 0 ? begin + cut->length : NULL;
}

bool hk_lines_next(hk_lines *r)
{
    r->line = r->at;
    r->number++;
    r->count = 0;
    const char *const stop = memchr(r->at, '\n', (size_t)(r->end - r->at));
    if (!stop)
        return hk_lines_fail(r, r->at == r->end
                                    ? "the file ends too early: it has been cut short"
                                    : "the line has no end: the file has been cut short");
    const char *at = r->at;
    r->at = stop + 1;
    for (;;) {
        if (r->count == HK_LINE_PIECES || !(at = cut_piece(at, stop, &r->pieces[r->count++])))
            return fail_kind(r, "this is no line of a %s");
        if (at == stop)
            return true;
        if (*at++ != ' ')
            return hk_lines_fail(r, "a blank is missing");
    }
}

bool hk_piece_is(const hk_piece *p, const char *word)
{
    return !p->quoted && p->length == strlen(word) && memcmp(p->text, word, p->length) == 0;
}

bool hk_lines_has(const hk_lines *r, const char *key, size_t count)
{
    return r->count == count && hk_piece_is(&r->pieces[0], key);
}

bool hk_lines_expect(hk_lines *r, const char *key)
{
    char what[64];
    if (hk_lines_has(r, key, 2))
        return true;
    snprintf(what, sizeof what, "\"%s\" and its value are expected here", key);
    return hk_lines_fail(r, what);
}

bool hk_lines_word(hk_lines *r, const hk_piece *p, char word[32])
{
    if (p->quoted || p->length >= 32)
        return hk_lines_fail(r, "a name is expected here");
    memcpy(word, p->text, p->length);
    word[p->length] = '\0';
    return true;
}

bool hk_lines_hex(hk_lines *r, const hk_piece *p, double *x)
{
    return (!p->quoted && hk_hex_read(p->text, p->length, x)) ||
           hk_lines_fail(r, "a finite hexadecimal number such as 0x1.8p+3 is expected here");
}

bool hk_lines_size(hk_lines *r, const hk_piece *p, size_t *number)
{
    *number = 0;
    bool fits = !p->quoted && (p->length == 1 || p->text[0] != '0');
    for (size_t i = 0; fits && i < p->length; i++)
        fits = p->text[i] >= '0' && p->text[i] <= '9' &&
               !__builtin_mul_overflow(*number, (size_t)10, number) &&
               !__builtin_add_overflow(*number, (size_t)(p->text[i] - '0'), number);
    return fits || hk_lines_fail(r, "a whole number is expected here");
}

int hk_hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool hk_piece_hex64(const hk_piece *p, uint64_t *number)
{
    bool is_one = !p->quoted && p->length == HK_CHECKSUM_DIGITS;
    *number = 0;
    for (size_t k = 0; is_one && k < p->length; k++) {
        is_one = hk_hex_digit(p->text[k]) >= 0;
        *number = *number << 4 | (uint64_t)(unsigned)hk_hex_digit(p->text[k]);
    }
    return is_one;
}

bool hk_lines_checksum(hk_lines *r, const char *text)
{
    uint64_t checksum;
    if (!hk_lines_expect(r, "checksum"))
        return false;
    const size_t length = (size_t)(r->line - text);
    if (!hk_piece_hex64(&r->pieces[1], &checksum) ||
        checksum != hk_checksum_add(hk_checksum_begin(), text, length))
        return hk_lines_fail(r, "the checksum does not fit: the file has been changed or damaged");
    return r->at == r->end || (r->number++, hk_lines_fail(r, "something follows the checksum"));
}

bool hk_lines_first(hk_lines *r)
{
    char what[128];
    const size_t length = strlen(hk_lines_beginning);
    const bool begins =
        (size_t)(r->end - r->at) >= length && !memcmp(r->at, hk_lines_beginning, length);
    r->number = begins ? 0 : 1; /* of one that does not the rest may not have been read */
    if (begins && !hk_lines_next(r))
        return false;
    const bool is_hillock = begins && r->count == 3;
    if (is_hillock && strcmp(r->kind, "model") == 0 && hk_piece_is(&r->pieces[1], "checkpoint"))
        return hk_lines_fail(r, "this is the checkpoint of a training, and no model: go on with "
                                "the training, and save its neuron as a model (hillock fit "
                                "--checkpoint FILE --resume --model MODEL)");
    if (!is_hillock || !hk_piece_is(&r->pieces[1], r->kind)) {
        snprintf(what, sizeof what, "this is no hillock %s: it does not begin with \"hillock %s\"",
                 r->kind, r->kind);
        return hk_lines_fail(r, what);
    }
    const hk_piece *const version = &r->pieces[2];
    r->version = !version->quoted && version->length == 1 && *version->text >= '1'
                     ? (unsigned)(*version->text - '0')
                     : 0;
    if (r->version > 0 && r->version <= r->newest)
        return true;
    snprintf(what, sizeof what, "this version of the library reads %ss of version %s%u only",
             r->kind, r->newest > 1 ? "1 to " : "", r->newest);
    return hk_lines_fail(r, what);
}
