// A screen that waits to be paired. It keeps what it is given twice, because televisions lose one or the other: in the
// cookie, which comes with the answer, and here.
(() => {
  const KEPT = 'callboard_display';
  const main = document.querySelector('main');
  const began = Date.now();
  const kept = {
    read: () => { try { return localStorage.getItem(KEPT); } catch { return null; } },
    write: (secret) => { try { localStorage.setItem(KEPT, secret); } catch { /* private mode: the cookie is left */ } },
    drop: () => { try { localStorage.removeItem(KEPT); } catch { /* nothing is there */ } },
  };
  const post = (path, body) =>
    fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const wait = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
  const two = (number) => String(number).padStart(2, '0');

  const clock = document.querySelector('[data-clock]');
  const countdown = document.querySelector('[data-countdown]');
  const draw = () => {
    const passed = Date.now() - began;
    const day = Math.floor((Number(clock.dataset.clock) + passed) / 1000) % 86400;
    clock.textContent = `${two(Math.floor(day / 3600))}:${two(Math.floor(day / 60) % 60)}:${two(day % 60)}`;
    const left = Math.max(0, Math.floor((Number(main.dataset.left) - passed) / 1000));
    if (countdown) countdown.textContent = `${Math.floor(left / 60)}:${two(left % 60)}`;
    if (left === 0 && main.dataset.code) location.reload();
  };
  setInterval(draw, 1000);
  const size = document.querySelector('[data-size]');
  const measure = () => {
    const scale = window.devicePixelRatio || 1;
    size.textContent = `${Math.round(innerWidth * scale)} × ${Math.round(innerHeight * scale)}`;
  };
  measure();
  addEventListener('resize', measure);

  // It was paired before, and has only lost its cookie?
  const again = async () => {
    const secret = kept.read();
    if (!secret) return false;
    const answer = await post('/wall/again', { secret });
    if (answer.ok) return true;
    if (answer.status === 401) kept.drop();
    return false;
  };

  const follow = async () => {
    for (;;) {
      try {
        if (await again()) break;
        if (main.dataset.code) {
          const answer = await post('/wall/poll', {});
          const { state, secret } = answer.ok ? await answer.json() : {};
          if (state === 'approved') {
            kept.write(secret);
            break;
          }
          if (state === 'expired') break;
        } else if (Date.now() - began > 10_000) break;
      } catch {
        // The server is away; the code stays, and is asked about again.
      }
      await wait(2000);
    }
    location.replace('/wall');
  };
  follow();
})();
