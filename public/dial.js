/* Click to call. The server draws the number field with every question and refusal in it (`fragments::dial`); this shows
   what the server answers, asks where it must be asked, and tells the page (`dialled`), which follows the call. It calls
   once a click and never again by itself. */
(() => {
  const ONE_CLICK = 3000, MAY_HAVE_RUNG = 5000;
  const find = (what, inside = document) => inside.querySelector(what);
  const dialer = () => find('.dialer');
  let busy = false, last = '', lastAt = 0, asking = null;

  const tell = (state, called = '') => {
    const form = dialer();
    if (!form) return;
    form.dataset.state = state;
    form.dataset.called = called;
    if (state === 'asking') form.dataset.at = Date.now();
    find('.btn.primary', form).setAttribute('aria-busy', String(state === 'asking'));
    dispatchEvent(new Event('dialled'));
  };

  // The sentence for what went wrong; without one, nothing did.
  const say = (problem, seconds) => {
    const form = dialer();
    if (!form) return;
    const lines = [...form.querySelectorAll('[data-problem]')];
    const line = problem === undefined ? null : lines.find((it) => it.dataset.problem === problem) ?? lines.find((it) => !it.dataset.problem);
    for (const it of lines) it.hidden = it !== line;
    find('#number', form).setAttribute('aria-invalid', String(Boolean(line)));
    const left = line && find('[data-seconds]', line);
    if (left && seconds) left.textContent = seconds;
    const again = line && find('[data-again]', line);
    if (again) {
      again.hidden = true;
      setTimeout(() => { again.hidden = false; }, MAY_HAVE_RUNG);
    }
  };

  // Whether to call: the focus is on the answer that does nothing, and Escape gives it.
  const ask = (number, reason) => new Promise((resolve) => {
    const box = find('dialog.ask');
    find('[data-number]', box).textContent = number;
    const reasons = [...box.querySelectorAll('[data-reason]')];
    const known = reasons.find((it) => it.dataset.reason === reason) ?? reasons.find((it) => !it.dataset.reason);
    for (const it of reasons) it.hidden = it !== known;
    box.returnValue = 'no';
    box.addEventListener('close', () => resolve(box.returnValue === 'yes'), { once: true });
    box.showModal();
  });

  const call = async (what, shown, confirmed = false) => {
    const same = JSON.stringify(what);
    if (busy || (same === last && Date.now() - lastAt < ONE_CLICK)) return;
    busy = true;
    last = same;
    say();
    tell('asking', shown);
    let status = 0, body = {}, wait;
    const online = navigator.onLine;
    try {
      const answer = await fetch('/api/v1/calls', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...what, confirmed }),
      });
      status = answer.status;
      wait = answer.headers.get('retry-after');
      body = await answer.json();
    } catch {
      // What was sent goes on when its sender is cut off: the phone may ring.
      if (!status) body = { error: online ? 'upstream_timed_out' : 'offline' };
    }
    busy = false;
    lastAt = Date.now();
    if (status === 202) return tell('placed', body.number || shown);
    tell('refused');
    if (body.error === 'confirm_first') {
      lastAt = 0;
      if (await ask(body.number || shown, body.reason)) return call(what, body.number || shown, true);
      return find('#number')?.focus();
    }
    asking = { what, shown, confirmed };
    say(body.error ?? '', wait);
  };

  // Digits in the local groups; what is more than digits stays as it was written.
  const grouped = (text) => {
    const digits = text.replace(/[\s.\-()/\u00a0]/g, '').replace(/^(\+|00)84(?=\d)/, '0');
    if (!/^0\d{4,10}$/.test(digits)) return text;
    return [digits.slice(0, 4), digits.slice(4, 7), digits.slice(7)].filter(Boolean).join(' ');
  };

  // A number field was drawn: what its browser can do, and what its address asks for.
  const begin = async () => {
    const form = dialer();
    const tel = find('.tel');
    if (!form || !tel) return;
    const able = typeof navigator.registerProtocolHandler === 'function' && isSecureContext;
    find('[data-tel=able]', tel).hidden = !able;
    find('[data-tel=missing]', tel).hidden = able;
    const wanted = form.dataset.ask, refused = form.dataset.refused;
    delete form.dataset.ask;
    delete form.dataset.refused;
    if (refused !== undefined) say(refused);
    if (wanted === undefined) return;
    const { call: id } = form.dataset;
    if (await ask(wanted, 'link')) call(id ? { call: id } : { number: wanted }, wanted);
    else find('#number')?.focus();
  };

  document.addEventListener('submit', (event) => {
    if (!event.target.matches('.dialer')) return;
    event.preventDefault();
    const number = find('#number').value.trim();
    if (number) call({ number }, number);
    else find('#number').focus();
  });
  document.addEventListener('input', ({ target, inputType }) => {
    if (target.id !== 'number') return;
    say();
    // Never under a cursor that is on its way through the number, nor while something is taken away.
    const atEnd = target.selectionStart === target.value.length;
    if (atEnd && !inputType?.startsWith('delete')) target.value = grouped(target.value);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.target.id !== 'number') return;
    event.target.value = '';
    say();
  });
  document.addEventListener('click', (event) => {
    const { target } = event;
    const link = target.closest('a[data-dial]');
    if (link && dialer() && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      event.stopPropagation();
      call({ call: link.dataset.dial }, link.closest('li')?.querySelector('.num1')?.textContent.trim() ?? '');
    } else if (target.closest('[data-again]') && asking) {
      lastAt = 0;
      call(asking.what, asking.shown, asking.confirmed);
    } else if (target.closest('[data-register]')) {
      navigator.registerProtocolHandler('tel', `${location.origin}/dial?number=%s`);
      find('[data-tel=asked]').hidden = false;
    }
  }, true);
  addEventListener('drawn', begin);
  begin();
})();
