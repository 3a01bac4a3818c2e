// News without asking: server-sent events; where they do not work, asking every few seconds, ever more slowly.
"use strict";
wellsay.live = (() => {
  const FIRST = 4000;
  const LONGEST = 60000;
  let source = null;
  let pause = FIRST;

  async function ask(take) {
    try {
      const answer = await fetch(`/c/messages?after=${document.body.dataset.last}`, { headers: { Accept: "application/json" } });
      if (answer.status === 409) return take(null);
      if (!answer.ok) throw new Error("later");
      const update = await answer.json();
      pause = update.messages.length ? FIRST : Math.min(pause * 1.5, LONGEST);
      take(update);
    } catch {
      pause = Math.min(pause * 2, LONGEST);
    }
    return undefined;
  }

  function listen(take) {
    if (!window.EventSource) return poll(take);
    source = new EventSource(`/c/events?after=${document.body.dataset.last}`);
    source.onopen = () => { pause = FIRST; };
    source.onmessage = (event) => take(JSON.parse(event.data));
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself
      poll(take);
    };
    return undefined;
  }

  function poll(take) {
    setTimeout(async () => {
      await ask(take);
      if (window.EventSource && pause > FIRST * 4) listen(take);
      else poll(take);
    }, pause);
  }

  return { listen, ask, stop: () => source && source.close() };
})();
