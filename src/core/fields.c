#include "core/fields.h"

/* One field after another, until one fails. */
static void visit(hk_visitor *visitor, const hk_field field)
{
    if (!visitor->failed)
        visitor->failed = !visitor->visit(visitor, &field);
}

void hk_visit_real(hk_visitor *visitor, const char *name, double *value)
{
    visit(visitor, (hk_field){name, HK_FIELD_REAL, false, 1, value, 0});
}

void hk_visit_finite(hk_visitor *visitor, const char *name, double *value)
{
    visit(visitor, (hk_field){name, HK_FIELD_FINITE, false, 1, value, 0});
}

void hk_visit_norm(hk_visitor *visitor, const char *name, double *value)
{
    visit(visitor, (hk_field){name, HK_FIELD_NORM, false, 1, value, 0});
}

void hk_visit_size(hk_visitor *visitor, const char *name, size_t *value, size_t most)
{
    visit(visitor, (hk_field){name, HK_FIELD_SIZE, false, 1, value, most});
}

void hk_visit_integer(hk_visitor *visitor, const char *name, int64_t *value, int64_t most)
{
    visit(visitor, (hk_field){name, HK_FIELD_INTEGER, false, 1, value, (uint64_t)most});
}

void hk_visit_flag(hk_visitor *visitor, const char *name, bool *value)
{
    visit(visitor, (hk_field){name, HK_FIELD_FLAG, false, 1, value, 1});
}

void hk_visit_row(hk_visitor *visitor, const char *name, size_t count, double *values)
{
    visit(visitor, (hk_field){name, HK_FIELD_REAL, false, count, values, 0});
}

void hk_visit_words(hk_visitor *visitor, const char *name, size_t count, uint64_t *values)
{
    visit(visitor, (hk_field){name, HK_FIELD_WORD, false, count, values, UINT64_MAX});
}

void hk_visit_reals(hk_visitor *visitor, const char *name, size_t count, double *values)
{
    visit(visitor, (hk_field){name, HK_FIELD_REAL, true, count, values, 0});
}

void hk_visit_finites(hk_visitor *visitor, const char *name, size_t count, double *values)
{
    visit(visitor, (hk_field){name, HK_FIELD_FINITE, true, count, values, 0});
}

void hk_visit_sizes(hk_visitor *visitor, const char *name, size_t count, size_t *values,
                    size_t most)
{
    visit(visitor, (hk_field){name, HK_FIELD_SIZE, true, count, values, most});
}
