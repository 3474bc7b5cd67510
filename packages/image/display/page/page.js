// The page: panes that follow what the program shows. `plotSvg` stands before this text.
const main = document.querySelector("main");
const panes = new Map(); // by name; detached panes have left it
let top_ = 1, socket;

const ARRAYS = { uint8: Uint8Array, float32: Float32Array, float64: Float64Array };

/** Makes an element with attributes and children. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** A pane: a head to move it by, a view, and a line for what is under the pointer. */
class Pane {
  constructor(win) {
    this.win = win;
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
    main.append(this.element);
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
    this.put(place);
    this.asked = { zoom, width: place.width };
    this.place();
  }

  image({ width, height, dtype, labels = [] }, bytes) {
    if (!this.content) {
      this.content = make("canvas", { width, height });
      this.view.append(this.content);
    }
    const count = width * height, rgb = new Uint8Array(bytes, 0, 3 * count);
    this.values = new ARRAYS[dtype](bytes.slice(3 * count));
    const pixels = new ImageData(width, height), { data } = pixels;
    for (let i = 0; i < count; i++) {
      data[4 * i] = rgb[3 * i];
      data[4 * i + 1] = rgb[3 * i + 1];
      data[4 * i + 2] = rgb[3 * i + 2];
      data[4 * i + 3] = 255;
    }
    this.content.getContext("2d").putImageData(pixels, 0, 0);
    for (const label of this.labels ?? []) label.remove();
    this.labels = labels.map((text) => make("span", { class: "label" }, text));
    this.view.append(...this.labels);
    this.natural = [width, height];
  }

  svg({ svg, place, zoom }) {
    // As a picture, so that nothing in it runs.
    const image = make("img", { alt: this.title.textContent, draggable: "false" }), old = this.content;
    image.onload = () => {
      URL.revokeObjectURL(image.src);
      this.view.replaceChildren(image);
      this.content = image;
      this.natural = [image.naturalWidth, image.naturalHeight];
      if (!old) this.size(place.width, zoom);
      this.place();
    };
    image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  }

  plot() {
    this.natural = [560, 320];
  }

  text({ text, html }) {
    if (html) this.view.innerHTML = text; // the page's security policy lets no script of it run
    else this.view.textContent = text;
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
    for (const other of main.children) {
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

  /** Draws the view as it is zoomed and moved. */
  place() {
    if (this.kind === "plot") return this.drawPlot();
    if (!this.content) return;
    this.content.style.transform = `translate(${this.left}px, ${this.top}px) scale(${this.zoom})`;
    (this.labels ?? []).forEach((label, i) => {
      const { columns, cell } = this.what;
      label.style.left = `${this.left + (i % columns) * cell[0] * this.zoom}px`;
      label.style.top = `${this.top + Math.floor(i / columns) * cell[1] * this.zoom}px`;
    });
  }

  drawPlot() {
    const { clientWidth: width, clientHeight: height } = this.view;
    if (width < 120 || height < 80) return;
    const whole = plotSvg(this.what.plot, { width, height });
    const frame = (svg) => new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    let svg = frame(whole);
    const number = (name) => Number(svg.dataset[name]);
    const from = number("from"), span = (number("to") - from) / this.zoom, inner = number("right") - number("left");
    if (this.zoom !== 1 || this.left !== 0) {
      const start = from - this.left / inner * span;
      svg = frame(plotSvg(this.what.plot, { width, height, range: [start, start + span] }));
    }
    this.frame = { left: number("left"), right: number("right"), from: number("from"), to: number("to") };
    this.view.replaceChildren(document.importNode(svg, true));
  }

  /** This pane and, if it is linked, all linked ones. */
  get group() {
    return this.linked ? [...main.children].map(({ pane }) => pane).filter((pane) => pane.linked) : [this];
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

  /** Tells what is under the pointer, and what linked images have at the same place. */
  point(event) {
    const { x, y } = inside(this.view, event);
    if (this.kind === "plot") return this.pointPlot(x);
    if (this.kind !== "image") return;
    const column = Math.floor((x - this.left) / this.zoom), row = Math.floor((y - this.top) / this.zoom);
    for (const pane of this.group) pane.tell(column, row, pane !== this);
  }

  tell(column, row, marked) {
    if (this.kind !== "image") return;
    this.untell();
    const { width, height, channels } = this.what;
    if (column < 0 || row < 0 || column >= width || row >= height) return;
    const values = Array.from({ length: channels }, (_, c) => this.values[(c * height + row) * width + column]);
    this.status.textContent = `x ${column}, y ${row}: ${values.join(", ")}`;
    if (!marked) return;
    this.cross = make("span", { class: "cross" });
    this.cross.style.left = `${this.left + (column + 0.5) * this.zoom}px`;
    this.cross.style.top = `${this.top + (row + 0.5) * this.zoom}px`;
    this.view.append(this.cross);
  }

  pointPlot(x) {
    const { left, right, from, to } = this.frame, at = from + (x - left) / (right - left) * (to - from);
    let near = null;
    for (const row of this.what.plot.rows) {
      if (row[0] !== null && (near === null || Math.abs(row[0] - at) < Math.abs(near[0] - at))) near = row;
    }
    if (near === null) return;
    const show = (value) => Array.isArray(value) ? `${value[1]} [${value[0]}, ${value[2]}]` : value ?? "–";
    this.status.textContent = near.map((value, i) => `${this.what.plot.labels[i]} ${show(value)}`).join("  ");
  }

  leave() {
    for (const pane of this.group) pane.untell();
  }

  untell() {
    this.status.textContent = "";
    this.cross?.remove();
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
    this.element.style.zIndex = ++top_;
  }

  link() {
    this.leave();
    this.linked = !this.linked;
    this.linkButton.setAttribute("aria-pressed", String(this.linked));
  }

  /** Leaves the pane as it is: what the program shows next under its name goes to a new one. */
  detach() {
    if (panes.get(this.win) === this) panes.delete(this.win);
    this.title.textContent += " (kept)";
  }

  maximise() {
    this.element.classList.toggle("maximised");
    this.place();
  }

  close(tell = true) {
    this.leave();
    this.element.remove();
    if (panes.get(this.win) !== this) return;
    panes.delete(this.win);
    if (tell && socket.readyState === WebSocket.OPEN) socket.send(`close ${this.win}`);
  }
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

/** Where an event is inside of an element. */
function inside(element, event) {
  const { left, top } = element.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/** Whether an event is where the view is resized. */
function atCorner(event) {
  const { right, bottom } = event.currentTarget.getBoundingClientRect();
  return right - event.clientX < 16 && bottom - event.clientY < 16;
}

function take(message) {
  const length = new DataView(message).getUint32(0, true);
  const pane = JSON.parse(new TextDecoder().decode(new Uint8Array(message, 4, length)));
  if (pane.kind === "closed") return panes.get(pane.win)?.close(false);
  if (!panes.has(pane.win)) panes.set(pane.win, new Pane(pane.win));
  panes.get(pane.win).set(pane, message.slice(4 + length));
}

function connect() {
  const address = new URL("socket", location.href);
  address.protocol = "ws:";
  socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  const state = document.querySelector("#state");
  socket.onopen = () => state.textContent = "connected";
  socket.onmessage = ({ data }) => take(data);
  socket.onclose = () => {
    state.textContent = "the program has ended";
    setTimeout(connect, 2000);
  };
}

connect();
