// What stands to the left of a plot: the value now, its unit, how far it is to be trusted.

import { duration, number, unit, utcShort } from './format.js';

export function variableFace(q, decimals, view) {
  const reading = q.measured;
  const bad = reading?.quality === 'BAD';
  const estimate = q.mean === null ? '' : `${number(q.mean, decimals)} ± ${number(q.sd, decimals)}`;
  if (reading && reading.kind === 'ONLINE' && !bad && !q.stale) {
    return {
      value: number(reading.value, decimals),
      // the twin stops at harvest, the probe does not
      second: estimate && view.batch.phase !== 'COMPLETE' ? 'est. ' + estimate : '',
      flag: reading.quality === 'UNCERTAIN' ? '? uncertain' : '', flagClass: 'uncertain',
    };
  }
  if (q.mean !== null) {
    const broken = reading && (bad || q.stale) && reading.kind === 'ONLINE';
    return {
      value: number(q.mean, decimals),
      second: !reading ? `± ${number(q.sd, decimals)}, not measured`
        : broken ? `± ${number(q.sd, decimals)}, in place of the probe`
          : `± ${number(q.sd, decimals)}, sample ${number(reading.value, decimals)} at ${utcShort(reading.time)}`,
      state: 'estimated',
      flag: broken ? (bad ? '▲ bad' : '▲ stale') : 'est.', flagClass: broken ? 'p2' : '',
    };
  }
  if (!reading) return { value: '–', second: 'no reading yet' };
  const age = (Date.parse(view.at) - Date.parse(reading.time)) / 1000;
  return {
    value: number(reading.value, decimals), second: `read ${duration(age)} ago`,
    state: q.stale || bad ? 'stale' : '', flag: bad ? '▲ bad' : q.stale ? '▲ stale' : '', flagClass: 'p2',
  };
}

export function actuatorFace(q, decimals, doser) {
  const dose = doser ? `, ${doser.label.toLowerCase()} ${number(doser.total, 2)} ${doser.unit}` : '';
  return {
    value: number(q.actual?.value ?? q.setpoint, decimals),
    second: `set ${number(q.setpoint, decimals)}${dose}`,
    flag: q.inEffect || q.setpoint === null ? '' : '… pending', flagClass: 'uncertain',
  };
}

export function doserFace(q) {
  return { value: number(q.total, 2), second: `of ${number(q.budget, 2)} ${unit(q.unit)}, ${q.count} doses` };
}
