/* Passkeys: the only pages that need a script, because the browser offers no other way to them. */
(() => {
  "use strict";
  const library = window.webauthnJSON;
  const able = Boolean(window.PublicKeyCredential && library);

  const optionsOf = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const create = (options, form) => {
    const asked = JSON.parse(JSON.stringify(options.creation_options));
    const alone = Boolean(form.elements.passwordless?.checked);
    const choice = (asked.publicKey.authenticatorSelection ??= {});
    choice.residentKey = alone ? "required" : "discouraged";
    choice.requireResidentKey = alone;
    if (alone) choice.userVerification = "required";
    return library.create(asked);
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = !able;
    const trouble = form.querySelector("[data-passkey-trouble]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      trouble.hidden = true;
      try {
        const options = await optionsOf(form);
        const made = form.dataset.passkey === "create" ? await create(options, form) : await library.get(options.request_options);
        form.elements.credential.value = JSON.stringify(made);
        form.submit();
      } catch {
        trouble.hidden = false;
      }
    });
  }
  for (const line of document.querySelectorAll("[data-passkey-none]")) line.hidden = able;
})();
