// What panes show, and what they tell of it.

const ARRAYS = { uint8: Uint8Array, float32: Float32Array, float64: Float64Array };

/** Makes an element with attributes and children. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Where an event is inside of an element. */
export function inside(element, event) {
  const { left, top } = element.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/** The part of a pane that knows kinds: images, drawings, plots and texts. */
export class PaneContent {
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

  svg(pane) {
    // As a picture, so that nothing in it runs.
    const image = make("img", { alt: this.title.textContent, draggable: "false" }), old = this.content;
    image.onload = () => {
      URL.revokeObjectURL(image.src);
      if (this.what !== pane) return; // something else came meanwhile
      this.view.replaceChildren(image);
      this.content = image;
      this.natural = [image.naturalWidth, image.naturalHeight];
      if (!old) this.size(pane.place.width, pane.zoom);
      this.place();
    };
    image.src = URL.createObjectURL(new Blob([pane.svg], { type: "image/svg+xml" }));
  }

  plot() {
    this.natural = [560, 320];
  }

  text({ text, html }) {
    if (html) this.view.innerHTML = text; // the page's security policy lets no script of it run
    else this.view.textContent = text;
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
    const whole = globalThis.plotSvg(this.what.plot, { width, height });
    const frame = (svg) => new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    let svg = frame(whole);
    const number = (name) => Number(svg.dataset[name]);
    const from = number("from"), span = (number("to") - from) / this.zoom, inner = number("right") - number("left");
    if (this.zoom !== 1 || this.left !== 0) {
      const start = from - this.left / inner * span;
      svg = frame(globalThis.plotSvg(this.what.plot, { width, height, range: [start, start + span] }));
    }
    this.frame = { left: number("left"), right: number("right"), from: number("from"), to: number("to") };
    this.view.replaceChildren(document.importNode(svg, true));
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

  untell() {
    this.status.textContent = "";
    this.cross?.remove();
  }
}
