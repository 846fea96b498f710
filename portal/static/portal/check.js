/* Hints while a form is typed: what the button "Check" shows, without pressing it. The page works without this file. */
(() => {
  "use strict";
  const PAUSE = 600;
  for (const form of document.querySelectorAll("form[data-check-url]")) {
    const place = form.querySelector("[data-check-hints]");
    let timer;
    let latest = 0;
    const ask = async () => {
      const mine = ++latest;
      const typed = new FormData(form);
      for (const [name, value] of [...typed]) if (value instanceof File) typed.delete(name);
      try {
        const answer = await fetch(form.dataset.checkUrl, { method: "POST", body: typed, credentials: "same-origin" });
        if (!answer.ok || mine !== latest) return; // a slower answer to older words is not shown
        const html = await answer.text();
        // Said anew only when it is new, so that a screen reader does not repeat itself.
        if (html.trim() !== place.dataset.said) {
          place.dataset.said = html.trim();
          place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
        }
      } catch {
        // Without a network the button is still there.
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    });
  }
})();
