/** How numbers, days and codes are written. */

const plain = new Intl.NumberFormat("en-GB");

export const count = (n: number): string => plain.format(n);

/** "1 report", "1,204 reports". */
export const counted = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

/** A probability as per cent, with as many digits as it deserves near the ends. */
export function percent(p: number): string {
  const value = p * 100;
  const digits = value < 10 || value > 99 ? 1 : 0;
  return `${value.toFixed(digits).replace(/\.0$/, "")} %`;
}

export function signed(value: number, digits = 2): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : `+${text}`;
}

export const decimal = (value: number, digits = 2): string => value.toFixed(digits).replace("-", "−");

/** Bands of ICD 203, least likely first, with the upper end of each. */
export const BANDS: readonly { name: string; upTo: number }[] = [
  { name: "almost no chance", upTo: 0.05 },
  { name: "very unlikely", upTo: 0.2 },
  { name: "unlikely", upTo: 0.45 },
  { name: "roughly even chance", upTo: 0.55 },
  { name: "likely", upTo: 0.8 },
  { name: "very likely", upTo: 0.95 },
  { name: "almost certain", upTo: 1 },
];

export const band = (p: number): string => BANDS.find((b) => p < b.upTo)?.name ?? "almost certain";

const DAY = 86_400_000;

/** Days since 1970 of `YYYY-MM-DD`, or of the day of an instant. */
export function dayNumber(day: string): number {
  return Math.floor(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY);
}

export const dayOf = (n: number): string => new Date(n * DAY).toISOString().slice(0, 10);

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** "27 May 2022". */
export function day(iso: string | null | undefined): string {
  if (!iso) return "no date";
  const [year, month, number] = iso.slice(0, 10).split("-");
  if (!month || !number) return iso;
  return `${Number(number)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** One day, or the first and the last. */
export function span(from: string | null | undefined, to: string | null | undefined): string {
  if (!from && !to) return "no date";
  if (!to || from === to) return day(from ?? to);
  if (!from) return `until ${day(to)}`;
  return `${day(from)} to ${day(to)}`;
}

/** "27 May 2022, 14:20 UTC". */
export function moment(iso: string | null | undefined): string {
  if (!iso) return "never";
  return iso.length > 10 ? `${day(iso)}, ${iso.slice(11, 16)} UTC` : day(iso);
}

/** "under-way" and "roughly_even" as words. */
export const words = (code: string | null | undefined): string => (code ?? "").replace(/[-_]/g, " ");

/** A condition without its own "if", for what has one before it. */
export const condition = (said: string): string => said.replace(/^if\s+/i, "");

/** "ASSAULT" as "Assault". */
export const typeName = (code: string | null | undefined): string =>
  code ? code.charAt(0).toUpperCase() + code.slice(1).toLowerCase() : "no type";

export function plural(n: number, one: string, many = `${one}s`): string {
  return n === 1 ? one : many;
}
