// Blazor says how the connection to the hub is; this shows it in the banner and comes back to the same address by itself.
const banner = document.getElementById('components-reconnect-modal');
const retryEvery = 3000;
let timer;

const retry = async () => {
  clearTimeout(timer);
  try {
    // False: the hub answers, but no longer knows this page, because it was started anew.
    if (!await Blazor.reconnect()) location.reload();
  } catch {
    timer = setTimeout(retry, retryEvery);
  }
};

banner?.addEventListener('components-reconnect-state-changed', event => {
  banner.dataset.state = event.detail.state;
  if (event.detail.state === 'rejected') location.reload();
  if (event.detail.state === 'failed') timer = setTimeout(retry, retryEvery);
  if (event.detail.state === 'hide') clearTimeout(timer);
});
banner?.querySelector('button').addEventListener('click', retry);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && banner?.dataset.state === 'failed') retry();
});
