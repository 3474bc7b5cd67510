// The page: panes that follow what the program shows.
import { Pane } from "./pane.js";

const main = document.querySelector("main");
const panes = new Map(); // by name; panes that are kept have left it
let socket;

function open(win) {
  const pane = new Pane(win, main, (tell) => {
    if (panes.get(win) !== pane) return;
    panes.delete(win);
    if (tell && socket.readyState === WebSocket.OPEN) socket.send(`close ${win}`);
  });
  panes.set(win, pane);
}

function take(message) {
  const length = new DataView(message).getUint32(0, true);
  const pane = JSON.parse(new TextDecoder().decode(new Uint8Array(message, 4, length)));
  if (pane.kind === "closed") return panes.get(pane.win)?.close(false);
  if (!panes.has(pane.win)) open(pane.win);
  panes.get(pane.win).set(pane, message.slice(4 + length));
}

function connect() {
  const address = new URL("socket", location.href);
  address.protocol = "ws:";
  socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  const state = document.querySelector("#state"),
    tell = (name, text) => {
      state.className = name;
      state.textContent = text;
    };
  socket.onopen = () => tell("connected", "connected");
  socket.onmessage = ({ data }) => take(data);
  socket.onclose = () => {
    tell("ended", "the program has ended");
    setTimeout(connect, 2000);
  };
}

document.querySelector("#tidy").onclick = () => {
  const all = [...main.children].map(({ pane }) => pane);
  for (const { element: { style } } of all) style.left = style.top = "";
  for (const pane of all) pane.put();
};

connect();
