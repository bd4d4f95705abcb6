// Passkeys: the only thing in Rumduol that can't work without a script, so its button appears only where it does.
(function () {
  "use strict";
  if (!window.PublicKeyCredential) { return; }
  var bytes = function (text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (c) { return c.charCodeAt(0); });
  };
  var text = function (buffer) {
    return btoa(String.fromCharCode.apply(null, new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      if (form.elements.passkey.value) { return; }
      event.preventDefault();
      var options = JSON.parse(form.dataset.options);
      options.challenge = bytes(options.challenge);
      (options.allowCredentials || options.excludeCredentials || []).forEach(function (c) { c.id = bytes(c.id); });
      if (options.user) { options.user.id = bytes(options.user.id); }
      navigator.credentials[form.dataset.passkey]({ publicKey: options }).then(function (credential) {
        var r = credential.response;
        var answer = { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: { clientDataJSON: text(r.clientDataJSON) } };
        if (r.attestationObject) { answer.response.attestationObject = text(r.attestationObject); }
        if (r.authenticatorData) { answer.response.authenticatorData = text(r.authenticatorData); answer.response.signature = text(r.signature); }
        form.elements.passkey.value = JSON.stringify(answer);
        form.submit();
      }, function () { /* the person closed the window: nothing to say */ });
    });
  });
}());
