import { describe } from "@taimatsu/tensor";

/** The names of colours in CSS Color Module Level 4. */
const NAMES = (
  "aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood " +
  "cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod " +
  "darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon " +
  "darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray " +
  "dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ghostwhite gold goldenrod gray green " +
  "greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender lavenderblush lawngreen lemonchiffon " +
  "lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey lightpink lightsalmon " +
  "lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen " +
  "magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue " +
  "mediumspringgreen mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy " +
  "oldlace olive olivedrab orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip " +
  "peachpuff peru pink plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown " +
  "seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan teal " +
  "thistle tomato turquoise violet wheat white whitesmoke yellow yellowgreen"
).split(" ");

/**
 * Checks a colour: a name of CSS in any case, "#rgb" or "#rrggbb".
 *
 * @throws {TypeError} If it is something else.
 */
export function checkColor(caller: string, name: string, color: unknown): asserts color is string {
  if (typeof color === "string") {
    if (/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i.test(color) || NAMES.includes(color.toLowerCase())) return;
  }
  throw new TypeError(`Cannot run ${caller}: ${name} must be a colour's name or #rrggbb but is ${describe(color)}`);
}
