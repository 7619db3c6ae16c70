// The call history's forms and keys. A form that finds calls is followed as a link, so that the page stays: a recording
// goes on, the line to the server too. Without this script the same forms and links load pages.
(() => {
  const find = (what) => document.querySelector(what);

  /** As if a link to it were pressed: the page's own router takes it. */
  function follow(address) {
    const link = document.createElement('a');
    link.href = address;
    link.setAttribute('noscroll', '');
    document.body.append(link);
    link.click();
    link.remove();
  }

  function shut() {
    for (const box of document.querySelectorAll('.calls-filters details[open]')) box.open = false;
  }

  function asked(form, button) {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form, button)) if (value !== '') fields.append(name, value);
    return fields;
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.matches('[data-follow]')) {
      event.preventDefault();
      shut();
      const fields = asked(form, event.submitter).toString();
      follow(fields ? `${form.getAttribute('action')}?${fields}` : form.getAttribute('action'));
    } else if (form.matches('[data-keep]')) {
      event.preventDefault();
      const body = new URLSearchParams(new FormData(form, event.submitter));
      // Where it leads back to says what was done.
      fetch(form.action, { method: 'POST', body })
        .then((answer) => {
          if (!answer.ok) return form.submit();
          shut();
          // The same address is no change to follow.
          if (answer.url === location.href) location.reload();
          else follow(answer.url);
        })
        .catch(() => form.submit());
    }
  });

  // A choice is followed at once.
  document.addEventListener('change', ({ target }) => {
    if (target.matches('[data-follow] select')) target.form.requestSubmit();
  });

  document.addEventListener('click', (event) => {
    const { target } = event;
    if (!(target instanceof Element)) return;
    const copy = target.closest('[data-copy]');
    if (copy) {
      const said = copy.querySelector('span');
      const before = said.textContent;
      const done = () => {
        said.textContent = copy.dataset.copied;
        setTimeout(() => (said.textContent = before), 2000);
      };
      // Over plain HTTP there is no clipboard: then it is shown to be copied by hand.
      const by_hand = () => prompt(before, location.href);
      if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(done, by_hand);
      else by_hand();
      return;
    }
    if (target.closest('a') || !target.closest('.calls-filters details')) shut();
    // A row is as good as the link in it, unless something in it was marked to be copied.
    const row = target.closest('.history tr[data-call]');
    if (row && !target.closest('a, button, form') && !getSelection().toString()) row.querySelector('.opener')?.click();
  });

  document.addEventListener('keydown', (event) => {
    if (!find('.calls') || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const { target, key } = event;
    const typing = target.matches('input, select, textarea');
    if (key === 'Escape') {
      const box = find('.calls-filters details[open]');
      if (box) {
        box.open = false;
        box.querySelector('summary').focus();
      } else if (!typing) {
        const opener = find('.history tr[aria-current] .opener');
        find('.calls #shut')?.click();
        opener?.focus();
      }
    } else if (key === '/' && !typing) {
      event.preventDefault();
      find('#find')?.focus();
    } else if ((key === 'j' || key === 'k') && !typing) {
      const openers = [...document.querySelectorAll('.history .opener')];
      const at = openers.indexOf(document.activeElement);
      openers[key === 'j' ? Math.min(at + 1, openers.length - 1) : Math.max(at - 1, 0)]?.focus();
    }
  });
})();
