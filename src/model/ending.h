/* How a training ended, in one sentence. */
#ifndef HK_MODEL_ENDING_H
#define HK_MODEL_ENDING_H

#include "solver/training.h"

void hk_say_ending(hk_message *message, const hk_report *report, const hk_training *training);

#endif
