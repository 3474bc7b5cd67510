/* Negative log-likelihood of labelled classes and its gradient. */
#include "kernels.h"
#include <string.h>

#define BODY "nll.inc"
#include "each_real.h"
