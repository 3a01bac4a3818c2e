// A spoken note, where the browser can record. The sound waits in memory only until it is sent.
"use strict";
wellsay.voice = (() => {
  const LONGEST_SECONDS = 5 * 60;
  const BITS = 24000; // five minutes stay below one megabyte
  const speak = document.getElementById("speak");
  const form = document.getElementById("write");
  const panel = document.getElementById("recording");
  const clock = document.getElementById("clock");
  let recorder = null;
  let keep = false;

  function face(recording) {
    form.hidden = recording;
    panel.hidden = !recording;
    (recording ? document.getElementById("finish") : speak).focus();
  }

  async function start(done, refused) {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      refused();
      return;
    }
    const parts = [];
    const began = Date.now();
    const seconds = () => Math.floor((Date.now() - began) / 1000);
    keep = false;
    recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS });
    const tick = setInterval(() => {
      const s = seconds();
      clock.textContent = `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
      if (s >= LONGEST_SECONDS) finish(true);
    }, 250);
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onstop = () => {
      clearInterval(tick);
      for (const track of stream.getTracks()) track.stop();
      face(false);
      const length = Math.max(1, Math.min(seconds(), LONGEST_SECONDS));
      if (keep) done({ id: wellsay.newId(), sound: new Blob(parts, { type: recorder.mimeType }), seconds: length });
    };
    clock.textContent = "0:00";
    recorder.start();
    face(true);
  }

  function finish(kept) {
    keep = kept;
    if (recorder && recorder.state !== "inactive") recorder.stop();
  }

  function offer(done, refused) {
    if (!window.MediaRecorder || !navigator.mediaDevices) return;
    speak.hidden = false;
    speak.addEventListener("click", () => start(done, refused));
    document.getElementById("finish").addEventListener("click", () => finish(true));
    document.getElementById("discard").addEventListener("click", () => finish(false));
  }

  return { offer };
})();
