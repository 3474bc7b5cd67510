/* Connectionist temporal classification. */
#include "ctc.h"
#include "kernels.h"
#include <string.h>

#define BODY "ctc.inc"
#include "each_real.h"
