// Ties django-allauth's passkey scripts to the page's form, and shows the form's error when no passkey is used.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-passkey]");
  if (!form || !window.PublicKeyCredential || !window.allauth) return;
  form.hidden = false;
  const kind = form.dataset.passkey;
  const button = "passkey-button";
  allauth.webauthn.forms[`${kind}Form`]({
    // A passkey made here can always sign in by itself, hence the ticked box.
    ids: { credential: "passkey-credential", data: "passkey-data", passwordless: "passkey-alone", [kind]: button },
  });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    form.querySelector("[data-passkey-error]").hidden = false;
  });
  // The Enter key in the passkey's name makes no passkey.
  if (kind === "add") form.addEventListener("submit", (event) => event.preventDefault());
});
