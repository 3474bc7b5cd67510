import { assert, assertEquals, assertThrows } from "@std/assert";
import { FileFormatError, rand, save as saveObject, UnknownObject } from "@taimatsu/tensor";
import { Decorator, Linear, load, Module, save, Sequential, SpatialConvolution, Tanh } from "../mod.ts";

function withFile(fn: (path: string) => void): void {
  const path = Deno.makeTempFileSync({ suffix: ".t7" });
  try {
    fn(path);
  } finally {
    Deno.removeSync(path);
  }
}

Deno.test("save() and load() keep a net", () => {
  withFile((path) => {
    const net = new Sequential().add(new Linear(3, 2)).add(new Tanh()), x = rand([4, 3]);
    const y = net.forward(x).clone();
    for (const format of ["binary", "ascii"] as const) {
      save(path, net, { format });
      const copy = load<Sequential>(path).to(net.device);
      assert(copy instanceof Sequential);
      assertEquals(copy.forward(x).toArray(), y.toArray());
    }
  });
});

Deno.test("load() says which classes nobody knows, and takes them from `classes`", () => {
  class Encoded extends Module {
    outputSize = 3;
    override updateOutput() {
      return this.output;
    }
    override updateGradInput() {
      return this.gradInput!;
    }
  }
  withFile((path) => {
    save(path, new Sequential().add(new Encoded()));
    const file = new TextDecoder("latin1").decode(Deno.readFileSync(path)),
      error = assertThrows(() => load(path), FileFormatError);
    // Before the name lie the type and the number of the object, "V 1" with its length, and the length of the name.
    const place = file.lastIndexOf("Encoded") - 19;
    assertEquals(error.offset, 0);
    assertEquals(
      error.message,
      `Cannot read ${path}: at byte 0 a module was expected but is nn.Sequential; nothing can be made of Encoded at byte ${place}`,
    );
    const net = load<Sequential>(path, { classes: [{ Encoded }] });
    assertEquals(net.get<Encoded>(0).outputSize, 3);
    saveObject(path, { net: new UnknownObject("nn.Foo", [new UnknownObject("Bar"), new UnknownObject("nn.Foo")]) });
    const { message } = assertThrows(() => load(path), FileFormatError, "a module was expected but is Object");
    assert(/; nothing can be made of nn\.Foo at byte \d+, Bar at byte \d+$/.test(message), message);
    saveObject(path, { x: rand([2]) });
    assertThrows(() => load(path), FileFormatError, "at byte 0 a module was expected but is Object");
  });
});

Deno.test("save() takes modules only", () => {
  assertThrows(() => save("x.t7", {} as never), TypeError, "Cannot run save: module must be a module but is");
});

Deno.test("layers and containers of fbcunn and cunn become those of this package", () => {
  const convolution = new SpatialConvolution(2, 3, 3, 3), { fields } = convolution.toTorch();
  withFile((path) => {
    saveObject(
      path,
      new UnknownObject("nn.DataParallelTable", { modules: [new UnknownObject("nn.SpatialConvolutionFFT", fields)] }),
    );
    const net = load<Decorator>(path).to(convolution.device), x = rand([2, 5, 5]);
    assert(net instanceof Decorator && net.get(0) instanceof SpatialConvolution);
    assertEquals(net.forward(x).toArray(), convolution.forward(x).toArray());
    saveObject(path, new UnknownObject("nn.Module"));
    assertThrows(
      () => load(path),
      FileFormatError,
      "at byte 0 a module was expected but is nn.Module; nothing can be made of nn.Module at byte 0",
    );
  });
});
