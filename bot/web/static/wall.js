// The wall: takes news, changes only what changed, and looks after clock, full screen and gentle scrolling.
"use strict";
(() => {
  const body = document.body;
  const board = document.getElementById("board");
  const pattern = document.getElementById("pattern").content.firstElementChild;
  const steer = document.getElementById("steer");
  const wide = matchMedia("(min-width: 60rem) and (min-aspect-ratio: 1/1)");
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const QUIET = 45000; // three heartbeats: the network may have gone without a word
  const ASK = 3000;
  const MANY = 4; // more notes than these at once just stand there; fewer fade in
  const STEP = 9000; // a full list moves on by a page so often
  const HINT = 8000;
  const panes = new Map([...board.querySelectorAll(".pane")].map((one) => [one.dataset.family, one]));
  const notes = new Map([...board.querySelectorAll(".note")].map((one) => [one.dataset.id, one]));
  let version = body.dataset.version;
  let ahead = Number(body.dataset.now) - Date.now(); // the server's clock against ours
  let until = Number(body.dataset.until) || 0;
  let waiting = [];
  let source = null;
  let heard = Date.now();
  const newAt = new Map();

  const query = (more) => `${body.dataset.query}&${more}`;
  const say = (id, text) => {
    const one = document.getElementById(id);
    if (one && one.textContent !== text) one.textContent = text;
  };

  // notes

  function dress(node, id, note) {
    node.dataset.id = id;
    node.querySelector("p").textContent = note.text;
    node.querySelector(".of").textContent = note.question;
    let mark = node.querySelector(".mark");
    if (note.mark && !mark) {
      mark = node.appendChild(document.createElement("p"));
      mark.className = "mark";
      mark.dir = "auto";
    }
    if (mark && note.mark) mark.textContent = note.mark;
    else if (mark) mark.remove();
    const off = node.querySelector(".off");
    if (off) off.value = id;
  }

  function settle(node) {
    node.classList.add("fresh");
    node.addEventListener("animationend", () => node.classList.remove("fresh"), { once: true });
  }

  function order(list, ids) {
    let at = list.firstElementChild;
    for (const id of ids) {
      const node = notes.get(id);
      if (node === at) at = at.nextElementSibling;
      else list.insertBefore(node, at);
    }
    while (at) {
      const next = at.nextElementSibling;
      if (notes.get(at.dataset.id) === at) notes.delete(at.dataset.id);
      at.remove();
      at = next;
    }
  }

  function take(news) {
    version = news.version;
    ahead = news.now - Date.now();
    const changed = Object.entries(news.notes);
    const fresh = [];
    for (const [id, note] of changed) {
      if (!notes.has(id)) {
        const node = pattern.cloneNode(true);
        notes.set(id, node);
        fresh.push(node);
      }
      dress(notes.get(id), id, note);
    }
    // a note that changed its family first goes where it belongs now, so that no list throws it away
    const lists = Object.entries(news.panes);
    for (const [family, pane] of lists) {
      if (!pane) continue;
      const list = panes.get(family).querySelector(".notes");
      for (const id of pane.ids) if (notes.get(id).parentNode !== list) list.append(notes.get(id));
    }
    for (const [family, pane] of lists) {
      const section = panes.get(family);
      section.hidden = !pane;
      section.querySelector(".count").textContent = pane ? pane.n : 0;
      section.querySelector(".more").textContent = pane ? pane.more : "";
      order(section.querySelector(".notes"), pane ? pane.ids : []);
    }
    if (fresh.length && fresh.length <= MANY && !still.matches) fresh.forEach(settle);
    for (const node of fresh) {
      const list = node.parentNode;
      if (!list) continue;
      newAt.set(list, Date.now());
      if (wide.matches && !list.matches(":hover, :focus")) list.scrollTop = 0; // the newest are on top
    }
    heads(news.head);
  }

  let votes = "";
  function voted(some) {
    const list = document.getElementById("votes"), told = JSON.stringify(some);
    if (told === votes) return;
    votes = told;
    list.hidden = !some.length;
    list.replaceChildren(...some.map(([text, n]) => {
      const one = document.createElement("li"), words = document.createElement("span"), count = document.createElement("b");
      words.dir = "auto";
      words.textContent = text;
      count.textContent = n;
      one.append(words, " ", count);
      return one;
    }));
  }

  function heads(head) {
    for (const id of ["title", "here", "writing", "still", "over", "none", "waiting", "queue"]) say(id, head[id] || "");
    say("total", head.notes);
    voted(head.votes);
    until = head.until || 0;
    body.classList.toggle("counts", head.counts);
    body.classList.toggle("several", head.several);
    body.classList.toggle("first", !head.begun);
    const large = board.querySelector(".large");
    if (large) large.hidden = head.begun;
    board.dataset.panes = board.querySelectorAll(".pane:not([hidden])").length;
    if (!steer) return;
    const shown = {
      freeze: !head.frozen, unfreeze: head.frozen, counts: !head.counts, uncounts: head.counts,
      moderate: !head.moderated, unmoderate: head.moderated, show: head.held,
    };
    for (const one of document.querySelectorAll("[data-verb]")) one.hidden = !shown[one.dataset.verb];
    const queue = document.getElementById("queue");
    if (queue) queue.hidden = !head.queue;
  }

  // all that came since the last picture is drawn at once
  function soon(news) {
    if (waiting.push(news) === 1) requestAnimationFrame(() => { const some = waiting; waiting = []; some.forEach(take); });
    if (document.hidden && waiting.length) { const some = waiting; waiting = []; some.forEach(take); }
  }

  // news

  function well(is) {
    if (is) heard = Date.now();
    say("lost", is ? "" : body.dataset.lost);
  }

  function listen() {
    if (!window.EventSource) return ask();
    if (source) source.close();
    source = new EventSource(`${body.dataset.base}/events${query(`seen=${version}`)}`);
    source.onopen = () => well(true);
    source.onmessage = (event) => { well(true); soon(JSON.parse(event.data)); };
    source.addEventListener("beat", () => well(true));
    source.onerror = () => {
      well(false);
      if (source.readyState === EventSource.CLOSED) ask();
    };
    return undefined;
  }

  // where listening is refused or impossible
  async function ask() {
    try {
      const answer = await fetch(`${body.dataset.base}/news${query(`seen=${version}`)}`, { headers: { Accept: "application/json" } });
      if (answer.status === 200) soon(await answer.json());
      well(answer.ok);
    } catch {
      well(false);
    }
    setTimeout(window.EventSource ? listen : ask, ASK);
  }

  setInterval(() => { if (source && source.readyState !== EventSource.CLOSED && Date.now() - heard > QUIET) { heard = Date.now(); listen(); } }, 5000);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() - heard > QUIET) listen(); });
  window.addEventListener("online", listen);

  // the clock

  function tick() {
    const left = until ? Math.max(0, Math.ceil((until - Date.now() - ahead) / 1000)) : 0;
    say("timer", until ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}` : "");
    document.getElementById("timer").classList.toggle("late", Boolean(until) && left === 0);
  }
  tick();
  setInterval(tick, 500);

  // one family alone, without loading the page anew

  function alone(family) {
    body.classList.toggle("alone", Boolean(family));
    for (const [key, one] of panes) one.classList.toggle("open", key === family);
    history.replaceState(null, "", family ? query(`family=${encodeURIComponent(family)}`) : body.dataset.query || "?");
  }
  board.addEventListener("click", (event) => {
    const link = event.target.closest(".pane h2 a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const family = link.closest(".pane").dataset.family;
    alone(body.classList.contains("alone") ? "" : family);
  });
  document.getElementById("every").addEventListener("click", (event) => { event.preventDefault(); alone(""); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && body.classList.contains("alone")) alone(""); });

  // full screen

  const full = document.getElementById("full");
  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen()));

  // lists that are longer than their place move on, a page at a time

  const moving = document.getElementById("moving");
  let moves = !still.matches;
  function label() {
    moving.textContent = moves ? moving.dataset.still : moving.dataset.move;
    moving.hidden = !wide.matches;
  }
  moving.addEventListener("click", () => { moves = !moves; label(); });
  wide.addEventListener("change", label);
  label();
  setInterval(() => {
    if (!moves || !wide.matches || document.hidden) return;
    for (const section of panes.values()) {
      const list = section.querySelector(".notes");
      if (section.hidden || list.scrollHeight <= list.clientHeight + 4) continue;
      if (list.matches(":hover, :focus-within, :focus") || Date.now() - (newAt.get(list) || 0) < STEP) continue;
      const end = list.scrollTop + list.clientHeight >= list.scrollHeight - 4;
      list.scrollTo({ top: end ? 0 : list.scrollTop + list.clientHeight * 0.85, behavior: "smooth" });
    }
  }, STEP);

  // steering, without leaving full screen

  if (steer) {
    const gone = document.getElementById("gone");
    steer.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = event.submitter;
      const form = new FormData(steer, button);
      const verb = button.formAction.split("/").pop();
      try {
        const answer = await fetch(button.formAction, { method: "POST", body: form, headers: { Accept: "application/json" } });
        if (!answer.ok) return location.reload();
      } catch {
        return well(false);
      }
      if (!gone) return undefined;
      gone.hidden = verb !== "hide";
      if (verb === "hide") {
        gone.querySelector("button").value = button.value;
        setTimeout(() => { gone.hidden = true; }, HINT);
      }
      return undefined;
    });
  }

  listen();
})();
