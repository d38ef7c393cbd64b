// Numbers, times and small pieces of the page.

/** Decimals that suit a quantity whose values reach up to the given size. */
export function decimalsFor(size) {
  const s = Math.abs(size);
  if (!(s > 0)) return 2;
  if (s < 0.3) return 4;
  if (s < 5) return 3;
  if (s < 30) return 2;
  return s < 300 ? 1 : 0;
}

export function number(value, decimals) {
  return value === null || value === undefined || !Number.isFinite(value)
    ? '–' : value.toFixed(decimals).replace('-', '−');
}

/** The shortest form that loses nothing a pump can see. */
export function plain(value) {
  return value === null || value === undefined || !Number.isFinite(value)
    ? '–' : String(Number(value.toPrecision(6)));
}

export function unit(text) {
  return text === '1' ? '' : text.replace('degC', '°C').replace('g/(L.h)', 'g/(L·h)');
}

export function utcTime(instant) {
  return new Date(instant).toISOString().slice(11, 19);
}

export function utcShort(instant) {
  return new Date(instant).toISOString().slice(11, 16);
}

export function localTime(instant) {
  const d = new Date(instant);
  return [d.getHours(), d.getMinutes(), d.getSeconds()]
    .map(n => String(n).padStart(2, '0')).join(':');
}

/** A duration in words: 42 s, 7 min, 3 h 05 min, 2 d 4 h. */
export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return s + ' s';
  if (s < 3600) return Math.floor(s / 60) + ' min';
  const minutes = String(Math.floor(s % 3600 / 60)).padStart(2, '0');
  if (s < 86400) return `${Math.floor(s / 3600)} h ${minutes} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor(s % 86400 / 3600)} h`;
}

/** An element with attributes, classes and children; text is never taken for markup. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'class') node.className = value;
    else if (key === 'onclick') node.addEventListener('click', value);
    else if (value === true) node.setAttribute(key, '');
    else if (value !== false && value !== null) node.setAttribute(key, value);
  }
  node.append(...children.filter(child => child !== null));
  return node;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Sets the text only where it differs, so that nothing flickers and selections stay. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Replaces the children only if what they show changed. */
export function setContent(node, key, build) {
  if (node.dataset.key !== key) {
    node.dataset.key = key;
    node.replaceChildren(...build());
  }
}
