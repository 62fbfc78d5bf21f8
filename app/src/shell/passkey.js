// Asks the browser for a passkey when a button with `data-passkey` is pressed, and sends the form with the answer. The
// server writes this script into pages that have such a button.
(() => {
  const button = document.querySelector("[data-passkey]");
  if (!button || !window.PublicKeyCredential || !isSecureContext) return;
  const { form } = button;
  const [failed, missing] = ["[data-passkey-failed]", "[data-passkey-missing]"].map((part) => document.querySelector(part));
  button.hidden = false;
  if (missing) missing.hidden = true;

  const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt());
  const encode = (bytes) => bytes && btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const named = (ids) => ids.map((id) => ({ id: decode(id), type: "public-key" }));

  // A challenge is valid for five minutes. Later the page is loaded again in the background for a new one.
  let loaded = Date.now();
  const request = async () => {
    if (Date.now() - loaded > 240000) {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      button.dataset.passkey = page.querySelector("[data-passkey]")?.dataset.passkey ?? button.dataset.passkey;
      loaded = Date.now();
    }
    return JSON.parse(button.dataset.passkey);
  };

  const create = async (asked) => {
    const { rawId, response } = await navigator.credentials.create({ publicKey: {
      challenge: decode(asked.challenge),
      rp: { id: asked.rp_id, name: asked.rp_name },
      user: { id: decode(asked.user_id), name: asked.login, displayName: asked.login },
      pubKeyCredParams: asked.algorithms.map((alg) => ({ alg, type: "public-key" })),
      excludeCredentials: named(asked.existing),
      authenticatorSelection: {
        residentKey: asked.is_discoverable ? "required" : "discouraged",
        requireResidentKey: asked.is_discoverable,
        userVerification: "required",
      },
      attestation: "none",
    } });
    return {
      credential: encode(rawId),
      client_data: encode(response.clientDataJSON),
      authenticator_data: encode(response.getAuthenticatorData()),
      public_key: encode(response.getPublicKey()) ?? "",
      algorithm: response.getPublicKeyAlgorithm(),
    };
  };

  const get = async (asked, options) => {
    const { rawId, response } = await navigator.credentials.get({ ...options, publicKey: {
      challenge: decode(asked.challenge),
      rpId: asked.rp_id,
      allowCredentials: named(asked.allowed),
      userVerification: "required",
    } });
    return {
      credential: encode(rawId),
      client_data: encode(response.clientDataJSON),
      authenticator_data: encode(response.authenticatorData),
      signature: encode(response.signature),
      user_handle: encode(response.userHandle) ?? "",
    };
  };

  const send = (answer) => {
    form.elements.passkey.value = JSON.stringify(answer);
    form.requestSubmit();
  };

  let offered;
  button.addEventListener("click", async () => {
    if (form.elements.name && !form.elements.name.reportValidity()) return;
    offered?.abort();
    if (failed) failed.hidden = true;
    try {
      const asked = await request();
      send(await (asked.user_id ? create(asked) : get(asked)));
    } catch (error) {
      // The user has cancelled, or the authenticator has no passkey of this site.
      console.warn(error);
      if (!failed) return;
      failed.setAttribute("role", "alert");
      failed.hidden = false;
    }
  });

  // The browser lists passkeys among the suggestions of the name field, without a dialog.
  const name = document.querySelector("[autocomplete~=webauthn]");
  let offeredAt = 0;
  const offer = async () => {
    if (Date.now() - offeredAt < 240000 || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    offeredAt = Date.now();
    offered?.abort();
    offered = new AbortController();
    try {
      send(await get(await request(), { mediation: "conditional", signal: offered.signal }));
    } catch {}
  };
  if (!name) return;
  offer();
  name.addEventListener("focus", offer);
})
