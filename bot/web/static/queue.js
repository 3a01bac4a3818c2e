// Notes that wait to be sent. They are kept in the browser's storage under the person whose page it is, in order, until
// the server has them; the id that each gets here makes sure that it is stored once, however often it is sent.
"use strict";
window.wellsay = window.wellsay || {};
wellsay.newId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

wellsay.store = (() => {
  const PREFIX = "wellsay.";
  const memory = new Map(); // where the browser allows no storage, notes live as long as the page
  const names = () => [...Object.keys(localStorage), ...memory.keys()].filter((name) => name.startsWith(PREFIX));
  return {
    get(name) {
      try {
        return localStorage.getItem(PREFIX + name) ?? memory.get(PREFIX + name) ?? null;
      } catch {
        return memory.get(PREFIX + name) ?? null;
      }
    },
    set(name, value) {
      try {
        localStorage.setItem(PREFIX + name, value);
        memory.delete(PREFIX + name);
      } catch {
        memory.set(PREFIX + name, value);
      }
    },
    drop(name) {
      memory.delete(PREFIX + name);
      try {
        localStorage.removeItem(PREFIX + name);
      } catch {
        // nothing was kept
      }
    },
    clear() {
      try {
        for (const name of names()) localStorage.removeItem(name);
      } catch {
        // nothing was kept
      }
      memory.clear();
    },
  };
})();

wellsay.queue = (who) => {
  const name = `notes.${who}`;
  const read = () => {
    try {
      return JSON.parse(wellsay.store.get(name) || "[]");
    } catch {
      return [];
    }
  };
  const write = (notes) => (notes.length ? wellsay.store.set(name, JSON.stringify(notes)) : wellsay.store.drop(name));
  return {
    all: read,
    add: (text) => write([...read(), { id: wellsay.newId(), text }]),
    drop: (id) => write(read().filter((note) => note.id !== id)),
  };
};
