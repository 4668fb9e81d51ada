/** Scales and ticks for the pictures. */

export interface Scale {
  (value: number): number;
  invert: (at: number) => number;
}

export function linear([d0, d1]: [number, number], [r0, r1]: [number, number]): Scale {
  const k = d1 === d0 ? 0 : (r1 - r0) / (d1 - d0);
  const scale = (value: number) => r0 + (value - d0) * k;
  return Object.assign(scale, { invert: (at: number) => (k === 0 ? d0 : d0 + (at - r0) / k) });
}

/** Round values between two ends, about `n` of them and `least` apart. */
export function ticks(from: number, to: number, n = 5, least = 0): number[] {
  if (!(to > from)) return [from];
  const raw = (to - from) / n;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = Math.max(least, ([1, 2, 5, 10].find((m) => m * power >= raw) ?? 10) * power);
  const found: number[] = [];
  for (let i = Math.ceil(from / step); i * step <= to + step * 1e-9; i++) found.push(Number((i * step).toPrecision(12)));
  return found;
}

const DAY = 86_400_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** First days of years, months or days between two days (counted from 1970), at most `n`, each with what is written there. */
export function dayTicks(from: number, to: number, n = 8): { day: number; label: string; strong: boolean }[] {
  const span = to - from;
  const months = [1, 2, 3, 6, 12, 24, 60, 120, 240].find((m) => span / (m * 30.4) <= n) ?? 600;
  if (span / 30.4 < 1.6) {
    const step = [1, 2, 5, 7, 14].find((d) => span / d <= n) ?? 14;
    const first = Math.ceil(from / step) * step;
    return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, i) => {
      const date = new Date((first + i * step) * DAY);
      return { day: first + i * step, label: `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`, strong: date.getUTCDate() <= step };
    });
  }
  const start = new Date(from * DAY);
  const found = [];
  for (let i = 0; ; i++) {
    const index = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / months) * months + i * months;
    const [year, month] = [Math.floor(index / 12), index % 12];
    const day = Date.UTC(year, month, 1) / DAY;
    if (day > to) break;
    if (day < from) continue;
    const isYear = month === 0;
    found.push({ day, label: isYear || (found.length === 0 && months < 12) ? `${MONTHS[month]} ${year}` : (MONTHS[month] ?? ""), strong: isYear });
    if (months >= 12) (found.at(-1) as { label: string }).label = String(year);
  }
  return found;
}

/** The log of the odds of a probability, which is what indicators add up to. */
export const logit = (p: number): number => Math.log(p / (1 - p));
export const chance = (x: number): number => 1 / (1 + Math.exp(-x));
