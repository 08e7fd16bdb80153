"use strict";
// Shows the names of chosen files in our own words; without this file the browser's own control is used.
(() => {
  document.documentElement.classList.add("has-script");
  document.addEventListener("change", (event) => {
    if (!event.target.matches(".file-pick input[type=file]")) return;
    const names = Array.from(event.target.files, (file) => file.name).join(", ");
    event.target.closest(".field").querySelector(".file-names").textContent = names;
  });
})();
