import { inside, make, PaneContent } from "./content.js";

let highest = 1;

/** Calls `move` with the pointer's steps while it drags an element. */
function drag(element, wanted, move) {
  element.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !wanted(event)) return;
    element.setPointerCapture(event.pointerId);
    // Whole pixels, so that nothing is lost step by step.
    const at = ({ clientX, clientY }) => [Math.round(clientX), Math.round(clientY)];
    let [x, y] = at(event);
    const step = (next) => {
      const [nextX, nextY] = at(next);
      move(nextX - x, nextY - y);
      [x, y] = [nextX, nextY];
    };
    element.addEventListener("pointermove", step);
    element.addEventListener("lostpointercapture", () => element.removeEventListener("pointermove", step), {
      once: true,
    });
  });
}

/** Whether an event is where the view is resized. */
function atCorner(event) {
  const { right, bottom } = event.currentTarget.getBoundingClientRect();
  return right - event.clientX < 16 && bottom - event.clientY < 16;
}

/** A pane: a head to move it by, a view, and a line for what is under the pointer. */
export class Pane extends PaneContent {
  constructor(win, parent, onclose) {
    super();
    this.win = win;
    this.onclose = onclose;
    const button = (text, label, onclick) =>
      make("button", { type: "button", title: label, "aria-label": label, onclick }, text);
    this.title = make("h2");
    this.linkButton = button("link", "link: zoom and move with other linked panes", () => this.link());
    this.linkButton.setAttribute("aria-pressed", "false");
    const head = make(
      "header",
      {},
      this.title,
      this.linkButton,
      button("keep", "detach: keep as it is", () => this.detach()),
      button("max", "maximise", () => this.maximise()),
      button("×", "close", () => this.close()),
    );
    this.view = make("div", { class: "view", tabindex: "0" });
    this.legend = make("div", { class: "legend" });
    this.status = make("div", { class: "status" });
    this.element = make("section", { class: "pane", "data-win": win }, head, this.view, this.legend, this.status);
    parent.append(this.element);
    this.raise();
    this.element.addEventListener("pointerdown", () => this.raise());
    drag(head, (event) => event.target.tagName !== "BUTTON", (dx, dy) => {
      const { style } = this.element;
      style.left = `${parseFloat(style.left) + dx}px`;
      style.top = `${Math.max(0, parseFloat(style.top) + dy)}px`;
    });
    drag(this.view, (event) => !this.isText && !atCorner(event), (dx, dy) => this.move(dx, dy));
    this.view.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.view.addEventListener("dblclick", () => this.isText || this.reset());
    this.view.addEventListener("pointermove", (event) => this.point(event));
    this.view.addEventListener("pointerleave", () => this.leave());
    this.element.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.place()).observe(this.view);
  }

  get isText() {
    return this.kind === "text";
  }

  /** Takes a message: what the pane is, and for images the colours and values. */
  set(pane, bytes) {
    const { kind, title, legend, place, zoom } = pane, { asked = {} } = this;
    const same = this.kind === kind && this.what.width === pane.width && this.what.height === pane.height;
    this.kind = kind;
    this.what = pane;
    this.title.textContent = this.title.title = title ?? "";
    this.legend.textContent = legend ?? "";
    this.view.setAttribute("aria-label", `${kind} ${title ?? this.win}`);
    this.view.className = `view ${kind}${kind === "text" && !pane.html ? " plain" : ""}`;
    this.linkButton.hidden = this.isText;
    if (!same) {
      this.view.replaceChildren();
      this.content = undefined;
      this.zoom = undefined;
    }
    this[kind](pane, bytes);
    // What the program asks for anew goes before what the user did.
    if (!same || zoom !== asked.zoom || place.width !== asked.width) this.size(place.width, zoom);
    if (!same || place.x !== asked.x || place.y !== asked.y) this.put(place);
    this.asked = { zoom, ...place };
    this.place();
  }

  /** Sizes the view, as asked or as what it shows has room for. */
  size(width, zoom) {
    const { style } = this.view;
    this.left = this.top = 0;
    if (this.isText) {
      style.width = width ? `${width}px` : "";
      return;
    }
    const [w, h] = this.natural ?? [320, 200], roomX = innerWidth - 40, roomY = Math.max(120, innerHeight - 140);
    const scale = zoom ?? (width ? width / w : Math.min(1, roomX / w, roomY / h));
    this.zoom = this.first = this.kind === "plot" ? 1 : scale;
    style.width = `${width ?? Math.min(Math.max(178, w * scale), roomX)}px`;
    style.height = `${Math.min(Math.max(40, h * scale), roomY)}px`;
  }

  /** Puts a new pane where there is room. */
  put({ x, y }) {
    const { style } = this.element;
    if (x !== undefined) style.left = `${x}px`;
    if (y !== undefined) style.top = `${y}px`;
    if (style.left !== "" && style.top !== "") return;
    let left = 8, line = 0, next = 0;
    for (const other of this.element.parentElement.children) {
      if (other === this.element) continue;
      const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = other;
      if (offsetTop > line) [left, line] = [8, offsetTop];
      left = Math.max(left, offsetLeft + offsetWidth + 8);
      next = Math.max(next, offsetTop + offsetHeight + 8);
    }
    if (left > 8 && left + this.element.offsetWidth > innerWidth) [left, line] = [8, next];
    style.left ||= `${left}px`;
    style.top ||= `${line}px`;
  }

  /** This pane and, if it is linked, all linked ones. */
  get group() {
    return this.linked
      ? [...this.element.parentElement.children].map(({ pane }) => pane).filter((pane) => pane.linked)
      : [this];
  }

  move(dx, dy) {
    for (const pane of this.group) {
      pane.left += dx;
      pane.top += dy;
      pane.place();
    }
  }

  /** Zooms so that the point (x, y) of the view stays. */
  scale(factor, x, y) {
    const origin = this.kind === "plot" ? this.frame?.left ?? 0 : 0;
    for (const pane of this.group) {
      const zoom = Math.min(256, Math.max(1 / 64, pane.zoom * factor)), by = zoom / pane.zoom;
      pane.left = x - origin - (x - origin - pane.left) * by;
      pane.top = y - (y - pane.top) * by;
      pane.zoom = zoom;
      pane.place();
    }
  }

  wheel(event) {
    if (this.isText) return;
    event.preventDefault();
    const { x, y } = inside(this.view, event);
    this.scale(2 ** (-Math.sign(event.deltaY) / 2), x, y);
    this.point(event);
  }

  reset() {
    for (const pane of this.group) {
      pane.zoom = pane.first;
      pane.left = pane.top = 0;
      pane.place();
    }
  }

  leave() {
    for (const pane of this.group) pane.untell();
  }

  key(event) {
    if (event.target !== this.view && event.key !== "Delete") return;
    const middle = [this.view.clientWidth / 2, this.view.clientHeight / 2];
    const keys = {
      Delete: () => this.close(),
      ...(this.isText ? {} : {
        "+": () => this.scale(Math.SQRT2, ...middle),
        "-": () => this.scale(Math.SQRT1_2, ...middle),
        "0": () => this.reset(),
        ArrowLeft: () => this.move(20, 0),
        ArrowRight: () => this.move(-20, 0),
        ArrowUp: () => this.move(0, 20),
        ArrowDown: () => this.move(0, -20),
      }),
    };
    if (!keys[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    keys[event.key]();
  }

  raise() {
    this.element.pane = this;
    this.element.style.zIndex = ++highest;
  }

  link() {
    this.leave();
    this.linked = !this.linked;
    this.linkButton.setAttribute("aria-pressed", String(this.linked));
  }

  /** Leaves the pane as it is: what the program shows next under its name goes to a new one. */
  detach() {
    this.onclose(false);
    this.title.textContent += " (kept)";
  }

  maximise() {
    this.element.classList.toggle("maximised");
    this.place();
  }

  /** Closes the pane, by the user's will if `tell`. */
  close(tell = true) {
    this.leave();
    this.element.remove();
    this.onclose(tell);
  }
}
