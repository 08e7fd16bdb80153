"use strict";
// Comforts of the list with boxes: arrows move from row to row, the space bar ticks, Enter opens.
(() => {
  const rows = () => Array.from(document.querySelectorAll("form[data-bulk] tbody tr"));
  const box = (row) => row.querySelector("input[name=chon]");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target.closest && event.target.closest("form[data-bulk] tbody tr");
    if (!row) {
      if (event.key === "ArrowDown" && event.target === document.body && rows().length) {
        event.preventDefault();
        box(rows()[0]).focus();
      }
      return;
    }
    if (event.key === "Enter" && event.target === box(row)) {
      event.preventDefault();
      row.querySelector("th a[href]").click();
    } else if (event.key === " " && event.target !== box(row)) {
      event.preventDefault();
      box(row).checked = !box(row).checked;
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target === box(row)) {
      const all = rows();
      const next = all[all.indexOf(row) + (event.key === "ArrowDown" ? 1 : -1)];
      if (next) { event.preventDefault(); box(next).focus(); }
    }
  });
})();
