// Matrix products of tensors: addmm, addmv, addr, baddbmm.
#include "device.h"
#include "product.h"
#include "products.h"

namespace {

typedef int32_t (*Read)(tm_matrix m[3], int *dtype, const tm_data *r, const tm_data *a, const tm_data *b, const tm_frame *frame);

int32_t run(const char *name, Read read, const tm_data *r, const tm_data *a, const tm_data *b, const tm_frame *frame, double beta, double alpha) {
  tm_matrix m[3];
  int dtype;
  TM_TRY(read(m, &dtype, r, a, b, frame));
  tm_multiply(dtype, m[0], m[1], m[2], beta, alpha);
  return tm_done(name);
}

void describe(tm_operand *o, int32_t dtype, double rows, double columns, double offset, double bytes) {
  o->dtype = dtype, o->dims = 2, o->offset = offset, o->bytes = bytes;
  o->size[0] = rows, o->size[1] = columns, o->stride[0] = columns, o->stride[1] = 1;
}

tm_matrix planeOf(const tm_tensor &t) { return {t.data, t.size[1], t.size[2], t.stride[1], t.stride[2]}; }

}  // namespace

extern "C" {

int32_t tm_addmm(tm_data *r, const tm_data *a, const tm_data *b, tm_frame *frame, double beta, double alpha) {
  return run("addmm", tm_read_addmm, r, a, b, frame, beta, alpha);
}
int32_t tm_addmv(tm_data *r, const tm_data *a, const tm_data *x, tm_frame *frame, double beta, double alpha) {
  return run("addmv", tm_read_addmv, r, a, x, frame, beta, alpha);
}
int32_t tm_addr(tm_data *r, const tm_data *x, const tm_data *y, tm_frame *frame, double beta, double alpha) {
  return run("addr", tm_read_addr, r, x, y, frame, beta, alpha);
}

int32_t tm_addmm_n(int32_t dtype, double m, double n, double k, tm_data *r, double r_offset, double r_bytes, const tm_data *a, double a_offset,
                   double a_bytes, const tm_data *b, double b_offset, double b_bytes, double beta, double alpha) {
  tm_frame frame;
  describe(&frame.operand[0], dtype, m, n, r_offset, r_bytes);
  describe(&frame.operand[1], dtype, m, k, a_offset, a_bytes);
  describe(&frame.operand[2], dtype, k, n, b_offset, b_bytes);
  return tm_addmm(r, a, b, &frame, beta, alpha);
}

int32_t tm_baddbmm(tm_data *r, const tm_data *a, const tm_data *b, tm_frame *frame, double beta, double alpha) {
  tm_tensor t[3];
  TM_TRY(tm_read_baddbmm(t, r, a, b, frame));
  if (t[0].n == 0) return TM_OK;
  const gpu::Steps steps = {t[0].size[0], t[1].stride[0], t[2].stride[0], t[0].stride[0]};
  gpu::multiplyBatch(t[0].dtype, planeOf(t[0]), planeOf(t[1]), planeOf(t[2]), steps, beta, alpha);
  return tm_done("baddbmm");
}

}  // extern "C"
