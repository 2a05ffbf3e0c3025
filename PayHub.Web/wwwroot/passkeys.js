// Puts what the device says between two posts: the hub's challenge, and the form that carries the answer.
const forms = document.querySelectorAll('form[data-passkey]');

const tell = (form, text) => {
  const word = form.querySelector('[data-passkey-error]');
  word.textContent = text;
  word.hidden = !text;
};

const challenge = async form => {
  const answer = await fetch(`/account/passkeys/${form.dataset.passkey}`, { method: 'POST', body: new FormData(form) });
  if (!answer.ok) throw new Error(await answer.text() || form.dataset.failed);
  return answer.json();
};

const credential = async form => {
  const options = await challenge(form);
  return form.dataset.passkey === 'make'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
};

for (const form of forms) {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) {
    tell(form, form.dataset.unable ?? '');
    continue;
  }
  form.hidden = false;
  form.addEventListener('submit', async event => {
    event.preventDefault();
    tell(form, '');
    try {
      form.querySelector('[name$=Credential]').value = JSON.stringify(await credential(form));
      form.submit();
    } catch (error) {
      // What browsers say of a refusal by the device is for programmers.
      tell(form, error instanceof DOMException ? form.dataset.failed : error.message);
    }
  });
}
