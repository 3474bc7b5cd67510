// Loaded before tests: tensors that are made without a device lie where JavaScript does not see them.
import { setDefaultDevice } from "@taimatsu/tensor";
import { elsewhere } from "@taimatsu/tensor/testing";

setDefaultDevice(elsewhere);
