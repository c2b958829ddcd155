/* Doubles as hexadecimal floats: exact, short, and the same in every locale. */
#ifndef HK_PERSIST_HEX_NUMBER_H
#define HK_PERSIST_HEX_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

enum { HK_HEX_CAPACITY = 32 };

/* A finite x as text with its closing 0: "-0x1.8p+3". The length without it. */
size_t hk_hex_write(double x, char text[HK_HEX_CAPACITY]);

/* The number that exactly these `length` characters are, as hk_hex_write writes it: 0x1 and up to
 * 13 digits, or 0x0 and a subnormal's, an exponent without leading zeros. false: they are none. */
bool hk_hex_read(const char *text, size_t length, double *x);

#endif
