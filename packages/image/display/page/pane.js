import { inside, make, PaneContent } from "./content.js";

let highest = 1;

/** Smaller images are shown larger, to this size at most, unless a zoom is asked for. */
const SMALL = 128, ENLARGED = 192;

/** The buttons' pictures. */
const ICONS = {
  link: "M6 10l4-4M7 5l2-2a2.8 2.8 0 0 1 4 4l-2 2M9 11l-2 2a2.8 2.8 0 0 1-4-4l2-2",
  detach: "M5 2.5h6M6 2.5V7L4 9.5h8L10 7V2.5M8 9.5v4.5",
  maximise: "M3 6.5V3h3.5M9.5 3H13v3.5M13 9.5V13H9.5M6.5 13H3V9.5",
  close: "M4 4l8 8M12 4l-8 8",
};

function button(name, label, onclick) {
  const element = make("button", { type: "button", title: label, "aria-label": label, onclick });
  element.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[name]}"/></svg>`;
  return element;
}

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
    this.title = make("h2");
    this.linkButton = button("link", "link: zoom and move with other linked panes", () => this.link());
    this.linkButton.setAttribute("aria-pressed", "false");
    const head = make(
      "header",
      {},
      this.title,
      this.linkButton,
      button("detach", "detach: keep as it is", () => this.detach()),
      button("maximise", "maximise", () => this.maximise()),
      button("close", "close", () => this.close()),
    );
    this.view = make("div", { class: "view", tabindex: "0" });
    this.legend = make("div", { class: "legend" });
    this.status = make("div", { class: "status" });
    this.scaleText = make("span", { class: "scale", title: "zoom" });
    const foot = make("footer", {}, this.scaleText, this.status);
    this.element = make("section", { class: "pane", "data-win": win }, head, this.view, this.legend, foot);
    parent.append(this.element);
    this.raise();
    this.element.addEventListener("pointerdown", () => this.raise());
    drag(head, (event) => !event.target.closest("button"), (dx, dy) => {
      this.dragged = true;
      const { style } = this.element;
      style.left = `${parseFloat(style.left) + dx}px`;
      style.top = `${Math.max(0, parseFloat(style.top) + dy)}px`;
    });
    drag(this.view, (event) => this.moves && !atCorner(event), (dx, dy) => this.move(dx, dy));
    this.view.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    this.view.addEventListener("dblclick", () => this.moves && this.reset());
    this.view.addEventListener("pointermove", (event) => this.point(event));
    this.view.addEventListener("pointerleave", () => this.leave());
    this.element.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.place()).observe(this.view);
  }

  /** Whether what it shows can be zoomed and moved. */
  get moves() {
    return ["image", "svg", "plot"].includes(this.kind);
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
    this.linkButton.hidden = !this.moves;
    if (!same) {
      this.view.replaceChildren();
      this.content = this.natural = this.zoom = undefined;
      this.scaleText.textContent = "";
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
    if (this.kind === "text") {
      style.width = width ? `${width}px` : "";
      style.height = "";
      return;
    }
    const [w, h] = this.natural ?? [320, 200], roomX = innerWidth - 40, roomY = Math.max(120, innerHeight - 140);
    const small = this.kind === "image" && Math.max(w, h) < SMALL, enlarged = Math.floor(ENLARGED / Math.max(w, h));
    const fitting = Math.min(small ? enlarged : 1, roomX / w, roomY / h);
    const scale = zoom ?? (width ? width / w : Math.max(fitting, 1 / Math.min(w, h))); // a row stays visible
    style.width = `${width ?? Math.min(Math.max(218, w * scale), roomX)}px`;
    style.height = `${Math.min(Math.max(40, this.kind === "audio" ? h : h * scale), roomY)}px`;
    if (this.kind === "plot") this.home = { zoom: 1, left: 0, top: 0 };
    else this.home = this.centred(scale);
    Object.assign(this, this.home);
    if (this.maximised) this.fit();
  }

  /** Sizes and places the view anew, once it is known how large what it shows is. */
  resize() {
    const { place, zoom } = this.what, { style } = this.element;
    this.size(place.width, zoom);
    if (!this.dragged) {
      style.left = style.top = "";
      this.put(place);
    }
    this.place();
  }

  /** Where what it shows is in the middle of the view, or begins at its corner if it is larger. */
  centred(zoom) {
    const [w, h] = this.natural ?? [0, 0], { clientWidth, clientHeight } = this.view;
    const middle = (room, size) => Math.max(0, Math.floor((room - size * zoom) / 2));
    return { zoom, left: middle(clientWidth, w), top: middle(clientHeight, h) };
  }

  /** Zooms so that the view is filled, pixels by whole numbers. */
  fit() {
    if (!this.natural || !this.moves || this.kind === "plot") return;
    const [w, h] = this.natural, zoom = Math.min(this.view.clientWidth / w, this.view.clientHeight / h);
    Object.assign(this, this.centred(this.kind === "image" && zoom > 1 ? Math.floor(zoom) : zoom));
  }

  /** Puts a new pane where there is room: as far up, then as far left as it fits. */
  put({ x, y } = {}) {
    const { style } = this.element;
    if (x !== undefined) style.left = `${x}px`;
    if (y !== undefined) style.top = `${y}px`;
    if (style.left !== "" && style.top !== "") return;
    const gap = 8, width = this.element.offsetWidth, height = this.element.offsetHeight;
    const others = [...this.element.parentElement.children].filter(({ pane, style }) =>
      pane !== this && style.top !== ""
    )
      .map(({ offsetLeft: left, offsetTop: top, offsetWidth, offsetHeight }) => ({
        left,
        top,
        right: left + offsetWidth + gap,
        bottom: top + offsetHeight + gap,
      }));
    const increasing = (list) => [...new Set(list)].sort((a, b) => a - b);
    const lefts = increasing([gap, ...others.map(({ right }) => right)]);
    const isFree = (left, top) =>
      (left === gap || left + width <= innerWidth - gap) &&
      others.every((other) =>
        left >= other.right || left + width + gap <= other.left || top >= other.bottom ||
        top + height + gap <= other.top
      );
    for (const top of increasing([0, ...others.map(({ bottom }) => bottom)])) {
      const left = lefts.find((left) => isFree(left, top));
      if (left === undefined) continue;
      style.left ||= `${left}px`;
      style.top ||= `${top}px`;
      return;
    }
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
    if (!this.moves) return;
    event.preventDefault();
    const { x, y } = inside(this.view, event);
    this.scale(2 ** (-Math.sign(event.deltaY) / 2), x, y);
    this.point(event);
  }

  reset() {
    for (const pane of this.group) {
      Object.assign(pane, pane.home);
      if (pane.maximised) pane.fit();
      pane.place();
    }
  }

  leave() {
    for (const pane of this.group) pane.untell();
  }

  key(event) {
    if (event.key === "Escape" && this.maximised) return this.maximise();
    if (event.target !== this.view && event.key !== "Delete") return;
    const middle = [this.view.clientWidth / 2, this.view.clientHeight / 2];
    const keys = {
      Delete: () => this.close(),
      ...(!this.moves ? {} : {
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

  get maximised() {
    return this.element.classList.contains("maximised");
  }

  /** Fills the window, or goes back. */
  maximise() {
    const { zoom, left, top } = this;
    this.element.classList.toggle("maximised");
    if (this.maximised) {
      this.before = { zoom, left, top };
      this.fit();
    } else Object.assign(this, this.before);
    this.place();
  }

  /** Closes the pane, by the user's will if `tell`. */
  close(tell = true) {
    this.leave();
    if (this.content?.src) URL.revokeObjectURL(this.content.src);
    this.element.remove();
    this.onclose(tell);
  }
}
