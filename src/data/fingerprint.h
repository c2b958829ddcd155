/* What tells data from other data: 64 bits of each part, whatever its type and layout. */
#ifndef HK_DATA_FINGERPRINT_H
#define HK_DATA_FINGERPRINT_H

#include "data/view.h"

#include <stdint.h>

typedef struct hk_fingerprint {
    uint64_t features;
    uint64_t targets;
    uint64_t weights; /* 0: not given */
    uint64_t offset;  /* likewise     */
} hk_fingerprint;

/* One trip through the data. A sample's features are those that it has, in their order. */
hk_fingerprint hk_fingerprint_of(const hk_view *view);

/* The same of numbers that lie one behind the other; 0 for NULL. */
uint64_t hk_fingerprint_numbers(size_t count, const double *numbers);

#endif
