// Copy buttons: <button class="button small" data-copy="#id" hidden>Copy</button> copies the text of #id.
// They are hidden in the markup, so that nobody without script or clipboard sees a button that does nothing.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      const source = document.querySelector(button.dataset.copy);
      try {
        await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
        button.textContent = 'Copied';
      } catch {
        getSelection().selectAllChildren(source);
        button.textContent = 'Press Ctrl+C';
      }
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }
}
