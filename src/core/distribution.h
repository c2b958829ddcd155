/* Two distributions of statistics, the normal and Student's t, by what lies outside -t ... t;
 * and the logarithm of the gamma function. Nothing here keeps or sets a global (as libm's lgamma
 * does). */
#ifndef HK_CORE_DISTRIBUTION_H
#define HK_CORE_DISTRIBUTION_H

/* The probability that |T| > |t|, T of Student's distribution with `degrees` > 0 degrees of
 * freedom; infinite: the normal distribution. Also where it is tiny with about 13 digits. NaN
 * for a NaN. */
double hk_outside(double degrees, double t);

/* The t >= 0 for which hk_outside is `probability`, in (0, 1). NaN for what is not. */
double hk_outside_quantile(double degrees, double probability);

/* log Gamma(x), and what Stirling's formula leaves of it, log Gamma(x) - (x - 1/2) log x + x -
 * log(2 pi)/2; x > 0. */
double hk_log_gamma(double x);
double hk_stirling_rest(double x);

#endif
