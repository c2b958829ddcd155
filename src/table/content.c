#include "table/content.h"

#include "core/memory.h"
#include "core/sum.h"

#include <math.h>
#include <string.h>

bool hk_array_create(hk_array *array, size_t count)
{
    *array = (hk_array){hk_zeros(count, sizeof(double)), count};
    return array->at;
}

void hk_array_destroy(hk_array *array)
{
    hk_zeros_free(array->at, array->count, sizeof(double));
    *array = (hk_array){NULL, 0};
}

hk_table_content *hk_content_create(void)
{
    return hk_allocate(1, sizeof(hk_table_content));
}

void hk_content_clear(hk_table_content *content)
{
    hk_dataset_forget(&content->dataset);
    hk_bytes_free(&content->bytes);
    hk_array_destroy(&content->X);
    for (int k = 0; k < HK_EXTRAS; k++)
        hk_array_destroy(&content->extras[k]);
    hk_zeros_free(content->lines, content->n_lines, sizeof *content->lines);
    hk_free(content->names);
    hk_free(content->references);
    hk_free(content->name_text);
    hk_free(content->level_text);
    hk_free(content->classes);
    *content = (hk_table_content){.names = NULL};
}

void hk_content_destroy(hk_table_content *content)
{
    if (content)
        hk_content_clear(content);
    hk_free(content);
}

void hk_content_view(hk_table_content *content, size_t n_samples, size_t n_features)
{
    hk_view *const view = &content->dataset.view;
    hk_column *const columns[HK_EXTRAS] = {&view->targets, &view->weights, &view->offset};
    view->n_samples = n_samples;
    view->n_features = n_features;
    if (content->X.at) {
        view->X = content->X.at;
        view->type = HK_F64;
        view->layout = HILLOCK_SAMPLE_MAJOR;
        view->stride = n_features;
    }
    for (int k = 0; k < HK_EXTRAS; k++)
        if (content->extras[k].at)
            *columns[k] = (hk_column){content->extras[k].at, HK_F64};
}

/* A copy at *at, which moves behind its closing 0; NULL of NULL. */
static char *put(char **at, const char *text)
{
    char *const copy = *at;
    if (!text)
        return NULL;
    memcpy(copy, text, strlen(text) + 1);
    *at += strlen(text) + 1;
    return copy;
}

static size_t bytes_of(const char *text)
{
    return text ? strlen(text) + 1 : 0;
}

bool hk_content_copy_names(hk_table_content *content, size_t n_features, const char *const *names,
                           const size_t *order, const char *target, const char *const *classes)
{
    size_t bytes = bytes_of(target) + 1;
    for (size_t i = 0; names && i < n_features; i++)
        bytes += bytes_of(names[order ? order[i] : i]);
    content->names = hk_allocate(n_features, sizeof *content->names);
    content->level_text = hk_allocate(bytes, 1);
    if (classes)
        content->classes = hk_allocate(bytes_of(classes[0]) + bytes_of(classes[1]), 1);
    if (!content->names || !content->level_text || (classes && !content->classes))
        return false;
    char *at = content->level_text, *class = content->classes;
    for (size_t i = 0; names && i < n_features; i++)
        content->names[i] = put(&at, names[order ? order[i] : i]);
    content->target = put(&at, target);
    if (classes) {
        (void)put(&class, classes[0]);
        content->upper = put(&class, classes[1]);
    }
    return true;
}

size_t hk_content_drop(hk_table_content *content, size_t n_samples, size_t n_features,
                       const unsigned char *skip)
{
    size_t kept = 0;
    for (size_t j = 0; j < n_samples; j++) {
        if (skip[j])
            continue;
        if (kept < j) {
            memcpy(content->X.at + kept * n_features, content->X.at + j * n_features,
                   n_features * sizeof(double));
            for (int k = 0; k < HK_EXTRAS; k++)
                if (content->extras[k].at)
                    content->extras[k].at[kept] = content->extras[k].at[j];
            content->lines[kept] = content->lines[j];
        }
        kept++;
    }
    return kept;
}

size_t hk_content_fill_means(hk_table_content *content, size_t n_samples, size_t n_features)
{
    double *const X = content->X.at;
    for (size_t i = 0; i < n_features; i++) {
        hk_compensated total = {0, 0};
        size_t present = 0;
        for (size_t j = 0; j < n_samples; j++)
            if (!isnan(X[j * n_features + i])) {
                hk_compensated_add(&total, X[j * n_features + i]);
                present++;
            }
        if (present == 0)
            return i + 1;
        const double mean = hk_compensated_value(&total) / (double)present;
        for (size_t j = 0; j < n_samples && present < n_samples; j++)
            if (isnan(X[j * n_features + i]))
                X[j * n_features + i] = mean;
    }
    return 0;
}

hillock_status hk_no_memory(const hk_source *source)
{
    return hk_say(source->message, HILLOCK_ERROR_MEMORY, "%s: no memory for this table",
                  source->name);
}
