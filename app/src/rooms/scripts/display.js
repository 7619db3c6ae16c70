// A paired screen: tells the server how it is, and does what the fleet's page orders. It asks, and the server answers as
// soon as there is an order, or after some seconds. It begins before the page's own program, so that it sees its frames.
(() => {
  const KEPT = 'callboard_display';
  const { version, seconds } = document.currentScript.dataset;
  const began = Date.now();
  let frame = 0;
  window.WebSocket = class extends WebSocket {
    constructor(...address) {
      super(...address);
      this.addEventListener('message', () => { frame = Date.now(); });
    }
  };
  const kept = {
    read: () => { try { return localStorage.getItem(KEPT); } catch { return null; } },
    write: (secret) => { try { localStorage.setItem(KEPT, secret); } catch { /* private mode: the cookie is left */ } },
    drop: () => { try { localStorage.removeItem(KEPT); } catch { /* nothing is there */ } },
  };
  const post = (path, body) =>
    fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(Number(seconds) * 3000),
    });
  const wait = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
  const state = () => {
    const scale = window.devicePixelRatio || 1;
    return {
      version,
      resolution: `${Math.round(innerWidth * scale)} × ${Math.round(innerHeight * scale)}`,
      frame_age: frame === 0 ? null : Date.now() - frame,
      uptime: Date.now() - began,
      has_copy: kept.read() !== null,
    };
  };

  const identify = (name) => {
    document.querySelector('.identify')?.remove();
    const sign = document.createElement('div');
    sign.className = 'identify';
    sign.setAttribute('role', 'status');
    sign.textContent = name;
    document.body.append(sign);
    setTimeout(() => sign.remove(), 15_000);
  };

  const beat = async () => {
    for (let pause = 1000; ; ) {
      try {
        const answer = await post('/wall/beat', state());
        if (answer.status === 401) {
          // The cookie is gone, or the screen was revoked. Only who knows neither copy is shown a code.
          const secret = kept.read();
          const back = secret ? await post('/wall/again', { secret }) : undefined;
          if (back?.ok) continue;
          if (!back || back.status === 401) {
            kept.drop();
            location.reload();
            return;
          }
          throw new Error('not now');
        }
        if (!answer.ok) throw new Error(`${answer.status}`);
        const { secret, orders, version: theirs } = await answer.json();
        if (secret) kept.write(secret);
        for (const { order, name } of orders) {
          if (order === 'identify') identify(name);
          else location.reload();
        }
        // The server was renewed: so is this page, not all screens in the same second.
        if (theirs !== version) {
          await wait(Math.random() * 10_000);
          location.reload();
          return;
        }
        pause = 1000;
      } catch {
        await wait(pause * (0.5 + Math.random() / 2));
        pause = Math.min(30_000, pause * 2);
      }
    }
  };
  beat();
})();
