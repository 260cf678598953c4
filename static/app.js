// No framework. Everything here is an enhancement: each page works without it.
(() => {
const $ = (selector, within) => (within || document).querySelector(selector);
const $$ = (selector, within) => [...(within || document).querySelectorAll(selector)];
const root = document.documentElement;
const words = JSON.parse($('#words').textContent);
const on = (event, selector, act) => document.addEventListener(event, e => {
  const hit = e.target.closest && e.target.closest(selector);
  if (hit) act(e, hit);
});

// What a screen reader hears, and what everybody sees when something failed
const say = text => { $('#live').textContent = ''; setTimeout(() => { $('#live').textContent = text; }, 30); };
const toast = text => {
  const last = $('#toasts').lastElementChild;
  if (last && last.firstChild.data === text) return;
  const box = document.createElement('div');
  box.className = 'toast';
  box.setAttribute('role', 'status');
  box.textContent = text;
  const button = box.appendChild(document.createElement('button'));
  button.textContent = words.dismiss;
  button.onclick = () => box.remove();
  $('#toasts').append(box);
  setTimeout(() => box.remove(), 8000);
};

// Theme: the form works by itself; this saves the round trip
on('click', '[data-theme-set]', (e, button) => {
  e.preventDefault();
  const theme = button.value, form = button.form;
  if (theme === 'auto') delete root.dataset.theme; else root.dataset.theme = theme;
  fetch(form.action, {
    method: 'POST', body: new FormData(form, button), headers: { 'HX-Request': 'true' }, keepalive: true,
  }).catch(() => toast(words.offline));
  $$('[data-theme-set]').forEach(other => other.setAttribute('aria-pressed', String(other === button)));
});

// Copy
const select = node => {
  const range = document.createRange();
  range.selectNodeContents(node);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
};
on('click', '[data-copy]', async (e, button) => {
  const source = $(button.dataset.copy);
  try { await navigator.clipboard.writeText(source.textContent); }
  catch { select(source); document.execCommand('copy'); }
  const label = $('span', button), was = button.dataset.was || label.textContent;
  button.dataset.was = was;
  label.textContent = words.copied;
  say(words.copied);
  setTimeout(() => { label.textContent = was; }, 1600);
});

// Dialogs, menus, disclosure
on('click', '[data-open]', (e, button) => { e.preventDefault(); $(button.dataset.open).showModal(); });
on('click', '[data-close]', (e, button) => button.closest('dialog').close());
document.addEventListener('click', e => $$('details.menu[open]').forEach(menu => {
  if (!menu.contains(e.target)) menu.open = false;
}));
on('click', '[data-expand]', (e, button) => {
  const open = button.getAttribute('aria-expanded') === 'true';
  button.setAttribute('aria-expanded', String(!open));
  $$(button.dataset.expand).forEach(part => { part.open = !open; });
});

// 90 days: the pointer tells the day and what it was; the words beside the row say the rest
let tip;
document.addEventListener('pointermove', e => {
  const cell = e.target.closest && e.target.closest('.hm-cell');
  if (!cell) { if (tip) tip.hidden = true; return; }
  const box = cell.getBoundingClientRect(), days = cell.dataset.d;
  const at = Math.min(days.length - 1, Math.max(0, Math.floor((e.clientX - box.left) / box.width * days.length)));
  const day = new Date(Date.now() - (days.length - 1 - at) * 864e5).toISOString().slice(0, 10);
  tip = tip || document.body.appendChild(Object.assign(document.createElement('div'), { className: 'tip' }));
  tip.textContent = day + ' UTC\n' + (words.day[days[at]] || words.day.n.replace('%s', days[at]));
  tip.hidden = false;
  tip.style.left = Math.min(e.clientX + 12, innerWidth - tip.offsetWidth - 8) + 'px';
  tip.style.top = Math.max(8, e.clientY - tip.offsetHeight - 10) + 'px';
});

// Keyboard: single keys can be switched off (WCAG 2.1.4)
const places = { o: 'overview', r: 'repositories', d: 'drift', l: 'releases', p: 'plans', c: 'criteria' };
let wentTo = 0;
const box = $('#find');
const search = () => { if (box) { box.focus(); box.select(); } };
const keysOn = () => (root.dataset.keys || localStorage.keys) !== 'off';
const rows = () => $$('[data-row]').filter(row => row.offsetParent)
  .map(row => row.matches('details') ? row.firstElementChild : row);
const step = by => {
  const all = rows(), here = all.findIndex(row => row.contains(document.activeElement));
  const next = all[here < 0 ? 0 : Math.max(0, Math.min(all.length - 1, here + by))];
  if (next) { next.focus(); next.scrollIntoView({ block: 'nearest' }); }
};
const escape = e => {
  const menu = e.target.closest('details.menu[open]');
  if (menu) { menu.open = false; menu.firstElementChild.focus(); }
  if (e.target.closest('.find')) { box.value = ''; $('#hits').textContent = ''; choices(); box.blur(); }
};
// The search box keeps the focus: the arrows choose a hit, Enter opens it (ARIA combobox)
const hits = () => $$('#hits [role=option]');
const choices = chosen => {
  if (!box) return;
  hits().forEach(hit => hit.setAttribute('aria-selected', String(hit === chosen)));
  box.setAttribute('aria-expanded', String(hits().length > 0));
  box.setAttribute('aria-activedescendant', chosen ? chosen.id : '');
  if (chosen) chosen.scrollIntoView({ block: 'nearest' });
};
const amongHits = e => {
  const all = hits(), here = all.findIndex(hit => hit.getAttribute('aria-selected') === 'true');
  const by = { ArrowDown: 1, ArrowUp: -1 }[e.key];
  if (!all.length || !(by || e.key === 'Enter' && here >= 0)) return;
  e.preventDefault();
  if (by) choices(all.at(here < 0 ? Math.min(by, 0) : (here + by) % all.length)); else all[here].click();
};
const single = (e, key) => {
  const place = Date.now() - wentTo < 1200 && places[key];
  wentTo = key === 'g' ? Date.now() : 0;
  if (place) { const link = $('[data-go=' + place + ']'); if (link) link.click(); }
  else if (key === '/') { e.preventDefault(); search(); }
  else if (key === '?') $('#keys').showModal();
  else if (key === 'j' || key === 'k') step(key === 'j' ? 1 : -1);
  else if (key === 'Enter' && e.target.matches('[data-row]')) { const link = $('a', e.target); if (link) link.click(); }
  else { const button = $('[data-key="' + CSS.escape(key) + '"]'); if (button) { e.preventDefault(); button.click(); } }
};
document.addEventListener('keydown', e => {
  if (e.isComposing || e.keyCode === 229) return; // an input method is at work: the key is part of a word
  if ((e.ctrlKey || e.metaKey) && /^k$/i.test(e.key)) { e.preventDefault(); return search(); }
  if (e.key === 'Escape') return escape(e);
  if (e.target === box) return amongHits(e);
  if (e.ctrlKey || e.metaKey || e.altKey || e.target.isContentEditable) return;
  if (e.target.matches('input,textarea,select') || $('dialog[open]') || !keysOn()) return;
  single(e, e.key);
});
$('#keys-on').checked = keysOn();
on('change', '#keys-on', (e, one) => {
  (root.dataset.keys ? root.dataset : localStorage).keys = one.checked ? 'on' : 'off';
});

// Preferences: the time zone of this browser is offered
const offer = $('[data-here]');
if (offer) {
  const field = $(offer.dataset.here), zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  offer.hidden = !zone || field.value === zone;
  offer.append(' ' + zone);
  offer.onclick = () => { field.value = zone; field.dispatchEvent(new Event('input', { bubbles: true })); };
}

// htmx 2 and 4 name their events differently; this is the only place that knows
const hx = (two, four, act) => [two, four].forEach(name => document.body.addEventListener('htmx:' + name, act));
const origin = e => e.detail.elt || (e.detail.ctx && e.detail.ctx.sourceElement) || e.target;
hx('beforeRequest', 'before:request', e => { if (document.hidden && origin(e).matches('[data-poll]')) e.preventDefault(); });
document.addEventListener('visibilitychange', () => {
  if (!document.hidden && window.htmx) $$('[data-poll]').forEach(part => htmx.trigger(part, 'resume'));
});
hx('afterSettle', 'after:settle', () => {
  const part = $('[data-focus]');
  if (part) { part.removeAttribute('data-focus'); part.focus(); }
  choices();
});
// htmx 2 also sends its general `error` beside each of its own: that one has `errorInfo`
hx('sendError', 'error', e => { if (!e.detail.errorInfo) toast(words.offline); });
hx('responseError', 'response:error', e => {
  const { xhr, ctx } = e.detail, status = xhr ? xhr.status : ctx.response.raw.status;
  const said = xhr ? xhr.responseText : ctx.text;
  if (status === 403 && said[0] !== '<') toast(said);
  else if (status !== 422 && status !== 409) toast(words.failed.replace('%s', status));
});
document.body.addEventListener('say', e => say(e.detail.value));
// The page has a new revision, and so have the forms on it that were not sent
document.body.addEventListener('stamp', e => $$('[name=revision]').forEach(field => { field.value = e.detail.value; }));
})();
