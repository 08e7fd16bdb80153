"use strict";
// The sheet while it is filled: what was typed waits in this window until the server has taken it, however often the
// line drops or the page is opened again; Enter goes to the next box; Ctrl+S sends all that is not sent yet.
// Without this file every line has its own button. The shelf and its keys are those of ui/drafts.js: signing out empties it.
(() => {
  const who = document.body.dataset.who || "";
  const shelf = window.sessionStorage;
  const PREFIX = `nhap:${who}:`;
  const AGAIN = 10000; // milliseconds between two tries while the server cannot be reached
  const forms = [...document.querySelectorAll("form.inputs")];
  if (!who || !forms.length) return;
  const folder = new URL(forms[0].action).pathname.replace(/[^/]+\/$/, "");
  const sheet = folder.replace(/so-lieu\/$/, "");
  const place = (form) => PREFIX + new URL(form.action).pathname;
  const boxes = (form) => [...form.querySelectorAll("[name^='so-']")];
  const valuesOf = (form) => Object.fromEntries(boxes(form).map((box) => [box.name, box.value]));
  const same = (one, other) => Object.keys(one).every((name) => one[name] === other[name]);
  const versionOf = (form) => form.querySelector("[name=version]");
  const waiting = new Map(); // form ─▶ why it is not taken: "offline", "signed-out", "restored", "conflict", "refused"
  const onItsWay = new Set(); // forms whose answer is awaited
  const sentValues = new Map(); // form ─▶ what was sent last

  const keep = (form) => {
    try {
      shelf.setItem(place(form), JSON.stringify({ values: valuesOf(form), version: versionOf(form).value }));
    } catch (error) {
      // A browser that keeps nothing: the bar below still says what was not sent.
    }
  };
  const forget = (form) => { try { shelf.removeItem(place(form)); } catch (error) { /* nothing was kept */ } };
  const kept = (key) => { try { return JSON.parse(shelf.getItem(key) || "null"); } catch (error) { return null; } };

  // ---- the bar that says what is not sent --------------------------------------------------------------
  const bar = document.createElement("div");
  bar.className = "unsent";
  bar.hidden = true;
  bar.setAttribute("role", "status");
  const words = document.createElement("p");
  const links = document.createElement("span");
  const send = document.createElement("button");
  send.type = "button";
  send.className = "button button-small button-main";
  send.textContent = "Gửi ngay";
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "button button-small";
  drop.textContent = "Bỏ số chưa gửi";
  bar.append(words, send, drop);
  document.getElementById("main").append(bar);

  const SAID = {
    offline: "Mất kết nối với máy chủ: số bạn nhập được giữ trong cửa sổ này và tự gửi lại khi có mạng.",
    "signed-out": "Phiên làm việc đã hết: hãy đăng nhập lại trong thẻ khác rồi bấm «Gửi ngay»; số bạn nhập vẫn còn.",
    restored: "Đã đặt lại số bạn nhập lần trước mà chưa gửi được; hãy xem lại rồi gửi.",
    conflict: "Có người vừa ghi tiêu chí bạn đang nhập; hãy so hai bản rồi chọn.",
    refused: "Có số chưa ghi được; hãy xem câu báo ở tiêu chí đó.",
  };
  const show = () => {
    forms.forEach((form) => form.classList.toggle("is-unsent", waiting.has(form)));
    bar.hidden = !waiting.size;
    if (!waiting.size) return;
    const why = ["conflict", "signed-out", "offline", "restored", "refused"].find((one) => [...waiting.values()].includes(one));
    words.textContent = `${SAID[why]} Tiêu chí: `;
    links.textContent = "";
    [...waiting.keys()].forEach((form, n) => {
      const link = document.createElement("a");
      link.href = `#${form.id}`;
      link.textContent = form.dataset.code;
      links.append(n ? ", " : "", link);
    });
    words.append(links);
    const sendable = [...waiting.values()].some((one) => one !== "conflict" && one !== "refused");
    send.hidden = !sendable;
    drop.hidden = ![...waiting.values()].includes("restored");
  };
  const wait = (form, why) => { waiting.set(form, why); show(); };
  const say = (form, text) => { const spot = form.querySelector(".saved"); if (spot) spot.textContent = text; };
  const trySending = (form) => { if (document.contains(form) && !onItsWay.has(form)) form.requestSubmit(); };
  const sendAll = () => [...waiting].forEach(([form, why]) => { if (why !== "conflict" && why !== "refused") trySending(form); });
  send.addEventListener("click", sendAll);
  drop.addEventListener("click", () => {
    [...waiting].forEach(([form, why]) => { if (why === "restored") { forget(form); waiting.delete(form); form.reset(); } });
    show();
  });
  window.addEventListener("online", sendAll);
  window.setInterval(() => {
    [...waiting].forEach(([form, why]) => { if (why === "offline") trySending(form); });
  }, AGAIN);

  // ---- typing and sending ------------------------------------------------------------------------------
  document.addEventListener("input", (event) => {
    const form = event.target.closest && event.target.closest("form.inputs");
    if (!form) return;
    keep(form);
    say(form, "");
  });
  const formOf = (event) => {
    const found = event.detail && event.detail.elt && event.detail.elt.closest("form.inputs");
    return found && forms.includes(found) ? found : null;
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = formOf(event);
    if (!form) return;
    keep(form);
    onItsWay.add(form);
    sentValues.set(form, valuesOf(form));
    say(form, "Đang lưu…");
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = formOf(event);
    if (!form) return;
    // A page of signing in must not be put into the sheet.
    if (!new URL(event.detail.xhr.responseURL || location.href).pathname.startsWith(folder)) {
      event.detail.shouldSwap = false;
    }
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = formOf(event);
    if (!form) return;
    onItsWay.delete(form);
    const xhr = event.detail.xhr;
    if (!event.detail.successful || !xhr || !xhr.status) {
      say(form, "Chưa gửi được");
      wait(form, xhr && xhr.status >= 400 && xhr.status < 500 ? "signed-out" : "offline");
      return;
    }
    if (!new URL(xhr.responseURL).pathname.startsWith(folder)) {
      say(form, "Chưa gửi được");
      wait(form, "signed-out");
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const answer = event.detail.elt && event.detail.elt.closest && event.detail.elt.closest("[data-answer]");
    const form = answer && answer.closest("form.inputs");
    if (!form) return;
    if (answer.dataset.answer !== "saved") {
      wait(form, answer.dataset.answer);
      return;
    }
    waiting.delete(form);
    // What was typed while the answer was on its way stays on the shelf; its own change sends it.
    if (same(valuesOf(form), sentValues.get(form) || {})) forget(form); else keep(form);
    show();
  });

  // ---- keys --------------------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      const form = event.target.closest && event.target.closest("form.inputs");
      if (form) trySending(form);
      sendAll();
      return;
    }
    if (event.key !== "Enter" || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!event.target.matches || !event.target.matches("form.inputs input[name^='so-'], form.inputs select")) return;
    event.preventDefault();
    const all = forms.flatMap(boxes);
    const next = all[all.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
    if (next) {
      next.focus();
      if (next.select) next.select();
    } else {
      event.target.blur();
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if ([...waiting.values()].some((why) => why === "offline" || why === "signed-out")) event.preventDefault();
  });

  // ---- what waited from before -------------------------------------------------------------------------
  forms.forEach((form) => {
    const draft = kept(place(form));
    if (!draft) return;
    const now = valuesOf(form);
    if (!draft.values || same(now, { ...now, ...draft.values })) { forget(form); return; }
    boxes(form).forEach((box) => { if (box.name in draft.values) box.value = draft.values[box.name]; });
    // It was typed against that version: if somebody else wrote since, the server says so and keeps both.
    versionOf(form).value = draft.version;
    waiting.set(form, "restored");
  });
  try {
    const here = new Set(forms.map(place));
    const elsewhere = Object.keys(shelf)
      .filter((key) => key.startsWith(PREFIX + folder) && !here.has(key))
      .map((key) => key.slice((PREFIX + folder).length).replace(/\/$/, ""));
    if (elsewhere.length && forms.length > 1) {
      const note = document.createElement("p");
      note.className = "notice notice-warning";
      note.textContent = "Còn số chưa gửi ở tiêu chí ";
      elsewhere.forEach((code, n) => {
        const link = document.createElement("a");
        link.href = `${sheet}?linh-vuc=${encodeURIComponent(code.split(".")[0])}#tc-${code}`;
        link.textContent = code;
        note.append(n ? ", " : "", link);
      });
      document.querySelector(".table-frame").before(note);
    }
  } catch (error) {
    // No shelf: nothing waited.
  }
  show();
})();
