"use strict";
// Keyboard of the review: j and k go from row to row, Enter opens, d says "right", Escape closes the form.
(() => {
  const rows = () => [...document.querySelectorAll(".review-row")];
  const typing = (node) => /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName) || node.isContentEditable;
  const current = () => document.activeElement && document.activeElement.closest(".review-row");

  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const row = current();
    let at = all.indexOf(row);
    if (at < 0) {
      at = all.findIndex((one) => one.getBoundingClientRect().bottom > 140);
      at = by > 0 ? at - 1 : at;
    }
    const next = all[Math.max(0, Math.min(all.length - 1, at + by))];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      const open = current();
      const cancel = open && open.querySelector("[data-cancel]");
      if (cancel) { event.preventDefault(); cancel.click(); }
      return;
    }
    if (typing(event.target)) return;
    if (event.key === "j" || event.key === "ArrowDown" && current()) { event.preventDefault(); step(1); return; }
    if (event.key === "k" || event.key === "ArrowUp" && current()) { event.preventDefault(); step(-1); return; }
    const row = event.target.closest && event.target.closest(".review-row");
    if (!row || event.target !== row) return;
    const button = { Enter: "[data-open]", d: "[data-right]" }[event.key];
    const found = button && row.querySelector(button);
    if (found) { event.preventDefault(); found.click(); }
  });

  // A row that came back from the server keeps the focus it had; an opened one puts it into its first field.
  document.addEventListener("htmx:afterSettle", (event) => {
    const old = event.detail.target;
    if (!old || !old.classList || !old.classList.contains("review-row")) return;
    const row = document.getElementById(old.id);
    if (!row) return;
    const field = row.classList.contains("is-open") && row.querySelector("textarea, input:not([type=hidden])");
    (field || row).focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  });
})();
