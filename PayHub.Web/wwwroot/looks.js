// Runs before the first paint, so it is small and does nothing else: theme, language and time zone.
(() => {
  const root = document.documentElement;
  const darkSystem = matchMedia('(prefers-color-scheme: dark)');
  const read = name => document.cookie.split('; ').find(c => c.startsWith(name + '='))?.slice(name.length + 1);
  const write = (name, value) => {
    document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax`;
  };

  const apply = () => {
    const choice = read('payhub-theme') ?? 'system';
    root.dataset.themeChoice = choice;
    root.dataset.theme = choice === 'system' ? (darkSystem.matches ? 'dark' : 'light') : choice;
    document.querySelectorAll('[data-set-theme]').forEach(button => button.setAttribute('aria-pressed', button.dataset.setTheme === choice));
  };

  apply();
  darkSystem.addEventListener('change', apply);
  addEventListener('pageshow', apply);
  // The menu's buttons come later than this, and again when the page goes live.
  document.addEventListener('beforetoggle', apply, true);
  document.addEventListener('click', event => {
    const choice = event.target.closest?.('[data-set-theme]')?.dataset.setTheme;
    if (choice) {
      write('payhub-theme', choice);
      apply();
    }
    const language = event.target.closest?.('[data-set-language]')?.dataset.setLanguage;
    if (language) {
      write('payhub-language', `c=${language}|uic=${language}`);
      location.reload();
    }
  });

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && read('payhub-zone') !== encodeURIComponent(zone)) write('payhub-zone', zone);
})();
