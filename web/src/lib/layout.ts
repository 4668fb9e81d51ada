/** Where the nodes of a network come to stand: forces that always end at the same place. */

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import type { Network } from "../api/shapes";

export interface Node {
  id: string;
  name: string;
  country: string;
  sector: string;
  count: number;
  r: number;
  x: number;
  y: number;
}

export interface Edge {
  from: Node;
  to: Node;
  kind: "acts" | "cites";
  count: number;
  goldstein: number;
}

export function layout(network: Network, width: number, height: number): { nodes: Node[]; edges: Edge[] } {
  const most = Math.max(1, ...network.nodes.map((n) => n.count));
  const nodes = network.nodes.map((n, i): Node => {
    // A spiral to begin with, so that nothing is left to chance.
    const [angle, far] = [i * 2.4, 18 * Math.sqrt(i)];
    return { id: n.id, name: n.name, country: n.country ?? "", sector: n.sector ?? "", count: n.count, r: 5 + 13 * Math.sqrt(n.count / most), x: width / 2 + far * Math.cos(angle), y: height / 2 + far * Math.sin(angle) };
  });
  const byId = new Map(nodes.map((n) => [n.id, n]));
  const edges: Edge[] = [];
  for (const e of network.edges) {
    const [from, to] = [byId.get(e.from), byId.get(e.to)];
    if (from && to) edges.push({ from, to, kind: e.kind === "cites" ? "cites" : "acts", count: e.count, goldstein: e.goldstein ?? 0 });
  }
  const links = edges.filter((e) => e.from !== e.to).map((e) => ({ source: e.from, target: e.to, count: e.count }));
  const simulation = forceSimulation(nodes)
    .force("charge", forceManyBody().strength(-260))
    .force("link", forceLink(links).distance(90).strength((l) => Math.min(0.7, 0.15 + 0.08 * l.count)))
    .force("x", forceX(width / 2).strength(0.06))
    .force("y", forceY(height / 2).strength(0.06 * (width / height)))
    .force("collide", forceCollide<Node>((n) => n.r + 14))
    .stop();
  for (let i = 0; i < 260; i++) simulation.tick();
  const pad = 26;
  const [x0, x1] = [Math.min(...nodes.map((n) => n.x)), Math.max(...nodes.map((n) => n.x))];
  const [y0, y1] = [Math.min(...nodes.map((n) => n.y)), Math.max(...nodes.map((n) => n.y))];
  const k = Math.min((width - 2 * pad - 60) / Math.max(x1 - x0, 1), (height - 2 * pad) / Math.max(y1 - y0, 1), 1.6);
  for (const n of nodes) {
    n.x = width / 2 + (n.x - (x0 + x1) / 2) * k;
    n.y = height / 2 + (n.y - (y0 + y1) / 2) * k;
  }
  return { nodes, edges };
}
