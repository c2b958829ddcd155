#include "core/memory.h"
#include "persist/checkpoint.h"
#include "persist/identity.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

typedef struct writing {
    hk_visitor visitor; /* the first: it is what is visited */
    hk_sink *sink;
} writing;

static bool put_trait(void *payload, const hk_trait *trait)
{
    hk_sink_word_line(payload, trait->key, trait->value);
    return true;
}

static void put_real(hk_sink *sink, double x)
{
    if (isfinite(x))
        hk_sink_hex(sink, x);
    else if (isnan(x))
        hk_sink_text(sink, signbit(x) ? "-nan" : "nan");
    else
        hk_sink_text(sink, x > 0.0 ? "inf" : "-inf");
}

static void put_number(hk_sink *sink, const hk_field *field, size_t i)
{
    switch (field->kind) {
    case HK_FIELD_REAL:
    case HK_FIELD_FINITE:
    case HK_FIELD_NORM:
        put_real(sink, ((const double *)field->values)[i]);
        break;
    case HK_FIELD_SIZE:
        hk_sink_size(sink, ((const size_t *)field->values)[i]);
        break;
    case HK_FIELD_INTEGER:
        hk_sink_size(sink, (size_t)((const int64_t *)field->values)[i]);
        break;
    case HK_FIELD_FLAG:
        hk_sink_text(sink, ((const bool *)field->values)[i] ? "yes" : "no");
        break;
    case HK_FIELD_WORD:
        hk_sink_hex64(sink, ((const uint64_t *)field->values)[i]);
        break;
    }
}

static bool write_field(hk_visitor *visitor, const hk_field *field)
{
    hk_sink *const sink = ((writing *)visitor)->sink;
    const char *const between = field->is_list ? "\n" : " ";
    hk_sink_text(sink, field->name);
    if (field->is_list) {
        hk_sink_text(sink, " ");
        hk_sink_size(sink, field->count);
    }
    for (size_t i = 0; i < field->count; i++) {
        hk_sink_text(sink, between);
        put_number(sink, field, i);
    }
    hk_sink_text(sink, "\n");
    return true;
}

bool hk_checkpoint_write(hk_run *run, hk_sink *sink)
{
    hk_run_mark(run);
    const hk_identity identity = {.mathematics = &run->mathematics,
                                  .settings = &run->asked,
                                  .view = &run->given,
                                  .mark = run->mark,
                                  .validation =
                                      run->training.validation ? &run->trainer->validation : NULL,
                                  .validation_mark = run->validation_mark,
                                  .n_factors = run->trainer->n_factors};
    writing w = {.visitor = {.visit = write_field}, .sink = sink};
    hk_sink_text(sink, "hillock checkpoint 1\n");
    (void)hk_identity_each(&identity, put_trait, sink);
    const hillock_status status = hk_run_visit(run, &w.visitor);
    hk_sink_seal(sink);
    return hk_sink_close(sink) && status == HILLOCK_OK;
}
