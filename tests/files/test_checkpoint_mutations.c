/* Whatever stands in a checkpoint, be its checksum right: it is refused, or a training that goes on
 * without harm. */
#include "files/checkpoints.h"

#include <stdio.h>

enum { M = 40, N = 3, TIMES = 3000 };

/* The text with the checksum that it should have. */
static void stamp(text *t)
{
    static const char digits[] = "0123456789abcdef";
    uint64_t checksum = UINT64_C(0xcbf29ce484222325);
    const size_t length = t->length - 26;
    for (size_t i = 0; i < length; i++)
        checksum = (checksum ^ (unsigned char)t->bytes[i]) * UINT64_C(0x100000001b3);
    for (size_t k = 0; k < 16; k++)
        t->bytes[t->length - 17 + k] = digits[checksum >> (60 - 4 * k) & 15];
}

/* Another character somewhere behind what says which training it is, or a line of it twice. */
static text mutated(const text *t, hk_random *random)
{
    static const char other[] = "0123456789abcdefpx-.+ \n";
    text m = {.bytes = calloc(2 * t->length, 1), .length = t->length};
    assert_non_null(m.bytes);
    memcpy(m.bytes, t->bytes, t->length);
    const size_t first = (size_t)(strstr(m.bytes, "\nstopped") - m.bytes) + 1;
    const size_t at = first + hk_random_below(random, t->length - 26 - first);
    m.bytes[at] = other[hk_random_below(random, sizeof other - 1)];
    if (hk_random_below(random, 8) == 0) {
        char *line = m.bytes + at, *const end = memchr(line, '\n', m.length - at);
        while (line[-1] != '\n')
            line--;
        const size_t length = (size_t)(end + 1 - line);
        memmove(end + 1 + length, end + 1, m.length - (size_t)(end + 1 - m.bytes));
        memcpy(end + 1, line, length);
        m.length += length;
    }
    stamp(&m);
    return m;
}

static void assert_finite(const hillock_neuron *neuron)
{
    double w[N], b, sum = 0.0;
    must(hillock_neuron_get_parameters(neuron, w, &b));
    for (size_t i = 0; i < N; i++)
        sum += 0.0 * w[i];
    assert_true(sum + 0.0 * b == 0.0);
}

static void mutations_do_no_harm(void **state)
{
    static const hillock_solver some[] = {
        HILLOCK_GD,    HILLOCK_AGD,          HILLOCK_SGD,    HILLOCK_ADAM,         HILLOCK_SAGA,
        HILLOCK_LBFGS, HILLOCK_AVERAGED_SGD, HILLOCK_NEWTON, HILLOCK_LEAST_SQUARES};
    (void)state;
    problem p = problem_create(M, N, 1), validation = problem_create(M, N, 2);
    hk_random random = hk_random_seed(1);
    int taken = 0;
    for (size_t k = 0; k < sizeof some / sizeof *some; k++) {
        const plan of = {.p = &p,
                         .validation = k % 2 ? &validation : NULL,
                         .activation = HILLOCK_IDENTITY,
                         .loss = HILLOCK_SQUARED,
                         .settings = {{HILLOCK_SOLVER, some[k]}, {HILLOCK_EPOCHS, 3}, {0, 0}}};
        process it = process_of(&of, HILLOCK_STEPS, k % 2 ? 2 : 0, true);
        assert_true(hillock_train(it.trainer, it.neuron, p.data) >= HILLOCK_OK);
        text t = saved(&it);
        assert_int_equal(text_write("", 1, &t), 0); /* a closing 0 */
        t.length--;
        for (int time = 0; time < TIMES; time++) {
            text m = mutated(&t, &random);
            const hillock_status status = load(&it, &of, &m);
            assert_true(status == HILLOCK_OK || status == HILLOCK_ERROR_FORMAT);
            if (status == HILLOCK_OK) {
                taken++;
                assert_true(hillock_train(it.trainer, it.neuron, p.data) >= HILLOCK_OK);
                assert_finite(it.neuron);
            }
            free(m.bytes);
        }
        free(t.bytes);
        process_end(&it);
    }
    assert_true(taken > TIMES);
    problem_destroy(&validation);
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(mutations_do_no_harm)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
