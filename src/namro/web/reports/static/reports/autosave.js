"use strict";
// The words of a report are saved while they are typed; without this file the button of each part saves them.
(() => {
  const PAUSE = 1500;
  const parts = Array.from(document.querySelectorAll("form[data-autosave]"), (form) => ({
    form, field: form.elements.text, version: form.elements.version, note: form.querySelector("[data-saved]"),
    dirty: false, sending: null, timer: 0,
  }));
  if (!parts.length) return;

  const say = (part, words, isTrouble) => {
    part.note.textContent = words;
    part.note.className = isTrouble ? "error" : "help";
  };
  const LOST = "Chưa lưu được lên máy chủ; lời vẫn còn ở trang này. Hãy bấm “Lưu phần này”.";

  const send = async (part, leaving) => {
    window.clearTimeout(part.timer);
    part.dirty = false;
    const body = new FormData(part.form);
    body.append("tu-luu", "1");
    try {
      const answer = await fetch(part.form.action, { method: "POST", body: new URLSearchParams(body), keepalive: leaving });
      if (answer.redirected || !(answer.headers.get("Content-Type") || "").includes("json")) throw new Error("not taken");
      const { said, version } = await answer.json();
      say(part, said, !answer.ok);
      if (!answer.ok) return;
      part.version.value = version;
      if (!part.dirty) part.form.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
    } catch (error) {
      part.dirty = true;
      say(part, LOST, true);
    }
  };
  // One request of a part at a time: the next one needs the version this one brings.
  const save = async (part, leaving = false) => {
    while (part.sending) await part.sending;
    if (!part.dirty) return;
    part.sending = send(part, leaving);
    await part.sending;
    part.sending = null;
  };

  parts.forEach((part) => {
    part.field.addEventListener("input", () => {
      part.dirty = true;
      window.clearTimeout(part.timer);
      part.timer = window.setTimeout(() => save(part), PAUSE);
    });
    part.field.addEventListener("blur", () => save(part));
  });
  window.addEventListener("beforeunload", () => parts.forEach((part) => save(part, true)));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") parts.forEach((part) => save(part, true));
  });

  // Whatever is pressed, what was typed goes first; the press follows.
  let passing = false;
  window.addEventListener("submit", (event) => {
    const form = event.target;
    if (passing || !parts.some((part) => part.dirty || part.sending)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const pressed = event.submitter;
    Promise.all(parts.map((part) => save(part))).then(() => {
      passing = true;
      form.requestSubmit(pressed);
      passing = false;
    });
  }, true);
})();
