/* A training as text: what makes it the same training, and what of it cannot be derived again. */
#ifndef HK_PERSIST_CHECKPOINT_H
#define HK_PERSIST_CHECKPOINT_H

#include "model/run.h"
#include "persist/sink.h"

/* The text of docs/format.md, of a run between two calls. false: the sink failed. */
bool hk_checkpoint_write(hk_run *run, hk_sink *sink);

/* The trainer keeps what exactly these bytes describe, and the neuron has its parameters; or an
 * error that names the line or what is another, and nothing has changed. Errors: as hillock_train;
 * FORMAT; VALUE (another training); all said. */
hillock_status hk_checkpoint_read(hillock_trainer *trainer, hillock_neuron *neuron,
                                  const hk_view *view, const char *text, size_t length);

#endif
