// Security keys and passkeys. A form says what it wants: data-webauthn is "create" or "get", and data-options names
// the element that holds the server's question, or the address that answers with it.
(() => {
'use strict';
// A key belongs to a name: at a bare address, such as http://127.0.0.1:8000, browsers refuse every one.
const isAddress = /^[\d.]+$|:/.test(location.hostname);
if (!window.PublicKeyCredential || !window.isSecureContext || isAddress) {
  document.querySelectorAll('[data-no-webauthn]').forEach(said => { said.hidden = false; });
  document.querySelectorAll('form[data-webauthn] button[type=button]').forEach(button => { button.disabled = true; });
  return;
}
const toBytes = text => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
const toText = bytes => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const named = list => (list || []).map(one => ({ ...one, id: toBytes(one.id) }));

const asked = async where => {
  const held = document.getElementById(where);
  if (held) return JSON.parse(held.textContent);
  const answer = await fetch(where, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
};

const create = async ({ creation_options: { publicKey: key } }, form) => {
  const alone = form.elements.passwordless && form.elements.passwordless.checked;
  const selection = { ...key.authenticatorSelection, residentKey: alone ? 'required' : 'discouraged', requireResidentKey: !!alone };
  if (alone) selection.userVerification = 'required';
  const made = await navigator.credentials.create({ publicKey: {
    ...key, authenticatorSelection: selection, challenge: toBytes(key.challenge),
    user: { ...key.user, id: toBytes(key.user.id) }, excludeCredentials: named(key.excludeCredentials) } });
  return { made, response: { attestationObject: toText(made.response.attestationObject),
    transports: made.response.getTransports ? made.response.getTransports() : [] } };
};

const get = async ({ request_options: { publicKey: key } }) => {
  const made = await navigator.credentials.get({ publicKey: {
    ...key, challenge: toBytes(key.challenge), allowCredentials: named(key.allowCredentials) } });
  const { authenticatorData, signature, userHandle } = made.response;
  return { made, response: { authenticatorData: toText(authenticatorData), signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null } };
};

document.querySelectorAll('form[data-webauthn]').forEach(form => {
  const button = form.querySelector('button[type=button]'), failed = form.querySelector('[role=alert]');
  form.hidden = false;
  button.addEventListener('click', async () => {
    failed.hidden = true;
    try {
      const options = await asked(form.dataset.options);
      const { made, response } = await (form.dataset.webauthn === 'create' ? create : get)(options, form);
      form.elements.credential.value = JSON.stringify({ id: made.id, rawId: toText(made.rawId), type: made.type,
        response: { clientDataJSON: toText(made.response.clientDataJSON), ...response },
        clientExtensionResults: made.getClientExtensionResults() });
      form.submit();
    } catch (error) { failed.hidden = false; }
  });
});
})();
