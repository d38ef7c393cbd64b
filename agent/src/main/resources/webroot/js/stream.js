// The live stream from the agent, and the record it brings: channels of points by name.

/** Points of a channel beyond which the whole record is asked for again, thinned. */
const GROWN = 6000;

export class Live {
  constructor(on) {
    this.on = on;
    this.channels = new Map();
    this.ahead = { states: {}, levels: {}, doses: {}, endHours: null };
    this.start = null;
    this.heardAt = null;
    this.refreshing = false;
    this.connect();
  }

  connect() {
    const source = new EventSource('api/stream');
    const listen = (name, handle) => source.addEventListener(name, message => {
      this.heardAt = performance.now();
      handle(JSON.parse(message.data));
    });
    listen('record', data => {
      this.channels.clear();
      this.start = Date.parse(data.start);
      this.on.record();
    });
    listen('trend', data => this.merge(data));
    listen('ahead', data => { this.ahead = data; this.on.trend(); });
    listen('view', view => this.on.view(view));
    listen('alive', () => {});
    source.addEventListener('error', () => {
      // the browser tries again by itself, but gives up on an answer that is no stream
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.connect(), 2000);
    });
  }

  merge(data) {
    if (data.whole) this.channels.clear();
    let longest = 0;
    for (const [key, add] of Object.entries(data.channels)) {
      const have = this.channels.get(key);
      this.channels.set(key, have ? joined(have, add) : channel(add));
      longest = Math.max(longest, this.channels.get(key).t.length);
    }
    if (Object.keys(data.channels).length) this.on.trend();
    if (longest > GROWN && !this.refreshing) this.thin();
  }

  async thin() {
    this.refreshing = true;
    try {
      for (const [key, whole] of await trendWindow(-1e6, 1e6, 1500)) {
        // what came meanwhile lies behind the answer's last time
        const have = this.channels.get(key);
        const last = whole.t[whole.t.length - 1];
        const from = have ? have.t.findIndex(t => t > last) : -1;
        this.channels.set(key, from < 0 ? whole : joined(whole, tail(have, from)));
      }
    } catch {
      // the next increment tries again
    } finally {
      this.refreshing = false;
    }
  }

  /** Seconds since the last sign of life; infinite before the first. */
  silence() {
    return this.heardAt === null ? Infinity : (performance.now() - this.heardAt) / 1000;
  }
}

function channel(c) {
  return { t: c.t, v: c.v, sd: c.sd ?? null, q: c.q ?? null };
}

function tail(c, from) {
  return {
    t: c.t.slice(from), v: c.v.slice(from), sd: c.sd?.slice(from) ?? null, q: c.q?.slice(from) ?? null,
  };
}

function joined(a, b) {
  const q = a.q || b.q ? [...(a.q ?? a.t.map(() => 0)), ...(b.q ?? b.t.map(() => 0))] : null;
  const sd = a.sd || b.sd ? [...(a.sd ?? a.t.map(() => null)), ...(b.sd ?? b.t.map(() => null))] : null;
  return { t: a.t.concat(b.t), v: a.v.concat(b.v), sd, q };
}

/** Points between two hours, thinned on the server. */
export async function trendWindow(from, to, points) {
  const answer = await fetch(`api/trend?from=${from}&to=${to}&points=${points}`);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error);
  return new Map(Object.entries(body).map(([key, c]) => [key, channel(c)]));
}

/** Sends a command; resolves to {done, message}. */
export async function send(command) {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), 5000);
  try {
    const answer = await fetch('api/commands', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(command),
      signal: abort.signal,
    });
    const body = await answer.json();
    return { done: answer.ok, message: answer.ok ? body.done : body.error };
  } catch (e) {
    return {
      done: false,
      message: e.name === 'AbortError'
        ? 'the agent did not answer within 5 s' : 'the agent cannot be reached',
    };
  } finally {
    clearTimeout(timer);
  }
}
