/* Training with checkpoints on its way. */
#ifndef HK_API_CHECKPOINT_H
#define HK_API_CHECKPOINT_H

#include "hillock/hillock.h"

/* hillock_train, with arguments that are not NULL. */
hillock_status hk_train_and_save(hillock_trainer *trainer, hillock_neuron *neuron,
                                 const hillock_dataset *dataset);

#endif
