// A classic script that runs before the first paint, so that a theme chosen by hand does not flash.
(() => {
  try {
    const theme = localStorage.getItem('tallygate.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch { /* without storage the system's theme holds */ }
})();

// No text becomes markup on this page but Lit's own templates: what ECharts empties its canvas' frame with is let through.
globalThis.trustedTypes?.createPolicy('default', {createHTML: (markup) => (markup === '' ? '' : null)});
