/* Decimal numbers from text: correctly rounded, whatever locale the host program has set. */
#ifndef HK_TABLE_DECIMAL_H
#define HK_TABLE_DECIMAL_H

/* Bytes behind a text that must be readable, and the first of them no digit, point or letter e. */
enum { HK_DECIMAL_MARGIN = 16 };

/* The number that begins at `at`: [sign] digits [. digits] [e [sign] digits], a digit before or
 * behind the point. Where it ends; NULL, and *value untouched, where there is none. Infinite when
 * it is beyond double. */
const char *hk_decimal_read(const char *at, double *value);

#endif
