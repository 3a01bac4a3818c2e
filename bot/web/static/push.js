// Notifications: asked for by pressing the button, never before. They say that there is news, never what was written.
"use strict";
(() => {
  const box = document.getElementById("push");
  if (!box || !("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return;
  const on = document.getElementById("push-on");
  const off = document.getElementById("push-off");
  const said = document.getElementById("push-said");
  const who = document.body.dataset.who;

  const show = (active) => { on.hidden = active; off.hidden = !active; };
  const say = (name) => { said.textContent = box.dataset[name]; };
  const post = (path, body) => fetch(path, {
    method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json", "X-Who": who }, body,
  }).then((answer) => { if (!answer.ok) throw new Error(String(answer.status)); });

  function bytes(text) {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (one) => one.charCodeAt(0));
  }

  on.addEventListener("click", async () => {
    try {
      if (await Notification.requestPermission() !== "granted") {
        say("denied");
        return;
      }
      const registration = await navigator.serviceWorker.ready;
      const { key } = await (await fetch("/c/push", { headers: { Accept: "application/json" } })).json();
      const options = { userVisibleOnly: true, applicationServerKey: bytes(key) };
      const subscription = await registration.pushManager.subscribe(options);
      await post("/c/push", JSON.stringify(subscription));
      show(true);
      say("done");
    } catch {
      say("denied");
    }
  });

  off.addEventListener("click", async () => {
    try {
      const registration = await navigator.serviceWorker.ready;
      const subscription = await registration.pushManager.getSubscription();
      if (subscription) await subscription.unsubscribe();
      await post("/c/push/off", "{}");
      show(false);
      say("ended");
    } catch {
      say("denied");
    }
  });

  navigator.serviceWorker.ready
    .then((registration) => registration.pushManager.getSubscription())
    .then((subscription) => { show(Boolean(subscription) && Notification.permission === "granted"); box.hidden = false; })
    .catch(() => {});
})();
