"use strict";
// What is typed into a form marked data-draft outlives a session that ended, a lost line and a closed page: it waits
// in this window only, for this person and this form, until the form was taken. Never passwords, never files.
(() => {
  const who = document.body.dataset.who || "";
  const shelf = window.sessionStorage;
  const PREFIX = "nhap:", SENT = "nhap-da-gui";
  const place = (form) => `${PREFIX}${who}:${new URL(form.action, location.href).pathname}`;
  const fields = (form) => [...form.elements].filter((field) =>
    field.name && (field.tagName === "TEXTAREA" || field.tagName === "INPUT" && /^(text|search|url|number|email)$/.test(field.type)));

  if (!who) {
    // The page of signing in: drafts wait for the same person to come back.
    return;
  }
  try {
    const sent = shelf.getItem(SENT);
    if (sent && document.querySelector(".notice-success, [data-taken]")) shelf.removeItem(sent);
    shelf.removeItem(SENT);

    document.querySelectorAll("form[data-draft]").forEach((form) => {
      const kept = JSON.parse(shelf.getItem(place(form)) || "{}");
      const back = fields(form).filter((field) => field.value === "" && kept[field.name]);
      if (!back.length) return;
      back.forEach((field) => { field.value = kept[field.name]; });
      const note = document.createElement("p");
      note.className = "notice notice-info";
      note.setAttribute("role", "status");
      note.textContent = "Đã đặt lại những gì bạn nhập dở lần trước; hãy xem lại rồi gửi. ";
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "link-button";
      drop.textContent = "Bỏ đi";
      drop.addEventListener("click", () => {
        back.forEach((field) => { field.value = ""; });
        shelf.removeItem(place(form));
        note.remove();
      });
      note.append(drop);
      form.prepend(note);
    });

    document.addEventListener("input", (event) => {
      const form = event.target.form;
      if (!form || !form.matches("[data-draft]")) return;
      const typed = Object.fromEntries(fields(form).filter((field) => field.value).map((field) => [field.name, field.value]));
      shelf.setItem(place(form), JSON.stringify(typed));
    });
    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (form.matches("[data-draft]")) shelf.setItem(SENT, place(form));
      if (form.matches("[data-sign-out]")) {
        Object.keys(shelf).filter((key) => key.startsWith(PREFIX)).forEach((key) => shelf.removeItem(key));
      }
    });
  } catch (error) {
    // A browser that keeps nothing, or a full shelf: the form works as without this file.
  }
})();
