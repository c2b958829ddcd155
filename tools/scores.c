/* How good the trained neuron is, in the scores its loss has a meaning for. */
#include <stdbool.h>
#include <stdio.h>

#include "summary.h"

struct score_line {
    hillock_score_kind kind;
    const char *name;
};

/* A number, or a dash where the score is not defined for these samples (one class only, say). */
static void print_score(hillock_neuron *neuron, const hillock_dataset *dataset,
                        hillock_score_kind kind)
{
    double value = 0;
    if (hillock_score(neuron, dataset, kind, &value) == HILLOCK_OK)
        (void)printf("  %12.6g", value);
    else
        (void)printf("  %12s", "-");
}

void print_scores(hillock_neuron *neuron, const hillock_dataset *training,
                  const hillock_dataset *held_out)
{
    static const struct score_line of_classes[] = {{HILLOCK_SCORE_ACCURACY, "accuracy"},
                                                   {HILLOCK_SCORE_AUC, "AUC"},
                                                   {HILLOCK_SCORE_J, "J (no penalty)"}};
    static const struct score_line of_values[] = {{HILLOCK_SCORE_RMSE, "RMSE"},
                                                  {HILLOCK_SCORE_R2, "R2"},
                                                  {HILLOCK_SCORE_J, "J (no penalty)"}};
    const struct score_line *const lines =
        has_classes(hillock_neuron_loss(neuron)) ? of_classes : of_values;

    (void)printf("\n%-16s  %12s", "scores", "training");
    (void)printf(held_out ? "  %12s\n" : "\n", "held out");
    for (size_t i = 0; i < 3; i++) {
        (void)printf("  %-14s", lines[i].name);
        print_score(neuron, training, lines[i].kind);
        if (held_out)
            print_score(neuron, held_out, lines[i].kind);
        (void)putchar('\n');
    }
}
