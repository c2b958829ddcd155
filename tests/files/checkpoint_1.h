/* A checkpoint as version 1 has written it, and the training it is of. */
#ifndef TESTS_FILES_CHECKPOINT_1_H
#define TESTS_FILES_CHECKPOINT_1_H

#include "files/checkpoints.h"

/* Numbers that are written the same everywhere. */
static inline problem golden_problem(void)
{
    static const double X[] = {1, 0.5, -2, 0.25, 3, -1, 0, 1, -0.5, 2, 1.5, -0.75};
    static const double y[] = {1, 0, 1, 1, 0, 0};
    problem p = problem_create(6, 2, 1);
    memcpy(p.X, X, sizeof X);
    memcpy(p.y, y, sizeof y);
    return p;
}

static inline plan golden_plan(const problem *p, const problem *validation)
{
    return (plan){.p = p,
                  .validation = validation,
                  .activation = HILLOCK_LOGISTIC,
                  .loss = HILLOCK_CROSS_ENTROPY,
                  .settings = {{HILLOCK_SOLVER, HILLOCK_ADAM},
                               {HILLOCK_LEARNING_RATE, 0.125},
                               {HILLOCK_BATCH_SIZE, 2},
                               {HILLOCK_STEPS, 5},
                               {HILLOCK_EPOCHS, 50},
                               {HILLOCK_L2, 0.125},
                               {HILLOCK_STANDARDIZE, 1},
                               {0, 0}}};
}

static const char golden_text[] =
    "hillock checkpoint 1\n"
    "activation logistic\n"
    "loss cross-entropy\n"
    "samples 6\n"
    "features 2\n"
    "X 477e8e944aedccec\n"
    "y 092ddbf1c1c6f3ba\n"
    "weights none\n"
    "offset none\n"
    "validation-samples 6\n"
    "validation 6ee2d102cdc04760\n"
    "penalty-factors none\n"
    "solver adam\n"
    "learning-rate 0x1p-3\n"
    "schedule constant\n"
    "decay 0x1p-1\n"
    "period 0x1.4p+3\n"
    "batch-size 2\n"
    "sampling shuffled\n"
    "seed 0\n"
    "l2 0x1p-3\n"
    "penalize-bias no\n"
    "standardize yes\n"
    "evaluate-every 1\n"
    "kernel auto\n"
    "momentum 0x1.ccccccccccccdp-1\n"
    "beta2 0x1.ff7ced916872bp-1\n"
    "epsilon 0x1.5798ee2308c3ap-27\n"
    "average-from 0x1p-1\n"
    "fit-bias yes\n"
    "l1 0x0p+0\n"
    "penalize-raw no\n"
    "class-weights as-given\n"
    "patience 10\n"
    "horizon 0\n"
    "stopped 10\n"
    "steps-before 0\n"
    "horizon-epochs 50\n"
    "step-limit 5\n"
    "tolerance 0x1.0c6f7a0b5ed8dp-20\n"
    "reference-J 0x1.62e42fefa39efp-1\n"
    "status 10\n"
    "epochs 0x1.aaaaaaaaaaaaap+0\n"
    "epoch-limit 50\n"
    "steps 5\n"
    "passes 8\n"
    "solver 70\n"
    "J 0x1.37c7eb7097c0cp-1\n"
    "gradient-norm 0x1.955e44a967edp-3\n"
    "start-J 0x1.62e42fefa39efp-1\n"
    "learning-rate 0x1p-3\n"
    "seconds 0x1.44c1aep-16\n"
    "samples 0x1.4p+3\n"
    "step-seconds 0x1.328dap-19\n"
    "decrement nan\n"
    "condition nan\n"
    "gap 0x1.d9ea43beff2c7p-5\n"
    "gap-within 0x1p+0\n"
    "validation-J 0x1.35fbcbd5590dbp-1\n"
    "validation-epoch 0x1.aaaaaaaaaaaaap+0\n"
    "epoch 1\n"
    "first-rate 0x1p-3\n"
    "curvature-bound 0x1p-2\n"
    "curved yes\n"
    "J-bound 0x1.89cb8fdc01b21p+9\n"
    "bend 0x1.ff2a88cb2f134p-3\n"
    "saturated no\n"
    "current yes\n"
    "at-rest no\n"
    "ended yes\n"
    "least-norm no\n"
    "dropped 0\n"
    "evaluations 3\n"
    "interval 1\n"
    "passing yes\n"
    "points 3\n"
    "point 0x0p+0 0x1.62e42fefa39efp-1 0x1.0dd90273c3ce2p-1 0x1.62e42fefa39efp-1\n"
    "point 0x1p+0 0x1.4bcb24af7001fp-1 0x1.9250482002356p-2 0x1.492611f63f962p-1\n"
    "point 0x1.aaaaaaaaaaaaap+0 0x1.37c7eb7097c0cp-1 0x1.955e44a967edp-3 0x1.35fbcbd5590dbp-1\n"
    "w 2\n"
    "0x1.07669c7768c6cp-1\n"
    "0x1.531516308583dp-4\n"
    "b -0x1.872350f1a37ccp-4\n"
    "dJ/dw 2\n"
    "-0x1.6c1ad21b2e49p-4\n"
    "0x1.087f4537cc43bp-5\n"
    "dJ/db -0x1.69a68faf236b5p-6\n"
    "J 0x1.37c7eb7097c0cp-1\n"
    "gradient-norm 0x1.955e44a967edp-3\n"
    "best-J 0x1.492611f63f962p-1\n"
    "best-epoch 0x1p+0\n"
    "best-w 2\n"
    "0x1.3214db9391561p-2\n"
    "0x1.adf0a5dc74024p-3\n"
    "best-b -0x1.c2139d5860e84p-4\n"
    "waited 0\n"
    "state yes\n"
    "random 711ecb3a3813fcc5 7b4b4189a7ce6935 b2fee4cdfa3763ea ea1a7c84935df2d8\n"
    "order 6\n"
    "2\n"
    "4\n"
    "1\n"
    "0\n"
    "5\n"
    "3\n"
    "unseen 0x1.2e54b48d3ae6ap-1 0x1.fd71f30c878e5p-1\n"
    "averaged 0x0p+0\n"
    "first 3\n"
    "-0x1.10a93992a0602p-3\n"
    "0x1.9145e0182681cp-4\n"
    "-0x1.7c1a6609ba95ap-7\n"
    "second 3\n"
    "0x1.70fd715effe04p-11\n"
    "0x1.66bf8bb1c4259p-10\n"
    "0x1.12ff22a3f99afp-11\n"
    "done 4\n"
    "z 0x0p+0\n"
    "w 2\n"
    "0x1.4d2db9e59e849p-2\n"
    "0x1.4d58328baf74bp-4\n"
    "b -0x1.24270abadc15ep-2\n"
    "dJ/dw 2\n"
    "-0x1.6c1ad21b2e49p-4\n"
    "0x1.087f4537cc43bp-5\n"
    "dJ/db -0x1.69a68faf236b5p-6\n"
    "checksum c3a497bc0f29991d\n";

#endif
