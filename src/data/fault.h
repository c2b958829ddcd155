/* Where data are wrong. */
#ifndef HK_DATA_FAULT_H
#define HK_DATA_FAULT_H

#include "core/message.h"
#include "data/view.h"

#include <stdbool.h>
#include <stdint.h>

#define HK_NO_COLUMN SIZE_MAX /* the fault lies in a target, weight or offset */

typedef struct hk_fault {
    bool found;
    size_t row;
    size_t column;
    double value;
} hk_fault;

#endif
