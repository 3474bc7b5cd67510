// Imported before anything else by tests: they run on the emulated GPU unless the environment says otherwise.
const EMULATE = "TAIMATSU_CUDA_EMULATE";

if (Deno.env.get(EMULATE) === undefined) Deno.env.set(EMULATE, "1");
