// Copy what the pages load from node_modules to static/vendor, with the licences, and nothing else.
import { cp, mkdir, readdir, rm } from "node:fs/promises";

const FILES = {
  "sigma/dist/sigma.min.js": "sigma.min.js",
  "graphology/dist/graphology.umd.min.js": "graphology.umd.min.js",
  "@zazuko/yasgui/build/yasgui.min.js": "yasgui.min.js",
  "@zazuko/yasgui/build/yasgui.min.css": "yasgui.min.css",
};
const PACKAGES = ["sigma", "graphology", "@zazuko/yasgui"];
const modules = new URL("node_modules/", import.meta.url);
const target = new URL("static/vendor/", import.meta.url);

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
for (const [from, to] of Object.entries(FILES)) {
  await cp(new URL(from, modules), new URL(to, target));
}
for (const name of PACKAGES) {
  const folder = new URL(`${name}/`, modules);
  const licence = (await readdir(folder)).find((file) => /^licen[cs]e/i.test(file));
  if (licence) {
    await cp(new URL(licence, folder), new URL(`${name.replace("/", "-")}.LICENSE.txt`, target));
  }
}
