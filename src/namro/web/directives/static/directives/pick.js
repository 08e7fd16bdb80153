// A long list of ticks gets a box that keeps the lines with the typed words; without this file every line shows.
(() => {
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();
  document.querySelectorAll("form .field").forEach((field) => {
    const ticks = [...field.querySelectorAll("input[type=checkbox]")];
    if (ticks.length < 8) return;
    const lines = ticks.map((tick) => [tick, tick.closest("div, li, label")]);
    const box = document.createElement("input");
    box.type = "search";
    box.className = "pick-find";
    box.placeholder = "Gõ để thu hẹp danh sách";
    box.setAttribute("aria-label", "Thu hẹp danh sách");
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    box.addEventListener("input", () => {
      const words = plain(box.value).split(/\s+/).filter(Boolean);
      lines.forEach(([tick, line]) => {
        const text = plain(line.textContent);
        line.hidden = !tick.checked && !words.every((word) => text.includes(word));
      });
    });
    const list = lines[0][1].parentElement;
    list.classList.add("pick-list");
    list.before(box);
  });
})();
