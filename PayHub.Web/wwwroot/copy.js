// Copies what stands beside the button. Browsers lend the clipboard to pages on HTTPS and on localhost alone; elsewhere the
// older way still works.
const copied = text => {
  const field = document.createElement('textarea');
  field.value = text;
  field.style.position = 'fixed';
  field.style.opacity = '0';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
};

document.addEventListener('click', async event => {
  const button = event.target.closest?.('[data-copy]');
  if (!button) return;
  const text = button.parentElement.querySelector('pre').textContent;
  let done;
  try {
    await navigator.clipboard.writeText(text);
    done = true;
  } catch {
    done = copied(text);
    button.focus();
  }
  const word = button.parentElement.querySelector('[role=status]');
  word.textContent = done ? button.dataset.copied : button.dataset.notCopied;
  setTimeout(() => { word.textContent = ''; }, 2000);
});
