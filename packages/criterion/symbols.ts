// The functions of taimatsu.h that this package calls. tools/check_symbols.ts compares the table with the header.

/** Kernels for criterions: one line a function, with the names of its arguments. */
export const CRITERION_SYMBOLS = {
  // loss, total, x, target, weight, frame, average, ignore
  tm_nll: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "i32", "f64"], result: "i32" },
  // gx, target, weight, total, frame, average, ignore
  tm_nll_grad: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "i32", "f64"], result: "i32" },
  // r, x, target, weight, frame, ignore
  tm_nll_each: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "f64"], result: "i32" },
  // losses, beginnings, log, labels, lengths, frame, batchFirst, blank
  // deno-fmt-ignore
  tm_ctc: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "i32", "i32"], result: "i32" },
  // gx, room, log, labels, lengths, losses, beginnings, scales, frame, batchFirst, blank
  // deno-fmt-ignore
  tm_ctc_grad: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "buffer", "i32", "i32"], result: "i32" },
  // losses, counts, x, target, frame
  tm_multi_label_margin: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer"], result: "i32" },
  // gx, counts, x, target, frame, scale
  tm_multi_label_margin_grad: { parameters: ["buffer", "buffer", "buffer", "buffer", "buffer", "f64"], result: "i32" },
  // op, loss, x, y, weight, frame, scale, a
  tm_loss: { parameters: ["i32", "buffer", "buffer", "buffer", "buffer", "buffer", "f64", "f64"], result: "i32" },
  // op, r, x, y, weight, frame, scale, a
  tm_loss_each: { parameters: ["i32", "buffer", "buffer", "buffer", "buffer", "buffer", "f64", "f64"], result: "i32" },
  // op, gx, x, y, weight, frame, scale, a
  tm_loss_grad: { parameters: ["i32", "buffer", "buffer", "buffer", "buffer", "buffer", "f64", "f64"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;
