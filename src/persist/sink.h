/* Text on its way to the caller's function, gathered, and with a checksum of all that went before
 * it. */
#ifndef HK_PERSIST_SINK_H
#define HK_PERSIST_SINK_H

#include "hillock/hillock.h"

#include <stdbool.h>

typedef struct hk_sink {
    hillock_write_function write;
    void *payload;
    uint64_t checksum; /* of what has been put so far */
    bool failed;       /* write has; nothing is written after it */
    size_t filled;
    char buffer[4096];
} hk_sink;

/* FNV-1a of 64 bits (Fowler, Noll & Vo): against accidents, not against people. */
enum { HK_CHECKSUM_DIGITS = 16 };
uint64_t hk_checksum_begin(void);
uint64_t hk_checksum_add(uint64_t checksum, const char *bytes, size_t count);

void hk_sink_open(hk_sink *sink, hillock_write_function write, void *payload);
void hk_sink_put(hk_sink *sink, const char *bytes, size_t count);
void hk_sink_text(hk_sink *sink, const char *text);
void hk_sink_size(hk_sink *sink, size_t number);
void hk_sink_hex(hk_sink *sink, double number);

/* In double quotes; a quote, a backslash and a control character as \x and two hexadecimal
 * digits, everything else as it is. */
void hk_sink_quoted(hk_sink *sink, const char *text);
bool hk_sink_escapes(unsigned char c);

/* A key, a value and the end of the line. */
void hk_sink_word_line(hk_sink *sink, const char *key, const char *word);
void hk_sink_size_line(hk_sink *sink, const char *key, size_t number);
void hk_sink_hex_line(hk_sink *sink, const char *key, double number);

/* 16 hexadecimal digits; and the line with those of the checksum, which is the last one. */
void hk_sink_hex64(hk_sink *sink, uint64_t number);
void hk_sink_seal(hk_sink *sink);

/* Hands over what is left. false: something could not be written. */
bool hk_sink_close(hk_sink *sink);

#endif
