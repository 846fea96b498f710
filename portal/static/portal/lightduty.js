/* Small comforts. Every page works without this file. */
(() => {
  "use strict";
  const PREFIX = "lightduty:";

  // Three mistakes, one list, and the list has the focus.
  document.querySelector("[data-focus]")?.focus();

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // A question without an answer may be skipped, but not by accident.
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.askUnanswered;
    if (!question) return;
    const names = new Set([...event.target.querySelectorAll("input[type=radio]:not([data-aside])")].map((input) => input.name));
    const open = [...names].filter((name) => !event.target.querySelector(`[name="${CSS.escape(name)}"]:checked`));
    if (open.length && !window.confirm(question.replace("{n}", open.length))) event.preventDefault();
  });

  // A draft stays in this tab until the answers have arrived, so a network cut loses nothing.
  const kept = (form) =>
    [...form.elements].filter(
      (field) => field.name && !("aside" in field.dataset) && !["hidden", "password", "file", "submit", "button"].includes(field.type),
    );
  const save = (form) => {
    const values = kept(form)
      .filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
      .map((field) => [field.name, field.value]);
    try {
      sessionStorage.setItem(PREFIX + form.dataset.draft, JSON.stringify(values));
    } catch {
      return;
    }
    const line = form.querySelector("[data-draft-note]");
    if (line) line.hidden = false;
  };
  const restore = (form) => {
    let values;
    try {
      values = JSON.parse(sessionStorage.getItem(PREFIX + form.dataset.draft) || "[]");
    } catch {
      return;
    }
    const answered = kept(form).some((field) =>
      ["radio", "checkbox"].includes(field.type) ? field.checked : field.value && field.tagName !== "SELECT",
    );
    if (answered) return; // what the server sends is newer
    for (const field of kept(form)) {
      const mine = values.filter(([name]) => name === field.name).map(([, value]) => value);
      if (["radio", "checkbox"].includes(field.type)) field.checked = mine.includes(field.value);
      else if (mine.length) field.value = mine[0];
    }
  };
  const forget = (key) => {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith(PREFIX + key)) sessionStorage.removeItem(name);
    }
  };
  for (const form of document.querySelectorAll("form[data-draft]")) {
    restore(form);
    form.addEventListener("input", () => save(form));
  }
  for (const done of document.querySelectorAll("[data-draft-done]")) forget(done.dataset.draftDone);

  // The places chosen on the picture of the body, repeated in words.
  for (const parts of document.querySelectorAll("[data-parts]")) {
    const line = parts.querySelector("[data-chosen]");
    const tell = () => {
      const names = [...parts.querySelectorAll("input[data-name]:checked")].map((input) => input.dataset.name);
      line.closest("p").hidden = !names.length;
      line.textContent = names.join(", ");
    };
    parts.addEventListener("change", tell);
    tell();
  }
})();
