// The conversation on the page: what is new is put where it stands, what was replaced goes, the focus stays sensible.
"use strict";
wellsay.log = (() => {
  const log = document.getElementById("log");
  const asked = document.getElementById("asked");
  const news = document.getElementById("news");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const texts = JSON.parse(document.body.dataset.texts);
  let unseen = 0;

  const counted = (name, n) => texts[name][Math.min(n, texts[name].length) - 1];
  const atEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 120;
  const end = () => scrollTo({ top: document.documentElement.scrollHeight, behavior: calm ? "auto" : "smooth" });

  const tall = (card) => card.offsetHeight > innerHeight * 0.6;

  function show(card) {
    if (tall(card)) card.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
    else end();
  }

  // At the beginning: the newest message, from its first word on.
  function begin() {
    const last = log.lastElementChild;
    if (last && log.children.length > 1 && tall(last)) last.scrollIntoView({ block: "start" });
    else if (log.children.length > 1) scrollTo(0, document.documentElement.scrollHeight);
  }

  function parsed(html) {
    const template = document.createElement("template");
    template.innerHTML = html.trim(); // escaped by the server
    return template.content.firstElementChild;
  }

  function insert(card) {
    const place = Number(card.dataset.place);
    const after = [...log.children].find((one) => Number(one.dataset.place) > place);
    log.insertBefore(card, after || null);
  }

  // Where the focus was, in words that still mean something when the card has been drawn anew.
  function remember() {
    const active = document.activeElement;
    const card = active && active.closest("#log .card");
    return card && { slot: card.dataset.slot, value: active.value };
  }

  function restore(was, newest) {
    if (!was || (document.activeElement && document.activeElement !== document.body)) return;
    const card = [...log.children].find((one) => was.slot && one.dataset.slot === was.slot) || newest;
    const same = card && [...card.querySelectorAll("button")].find((one) => one.value === was.value);
    const target = same || (card && (card.querySelector("button") || card)) || document.getElementById("text");
    target.focus({ preventScroll: true });
  }

  function watchQuestion() {
    const head = document.getElementById("question");
    const hide = !head || head.getBoundingClientRect().bottom > 56;
    if (head && asked.textContent !== head.textContent) asked.textContent = head.textContent;
    asked.hidden = hide;
  }

  // Returns false if the page has to be loaded anew: another language, or another person.
  function apply(update, { own = false } = {}) {
    if (update.who !== document.body.dataset.who || update.language !== document.documentElement.lang) return false;
    if (update.code && update.code !== document.body.dataset.code) {
      document.body.dataset.code = update.code;
      history.replaceState(null, "", `/c/${encodeURIComponent(update.code)}`);
    }
    const was = remember();
    const followed = own || atEnd();
    const standing = new Set(update.standing.map((id) => `m${id}`));
    let newest = null;
    let redrawn = null;
    let added = 0;
    for (const message of update.messages) {
      if (document.getElementById(`m${message.id}`)) continue;
      const card = parsed(message.html);
      const old = message.slot && [...log.children].find((one) => one.dataset.slot === message.slot);
      if (old && old.dataset.place === card.dataset.place) {
        old.replaceWith(card);
        redrawn = card;
      } else {
        insert(card);
        newest = card;
        added += 1;
      }
    }
    for (const card of [...log.children]) if (!standing.has(card.id)) card.remove();
    document.body.dataset.last = Math.max(Number(document.body.dataset.last), update.last);
    restore(was, newest);
    if (newest && followed) show(newest);
    else if (newest) tell(added);
    else if (redrawn && own) redrawn.scrollIntoView({ block: tall(redrawn) ? "start" : "nearest", behavior: calm ? "auto" : "smooth" });
    watchQuestion();
    return true;
  }

  function tell(added) {
    unseen += added;
    news.textContent = `${counted("web.new_message", unseen)} ↓`;
    news.hidden = false;
  }

  if (asked) {
    let waiting = false;
    addEventListener("scroll", () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        watchQuestion();
        if (unseen && atEnd()) {
          unseen = 0;
          news.hidden = true;
        }
      });
    }, { passive: true });
    news.addEventListener("click", end);
    watchQuestion();
  }
  return { apply, begin, end, counted, texts };
})();
