// The player of recordings: takes over each link `a[data-play]` of a desk's page, also of parts that come later.
// Its dock (app/src/player) lies outside what the page's own program draws, so it goes on when the page changes.
(() => {
  const dock = document.getElementById('player');
  const audio = dock.querySelector('audio');
  const [title, toggle, at, bar, total, said, again, get] = ['title', 'toggle', 'at', 'bar', 'total', 'said', 'again', 'get'].map(
    (name) => dock.querySelector(`.${name}`),
  );
  const rates = [...dock.querySelectorAll('[data-rate]')];
  const whys = [...dock.querySelectorAll('[data-why]')];
  const KEPT = 'callboard_speed';
  const session = navigator.mediaSession;

  /** Address of what plays; empty while the dock is shut. */
  let source = '';
  /** Where it was last, in seconds, and where it was taken up again after it broke off. */
  let reached = 0;
  let mended;
  /** It shall be heard; the element itself forgets that when it breaks off. */
  let going = false;
  /** A hand is on the bar. */
  let held = false;

  const time = (seconds) => {
    const two = (number) => String(number).padStart(2, '0');
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, two(Math.floor(seconds) % 60)];
    return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
  };
  const links = () => [...document.querySelectorAll('a[data-play]')];
  const is = (name, yes) => dock.toggleAttribute(`data-${name}`, yes);

  const draw = () => {
    // A wall is looked at by many: no call is heard there.
    if (source && location.pathname === '/wall') shut();
    const { duration, paused } = audio;
    const known = Number.isFinite(duration);
    const word = paused ? toggle.dataset.play : toggle.dataset.pause;
    toggle.querySelector('use').setAttribute('href', paused ? '#i-play' : '#i-pause');
    toggle.setAttribute('aria-label', word);
    toggle.title = `${word} (${toggle.dataset.key})`;
    bar.disabled = !known;
    bar.max = known ? duration : 1;
    if (!held) bar.value = known ? audio.currentTime : 0;
    const now = held ? Number(bar.value) : audio.currentTime;
    at.textContent = time(now);
    total.textContent = known ? time(duration) : '–:––';
    bar.setAttribute('aria-valuetext', known ? `${time(now)} ${bar.dataset.of} ${time(duration)}` : time(now));
    bar.style.setProperty('--done', `${known ? (100 * now) / duration : 0}%`);
    for (const link of links()) link.toggleAttribute('data-playing', !paused && link.getAttribute('href') === source);
  };

  const play = () => {
    going = true;
    audio.play().catch(() => {}); // why not, the element's own event tells
  };
  const rest = () => {
    going = false;
    audio.pause();
  };
  const flip = () => (audio.paused ? play() : rest());
  const seek = (to) => {
    if (!Number.isFinite(audio.duration)) return;
    audio.currentTime = Math.min(Math.max(to, 0), audio.duration);
    draw();
  };
  const move = (by) => seek(audio.currentTime + by);
  const load = (from) => {
    said.textContent = said.dataset.loading;
    is('trouble', false);
    is('waiting', true);
    audio.src = source;
    if (from > 0) audio.currentTime = from;
    if (going) play();
  };

  const pace = (rate) => {
    audio.defaultPlaybackRate = audio.playbackRate = rate;
    for (const button of rates) button.setAttribute('aria-pressed', Number(button.dataset.rate) === rate);
  };
  const choose = (button) => {
    if (!button) return;
    pace(Number(button.dataset.rate));
    said.textContent = button.textContent;
    try { localStorage.setItem(KEPT, button.dataset.rate); } catch { /* private mode: for this page only */ }
  };
  const pressed = () => rates.findIndex((button) => button.getAttribute('aria-pressed') === 'true');

  const start = (link) => {
    source = link.getAttribute('href');
    [reached, mended, held, going] = [0, undefined, false, true];
    const name = link.dataset.title || link.textContent.trim();
    title.textContent = name;
    get.href = `${source}?download`;
    dock.hidden = false;
    document.documentElement.dataset.player = '';
    // As the row is drawn: who sees masked numbers has no other in the system's own controls.
    if (session) session.metadata = new MediaMetadata({ title: name, artist: 'Callboard' });
    load(0);
    draw();
  };
  const shut = () => {
    const back = dock.contains(document.activeElement) && links().find((link) => link.getAttribute('href') === source);
    source = '';
    audio.removeAttribute('src');
    audio.load();
    dock.hidden = true;
    delete document.documentElement.dataset.player;
    if (session) session.metadata = null;
    draw();
    if (back !== false) (back ?? document.getElementById('main'))?.focus();
  };

  /** The element knows only that it failed; the server knows why. */
  const explain = async () => {
    const asked = source;
    let code = 'offline';
    const answer = await fetch(asked, { headers: { range: 'bytes=0-0' }, cache: 'no-store' }).catch(() => undefined);
    if (answer?.ok) {
      code = 'broken';
      answer.body?.cancel();
    } else if (answer) {
      code = (await answer.json().catch(() => ({}))).error;
    }
    if (source !== asked) return;
    const why = whys.find(({ dataset }) => dataset.why === code) ?? whys.at(-1);
    said.textContent = why.textContent;
    again.hidden = 'final' in why.dataset;
    is('waiting', false);
    is('trouble', true);
  };

  const on = (target, names, does) => {
    for (const name of names.split(' ')) target.addEventListener(name, does);
  };
  on(audio, 'timeupdate durationchange play pause seeking seeked ended', draw);
  on(audio, 'timeupdate seeking', () => {
    if (audio.error || audio.readyState === 0) return;
    reached = audio.currentTime;
    if (reached > mended + 5) mended = undefined;
  });
  on(audio, 'ended', rest);
  on(audio, 'waiting', () => is('waiting', true));
  on(audio, 'canplay playing', () => {
    is('waiting', false);
    if (said.textContent === said.dataset.loading) said.textContent = '';
  });
  on(audio, 'error', () => {
    if (!source) return;
    if (reached === 0 || mended !== undefined) return void explain();
    mended = reached;
    load(reached);
  });

  on(toggle, 'click', flip);
  on(dock.querySelector('.back'), 'click', () => move(-10));
  on(dock.querySelector('.on'), 'click', () => move(10));
  on(dock.querySelector('.shut'), 'click', shut);
  on(again, 'click', () => {
    [mended, going] = [undefined, true];
    load(reached);
    toggle.focus();
  });
  on(bar, 'input', () => {
    held = true;
    draw();
  });
  on(bar, 'change', () => {
    held = false;
    seek(Number(bar.value));
  });
  rates.forEach((button, place) =>
    on(button, 'click', () => {
      // A telephone has room for one: it goes round.
      const round = rates.some((other) => !other.offsetParent) && rates[(place + 1) % rates.length];
      choose(round || button);
      if (round) round.focus();
    }),
  );

  on(document, 'click', (event) => {
    const link = event.target.closest?.('a[data-play]');
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (link.getAttribute('href') === source && !('trouble' in dock.dataset)) flip();
    else start(link);
    if (event.detail === 0) toggle.focus(); // by the keyboard
  });

  const keys = {
    ' ': flip,
    ArrowLeft: () => move(-10),
    ArrowRight: () => move(10),
    '<': () => choose(rates[pressed() - 1]),
    '>': () => choose(rates[pressed() + 1]),
    Escape: shut,
  };
  on(document, 'keydown', (event) => {
    const { key, target } = event;
    const inside = dock.contains(target);
    const does = keys[key];
    if (!does || !source || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    // Fields, buttons, tabs and what scrolls have keys of their own; what else is open is shut first.
    if (!inside && !target.matches('body, a:not([role]), [tabindex="-1"]:not([role])')) return;
    if (!inside && key === 'Escape' && document.querySelector('#drill, #shut, dialog[open], .calls-filters [open]')) return;
    if (key === ' ' && (event.shiftKey || target.matches('button'))) return;
    if (target === bar && key.startsWith('Arrow')) move(key === 'ArrowLeft' ? -1 : 1);
    else does();
    event.preventDefault();
    event.stopPropagation();
  });

  const actions = {
    play,
    pause: rest,
    seekbackward: () => move(-10),
    seekforward: () => move(10),
    seekto: ({ seekTime }) => seek(seekTime),
    stop: shut,
  };
  for (const [action, does] of Object.entries(actions)) {
    try { session?.setActionHandler(action, does); } catch { /* a browser that has no such key */ }
  }

  let kept;
  try { kept = localStorage.getItem(KEPT); } catch { /* private mode */ }
  pace(Number(rates.find((button) => button.dataset.rate === kept)?.dataset.rate ?? 1));
})();
