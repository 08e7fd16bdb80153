"use strict";
// Comforts only: every page works without this file.
(() => {
  document.documentElement.classList.add("has-script");
  let changed = null;

  // The names of chosen files in our own words; without this file the browser's own control is used.
  document.addEventListener("change", (event) => {
    if (!event.target.matches || !event.target.matches(".file-pick input[type=file]")) return;
    const names = Array.from(event.target.files, (file) => file.name).join(", ");
    event.target.closest(".field").querySelector(".file-names").textContent = names;
  });

  const guarded = (node) => node && node.closest && node.closest("form[data-guard]");
  document.addEventListener("input", (event) => { changed = guarded(event.target) || changed; });
  document.addEventListener("submit", (event) => { if (guarded(event.target)) changed = null; });
  document.addEventListener("saved", (event) => { if (changed === guarded(event.target)) changed = null; });
  window.addEventListener("beforeunload", (event) => {
    if (changed && document.contains(changed)) event.preventDefault();
  });

  // On a phone the row of tabs scrolls: show the one that is open.
  document.querySelectorAll(".tabs").forEach((tabs) => {
    const open = tabs.querySelector("[aria-current]");
    if (open) tabs.scrollLeft = open.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - open.offsetWidth) / 2;
  });

  // A second press while the first is on its way is the same press; coming back with the browser's arrow frees the form.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });

  const typing = (node) => node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !typing(event.target)) {
      const search = document.querySelector("[data-search], input[type=search]");
      const find = document.querySelector("[data-find]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
      else if (find) { event.preventDefault(); find.click(); }
      return;
    }
    if (event.key === "Escape") {
      document.querySelectorAll("details.person[open], details.menu-group[open]").forEach((open) => {
        open.removeAttribute("open");
        open.querySelector("summary").focus();
      });
      return;
    }
    const row = event.target.closest && event.target.closest("table.table tbody tr");
    if (!row || typing(event.target)) return;
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (!step) return;
    let next = row[step];
    while (next && !next.querySelector("a[href]")) next = next[step];
    if (next) { event.preventDefault(); next.querySelector("a[href]").focus(); }
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.person[open], details.menu-group[open]").forEach((open) => {
      if (!open.contains(event.target)) open.removeAttribute("open");
    });
    const chooser = event.target.closest("[data-check-all]");
    if (chooser) {
      chooser.closest("form").querySelectorAll(`input[name="${chooser.dataset.checkAll}"]`).forEach((box) => {
        box.checked = chooser.checked;
      });
    }
  });

  // A select marked data-submit sends its form at once; without this file the form's button does.
  document.addEventListener("change", (event) => {
    if (event.target.matches && event.target.matches("[data-submit]")) event.target.form.requestSubmit();
  });

  // An answer of the server that is not a page part (signed out, refused) must be seen, not swallowed.
  document.addEventListener("htmx:responseError", (event) => {
    const old = document.getElementById("htmx-trouble");
    const note = old || document.createElement("p");
    note.id = "htmx-trouble";
    note.className = "notice notice-error";
    note.setAttribute("role", "alert");
    note.textContent = event.detail.xhr.status === 403
      ? "Bạn không được phép làm việc này. Hãy tải lại trang để xem lý do."
      : "Máy chủ chưa làm được việc này. Hãy tải lại trang rồi thử lại.";
    if (!old) document.getElementById("main").prepend(note);
  });
})();
