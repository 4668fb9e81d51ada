import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

/** Styles go into files of their own, so that the policy of the server needs no inline styles. */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { css: "external", runes: true },
};
