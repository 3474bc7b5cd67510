// Loaded before tests, it runs them on a GPU: `deno test --preload packages/cuda/testing_default.ts …`.
import { setDefaultDevice } from "@taimatsu/tensor";
import { cuda } from "./cuda.ts";

setDefaultDevice(cuda(0));
