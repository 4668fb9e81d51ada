import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

/** Where a running `vigie serve` answers while the pages are worked on. */
const server = process.env["VIGIE_SERVER"];

export default defineConfig(async ({ command }) => ({
  base: "./",
  plugins: [svelte(), ...(command === "serve" && !server ? [(await import("./mock/plugin.ts")).mock()] : [])],
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
  },
  server: server ? { proxy: { "/api": { target: server, changeOrigin: true, headers: { origin: server } }, "/healthz": server } } : {},
  test: { include: ["src/**/*.test.ts"] },
}));
