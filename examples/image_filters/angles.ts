import { drawLine, drawPolygon, drawText, rotate } from "@taimatsu/image";
import { cat, full, type Tensor } from "@taimatsu/tensor";

/** Width and height of each half, and the distance of the arrow from the centre. */
const WIDTH = 252, HEIGHT = 252, RADIUS = 84;

const BLUE = [0, 70, 255] as const, BLACK = [0, 0, 0] as const;

/** Puts a picture in the middle of a white field. */
function framed(image: Tensor): Tensor {
  const [, height, width] = image.size() as [number, number, number], field = full([3, HEIGHT, WIDTH], 1);
  field.narrow(1, (HEIGHT - height) >> 1, height).narrow(2, (WIDTH - width) >> 1, width).copy(image);
  return field;
}

/** The pixel at an angle, counter-clockwise from the right, on a circle about the middle of a half. */
function at(angle: number, radius: number): [number, number] {
  return [
    Math.round((WIDTH - 1) / 2 + radius * Math.cos(angle)),
    Math.round((HEIGHT - 1) / 2 - radius * Math.sin(angle)),
  ];
}

/** Shows a picture beside the same turned by +30°, with an arrow in the direction of the turn. */
export function angles(image: Tensor): Tensor {
  const angle = Math.PI / 6, turned = framed(rotate(image, angle, { expand: true, fill: 1, mode: "bilinear" }));
  const line = (from: [number, number], to: [number, number]) =>
    drawLine(turned, ...from, ...to, { color: BLUE, lineWidth: 3, out: turned });
  for (const side of [0, angle]) line(at(0, 0), at(side, RADIUS + 30));
  const arc = Array.from({ length: 13 }, (_, k) => at(angle * k / 13, RADIUS));
  arc.slice(1).forEach((to, k) => line(arc[k]!, to));
  const head = [at(angle, RADIUS), at(angle - 0.16, RADIUS + 8), at(angle - 0.16, RADIUS - 8)];
  drawPolygon(turned, head, { color: BLUE, fill: BLUE, out: turned });
  drawText(turned, "+30 deg", ...at(0.38, 40), { color: BLUE, bg: [255, 255, 255], out: turned });
  drawText(turned, "rotate(image, Math.PI / 6)", 4, HEIGHT - 12, { color: BLACK, out: turned });
  const plain = drawText(framed(image), "image", 4, HEIGHT - 12, { color: BLACK });
  return cat([plain, turned], 2);
}
