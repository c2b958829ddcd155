#include "table/csv_cell.h"

#include "table/decimal.h"

#include <math.h>
#include <string.h>

static const char nul_byte[] =
    "a NUL byte: this is no text, or it is UTF-16; save the table as UTF-8 text";

static const char no_number[] =
    "is not a number; code the column as numbers, make it categorical, or ignore it";

static bool is_blank(char c, char delimiter)
{
    return (c == ' ' || c == '\t') && c != delimiter;
}

static bool ends_cell(const char *at, char delimiter)
{
    return *at == delimiter || *at == '\n' || (at[0] == '\r' && at[1] == '\n');
}

/* `at` stands behind the opening quote. */
static hk_cell cut_quoted(const char *at, const char *end, char delimiter)
{
    hk_cell cell = {.text = at};
    for (;; at++) {
        if (at + 1 >= end) { /* the last line feed may be ours, and is no part of a cell */
            cell.fault = "the quote that opens this cell is never closed; close it, or double it "
                         "if it belongs to the text";
            return cell;
        }
        if (*at == '\0') {
            cell.fault = nul_byte;
            return cell;
        }
        cell.line_feeds += *at == '\n';
        if (*at != '"')
            continue;
        if (at[1] != '"')
            break;
        at++;
    }
    cell.length = (size_t)(at - cell.text);
    at++;
    if (ends_cell(at, delimiter))
        cell.stop = at + (*at == '\r');
    else
        cell.fault = "text behind a closing quote; put a comma there, or double the quotes that "
                     "belong to the text";
    return cell;
}

hk_cell hk_cell_cut(const char *at, const char *end, char delimiter)
{
    if (*at == '"')
        return cut_quoted(at + 1, end, delimiter);
    while (is_blank(*at, delimiter))
        at++;
    hk_cell cell = {.text = at};
    while (*at != delimiter && *at != '\n' && *at != '\r' && *at != '"' && *at != '\0')
        at++;
    if (*at == '\0')
        cell.fault = nul_byte;
    else if (*at == '"')
        cell.fault = "a quote inside a cell that does not begin with one; quote the whole cell and "
                     "double the quotes inside it";
    else if (!ends_cell(at, delimiter))
        cell.fault = "a carriage return without a line feed; save the table with LF or CRLF line "
                     "ends";
    else
        cell.stop = at + (*at == '\r');
    while (at > cell.text && is_blank(at[-1], delimiter))
        at--;
    cell.length = (size_t)(at - cell.text);
    return cell;
}

bool hk_cell_number(const hk_cell *cell, double *value)
{
    const char *at = cell->text, *stop = cell->text + cell->length;
    while (at < stop && is_blank(*at, 0))
        at++;
    while (stop > at && is_blank(stop[-1], 0))
        stop--;
    return hk_decimal_read(at, value) == stop && isfinite(*value);
}

static bool is_word(const char *text, size_t length, const char *lower)
{
    if (strlen(lower) != length)
        return false;
    for (size_t k = 0; k < length; k++)
        if ((text[k] >= 'A' && text[k] <= 'Z' ? text[k] - 'A' + 'a' : text[k]) != lower[k])
            return false;
    return true;
}

static bool is_any(const char *text, size_t length, const char *const *words)
{
    while (*words && !is_word(text, length, *words))
        words++;
    return *words;
}

/* Behind a sign. */
static const char *unsigned_text(const hk_cell *cell, size_t *length)
{
    const bool sign = cell->length > 0 && (*cell->text == '-' || *cell->text == '+');
    *length = cell->length - sign;
    return cell->text + sign;
}

bool hk_cell_is_missing(const hk_cell *cell)
{
    static const char *const words[] = {"", "nan", "na", "n/a", "null", NULL};
    size_t length;
    const char *const text = unsigned_text(cell, &length);
    return is_any(text, length, words) && (length > 0 || cell->length == 0);
}

const char *hk_cell_advice(const hk_cell *cell)
{
    static const char *const infinite[] = {"inf", "infinity", NULL};
    size_t length;
    const char *const text = unsigned_text(cell, &length);
    double value;
    if (cell->length == 0)
        return "the cell is empty; fill it in, remove the row, or set missing";
    if (hk_cell_is_missing(cell))
        return "is a missing value; fill it in, remove the row, or set missing";
    if (is_any(text, length, infinite))
        return "is not finite; write a finite number or remove the row";
    const char *const number = hk_decimal_read(cell->text, &value);
    if (number == cell->text + cell->length)
        return "is beyond the range of double (1.8e308); rescale the column";
    if (length > 1 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        return "is hexadecimal; write it as a decimal number";
    if (number && *number == ',' && hk_decimal_read(number + 1, &value) == text + length)
        return "has a comma in it; write a decimal point and no thousands separator";
    return no_number;
}

bool hk_cell_is_text(const hk_cell *cell)
{
    return hk_cell_advice(cell) == no_number;
}

void hk_cell_show(const hk_cell *cell, char text[HK_SHOWN_CAPACITY])
{
    size_t k = 0;
    for (; k < cell->length && k + 1 < HK_SHOWN_CAPACITY; k++) {
        const unsigned char c = (unsigned char)cell->text[k];
        text[k] = c < 0x20 || c == 0x7f ? '?' : (char)c;
    }
    text[k] = '\0';
}
