// Passkeys: <form data-passkey="create|get" data-options="{…}" hidden> asks the authenticator when it is submitted, and is
// sent with the answer in its field "credential". It is hidden in the markup, so that nobody without script or passkeys sees it.
const keys = window.PublicKeyCredential;
if (keys?.parseCreationOptionsFromJSON && keys.parseRequestOptionsFromJSON) {
  for (const notice of document.querySelectorAll('[data-passkey-missing]')) {
    notice.hidden = true;
  }

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const problem = form.querySelector('[role=alert][hidden]');
    const options = JSON.parse(form.dataset.options);
    form.hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      problem.hidden = true;
      try {
        const credential = form.dataset.passkey === 'create'
          ? await navigator.credentials.create({ publicKey: keys.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: keys.parseRequestOptionsFromJSON(options) });
        form.elements.credential.value = JSON.stringify(credential.toJSON());
        form.submit();
      } catch (error) {
        problem.textContent = error.name === 'InvalidStateError'
          ? 'This device has a passkey of the account already.'
          : error.name === 'SecurityError'
            ? 'Passkeys work only at the address that the registry is configured for.'
            : 'No passkey was used. Try again, or go another way.';
        problem.hidden = false;
      }
    });
  }
}
