/** Points of a map, put together where they would cover each other. */

import type { MapPoint } from "../api/shapes";
import { quad } from "./codes";
import { dayNumber } from "./format";

export interface Dot {
  /** Mercator, from 0 to 1 over the world, so that a frame only scales. */
  x: number;
  y: number;
  day: number | null;
  isConflict: boolean;
  point: MapPoint;
}

export interface Cluster {
  x: number;
  y: number;
  count: number;
  conflict: number;
  dots: Dot[];
}

export const mercator = (lon: number, lat: number): [number, number] => {
  const sin = Math.sin((Math.max(-85, Math.min(85, lat)) * Math.PI) / 180);
  return [(lon + 180) / 360, 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)];
};

export function dotsOf(points: readonly MapPoint[]): Dot[] {
  return points.map((point) => {
    const [x, y] = mercator(point.lon, point.lat);
    return { x, y, day: point.day ? dayNumber(point.day) : null, isConflict: quad(point.type) > 2, point };
  });
}

/** Clusters at a scale (pixels of the whole world), in cells of `cell` pixels; the centre is the mean of what is in it. */
export function clusters(dots: readonly Dot[], scale: number, cell = 40): Cluster[] {
  const found = new Map<number, Cluster>();
  const size = cell / scale;
  for (const dot of dots) {
    const key = Math.floor(dot.y / size) * 1e7 + Math.floor(dot.x / size);
    const n = dot.point.count ?? 1;
    let cluster = found.get(key);
    if (!cluster) {
      cluster = { x: 0, y: 0, count: 0, conflict: 0, dots: [] };
      found.set(key, cluster);
    }
    cluster.x += dot.x * n;
    cluster.y += dot.y * n;
    cluster.count += n;
    if (dot.isConflict) cluster.conflict += n;
    cluster.dots.push(dot);
  }
  const all = [...found.values()];
  for (const cluster of all) {
    cluster.x /= cluster.count;
    cluster.y /= cluster.count;
  }
  return all.sort((a, b) => b.count - a.count);
}
