// Matrix products by cuBLAS, where it is installed: it is looked for when the first product is wanted.
#pragma once
#include "product.h"

namespace gpu {

/// r = beta r + alpha a b over batches, float32 or float64. False, and nothing is done, without cuBLAS or for a layout that it does not
/// take; a failure of its own is kept for tm_done.
bool blasProduct(int dtype, const tm_matrix &r, const tm_matrix &a, const tm_matrix &b, const Steps &s, double beta, double alpha);

/// Whether products and convolutions of float32 may round to TF32.
bool tf32();

}  // namespace gpu
