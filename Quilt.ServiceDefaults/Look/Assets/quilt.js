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

// An open menu closes on Escape and on a click elsewhere.
const closeMenus = (except) => document.querySelectorAll('details.menu[open]').forEach((menu) => {
  if (menu !== except) menu.open = false;
});
addEventListener('click', (event) => closeMenus(event.target.closest('details.menu')));
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeMenus(null);
});
