/* Decimal numbers as people write them in tables and on command lines. */
#ifndef TOOLS_NUMBER_H
#define TOOLS_NUMBER_H

#include <stdio.h>

typedef enum number_kind {
    NUMBER_DECIMAL,   /* read, correctly rounded */
    NUMBER_EMPTY,     /* nothing but spaces      */
    NUMBER_NAN,       /* nan, na, n/a, null      */
    NUMBER_INFINITE,  /* inf, infinity           */
    NUMBER_HEX,       /* 0x...                   */
    NUMBER_COMMA,     /* 1,5: a decimal comma    */
    NUMBER_TOO_LARGE, /* beyond 1.8e308          */
    NUMBER_TEXT       /* anything else           */
} number_kind;

/* Reads the whole of text (0-terminated; spaces around the number are allowed) as a finite decimal
 * number. *value is written for NUMBER_DECIMAL only. The command never calls setlocale, so the
 * decimal point is a point everywhere. */
number_kind number_read(const char *text, double *value);

/* Prints a finite number with as few of 15 to 17 digits as name this double and no other. */
void number_print(FILE *file, double value);

#endif
