/** Cuts a text at the edges of what lies in it, so that each piece can be shown with all that covers it. */

import type { Span } from "../api/shapes";

export interface Mark {
  start: number;
  end: number;
  /** What the piece belongs to. */
  tag: string;
}

export interface Piece {
  start: number;
  end: number;
  text: string;
  tags: string[];
}

/** Pieces of `text` from `start` to `end`, in order, without gaps; each with the tags of the marks that cover it. */
export function cut(text: string, start: number, end: number, marks: readonly Mark[]): Piece[] {
  const inside = marks.filter((mark) => mark.start < end && mark.end > start && mark.start < mark.end);
  const edges = new Set([start, end]);
  for (const mark of inside) {
    edges.add(Math.max(mark.start, start));
    edges.add(Math.min(mark.end, end));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < sorted.length; i++) {
    const [from, to] = [sorted[i] as number, sorted[i + 1] as number];
    const tags = inside.filter((mark) => mark.start <= from && mark.end >= to).map((mark) => mark.tag);
    pieces.push({ start: from, end: to, text: text.slice(from, to), tags: [...new Set(tags)] });
  }
  return pieces;
}

export const marksOf = (spans: readonly Span[] | undefined | null, tag: string): Mark[] =>
  (spans ?? []).map(([start, end]) => ({ start, end, tag }));

/** Words of a stretch of text, with where they stand; for choosing words without a mouse. */
export function wordsOf(text: string, start: number, end: number): { start: number; end: number; text: string }[] {
  const found = [];
  for (const match of text.slice(start, end).matchAll(/\S+/gu)) {
    found.push({ start: start + match.index, end: start + match.index + match[0].length, text: match[0] });
  }
  return found;
}
