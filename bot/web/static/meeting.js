// Keeps the moving part of the page as it is, every two seconds and whenever the laptop wakes up; counts the timer down.
"use strict";
{
  const panel = document.getElementById("panel");
  const PAUSE = 2000, PATIENCE = 8000;
  const lost = document.getElementById("lost");
  let loading = false;

  const refresh = async () => {
    if (loading || document.hidden) return;
    loading = true;
    try {
      const answer = await fetch(panel.dataset.from, { signal: AbortSignal.timeout(PATIENCE) });
      if (answer.ok) replace(await answer.text());
      else if (answer.status === 401) location.reload();
      lost.hidden = answer.ok;
    } catch {
      lost.hidden = false; // the next look tries again
    } finally {
      loading = false;
    }
  };

  const replace = (text) => {
    const fresh = new DOMParser().parseFromString(text, "text/html").body;
    const was = panel.querySelector(".meeting").dataset.version;
    const is = fresh.querySelector(".meeting")?.dataset.version;
    if (is === undefined) return;
    if (was !== is) {
      panel.replaceChildren(...fresh.childNodes);
      return;
    }
    // the same step: only what differs is changed, so that no button goes away under a finger
    for (const part of [".numbers", ".tickets", ".timer", ".aside"]) {
      const now = panel.querySelector(part), next = fresh.querySelector(part);
      if (now && next && now.outerHTML !== next.outerHTML && !now.contains(document.activeElement)) now.replaceWith(next);
    }
  };

  setInterval(refresh, PAUSE);
  document.addEventListener("visibilitychange", refresh);
  window.addEventListener("online", refresh);
  setInterval(() => {
    const clock = panel.querySelector(".clock");
    if (!clock) return;
    const left = Math.max(0, Number(clock.dataset.seconds) - 1);
    clock.dataset.seconds = String(left);
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  }, 1000);
}
