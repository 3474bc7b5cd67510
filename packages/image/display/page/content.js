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

/** The shortest text that means a value: of a float32, which is not the value's as a float64. */
function show(value, dtype) {
  if (dtype !== "float32") return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}

/** The part of a pane that knows kinds: images, drawings, plots, texts, sound and film. */
export class PaneContent {
  image(what, bytes) {
    const { width, height, dtype, count, columns, cell, padding, labels = [] } = what;
    if (!this.content) {
      this.content = make("canvas", { width, height });
      this.view.append(this.content);
    }
    const n = width * height, rgb = new Uint8Array(bytes, 0, 3 * n);
    this.values = new ARRAYS[dtype](bytes.slice(3 * n));
    const pixels = new ImageData(width, height), { data } = pixels;
    for (let i = 0; i < n; i++) {
      data[4 * i] = rgb[3 * i];
      data[4 * i + 1] = rgb[3 * i + 1];
      data[4 * i + 2] = rgb[3 * i + 2];
      data[4 * i + 3] = 255;
    }
    const context = this.content.getContext("2d");
    context.putImageData(pixels, 0, 0);
    // Between images and behind the last one there is nothing.
    for (let i = 1; padding > 0 && i < columns; i++) context.clearRect(i * cell[0] - padding, 0, padding, height);
    for (let y = cell[1]; padding > 0 && y < height; y += cell[1]) context.clearRect(0, y - padding, width, padding);
    const over = count % columns;
    if (over > 0) context.clearRect(over * cell[0], Math.floor(count / columns) * cell[1], width, cell[1]);
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
      if (old) this.place();
      else this.resize();
    };
    image.onerror = () => {
      URL.revokeObjectURL(image.src);
      if (this.what === pane) {
        this.view.replaceChildren(make("p", { class: "failure" }, "the browser cannot draw this"));
      }
    };
    image.src = URL.createObjectURL(new Blob([pane.svg], { type: "image/svg+xml" }));
  }

  plot() {
    this.natural = [560, 320];
  }

  text({ text, html }) {
    const { scrollTop, clientHeight, scrollHeight } = this.view, atEnd = scrollTop + clientHeight >= scrollHeight - 4;
    if (html) this.view.innerHTML = text; // the page's security policy lets no script of it run
    else this.view.textContent = text;
    if (this.content && atEnd) this.view.scrollTop = this.view.scrollHeight; // as one who reads a log wants
    this.content = this.view;
  }

  audio({ type, peaks }, bytes) {
    this.natural = [400, peaks.length > 0 ? 110 : 40];
    this.play("audio", type, bytes);
    this.peaks?.remove();
    if (peaks.length > 0) this.drawPeaks(peaks);
  }

  video({ type }, bytes) {
    this.natural ??= [320, 240];
    this.play("video", type, bytes).onloadedmetadata = ({ target }) => {
      this.natural = [target.videoWidth || 320, target.videoHeight || 240];
      this.resize();
    };
  }

  /** Puts in a player, or gives it a new file. */
  play(tag, type, bytes) {
    if (this.content) URL.revokeObjectURL(this.content.src);
    else {
      this.content = make(tag, { controls: "" });
      this.content.onerror = () => this.status.textContent = "the browser cannot play this";
      this.view.append(this.content);
    }
    this.content.src = URL.createObjectURL(new Blob([bytes], { type }));
    return this.content;
  }

  /** Draws a sound, with a line where it plays; a click plays from there. */
  drawPeaks(peaks) {
    const path = peaks.map(([low, high], x) => `M${x + 0.5} ${50 - 49 * high}V${50 - 49 * low + 0.5}`).join("");
    this.peaks = make("div", { class: "peaks" });
    this.peaks.innerHTML =
      `<svg viewBox="0 0 ${peaks.length} 100" preserveAspectRatio="none"><path d="${path}"/></svg>`;
    const player = this.content, rule = make("span", { class: "rule" });
    this.peaks.append(rule);
    this.peaks.onclick = (event) => {
      if (Number.isFinite(player.duration)) {
        player.currentTime = inside(this.peaks, event).x / this.peaks.clientWidth * player.duration;
      }
    };
    player.ontimeupdate = () => rule.style.left = `${100 * player.currentTime / player.duration || 0}%`;
    this.view.prepend(this.peaks);
  }

  /** Draws the view as it is zoomed and moved. */
  place() {
    if (this.kind === "plot") return this.drawPlot();
    if (!this.content || !this.moves) return;
    this.scaleText.textContent = `${Number((100 * this.zoom).toPrecision(3))} %`;
    // Enlarged pixels are seen as such; images made smaller are averaged.
    this.content.style.imageRendering = this.zoom < 1 ? "auto" : "pixelated";
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
    const { width, height, channels, dtype, columns, cell, padding, count } = this.what;
    if (column < 0 || row < 0 || column >= width || row >= height) return;
    const i = Math.floor(row / cell[1]) * columns + Math.floor(column / cell[0]);
    const [x, y] = [column % cell[0], row % cell[1]];
    if (i >= count || x >= cell[0] - padding || y >= cell[1] - padding) return;
    const values = Array.from({ length: channels }, (_, c) => this.values[(c * height + row) * width + column]);
    const which = count > 1 ? `image ${i}, ` : "";
    this.status.textContent = `${which}x ${x}, y ${y}: ${values.map((value) => show(value, dtype)).join(", ")}`;
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
    this.untell();
    const number = (value) => value === null ? "–" : String(Number(value.toPrecision(6)));
    const values = (value) =>
      Array.isArray(value) ? `${number(value[1])} [${number(value[0])}, ${number(value[2])}]` : number(value);
    this.status.textContent = near.map((value, i) => `${this.what.plot.labels[i]} ${values(value)}`).join("  ");
    const shown = left + (near[0] - from) / (to - from) * (right - left);
    if (shown < left || shown > right) return;
    this.cross = make("span", { class: "rule" });
    this.cross.style.left = `${shown}px`;
    this.view.append(this.cross);
  }

  untell() {
    this.status.textContent = "";
    this.cross?.remove();
  }
}
