// "/" puts the cursor into the search box, unless somebody is typing.
addEventListener('keydown', (event) => {
  const typing = event.target.closest?.('input, textarea, select, [contenteditable]');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const search = document.querySelector('main input[type=search], .site-header input[type=search]');
    if (search) {
      event.preventDefault();
      search.focus();
      search.select();
    }
  }
});

// The tab of the page is in sight, where not all of them are.
for (const tab of document.querySelectorAll('.tabs [aria-current]')) {
  tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 24;
}

// An open menu closes on Escape and on a click elsewhere.
const closeMenus = (except) => document.querySelectorAll('details.menu[open]').forEach((menu) => {
  if (menu !== except) menu.open = false;
});
addEventListener('click', (event) => closeMenus(event.target.closest('details.menu')));
addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const open = event.target.closest?.('details.menu[open]');
  closeMenus(null);
  open?.querySelector('summary').focus();
});

// A choice of colours shows at once; the server remembers it for the pages to come.
document.querySelector('[data-menu=theme] form')?.addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const theme = event.submitter.value;
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of form.querySelectorAll('button')) button.setAttribute('aria-pressed', button.value === theme);
  form.closest('details').open = false;
  form.closest('details').querySelector('summary').focus();
  await fetch(form.action, { method: 'POST', body: new URLSearchParams({ theme }), redirect: 'manual' });
});

// Suggestions under a search box while somebody types. Enter searches, unless one of them was chosen.
for (const input of document.querySelectorAll('input[data-suggest]')) {
  const list = Object.assign(document.createElement('ul'), { id: input.id + '-suggestions', className: 'suggestions', role: 'listbox', hidden: true });
  list.setAttribute('aria-label', 'Suggestions');
  input.parentElement.append(list);
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', list.id);
  let chosen = -1;
  let timer;
  let asked = 0;

  const choose = (index) => {
    chosen = index;
    [...list.children].forEach((item, at) => item.setAttribute('aria-selected', at === index));
    const item = list.children[index];
    if (item) {
      input.setAttribute('aria-activedescendant', item.id);
      item.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };
  const show = (items) => {
    // An answer that changes nothing must not take back what was chosen meanwhile.
    if (items.length && items.join() === [...list.children].map((item) => item.textContent).join()) return;
    list.replaceChildren(...items.map((text, index) => {
      const item = Object.assign(document.createElement('li'), { id: `${list.id}-${index}`, role: 'option', textContent: text });
      item.addEventListener('mousedown', (event) => event.preventDefault());
      item.addEventListener('click', () => go(text));
      return item;
    }));
    list.hidden = items.length === 0;
    input.setAttribute('aria-expanded', !list.hidden);
    choose(-1);
  };
  const go = (text) => location.assign('/package/' + text.split('/').map(encodeURIComponent).join('/'));
  const ask = async () => {
    const query = input.value.trim();
    const mine = ++asked;
    if (query.length < 2) return show([]);
    try {
      const answer = await fetch(input.dataset.suggest + '?q=' + encodeURIComponent(query), { headers: { accept: 'application/json' } });
      const items = answer.ok ? await answer.json() : [];
      if (mine === asked && document.activeElement === input) show(items);
    } catch {
      show([]);
    }
  };

  show([]);
  input.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener('blur', () => { clearTimeout(timer); asked++; show([]); });
  input.addEventListener('keydown', (event) => {
    const count = list.children.length;
    if (event.key === 'Escape' && !list.hidden) { event.preventDefault(); show([]); }
    else if (count && event.key === 'ArrowDown') { event.preventDefault(); choose(chosen + 1 < count ? chosen + 1 : -1); }
    else if (count && event.key === 'ArrowUp') { event.preventDefault(); choose(chosen < 0 ? count - 1 : chosen - 1); }
    else if (event.key === 'Enter' && list.children[chosen]) { event.preventDefault(); go(list.children[chosen].textContent); }
  });
}
