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
    const fresh = new DOMParser().parseFromString(text, "text/html");
    const was = panel.querySelector(".meeting").dataset.version;
    const is = fresh.querySelector(".meeting")?.dataset.version;
    if (is === undefined) return;
    if (was === is && panel.contains(document.activeElement)) {
      // a button has the focus: change only what moves
      panel.querySelector(".numbers").replaceWith(fresh.querySelector(".numbers"));
      const votes = fresh.querySelector(".tickets"), old = panel.querySelector(".tickets");
      if (votes && old) old.replaceWith(votes);
      return;
    }
    panel.replaceChildren(...fresh.body.childNodes);
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
