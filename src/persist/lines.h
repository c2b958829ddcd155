/* Reads the texts of docs/format.md line by line, in pieces; what is wrong is said with the number
 * of its line. */
#ifndef HK_PERSIST_LINES_H
#define HK_PERSIST_LINES_H

#include "core/message.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HK_LINE_PIECES = 6 };

/* What every such text begins with. */
extern const char hk_lines_beginning[];

/* A word of a line, or what stands between quotes, still with its escapes. */
typedef struct hk_piece {
    const char *text;
    size_t length;
    bool quoted;
} hk_piece;

typedef struct hk_lines {
    const char *at; /* behind the line under way */
    const char *end;
    const char *line; /* where it begins          */
    size_t number;    /* from 1                   */
    hk_piece pieces[HK_LINE_PIECES];
    size_t count;
    char *unescaped;  /* the caller's room for names */
    const char *kind; /* of text: "model"         */
    unsigned newest;  /* version of it that is known */
    unsigned version; /* of this one */
    hk_message *message;
    hillock_status status;
} hk_lines;

/* The version of such a text is at most `newest`, which is below 10. */
hk_lines hk_lines_of(const char *text, size_t length, const char *kind, unsigned newest,
                     hk_message *message);

/* false, and FORMAT with this sentence about the line under way. So does everything below. */
bool hk_lines_fail(hk_lines *r, const char *what);

/* The next line, in pieces with one blank between them. */
bool hk_lines_next(hk_lines *r);

/* The first line: "hillock", the kind and the version. */
bool hk_lines_first(hk_lines *r);

/* The line under way is the last one, and right; `text` is the beginning of all before. */
bool hk_lines_checksum(hk_lines *r, const char *text);

bool hk_piece_is(const hk_piece *p, const char *word);

/* The line has this key and as many pieces, the key among them; expect: the key and one value. */
bool hk_lines_has(const hk_lines *r, const char *key, size_t count);
bool hk_lines_expect(hk_lines *r, const char *key);

/* A bare word, as a name to look up; a finite hexadecimal float; a whole number. */
bool hk_lines_word(hk_lines *r, const hk_piece *p, char word[32]);
bool hk_lines_hex(hk_lines *r, const hk_piece *p, double *x);
bool hk_lines_size(hk_lines *r, const hk_piece *p, size_t *number);

/* 16 hexadecimal digits. */
bool hk_piece_hex64(const hk_piece *p, uint64_t *number);

/* The value of a hexadecimal digit, or -1. */
int hk_hex_digit(char c);

#endif
