"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const findings = all(".finding").map((element) => ({
    element,
    values: element.dataset,
    text: `${element.textContent} ${element.dataset.file} ${element.dataset.codes}`.toLowerCase(),
  }));
  const search = document.getElementById("search");
  if (!search) return;
  const shown = document.getElementById("shown");
  const clear = document.getElementById("clear");
  const chosen = { severity: new Set(), rule: new Set(), file: new Set() };

  const update = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { element, values, text } of findings) {
      const passes = Object.entries(chosen).every(([kind, set]) => set.size === 0 || set.has(values[kind])) &&
        words.every((word) => text.includes(word));
      element.hidden = !passes;
      count += passes ? 1 : 0;
    }
    for (const file of all(".file")) file.hidden = !file.querySelector(".finding:not([hidden])");
    const filtered = words.length > 0 || Object.values(chosen).some((set) => set.size > 0);
    shown.textContent = filtered ? `${count} of ${findings.length}` : "";
    clear.hidden = !filtered;
    document.getElementById("none").hidden = count > 0;
  };

  const press = (button, on) => {
    const set = chosen[button.dataset.filter];
    if (on) set.add(button.dataset.value);
    else set.delete(button.dataset.value);
    button.setAttribute("aria-pressed", String(on));
  };
  for (const button of all("[data-filter]")) {
    button.addEventListener("click", () => {
      press(button, button.getAttribute("aria-pressed") !== "true");
      update();
    });
  }
  search.addEventListener("input", update);
  clear.addEventListener("click", () => {
    search.value = "";
    all("[data-filter]").forEach((button) => press(button, false));
    update();
  });
})();
