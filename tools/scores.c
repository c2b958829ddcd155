/* How good the trained neuron is, in the scores its loss has a meaning for. */
#include <stdbool.h>
#include <stdio.h>

#include "summary.h"

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

const struct score_line *scores_of(hillock_loss loss)
{
    static const struct score_line of_classes[N_SCORES] = {
        {HILLOCK_SCORE_ACCURACY, "accuracy", "accuracy"},
        {HILLOCK_SCORE_AUC, "AUC", "auc"},
        {HILLOCK_SCORE_J, "J (no penalty)", "mean_loss"}};
    static const struct score_line of_values[N_SCORES] = {
        {HILLOCK_SCORE_RMSE, "RMSE", "rmse"},
        {HILLOCK_SCORE_R2, "R2", "r2"},
        {HILLOCK_SCORE_J, "J (no penalty)", "mean_loss"}};
    return has_classes(loss) ? of_classes : of_values;
}

void print_scores(hillock_neuron *neuron, const hillock_dataset *training,
                  const hillock_dataset *held_out, bool is_weighted)
{
    const struct score_line *const lines = scores_of(hillock_neuron_loss(neuron));
    (void)printf("\n%-16s  %12s", is_weighted ? "weighted scores" : "scores", "training");
    (void)printf(held_out ? "  %12s\n" : "\n", "held out");
    for (size_t i = 0; i < N_SCORES; i++) {
        (void)printf("  %-14s", lines[i].name);
        print_score(neuron, training, lines[i].kind);
        if (held_out)
            print_score(neuron, held_out, lines[i].kind);
        (void)putchar('\n');
    }
}
