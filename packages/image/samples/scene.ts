// The scene that the sample pictures show: three balls on a chequered floor, one of them a mirror. It is computed, so that it belongs to
// nobody and needs no file.

/** Red, green and blue from 0 to 1; or a place or direction: right, up, ahead. */
type Triple = readonly [number, number, number];

interface Ball {
  readonly centre: Triple;
  readonly radius: number;
  readonly colour: Triple;
  /** The share of the light that is reflected as by a mirror. */
  readonly mirror: number;
}

const BALLS: readonly Ball[] = [
  { centre: [-1.15, 0.8, 0.4], radius: 0.8, colour: [0.85, 0.2, 0.12], mirror: 0.08 },
  { centre: [0.55, 1, 1.6], radius: 1, colour: [0.9, 0.92, 0.95], mirror: 0.75 },
  { centre: [1.05, 0.45, -0.5], radius: 0.45, colour: [0.1, 0.45, 0.7], mirror: 0.12 },
];

const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
/** a + t b */
const along = (a: Triple, t: number, b: Triple): Triple => [a[0] + t * b[0], a[1] + t * b[1], a[2] + t * b[2]];

function unit(a: Triple): Triple {
  const length = Math.sqrt(dot(a, a));
  return [a[0] / length, a[1] / length, a[2] / length];
}

const LIGHT: Triple = unit([-0.55, 0.75, -0.45]), EYE: Triple = [0, 1.5, -4.9], BOUNCES = 3, AMBIENT = 0.28;

/** How far a ray goes until it meets a ball, `Infinity` if it does not. */
function distanceTo({ centre, radius }: Ball, from: Triple, ray: Triple): number {
  const between = along(from, -1, centre), b = dot(between, ray);
  const root = b * b - dot(between, between) + radius * radius;
  const t = root < 0 ? Infinity : -b - Math.sqrt(root);
  return t > 1e-6 ? t : Infinity;
}

/** The colour of a ray that meets nothing: pale at the horizon, with a warm shine around the sun. */
function sky(ray: Triple): Triple {
  const high = Math.max(0, ray[1]), shine = Math.max(0, dot(ray, LIGHT)) ** 24;
  return [0.82 - 0.55 * high + 0.4 * shine, 0.88 - 0.4 * high + 0.3 * shine, 0.95 - 0.15 * high + 0.1 * shine];
}

/** The floor's colour: squares whose grain becomes finer to the right, so that there is something to filter. */
function floorAt(x: number, z: number): Triple {
  const square = (Math.floor(x) + Math.floor(z)) & 1, grain = 0.06 * Math.sin(12 * z) * Math.sin((9 + 4 * x) * x);
  const base = square === 0 ? 0.78 : 0.26;
  return [base + grain, base * 0.93 + grain, base * 0.8 + grain];
}

/** The colour that comes along a ray. */
function colourOf(from: Triple, ray: Triple, bounces: number): Triple {
  let nearest = ray[1] < 0 ? -from[1] / ray[1] : Infinity, met: Ball | undefined;
  for (const ball of BALLS) {
    const t = distanceTo(ball, from, ray);
    if (t >= nearest) continue;
    nearest = t;
    met = ball;
  }
  if (nearest === Infinity) return sky(ray);
  const point = along(from, nearest, ray);
  const normal: Triple = met === undefined ? [0, 1, 0] : unit(along(point, -1, met.centre));
  const own = met?.colour ?? floorAt(point[0], point[2]), start = along(point, 1e-4, normal);
  const dark = BALLS.some((ball) => distanceTo(ball, start, LIGHT) < Infinity);
  const light = AMBIENT + (dark ? 0 : 0.72 * Math.max(0, dot(normal, LIGHT)));
  const bent = unit(along(ray, -2 * dot(ray, normal), normal)),
    gloss = dark || !met ? 0 : Math.max(0, dot(bent, LIGHT)) ** 60;
  const share = bounces > 0 ? met?.mirror ?? 0 : 0;
  const seen = share > 0 ? colourOf(start, bent, bounces - 1) : own;
  // What is far away pales.
  const haze = met === undefined ? Math.min(1, (nearest / 40) ** 2) : 0, far = sky(ray);
  return [0, 1, 2].map((c) =>
    ((1 - share) * own[c]! * light + share * seen[c]! + 0.6 * gloss) * (1 - haze) + far[c]! * haze
  ) as unknown as Triple;
}

/**
 * Computes the scene as planes of red, green and blue from 0 to 1. The view is as high as it is wide in the middle, and as much wider or
 * higher as the picture is.
 */
export function renderScene(width: number, height: number): Float32Array<ArrayBuffer> {
  const plane = width * height, planes = new Float32Array(3 * plane), side = Math.min(width, height);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at++) {
      const ray = unit([(x + 0.5 - width / 2) / side, (height / 2 - y - 0.5) / side - 0.12, 1.25]);
      colourOf(EYE, ray, BOUNCES).forEach((value, c) => planes[c * plane + at] = Math.min(1, value));
    }
  }
  return planes;
}
