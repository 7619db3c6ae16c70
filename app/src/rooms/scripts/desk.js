// Small comforts of the rooms at a desk. Every form works without them.
(() => {
  const all = (what) => document.querySelectorAll(what);

  for (const button of all('[data-show]')) {
    const field = document.getElementById(button.dataset.show);
    const words = [button.textContent, button.dataset.hide];
    button.hidden = false;
    button.addEventListener('click', () => {
      const shown = field.type === 'text';
      field.type = shown ? 'password' : 'text';
      button.textContent = words[shown ? 0 : 1];
      field.focus();
    });
  }

  for (const button of all('[data-copy]')) {
    if (!navigator.clipboard) continue; // plain HTTP on another machine
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = button.dataset.copied;
    });
  }

  // One opened box at a time; Escape shuts it.
  const boxes = () => all('details.confirm[open]');
  document.addEventListener('toggle', ({ target, newState }) => {
    if (newState === 'open') for (const box of boxes()) if (box !== target) box.open = false;
  }, true);
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return;
    for (const box of boxes()) {
      box.open = false;
      box.querySelector('summary').focus();
    }
  });

  // The fleet as it is now, unless a hand is on it.
  if (all('[data-follow]').length > 0) {
    setInterval(async () => {
      const busy = () => document.hidden || boxes().length > 0 || document.querySelector('#fleet :focus, #fleet :active');
      if (busy()) return;
      const answer = await fetch('/settings/displays', { redirect: 'manual' }).catch(() => undefined);
      if (!answer?.ok || busy()) return;
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const id of ['fleet', 'fleet-sum']) {
        const now = fresh.getElementById(id);
        if (now) document.getElementById(id).replaceWith(now);
      }
    }, 3000);
  }
})();
