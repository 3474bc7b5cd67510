/**
 * Cuts, turns, bends, blurs and colours a picture, shows all results as one and saves it: `deno task image_filters --help`.
 *
 * @module
 */
import {
  colorJitter,
  convolve,
  crop,
  display,
  displayServer,
  drawText,
  gaussianBlur,
  hflip,
  hsv2rgb,
  laplacian,
  load,
  polar,
  rgb2hsv,
  rgb2y,
  rotate,
  save,
  scale,
  toDisplayTensor,
  warp,
  y2jet,
} from "@taimatsu/image";
import { CmdLine } from "@taimatsu/optim";
import { Generator, type Tensor, zeros } from "@taimatsu/tensor";
import { angles } from "./angles.ts";

/** Width and height of each picture in the mosaic. */
const WIDTH = 192, HEIGHT = 144;

/** Says for each pixel how far away the one is that it shows, (dy, dx): waves that run to the right. */
function waves(): Tensor {
  const field = zeros([2, HEIGHT, WIDTH]);
  for (let x = 0; x < WIDTH; x++) field.select(0, 0).select(1, x).fill(8 * Math.sin(x / 12));
  return field;
}

/** Turns all hues by a share of the circle. */
function turnHue(image: Tensor, share: number): Tensor {
  const hsv = rgb2hsv(image), hue = hsv.select(0, 0);
  hue.add(share).remainder(1);
  return hsv2rgb(hsv);
}

/** All pictures by what was done, from a small one in colours. */
function filtered(image: Tensor): Record<string, Tensor> {
  const gray = rgb2y(image), kernel = laplacian(7, 0.2);
  kernel.add(-kernel.mean()); // even areas become 0
  const edges = convolve(gray, kernel, "same");
  return {
    "as it is": image,
    "hflip": hflip(image),
    "crop, scale": scale(crop(image, "c", WIDTH / 2, HEIGHT / 2), WIDTH, HEIGHT, { mode: "bicubic" }),
    "rotate 20 deg": rotate(image, Math.PI / 9, { mode: "bilinear" }),
    "warp": warp(image, waves()),
    "polar": scale(polar(image, { interp: "bilinear", mode: "full" }), WIDTH, HEIGHT),
    "gaussianBlur": gaussianBlur(image, 3),
    "laplacian": edges.div(2).add(0.5).clamp(0, 1).expand(3, HEIGHT, WIDTH),
    "hue + 1/3": turnHue(image, 1 / 3),
    "rgb2y": gray.expand(3, HEIGHT, WIDTH),
    "y2jet": y2jet(gray.clone().mul(63).floor().add(1)),
    "colorJitter": colorJitter(image, { brightness: 0.4, contrast: 0.4, saturation: 0.4, generator: new Generator(1) }),
  };
}

if (import.meta.main) {
  const beside = (name: string): string => decodeURIComponent(new URL(name, import.meta.url).pathname);
  const cmd = new CmdLine().text("Filters a picture in many ways and saves a mosaic of the results.").text()
    .option("--picture", beside("picture.jpg"), "a JPEG, PNG or PPM file in colours")
    .option("--output", beside("runs/filters.png"), "where the mosaic goes")
    .option("--show", false, "shows the mosaic in the browser, until the program is interrupted")
    .option("--write", false, "writes the pictures that the documentation shows into pictures/");
  const options = cmd.parse(Deno.args) as { picture: string; output: string; show: boolean; write: boolean };
  const write = (path: string, image: Tensor): void => {
    Deno.mkdirSync(path.replace(/[^/]*$/, "") || ".", { recursive: true });
    save(path, image);
    console.log(path);
  };
  try {
    const size = { mode: "bicubic", antialias: true } as const;
    const image = scale(load(options.picture, { channels: 3 }), WIDTH, HEIGHT, size).clamp(0, 1);
    const pictures = Object.entries(filtered(image)).map(([name, result]) =>
      drawText(result, name, 4, 4, { color: [255, 255, 255], bg: [0, 0, 0] })
    );
    const mosaic = toDisplayTensor(pictures, { nrow: 4, padding: 4, min: 0, max: 1 });
    write(options.output, mosaic);
    if (options.write) {
      write(beside("pictures/filters.jpg"), mosaic);
      write(beside("pictures/angles.png"), angles(image));
    }
    if (options.show) {
      await display(mosaic, { title: "filters" });
      (await displayServer()).ref(); // the page stays
    }
  } catch (error) {
    console.error(`image_filters: ${error instanceof Error ? error.message : error}`);
    Deno.exitCode = 1;
  }
}
