// The search box's keys: "/" goes there from anywhere but a field, and the arrows walk the list without moving the caret.
const writes = element => element?.matches?.('input, textarea, select, [contenteditable]');

document.addEventListener('keydown', event => {
  const box = document.getElementById('ph-search');
  if (!box) return;
  if (event.key === '/' && !event.ctrlKey && !event.metaKey && !event.altKey && (event.target === box ? box.value === '' : !writes(event.target)) && !document.querySelector('.mud-dialog')) {
    event.preventDefault();
    box.focus();
    box.select();
  } else if (event.target === box && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    event.preventDefault();
  } else if (event.target === box && event.key === 'Escape' && box.value === '') {
    box.blur();
  }
});
