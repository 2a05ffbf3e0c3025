// Starts Blazor, shows in the banner how the connection to the hub is, and comes back to the same address by itself.
const banner = document.getElementById('ph-reconnect');
const page = document.documentElement;
const waits = [0, 1000, 2000];

// Whose sign-in was ended is sent to the sign-in page by a reload; without a question the tries would go on for ever.
const askWhetherSignedIn = async () => {
  try {
    const answer = await fetch('/_blazor/initializers', { redirect: 'manual', cache: 'no-store' });
    if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) location.reload();
  } catch {
    // The hub is away; that says nothing about the sign-in.
  }
};

const retry = async () => {
  try {
    // False: the hub answers, but no longer knows this page, because it was started anew.
    if (!await Blazor.reconnect()) location.reload();
  } catch {
    // Not there yet; Blazor's own tries go on.
  }
};

banner.addEventListener('components-reconnect-state-changed', event => {
  const { state } = event.detail;
  if (state === 'rejected') location.reload();
  if (state === 'show' || state === 'retrying') askWhetherSignedIn();
  if (state === 'hide') delete page.dataset.connection;
  else page.dataset.connection = 'lost';
});
banner.querySelector('button').addEventListener('click', retry);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && page.dataset.connection === 'lost') retry();
});

Blazor.start({
  circuit: {
    reconnectionOptions: { dialogId: banner.id, maxRetries: Infinity, retryIntervalMilliseconds: tries => waits[tries] ?? 5000 },
  },
});
