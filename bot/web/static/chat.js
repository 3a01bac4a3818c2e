// The chat: writing, pressing, waiting for the network, the menu, passing the device on. Without this script the page
// works by plain forms.
"use strict";
(() => {
  const { store, log } = wellsay;
  const body = document.body;
  const shell = "shell" in body.dataset;
  const field = document.getElementById("text");
  const write = document.getElementById("write");
  const waiting = document.getElementById("waiting");
  const status = document.getElementById("status");
  const who = shell ? store.get("who") : body.dataset.who;
  const FIRST_PAUSE = 1000;
  const LONGEST_PAUSE = 60000;
  const PATIENCE = 20000;
  let pause = FIRST_PAUSE;
  let timer = 0;
  let working = null;
  let trouble = false;
  let voices = [];

  if (!shell && store.get("who") !== who) {
    store.clear(); // whatever somebody else left on this device
    store.set("who", who);
  }
  const queue = wellsay.queue(who);
  document.documentElement.classList.add("js");

  function say(text, seconds = 0) {
    status.textContent = text;
    if (seconds) setTimeout(() => { if (status.textContent === text) status.textContent = ""; }, seconds * 1000);
  }

  // Load the page anew, but never again and again.
  function reload() {
    const last = Number(store.get("reloaded") || 0);
    if (Date.now() - last < 3000) return;
    store.set("reloaded", String(Date.now()));
    location.reload();
  }

  function take(update, options) {
    if (update === null || !log.apply(update, options)) reload();
  }

  async function post(path, options) {
    const stop = new AbortController();
    const patience = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(path, { method: "POST", signal: stop.signal, ...options });
      if (answer.ok) return { update: await answer.json() };
      if (answer.status === 409) {
        reload();
        return { again: true };
      }
      const said = await answer.json().catch(() => ({}));
      const again = answer.status === 429 || answer.status === 408 || answer.status >= 500;
      return { again, sentence: said.error || log.texts["web.failed"] };
    } catch {
      return { again: true, sentence: log.texts["web.offline"] };
    } finally {
      clearTimeout(patience);
    }
  }

  const send = (id, kind, value) => post("/c/send", {
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ id, kind, value, who, after: Number(body.dataset.last) }),
  });
  const sendVoice = (voice) => post("/c/voice", {
    headers: {
      "Content-Type": voice.sound.type || "audio/webm", Accept: "application/json", "X-Who": who, "X-Id": voice.id,
      "X-Seconds": String(voice.seconds), "X-After": body.dataset.last,
    },
    body: voice.sound,
  });

  function drawWaiting() {
    const notes = [...queue.all().map((note) => note.text), ...voices.map(() => "🎤")];
    waiting.replaceChildren(...notes.map((text) => {
      const item = document.createElement("li");
      const words = document.createElement("span");
      const mark = document.createElement("small");
      words.dir = "auto";
      words.textContent = text;
      mark.textContent = log.texts["web.waiting_mark"];
      item.append(words, mark);
      return item;
    }));
    waiting.hidden = !notes.length;
    waiting.classList.toggle("stuck", trouble);
    if (!notes.length && trouble) {
      trouble = false;
      say(log.texts["web.sent_again"], 4);
    }
  }

  function later(sentence) {
    trouble = true;
    const n = queue.all().length + voices.length;
    say(sentence === log.texts["web.offline"] || !n ? sentence : `${sentence} ${log.counted("web.waiting", n)}`);
    clearTimeout(timer);
    timer = setTimeout(flush, pause);
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }

  // Send what waits, in order, one after the other. True when nothing waits any more.
  async function sendAll() {
    if (shell) return wake();
    for (;;) {
      const note = queue.all()[0];
      const voice = note ? null : voices[0];
      if (!note && !voice) return true;
      const result = note ? await send(note.id, "text", note.text) : await sendVoice(voice);
      if (result.again) {
        later(result.sentence || "");
        drawWaiting();
        return false;
      }
      pause = FIRST_PAUSE;
      if (note) queue.drop(note.id);
      else voices = voices.slice(1);
      drawWaiting();
      if (result.update) take(result.update, { own: true });
      else refused(note, result.sentence);
    }
  }

  // What can't be accepted as it is goes back to its author.
  function refused(note, sentence) {
    say(sentence);
    if (!note) return;
    field.value = field.value ? `${note.text}\n${field.value}` : note.text;
    grow();
  }

  async function wake() {
    try {
      const answer = await fetch("/healthz", { cache: "no-store" });
      if (answer.ok && location.pathname !== "/shell") reload();
    } catch {
      // still no network
    }
    later(log.texts["web.offline"]);
    return false;
  }

  function flush() {
    clearTimeout(timer);
    working = working || sendAll().finally(() => { working = null; });
    return working;
  }

  function grow() {
    field.style.height = "";
    if (field.value) field.style.height = `${Math.min(field.scrollHeight + 2, innerHeight * 0.35)}px`;
    store.set("draft", field.value);
  }

  async function writeNote() {
    const text = field.value.trim();
    if (!text) return;
    queue.add(text);
    field.value = "";
    grow();
    say("");
    drawWaiting();
    log.end();
    field.focus();
    await flush();
    if (queue.all().length && !trouble) flush();
  }

  async function press(button) {
    if (button.getAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    say("");
    document.getElementById("menu").open = false;
    const sent = (await flush()) && (await send(wellsay.newId(), button.name, button.value));
    button.removeAttribute("aria-busy");
    if (sent && sent.update) take(sent.update, { own: true });
    else if (sent) say(sent.sentence || "");
  }

  // The person leaves this device: the page is empty at once, even without network; what they wrote is still sent.
  async function leave() {
    store.set("leaving", "1");
    wellsay.live.stop();
    body.classList.add("leaving");
    field.value = "";
    store.drop("draft");
    while (!(await flush())) await new Promise((done) => setTimeout(done, pause));
    const gone = await fetch("/c/next", {
      method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ who }),
    }).then((answer) => answer.ok || answer.status === 409, () => false);
    if (!gone) {
      say(log.texts["web.offline"]);
      setTimeout(leave, pause);
      return;
    }
    store.clear();
    location.replace(`/c/${encodeURIComponent(body.dataset.code)}?next`);
  }

  async function copy() {
    const link = document.getElementById("link");
    link.select();
    let done = false;
    try {
      await navigator.clipboard.writeText(link.value);
      done = true;
    } catch {
      done = document.execCommand("copy"); // pages without HTTPS have no other way
    }
    if (done) document.getElementById("copy").textContent = log.texts["web.return_copied"];
  }

  write.addEventListener("submit", (event) => {
    event.preventDefault();
    writeNote();
  });
  field.addEventListener("input", grow);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    writeNote();
  });
  field.value = field.value || store.get("draft") || "";
  addEventListener("online", () => { pause = FIRST_PAUSE; flush(); });
  addEventListener("offline", () => say(log.texts["web.offline"]));
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  addEventListener("storage", (event) => { if (event.key === "wellsay.who" && event.newValue !== who) location.reload(); });

  if (!shell) {
    const menu = document.getElementById("menu");
    document.addEventListener("click", (event) => {
      const button = event.target.closest("button[form=press]");
      if (button) {
        event.preventDefault();
        press(button);
      } else if (menu.open && !menu.contains(event.target)) {
        menu.open = false;
      }
    });
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    const close = document.getElementById("close");
    close.hidden = false;
    close.addEventListener("click", () => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    const button = document.getElementById("copy");
    button.hidden = false;
    button.addEventListener("click", copy);
    for (const form of document.querySelectorAll("form.next")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        leave();
      });
    }
    document.addEventListener("visibilitychange", () => { if (!document.hidden) wellsay.live.ask(take); });
    wellsay.voice.offer((voice) => {
      voices.push(voice);
      drawWaiting();
      flush();
    }, () => say(log.texts["web.record_denied"], 6));
    if (location.search) history.replaceState(null, "", location.pathname);
    if (store.get("leaving")) {
      leave();
      return;
    }
    wellsay.live.listen(take);
    log.begin();
  }
  grow();
  drawWaiting();
  flush();

  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register("/sw.js").catch(() => {}); // private windows may not allow it
    navigator.serviceWorker.ready.then((registration) => { if (!shell) registration.active.postMessage("refresh"); });
  }
})();
