#include "persist/sink.h"

#include "persist/hex_number.h"

#include <stdio.h>
#include <string.h>

static const char digits[] = "0123456789abcdef";

uint64_t hk_checksum_begin(void)
{
    return UINT64_C(0xcbf29ce484222325);
}

uint64_t hk_checksum_add(uint64_t checksum, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        checksum = (checksum ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    return checksum;
}

void hk_sink_open(hk_sink *sink, hillock_write_function write, void *payload)
{
    sink->write = write;
    sink->payload = payload;
    sink->checksum = hk_checksum_begin();
    sink->failed = false;
    sink->filled = 0;
}

static void flush(hk_sink *sink)
{
    if (!sink->failed && sink->filled > 0)
        sink->failed = sink->write(sink->buffer, sink->filled, sink->payload) != 0;
    sink->filled = 0;
}

void hk_sink_put(hk_sink *sink, const char *bytes, size_t count)
{
    sink->checksum = hk_checksum_add(sink->checksum, bytes, count);
    while (count > 0) {
        const size_t room = sizeof sink->buffer - sink->filled;
        const size_t part = count < room ? count : room;
        memcpy(sink->buffer + sink->filled, bytes, part);
        sink->filled += part;
        bytes += part;
        count -= part;
        if (sink->filled == sizeof sink->buffer)
            flush(sink);
    }
}

void hk_sink_text(hk_sink *sink, const char *text)
{
    hk_sink_put(sink, text, strlen(text));
}

void hk_sink_size(hk_sink *sink, size_t number)
{
    char text[24];
    hk_sink_put(sink, text, (size_t)snprintf(text, sizeof text, "%zu", number));
}

void hk_sink_hex(hk_sink *sink, double number)
{
    char text[HK_HEX_CAPACITY];
    hk_sink_put(sink, text, hk_hex_write(number, text));
}

bool hk_sink_escapes(unsigned char c)
{
    return c == '"' || c == '\\' || c < 0x20 || c == 0x7f;
}

void hk_sink_quoted(hk_sink *sink, const char *text)
{
    hk_sink_text(sink, "\"");
    for (; *text; text++) {
        const unsigned char c = (unsigned char)*text;
        const char escaped[] = {'\\', 'x', digits[c >> 4], digits[c & 15]};
        if (hk_sink_escapes(c))
            hk_sink_put(sink, escaped, sizeof escaped);
        else
            hk_sink_put(sink, text, 1);
    }
    hk_sink_text(sink, "\"");
}

void hk_sink_word_line(hk_sink *sink, const char *key, const char *word)
{
    hk_sink_text(sink, key);
    hk_sink_text(sink, " ");
    hk_sink_text(sink, word);
    hk_sink_text(sink, "\n");
}

void hk_sink_size_line(hk_sink *sink, const char *key, size_t number)
{
    hk_sink_text(sink, key);
    hk_sink_text(sink, " ");
    hk_sink_size(sink, number);
    hk_sink_text(sink, "\n");
}

void hk_sink_hex_line(hk_sink *sink, const char *key, double number)
{
    hk_sink_text(sink, key);
    hk_sink_text(sink, " ");
    hk_sink_hex(sink, number);
    hk_sink_text(sink, "\n");
}

void hk_sink_hex64(hk_sink *sink, uint64_t number)
{
    char text[HK_CHECKSUM_DIGITS];
    for (int k = 0; k < HK_CHECKSUM_DIGITS; k++)
        text[k] = digits[number >> (60 - 4 * k) & 15];
    hk_sink_put(sink, text, sizeof text);
}

void hk_sink_seal(hk_sink *sink)
{
    const uint64_t checksum = sink->checksum;
    hk_sink_text(sink, "checksum ");
    hk_sink_hex64(sink, checksum);
    hk_sink_text(sink, "\n");
}

bool hk_sink_close(hk_sink *sink)
{
    flush(sink);
    return !sink->failed;
}
